"""The days off as the organisers keep them: the country's calendar, put right by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.holidays_kz import Holiday, holidays_of
from courses.models import CalendarDay
from people.languages import in_language
from people.models import User


@dataclass(frozen=True)
class Day:
    """A day of the list: off or, by the organiser's word, a working one. `row` is what an organiser wrote of it."""

    day: date
    name: str
    is_off: bool
    row: CalendarDay | None = None


def days_off(first: date, last: date) -> dict[date, str]:
    """The days off between two days, both included, with their names; weekends are none of them. One query."""
    edited = CalendarDay.objects.filter(day__range=(first, last))
    return {each.day: each.name for each in _put_right(_country(first, last), list(edited)) if each.is_off}


def days_of_year(year: int) -> list[Day]:
    """Everything the page lists: the country's days off, and every day that an organiser has said something of."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return _put_right(_country(first, last), list(CalendarDay.objects.filter(day__range=(first, last))))


@transaction.atomic
def set_day(day: date, *, is_off: bool, name: str, by: User) -> CalendarDay:
    """Say that a day is off, or a working one, and what it is called."""
    row = CalendarDay.objects.select_for_update().filter(day=day).first() or CalendarDay(day=day)
    holiday = next((each for each in holidays_of(day.year) if each.day == day), None)
    if not is_off and holiday is None and row.pk is None:
        raise ValidationError({"day": _("By the calendar this is no day off: there is nothing to put right.")})
    if is_off and not name.strip() and holiday is None:
        raise ValidationError({"name": _("Say what the day is: participants read it in the timetable.")})
    row.is_off, row.name = is_off, name.strip()
    row._history_user = by  # type: ignore[attr-defined]
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def take_back(row: CalendarDay, *, by: User) -> None:
    """What the country's calendar says of the day counts again."""
    row._history_user = by  # type: ignore[attr-defined]
    row.delete()


def _country(first: date, last: date) -> dict[date, Holiday]:
    known = (each for year in range(first.year, last.year + 1) for each in holidays_of(year))
    return {each.day: each for each in known if first <= each.day <= last}


def _put_right(country: dict[date, Holiday], edited: list[CalendarDay]) -> list[Day]:
    days = {day: Day(day, in_language(holiday), True) for day, holiday in country.items()}
    for row in edited:
        known = days.get(row.day)
        days[row.day] = Day(row.day, row.name or (known.name if known else _("Day off")), row.is_off, row)
    return [days[day] for day in sorted(days)]
