"""Orders of the head (бұйрық): ours are numbered without gaps, the paper's own number is kept beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import Cohort, Enrolment, Order, OrderLine
from courses.numbering import next_number
from courses.order_snapshots import Particulars, is_specimen, order_snapshot
from people.models import User

BATCH = 500
# A paper that the head signs on Monday may be prepared on Friday, and be a holiday's length ahead.
FURTHEST_AHEAD = timedelta(days=7)
LONGEST_BEFORE = timedelta(days=366)


def require_plausible(cohort: Cohort, *, today: date, **days: date) -> None:
    """Refuse a mistyped year (0206, 3026) beside its field, before it takes a number of that year."""
    flaws = {name: flaw for name, day in days.items() for flaw in _flaws(day, cohort.starts_on, today)}
    if flaws:
        raise ValidationError(flaws)


def _flaws(day: date, starts_on: date, today: date) -> Iterator[ValidationError]:
    if day > today + FURTHEST_AHEAD:
        yield ValidationError(
            _("%(day)s is more than a week ahead: check the date."),
            code="too_late",
            params={"day": date_format(day, "SHORT_DATE_FORMAT")},
        )
    elif day < starts_on - LONGEST_BEFORE:
        yield ValidationError(
            _("%(day)s is more than a year before the cohort begins (%(first)s): check the date."),
            code="too_early",
            params={
                "day": date_format(day, "SHORT_DATE_FORMAT"),
                "first": date_format(starts_on, "SHORT_DATE_FORMAT"),
            },
        )


def _require_after_admission(enrolments: Sequence[Enrolment], dated: date) -> None:
    """What an order says of somebody's studies comes after the order that they began with."""
    orders = Order.objects.filter(pk__in={row.order_id for row in enrolments if row.order_id})
    admitted = orders.aggregate(last=Max("dated"))["last"]
    if admitted and dated < admitted:
        raise ValidationError(
            {
                "order_date": _("The order of admission is dated %(day)s: this one cannot come before it.")
                % {"day": date_format(admitted, "SHORT_DATE_FORMAT")}
            },
            code="before_admission",
        )


def series_of(kind: Order.Kind, *, specimen: bool = False) -> str:
    """The counter that an order of this kind takes its number from; specimens have their own."""
    return f"order_{kind.value}_specimen" if specimen else f"order_{kind.value}"


@transaction.atomic
def issue_order(
    cohort: Cohort,
    *,
    dated: date,
    by: User | None,
    paper_number: str = "",
    kind: Order.Kind = Order.Kind.ADMISSION,
    enrolments: Sequence[Enrolment] = (),
    particulars: Particulars | None = None,
    now: datetime | None = None,
) -> Order:
    """Write an order with the next number of its kind and year, whom it names, and all that its paper says."""
    require_plausible(cohort, today=timezone.localdate(now), order_date=dated)
    if kind != Order.Kind.ADMISSION:
        _require_after_admission(enrolments, dated)
    specimen = is_specimen(cohort)
    order = Order(
        kind=kind,
        year=dated.year,
        number=next_number(series_of(kind, specimen=specimen), dated.year),
        paper_number=paper_number.strip(),
        dated=dated,
        cohort=cohort,
        is_specimen=specimen,
        created_by=by,
    )
    order.snapshot = dict(order_snapshot(order, enrolments, particulars or Particulars()))
    order.save()
    OrderLine.objects.bulk_create(
        (OrderLine(order=order, enrolment=enrolment) for enrolment in enrolments), batch_size=BATCH
    )
    return order


@transaction.atomic
def note_paper_number(order: Order, number: str, *, by: User, now: datetime | None = None) -> Order:
    """The number that the order got in the register kept on paper, once; our own and the date stay as they are.

    The paper prints it from now on: its snapshot had left the place empty, and nothing else of it changes.
    """
    row = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if row.paper_number:
        raise ValidationError(
            _("This order has its number on paper already: %(number)s."),
            code="numbered",
            params={"number": row.paper_number},
        )
    if not number.strip():
        raise ValidationError({"number": _("Write the number that stands on the paper.")}, code="empty")
    row.paper_number, row.paper_number_by, row.paper_number_at = number.strip(), by, now or timezone.now()
    if row.snapshot:
        row.snapshot = {**row.snapshot, "paper_number": row.paper_number}
    row.save(update_fields=["paper_number", "paper_number_by", "paper_number_at", "snapshot"])
    return row


def name_also(order: Order, enrolment: Enrolment) -> OrderLine:
    """The order is about this enrolment, too: a transfer closes one and opens another."""
    return OrderLine.objects.create(order=order, enrolment=enrolment)


def orders_of(cohort: Cohort) -> QuerySet[Order]:
    """The cohort's own orders, and those of other cohorts that brought somebody here; `people`: how many are named."""
    lines = OrderLine.objects.filter(enrolment__cohort=cohort).values("order")
    rows = Order.objects.filter(Q(cohort=cohort) | Q(pk__in=lines)).select_related(
        "cohort", "created_by", "paper_number_by"
    )
    return rows.annotate(people=Count("lines__enrolment__person", distinct=True)).order_by("-dated", "-pk")


def orders_naming(enrolment: Enrolment) -> QuerySet[Order]:
    """Every order that names the enrolment, the first one first."""
    return Order.objects.filter(lines__enrolment=enrolment).order_by("dated", "pk")
