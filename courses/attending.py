"""Attendance is said by the trainer or the organiser: one tap a person, or the whole group in one go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.attendees import Status, group_of, has_taken_hours_along, standing_at
from courses.models import Attendance, AttendanceEvent, Cohort, Enrolment, Session
from courses.timetabling import OVER
from people.models import User

State = Attendance.State


@transaction.atomic
def mark(
    session: Session,
    enrolment: Enrolment,
    state: State | str,
    *,
    by: User,
    why: str = "",
    seen: str | None = None,
    again: bool = False,
    now: datetime | None = None,
) -> Attendance:
    """Say whether one participant was there, or correct what was said; the same said twice changes nothing.

    `seen` is what the page showed ("" for nothing yet): what somebody else has said meanwhile is not overwritten. A tap
    that a page had kept and sends `again` may be hours old: it overwrites nothing newer of the same hand either.
    """
    now = now or timezone.now()
    row, state = _locked(session, now), State(state)
    person = _in_group(row, enrolment, state)
    known = Attendance.objects.filter(session=row, enrolment=person).first()
    if known is None:
        return _said_first(row, [(person, state)], by=by, why=why, now=now)[0]
    if known.state == state:
        return known
    _refuse_overwriting(known, seen, by, again=again)
    if needs_reason(row, now) and not why.strip():
        raise _no_reason()
    old, known.state = known.state, state
    known.save(update_fields=["state"])
    AttendanceEvent.objects.create(attendance=known, old=old, new=state, by=by, at=now, why=why.strip())
    return known


@transaction.atomic
def mark_all(session: Session, state: State | str, *, by: User, now: datetime | None = None) -> list[Attendance]:
    """Say the same of everybody of whom nothing is said yet; who is on hold is excused. What was said stays."""
    now = now or timezone.now()
    row = _locked(session, now)
    known = set(row.attendances.values_list("enrolment", flat=True))
    waiting = []
    for person in group_of(row.cohort).exclude(pk__in=known):
        standing = standing_at(person, row.starts_at)
        if standing is not None and not has_taken_hours_along(person):
            waiting.append((person, State.EXCUSED if standing == Status.ON_HOLD else State(state)))
    return _said_first(row, waiting, by=by, why="", now=now)


def obstacle(session: Session, now: datetime) -> ValidationError | None:
    """Why nothing can be said of this session's attendance now; takes a session with its cohort."""
    if session.cohort.status in OVER:
        return ValidationError(_("The cohort is over: its attendance is final."), code="final")
    if session.starts_at > now:
        begins = date_format(timezone.localtime(session.starts_at), "SHORT_DATETIME_FORMAT")
        return ValidationError(
            _("The session begins on %(begins)s: attendance is taken from then on."),
            code="not_begun",
            params={"begins": begins},
        )
    return None


def needs_reason(session: Session, now: datetime) -> bool:
    """Whether a correction is late: days after the session, or with the defence begun."""
    late = session.ends_at + timedelta(days=settings.ATTENDANCE_CORRECTION_DAYS) < now
    return late or session.cohort.status == Cohort.Status.DEFENDING


def _locked(session: Session, now: datetime) -> Session:
    """The session as it stands, with its cohort under a lock: it is neither closed nor re-planned meanwhile."""
    cohort = Cohort.objects.select_for_update(of=("self",)).get(pk=session.cohort_id)
    row = Session.objects.filter(pk=session.pk).first()
    if row is None:
        raise ValidationError(_("The session is no longer in the timetable."), code="gone")
    row.cohort = cohort
    if refusal := obstacle(row, now):
        raise refusal
    return row


def _in_group(session: Session, enrolment: Enrolment, state: State) -> Enrolment:
    person = group_of(session.cohort).filter(pk=enrolment.pk).first()
    standing = standing_at(person, session.starts_at) if person else None
    if person is None or standing is None:
        raise ValidationError(
            _("%(person)s was not in the group on the day of this session."),
            code="not_in_group",
            params={"person": enrolment.person},
        )
    if has_taken_hours_along(person):
        raise ValidationError(
            _("%(person)s has taken the hours along to another cohort: what is said here is final."),
            code="transferred",
            params={"person": person.person},
        )
    if standing == Status.ON_HOLD and state != State.EXCUSED:
        raise ValidationError(
            _("%(person)s was on hold that day: only “absent with a reason” can be said."),
            code="on_hold",
            params={"person": person.person},
        )
    return person


def _refuse_overwriting(known: Attendance, seen: str | None, by: User, *, again: bool) -> None:
    """One's own newer tap stands, however late the answer to the first one comes."""
    if seen is None or seen == known.state:
        return
    last = known.events.select_related("by").last()
    if last is not None and last.by_id == by.pk and again:
        raise ValidationError(
            _("You have said “%(state)s” since: this older tap was not saved. Tap again if it is right."),
            code="changed_meanwhile",
            params={"state": known.get_state_display()},
        )
    if last is not None and last.by_id != by.pk:
        raise ValidationError(
            _("%(who)s has said meanwhile: “%(state)s”. Look at it, and tap again if that is wrong."),
            code="changed_meanwhile",
            params={"who": last.by or "–", "state": known.get_state_display()},
        )


def _no_reason() -> ValidationError:
    return ValidationError(
        _("This is a late correction: say why it is made. The reason stays in the history."), code="no_reason"
    )


def _said_first(
    session: Session, people: Sequence[tuple[Enrolment, State]], *, by: User, why: str, now: datetime
) -> list[Attendance]:
    rows = Attendance.objects.bulk_create(
        Attendance(session=session, enrolment=person, state=state) for person, state in people
    )
    AttendanceEvent.objects.bulk_create(
        AttendanceEvent(attendance=row, old="", new=row.state, by=by, at=now, why=why.strip()) for row in rows
    )
    return rows
