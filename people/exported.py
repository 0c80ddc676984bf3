"""Personal data that left the house, one row for each time; and how the lists and their filters are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from people.models import ExportEvent, User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

Words = Mapping[str, "StrPromise"]
Namer = Callable[[Iterable[int]], Mapping[int, str]]
_lists: dict[str, StrPromise] = {}
_words: dict[str, StrPromise] = {}
_namers: dict[str, Namer] = {}


def call(lists: Words, words: Words, names: Mapping[str, Namer]) -> None:
    """Called once by an app when it is ready: its lists, its filters, and what rows its filters refer to by key."""
    _lists.update(lists)
    _words.update(words)
    _namers.update(names)


def log(list: str, *, rows: int, by: User, filters: str = "") -> ExportEvent:
    """Somebody takes these rows out now."""
    return ExportEvent.objects.create(list=list, filters=filters[:300], rows=rows, by=by)


def name_of(list: str) -> str:
    return str(_lists.get(list, list))


def names() -> list[tuple[str, str]]:
    """Every list that can be taken out, by its name in the language of the reader."""
    return sorted(((key, str(label)) for key, label in _lists.items()), key=lambda pair: pair[1].casefold())


def filters_in_words(events: Iterable[ExportEvent]) -> dict[int, str]:
    """What each of the lists was narrowed to; a query for each kind of row that filters refer to."""
    parts = {event.pk: [part for part in event.filters.split("; ") if part] for event in events}
    named = {key: namer(_keys(key, parts.values())) for key, namer in _namers.items()}
    return {pk: ", ".join(_said(part, named) for part in each) for pk, each in parts.items()}


def _keys(name: str, parts: Iterable[Iterable[str]]) -> set[int]:
    pairs = (part.partition("=") for each in parts for part in each)
    return {int(value) for key, _equals, value in pairs if key == name and value.isdecimal()}


def _said(part: str, named: Mapping[str, Mapping[int, str]]) -> str:
    key, _equals, value = part.partition("=")
    if key in named:
        return named[key].get(int(value), part) if value.isdecimal() else part
    if part in _words:
        return str(_words[part])
    return f"{_words[key]}: {value}" if key in _words and value else part
