"""An implementation from a plan, once; and its life: one table of legal moves, one locked door, each move an event."""

from __future__ import annotations

import time
from datetime import date, datetime

import structlog
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from people.locking import lock as lock_people
from people.models import User
from postcourse.calendar import add_months
from postcourse.defended_project import topic_of
from postcourse.milestones import Due, dues, reminders
from postcourse.models import Implementation, ImplementationEvent, Milestone, MilestoneReminder, Plan, PlanTemplate
from postcourse.template_content import usual
from postcourse.templates_of import template_of

log = structlog.get_logger()
State = Implementation.State

# What is handed back runs again; so does what an appeal ended and another one restored.
MOVES: dict[State, frozenset[State]] = {
    State.RUNNING: frozenset({State.ANALYSED, State.ENDED}),
    State.ANALYSED: frozenset({State.RUNNING, State.CLOSED, State.ENDED}),
    State.CLOSED: frozenset(),
    State.ENDED: frozenset({State.RUNNING}),
}


@transaction.atomic
def move(
    implementation: Implementation, to: State, *, by: User | None, why: str = "", now: datetime | None = None
) -> Implementation:
    """Through the one door: the row is locked, the move checked, and the event written with it."""
    row = locked(implementation)
    old, at = State(row.state), now or timezone.now()
    if to not in MOVES[old]:
        raise ValidationError(
            _("An implementation that is “%(old)s” cannot become “%(new)s”."),
            code="no_move",
            params={"old": old.label, "new": to.label},
        )
    row.state = to
    row.save(update_fields=["state"])
    kind = ImplementationEvent.Kind.STATE
    ImplementationEvent.objects.create(implementation=row, kind=kind, old=old, new=to, by=by, why=why[:300], at=at)
    return row


def locked(implementation: Implementation) -> Implementation:
    """The row as it is now, read once it is locked; nobody else changes anything of it before this transaction ends."""
    Implementation.objects.select_for_update().get(pk=implementation.pk)
    return Implementation.objects.with_people().get(pk=implementation.pk)


def still_running(implementation: Implementation) -> Implementation:
    """The same, refused with a sentence where nothing is written into it any more."""
    row = locked(implementation)
    if not row.is_running:
        raise ValidationError(
            _("The implementation is “%(state)s”: nothing can be changed in it now."),
            code="not_running",
            params={"state": row.get_state_display()},
        )
    return row


def without_implementation(now: datetime) -> QuerySet[Plan]:
    """Plans of who passed and is not erased, whose project nobody follows yet and whose analysis is not past."""
    owed = Plan.objects.filter(_not_over(timezone.localdate(now)), kind=Plan.Kind.SUPPORT, implementation=None)
    return owed.filter(attempt__enrolment__person__erased_at=None).order_by("pk")


def _not_over(today: date) -> Q:
    """By the month in which the template of each plan has the analysis; there are few such months."""
    promised = PlanTemplate.objects.order_by().values_list("analysis_month", flat=True).distinct()
    found = Q(template=None, counted_from__gt=add_months(today, -usual().analysis_month))
    for month in promised:
        found |= Q(template__analysis_month=month, counted_from__gt=add_months(today, -month))
    return found


def sweep(*, seconds: float = 50, now: datetime | None = None) -> int:
    """Begin what is owed, until the next sweep is near; however many cannot be begun, the others are."""
    at, deadline, begun = now or timezone.now(), time.monotonic() + seconds, 0
    follow_results(now=at)
    for pk in list(without_implementation(at).values_list("pk", flat=True)):
        if time.monotonic() > deadline:
            break
        try:
            begun += begin(Plan.objects.get(pk=pk), now=at) is not None
        except Exception as error:
            log.error("implementation_not_begun", plan=pk, error=type(error).__name__)
    return begun


def follow_results(*, now: datetime) -> None:
    """An appeal may turn support into preparation for a retake, and back; one that cannot be moved stops no other."""
    ended, retake = Q(state=State.ENDED), Q(plan__kind=Plan.Kind.RETAKE)
    over = Implementation.objects.filter(retake, state__in=(State.RUNNING, State.ANALYSED))
    anew = Implementation.objects.filter(ended & ~retake, plan__attempt__enrolment__person__erased_at=None)
    for to, rows in ((State.ENDED, over), (State.RUNNING, anew)):
        for row in rows.order_by("pk"):
            try:
                move(row, to, by=None, now=now)
            except Exception as error:
                log.error("implementation_not_moved", implementation=row.pk, error=type(error).__name__)


def begin(plan: Plan, *, now: datetime) -> Implementation | None:
    """The implementation of the plan; called again it changes nothing. None for whom there is nothing to follow."""
    enrolment = plan.attempt.enrolment
    try:
        with transaction.atomic():
            if lock_people([enrolment.person_id])[enrolment.person_id].erased_at:
                return None
            if existing := Implementation.objects.filter(plan=plan).first():
                return existing
            row = Implementation.objects.create(
                plan=plan, topic=topic_of(plan), project_type=enrolment.project_type, created_at=now
            )
            for due in dues(template_of(plan), plan.counted_from, today=timezone.localdate(now)):
                _add(row, due)
    except IntegrityError:
        if quicker := Implementation.objects.filter(plan=plan).first():
            return quicker
        raise
    return row


def _add(implementation: Implementation, due: Due) -> None:
    milestone = Milestone.objects.create(
        implementation=implementation, kind=due.kind, month=due.month, opens_on=due.opens_on, due_on=due.due_on
    )
    MilestoneReminder.objects.bulk_create(
        MilestoneReminder(milestone=milestone, step=step, due_at=at) for step, at in reminders(due.due_on)
    )


def meet(implementation: Implementation, kind: Milestone.Kind, *, now: datetime) -> int:
    """What was done counts for every milestone of the kind that is open by now; nobody is reminded of those."""
    open_now = implementation.milestones.filter(kind=kind, met_at=None, opens_on__lte=timezone.localdate(now))
    keys = list(open_now.values_list("pk", flat=True))
    Milestone.objects.filter(pk__in=keys).update(met_at=now)
    MilestoneReminder.objects.filter(milestone__in=keys, claimed_at=None).update(claimed_at=now)
    return len(keys)
