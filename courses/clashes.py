"""What speaks against a session of the timetable: some of it forbids the session, some of it has to be confirmed.
Apps downstream say what of theirs does."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.days_off import days_off
from courses.models import Session


@dataclass(frozen=True)
class Clash:
    """One thing that speaks against the session; a grave one forbids it."""

    kind: str
    sentence: str
    is_grave: bool = False


# Said to whoever plans the session, and no clash of hours: the home does not ask anybody to settle it.
SAME_DAY = "same_day"
Watcher = Callable[[Sequence[Session]], list[list[Clash]]]
_watchers: list[Watcher] = []


def watch(watcher: Watcher) -> None:
    """Called once by an app when it is ready: what of it speaks against each of these sessions."""
    if watcher not in _watchers:
        _watchers.append(watcher)


def clashes_of(session: Session) -> list[Clash]:
    """Everything that speaks against a session as it would be saved; a handful of queries."""
    starts, ends = session.starts_at, session.ends_at
    others = Session.objects.occupying().between(starts, ends).exclude(pk=session.pk)
    meanwhile = list(others.select_related("cohort", "module", "trainer").order_by("starts_at", "pk"))
    return [
        *_night(session),
        *_own(session, meanwhile),
        *_trainer(session, meanwhile),
        *_room(session, meanwhile),
        *_downstream([session])[0],
        *_calendar(session, days_off(session.day, session.day)),
    ]


def clashes_elsewhere(sessions: Sequence[Session]) -> list[Clash]:
    """What these sessions of one cohort want and somebody else has at the same time; a handful of queries."""
    if not sessions:
        return []
    first, last = min(each.starts_at for each in sessions), max(each.ends_at for each in sessions)
    others = Session.objects.occupying().between(first, last).exclude(cohort=sessions[0].cohort)
    known = list(others.select_related("cohort", "trainer").order_by("starts_at", "pk"))
    found = []
    for session, downstream in zip(sessions, _downstream(sessions), strict=True):
        meanwhile = [each for each in known if each.starts_at < session.ends_at and each.ends_at > session.starts_at]
        day = date_format(session.day, "SHORT_DATE_FORMAT")
        for clash in [*_trainer(session, meanwhile), *_room(session, meanwhile), *downstream]:
            found.append(Clash(clash.kind, f"{day}. {clash.sentence}"))
    return found


def clashes_to_come(now: datetime) -> list[tuple[Session, Clash]]:
    """What speaks against the sessions to come, also what arose after they were saved; a handful of queries.

    A trainer or a room that two cohorts want is said once, at the later of the two sessions.
    """
    coming = Session.objects.occupying().filter(ends_at__gt=now)
    sessions = list(coming.select_related("cohort", "trainer", "module").order_by("starts_at", "pk"))
    names = days_off(sessions[0].day, sessions[-1].day) if sessions else {}
    found, open_ones = [], list[Session]()
    for session, downstream in zip(sessions, _downstream(sessions), strict=True):
        open_ones = [each for each in open_ones if each.ends_at > session.starts_at]
        hours = (*_trainer(session, open_ones), *_room(session, open_ones))
        theirs = [clash for clash in downstream if clash.kind != SAME_DAY]
        found += [(session, clash) for clash in (*hours, *theirs, *_calendar(session, names))]
        open_ones.append(session)
    return found


def seal_of(clashes: Sequence[Clash]) -> str:
    """Names exactly what is to be confirmed: a tick for one clash does not stand for another."""
    said = "\n".join(clash.sentence for clash in clashes if not clash.is_grave)
    return hashlib.sha256(said.encode()).hexdigest()[:16] if said else ""


def unconfirmed() -> ValidationError:
    """The refusal of a change that something speaks against, while nobody has said that it is meant so."""
    return ValidationError(
        _("Something speaks against this. Change it, or tick that it is meant so."), code="unconfirmed"
    )


def times(session: Session) -> str:
    """10:00–11:30, in local time."""
    return f"{_clock(session.starts_at)}–{_clock(session.ends_at)}"


def same_room(one: str, other: str) -> bool:
    """«305-кабинет» and « 305-Кабинет» are one room; no room is none."""
    return bool(one.split()) and one.casefold().split() == other.casefold().split()


def _night(session: Session) -> Iterator[Clash]:
    """A class belongs to one day: on the next one neither the week nor the calendar would show it."""
    if timezone.localdate(session.ends_at) != session.day:
        said = _("The session would end after midnight (%(times)s): begin earlier, or plan fewer hours.")
        yield Clash("night", said % {"times": times(session)}, is_grave=True)


def _downstream(sessions: Sequence[Session]) -> list[list[Clash]]:
    """Of each session what the other apps say, in their order."""
    said = [watcher(sessions) for watcher in _watchers]
    return [[clash for of_all in said for clash in of_all[n]] for n in range(len(sessions))]


def _own(session: Session, meanwhile: Sequence[Session]) -> Iterator[Clash]:
    for other in meanwhile:
        if other.cohort_id == session.cohort_id:
            said = _("The cohort itself has “%(module)s” at this time (%(times)s).")
            yield Clash("own", said % {"module": other.module, "times": times(other)}, is_grave=True)


def _trainer(session: Session, meanwhile: Sequence[Session]) -> Iterator[Clash]:
    for other in meanwhile:
        if session.trainer_id and other.trainer_id == session.trainer_id and other.cohort_id != session.cohort_id:
            said = _("%(trainer)s teaches the cohort “%(cohort)s” at this time (%(times)s).")
            names = {"trainer": other.trainer, "cohort": other.cohort, "times": times(other)}
            yield Clash("trainer", said % names)


def _room(session: Session, meanwhile: Sequence[Session]) -> Iterator[Clash]:
    for other in meanwhile:
        if other.cohort_id != session.cohort_id and same_room(session.room, other.room):
            said = _("The room “%(room)s” is taken by the cohort “%(cohort)s” at this time (%(times)s).")
            yield Clash("room", said % {"room": other.room, "cohort": other.cohort, "times": times(other)})


def _calendar(session: Session, names: dict[date, str]) -> Iterator[Clash]:
    day, cohort = session.day, session.cohort
    if name := names.get(day):
        said = _("%(day)s is a day off: %(name)s.")
        yield Clash("day_off", said % {"day": date_format(day, "SHORT_DATE_FORMAT"), "name": name})
    if not cohort.starts_on <= day <= cohort.ends_on:
        said = _("%(day)s is outside the cohort's dates, %(first)s – %(last)s.")
        days = {"day": day, "first": cohort.starts_on, "last": cohort.ends_on}
        yield Clash("outside", said % {name: date_format(each, "SHORT_DATE_FORMAT") for name, each in days.items()})


def _clock(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M}"
