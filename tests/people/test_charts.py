"""The geometry of the pictures: numbers in, places out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from people import charts
from people.charts.pipeline import levels

MODULES = [charts.Stretch(f"Module {n}", hours) for n, hours in enumerate((12, 14, 12, 12, 10, 10, 6), start=1)]
BANDS = [
    charts.Band("very good", 85),
    charts.Band("not passed", 0, passed=False),
    charts.Band("good", 70),
    charts.Band("satisfactory", 50),
]


def test_the_strip_shows_the_four_hours_that_no_module_has() -> None:
    strip = charts.hours_strip(MODULES, declared=80)
    assert (strip.planned, strip.gap) == (76, 4)
    assert strip.gap_x == 95.0
    assert strip.gap_width == 5.0
    assert strip.today is None


@pytest.mark.parametrize(
    ("done", "done_hours", "today"),
    [
        (0, [0, 0, 0, 0, 0, 0, 0], 0.0),
        (45, [12, 14, 12, 7, 0, 0, 0], 56.25),
        (Decimal("12.5"), [12, Decimal("0.5"), 0, 0, 0, 0, 0], 15.62),
        (76, [12, 14, 12, 12, 10, 10, 6], 95.0),
        (500, [12, 14, 12, 12, 10, 10, 6], 100.0),
    ],
)
def test_hours_behind_us_fill_the_modules_in_order(done: Decimal, done_hours: list[Decimal], today: float) -> None:
    strip = charts.hours_strip(MODULES, declared=80, done=done)
    assert [piece.done_hours for piece in strip.pieces] == done_hours
    assert strip.today == today


def test_what_stands_on_a_half_done_module_is_cut_where_the_done_part_ends() -> None:
    fourth = charts.hours_strip(MODULES, declared=80, done=45).pieces[3]
    assert (fourth.width, fourth.done) == (15.0, 8.75)
    assert fourth.share == 58.33
    assert fourth.whole == pytest.approx(171.44, abs=0.01)


def test_modules_longer_than_declared_still_fit_the_strip() -> None:
    strip = charts.hours_strip([charts.Stretch("All", 100)], declared=80)
    assert (strip.pieces[0].width, strip.gap) == (100.0, 0)


def test_an_empty_programme_has_an_empty_strip() -> None:
    strip = charts.hours_strip([], declared=0)
    assert (strip.pieces, strip.gap, strip.gap_width) == ([], 0, 0.0)


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1, [1]), (2, [6, 1]), (3, [6, 4, 1]), (6, [6, 5, 4, 3, 2, 1])],
)
def test_the_further_along_the_more_ink(number: int, expected: list[int]) -> None:
    stages = [charts.Stage(str(n), "") for n in range(number)]
    assert list(levels(stages).values()) == expected


def test_the_longest_cohort_fills_the_row_and_empty_stages_take_no_room() -> None:
    stages = [charts.Stage(key, key) for key in ("applied", "admitted", "issued")]
    rows = [
        charts.PipelineRow("October", counts={"issued": 20}),
        charts.PipelineRow("November", counts={"applied": 17, "admitted": 13}),
        charts.PipelineRow("December"),
    ]
    october, november, december = charts.pipeline(rows, stages)
    assert [(p.stage.key, p.x, p.width) for p in october.pieces] == [("issued", 0.0, 66.67)]
    assert [(p.count, p.x, p.width) for p in november.pieces] == [(17, 0.0, 56.67), (13, 56.67, 43.33)]
    assert (december.pieces, december.total) == ([], 0)


@pytest.mark.parametrize(("counts", "fits"), [((1, 99), [False, True]), ((50, 50), [True, True])])
def test_a_number_is_written_only_where_it_fits(counts: tuple[int, int], fits: list[bool]) -> None:
    stages = [charts.Stage("a", ""), charts.Stage("b", "")]
    (bar,) = charts.pipeline([charts.PipelineRow("", counts=dict(zip("ab", counts, strict=True)))], stages)
    assert [piece.number_fits for piece in bar.pieces] == fits


def test_bands_come_from_the_lowest_up_whatever_the_order_given() -> None:
    parts = charts.band_scale(BANDS).parts
    assert [(p.band.label, p.span, p.level) for p in parts] == [
        ("not passed", "0–49", 0),
        ("satisfactory", "50–69", 1),
        ("good", "70–84", 2),
        ("very good", "85–100", 3),
    ]


@pytest.mark.parametrize(
    ("total", "band", "x"),
    [(0, "not passed", 0.0), (49, "not passed", 49.0), (50, "satisfactory", 50.0), (84, "good", 84.0),
     (85, "very good", 85.0), (100, "very good", 100.0)],
)  # fmt: skip
def test_a_total_stands_in_its_band(total: int, band: str, x: float) -> None:
    scale = charts.band_scale(BANDS, total)
    assert scale.here is not None
    assert (scale.here.band.label, scale.x) == (band, x)


def test_totals_are_counted_by_band_and_described() -> None:
    plot = charts.dot_plot([44, 58, 63, 71, 79, 85, 96], BANDS)
    assert [(p.band.label, p.count) for p in plot.parts] == [
        ("not passed", 1), ("satisfactory", 2), ("good", 2), ("very good", 2),
    ]  # fmt: skip
    assert [plot.low, plot.lowest, plot.median, plot.highest, plot.mean] == [40, 44, 71, 96, Decimal("70.9")]
    assert [dot.kind for dot in plot.dots] == ["fail", "pass", "pass", "pass", "pass", "top", "top"]


@pytest.mark.parametrize("total", [50, 70, 85])
def test_no_dot_sits_on_the_floor_of_a_band(total: int) -> None:
    plot = charts.dot_plot([total - 1, total], BANDS)
    floor = charts.percent(total - 40, 60)
    below, above = (dot.x for dot in plot.dots)
    assert below < floor < above


def test_totals_of_one_bin_are_stacked_without_touching() -> None:
    plot = charts.dot_plot([75, 76, 77], BANDS)
    assert len({dot.x for dot in plot.dots}) == 1
    heights = sorted(dot.y for dot in plot.dots)
    assert all(upper - lower >= 2 * plot.radius for lower, upper in pairwise(heights))


def test_a_very_low_total_widens_the_axis_and_a_hundred_stays_on_it() -> None:
    plot = charts.dot_plot([3, 100], BANDS)
    assert plot.low == 0
    assert [dot.x for dot in plot.dots] == [3.75, 98.75]


def test_three_hundred_equal_totals_still_fit_the_picture() -> None:
    plot = charts.dot_plot([80] * 300, BANDS)
    assert plot.height < 280
    assert min(dot.y for dot in plot.dots) > 36


def test_no_totals_make_an_empty_plot() -> None:
    plot = charts.dot_plot([], BANDS)
    assert (plot.dots, plot.count) == ([], 0)


def test_the_spread_of_a_commission_is_the_distance_of_its_outermost_members() -> None:
    spread = charts.juror_spread(
        [charts.Spread("Saule", [("A", Decimal("84.5")), ("B", 79), ("C", 71)], flagged=True)], BANDS
    )
    (row,) = spread.rows
    assert row.difference == Decimal("13.5")
    assert (row.x, row.width) == (51.67, 22.5)
    assert [part.band.floor for part in spread.floors] == [50, 70, 85]


def test_months_run_from_the_first_to_the_last_and_days_stand_between() -> None:
    line = charts.timeline(
        [charts.Moment(date(2027, 1, 1), "later"), charts.Moment(date(2026, 11, 1), "first", "done")],
        date(2026, 11, 23),
        date(2027, 1, 23),
        today=date(2026, 12, 1),
    )
    assert [tick.when for tick in line.ticks] == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]
    assert [(dot.number, dot.moment.label, dot.x) for dot in line.dots] == [(1, "first", 0.0), (2, "later", 66.3)]
    assert line.today == pytest.approx(32.61)


def test_dots_that_would_touch_go_one_lane_up() -> None:
    days = [date(2026, 11, 23), date(2026, 11, 25), date(2027, 6, 1)]
    line = charts.timeline([charts.Moment(day, "") for day in days], date(2026, 11, 1), date(2027, 11, 1))
    assert [dot.lane for dot in line.dots] == [0, 1, 0]
    assert line.lanes == 2


@pytest.mark.parametrize("today", [date(2026, 10, 31), date(2027, 12, 1)])
def test_today_is_not_marked_outside_the_months(today: date) -> None:
    assert charts.timeline([], date(2026, 11, 1), date(2027, 11, 1), today).today is None
