"""Shares at several times: bars, intervals, and what is not told."""

from __future__ import annotations

from decimal import Decimal

from django.template import Context, Template

from people.charts import Share, SharePanel, share_panels


def test_a_bar_is_as_wide_as_its_share_and_its_interval_lies_on_the_same_axis() -> None:
    [(_panel, [bar])] = share_panels(
        [SharePanel("n", shares=[Share("high", 29, 116, Decimal("18.0"), Decimal("33.6"))])]
    )
    assert (bar.width, bar.low, bar.end, bar.percent, bar.is_told) == (25.0, 18.0, 33.6, 25, True)


def test_per_cent_are_whole_and_rounded_half_up() -> None:
    shares = [Share("", count, 8) for count in (0, 1, 3, 8)]
    [(_panel, bars)] = share_panels([SharePanel("", shares=shares)])
    assert [bar.percent for bar in bars] == [0, 13, 38, 100]


def test_what_is_not_told_is_the_stretch_in_which_it_lies_or_nothing() -> None:
    shares = [Share("", of=25, least=21, most=25, words="more than 20"), Share("", words="not shown")]
    [(_panel, [vague, hidden])] = share_panels([SharePanel("", shares=shares)])
    assert (vague.is_told, vague.from_x, vague.vague) == (False, 84.0, 16.0)
    assert (hidden.is_told, hidden.width, hidden.vague) == (False, 0.0, 0.0)


def test_the_picture_has_a_table_of_the_same_numbers_and_no_style() -> None:
    panels = [
        SharePanel("Before", "n = 8", [Share("Low", 3, 8, Decimal("13.7"), Decimal("69.4"))]),
        SharePanel("After", "n = 9", [Share("Low", of=9, words="fewer than 5")]),
    ]
    page = Template('{% load look %}{% share_panels panels "Level" label="Levels" %}').render(
        Context({"panels": panels})
    )
    table = page[page.index("<table") :]
    for said in ("Before", "After", "3 / 8", "38 %", "13,7–69,4 %", "fewer than 5"):
        assert said in table
    assert "style=" not in page
    assert 'aria-label="Low: 3 / 8"' in page
