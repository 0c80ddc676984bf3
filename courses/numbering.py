"""Numbers of papers: one counter a kind and year, locked while its number is taken, so that there are no gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Counter
from people.models import User

LARGEST_FIRST = 99_999  # as many digits as are printed


def next_number(kind: str, year: int) -> int:
    """Take the next number, in the transaction of the row that carries it: rolled back together, never lost."""
    return next_numbers(kind, year, 1)[0]


def next_numbers(kind: str, year: int, count: int) -> range:
    """The same for many rows at once: a block without gaps, for the counter is locked until their transaction ends."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A number is taken in the transaction of its paper.")
    Counter.objects.get_or_create(kind=kind, year=year)
    counter = Counter.objects.select_for_update().get(kind=kind, year=year)
    block = range(counter.next, counter.next + count)
    Counter.objects.filter(pk=counter.pk).update(next=block.stop)
    return block


def gaps(what: str, taken: Mapping[tuple[str, int], set[int]], *, series: Iterable[str]) -> Iterator[str]:
    """Wherever a series does not run from its first number to its counter; `taken`: the numbers by series and year."""
    counters = {(row.kind, row.year): row for row in Counter.objects.filter(kind__in=set(series))}
    for name, year in sorted(taken.keys() | counters.keys()):
        counter = counters.get((name, year))
        if counter is None:
            yield f"{name} {year}: {what}s have numbers, but there is no counter."
            continue
        expected = set(range(counter.first, counter.next))
        for number in sorted(expected ^ taken.get((name, year), set())):
            who = f"no {what} has" if number in expected else "outside of the counter stands"
            yield f"{name} {year}: {who} the number {number}."


@transaction.atomic
def set_first_number(kind: str, year: int, number: int, *, by: User | None) -> Counter:
    """Let a year begin with another number than 1: once, before its first paper."""
    if not 1 <= number <= LARGEST_FIRST:
        raise ValidationError(_("The first number must lie between 1 and %(most)s."), params={"most": LARGEST_FIRST})
    counter, made = Counter.objects.get_or_create(
        kind=kind, year=year, defaults={"next": number, "first": number, "set_by": by}
    )
    if not made:
        raise ValidationError(
            _("The numbers of %(year)s have begun: the next one is %(next)s, and the first can no longer be changed."),
            params={"year": year, "next": counter.next},
        )
    return counter
