"""How attendance is shown: a state as a pill or as a sign in a dense table, and who is below the minimum."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from courses.hours_earned import attendance_of
from courses.models import Attendance, Cohort
from people.templatetags.look import icon, status

register = template.Library()

STATES = {
    Attendance.State.PRESENT: ("ok", "check"),
    Attendance.State.ABSENT: ("bad", "x"),
    Attendance.State.EXCUSED: ("warn", "file"),
}


@register.simple_tag
def attendance_state(state: str) -> SafeString:
    """A pill: icon, word and tint."""
    if not state:
        return status("mute", "clock", _("Not marked yet"))
    known = Attendance.State(state)
    return status(*STATES[known], str(known.label))


@register.simple_tag
def attendance_sign(state: str | None) -> SafeString:
    """The icon alone, with the word for those who listen and for the pointer; the legend below the table has both."""
    if not state:
        sign, word = ("–", _("Not in the group")) if state is None else ("·", _("Not marked yet"))
        return format_html(
            '<span class="att-0" title="{0}"><span aria-hidden="true">{1}</span>'
            '<span class="visually-hidden">{0}</span></span>', word, sign,
        )  # fmt: skip
    known = Attendance.State(state)
    tone, name = STATES[known]
    drawn = icon(name, str(known.label), "sm")
    return format_html('<span class="att-s att-{}" title="{}">{}</span>', tone, known.label, drawn)


@register.filter
def state_icon_name(state: str) -> str:
    return STATES[Attendance.State(state)][1]


@register.filter
def state_tone_name(state: str) -> str:
    return STATES[Attendance.State(state)][0]


@register.inclusion_tag("courses/_below_minimum.html")
def attendance_warning(cohort: Cohort) -> dict[str, Any]:
    """Who awaits the defence with less attendance than the cohort asks for; it never blocks anything."""
    below = attendance_of(cohort, timezone.now()).below if cohort.minimum_attendance else []
    return {"cohort": cohort, "below": below}
