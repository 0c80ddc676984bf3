"""Which rows of the lists that were ever uploaded tell of a human: lists are kept as read, with everybody in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from courses.models import ListImport
from people.human import Human
from people.iin import validate_iin

NOT_DIGITS = re.compile(r"[^0-9]")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
IIN_DIGITS, FEWEST_DIGITS = 12, 9  # a spreadsheet takes the leading zeros off


def lists_with_iin(human: Human) -> QuerySet[ListImport]:
    """The lists that have the IIN as it is written on record: one question to the database, no list is unpacked."""
    written = Q(pk=None)
    for iin in human.iins:
        written |= Q(content__icontains=iin)
    return ListImport.objects.filter(written)


def rows_of(listed: ListImport, human: Human) -> Iterator[tuple[int, list[str]]]:
    """The number and the cells of each row that is theirs."""
    for number, cells in listed.content["rows"]:
        if is_theirs(cells, human):
            yield number, cells


def is_theirs(cells: list[str], human: Human) -> bool:
    """By the IIN; by name or e-mail only where the row has no other IIN: namesakes and shared mailboxes are others."""
    numbers = {iin for cell in cells if (iin := _iin(cell))}
    if numbers & human.iins:
        return True
    if any(_is_valid(iin) for iin in numbers):
        return False
    text = " ".join(cells).casefold()
    if any(email in text for email in human.emails):
        return True
    words = " ".join(WORD.findall(text))
    return any(all(f" {part} " in f" {words} " for part in name) for name in human.names)


def without(listed: ListImport, human: Human) -> dict[str, Any] | None:
    """The content of the list without their rows; nothing where there is none."""
    rows = listed.content["rows"]
    others = [row for row in rows if not is_theirs(row[1], human)]
    return {**listed.content, "rows": others} if len(others) < len(rows) else None


def _iin(cell: str) -> str:
    digits = NOT_DIGITS.sub("", cell)
    return digits.zfill(IIN_DIGITS) if FEWEST_DIGITS <= len(digits) <= IIN_DIGITS else ""


def _is_valid(iin: str) -> bool:
    try:
        validate_iin(iin)
    except ValidationError:
        return False
    return True
