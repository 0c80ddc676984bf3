"""Numbers of blanks as they are printed: a series, and digits of a fixed width with zeros in front."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from certificates.models import Blank, BlankPile
from people.alphabet import CYRILLIC_LETTER, LATIN_TO_CYRILLIC

MOST = 10_000  # blanks of one delivery
DIGITS = re.compile(r"[0-9]{1,12}")
_RANGE = re.compile(r"([0-9]{1,12})(?:\s*[-–—]\s*([0-9]{1,12}))?")
_LOOK_ALIKES = str.maketrans(LATIN_TO_CYRILLIC)


def spelled_series(typed: str) -> str:
    """In capitals, without blanks inside; letters of one look are one letter once any of them is Cyrillic.

    >>> spelled_series(" oд ")
    'ОД'
    """
    series = "".join(typed.split()).upper()
    return series.translate(_LOOK_ALIKES) if CYRILLIC_LETTER.search(series) else series


def known_series(typed: str) -> str:
    """The spelling under which blanks of this series were received, else as it was typed."""
    wanted = spelled_series(typed)
    for series in BlankPile.objects.counted().order_by().values_list("series", flat=True).distinct():
        if same_look(series, wanted):
            return series
    return wanted


def same_look(one: str, other: str) -> bool:
    """Nobody can tell the two series apart on paper.

    >>> same_look("OД", "од"), same_look("ОД", "КҚ")
    (True, False)
    """
    looks = ["".join(each.split()).upper().translate(_LOOK_ALIKES) for each in (one, other)]
    return looks[0] == looks[1]


def digits_of(typed: str) -> str:
    """The digits of a number, its sign and blanks taken away; empty where it is no number.

    >>> digits_of("№ 0004 512"), digits_of("ОД 5")
    ('0004512', '')
    """
    digits = "".join(typed.split()).removeprefix("№")
    return digits if DIGITS.fullmatch(digits) else ""


def value_of(typed: str) -> int:
    """A number as somebody types it, № and blanks and all; refused where it is none."""
    digits = digits_of(typed)
    if not digits:
        raise ValidationError(_("The number of a blank is digits, as they stand on it: 0004512."), code="digits")
    return int(digits)


def values_in(typed: str) -> list[int]:
    """Numbers and ranges as one writes them down: "0004512, 0004520–0004523"."""
    found: dict[int, None] = {}
    for part in filter(None, (part.strip() for part in re.split(r"[,;\n]", typed))):
        match = _RANGE.fullmatch(part.replace("№", "").strip())
        if match is None:
            raise ValidationError(
                _("“%(part)s” is no number and no range: write 0004512 or 0004520–0004523."), params={"part": part}
            )
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first or last - first >= MOST:
            raise ValidationError(_("“%(part)s” is no range: the smaller number comes first."), params={"part": part})
        found.update(dict.fromkeys(range(first, last + 1)))
        if len(found) > MOST:
            raise ValidationError(
                _("These are more than %(most)s numbers: name fewer at a time."), params={"most": MOST}
            )
    return list(found)


def in_ranges(blanks: Iterable[Blank]) -> Iterator[tuple[Blank, Blank, int]]:
    """Neighbours together: the first and the last blank of each run, and how many it has."""
    run: list[Blank] = []
    for blank in sorted(blanks, key=lambda blank: (blank.series, blank.value)):
        if run and (blank.series, blank.value) != (run[-1].series, run[-1].value + 1):
            yield run[0], run[-1], len(run)
            run = []
        run.append(blank)
    if run:
        yield run[0], run[-1], len(run)
