"""A whole timetable in one step: from the hours that are due and the calendar, beside what was already held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from simple_history.utils import bulk_create_with_history

from courses.clashes import Clash, clashes_elsewhere, seal_of, unconfirmed
from courses.days_off import days_off
from courses.hours_due import Line, hours_planned, lines_due
from courses.models import Attendance, Cohort, HourKind, Session
from courses.scheduling import HORIZON, Frame, Load, Proposal, Slot, last_end, propose
from courses.timetabling import locked
from people.models import User
from people.versions import CHANGED_MEANWHILE

# Read under the cohort's lock just now: a question to the database for each session would only say so again.
ROWS = ("cohort", "module", "trainer")


@dataclass(frozen=True)
class Wishes:
    """How an organiser wants the timetable: from which day on, on which weekdays (Monday = 0), how much a day."""

    starts_on: date
    weekdays: tuple[int, ...]
    hours_per_day: int
    first_class: time
    break_minutes: int
    trainer: User | None = None
    room: str = ""
    link: str = ""


@dataclass(frozen=True)
class Draft:
    """A timetable before it is applied: what stays, what goes, what comes, and what does not fit."""

    kept: list[Session]
    removed: list[Session]
    made: list[Session]
    proposal: Proposal
    clashes: list[Clash]
    stamp: str

    @property
    def hours(self) -> int:
        return sum(session.hours for session in self.made)


def draft(cohort: Cohort, wishes: Wishes) -> Draft:
    """What generating would do; nothing is written.

    Sessions before the first day stay, and their hours count. Those from it on are replaced, which is refused while
    one of them has attendance: what was held is not planned anew.
    """
    frame = _frame(cohort, wishes)
    sessions = list(_with_attendance(cohort))
    kept = [session for session in sessions if session.day < wishes.starts_on]
    removed = [session for session in sessions if session.day >= wishes.starts_on]
    _refuse_held([session for session in removed if vars(session)["is_held"]])
    lines = lines_due(cohort)
    proposal = propose(_loads(lines, kept), frame)
    made = [_session(cohort, lines[slot.key], slot, wishes) for slot in proposal.slots]
    for session in made:
        session.clean_fields(exclude=ROWS)
    return Draft(kept, removed, made, proposal, clashes_elsewhere(made), stamp_of(sessions))


@transaction.atomic
def generate(
    cohort: Cohort, wishes: Wishes, *, by: User | None, confirmed: str = "", stamp: str | None = None
) -> Draft:
    """Replace the timetable from the first day on.

    `stamp` is the timetable that the organiser has looked at, `confirmed` the seal of the clashes that are meant so.
    """
    plan = draft(locked(cohort), wishes)
    if stamp is not None and stamp != plan.stamp:
        raise ValidationError(
            _("Somebody else has changed the timetable meanwhile. Look at the proposal again before you apply it."),
            code=CHANGED_MEANWHILE,
        )
    if refusal := does_not_fit(plan.proposal):
        raise refusal
    if plan.clashes and confirmed != seal_of(plan.clashes):
        raise unconfirmed()
    for session in plan.removed:
        session._history_user = by  # type: ignore[attr-defined]
        session.delete()
    bulk_create_with_history(plan.made, Session, default_user=by)
    return plan


def does_not_fit(proposal: Proposal) -> ValidationError | None:
    """How many hours are over, and by when or with how many hours a day everything would fit."""
    if not proposal.over:
        return None
    said = [
        ngettext(
            "%(n)s academic hour does not fit into the cohort's dates.",
            "%(n)s academic hours do not fit into the cohort's dates.",
            proposal.over,
        )
        % {"n": proposal.over}
    ]
    if proposal.fits_on:
        day = date_format(proposal.fits_on, "SHORT_DATE_FORMAT")
        said.append(_("Everything would fit by %(day)s: move the cohort's last day there.") % {"day": day})
    if proposal.hours_needed:
        said.append(_("Or plan %(n)s hours a day.") % {"n": proposal.hours_needed})
    return ValidationError(" ".join(said), code="does_not_fit")


def stamp_of(sessions: Sequence[Session]) -> str:
    """The state of a timetable: changes with every session that comes, goes or is changed."""
    newest = Session.history.filter(id__in=[session.pk for session in sessions]).order_by("-history_id")
    version = newest.values_list("history_id", flat=True).first() or 0
    return f"{len(sessions)}-{version}"


def _frame(cohort: Cohort, wishes: Wishes) -> Frame:
    if not cohort.starts_on <= wishes.starts_on <= cohort.ends_on:
        raise ValidationError({"starts_on": _("Choose a day between the cohort's first and last one.")})
    if not wishes.weekdays:
        raise ValidationError({"weekdays": _("Choose at least one day of the week.")})
    frame = Frame(
        starts_on=wishes.starts_on,
        ends_on=cohort.ends_on,
        weekdays=frozenset(wishes.weekdays),
        hours_per_day=wishes.hours_per_day,
        first_class=wishes.first_class,
        break_minutes=wishes.break_minutes,
        days_off=frozenset(days_off(wishes.starts_on, cohort.ends_on + timedelta(days=HORIZON))),
    )
    if last_end(frame).date() != wishes.starts_on:
        raise ValidationError(
            {"hours_per_day": _("The day would end after midnight: begin earlier, or plan fewer hours a day.")}
        )
    return frame


def _with_attendance(cohort: Cohort) -> Sequence[Session]:
    held = Attendance.objects.filter(session=OuterRef("pk"))
    return list(cohort.sessions.annotate(is_held=Exists(held)).order_by("starts_at", "pk"))


def _refuse_held(held: Sequence[Session]) -> None:
    if held:
        last = max(session.day for session in held)
        raise ValidationError(
            {
                "starts_on": _(
                    "Attendance is recorded up to %(day)s, and what was held is not planned anew: begin on a later day."
                )
                % {"day": date_format(last, "SHORT_DATE_FORMAT")}
            }
        )


def _loads(lines: Sequence[Line], kept: Sequence[Session]) -> list[Load]:
    """What is still to be planned of each line; `key` is its place among the lines."""
    planned = hours_planned(kept)
    loads = []
    for key, line in enumerate(lines):
        due = {
            kind: max(hours - planned.get((line.module.pk, line.is_extra, kind), 0), 0)
            for kind, hours in line.hours.items()
        }
        loads.append(Load(key, **due, is_attestation=line.module.is_attestation))
    return loads


def _session(cohort: Cohort, line: Line, slot: Slot, wishes: Wishes) -> Session:
    """Hours that people study by themselves need neither a trainer nor a room."""
    alone = slot.kind == HourKind.SELF_STUDY
    return Session(
        cohort=cohort,
        module=line.module,
        is_extra=line.is_extra,
        kind=slot.kind,
        hours=slot.hours,
        starts_at=timezone.make_aware(slot.starts),
        ends_at=timezone.make_aware(slot.ends),
        trainer=None if alone else wishes.trainer,
        room="" if alone else wishes.room,
        link="" if alone else wishes.link,
    )
