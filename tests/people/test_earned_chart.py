"""The strip of hours earned: what is drawn of each kind, and the table beside it."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template
from django.utils import translation

from people.charts import EarnedRow, Stage, earned_strips

STAGES = [Stage("lecture", "Дәріс"), Stage("practice", "Практика"), Stage("self_study", "Өзіндік")]
ROW = EarnedRow(
    "Сәуле",
    due={"lecture": 20, "practice": 30},
    earned={"lecture": 10, "practice": 30},
    missed={"lecture": 5},
    share=88,
)


def test_a_kind_is_as_wide_as_its_hours_and_filled_as_far_as_they_are_earned() -> None:
    (strip,) = earned_strips([ROW], STAGES)
    drawn = [(piece.x, piece.width, piece.filled, piece.lost) for piece in strip.pieces]
    assert drawn == [(0, 40, 50, 25), (40, 60, 100, 0)]
    assert (strip.due, strip.earned, strip.missed) == (50, 40, 5)


def test_nobody_and_nothing_due_draw_nothing() -> None:
    assert earned_strips([], STAGES) == []
    (strip,) = earned_strips([EarnedRow("Сәуле")], STAGES)
    assert (strip.pieces, strip.due) == ([], 0)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_picture_says_itself_and_brings_its_table(language: str) -> None:
    template = Template('{% load look %}{% earned_strips rows stages thing="Қатысушы" label="Сағаттар" %}')
    with translation.override(language):
        html = template.render(Context({"rows": [ROW], "stages": STAGES}))
    assert 'aria-label="Дәріс: 10 / 20, Практика: 30 / 30"' in html
    assert re.findall(r'<td class="r num">([^<]+)</td>', html) == [
        "10 / 20",
        "30 / 30",
        "0 / 0",
        "40 / 50",
        "5",
        "88&nbsp;%",
    ]
    measures = re.findall(r' (?:x|y|width|height)="([^"]*)"', html)
    assert [m for m in measures if not re.fullmatch(r"\d*\.?\d+%?", m)] == []
    assert "style=" not in html
