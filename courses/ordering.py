"""Orders of the head (бұйрық): ours are numbered without gaps, the paper's own number is kept beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from courses.models import Cohort, Enrolment, Order, OrderLine
from courses.numbering import next_number
from courses.order_snapshots import Particulars, is_specimen, order_snapshot
from people.models import User

BATCH = 500


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
) -> Order:
    """Write an order with the next number of its kind and year, whom it names, and all that its paper says."""
    specimen = is_specimen(cohort)
    series = f"order_{kind.value}_specimen" if specimen else f"order_{kind.value}"
    order = Order(
        kind=kind,
        year=dated.year,
        number=next_number(series, dated.year),
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


def name_also(order: Order, enrolment: Enrolment) -> OrderLine:
    """The order is about this enrolment, too: a transfer closes one and opens another."""
    return OrderLine.objects.create(order=order, enrolment=enrolment)


def orders_of(cohort: Cohort) -> QuerySet[Order]:
    """The cohort's own orders, and those of other cohorts that brought somebody here; `people`: how many are named."""
    lines = OrderLine.objects.filter(enrolment__cohort=cohort).values("order")
    rows = Order.objects.filter(Q(cohort=cohort) | Q(pk__in=lines)).select_related("cohort", "created_by")
    return rows.annotate(people=Count("lines__enrolment__person", distinct=True)).order_by("-dated", "-pk")


def orders_naming(enrolment: Enrolment) -> QuerySet[Order]:
    """Every order that names the enrolment, the first one first."""
    return Order.objects.filter(lines__enrolment=enrolment).order_by("dated", "pk")
