"""What stands between a table of criteria and its publication: the rules, without a database and without words.

static/js/rubric.js says the rules of the sums and floors while one types; what it finds is what is found here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from assessment.grading import HALVES, levels
from assessment.rubric_content import DEFENCE, FULL_MARKS, MOST_OF, STEPS, in_order, sum_of_maxima
from courses.draft_content import LANGUAGES, Content, Path


@dataclass(frozen=True)
class Problem:
    """One rule that does not hold: the path leads to the place where it is put right."""

    code: str
    path: Path
    values: Mapping[str, Any] = field(default_factory=dict)


def problems(content: Content) -> list[Problem]:
    """Everything at once, in the order of the page. A content without problems can be published."""
    return [
        *_unwritten(("name",), content["name"]),
        *_of_criteria(content),
        *_of_levels(content["levels"]),
        *_of_bands(content["bands"]),
        *_of_stretches(content),
    ]


def _of_criteria(content: Content) -> Iterator[Problem]:
    rows = content["criteria"]
    yield from _number_of("criteria", rows)
    for row in rows:
        yield from _of_criterion(row)
    total = sum_of_maxima(content)
    if rows and total != FULL_MARKS * HALVES:
        yield Problem("sum", ("criteria",), {"halves": total, "off": total - FULL_MARKS * HALVES})
    if rows and not any(row["stage"] == DEFENCE for row in rows):
        yield Problem("no_defence", ("criteria",))


def _of_criterion(row: Content) -> Iterator[Problem]:
    path: Path = ("criteria", row["key"])
    for name in ("label", "short"):
        yield from _unwritten((*path, name), row[name])
    maximum = row["maximum"]
    if maximum is None or maximum <= 0:
        yield Problem("no_maximum", (*path, "maximum"))
    elif row["step"] not in STEPS or maximum % row["step"]:
        yield Problem("step", (*path, "maximum"), {"halves": maximum})
    for key, text in row["about"].items():
        # Levels may be left without a description; one that is begun is written in every language.
        if any(text.values()):
            yield from _unwritten((*path, "about", key), text)


def _of_levels(rows: Sequence[Content]) -> Iterator[Problem]:
    yield from _number_of("levels", rows)
    yield from _floors("levels", rows, most=FULL_MARKS - 1)


def _of_bands(rows: Sequence[Content]) -> Iterator[Problem]:
    yield from _number_of("bands", rows)
    yield from _floors("bands", rows, most=FULL_MARKS)
    if rows and not any(row["passed"] for row in rows):
        yield Problem("no_pass", ("bands",))
    passing = [row["floor"] for row in rows if row["passed"] and _is_floor(row["floor"], FULL_MARKS)]
    for row in rows:
        if not row["passed"] and _is_floor(row["floor"], FULL_MARKS) and passing and row["floor"] > min(passing):
            yield Problem("fails_above", ("bands", row["key"], "floor"), {"pass": min(passing)})


def _floors(kind: str, rows: Sequence[Content], *, most: int) -> Iterator[Problem]:
    """Whole numbers, each once, the lowest of them 0: then the stretches follow each other without a gap."""
    for row in rows:
        path: Path = (kind, row["key"])
        yield from _unwritten((*path, "label"), row["label"])
        if row["floor"] is None:
            yield Problem("no_floor", (*path, "floor"))
        elif not _is_floor(row["floor"], most):
            yield Problem("floor_range", (*path, "floor"), {"most": most})
    ordered = in_order([row for row in rows if _is_floor(row["floor"], most)], falling=kind == "bands")
    for above, below in pairwise(ordered):
        if above["floor"] == below["floor"]:
            yield Problem("same_floor", (kind, below["key"], "floor"), {"floor": below["floor"]})
    if ordered and min(row["floor"] for row in ordered) != 0:
        lowest = min(ordered, key=lambda row: int(row["floor"]))
        yield Problem("not_from_zero", (kind, lowest["key"], "floor"), {"floor": lowest["floor"]})


def _of_stretches(content: Content) -> Iterator[Problem]:
    """Every level of a criterion that the commission taps has to have points of its own."""
    floors = [row["floor"] for row in content["levels"]]
    if not floors or not all(_is_floor(floor, FULL_MARKS - 1) for floor in floors) or len({*floors, 0}) != len(floors):
        return
    for row in content["criteria"]:
        maximum, step = row["maximum"], row["step"]
        if row["stage"] != DEFENCE or not maximum or maximum < 0 or step not in STEPS or maximum % step:
            continue
        if len(levels(maximum, floors, step)) < len(floors):
            yield Problem("too_fine", ("criteria", row["key"], "maximum"), {"halves": maximum, "levels": len(floors)})


def _number_of(kind: str, rows: Sequence[Content]) -> Iterator[Problem]:
    if not rows:
        yield Problem(f"no_{kind}", (kind,))
    elif len(rows) > MOST_OF[kind]:
        yield Problem(f"many_{kind}", (kind,), {"most": MOST_OF[kind]})


def _unwritten(path: Path, text: Mapping[str, str]) -> Iterator[Problem]:
    if missing := [code for code in LANGUAGES if not text.get(code)]:
        yield Problem("language", (*path, missing[0]), {"missing": missing})


def _is_floor(floor: object, most: int) -> bool:
    return isinstance(floor, int) and not isinstance(floor, bool) and 0 <= floor <= most
