"""Orders of the head (бұйрық): ours are numbered without gaps, the paper's own number is kept beside it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from courses.models import Cohort, Order
from courses.numbering import next_number
from people.models import User


@transaction.atomic
def issue_order(
    cohort: Cohort, *, dated: date, by: User | None, paper_number: str = "", kind: Order.Kind = Order.Kind.ADMISSION
) -> Order:
    """Write an order with the next number of its kind and year."""
    return Order.objects.create(
        kind=kind,
        year=dated.year,
        number=next_number(f"order_{kind.value}", dated.year),
        paper_number=paper_number.strip(),
        dated=dated,
        cohort=cohort,
        created_by=by,
    )
