"""So many a day, as bars: the highest fills the height, one beside many is still seen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.template import Context, Template

from people.charts import day_bars
from people.charts.days import HEIGHT, LEAST

LAST = date(2026, 11, 22)
FIRST = LAST - timedelta(days=89)


def test_a_bar_stands_on_its_day_and_is_as_high_as_its_number() -> None:
    drawn = day_bars({FIRST: 5, LAST: 10, date(2026, 10, 1): 0}, FIRST, LAST)
    assert [(bar.day, bar.n, bar.x, bar.height) for bar in drawn.bars] == [
        (FIRST, 5, 0.0, HEIGHT / 2), (LAST, 10, 98.89, HEIGHT),
    ]  # fmt: skip
    assert all(bar.y + bar.height == HEIGHT for bar in drawn.bars)
    assert (drawn.most, drawn.total) == (10, 15)


def test_one_beside_a_thousand_is_still_seen() -> None:
    drawn = day_bars({FIRST: 1, LAST: 1000}, FIRST, LAST)
    assert drawn.bars[0].height == LEAST


def test_days_outside_are_left_out_and_nothing_is_nothing() -> None:
    drawn = day_bars({FIRST - timedelta(days=1): 5, LAST + timedelta(days=1): 5}, FIRST, LAST)
    assert (drawn.bars, drawn.most, drawn.total) == ([], 0, 0)


def test_the_axis_names_the_last_day_and_every_fourth_week_back() -> None:
    ticks = day_bars({}, FIRST, LAST).ticks
    assert [tick.day for tick in ticks] == [LAST - timedelta(weeks=4 * back) for back in (3, 2, 1, 0)]


@pytest.mark.usefixtures("in_english")
def test_the_table_has_the_numbers_with_the_latest_day_first() -> None:
    template = Template('{% load look %}{% day_bars days "Checks" "Checks by day" %}')
    html = template.render(Context({"days": day_bars({FIRST: 5, LAST: 10}, FIRST, LAST)}))
    assert 'aria-label="Checks by day: 25.08.2026 – 22.11.2026, 15"' in html
    assert html.index("22.11.2026</th>") < html.index("25.08.2026</th>")
    assert html.count("<rect") == 2
