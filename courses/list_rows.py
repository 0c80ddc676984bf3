"""Which rows of the lists that were ever uploaded tell of a human: lists are kept as read, with everybody in them."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError

from courses.models import ListImport
from people.human import Human
from people.iin import validate_iin

NOT_DIGITS = re.compile(r"[^0-9]")
BETWEEN_ADDRESSES = re.compile(r"[,;<>\s]+|mailto:")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
IIN_DIGITS, FEWEST_DIGITS = 12, 9  # a spreadsheet takes the leading zeros off
MOST_WRONG_DIGITS = 2  # of a number that is mistyped; with more of them it is another one

Row = tuple[int, list[str]]


def found_in_lists(human: Human, *, surely: bool = False) -> dict[int, list[Row]]:
    """By the key of a list the number and the cells of each row that is theirs.

    Every list is read: an IIN may be typed with blanks or misspelt, and the name is in no column of its own.
    `surely`: only what has their IIN; what else speaks for them may be a namesake's.
    """
    is_one = has_iin if surely else is_theirs
    lists = human.among(ListImport.objects.order_by("uploaded_at", "pk"))
    read = lists.values_list("pk", "content").iterator(chunk_size=20)
    found = {pk: [(number, cells) for number, cells in content["rows"] if is_one(cells, human)] for pk, content in read}
    return {pk: rows for pk, rows in found.items() if rows}


def is_theirs(cells: list[str], human: Human) -> bool:
    """By the IIN. Where the row has none that is right, by the whole name together with the mailbox, or with an IIN
    that is theirs but for a digit or two: neither a mailbox nor a name is one human's alone."""
    if has_iin(cells, human):
        return True
    numbers = {digits for cell in cells if (digits := NOT_DIGITS.sub("", cell))}
    if any(_is_valid(_whole(number)) for number in numbers) or not _is_called(cells, human):
        return False
    return _has_mailbox(cells, human) or any(_is_nearly(typed, iin) for typed in numbers for iin in human.iins)


def has_iin(cells: list[str], human: Human) -> bool:
    return any(_whole(NOT_DIGITS.sub("", cell)) in human.iins for cell in cells)


def without(listed: ListImport, human: Human) -> dict[str, Any] | None:
    """The content of the list without their rows; nothing where there is none."""
    rows = listed.content["rows"]
    others = [row for row in rows if not is_theirs(row[1], human)]
    return {**listed.content, "rows": others} if len(others) < len(rows) else None


def _whole(digits: str) -> str:
    return digits.zfill(IIN_DIGITS) if FEWEST_DIGITS <= len(digits) <= IIN_DIGITS else ""


def _is_valid(iin: str) -> bool:
    try:
        validate_iin(iin)
    except ValidationError:
        return False
    return True


def _is_called(cells: list[str], human: Human) -> bool:
    said = [" ".join(WORD.findall(cell.casefold())) for cell in cells]
    return any(_is_named(said, *name) for name in human.names if all(name))


def _is_named(said: list[str], surname: str, given: str) -> bool:
    """Both in one cell, or the surname alone in its cell and the given name at the beginning of its own."""
    if any(f" {surname} " in f" {cell} " and f" {given} " in f" {cell} " for cell in said):
        return True
    return surname in said and any(f"{cell} ".startswith(f"{given} ") for cell in said)


def _has_mailbox(cells: list[str], human: Human) -> bool:
    return any(part.strip(".") in human.emails for cell in cells for part in BETWEEN_ADDRESSES.split(cell.lower()))


def _is_nearly(typed: str, iin: str) -> bool:
    """A digit or two are others, or one is missing or too many."""
    wrong = [one != other for one, other in zip(_whole(typed), iin, strict=False)]
    if wrong and sum(wrong) <= MOST_WRONG_DIGITS:
        return True
    short, long = sorted((typed, iin), key=len)
    return len(long) - len(short) == 1 and any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
