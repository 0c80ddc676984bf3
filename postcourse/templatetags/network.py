"""How a practice is shown: its state as a pill, its kind as an icon."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from people.templatetags.look import status
from postcourse.models import Practice

register = template.Library()
State = Practice.State
PILLS = {
    State.DRAFT: ("mute", "pen"),
    State.SUBMITTED: ("gold", "clock"),
    State.PUBLISHED: ("ok", "check"),
    State.RETURNED: ("warn", "undo"),
    State.HIDDEN: ("bad", "eye-off"),
    State.ERASED: ("mute", "trash"),
}
ICONS = {Practice.Kind.CASE: "scale", Practice.Kind.PRACTICE: "award"}


@register.simple_tag
def practice_state(practice: Practice) -> SafeString:
    kind, icon = PILLS[State(practice.state)]
    return status(kind, icon, practice.get_state_display())


@register.filter
def practice_icon(kind: str) -> str:
    return ICONS[Practice.Kind(kind)]
