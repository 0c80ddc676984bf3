"""Who may see the materials, tasks and submissions of a cohort: what is not theirs does not exist for them (404)."""

from __future__ import annotations

from django.db.models import F, Max, Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from courses.models import Cohort, Enrolment, Material, MaterialVersion, Submission, Task
from courses.own_courses import shown_course
from people.access import staff
from people.models import Upload, User

# The participants who see what their cohort has: not who has only applied, and nobody who has left.
SEES = (
    Enrolment.Status.ADMITTED,
    Enrolment.Status.ON_HOLD,
    Enrolment.Status.PASSED,
    Enrolment.Status.NOT_PASSED,
)


def material_for(request: HttpRequest, pk: int) -> Material:
    materials = Material.objects.filter(cohort__in=Cohort.objects.visible_to(staff(request)))
    return get_object_or_404(materials.select_related("cohort__version", "module"), pk=pk)


def task_for(request: HttpRequest, pk: int) -> Task:
    tasks = Task.objects.filter(cohort__in=Cohort.objects.visible_to(staff(request)))
    return get_object_or_404(tasks.select_related("cohort__version", "module"), pk=pk)


def enrolments_of(user: User) -> QuerySet[Enrolment]:
    """Their own, as far as they see the course from inside."""
    if user.person_id is None:
        return Enrolment.objects.none()
    return Enrolment.objects.filter(person__in=user.own_records, status__in=SEES)


def own_course(request: HttpRequest) -> Enrolment:
    """The participant's course that their pages show, seen from inside; who has none has no such page."""
    if (enrolment := shown_course(request, SEES)) is None:
        raise Http404
    return enrolment


def own_enrolment(request: HttpRequest, pk: int) -> Enrolment:
    """A course of theirs that the page they sent names, seen from inside."""
    own = enrolments_of(staff(request)).select_related("cohort__version", "person")
    return get_object_or_404(own, pk=pk)


def own_task(request: HttpRequest, pk: int) -> tuple[Task, Enrolment]:
    """A task of a course of theirs, once it has opened."""
    opened = Task.objects.filter(Q(opens_on=None) | Q(opens_on__lte=timezone.localdate()))
    task = get_object_or_404(opened.select_related("cohort__version", "module"), pk=pk)
    own = enrolments_of(staff(request)).filter(cohort=task.cohort_id).select_related("cohort__version", "person")
    # Two merged records may both have been on the list: who studies goes before who is through.
    if (enrolment := own.order_by("status", "-pk").first()) is None:
        raise Http404
    return task, enrolment


def seen_in(request: HttpRequest) -> int:
    """What the page that was sent had shown of somebody's turns; whoever does not say so has seen none."""
    said = request.POST.get("seen", "")
    return int(said) if said.isdecimal() else 0


def shown_to_participants(materials: QuerySet[Material]) -> QuerySet[Material]:
    """Those whose day has come and that are not withdrawn."""
    today = timezone.localdate()
    return materials.filter(Q(visible_from=None) | Q(visible_from__lte=today), withdrawn_at=None)


def material_upload(request: HttpRequest, pk: int) -> Upload:
    """The file of a version: any for the staff of the cohort, the newest one shown today for its participants."""
    user = staff(request)
    cohorts = Cohort.objects.visible_to(user)
    shown = shown_to_participants(Material.objects.filter(cohort__enrolments__in=enrolments_of(user)))
    newest = MaterialVersion.objects.alias(last=Max("material__versions__number")).filter(number=F("last"))
    may_have = Q(material__cohort__in=cohorts) | Q(material__in=shown, pk__in=newest.values("pk"))
    version = get_object_or_404(MaterialVersion.objects.filter(may_have).select_related("upload"), pk=pk)
    if version.upload is None:
        raise Http404
    return version.upload


def submission_upload(request: HttpRequest, pk: int, upload_pk: int) -> Upload:
    """A file of a submission: for the staff of the cohort and for whoever handed it in."""
    user = staff(request)
    may_have = Q(task__cohort__in=Cohort.objects.visible_to(user)) | Q(enrolment__in=enrolments_of(user))
    submission = get_object_or_404(Submission.objects.filter(may_have), pk=pk)
    return get_object_or_404(submission.uploads, pk=upload_pk)
