"""An implementation in words, in the language of the moment."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import get_format
from django.utils.translation import gettext as _

from postcourse.implementation_policy import IMPLEMENTATION
from postcourse.implementation_status import Cause, Reason
from postcourse.models import Goal


def number(value: Decimal | None) -> str:
    """11,5 as people write it, with no more decimals than there are; nothing for nothing."""
    if value is None:
        return ""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", str(get_format("DECIMAL_SEPARATOR"))).replace("-", "−")


def with_unit(value: Decimal | None, goal: Goal) -> str:
    if value is None:
        return "–"
    return f"{number(value)}\xa0{goal.unit}" if goal.unit else number(value)


def why(cause: Cause) -> str:
    """A sentence for the page."""
    days = {"silent": IMPLEMENTATION.silent.days, "past": IMPLEMENTATION.long_past.days, "goal": cause.goal}
    return {
        Reason.ALL_REACHED: _("Every goal is reached."),
        Reason.SILENT: _("Nothing was heard for more than %(silent)s days."),
        Reason.GOAL_LONG_PAST: _("Goal %(goal)s is more than %(past)s days past its day."),
        Reason.NO_GOALS: _("There are no goals yet."),
        Reason.MILESTONE_PAST: _("Something was due and is not done."),
        Reason.GOAL_PAST: _("Goal %(goal)s is past its day and not reached."),
        Reason.GOAL_BEHIND: _("Goal %(goal)s is behind its time."),
        Reason.NEW: _("It has just begun: the goals come first."),
        Reason.IN_TIME: _("Nothing is overdue, and no goal is far behind its time."),
    }[cause.reason] % days
