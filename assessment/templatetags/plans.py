"""The pace of a day on a page: `{% load plans %}`."""

from __future__ import annotations

from django import template
from django.utils import timezone

from assessment.models import DefenceDay
from assessment.paces import DayPace, pace_of_day
from assessment.slots import pause_after

register = template.Library()


@register.simple_tag
def day_pace(day: DefenceDay) -> DayPace | None:
    """Whose turn it is and how late, as of now; nothing on another day than today's."""
    return pace_of_day(day, timezone.now())


@register.filter
def pause_before(day: DefenceDay, place: int) -> int:
    """For how many minutes the commission rests before this place."""
    return pause_after(day.rests, place - 1)


@register.filter
def due(pace: DayPace | None, key: int) -> str:
    """When this participant can expect to begin, where it is known: 11:05."""
    return pace.expected.get(key, "") if pace else ""
