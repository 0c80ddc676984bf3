"""The IIN of a person and the BIN of an organisation: twelve digits, the last of which proves the other eleven."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise
LENGTH = 12
FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
ASCII_DIGITS = frozenset("0123456789")
# The seventh digit tells the century; 0 is given to foreigners and tells none.
CENTURIES = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
# A number of 1 January 2000 (or of any day up to September 2000) can lose at most three zeros.
MOST_LOST_ZEROS = 3
# What spreadsheets add to a number: spaces, dashes, the apostrophe that marks text, the ".0" of a numeric cell.
NOISE = re.compile(r"[\s\u200b\ufeff'’-]+|\.0+$")
ROUNDED = re.compile(r"^\d([.,]\d+)?[eE]\+?\d+$")


class Flaw(StrEnum):
    """Why twelve characters are no IIN or BIN; the first that applies is reported."""

    EMPTY = "empty"
    ROUNDED = "rounded"
    CHARACTERS = "characters"
    LENGTH = "length"
    CHECK_DIGIT = "check_digit"
    IMPOSSIBLE = "impossible"
    DATE = "date"
    IS_BIN = "is_bin"

    @property
    def sentence(self) -> StrPromise:
        return SENTENCES[self]


SENTENCES: dict[Flaw, StrPromise] = {
    Flaw.EMPTY: _("The number is missing."),
    Flaw.ROUNDED: _(
        "The spreadsheet has rounded the number. Give the column the format “Text”, enter the number again and save."
    ),
    Flaw.CHARACTERS: _("The number must consist of digits only."),
    Flaw.LENGTH: _("The number must have exactly 12 digits."),
    Flaw.CHECK_DIGIT: _("The last, check digit does not match. Compare the number with the identity document."),
    Flaw.IMPOSSIBLE: _("No document can carry this number: it has no valid check digit. Compare it with the document."),
    Flaw.DATE: _(
        "The first seven digits of the IIN do not give a date of birth. Compare it with the identity document."
    ),
    Flaw.IS_BIN: _("This is the BIN of an organisation, not the IIN of a person."),
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as read: the digits, how many lost zeros were put back, and what is wrong with it, if anything."""

    digits: str
    restored: int = 0
    flaw: Flaw | None = None

    @property
    def is_valid(self) -> bool:
        return self.flaw is None


def check_digit(body: str) -> int | None:
    """The check digit that eleven digits must be followed by, or None where no such number is issued."""
    digits = [int(digit) for digit in body]
    for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS):
        remainder = sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11
        if remainder < 10:
            return remainder
    return None


def flaw_in_bin(number: str) -> Flaw | None:
    """What is wrong with a BIN: its characters, its length or its check digit."""
    if not number:
        return Flaw.EMPTY
    if not ASCII_DIGITS.issuperset(number):
        return Flaw.CHARACTERS
    if len(number) != LENGTH:
        return Flaw.LENGTH
    expected = check_digit(number[:-1])
    if expected is None:
        return Flaw.IMPOSSIBLE
    return None if expected == int(number[-1]) else Flaw.CHECK_DIGIT


def flaw_in_iin(number: str) -> Flaw | None:
    """What is wrong with an IIN: as for a BIN, and its first seven digits must give a date of birth."""
    flaw = flaw_in_bin(number)
    if flaw or _date_is_possible(number):
        return flaw
    return Flaw.IS_BIN if number[4] in "456" and 1 <= int(number[2:4]) <= 12 else Flaw.DATE


def birth_date(iin: str) -> date | None:
    """The day of birth that an IIN tells; None for a foreigner's number, which has no century."""
    century = CENTURIES.get(iin[6:7])
    return None if century is None else _day(century + int(iin[:2]), iin)


def read_iin(text: str) -> Number:
    """An IIN from a cell or a form: noise dropped, lost leading zeros put back where that makes it valid."""
    return _read(text, flaw_in_iin)


def read_bin(text: str) -> Number:
    """A BIN from a cell or a form, mended as an IIN is."""
    return _read(text, flaw_in_bin)


def pad(digits: str) -> tuple[str, int]:
    """The digits with the leading zeros that a numeric cell drops, and how many there were."""
    lost = LENGTH - len(digits)
    if not 0 < lost <= MOST_LOST_ZEROS or not ASCII_DIGITS.issuperset(digits):
        return digits, 0
    return "0" * lost + digits, lost


def validate_iin(value: str) -> None:
    """Refuse what is no IIN, with the reason: a validator for models and forms."""
    if flaw := flaw_in_iin(value):
        raise ValidationError(flaw.sentence, code=flaw.value)


def validate_bin(value: str) -> None:
    """Refuse what is no BIN, with the reason: a validator for models and forms."""
    if flaw := flaw_in_bin(value):
        raise ValidationError(flaw.sentence, code=flaw.value)


def _read(text: str, flaw_in: Callable[[str], Flaw | None]) -> Number:
    digits = NOISE.sub("", text)
    if ROUNDED.match(digits):
        return Number(digits, flaw=Flaw.ROUNDED)
    padded, restored = pad(digits)
    if restored and flaw_in(padded) is None:
        return Number(padded, restored)
    return Number(digits, flaw=flaw_in(digits))


def _date_is_possible(number: str) -> bool:
    if number[6] == "0":  # a leap year, whichever the century
        return _day(2000 + int(number[:2]), number) is not None
    return birth_date(number) is not None


def _day(year: int, iin: str) -> date | None:
    try:
        return date(year, int(iin[2:4]), int(iin[4:6]))
    except ValueError:
        return None
