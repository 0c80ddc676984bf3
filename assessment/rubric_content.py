"""The content of a table of criteria while it is written, without a database.

{"name": {"kk", "ru", "en"},
 "criteria": [{"key": "c1", "label": {…}, "short": {…}, "maximum": 40, "step": 1, "stage": "defence",
               "tasks": ["case"], "about": {"low": {"kk", "ru", "en"}, …}}],
 "levels": [{"key": "low", "floor": 0, "label": {…}}],
 "bands": [{"key": "good", "floor": 70, "passed": True, "label": {…}}],
 "removed": [{"kind": "criteria", "row": {…}}]}

Maxima and steps are whole *halves* of a point, floors of bands whole points, floors of levels per cent of a maximum;
what nobody has written yet is None. `about` says by level what a scorer looks for. A key stays when an order changes.
Paths are those of `courses.draft_content`: ("criteria", "c2", "label", "kk").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from courses.draft_content import LANGUAGES, Content, Path, row_of

DEFENCE, COURSEWORK = "defence", "coursework"
# In halves: half points, or whole points only.
STEPS = (1, 2)
FULL_MARKS = 100
MOST_OF = {"criteria": 20, "levels": 6, "bands": 10}
PREFIXES = {"criteria": "c", "levels": "l", "bands": "b"}
# What each line says in three languages, and the most letters of it.
LIMITS = {"name": 120, "label": 300, "short": 80, "about": 600}
WORD_LIMITS = {"levels": 80, "bands": 100}


def unwritten() -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, "")


def add_row(content: Content, kind: str) -> str:
    """An empty criterion, level or band at the end; its key."""
    taken = {row["key"] for row in [*content[kind], *removed_rows(content, kind)]}
    key = next(each for n in range(1, 10_000) if (each := f"{PREFIXES[kind]}{n}") not in taken)
    row: Content = {"key": key, "label": unwritten()}
    if kind == "criteria":
        row |= {"short": unwritten(), "maximum": None, "step": 1, "stage": DEFENCE, "tasks": [], "about": {}}
    elif kind == "bands":
        row |= {"floor": None, "passed": True}
    else:
        row |= {"floor": None}
    content[kind].append(row)
    return key


def move_criterion(content: Content, key: str, steps: int) -> None:
    rows = content["criteria"]
    here = next((place for place, row in enumerate(rows) if row["key"] == key), None)
    if here is not None:
        rows.insert(min(max(here + steps, 0), len(rows) - 1), rows.pop(here))


def drop_row(content: Content, kind: str, key: str) -> None:
    """Take the line out; its words are kept, it may be brought back, and its key is never given again."""
    if (row := row_of(content[kind], key)) is not None:
        content[kind].remove(row)
        content["removed"] = [*content.get("removed", []), {"kind": kind, "row": row}]


def bring_back(content: Content, kind: str, key: str) -> None:
    """A line that was taken out, at the end."""
    row = row_of(removed_rows(content, kind), key)
    if row is not None and row_of(content[kind], key) is None:
        content[kind].append(row)
        content["removed"] = [each for each in content["removed"] if (each["kind"], each["row"]["key"]) != (kind, key)]


def removed_rows(content: Content, kind: str) -> list[Content]:
    return [each["row"] for each in content.get("removed", []) if each["kind"] == kind]


def places_in(value: Any, path: Path) -> Iterator[Path]:
    """Every value of a line, as paths of the content."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from places_in(part, (*path, key))
    elif path[-1] != "key":
        yield path


def in_order(rows: Sequence[Content], *, falling: bool = False) -> list[Content]:
    """Levels from the lowest, bands from the highest; lines without a floor come last."""
    written = [row for row in rows if row["floor"] is not None]
    ordered = sorted(written, key=lambda row: int(row["floor"]), reverse=falling)
    return [*ordered, *(row for row in rows if row["floor"] is None)]


def sum_of_maxima(content: Content) -> int:
    """In halves; a maximum that is not written counts nothing."""
    return sum(row["maximum"] or 0 for row in content["criteria"])


def pass_floor(content: Content) -> int | None:
    """The lowest floor that passes, in points; nothing where no band passes."""
    return min((row["floor"] for row in content["bands"] if row["passed"] and row["floor"] is not None), default=None)
