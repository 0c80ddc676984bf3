"""What of the courses a user may see: what is not theirs does not exist for them (404)."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from courses.models import Cohort, Enrolment, ProgrammeVersion, Session
from courses.models.session import STUDYING
from courses.own_courses import course_to_name, shown_course
from people.access import staff


def cohort_for(request: HttpRequest, pk: int) -> Cohort:
    cohorts = Cohort.objects.visible_to(staff(request))
    return get_object_or_404(cohorts.select_related("version__programme", "trainer"), pk=pk)


def enrolment_for(request: HttpRequest, pk: int) -> Enrolment:
    enrolments = Enrolment.objects.visible_to(staff(request)).with_shared_email()
    return get_object_or_404(
        enrolments.select_related("person", "organisation", "order", "cohort__version__programme", "continues__cohort"),
        pk=pk,
    )


def session_for(request: HttpRequest, pk: int) -> Session:
    sessions = Session.objects.visible_to(staff(request))
    return get_object_or_404(sessions.select_related("cohort__version", "cohort__trainer", "module", "trainer"), pk=pk)


def studied_cohort(request: HttpRequest, pk: int) -> Cohort:
    """A cohort whose timetable the participant has: not of who has only applied, pauses or has left."""
    own = Enrolment.objects.filter(person__in=staff(request).own_records, status__in=STUDYING)
    cohorts = Cohort.objects.filter(pk__in=own.values("cohort")).exclude(status=Cohort.Status.CANCELLED)
    return get_object_or_404(cohorts.select_related("version__programme", "trainer"), pk=pk)


def cohort_of_gone_session(request: HttpRequest, pk: int) -> Cohort:
    """The cohort that a session was taken out of; only a session that was there, and of a cohort they see."""
    last = Session.history.filter(id=pk, history_type="-").order_by("-history_id").first()
    if last is None:
        raise Http404
    return cohort_for(request, last.cohort_id)


def version_for(request: HttpRequest, pk: int) -> ProgrammeVersion:
    return get_object_or_404(ProgrammeVersion.objects.select_related("programme"), pk=pk)


def own_enrolment(request: HttpRequest) -> Enrolment:
    """The participant's course that their pages show; who has none has no such page."""
    return _there(shown_course(request))


def enrolment_to_name(request: HttpRequest) -> Enrolment:
    """The one whose paper waits for the spelling of the name, if there is one."""
    return _there(course_to_name(request))


def _there(enrolment: Enrolment | None) -> Enrolment:
    if enrolment is None:
        raise Http404
    return enrolment
