"""Pauses, a shift of those who still wait, and another place or another day for one participant.

Each of them can be looked at before it is done: whose time changes, from when to when. Whoever has been heard keeps
their time: on a day that has begun only those are moved whom no member has begun to mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.begun import first_to_move, require_untouched
from assessment.models import Defence, DefenceDay
from assessment.planning import add_participants, open_day, remove_participant, require_one_date, set_order
from assessment.recording import save_by
from assessment.slots import LONGEST, SHORTEST, Pause, as_kept, moved_from, slot, with_pause
from courses.locking import lock_with_person
from people.models import User


@dataclass(frozen=True)
class Moved:
    """One participant whose time changes."""

    defence: Defence
    old: tuple[datetime, datetime]
    new: tuple[datetime, datetime]


@transaction.atomic
def set_pause(day: DefenceDay, *, after: int, minutes: int, by: User) -> DefenceDay:
    """A pause after this place; of no minutes, there is none any more."""
    row = open_day(day)
    if minutes and not SHORTEST <= minutes <= LONGEST:
        raise ValidationError(
            _("A pause lasts from %(least)s to %(most)s minutes."),
            code="pause_length",
            params={"least": SHORTEST, "most": LONGEST},
        )
    places = row.defences.count()
    if minutes and not 0 <= after < max(places, 1):
        raise ValidationError(_("Nobody comes after this place: a pause stands between two participants."), code="last")
    require_untouched(row, after + 1)
    return _keep(row, with_pause(row.rests, after, minutes), by=by)


def shift_preview(day: DefenceDay, *, first: int, minutes: int) -> list[Moved]:
    """Whose time changes when everybody from this place on begins so many minutes later, or earlier."""
    starts, pauses = _shifted(day, first, minutes)
    require_untouched(day, first)
    begins = datetime.combine(day.held_on, day.starts_at) + starts
    order = list(day.defences.with_people().order_by("order"))
    return _differences(day, order, [slot(begins, day.slot_minutes, pauses, defence.order) for defence in order])


@transaction.atomic
def shift(day: DefenceDay, *, first: int, minutes: int, by: User) -> DefenceDay:
    """Everybody from this place on begins later or earlier; the day's own beginning moves with the first one."""
    row = open_day(day)
    starts, pauses = _shifted(row, first, minutes)
    require_untouched(row, first)
    if starts:
        row.starts_at = (datetime.combine(row.held_on, row.starts_at) + starts).time()
    return _keep(row, pauses, by=by)


def move_preview(defence: Defence, *, to: DefenceDay, place: int) -> list[Moved]:
    """Whose time changes when this participant stands in that place of that day: on both days."""
    here = list(defence.day.defences.with_people().order_by("order"))
    if to.pk == defence.day_id:
        order = _put(here, defence, place)
        return _differences(to, order, [to.slot(each) for each in range(1, len(order) + 1)])
    left = [each for each in here if each.pk != defence.pk]
    there = _put(list(to.defences.with_people().order_by("order")), defence, place)
    after_leaving = _differences(defence.day, left, [defence.day.slot(each) for each in range(1, len(left) + 1)])
    return [*_differences(to, there, [to.slot(each) for each in range(1, len(there) + 1)]), *after_leaving]


@transaction.atomic
def move(defence: Defence, *, to: DefenceDay, place: int, by: User) -> Defence:
    """Put somebody who was not heard yet into another place, on this day or another; a day may be closed by it."""
    enrolment = lock_with_person(defence.attempt.enrolment)
    for key in sorted({defence.day_id, to.pk}):  # the lowest key first, whoever moves in the other direction
        DefenceDay.objects.select_for_update(of=("self",)).get(pk=key)
    row = Defence.objects.get(pk=defence.pk)
    require_untouched(open_day(to), place)
    if to.pk != row.day_id:
        remove_participant(row, by=by)
        [row] = add_participants(to, [enrolment], by=by)
    elif not row.is_pending or row.order < first_to_move(to):
        raise ValidationError(_("Whoever was heard keeps their place."), code="heard")
    order = list(to.defences.order_by("order"))
    set_order(to, [each.pk for each in _put(order, row, place)], by=by)
    return Defence.objects.get(pk=row.pk)


def _put(order: Sequence[Defence], defence: Defence, place: int) -> list[Defence]:
    others = [each for each in order if each.pk != defence.pk]
    return [*others[: place - 1], defence, *others[place - 1 :]]


def _differences(day: DefenceDay, order: Sequence[Defence], new: Sequence[tuple[datetime, datetime]]) -> list[Moved]:
    found = []
    for defence, times in zip(order, new, strict=True):
        old = defence.day.slot(defence.order) if defence.day_id != day.pk else day.slot(defence.order)
        if old != times or defence.day_id != day.pk:
            found.append(Moved(defence, old, times))
    return found


def _shifted(day: DefenceDay, first: int, minutes: int) -> tuple[timedelta, Sequence[Pause]]:
    """How far the day's beginning moves, and its pauses then."""
    if not minutes or abs(minutes) > LONGEST:
        raise ValidationError(
            _("Say by how many minutes: up to %(most)s, later or earlier."), code="minutes", params={"most": LONGEST}
        )
    last = day.defences.count()
    if not 1 <= first <= last:
        raise ValidationError(_("There is no such place in the order."), code="no_place")
    if first == 1:
        by, midnight = (
            timedelta(minutes=minutes),
            datetime.combine(day.held_on, day.starts_at).replace(hour=0, minute=0),
        )
        begins, ends = day.slot(1)[0] + by, day.slot(last)[1] + by
        if not midnight <= begins or ends > midnight + timedelta(days=1):
            raise ValidationError(_("The day would begin or end on another date."), code="another_date")
        return by, day.rests
    try:
        pauses = moved_from(day.rests, first, minutes)
    except ValueError:
        raise ValidationError(
            _("No. %(place)s cannot begin before the one ahead has ended, nor more than %(most)s minutes after."),
            code="overlap",
            params={"place": first, "most": LONGEST},
        ) from None
    return timedelta(), pauses


def _keep(row: DefenceDay, pauses: Sequence[Pause], *, by: User) -> DefenceDay:
    row.pauses = as_kept(pauses)
    require_one_date(row)
    save_by(row, by)
    return row
