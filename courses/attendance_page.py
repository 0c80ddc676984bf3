"""What the pages of attendance show: the list of one session, the matrix of a cohort, the hours of one person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from courses import attending
from courses.attendees import Status, group_of, has_taken_hours_along, standing_at
from courses.hours_due import title_of_extra
from courses.hours_earned import CohortAttendance, Participant
from courses.models import Attendance, AttendanceEvent, Enrolment, HourKind, Session
from courses.programme_content import HOUR_KINDS
from people import charts

State = Attendance.State


@dataclass(frozen=True)
class Line:
    """One participant at one session, with the buttons that may be pressed."""

    enrolment: Enrolment
    state: str
    is_on_hold: bool
    is_final: bool
    asks_reason: bool
    events: Sequence[AttendanceEvent] = ()
    error: str = ""

    @property
    def choices(self) -> list[tuple[str, str]]:
        offered = [State.EXCUSED] if self.is_on_hold else list(State)
        return [(each.value, str(each.label)) for each in offered]

    @property
    def corrections(self) -> list[AttendanceEvent]:
        return [event for event in self.events if event.old]


@dataclass(frozen=True)
class Roll:
    """The list of one session."""

    session: Session
    title: str
    lines: list[Line]
    obstacle: str
    asks_reason: bool

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        tally = [line.state for line in self.lines]
        return [(state.value, str(state.label), tally.count(state.value)) for state in State]

    @property
    def waiting(self) -> int:
        """Of whom nothing is said yet."""
        return sum(not line.state and not line.is_final for line in self.lines)


def roll_of(session: Session, now: datetime, *, only: Enrolment | None = None, error: str = "") -> Roll:
    """The group as it stood when the session began; `error` stands beside the only one that is asked for."""
    refusal, late = attending.obstacle(session, now), attending.needs_reason(session, now)
    said = {
        row.enrolment_id: row
        for row in session.attendances.prefetch_related("events__by").order_by("pk")
    }  # fmt: skip
    lines = []
    for enrolment in group_of(session.cohort):
        row, standing = said.get(enrolment.pk), standing_at(enrolment, session.starts_at)
        if row is None and standing is None:
            continue
        lines.append(
            Line(
                enrolment=enrolment,
                state=row.state if row else "",
                is_on_hold=standing == Status.ON_HOLD,
                is_final=bool(refusal) or standing is None or has_taken_hours_along(enrolment),
                asks_reason=late and row is not None,
                events=list(row.events.all()) if row else (),
                error=error if only and enrolment.pk == only.pk else "",
            )
        )
    return Roll(session, title_of(session), lines, " ".join(refusal.messages) if refusal else "", late)


def title_of(session: Session) -> str:
    named = title_of_extra(session.cohort) if session.is_extra else ""
    return named or str(session.module)


@dataclass(frozen=True)
class MatrixRow:
    participant: Participant
    # By session, in their order: the state, "" where nothing is said, None where the person was not in the group.
    cells: list[tuple[Session, str | None]]


def matrix_of(seen: CohortAttendance) -> tuple[list[Session], list[MatrixRow]]:
    """Sessions that have begun, and everybody who was at one of them or is in the group now."""
    held = [session for session in seen.sessions if session.pk in seen.begun]
    rows = [
        MatrixRow(each, [(session, each.marks.get(session.pk)) for session in held])
        for each in seen.participants
        if each.marks or each.is_inside
    ]
    return held, rows


def strips(participants: Iterable[Participant], *, named: bool = True) -> dict[str, Any]:
    """Rows and stages of the strips: hours of each kind, earned and missed, against those due."""
    rows = []
    for each in participants:
        account = each.balance
        due, earned, missed = (
            {kind: account.of_kind(which, kind) for kind in HOUR_KINDS}
            for which in (account.due, account.earned, account.missed)
        )
        label = each.enrolment.person.full_name if named else ""
        note = str(each.enrolment.get_status_display()) if named and each.enrolment.status != Status.ADMITTED else ""
        url = reverse("courses:enrolment_attendance", args=[each.enrolment.pk]) if named else ""
        rows.append(
            charts.EarnedRow(
                label, due, earned, missed, account.percent_so_far, url=url, note=note, is_low=each.is_below
            )
        )
    return {"rows": rows, "stages": [charts.Stage(kind.value, str(kind.label)) for kind in HourKind]}


@dataclass(frozen=True)
class OwnLine:
    """One session of one participant, in the timetable's order."""

    session: Session
    title: str
    state: str
    has_begun: bool


def own_lines(seen: CohortAttendance, participant: Participant) -> list[OwnLine]:
    extra = next((line.title for line in seen.lines if line.is_extra), "")
    return [
        OwnLine(
            session,
            extra if session.is_extra and extra else str(session.module),
            participant.marks[session.pk],
            session.pk in seen.begun,
        )
        for session in seen.sessions
        if session.pk in participant.marks
    ]


def by_module(seen: CohortAttendance, participant: Participant) -> list[tuple[str, int, int, int]]:
    """Title, earned, missed and due of each line of the plan."""
    account = participant.balance
    rows = []
    for line in seen.lines:
        keys = [(line.module.pk, line.is_extra, kind) for kind in line.hours]
        earned, missed, due = (
            sum(which.get(key, 0) for key in keys) for which in (account.earned, account.missed, account.due)
        )
        rows.append((line.title, earned, missed, due))
    return rows
