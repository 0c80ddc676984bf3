"""The hours in which nobody is written to unless it cannot wait: times alone, no database."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

Hours = tuple[int, int]  # from which to which; twice the same: none
MORNING = 8  # where the night is not quiet, what waits for another day goes out then


def quiet_until(moment: datetime, hours: Hours | None) -> datetime | None:
    """When the quiet hours end that this moment is in; nothing where people may be written to.

    (21, 8) last from 21:00 to 08:00, local time: at 08:00 sharp they are over.
    """
    if hours is None:
        return None
    begin, end = hours
    hour = timezone.localtime(moment).hour
    inside = begin <= hour or hour < end if begin > end else begin <= hour < end
    return _next(moment, end) if inside else None


def next_morning(moment: datetime, hours: Hours | None) -> datetime:
    """The first time of another day at which somebody with these hours is written to."""
    midnight = timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    morning = quiet_until(midnight, hours) or _next(midnight, MORNING)
    return quiet_until(morning, hours) or morning


def day_began(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)


def _next(moment: datetime, hour: int) -> datetime:
    """The next full hour of that name after the moment."""
    local = timezone.localtime(moment)
    at = timezone.make_aware(datetime.combine(local.date(), time(hour)))
    return at if at > local else timezone.make_aware(datetime.combine(local.date() + timedelta(days=1), time(hour)))
