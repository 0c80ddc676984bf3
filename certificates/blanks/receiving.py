"""A delivery of blanks: a range of one series comes into the stock, each number once, until it is taken back whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates.blanks.moving import State, move
from certificates.blanks.numbering import DIGITS, MOST, digits_of, known_series, same_look
from certificates.models import Blank, BlankEvent, BlankPile, BlankUse
from people.models import User


@dataclass(frozen=True)
class Delivery:
    """What stands on the blanks and on the paper that came with them."""

    series: str
    first: str
    last: str
    language: str
    names_provider: bool
    received_on: date
    delivery_note: str
    is_specimen: bool = False


def size_of(delivery: Delivery, now: datetime | None = None) -> int:
    """How many blanks this delivery is; refused where it cannot be received."""
    first, last = _range(delivery)
    if delivery.received_on > timezone.localdate(now):
        raise ValidationError({"received_on": _("Blanks are received today or have been received before.")})
    if taken := _taken(known_series(delivery.series), first, last):
        raise taken
    return last - first + 1


def receive(delivery: Delivery, *, by: User, now: datetime | None = None) -> BlankPile:
    """Take a delivery into the stock: all of its numbers, or none where one of them is there already."""
    first, last = _range(delivery)
    if delivery.received_on > timezone.localdate(now):
        raise ValidationError({"received_on": _("Blanks are received today or have been received before.")})
    series = known_series(delivery.series)
    try:
        with transaction.atomic():
            return _receive(delivery, series, first, last, by=by, now=now)
    except IntegrityError:
        refusal = _taken(series, first, last)
        if refusal is None:
            raise
        raise refusal from None


def _taken(series: str, first: int, last: int) -> ValidationError | None:
    """Why these numbers cannot come into the stock: some of them are there already."""
    rows = Blank.objects.filter(series=series, value__range=(first, last)).exclude(state=State.TAKEN_BACK)
    taken = rows.select_related("pile").first()
    if taken is None:
        return None
    day = date_format(taken.pile.received_on, "SHORT_DATE_FORMAT")
    said = _("%(pile)s were received on %(day)s already.")
    return ValidationError(said, code="taken", params={"pile": taken.pile, "day": day})


@transaction.atomic
def take_back(pile: BlankPile, *, why: str, by: User, now: datetime | None = None) -> BlankPile:
    """It was entered by mistake: its numbers can be received once more. Only while nothing has happened to any."""
    pile = BlankPile.objects.select_for_update().get(pk=pile.pk)
    if not can_be_taken_back(pile):
        raise ValidationError(_("Something has happened to these blanks already: the delivery stays in the stock."))
    if not why.strip():
        raise ValidationError(_("Write down what was wrong with the entry."))
    move(pile.blanks.all(), State.TAKEN_BACK, by=by, why=why.strip(), now=now)
    return pile


def can_be_taken_back(pile: BlankPile) -> bool:
    """Each of its blanks lies as it was received."""
    touched = BlankEvent.objects.filter(blank__pile=pile).exists()
    return not touched and not pile.blanks.exclude(state=State.IN_STOCK).exists()


def _range(delivery: Delivery) -> tuple[int, int]:
    for name in ("first", "last"):
        if not DIGITS.fullmatch(getattr(delivery, name)):
            raise ValidationError({name: _("Write the number as it stands on the blank, zeros and all: 0004501.")})
    if len(delivery.first) != len(delivery.last):
        raise ValidationError({"last": _("Both numbers have as many digits as are printed on the blanks.")})
    first, last = int(delivery.first), int(delivery.last)
    if last < first:
        raise ValidationError({"last": _("The last number comes before the first one.")})
    if last - first >= MOST:
        raise ValidationError(
            {"last": _("These are %(n)s blanks: receive at most %(most)s at a time.")
             % {"n": last - first + 1, "most": MOST}}
        )  # fmt: skip
    return first, last


def _receive(delivery: Delivery, series: str, first: int, last: int, *, by: User, now: datetime | None) -> BlankPile:
    pile = BlankPile.objects.create(
        is_specimen=delivery.is_specimen,
        series=series,
        width=len(delivery.first),
        first=first,
        last=last,
        language=delivery.language,
        names_provider=delivery.names_provider,
        received_on=delivery.received_on,
        delivery_note=delivery.delivery_note.strip(),
        received_by=by,
        received_at=now or timezone.now(),
    )
    used = _used_before(series)
    Blank.objects.bulk_create(
        (
            Blank(
                pile=pile,
                series=series,
                value=value,
                number=pile.written(value),
                state=Blank.State.CARRIES if value in used else Blank.State.IN_STOCK,
            )
            for value in range(first, last + 1)
        ),
        batch_size=1000,
    )
    return pile


def _used_before(series: str) -> set[int]:
    """Blanks that were recorded on documents by hand before anybody counted the stock."""
    written = BlankUse.objects.values_list("series", flat=True).order_by().distinct()
    spellings = [each for each in written if same_look(each, series)]
    numbers = BlankUse.objects.filter(series__in=spellings).values_list("number", flat=True)
    return {int(digits) for number in numbers if (digits := digits_of(number))}
