"""Where a task stands, and what a file is, the same on every page of materials and tasks."""

from __future__ import annotations

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from courses.models import Material
from courses.task_states import State
from people.models import Upload
from people.templatetags.look import status

register = template.Library()

LINK_LETTERS = 36

STATES = {
    State.UPCOMING: ("mute", "clock"),
    State.TO_DO: ("info", "pen"),
    State.OVERDUE: ("bad", "alert"),
    State.HANDED_IN: ("gold", "upload"),
    State.ANSWERED: ("ok", "message"),
    State.CLOSED: ("mute", "lock"),
}
KINDS = {
    Material.Kind.LAW: "scale",
    Material.Kind.PRESENTATION: "monitor",
    Material.Kind.CASE: "message",
    Material.Kind.TEMPLATE: "copy",
    Material.Kind.CHECKLIST: "list",
    Material.Kind.OTHER: "file",
}


@register.simple_tag
def task_state(state: State) -> SafeString:
    """A pill: icon, word and tint."""
    return status(*STATES[state], str(state.label))


@register.filter
def state_tone(state: State) -> str:
    """The tint of the icon in a list of tasks; the pill beside it says the word."""
    return STATES[state][0].replace("gold", "warn")


@register.filter
def state_icon(state: State) -> str:
    return STATES[state][1]


@register.filter
def kind_icon(kind: str) -> str:
    return KINDS[Material.Kind(kind)]


@register.filter
def short_link(link: str) -> str:
    """adilet.zan.kz/kaz/docs/Z070000319_: enough to know the place by, short enough for a table."""
    return Truncator(link.partition("://")[2].removeprefix("www.").rstrip("/")).chars(LINK_LETTERS)


@register.filter
def about_file(upload: Upload) -> str:
    """PDF, 1,2 MB"""
    return f"{upload.kind.upper()}, {filesizeformat(upload.size)}"
