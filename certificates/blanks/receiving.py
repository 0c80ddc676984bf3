"""A delivery of blanks: a range of one series comes into the stock, each number once and for all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates.blanks.numbering import DIGITS, MOST, known_series
from certificates.models import Blank, BlankPile, BlankUse
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
        taken = Blank.objects.filter(series=series, value__range=(first, last)).select_related("pile").first()
        if taken is None:
            raise
        day = date_format(taken.pile.received_on, "SHORT_DATE_FORMAT")
        raise ValidationError(
            _("%(pile)s were received on %(day)s already."), code="taken", params={"pile": taken.pile, "day": day}
        ) from None  # fmt: skip


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
    numbers = BlankUse.objects.filter(series=series).values_list("number", flat=True)
    return {int(number) for number in numbers if DIGITS.fullmatch(number)}
