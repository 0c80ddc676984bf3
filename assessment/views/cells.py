"""What the script of the gradebook sends: cells as they were typed, and who typed them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest

from assessment.entering import NOTHING, Entry, Suggested
from assessment.views.taps import read_object, whole
from people.numbers import whole_number

MOST_CELLS = 300
LONGEST_TEXT, LONGEST_REASON = 40, 2_000
LARGEST = 10_000  # halves


@dataclass(frozen=True)
class Block:
    user: int
    entries: list[Entry]


def read_block(request: HttpRequest) -> Block:
    data = read_object(request)
    cells = data.get("cells")
    if not isinstance(cells, list) or not 0 < len(cells) <= MOST_CELLS:
        raise BadRequest("cells")
    return Block(whole(data, "user"), [_entry(each) for each in cells])


def read_suggested(texts: list[str]) -> list[Suggested]:
    """`12:5:36` is the participant 12, the criterion 5 and 18 points: as a preview has shown them."""
    if len(texts) > MOST_CELLS * 10:
        raise BadRequest("cells")
    return [_suggested(text) for text in texts]


def _entry(cell: Any) -> Entry:
    if not isinstance(cell, dict):
        raise BadRequest("cell")
    seen = cell.get("seen")
    if seen is not None and seen != NOTHING:
        seen = whole(cell, "seen", LARGEST)
    text, reason = _text(cell, "text", LONGEST_TEXT), _text(cell, "reason", LONGEST_REASON)
    return Entry(whole(cell, "enrolment"), whole(cell, "criterion"), text, seen, reason)


def _text(cell: dict[str, Any], name: str, longest: int) -> str:
    value = cell.get(name, "")
    if not isinstance(value, str) or "\x00" in value or not _is_text(value):
        raise BadRequest(name)
    return value[:longest]


def _is_text(value: str) -> bool:
    """Half of a pair of surrogates can be written in JSON, but is no letter that a database keeps."""
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


def _suggested(text: str) -> Suggested:
    numbers = [whole_number(part) for part in text.split(":")]
    match numbers:
        case [int(enrolment), int(criterion), int(halves)] if halves <= LARGEST:
            return Suggested(enrolment, criterion, halves)
    raise BadRequest("cells")
