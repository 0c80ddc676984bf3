"""What two contents of a programme differ in: lines are recognised by their titles, not by their places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import translation

from courses import draft_content, programme_file
from courses.comparing import Comparison, compare
from courses.draft_content import Content, as_file, opened


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def compared(change: Callable[[Content], Any]) -> Comparison:
    source = programme_file.load().data
    content = opened(source)
    change(content)
    return compare(source, as_file(content))


def states(comparison: Comparison) -> list[str]:
    return [line.state for line in comparison.lines]


def test_a_content_differs_in_nothing_from_itself() -> None:
    comparison = compared(lambda content: None)
    assert not comparison.anything
    assert states(comparison) == ["same"] * 7


def test_a_removed_module_stands_where_it_stood_and_moves_nothing_else() -> None:
    comparison = compared(lambda content: draft_content.drop_module(content, "m2"))
    assert states(comparison) == ["same", "removed", "same", "same", "same", "same", "same"]
    assert [(fact.was, fact.now) for fact in comparison.lines[1].facts] == [("4", "–"), ("6", "–"), ("4", "–")]
    assert (comparison.sums[-1].was, comparison.sums[-1].now) == ("76", "62")


def test_only_the_module_that_was_carried_counts_as_moved() -> None:
    comparison = compared(lambda content: draft_content.move_module(content, "m6", -5))
    assert states(comparison) == ["moved", "same", "same", "same", "same", "same", "same"]


def test_a_renamed_module_is_the_same_one_with_another_title() -> None:
    def rename(content: Content) -> None:
        content["modules"][2]["title"]["en"] = "Monitoring and the quality of education"

    line = compared(rename).lines[2]
    assert line.state == "changed"
    assert [(fact.label, fact.now) for fact in line.facts] == [
        ("Title (English)", "Monitoring and the quality of education")
    ]


def test_a_module_of_another_subject_is_a_new_one() -> None:
    def replace(content: Content) -> None:
        content["modules"][2]["title"] = {"kk": "Қаржы", "ru": "Финансы", "en": "Finance"}

    assert sorted(states(compared(replace))) == ["added", "removed", *["same"] * 6]


def test_lines_of_lists_forms_of_study_and_conditions_are_told() -> None:
    def change(content: Content) -> None:
        draft_content.row_of(content["sections"], "materials")["items"].pop(0)
        draft_content.choose_forms(content, ["distance"])
        content["validity_years"] = 5

    comparison = compared(change)
    assert [(fact.label, fact.was, fact.now) for fact in comparison.facts] == [
        ("Validity of the certificate, in years", "3", "5"),
        ("Forms of study", "In person, Distance, Blended", "Distance"),
    ]
    lists = {one.heading: (len(one.removed), len(one.added)) for one in comparison.lists}
    assert lists == {"Forms of study": (2, 0), "Study materials": (1, 0)}


def test_another_table_of_criteria_is_told() -> None:
    source = programme_file.load().data
    assert compare(source, {**source, "levels": []}).marking_differs


def test_contents_without_anything_can_be_compared() -> None:
    assert not compare({}, {}).anything
