"""What the phone sends: one tap, or the word that a sheet is finished. Whole numbers only, and who made it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.exceptions import BadRequest
from django.http import HttpRequest

from people.numbers import whole_number

LARGEST = 10_000
FAR_FUTURE = 4_102_444_800_000  # the year 2100, in milliseconds


@dataclass(frozen=True)
class Tap:
    """`halves` for one criterion, made by `user` at `at`, by our clock as the phone knows it."""

    user: int
    criterion: int
    halves: int
    at: datetime


@dataclass(frozen=True)
class Finish:
    """A sheet to submit, with the halves by criterion that the member had before the eyes."""

    user: int
    marks: dict[int, int]


def read_tap(request: HttpRequest) -> Tap:
    data = read_object(request)
    moment = datetime.fromtimestamp(whole(data, "at", FAR_FUTURE) / 1000, tz=UTC)
    return Tap(whole(data, "user"), whole(data, "criterion"), whole(data, "halves", LARGEST), moment)


def read_finish(request: HttpRequest) -> Finish:
    data = read_object(request)
    marks = data.get("marks")
    if not isinstance(marks, dict):
        raise BadRequest("marks")
    return Finish(whole(data, "user"), {_key(text): whole(marks, text, LARGEST) for text in marks})


def is_json(request: HttpRequest) -> bool:
    return request.content_type == "application/json"


def read_object(request: HttpRequest) -> dict[str, object]:
    try:
        data = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise BadRequest("not JSON") from error
    if not isinstance(data, dict):
        raise BadRequest("not an object")
    return data


def _key(text: str) -> int:
    number = whole_number(text)
    if number is None:
        raise BadRequest("marks")
    return number


def whole(data: dict[str, object], name: str, most: int = 2**53) -> int:
    value = data.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise BadRequest(name)
    return value
