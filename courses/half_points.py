"""Points of tasks come in halves, as every mark of the house (design §3.3)."""

from __future__ import annotations

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.translation import gettext as _

LARGEST = Decimal(100)
_NUMBER = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,6})?")


def read_points(text: str) -> Decimal | None:
    """`11,5` and `11.5` alike; nothing where nothing was typed.

    >>> read_points("11,5"), read_points(" 11.50 "), read_points("")
    (Decimal('11.5'), Decimal('11.5'), None)
    """
    typed = "".join(text.split()).replace(",", ".")
    if not typed:
        return None
    if not _NUMBER.fullmatch(typed):
        raise ValidationError(_("Write the points as a number: 11 or 11.5."), code="no_number")
    points = Decimal(typed)
    tenths = points.quantize(Decimal("0.1"))
    return tenths if tenths == points else points


def refuse_other_than_halves(points: Decimal, *, field: str, most: Decimal = LARGEST) -> None:
    """Raises ValidationError for that field unless the points are whole or half ones between 0 and `most`."""
    if not 0 <= points <= most:
        sentence = _("Between 0 and %(most)s points.") % {"most": in_words(most)}
        raise ValidationError({field: ValidationError(sentence, code="out_of_range")})
    if points * 2 % 1:
        raise ValidationError({field: ValidationError(_("Points are given in halves: 11 or 11.5."), code="halves")})


def refuse_maximum(most: Decimal | None, *, field: str) -> None:
    """What a task may be worth at most: half points up to 100, or nothing at all."""
    if most is None:
        return
    if most == 0:
        raise ValidationError({field: _("Leave the points empty if the task is not marked.")})
    refuse_other_than_halves(most, field=field)


def in_words(points: Decimal) -> str:
    """For a sentence: 11 or 11,5."""
    text = f"{points:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", str(get_format("DECIMAL_SEPARATOR")))
