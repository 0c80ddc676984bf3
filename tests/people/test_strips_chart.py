"""The picture of numbered things: to scale, with what is narrow still to be seen, and with its table."""

from __future__ import annotations

from django.template import Context, Template
from django.utils import translation

from people.charts import StripKind, StripRow, number_strips

KINDS = [StripKind("used", "Used", "m1"), StripKind("free", "Free", "m6"), StripKind("gone", "Gone", "gone")]


def row(*stretches: tuple[str, int, int]) -> StripRow:
    return StripRow("A 1–100", "60 left", "/pile/", stretches, write=lambda value: f"{value:03d}")


def test_stretches_are_to_scale_from_the_first_number_to_the_last() -> None:
    [(_row, pieces)] = number_strips([row(("used", 101, 140), ("free", 141, 200))], KINDS)
    assert [(piece.x, piece.width, piece.size) for piece in pieces] == [(0, 40, 40), (40, 60, 60)]
    assert [piece.words for piece in pieces] == ["101–140", "141–200"]


def test_one_among_a_thousand_is_wide_enough_to_be_seen_and_stays_inside() -> None:
    [(_row, pieces)] = number_strips([row(("free", 1, 999), ("gone", 1000, 1000))], KINDS)
    assert (pieces[1].x, pieces[1].width, pieces[1].words) == (99.5, 0.5, "1000")
    assert (pieces[0].number_fits, pieces[1].number_fits) == (True, False)


def test_nothing_is_no_picture_and_no_error() -> None:
    assert [pieces for _row, pieces in number_strips([row()], KINDS)] == [[]]
    assert number_strips([], KINDS) == []


def test_the_picture_says_its_numbers_and_carries_its_table() -> None:
    with translation.override("en"):
        template = Template("{% load look %}{% number_strips rows kinds label='Stock' %}")
        html = template.render(Context({"rows": [row(("used", 1, 1), ("free", 2, 9))], "kinds": KINDS}))
    assert 'aria-label="Used: 001, Free: 002–009"' in html
    assert '<td class="num">002–009</td><td>Free</td><td class="r num">8</td>' in html
    # What is narrow is drawn last, so that its neighbour does not cover it; what does not occur has no legend.
    assert html.index('class="m6"') < html.index('class="m1"')
    assert "Gone" not in html
    assert "style=" not in html
