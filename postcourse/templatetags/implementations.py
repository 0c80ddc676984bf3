"""How a project in practice is shown: its status as a pill, values with their unit, reasons as sentences."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString

from people.models import Upload
from people.templatetags.look import status
from postcourse.implementation_board import LOOKS
from postcourse.implementation_status import Cause
from postcourse.implementation_wording import why as why_words
from postcourse.implementation_wording import with_unit
from postcourse.models import Goal, GoalOutcome, Implementation, Standing

register = template.Library()
State = Implementation.State
REACHED = {
    GoalOutcome.Reached.FULLY: ("ok", "check"),
    GoalOutcome.Reached.PARTLY: ("warn", "minus"),
    GoalOutcome.Reached.NOT: ("mute", "x"),
}
STATES = {
    State.RUNNING: ("info", "play"),
    State.ANALYSED: ("gold", "message"),
    State.CLOSED: ("ok", "check"),
    State.ENDED: ("mute", "x"),
}
LEVELS = {1: ("bad", "x"), 2: ("warn", "minus"), 3: ("info", "check"), 4: ("ok", "check")}


@register.simple_tag
def standing_pill(standing: Standing) -> SafeString:
    tone, icon, _look = LOOKS[standing]
    return status(tone, icon, str(Standing(standing).label))


@register.simple_tag
def state_pill(implementation: Implementation) -> SafeString:
    return status(*STATES[State(implementation.state)], implementation.get_state_display())


@register.simple_tag
def reached_pill(outcome: GoalOutcome) -> SafeString:
    return status(*REACHED[GoalOutcome.Reached(outcome.reached)], outcome.get_reached_display())


@register.simple_tag
def level_pill(level: int, word: str) -> SafeString:
    return status(*LEVELS[level], word)


@register.filter
def why(cause: Cause) -> str:
    return why_words(cause)


@register.filter
def in_unit(value: Decimal | None, goal: Goal) -> str:
    return with_unit(value, goal)


@register.filter
def file_size(upload: Upload) -> str:
    return f"{upload.kind.upper()}, {filesizeformat(upload.size)}"
