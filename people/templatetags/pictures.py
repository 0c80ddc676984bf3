"""Pictures of numbers as SVG drawn by the server, with classes only, each with the table of its numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import template

from people import charts


def hours_strip(
    stretches: Sequence[charts.Stretch],
    declared: charts.Number,
    done: charts.Number | None = None,
    label: str = "",
    today_label: str = "",
) -> dict[str, Any]:
    """The declared hours as one strip; with `done` (academic hours behind us) the gold marker of today."""
    return {"strip": charts.hours_strip(stretches, declared, done), "label": label, "today_label": today_label}


def pipeline(
    rows: Sequence[charts.PipelineRow], stages: Sequence[charts.Stage], label: str = "", thing: str = ""
) -> dict[str, Any]:
    """Cohorts, or another `thing`, by how far their people have come."""
    used = {stage.key for stage in stages}
    bars = charts.pipeline(rows, stages)
    levels = {piece.stage.key: piece.level for bar in bars for piece in bar.pieces}
    table = [(bar, [bar.row.counts.get(stage.key, 0) for stage in stages]) for bar in bars]
    return {
        "bars": bars, "stages": stages, "table": table, "label": label, "thing": thing,
        "legend": [(stage, levels[stage.key]) for stage in stages if stage.key in used & levels.keys()],
    }  # fmt: skip


def plan_bars(rows: Sequence[charts.PlanRow], stages: Sequence[charts.Stage], label: str = "") -> dict[str, Any]:
    """What is planned against what is due, by line and kind."""
    bars = charts.plan_bars(rows, stages)
    table = [
        (bar, [(bar.row.planned.get(stage.key, 0), bar.row.due.get(stage.key, 0)) for stage in stages]) for bar in bars
    ]
    levels = {piece.stage.key: piece.level for bar in bars for piece in bar.pieces}
    legend = [(stage, levels[stage.key]) for stage in stages if stage.key in levels]
    return {"bars": bars, "stages": stages, "table": table, "legend": legend, "label": label}


def earned_strips(
    rows: Sequence[charts.EarnedRow], stages: Sequence[charts.Stage], thing: str, label: str = ""
) -> dict[str, Any]:
    """What each has earned of what is due, one strip a person; `thing` heads the first column of the table."""
    strips = charts.earned_strips(rows, stages)
    cells = [
        [(strip.row.earned.get(each.key, 0), strip.row.due.get(each.key, 0)) for each in stages] for strip in strips
    ]
    levels = {piece.stage.key: piece.level for strip in strips for piece in strip.pieces}
    legend = [(stage, levels[stage.key]) for stage in stages if stage.key in levels]
    return {
        "strips": strips, "stages": stages, "table": list(zip(strips, cells, strict=True)), "legend": legend,
        "thing": thing, "label": label,
    }  # fmt: skip


def dot_plot(totals: Sequence[charts.Number], bands: Sequence[charts.Band], label: str = "") -> dict[str, Any]:
    """Totals of a cohort against the floors of the bands."""
    return {"plot": charts.dot_plot(totals, bands), "totals": sorted(totals), "label": label}


def band_scale(bands: Sequence[charts.Band], total: charts.Number | None = None, label: str = "") -> dict[str, Any]:
    """One total on the scale of the bands."""
    return {"scale": charts.band_scale(bands, total), "label": label}


def juror_spread(rows: Sequence[charts.Spread], bands: Sequence[charts.Band], label: str = "") -> dict[str, Any]:
    """How far the members of a commission are apart, one row for each participant."""
    return {"spread": charts.juror_spread(rows, bands), "label": label}


def timeline(
    moments: Sequence[charts.Moment],
    starts: date,
    ends: date,
    today: date | None = None,
    label: str = "",
    opened: bool = True,
) -> dict[str, Any]:
    """What happens on which day, on an axis of months; `opened=False` folds the table where the page has a list."""
    line = charts.timeline(moments, starts, ends, today)
    axis = 52 + (line.lanes - 1) * 30
    return {
        "line": line, "axis": axis, "height": axis + 30, "label": label, "opened": opened,
        "dots": [(dot, axis - 22 - dot.lane * 30) for dot in line.dots],
    }  # fmt: skip


def level_change(
    changes: Sequence[charts.Change],
    before_word: str,
    after_word: str,
    thing: str,
    label: str = "",
    counted: bool = False,
    levels: int = 5,
) -> dict[str, Any]:
    """Levels before and after, one line each; `counted` adds to the table how many people stand behind a mean."""
    return {
        "rows": charts.level_change(changes, levels), "levels": levels, "label": label, "counted": counted,
        "before_word": before_word, "after_word": after_word, "thing": thing,
        "ticks": [charts.percent(place, levels - 1) for place in range(levels)],
    }  # fmt: skip


def share_panels(panels: Sequence[charts.SharePanel], thing: str, label: str = "") -> dict[str, Any]:
    """The same shares at several times, with their intervals; `thing` heads the first column of the table."""
    drawn = charts.share_panels(panels)
    rows = zip(*(bars for _panel, bars in drawn), strict=True)
    lines = [{"label": bars[0].share.label, "bars": bars} for bars in rows]
    return {"panels": drawn, "lines": lines, "thing": thing, "label": label}


def number_strips(
    rows: Sequence[charts.StripRow], kinds: Sequence[charts.StripKind], label: str = ""
) -> dict[str, Any]:
    """What has become of numbered things, one strip a range."""
    drawn = charts.number_strips(rows, kinds)
    met = {piece.kind.key for _row, pieces in drawn for piece in pieces}
    return {"strips": drawn, "legend": [kind for kind in kinds if kind.key in met], "label": label}


def day_bars(days: charts.DayBars, thing: str, label: str = "") -> dict[str, Any]:
    """So many a day; `thing` heads the column of numbers, whose table has the latest day first."""
    return {"days": days, "latest": days.bars[::-1], "thing": thing, "label": label}


def progress_rows(
    rows: Sequence[charts.ProgressRow], counts: Sequence[tuple[charts.StatusKind, int]], thing: str, label: str = ""
) -> dict[str, Any]:
    """How far each has come and with what status; `thing` heads the first column of the table."""
    return {"rows": rows, "pieces": charts.status_strip(counts), "thing": thing, "label": label}


PICTURES: tuple[Callable[..., dict[str, Any]], ...] = (
    hours_strip, pipeline, plan_bars, earned_strips, dot_plot, band_scale, juror_spread, level_change, timeline,
    share_panels, number_strips, day_bars, progress_rows,
)  # fmt: skip


def add_pictures(register: template.Library) -> None:
    for picture in PICTURES:
        register.inclusion_tag(f"look/charts/{picture.__name__}.html")(picture)
