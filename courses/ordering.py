"""Orders of the head (бұйрық): ours are numbered without gaps, the paper's own number is kept beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import Cohort, Order
from courses.numbering import next_number
from people.models import User

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


def series_of(kind: Order.Kind) -> str:
    """The counter that an order of this kind takes its number from."""
    return f"order_{kind.value}"


@transaction.atomic
def issue_order(
    cohort: Cohort, *, dated: date, by: User | None, paper_number: str = "", kind: Order.Kind = Order.Kind.ADMISSION
) -> Order:
    """Write an order with the next number of its kind and year."""
    return Order.objects.create(
        kind=kind,
        year=dated.year,
        number=next_number(series_of(kind), dated.year),
        paper_number=paper_number.strip(),
        dated=dated,
        cohort=cohort,
        created_by=by,
    )
