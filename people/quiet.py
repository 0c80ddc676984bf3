"""The hours in which nobody is written to unless it cannot wait: times alone, no database."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

MORNING = 8  # where no hours are quiet, what waits for another day goes out then


def quiet_until(moment: datetime) -> datetime | None:
    """When the quiet hours end that this moment is in; nothing where people may be written to.

    With QUIET_HOURS=21-8 they last from 21:00 to 08:00, local time: at 08:00 sharp they are over.
    """
    hours = settings.QUIET_HOURS
    if hours is None:
        return None
    begin, end = hours
    hour = timezone.localtime(moment).hour
    inside = begin <= hour or hour < end if begin > end else begin <= hour < end
    return _next(moment, end) if inside else None


def next_morning(moment: datetime) -> datetime:
    """The first time of another day at which people are written to."""
    midnight = timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return _next(midnight - timedelta(seconds=1), settings.QUIET_HOURS[1] if settings.QUIET_HOURS else MORNING)


def day_began(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)


def _next(moment: datetime, hour: int) -> datetime:
    """The next full hour of that name after the moment."""
    local = timezone.localtime(moment)
    at = timezone.make_aware(datetime.combine(local.date(), time(hour)))
    return at if at > local else timezone.make_aware(datetime.combine(local.date() + timedelta(days=1), time(hour)))
