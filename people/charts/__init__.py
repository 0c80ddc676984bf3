"""Geometry of the pictures: data in, numbers out. Nothing here knows Django or the database.

Along x everything is a percentage, so a chart fills any column while its text keeps its size; along y it is pixels.
"""

from people.charts.bands import (
    Band,
    BandPart,
    BandScale,
    DotPlot,
    JurorSpread,
    Spread,
    band_scale,
    dot_plot,
    juror_spread,
)
from people.charts.days import DayBar, DayBars, day_bars
from people.charts.earned import EarnedPiece, EarnedRow, EarnedStrip, earned_strips
from people.charts.geometry import Number, percent
from people.charts.hours import HoursStrip, Stretch, hours_strip
from people.charts.levels import Change, ChangeRow, level_change
from people.charts.months import Moment, Timeline, timeline
from people.charts.pipeline import Bar, PipelineRow, Stage, pipeline
from people.charts.plan import PlanBar, PlanRow, plan_bars
from people.charts.progress import ProgressRow, StatusKind, StatusPiece, status_strip
from people.charts.shares import Share, ShareBar, SharePanel, share_panels
from people.charts.strips import StripKind, StripPiece, StripRow, number_strips

__all__ = [
    "Band",
    "BandPart",
    "BandScale",
    "Bar",
    "Change",
    "ChangeRow",
    "DayBar",
    "DayBars",
    "DotPlot",
    "EarnedPiece",
    "EarnedRow",
    "EarnedStrip",
    "HoursStrip",
    "JurorSpread",
    "Moment",
    "Number",
    "PipelineRow",
    "PlanBar",
    "PlanRow",
    "ProgressRow",
    "Share",
    "ShareBar",
    "SharePanel",
    "Spread",
    "Stage",
    "StatusKind",
    "StatusPiece",
    "Stretch",
    "StripKind",
    "StripPiece",
    "StripRow",
    "Timeline",
    "band_scale",
    "day_bars",
    "dot_plot",
    "earned_strips",
    "hours_strip",
    "juror_spread",
    "level_change",
    "number_strips",
    "percent",
    "pipeline",
    "plan_bars",
    "share_panels",
    "status_strip",
    "timeline",
]
