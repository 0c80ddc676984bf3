"""The picture of what is planned against what is due: its geometry, its words and its table."""

from __future__ import annotations

from django.template import Context, Template
from django.utils import translation

from people.charts import PlanRow, Stage, plan_bars

STAGES = [Stage("lecture", "Lecture"), Stage("practice", "Practice")]


def test_the_longest_line_fills_the_width_and_the_rest_is_to_scale() -> None:
    long, short = plan_bars(
        [PlanRow("1", due={"lecture": 4, "practice": 6}), PlanRow("2", due={"lecture": 2, "practice": 3})], STAGES
    )
    assert [(piece.x, piece.width) for piece in long.pieces] == [(0, 40), (40, 60)]
    assert [(piece.x, piece.width) for piece in short.pieces] == [(0, 20), (20, 30)]


def test_a_piece_is_filled_by_what_is_planned() -> None:
    (bar,) = plan_bars([PlanRow("1", due={"lecture": 4}, planned={"lecture": 1})], STAGES)
    (piece,) = bar.pieces
    assert (piece.filled, piece.over, bar.missing, bar.too_many) == (25, 0, 3, 0)


def test_too_much_is_shown_at_the_end_and_makes_up_for_nothing() -> None:
    row = PlanRow("1", due={"lecture": 4, "practice": 4}, planned={"lecture": 5, "practice": 3})
    (bar,) = plan_bars([row], STAGES)
    lecture = bar.pieces[0]
    assert (lecture.width, lecture.filled, lecture.over, lecture.over_from) == (55.56, 100, 20, 80)
    assert (bar.planned, bar.due, bar.missing, bar.too_many) == (8, 8, 1, 1)


def test_hours_that_nobody_asked_for_are_all_too_many() -> None:
    (bar,) = plan_bars([PlanRow("1", planned={"practice": 2})], STAGES)
    assert [(piece.stage.key, piece.over) for piece in bar.pieces] == [("practice", 100)]


def test_nothing_at_all_is_no_picture_and_no_error() -> None:
    assert [bar.pieces for bar in plan_bars([PlanRow("1")], STAGES)] == [[]]
    assert plan_bars([], STAGES) == []


def test_the_picture_says_its_numbers_and_carries_its_table() -> None:
    rows = [PlanRow("Module 1", "Law", {"lecture": 4, "practice": 6}, {"lecture": 4, "practice": 2})]
    with translation.override("en"):
        template = Template("{% load look %}{% plan_bars rows stages label='Hours' %}")
        html = template.render(Context({"rows": rows, "stages": STAGES}))
    assert 'aria-label="Lecture: 4 / 4, Practice: 2 / 6"' in html
    assert '<td class="r num">6 / 10</td>' in html
    assert "−4" in html
    assert "style=" not in html
