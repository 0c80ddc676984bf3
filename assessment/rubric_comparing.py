"""Two tables of criteria side by side, without a database: what was added, removed, moved and changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assessment.rubric_content import DEFENCE, in_order, sum_of_maxima
from assessment.rubric_words import FIELDS, halves_in_words, value_in_words
from courses.comparing import Fact, Line, pair
from courses.draft_content import LANGUAGES, Content
from people.languages import Language, in_language

NUMBERS = {"criteria": ("maximum", "step", "stage", "tasks"), "levels": ("floor",), "bands": ("floor", "passed")}
TEXTS = {"criteria": ("label", "short"), "levels": ("label",), "bands": ("label",)}


@dataclass(frozen=True)
class Comparison:
    """Lines of each kind in the order of the second table, a removed one where it stood; sums and pass floor."""

    criteria: list[Line]
    levels: list[Line]
    bands: list[Line]
    sums: list[Fact]

    @property
    def anything(self) -> bool:
        return any(line.state != "same" for line in (*self.criteria, *self.levels, *self.bands))


def compare(was: Content, now: Content) -> Comparison:
    return Comparison(
        criteria=_lines("criteria", was, now, _by_words),
        levels=_lines("levels", was, now, _by_key),
        bands=_lines("bands", was, now, _by_key),
        sums=[
            Fact(_("Sum of the maxima"), *(halves_in_words(sum_of_maxima(each)) for each in (was, now))),
            Fact(_("of it at the defence"), *(halves_in_words(_at_defence(each)) for each in (was, now))),
        ],
    )


Pairs = Callable[[Sequence[Content], Sequence[Content]], list[int | None]]


def _lines(kind: str, was: Content, now: Content, pairs_of: Pairs) -> list[Line]:
    old, new = _rows(kind, was), _rows(kind, now)
    pairs = pairs_of(old, new)
    lines = []
    for place, (row, before) in enumerate(zip(new, pairs, strict=True)):
        # Floors put levels and bands in their order: only criteria move.
        moved = kind == "criteria" and before is not None and before != place
        lines.append(_line(kind, None if before is None else old[before], row, place + 1, moved, (was, now)))
    for place, row in enumerate(old):
        if place not in pairs:
            lines.insert(min(place, len(lines)), _line(kind, row, None, place + 1, False, (was, now)))
    return lines


def _line(
    kind: str, before: Content | None, after: Content | None, number: int, moved: bool, whole: tuple[Content, Content]
) -> Line:
    """Figures are shown also where both say the same: they are what is compared. Texts only where they differ."""
    figures = [_figure(name, before, after) for name in NUMBERS[kind] if name != "tasks" or _has_tasks(before, after)]
    texts = list(_texts(kind, before, after, whole)) if before and after else []
    if before is None or after is None:
        state = "added" if before is None else "removed"
    else:
        differs = bool(texts) or any(fact.was != fact.now for fact in figures)
        state = "changed" if differs else "moved" if moved else "same"
    shown = after or before or {}
    return Line(state, str(number), in_language(shown.get("short", {})) or in_language(shown["label"]), figures + texts)


def _figure(name: str, before: Content | None, after: Content | None) -> Fact:
    return Fact(
        str(FIELDS[name]), *("–" if row is None else value_in_words((name,), row[name]) for row in (before, after))
    )


def _texts(kind: str, before: Content, after: Content, whole: tuple[Content, Content]) -> Iterator[Fact]:
    for name in TEXTS[kind]:
        yield from _in_languages(str(FIELDS[name]), before[name], after[name])
    if kind == "criteria":
        levels = {row["key"]: in_language(row["label"]) for each in whole for row in each["levels"]}
        for key, word in levels.items():
            yield from _in_languages(word, before["about"].get(key, {}), after["about"].get(key, {}))


def _in_languages(label: str, before: Content, after: Content) -> Iterator[Fact]:
    for code in LANGUAGES:
        old, new = before.get(code, ""), after.get(code, "")
        if old != new:
            yield Fact(f"{label} ({Language(code).label})", old or "–", new or "–")


def _rows(kind: str, content: Content) -> list[Any]:
    return content[kind] if kind == "criteria" else in_order(content[kind], falling=kind == "bands")


def _by_words(old: Sequence[Content], new: Sequence[Content]) -> list[int | None]:
    return pair(*([{"title": row["label"]} for row in rows] for rows in (old, new)))


def _by_key(old: Sequence[Content], new: Sequence[Content]) -> list[int | None]:
    places = {row["key"]: place for place, row in enumerate(old)}
    return [places.get(row["key"]) for row in new]


def _has_tasks(*rows: Content | None) -> bool:
    return any(row and row["stage"] != DEFENCE for row in rows)


def _at_defence(content: Content) -> int:
    return sum(row["maximum"] or 0 for row in content["criteria"] if row["stage"] == DEFENCE)
