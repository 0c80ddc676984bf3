"""Academic hours earned against the plan, by module and kind (Programme §5, §8): the arithmetic, and its one read.

An hour is earned by presence, or was carried along by a transfer; no line of the plan gives more than it holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from courses.attendees import Status, group_of, has_taken_hours_along, standing_at
from courses.hours_due import Key, Line, hours_planned, lines_due
from courses.models import Attendance, CarriedHours, Cohort, Enrolment, Session
from courses.programme_content import HOUR_KINDS

Hours = Mapping[Key, int]


@dataclass(frozen=True)
class Balance:
    """Hours of one participant by line and kind: due, earned, missed, and those that may still be earned."""

    due: Hours
    earned: Hours
    missed: Hours
    coming: Hours

    def of_kind(self, which: Hours, kind: str) -> int:
        return sum(n for key, n in which.items() if key[2] == kind)

    @property
    def total_due(self) -> int:
        return sum(self.due.values())

    @property
    def total(self) -> int:
        return sum(self.earned.values())

    @property
    def so_far(self) -> int:
        """Hours of which attendance is said, or which were carried along."""
        return self.total + sum(self.missed.values())

    @property
    def reachable(self) -> int:
        return self.total + sum(self.coming.values())

    @property
    def percent_so_far(self) -> int | None:
        return percent(self.total, self.so_far)

    def is_below(self, minimum: int | None) -> bool:
        """Less than so many percent of the hours so far, or no longer able to reach them of all."""
        if minimum is None:
            return False
        return self.total * 100 < minimum * self.so_far or self.reachable * 100 < minimum * self.total_due


def percent(part: int, whole: int) -> int | None:
    """Whole percent, rounded down: 79.9 is not yet 80. Nothing of nothing."""
    return part * 100 // whole if whole else None


def balance(due: Hours, *, present: Hours, missed: Hours, carried: Hours, coming: Hours) -> Balance:
    """Each line is filled by presence and by what was carried, then by absence, then by what is still to come."""
    earned, lost, left = dict[Key, int](), dict[Key, int](), dict[Key, int]()
    for key, n in due.items():
        earned[key] = min(n, present.get(key, 0) + carried.get(key, 0))
        left[key] = min(n - earned[key], coming.get(key, 0))
        lost[key] = min(n - earned[key], missed.get(key, 0))
    return Balance(due, earned, lost, left)


@dataclass(frozen=True)
class Participant:
    enrolment: Enrolment
    # By session: the state that was said, "" where nothing is said of somebody in the group; else no entry.
    marks: Mapping[int, str]
    balance: Balance
    carried: int
    is_below: bool

    @property
    def is_inside(self) -> bool:
        return self.enrolment.status in {Status.ADMITTED, Status.ON_HOLD}


@dataclass(frozen=True)
class CohortAttendance:
    cohort: Cohort
    lines: Sequence[Line]
    sessions: Sequence[Session]
    participants: Sequence[Participant]
    begun: frozenset[int] = field(default_factory=frozenset)

    @property
    def below(self) -> list[Participant]:
        """Those who await the defence with less attendance than the cohort asks for."""
        return [each for each in self.participants if each.is_below and each.enrolment.status == Status.ADMITTED]

    @property
    def unsaid(self) -> list[Session]:
        """Sessions that have begun and lack somebody's attendance; of who has taken the hours along it is final."""
        here = [each for each in self.participants if not has_taken_hours_along(each.enrolment)]
        lacking = {pk for each in here for pk, state in each.marks.items() if state == ""}
        return [session for session in self.sessions if session.pk in lacking & self.begun]


def attendance_of(cohort: Cohort, now: datetime, *, only: Enrolment | None = None) -> CohortAttendance:
    """The group of a cohort, or one of it, with what was said of every session; as many queries for one as for all."""
    lines = lines_due(cohort)
    due = {(line.module.pk, line.is_extra, kind): line.hours[kind] for line in lines for kind in HOUR_KINDS}
    sessions = list(cohort.sessions.select_related("module", "trainer"))
    group = group_of(cohort).filter(pk=only.pk) if only else group_of(cohort)
    said: dict[int, dict[int, str]] = {}
    for enrolment, session, state in Attendance.objects.filter(enrolment__in=group).values_list(
        "enrolment", "session", "state"
    ):
        said.setdefault(enrolment, {})[session] = state
    carried: dict[int, dict[Key, int]] = {}
    for row in CarriedHours.objects.filter(enrolment__in=group):
        carried.setdefault(row.enrolment_id, {})[row.module_id, row.is_extra, row.kind] = row.hours
    people = [
        _participant(cohort, each, due, sessions, said.get(each.pk, {}), carried.get(each.pk, {})) for each in group
    ]
    begun = frozenset(session.pk for session in sessions if session.starts_at <= now)
    return CohortAttendance(cohort, lines, sessions, people, begun)


def _participant(
    cohort: Cohort,
    enrolment: Enrolment,
    due: Hours,
    sessions: Sequence[Session],
    said: Mapping[int, str],
    carried: Hours,
) -> Participant:
    here = [each for each in sessions if each.pk in said or standing_at(enrolment, each.starts_at)]
    marks = {session.pk: said.get(session.pk, "") for session in here}
    present = [each for each in here if marks[each.pk] == Attendance.State.PRESENT]
    missed = [each for each in here if marks[each.pk] in {Attendance.State.ABSENT, Attendance.State.EXCUSED}]
    coming = Counter(hours_planned(each for each in here if not marks[each.pk]))
    if standing_now := enrolment.status in {Status.ADMITTED, Status.ON_HOLD}:
        coming.update(_unplanned(due, sessions))
    account = balance(due, present=hours_planned(present), missed=hours_planned(missed), carried=carried, coming=coming)
    below = standing_now and account.is_below(cohort.minimum_attendance)
    return Participant(enrolment, marks, account, sum(carried.values()), below)


def _unplanned(due: Hours, sessions: Iterable[Session]) -> dict[Key, int]:
    """Hours that the timetable does not hold yet."""
    planned = hours_planned(sessions)
    return {key: max(n - planned.get(key, 0), 0) for key, n in due.items()}
