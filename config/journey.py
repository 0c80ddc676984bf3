"""The way of one participant, from the admission to the end of the support, as steps a person can read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import PlanNotice, Result
from assessment.survey_own import OwnWave, own_waves
from certificates.models import Document
from certificates.verifying import Face, faces_of
from config.home_implementation import OwnProject, project_of
from config.own_retake import OwnRetake, retake_of
from config.own_study import OwnStudy, study_of
from courses.access_study import SEES
from courses.enrolling import places_of
from courses.hours_earned import attendance_of
from courses.models import Cohort, Enrolment, Session
from courses.own_courses import studies_now
from courses.timetable_page import Entry, entries_of
from people.languages import in_language
from people.models import Person
from postcourse.models import Consultation, Plan

# Those whose timetable is shown to them.
STUDYING = (Enrolment.Status.ADMITTED, Enrolment.Status.PASSED, Enrolment.Status.NOT_PASSED)


@dataclass(frozen=True)
class Step:
    """One step of the way; `state` is done, now or next."""

    title: str
    note: str
    state: str
    url: str = ""
    action: str = ""
    done: int = 0
    of: int = 0


@dataclass(frozen=True)
class Paper:
    """A document of theirs, with what the register says of it today."""

    document: Document
    faces: list[Face]


@dataclass(frozen=True)
class Journey:
    enrolment: Enrolment
    steps: list[Step]
    # Of the course that is shown; `papers` are those of every course, this one's first.
    document: Document | None = None
    papers: list[Paper] = field(default_factory=list)
    result: Result | None = None
    next_consultation: Consultation | None = None
    next_session: Entry | None = None
    study: OwnStudy | None = None
    # The waves of the readiness survey; none for who does not see the course from inside.
    surveys: list[OwnWave] = field(default_factory=list)
    others: list[Enrolment] = field(default_factory=list)
    # Of who did not pass and may still retake.
    retake: OwnRetake | None = None
    # Of who passed: how the project is put into practice.
    project: OwnProject | None = None

    @property
    def survey(self) -> OwnWave | None:
        """The wave that waits for an answer today."""
        return next((each for each in self.surveys if each.waits), None)

    @property
    def has_answered(self) -> bool:
        return any(each.response is not None for each in self.surveys)

    @property
    def needs_name(self) -> bool:
        return self.enrolment.leads_to_paper and not self.enrolment.name_is_confirmed and self.document is None

    @property
    def is_told(self) -> bool:
        """Whether a sentence says where it stands: on hold and for whom left, no step does."""
        return not self.enrolment.leads_to_paper or self.enrolment.status == Enrolment.Status.ON_HOLD


def journey_of(person: Person, now: datetime, *, chosen: int | None = None) -> Journey | None:
    """The way through one course, on whichever record; nothing for somebody who was never enrolled."""
    own = places_of(person).select_related("person", "cohort__version", "cohort__trainer", "order")
    enrolments = list(own.order_by("-created_at", "-pk"))
    if not enrolments:
        return None
    enrolment = _shown(enrolments, chosen)
    result, documents = _result(enrolment), _documents(enrolments)
    document = documents.pop(enrolment.pk, None)
    steps = _one_now(_steps(enrolment, result, document, now)) if enrolment.leads_to_paper else []
    today = timezone.localdate(now)
    papers = [Paper(each, faces_of(each, today)) for each in (document, *documents.values()) if each]
    return Journey(
        enrolment,
        steps,
        document,
        papers,
        result,
        next_consultation=_upcoming(enrolments, now),
        next_session=_next_session(enrolment, now),
        study=study_of(enrolment, now),
        surveys=own_waves(enrolment, now) if enrolment.status in SEES else [],
        others=[each for each in enrolments if each != enrolment],
        retake=retake_of(enrolment, today),
        project=project_of(enrolment, now) if result is not None and result.passed else None,
    )


def _steps(enrolment: Enrolment, result: Result | None, document: Document | None, now: datetime) -> list[Step]:
    return [
        _admission(enrolment),
        _study(enrolment, result, now),
        _attestation(enrolment, result),
        _paper(result, document),
        _support(enrolment),
    ]


def _shown(enrolments: list[Enrolment], chosen: int | None) -> Enrolment:
    """The one they chose, as on their other pages; else where they study now, the newest that was begun, the newest."""
    own = [each for each in enrolments if each.pk == chosen and each.leads_to_paper]
    begun = [each for each in enrolments if _is_begun(each)]
    return [*own, *filter(studies_now, begun), *begun, *enrolments][0]


def _is_begun(enrolment: Enrolment) -> bool:
    """Somebody was admitted, or goes on here from another cohort: more than a line on a list, and not gone on since."""
    left = {Enrolment.Status.DECLINED, Enrolment.Status.TRANSFERRED}
    return enrolment.status not in left and bool(enrolment.order_id or enrolment.continues_id)


def _result(enrolment: Enrolment) -> Result | None:
    return Result.objects.filter(attempt__enrolment=enrolment, superseded_by=None).order_by("-attempt__number").first()


def _documents(enrolments: list[Enrolment]) -> dict[int, Document]:
    """The newest paper of each course that led to one, the newest of all first; by the key of the enrolment."""
    documents = Document.objects.of_results().filter(result__attempt__enrolment__in=enrolments, superseded_by=None)
    found: dict[int, Document] = {}
    for document in documents.select_related("standing", "file", "result__attempt").order_by("-created_at"):
        found.setdefault(document.result.attempt.enrolment_id, document)
    return found


def _upcoming(enrolments: list[Enrolment], now: datetime) -> Consultation | None:
    steps = Consultation.objects.filter(plan__attempt__enrolment__in=enrolments).upcoming(now)
    return steps.select_related("trainer").first()


def _next_session(enrolment: Enrolment, now: datetime) -> Entry | None:
    """The class that goes on now or comes next, for whom is admitted."""
    if enrolment.status != Enrolment.Status.ADMITTED:
        return None
    own = Session.objects.studied_by([enrolment.person_id]).filter(cohort=enrolment.cohort_id, ends_at__gt=now)
    return next(iter(entries_of(own[:1])), None)


def day(when: date) -> str:
    return date_format(when, "SHORT_DATE_FORMAT")


def _one_now(steps: list[Step]) -> list[Step]:
    """Only the first step that is not done is the present one."""
    seen, ordered = False, []
    for step in steps:
        state = step.state
        if state != "done":
            state, seen = ("next" if seen else "now"), True
        ordered.append(Step(**{**step.__dict__, "state": state}))
    return ordered


def _admission(enrolment: Enrolment) -> Step:
    if enrolment.order and enrolment.agreement_date:
        note = _("Agreement of %(agreement)s, order of %(order)s") % {
            "agreement": day(enrolment.agreement_date),
            "order": day(enrolment.order.dated),
        }
        return Step(_("Admitted"), note, "done")
    return Step(_("Admission"), str(enrolment.get_status_display()), "now")


def _study(enrolment: Enrolment, result: Result | None, now: datetime) -> Step:
    today, cohort = timezone.localdate(now), enrolment.cohort
    note = _("%(first)s – %(last)s") % {"first": day(cohort.starts_on), "last": day(cohort.ends_on)}
    title = _("Study: %(hours)s academic hours") % {"hours": cohort.version.declared_hours}
    over = (
        result is not None or today > cohort.ends_on or cohort.status in {Cohort.Status.DEFENDING, Cohort.Status.CLOSED}
    )
    state = "done" if over else "now"
    if enrolment.status not in STUDYING:
        return Step(title, note, state)
    own = next(iter(attendance_of(cohort, now, only=enrolment).participants), None)
    if own is None or not own.balance.so_far:
        return Step(title, note, state, reverse("courses:my_timetable"), _("My timetable"))
    account = own.balance
    attended = _("%(dates)s. Attended: %(n)s of %(all)s hours, %(percent)s %% of those so far") % {
        "dates": note, "n": account.total, "all": account.total_due, "percent": account.percent_so_far,
    }  # fmt: skip
    return Step(
        title, attended, state, reverse("courses:my_attendance"), _("My attendance"), account.total, account.total_due
    )


def _attestation(enrolment: Enrolment, result: Result | None) -> Step:
    if result is not None:
        note = _("%(day)s. %(total)s points, %(band)s") % {
            "day": day(result.attested_on),
            "total": result.total,
            "band": in_language(result, "band"),
        }
        title = _("Project defended") if result.passed else _("Final assessment not passed")
        return Step(title, note, "done", reverse("assessment:my_result", args=[enrolment.pk]), _("My result"))
    # What they were told, however the plan stands: nobody learns a time here that may still change.
    told = PlanNotice.objects.held().filter(attempt__enrolment=enrolment).order_by("-starts_at").first()
    if told is not None:
        begins, ends = timezone.localtime(told.starts_at), timezone.localtime(told.ends_at)
        note = _("%(day)s, %(times)s. %(room)s") % {
            "day": day(begins.date()),
            "times": f"{begins:%H:%M}–{ends:%H:%M}",
            "room": told.room,
        }
        return Step(_("Project defence"), note, "now")
    topic = f"«{enrolment.project_topic}»" if enrolment.project_topic else _("The day will be shown here")
    return Step(_("Project defence"), topic, "now")


def _paper(result: Result | None, document: Document | None) -> Step:
    statement = result is not None and not result.passed
    title = _("Statement of attendance") if statement else _("Certificate")
    if document is None:
        return Step(title, _("It is issued after the head signs the protocol"), "next")
    note = f"№\xa0{document.number_text} · {day(document.issued_on)}"
    return Step(title, note, "done", reverse("certificates:mine", args=[document.pk]), _("Open"))


def _support(enrolment: Enrolment) -> Step:
    plan = Plan.objects.filter(attempt__enrolment=enrolment).order_by("-attempt__number").first()
    if plan is None:
        return Step(_("Post-course support"), _("Consultations are planned when the paper is issued"), "next")
    status = Consultation.Status
    counts = plan.consultations.aggregate(
        held=Count("pk", filter=Q(status=status.HELD)),
        meant=Count("pk", filter=~Q(status__in=(status.CANCELLED, status.MISSED))),
    )
    held, meant = counts["held"], counts["meant"]
    title = _("Preparation for the retake") if plan.kind == Plan.Kind.RETAKE else _("Post-course support")
    note = ngettext("%(held)s of %(n)s consultation held", "%(held)s of %(n)s consultations held", meant)
    state = "done" if meant and held == meant else "now"
    url = reverse("postcourse:plan", args=[plan.pk])
    return Step(title, note % {"held": held, "n": meant}, state, url, _("Open the plan"), held, meant)
