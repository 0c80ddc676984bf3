"""Whether a trainer is there at a time, and where: by the hours that they have published."""

from __future__ import annotations

from datetime import datetime

from people.models import User
from postcourse.calendar import ALMATY
from postcourse.expecting import week_of
from postcourse.models import Consultation


def stands(trainer: User | None, starts_at: datetime) -> bool:
    """Whether what was planned long ago can still be then: nobody is away by now, and it is no holiday."""
    local, week = starts_at.astimezone(ALMATY), week_of(trainer)
    day = local.date()
    return local in week.places(day) or (week.is_working(day) and not week.is_away(local))


def place_at(consultation: Consultation, starts_at: datetime, trainer: User | None) -> str:
    """Where it is at another time or with another trainer: what was arranged for it, else what goes with the hours.

    A room that was arranged stays whoever holds it; a link is its trainer's own.
    """
    same = consultation.trainer in (None, trainer)
    said = _place_of_hours(consultation.trainer, consultation.starts_at)
    if consultation.place not in ("", said) and (same or not consultation.link):
        return consultation.place
    found = _place_of_hours(trainer, starts_at)
    return found if found is not None else consultation.place if same else ""


def _place_of_hours(trainer: User | None, at: datetime) -> str | None:
    """The room or link of the published hours; nothing outside of them."""
    local = at.astimezone(ALMATY)
    return week_of(trainer).places(local.date()).get(local)
