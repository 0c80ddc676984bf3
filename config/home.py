"""What needs an organiser today, across all cohorts: a handful of questions, each one query however many cohorts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import Defence, DefenceDay, Protocol, Result
from assessment.publishing import never_published, unpublished_changes
from certificates.covering import covered
from certificates.differing import differing
from certificates.models import Batch, RenderJob
from config.home_blanks import blanks_to_see_to
from config.home_completed import support_completed
from config.home_coursework import points_to_give
from config.home_implementation import overdue_projects, projects_without_trainer
from config.home_network import practices_to_moderate
from config.home_plans import plans_without_trainer
from config.home_reconciling import (
    commissions_to_sign,
    documents_to_replace,
    passed_after_all,
    reissues_to_sign,
    reviews_to_decide,
    supports_to_sign,
)
from config.home_renewals import renewals_to_offer
from config.home_retakes import retakes_to_admit, retakes_to_plan
from config.home_status import work_standing_still
from config.home_task import Task
from config.home_verdict import forgeries_to_settle
from config.home_webinars import webinars_promised, webinars_to_see_to
from courses.attendees import lacking_somebody
from courses.clashes import Clash, clashes_to_come
from courses.models import Application, Cohort, Discrepancy, Enrolment, ListImport, ProgrammeVersion, Session
from courses.task_board import unanswered_in
from people.models import OutboxMessage, Provider, Signatory
from postcourse.models import Consultation

# The day on which it was defended is over: until then the protocol does not exist.
DAY_CLOSED = ~Q(defence__isnull=False, defence__day__finalised_at=None)

Source = Callable[[datetime], Iterator[Task]]


def tasks(now: datetime) -> list[Task]:
    """Everything that waits, what helps most people first."""
    return [task for source in SOURCES for task in source(now)]


def _cohort(name: str, pk: int) -> str:
    return reverse(name, args=[pk])


def _to_issue() -> QuerySet[Result]:
    return Result.objects.current().filter(DAY_CLOSED, documents=None).exclude(pk__in=covered().values("pk"))


def to_issue(now: datetime) -> Iterator[Task]:
    """Results of closed days that no batch and no document has taken up yet."""
    rows = (
        _to_issue()
        .exclude(pk__in=Batch.objects.filter(state=Batch.State.PREPARED).values("items__result"))
        .exclude(pk__in=differing().values("pk"))
        .values(cohort_id=F("attempt__enrolment__cohort"), cohort=F("attempt__enrolment__cohort__name"))
        .annotate(count=Count("pk"), passed=Count("pk", filter=Q(passed=True)), latest=Max("attested_on"))
        .order_by("-count")
    )
    for row in rows:
        title = ngettext("%(n)s paper is ready to be prepared", "%(n)s papers are ready to be prepared", row["count"])
        yield Task(
            "ok",
            "award",
            title % {"n": row["count"]},
            _("%(cohort)s. Certificates: %(passed)s, attested on %(day)s")
            % {"cohort": row["cohort"], "passed": row["passed"], "day": f"{row['latest']:%d.%m.%Y}"},
            _cohort("certificates:batch", row["cohort_id"]),
            _("Prepare"),
        )


def protocols_alone(now: datetime) -> Iterator[Task]:
    """Nobody appeared on that day, so no paper takes its protocol to the head."""
    rows = (
        Protocol.objects.filter(signed_at=None)
        .exclude(cohort__in=Batch.objects.issues().filter(state=Batch.State.PREPARED).values("cohort"))
        .exclude(cohort__in=_to_issue().values("attempt__enrolment__cohort"))
        .values(pk_=F("cohort"), name=F("cohort__name"))
        .annotate(held_on=Max("day__held_on"))
    )
    for row in rows:
        title = _("The protocol of %(day)s has nobody to issue to") % {"day": f"{row['held_on']:%d.%m.%Y}"}
        note = _("%(cohort)s. It waits for the head's signature all the same") % {"cohort": row["name"]}
        yield Task("info", "pen", title, note, _cohort("certificates:batch", row["pk_"]), _("Prepare"))


def to_sign(now: datetime) -> Iterator[Task]:
    rows = (
        Batch.objects.issues()
        .filter(state=Batch.State.PREPARED)
        .values("cohort_id", "prepared_at", name=F("cohort__name"))
        .annotate(n=Count("items"))
    )
    for row in rows:
        note = ngettext("%(n)s paper, prepared on %(day)s", "%(n)s papers, prepared on %(day)s", row["n"])
        if not row["n"]:
            note = _("The protocol alone, prepared on %(day)s")
        yield Task(
            "info",
            "pen",
            _("Waiting for the head's signature: %(cohort)s") % {"cohort": row["name"]},
            note % {"n": row["n"], "day": f"{timezone.localtime(row['prepared_at']):%d.%m.%Y}"},
            _cohort("certificates:batch", row["cohort_id"]),
            _("Look"),
        )


def failed_papers(now: datetime) -> Iterator[Task]:
    """One line for each page on which they can be tried again."""
    rows = (
        RenderJob.objects.filter(state=RenderJob.State.FAILED, done_at=None, document__batch__isnull=False)
        .values(
            pk_=F("document__batch__cohort"),
            cohort=F("document__batch__cohort__name"),
            is_support=ExpressionWrapper(Q(document__batch__support_last__isnull=False), output_field=BooleanField()),
        )
        .annotate(n=Count("pk"))
    )
    for row in rows:
        title = ngettext("%(n)s PDF could not be made", "%(n)s PDFs could not be made", row["n"])
        url = _cohort("certificates:support" if row["is_support"] else "certificates:batch", row["pk_"])
        yield Task("bad", "alert", title % {"n": row["n"]}, row["cohort"], url, _("Try again"))


def defences_to_decide(now: datetime) -> Iterator[Task]:
    """Days that are over and still have participants without an outcome."""
    rows = (
        DefenceDay.objects.filter(
            held_on__lt=timezone.localdate(now), finalised_at=None, defences__outcome=Defence.Outcome.PENDING
        )
        .values("pk", "held_on", "room")
        .annotate(n=Count("defences"))
        .order_by("held_on")
    )
    for row in rows:
        title = ngettext("%(n)s defence is not decided", "%(n)s defences are not decided", row["n"])
        note = f"{row['held_on']:%d.%m.%Y}, {row['room']}"
        yield Task("bad", "scale", title % row, note, reverse("assessment:day", args=[row["pk"]]), _("Open"))


def plans_to_publish(now: datetime) -> Iterator[Task]:
    """Defence days to come of which nobody was told, and those whose plan has changed since people were."""
    for day in never_published(now):
        title = _("Nobody knows of the plan of the defence yet")
        yield Task("warn", "calendar", title, _of_day(day), reverse("assessment:day_edit", args=[day.pk]), _("Publish"))
    for day, changes in unpublished_changes(now):
        n = len(changes)
        title = ngettext(
            "%(n)s person does not know of a change in the plan",
            "%(n)s people do not know of a change in the plan",
            n,
        )
        url = reverse("assessment:day_edit", args=[day.pk])
        yield Task("warn", "calendar", title % {"n": n}, _of_day(day), url, _("Publish"))


def _of_day(day: DefenceDay) -> str:
    return _("Defence of %(day)s, %(room)s") % {"day": f"{day.held_on:%d.%m.%Y}", "room": day.room}


def lists_to_admit(now: datetime) -> Iterator[Task]:
    for item in ListImport.objects.filter(state=ListImport.State.UPLOADED).select_related("cohort"):
        url = reverse("courses:import_check", args=[item.cohort_id, item.pk])
        title = _("A list is waiting to be checked: %(cohort)s") % {"cohort": item.cohort}
        yield Task("warn", "file", title, item.file_name, url, _("Check"))


def to_admit(now: datetime) -> Iterator[Task]:
    rows = (
        Enrolment.objects.filter(status=Enrolment.Status.APPLIED)
        .values("cohort_id", name=F("cohort__name"))
        .annotate(n=Count("pk"))
        .order_by("name")
    )
    for row in rows:
        title = ngettext("%(n)s person has applied", "%(n)s people have applied", row["n"]) % {"n": row["n"]}
        yield Task("info", "users", title, row["name"], _cohort("courses:cohort", row["cohort_id"]), _("Decide"))


def applications_to_settle(now: datetime) -> Iterator[Task]:
    """What came in by a public link and says something else than the record, or of somebody on a list already."""
    rows = Application.objects.open().order_by().values("cohort_id", name=F("cohort__name")).annotate(n=Count("pk"))
    for row in rows.order_by("name"):
        title = ngettext("%(n)s application to look at", "%(n)s applications to look at", row["n"]) % {"n": row["n"]}
        yield Task("warn", "user", title, row["name"], _cohort("courses:cohort", row["cohort_id"]), _("Look"))


def undecided_discrepancies(now: datetime) -> Iterator[Task]:
    """One line for each programme whose newest version has some."""
    rows = Discrepancy.objects.filter(version__in=ProgrammeVersion.objects.newest(), decisions=None)
    for row in rows.order_by().values("version").annotate(n=Count("pk")).order_by("version__programme"):
        title = ngettext(
            "%(n)s contradiction of the programme is undecided",
            "%(n)s contradictions of the programme are undecided",
            row["n"],
        )
        url = reverse("courses:programme", args=[row["version"]])
        note = _("A cohort opens when all of them are decided")
        yield Task("warn", "book", title % {"n": row["n"]}, note, url, _("Decide"))


def messages_to_handle(now: datetime) -> Iterator[Task]:
    state = OutboxMessage.State
    counts = OutboxMessage.objects.aggregate(
        post=Count("pk", filter=Q(state=state.TO_POST)), lost=Count("pk", filter=Q(state=state.GIVEN_UP))
    )
    if counts["lost"]:
        title = ngettext("%(n)s message could not be sent", "%(n)s messages could not be sent", counts["lost"])
        note = _("Check the address, then send again")
        yield Task("bad", "mail-off", title % {"n": counts["lost"]}, note, reverse("people:outbox"), _("Open"))
    if counts["post"]:
        title = ngettext("%(n)s letter to print and post", "%(n)s letters to print and post", counts["post"])
        note = _("There is no e-mail address of their own on record")
        yield Task("warn", "mail", title % {"n": counts["post"]}, note, reverse("people:outbox"), _("Open"))


def consultations_to_record(now: datetime) -> Iterator[Task]:
    overdue = Consultation.objects.to_record(now - timedelta(days=1)).count()
    if overdue:
        title = ngettext("%(n)s consultation is not recorded", "%(n)s consultations are not recorded", overdue)
        note = _("Held or missed: the trainer has not said yet")
        url = reverse("postcourse:consultations")
        yield Task("warn", "message", title % {"n": overdue}, note, url, _("Open"))


def without_own_address(now: datetime) -> Iterator[Task]:
    """People studying now who get their papers from the organiser."""
    rows = list(
        Enrolment.objects.filter(status=Enrolment.Status.ADMITTED, person__email="")
        .values("cohort_id", name=F("cohort__name"))
        .annotate(n=Count("pk"))
        .order_by("-n", "name")
    )
    if rows:
        n = sum(row["n"] for row in rows)
        title = ngettext("%(n)s person has no e-mail", "%(n)s people have no e-mail", n) % {"n": n}
        note = _("%(cohorts)s. Their papers will come to you") % {"cohorts": ", ".join(row["name"] for row in rows)}
        yield Task("mute", "mail-off", title, note, _cohort("courses:cohort", rows[0]["cohort_id"]), _("Look"))


def clashes_in_timetables(now: datetime) -> Iterator[Task]:
    """One line for each cohort whose coming sessions want a trainer or a room that another cohort has."""
    by_cohort: dict[Cohort, list[tuple[Session, Clash]]] = {}
    for session, clash in clashes_to_come(now):
        by_cohort.setdefault(session.cohort, []).append((session, clash))
    for cohort, found in by_cohort.items():
        first, clash = found[0]
        n = len(found)
        title = ngettext("%(n)s clash in the timetable: %(cohort)s", "%(n)s clashes in the timetable: %(cohort)s", n)
        url = f"{_cohort('courses:timetable', cohort.pk)}?day={first.day}"
        note = f"{first.day:%d.%m.%Y}. {clash.sentence}"
        yield Task("warn", "calendar", title % {"n": n, "cohort": cohort}, note, url, _("Look"))


def unmarked(now: datetime) -> QuerySet[Session]:
    """Sessions that are over and of which nobody has said of everybody who was there."""
    over = Session.objects.filter(ends_at__lt=now)
    over = over.exclude(cohort__status__in=(Cohort.Status.DRAFT, Cohort.Status.CLOSED, Cohort.Status.CANCELLED))
    return lacking_somebody(over)


def attendance_to_take(now: datetime) -> Iterator[Task]:
    """One line for each cohort, the one that has waited longest first."""
    rows = unmarked(now).order_by().values("cohort_id", name=F("cohort__name"))
    rows = rows.annotate(n=Count("pk"), first=Min("starts_at"))
    for row in rows.order_by("first"):
        title = ngettext("%(n)s session lacks attendance", "%(n)s sessions lack attendance", row["n"])
        note = _("%(cohort)s, since %(day)s") % {
            "cohort": row["name"],
            "day": f"{timezone.localdate(row['first']):%d.%m.%Y}",
        }
        url = _cohort("courses:attendance", row["cohort_id"])
        yield Task("warn", "users", title % {"n": row["n"]}, note, url, _("Mark"))


def feedback_to_give(now: datetime) -> Iterator[Task]:
    return feedback_in(Cohort.objects.all())


def feedback_in(cohorts: QuerySet[Cohort]) -> Iterator[Task]:
    """One line for each cohort, and from it to the work that has waited longest."""
    for waiting in unanswered_in(cohorts):
        title = ngettext(
            "%(n)s submission waits for feedback", "%(n)s submissions wait for feedback", waiting.count
        ) % {"n": waiting.count}
        note = _("%(cohort)s, since %(day)s") % {
            "cohort": waiting.cohort,
            "day": f"{timezone.localdate(waiting.since):%d.%m.%Y}",
        }
        url = reverse("courses:work", args=[waiting.task, waiting.enrolment])
        yield Task("info", "message", title, note, url, _("Read"))


def office_in_order(now: datetime) -> Iterator[Task]:
    """Without a provider and a signatory in office nothing can be signed."""
    if not Provider.objects.exists():
        note = _("Names, BIN and contacts are printed on every paper")
        yield Task("warn", "home", _("The provider is not filled in"), note, reverse("people:provider"), _("Fill in"))
    elif not Signatory.objects.in_office(timezone.localdate(now)).exists():
        note = _("Add who signs, in which capacity and since when")
        yield Task("warn", "pen", _("Nobody is in office to sign"), note, reverse("people:provider"), _("Add"))


SOURCES: list[Source] = [
    work_standing_still,
    documents_to_replace,
    forgeries_to_settle,
    to_issue,
    protocols_alone,
    failed_papers,
    defences_to_decide,
    points_to_give,
    plans_to_publish,
    commissions_to_sign,
    reviews_to_decide,
    passed_after_all,
    to_sign,
    reissues_to_sign,
    supports_to_sign,
    lists_to_admit,
    to_admit,
    applications_to_settle,
    retakes_to_admit,
    retakes_to_plan,
    undecided_discrepancies,
    clashes_in_timetables,
    attendance_to_take,
    feedback_to_give,
    blanks_to_see_to,
    office_in_order,
    messages_to_handle,
    consultations_to_record,
    practices_to_moderate,
    plans_without_trainer,
    webinars_to_see_to,
    webinars_promised,
    overdue_projects,
    projects_without_trainer,
    renewals_to_offer,
    support_completed,
    without_own_address,
]


@dataclass(frozen=True)
class Current:
    """The cohorts worth a line in the picture, and how many open ones have no room in it."""

    shown: list[Cohort]
    more: int


def current_cohorts(fewest: int = 8, most: int = 20) -> Current:
    """What studies or defends always, then what begins soonest while there is room, else the latest closed ones."""
    status, stages = Cohort.Status, Enrolment.Status
    cohorts = Cohort.objects.annotate(
        applied=Count("enrolments", filter=Q(enrolments__status=stages.APPLIED)),
        admitted=Count("enrolments", filter=Q(enrolments__status__in=(stages.ADMITTED, stages.ON_HOLD))),
        passed=Count("enrolments", filter=Q(enrolments__status=stages.PASSED)),
        not_passed=Count("enrolments", filter=Q(enrolments__status=stages.NOT_PASSED)),
    )
    running = list(cohorts.filter(status__in=(status.RUNNING, status.DEFENDING)).order_by("-starts_on", "name"))
    ahead = list(cohorts.filter(status__in=(status.DRAFT, status.ENROLLING)).order_by("starts_on", "name"))
    closed = list(cohorts.filter(status=status.CLOSED).order_by("-starts_on", "name")[:fewest])
    room = max(most - len(running), 0)
    shown = [*running, *ahead[:room]]
    return Current([*shown, *closed[: max(fewest - len(shown), 0)]], len(ahead[room:]))
