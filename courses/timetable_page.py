"""What the pages of a timetable show: weeks and days with their sessions, and the hours planned against those due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from courses.clashes import times
from courses.days_off import days_off
from courses.hours_due import hours_planned, lines_due, titles_of_extra, without_line
from courses.models import Cohort, HourKind, Session
from people import charts
from people.models import User

WORKING_DAYS = 5
# How many weeks before and after the one that is looked at are offered beside it.
WEEKS_BESIDE = 6


@dataclass(frozen=True)
class Entry:
    """A session with what is said of it; a session of the named line has that line's title."""

    session: Session
    title: str
    short: str

    @property
    def times(self) -> str:
        return times(self.session)


@dataclass
class DayPlan:
    day: date
    entries: list[Entry] = field(default_factory=list)
    off: str = ""
    is_inside: bool = True
    is_today: bool = False

    @property
    def hours(self) -> int:
        return sum(entry.session.hours for entry in self.entries)


@dataclass
class Week:
    days: list[DayPlan]

    @property
    def monday(self) -> date:
        return self.days[0].day

    @property
    def last(self) -> date:
        return self.days[0].day + timedelta(days=6)

    @property
    def hours(self) -> int:
        return sum(day.hours for day in self.days)

    @property
    def shown(self) -> list[DayPlan]:
        """From Monday to Friday, and the days of the weekend on which something is."""
        return [day for n, day in enumerate(self.days) if n < WORKING_DAYS or day.entries]


@dataclass(frozen=True)
class WeekInBrief:
    """A week to go to: when it is, and how much is in it."""

    monday: date
    hours: int

    @property
    def last(self) -> date:
        return self.monday + timedelta(days=6)


@dataclass(frozen=True)
class Calendar:
    """A timetable by weeks: those near the one that is looked at in brief, and the week and the day themselves."""

    weeks: list[WeekInBrief]
    week: Week
    day: DayPlan
    by_day: bool

    @property
    def before(self) -> date:
        return self.day.day - timedelta(days=1 if self.by_day else 7)

    @property
    def after(self) -> date:
        return self.day.day + timedelta(days=1 if self.by_day else 7)


def entries_of(sessions: Iterable[Session]) -> list[Entry]:
    """Sessions read with their module; where some are of a named line, two queries say its titles."""
    sessions = list(sessions)
    titles = titles_of_extra(session.cohort for session in sessions if session.is_extra)
    return [_entry(session, titles) for session in sessions]


def calendar_of(
    entries: Sequence[Entry], *, asked: date | None, by_day: bool, today: date, cohort: Cohort | None = None
) -> Calendar:
    """The week that was asked for, and those near it that hold something; by itself today's, or the nearest to come."""
    planned = _by_day(entries)
    day = asked or _nearest(list(planned), today) or (cohort.starts_on if cohort else today)
    week = _week(_monday(day), planned, today, cohort)
    names = days_off(week.monday, week.last)
    for each in week.days:
        each.off = names.get(each.day, "")
    return Calendar(_near(planned, week.monday), week, next(each for each in week.days if each.day == day), by_day)


def weeks_of(entries: Sequence[Entry]) -> list[Week]:
    """Every week that holds something, for a page that shows a whole timetable."""
    planned = _by_day(entries)
    mondays = dict.fromkeys(_monday(day) for day in planned)
    return [_week(monday, planned, None, None) for monday in mondays]


def plan_picture(cohort: Cohort, sessions: Sequence[Session]) -> dict[str, Any]:
    """Hours planned against hours due, by line and kind, and the sessions that stand for no line."""
    lines, planned = lines_due(cohort), hours_planned(sessions)
    strays = without_line(lines, sessions)
    rows = [
        charts.PlanRow(
            line.title if line.is_extra else line.short,
            "" if line.is_extra else line.title,
            line.hours,
            {kind: planned.get((line.module.pk, line.is_extra, kind), 0) for kind in line.hours},
        )
        for line in lines
    ]
    stages = [charts.Stage(kind.value, str(kind.label)) for kind in HourKind]
    return {
        "rows": rows,
        "stages": stages,
        "due": sum(sum(row.due.values()) for row in rows),
        "planned": sum(session.hours for session in sessions) - sum(session.hours for session in strays),
        "strays": strays,
    }


def next_session(entries: Sequence[Entry], now: datetime) -> Entry | None:
    """The one that goes on now, or the next to come."""
    return next((entry for entry in entries if entry.session.ends_at > now), None)


def sessions_of(user: User) -> list[Session]:
    """Those that the trainer teaches, in all cohorts that take place."""
    taught = Session.objects.filter(trainer=user).exclude(cohort__status=Cohort.Status.CANCELLED)
    return list(taught.select_related("module", "cohort__version", "trainer"))


def _entry(session: Session, titles: dict[int, str]) -> Entry:
    if session.is_extra:
        title = titles.get(session.cohort_id) or str(session.module)
        return Entry(session, title, title)
    return Entry(session, str(session.module), session.module.short)


def _by_day(entries: Iterable[Entry]) -> dict[date, list[Entry]]:
    """The entries of each day, the days in their order."""
    planned: dict[date, list[Entry]] = {}
    for entry in entries:
        planned.setdefault(entry.session.day, []).append(entry)
    return dict(sorted(planned.items()))


def _nearest(days: Sequence[date], today: date) -> date | None:
    return next((day for day in days if day >= today), days[-1] if days else None)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _near(planned: dict[date, list[Entry]], shown: date) -> list[WeekInBrief]:
    hours = {shown: 0}
    for day, entries in planned.items():
        monday = _monday(day)
        hours[monday] = hours.get(monday, 0) + sum(entry.session.hours for entry in entries)
    mondays = sorted(hours)
    place = mondays.index(shown)
    near = mondays[max(place - WEEKS_BESIDE, 0) : place + WEEKS_BESIDE + 1]
    return [WeekInBrief(monday, hours[monday]) for monday in near]


def _week(monday: date, planned: dict[date, list[Entry]], today: date | None, cohort: Cohort | None) -> Week:
    days = []
    for n in range(7):
        day = monday + timedelta(days=n)
        inside = cohort is None or cohort.starts_on <= day <= cohort.ends_on
        days.append(DayPlan(day, planned.get(day, []), is_inside=inside, is_today=day == today))
    return Week(days)
