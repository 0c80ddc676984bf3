"""What of the defences speaks against a session of a timetable: its trainer is on a commission, its cohort defends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import CommissionMember, Defence, DefenceDay
from courses.clashes import SAME_DAY, Clash, same_room
from courses.models import Session


@dataclass(frozen=True)
class Planned:
    """A day of defences by the clock: until the last one in its order has ended."""

    day: DefenceDay
    starts_at: datetime
    ends_at: datetime
    members: frozenset[int]
    cohorts: frozenset[int]

    @property
    def times(self) -> str:
        return f"{timezone.localtime(self.starts_at):%H:%M}–{timezone.localtime(self.ends_at):%H:%M}"

    def overlaps(self, session: Session) -> bool:
        return self.starts_at < session.ends_at and self.ends_at > session.starts_at


def defences_meanwhile(sessions: Sequence[Session]) -> list[list[Clash]]:
    """Of each of the sessions, in their order; in as many queries for a whole timetable as for one."""
    days = [session.day for session in sessions]
    planned = _planned(min(days), max(days)) if days else {}
    return [
        [clash for each in planned.get(session.day, ()) for clash in _clashes(session, each)] for session in sessions
    ]


def _clashes(session: Session, planned: Planned) -> Iterator[Clash]:
    """The attestation's own hours in the timetable are the defence itself, with its trainer and its room."""
    is_own = session.cohort_id in planned.cohorts
    if is_own and session.module.is_attestation:
        return
    overlaps = planned.overlaps(session)
    if is_own:
        said = _("The cohort itself defends on this day (%(times)s).")
        yield Clash("defence" if overlaps else SAME_DAY, said % {"times": planned.times})
    if overlaps and session.trainer_id in planned.members:
        said = _("%(trainer)s sits on a defence commission at this time (%(times)s).")
        yield Clash("commission", said % {"trainer": session.trainer, "times": planned.times})
    if overlaps and same_room(session.room, planned.day.room):
        said = _("In the room “%(room)s” there is a defence at this time (%(times)s).")
        yield Clash("defence_room", said % {"room": planned.day.room, "times": planned.times})


def _planned(first: date, last: date) -> dict[date, list[Planned]]:
    """The days that are not closed, by their date."""
    days = DefenceDay.objects.filter(held_on__range=(first, last), finalised_at=None).annotate(people=Count("defences"))
    rows = {day.pk: day for day in days}
    found: dict[date, list[Planned]] = defaultdict(list)
    if not rows:
        return found
    members = _by_day(CommissionMember.objects.filter(day__in=rows).values_list("day", "user"))
    cohorts = _by_day(Defence.objects.filter(day__in=rows).values_list("day", "attempt__enrolment__cohort"))
    for day in rows.values():
        begins, ends = day.slot(1)[0], day.slot(max(vars(day)["people"], 1))[1]
        found[day.held_on].append(
            Planned(
                day,
                timezone.make_aware(begins),
                timezone.make_aware(ends),
                frozenset(members[day.pk]),
                frozenset(cohorts[day.pk]),
            )
        )
    return found


def _by_day(rows: Iterable[tuple[int, int]]) -> defaultdict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for day, key in rows:
        found[day].add(key)
    return found
