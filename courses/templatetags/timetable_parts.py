"""How a session is shown: its kind as a pill, its hours in short."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from courses.models import HourKind, Session
from people.templatetags.look import NBSP, status

register = template.Library()

KINDS = {
    HourKind.LECTURE: ("info", "book"),
    HourKind.PRACTICE: ("gold", "users"),
    HourKind.SELF_STUDY: ("mute", "user"),
}


@register.simple_tag
def session_kind(session: Session) -> SafeString:
    return status(*KINDS[HourKind(session.kind)], str(session.get_kind_display()))


@register.filter
def weekday_short(day: date) -> str:
    """Mon, Дс, Пн; Django's own Kazakh ones are not those that calendars print."""
    return (
        pgettext("day of the week, short", "Mon"),
        pgettext("day of the week, short", "Tue"),
        pgettext("day of the week, short", "Wed"),
        pgettext("day of the week, short", "Thu"),
        pgettext("day of the week, short", "Fri"),
        pgettext("day of the week, short", "Sat"),
        pgettext("day of the week, short", "Sun"),
    )[day.weekday()]


@register.filter
def hours_short(hours: int) -> str:
    """6 h, 6 сағ, 6 ч."""
    return (pgettext("academic hours, short", "%(n)s h") % {"n": hours}).replace(" ", NBSP)
