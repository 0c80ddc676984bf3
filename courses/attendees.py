"""Who belongs to a cohort's group at a given hour: admitted by an order of that day or before, and not gone yet."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from courses.models import Attendance, Cohort, Enrolment, EnrolmentEvent, Order, OrderLine, Session

Status = Enrolment.Status
GONE = frozenset({Status.WITHDRAWN, Status.TRANSFERRED, Status.EXPELLED, Status.DECLINED})
INSIDE = frozenset({Status.ADMITTED, Status.ON_HOLD})


def group_of(cohort: Cohort) -> QuerySet[Enrolment]:
    """Everybody whom an order ever admitted, also those who have left since, with what is asked of them below."""
    admitted = cohort.enrolments.exclude(order=None).annotate(transferred_away=_transferred_away())
    people = admitted.select_related("person", "order").prefetch_related("events")
    return people.order_by("person__name_key", "pk")


def has_taken_hours_along(enrolment: Enrolment) -> bool:
    """Whether a transfer has made the attendance here final; of rows of `group_of`."""
    return enrolment.status == Status.TRANSFERRED or bool(vars(enrolment)["transferred_away"])


def standing_at(enrolment: Enrolment, moment: datetime) -> Status | None:
    """Admitted or on hold at that moment; nothing for who was not in the group yet, or no longer.

    The order's date says from when: it is often entered into the system later than it was signed. Holds, leavings and
    a return count from when they were entered: who left and applied again waits for the next admission. Who did not
    pass stays in the group until a transfer, of which the outcome says nothing.
    """
    if enrolment.order is None or enrolment.order.dated > timezone.localdate(moment):
        return None
    before = [event for event in enrolment.events.all() if event.at <= moment]
    last = before[-1].new if before else Status.ADMITTED
    if any(event.keeps_outcome for event in before):
        return None
    if last in GONE or (last == Status.APPLIED and any(_has_left(event) for event in before)):
        return None
    return Status.ON_HOLD if last == Status.ON_HOLD else Status.ADMITTED


def lacking_somebody(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Those of which it can still be said whether somebody of the group was there; `standing_at` in SQL."""
    begun = OuterRef(OuterRef("starts_at"))
    before = EnrolmentEvent.objects.filter(enrolment=OuterRef("pk"), at__lte=begun)
    has_left = before.filter(old__in=INSIDE, new__in=GONE)
    inside = (
        Enrolment.objects.filter(cohort=OuterRef("cohort"), order__dated__lte=OuterRef("starts_at__date"))
        .exclude(Q(status=Status.TRANSFERRED) | _transferred_away())
        .exclude(pk__in=Attendance.objects.filter(session=OuterRef(OuterRef("pk"))).values("enrolment"))
        .alias(last=Coalesce(Subquery(before.order_by("-at", "-pk").values("new")[:1]), Value(Status.ADMITTED.value)))
        .exclude(last__in=GONE)
        .exclude(Q(last=Status.APPLIED) & Exists(has_left))
    )
    return sessions.filter(Exists(inside))


def _transferred_away() -> Exists:
    """Named in an order of transfer of the own cohort: one that brought somebody here is an order of another one."""
    of_transfer = OrderLine.objects.filter(enrolment=OuterRef("pk"), order__kind=Order.Kind.TRANSFER)
    return Exists(of_transfer.filter(order__cohort=OuterRef("cohort")))


def _has_left(event: EnrolmentEvent) -> bool:
    """Out of the group, not merely off the list of those who applied."""
    return event.old in INSIDE and event.new in GONE
