"""The rules of a table of criteria: each alone, and on thousands of tables that nobody would think of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.grading import band_of, levels
from assessment.rubric_checks import Problem, problems
from assessment.rubric_content import add_row, bring_back, drop_row, move_criterion, pass_floor, removed_rows
from assessment.rubric_words import sentence_of
from courses.draft_content import LANGUAGES, Content, row_of
from tests.assessment.rubrics import sound

# Of each property.
CASES = 150


def criterion(content: Content, n: int) -> Any:
    return content["criteria"][n - 1]


def band(content: Content, key: str) -> Any:
    return row_of(content["bands"], key)


def level(content: Content, key: str) -> Any:
    return row_of(content["levels"], key)


def only_coursework(content: Content) -> None:
    for row in content["criteria"]:
        row["stage"] = "coursework"


def all_fail(content: Content) -> None:
    for row in content["bands"]:
        row["passed"] = False


WRONG: list[tuple[Callable[[Content], object], list[str]]] = [
    (lambda c: criterion(c, 1).update(maximum=30), ["The maxima add up to 95 points: 5 are missing to 100."]),
    (lambda c: criterion(c, 1).update(maximum=41), ["The maxima add up to 100.5 points: 0.5 more than 100."]),
    (
        lambda c: criterion(c, 1).update(maximum=None),
        ["“C1”: write the maximum, more than 0 points.", "The maxima add up to 80 points: 20 are missing to 100."],
    ),
    (
        lambda c: (criterion(c, 1).update(maximum=39, step=2), criterion(c, 2).update(maximum=51)),
        ["“C1”: a maximum of 19.5 points cannot be reached in whole points."],
    ),
    (only_coursework, ["No criterion is scored at the defence: give one of them this stage."]),
    (
        lambda c: criterion(c, 3)["short"].update(ru="", en=""),
        ["“C3”: Short name: nothing is written in Russian, in English."],
    ),
    (
        lambda c: criterion(c, 3)["about"].update(low={"kk": "аз", "ru": "", "en": "little"}),
        ["“C3”: “Low”: nothing is written in Russian."],
    ),
    (lambda c: criterion(c, 3)["about"].update(low=dict.fromkeys(LANGUAGES, "")), []),
    (lambda c: c["name"].update(kk=""), ["Name of the table: nothing is written in Kazakh."]),
    (lambda c: c["criteria"].clear(), ["There is no criterion: add one."]),
    (lambda c: c["levels"].clear(), ["There is no level: add one, from 0 per cent."]),
    (lambda c: c["bands"].clear(), ["There is no band: add one, from 0 points."]),
    (lambda c: band(c, "good").update(floor=None), ["“good”: write from where it begins."]),
    (lambda c: band(c, "good").update(floor=101), ["“good”: begins at whole points from 0 to 100."]),
    (lambda c: band(c, "good").update(floor=69.5), ["“good”: begins at whole points from 0 to 100."]),
    (lambda c: band(c, "good").update(floor=50), ["“satisfactory”: another band begins at 50 points, too."]),
    (
        lambda c: band(c, "not_passed").update(floor=10),
        ["“not passed” is the lowest band and begins at 10: totals below would be in no band. It begins at 0."],
    ),
    (
        lambda c: level(c, "low").update(floor=10),
        ["“Low” is the lowest level and begins at 10 per cent: marks below would be in no level. It begins at 0."],
    ),
    (lambda c: level(c, "good").update(floor=100), ["“Good”: begins at a whole per cent from 0 to 99."]),
    (lambda c: level(c, "good").update(floor=85), ["“Excellent”: another level begins at 85 per cent, too."]),
    (all_fail, ["No band passes: mark those that do."]),
    (
        lambda c: band(c, "very_good").update(passed=False),
        ["“very good” does not pass, but a lower band, from 50 points, does. Whoever has more points cannot fail."],
    ),
    (
        lambda c: (criterion(c, 5).update(maximum=2), criterion(c, 4).update(maximum=78)),
        ["“C5”: 1 points are too few for 4 levels: each needs a mark of its own."],
    ),
    (lambda c: (criterion(c, 1).update(maximum=2), criterion(c, 4).update(maximum=98)), []),
]


@pytest.mark.parametrize(("spoil", "said"), WRONG)
def test_every_rule_says_its_place(spoil: Callable[[Content], object], said: list[str]) -> None:
    content = sound()
    spoil(content)
    with translation.override("en"):
        assert [sentence_of(each, content) for each in problems(content)] == said


@pytest.mark.parametrize(
    ("kind", "most", "said"),
    [
        ("criteria", 20, "At most 20 criteria fit on a protocol."),
        ("levels", 6, "At most 6 levels fit on a phone."),
        ("bands", 10, "At most 10 bands are allowed."),
    ],
)
def test_there_is_an_end_to_the_lines(kind: str, most: int, said: str) -> None:
    content = sound()
    while len(content[kind]) <= most:
        add_row(content, kind)
    with translation.override("en"):
        assert said in [sentence_of(each, content) for each in problems(content)]


def test_a_new_line_is_said_by_its_number() -> None:
    content = sound()
    add_row(content, "criteria")
    with translation.override("en"):
        said = [sentence_of(each, content) for each in problems(content)]
    assert said[:3] == [
        "Criterion 6: Name: nothing is written in Kazakh, in Russian, in English.",
        "Criterion 6: Short name: nothing is written in Kazakh, in Russian, in English.",
        "Criterion 6: write the maximum, more than 0 points.",
    ]


# ---- whatever stands in a draft

words = st.fixed_dictionaries(dict.fromkeys(LANGUAGES, st.sampled_from(["", "word"])))
about = st.dictionaries(st.sampled_from(["low", "l1"]), words, max_size=2)
floors = st.none() | st.integers(-1, 102)


def lines(prefix: str, fields: dict[str, Any], most: int) -> st.SearchStrategy[list[Content]]:
    row = st.fixed_dictionaries({"label": words, **fields})
    return st.lists(row, max_size=most).map(lambda rows: [{"key": f"{prefix}{n}", **r} for n, r in enumerate(rows)])


anything = st.fixed_dictionaries(
    {
        "name": words,
        "criteria": lines(
            "c",
            {
                "short": words,
                "maximum": st.none() | st.integers(-2, 210),
                "step": st.sampled_from([1, 2]),
                "stage": st.sampled_from(["coursework", "defence"]),
                "tasks": st.just([]),
                "about": about,
            },
            4,
        ),
        "levels": lines("l", {"floor": floors}, 4),
        "bands": lines("b", {"floor": floors, "passed": st.booleans()}, 4),
    }
)


@st.composite
def sound_ones(draw: st.DrawFn) -> Content:
    """Tables that hold every rule: any split of 100 points, any rising levels, any bands down to 0."""
    content = sound()
    cuts = sorted(draw(st.sets(st.integers(1, 99), max_size=6)))
    parts = [after - before for before, after in zip([0, *cuts], [*cuts, 100], strict=True)]
    content["criteria"] = [
        {**sound()["criteria"][0], "key": f"c{n}", "maximum": points * 2, "step": draw(st.sampled_from([1, 2])),
         "stage": "coursework" if n else "defence"}
        for n, points in enumerate(sorted(parts, reverse=True))
    ]  # fmt: skip
    shares = [0, *draw(st.sets(st.integers(1, 99), max_size=2))]
    content["levels"] = [{**sound()["levels"][0], "key": f"l{n}", "floor": share} for n, share in enumerate(shares)]
    points = sorted({0, *draw(st.sets(st.integers(1, 100), min_size=1, max_size=6))})
    passes_from = draw(st.sampled_from(points))
    content["bands"] = [
        {**sound()["bands"][0], "key": f"b{n}", "floor": floor, "passed": floor >= passes_from}
        for n, floor in enumerate(draw(st.permutations(points)))
    ]
    return content


@settings(max_examples=CASES, deadline=None)
@given(anything)
def test_a_table_without_problems_gives_every_mark_a_level_and_every_total_one_band(content: Content) -> None:
    """And one with problems says each of them in words, at a place that is there."""
    found = problems(content)
    with translation.override("en"):
        said = [sentence_of(each, content) for each in found]
    assert all(said)
    for each in found:
        assert each.path[0] in content
        assert len(each.path) == 1 or each.path[0] == "name" or row_of(content[each.path[0]], each.path[1])
    if not found:
        whole(content)


@settings(max_examples=CASES, deadline=None)
@given(sound_ones())
def test_a_sound_table_can_be_marked_and_banded_unless_a_criterion_is_too_small_for_its_levels(
    content: Content,
) -> None:
    found = {each.code for each in problems(content)}
    assert found <= {"too_fine"}
    if not found:
        whole(content)


def whole(content: Content) -> None:
    """Each mark in its step is in one level, each whole total in one band, and more points never fail."""
    assert sum(row["maximum"] for row in content["criteria"]) == 200
    shares = [row["floor"] for row in content["levels"]]
    for row in content["criteria"]:
        if row["stage"] != "defence":
            continue
        stretches = levels(row["maximum"], shares, row["step"])
        marks = [mark for each in stretches for mark in range(each.low, each.high + 1, row["step"])]
        assert marks == list(range(0, row["maximum"] + 1, row["step"]))
        assert len(stretches) == len(shares)
        assert all(each.low <= each.middle <= each.high and each.middle % row["step"] == 0 for each in stretches)
    bands = [Floor(row["floor"], row["passed"]) for row in content["bands"]]
    passed = [band_of(total, bands).passed for total in range(101)]
    assert passed == sorted(passed)
    assert passed.index(True) == pass_floor(content)


class Floor:
    def __init__(self, floor: int, passed: bool) -> None:
        self.floor, self.passed = floor, passed


@settings(max_examples=CASES, deadline=None)
@given(st.integers(0, 4), st.integers(-60, 60).filter(bool))
def test_points_taken_or_given_are_always_noticed(place: int, off: int) -> None:
    content = sound()
    content["criteria"][place]["maximum"] += off
    expected = Problem("sum", ("criteria",), {"halves": 200 + off, "off": off})
    assert expected in problems(content)


@settings(max_examples=CASES, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["add", "drop", "back", "up", "down"]), st.integers(0, 30)), max_size=20))
def test_lines_come_and_go_without_ever_sharing_a_key(acts: list[tuple[str, int]]) -> None:
    content = sound()
    for verb, n in acts:
        here, gone = content["criteria"], removed_rows(content, "criteria")
        if verb == "add":
            add_row(content, "criteria")
        elif verb == "drop" and here:
            drop_row(content, "criteria", here[n % len(here)]["key"])
        elif verb == "back" and gone:
            bring_back(content, "criteria", gone[n % len(gone)]["key"])
        elif verb in {"up", "down"} and here:
            before = {row["key"] for row in here}
            move_criterion(content, here[n % len(here)]["key"], -1 if verb == "up" else 1)
            assert {row["key"] for row in content["criteria"]} == before
        keys = [row["key"] for row in [*content["criteria"], *removed_rows(content, "criteria")]]
        assert len(set(keys)) == len(keys)
