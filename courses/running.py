"""The life of a cohort: one table of legal moves, one door."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.deciding import decisions_in_force, undecided
from courses.hours_due import lines_due, without_line
from courses.models import Cohort, CohortEvent, Enrolment
from people.models import User
from people.versions import refuse_if_changed

Status = Cohort.Status

MOVES: dict[Status, tuple[Status, ...]] = {
    Status.DRAFT: (Status.ENROLLING, Status.CANCELLED),
    Status.ENROLLING: (Status.RUNNING, Status.CANCELLED),
    Status.RUNNING: (Status.DEFENDING, Status.CANCELLED),
    Status.DEFENDING: (Status.CLOSED, Status.RUNNING),
    Status.CLOSED: (),
    Status.CANCELLED: (),
}
NEED_A_REASON = frozenset({(Status.DEFENDING, Status.RUNNING)} | {(old, Status.CANCELLED) for old in Status})


@transaction.atomic
def move(cohort: Cohort, to: Status | str, *, by: User | None, why: str = "") -> Cohort:
    """Change the status, if the table of moves and the state of the cohort allow it, and write down who and why."""
    row = Cohort.objects.select_for_update(of=("self",)).select_related("version").get(pk=cohort.pk)
    old, to = Status(row.status), Status(to)
    if to not in MOVES[old]:
        raise ValidationError(
            _("The cohort “%(cohort)s”: “%(now)s” cannot become “%(to)s”."),
            code="illegal_move",
            params={"cohort": row, "now": old.label, "to": to.label},
        )
    if (old, to) in NEED_A_REASON and not why.strip():
        raise ValidationError(_("Say why: the reason stays in the history."), code="no_reason")
    if obstacle := obstacle_to(row, to):
        raise obstacle
    if to == Status.ENROLLING:
        row.decisions = decisions_in_force(row.version)
    row.status = to
    row._history_user = by  # type: ignore[attr-defined]
    row.save()
    CohortEvent.objects.create(cohort=row, old=old, new=to, by=by, why=why.strip())
    return row


@transaction.atomic
def save_cohort(cohort: Cohort, *, by: User | None, seen: int | None = None) -> Cohort:
    """Make a cohort, or change one that is not over; an open one stays on its version of the programme.

    `seen` is the version of the record that the change was made from (`people.versions`).
    """
    if cohort.pk:
        stored = Cohort.objects.select_for_update().get(pk=cohort.pk)
        if not MOVES[Status(stored.status)]:
            raise ValidationError(_("The cohort is over and can no longer be changed."), code="over")
        if stored.status != Status.DRAFT and stored.version_id != cohort.version_id:
            raise ValidationError(_("An open cohort stays on the version it opened with."), code="version")
        if stored.version_id != cohort.version_id:
            _refuse_furnished(stored)
        refuse_if_changed(stored, seen)
        cohort.status, cohort.decisions = stored.status, stored.decisions
    refuse_other_form(cohort)
    cohort._history_user = by  # type: ignore[attr-defined]
    cohort.full_clean()
    cohort.save()
    return cohort


def refuse_other_form(cohort: Cohort) -> None:
    """Raise if the version is not taught in the form of study that was chosen."""
    offered = cohort.version.forms_of_study
    if cohort.form not in offered:
        labels = ", ".join(str(Cohort.Form(form).label) for form in offered)
        raise ValidationError(
            {"form": _("This version of the programme is taught otherwise: %(forms)s.") % {"forms": labels}}
        )


def _refuse_furnished(cohort: Cohort) -> None:
    """Sessions, materials and tasks belong to modules of the version that the cohort has now."""
    there = {
        _("sessions"): cohort.sessions.exists(),
        _("materials"): cohort.materials.exists(),
        _("tasks"): cohort.tasks.exists(),
    }
    if found := [name for name, is_there in there.items() if is_there]:
        said = _(
            "The cohort stays on its version of the programme, because it already has: %(what)s."
            " For another version make a new cohort."
        )
        raise ValidationError({"version": said % {"what": ", ".join(found)}}, code="furnished")


def next_moves(cohort: Cohort) -> tuple[Status, ...]:
    return MOVES[Status(cohort.status)]


def obstacle_to(cohort: Cohort, to: Status) -> ValidationError | None:
    """What stands in the way of this move now, as a sentence; for the page that offers it and for the door."""
    check = _CHECKS.get(to)
    return check(cohort) if check else None


def _undecided(cohort: Cohort) -> ValidationError | None:
    codes = [discrepancy.code for discrepancy in undecided(cohort.version)]
    if not codes:
        return None
    return ValidationError(
        ngettext(
            "Before the cohort can open, decide on the programme's discrepancy %(codes)s.",
            "Before the cohort can open, decide on the programme's discrepancies %(codes)s.",
            len(codes),
        ),
        code="undecided",
        params={"codes": ", ".join(codes)},
    )


def _not_ready(cohort: Cohort) -> ValidationError | None:
    return _undecided(cohort) or _strays(cohort)


def _strays(cohort: Cohort) -> ValidationError | None:
    """A decision that was taken anew after the timetable was made."""
    strays = without_line(lines_due(cohort), cohort.sessions.all())
    if not strays:
        return None
    days = dict.fromkeys(date_format(session.day, "SHORT_DATE_FORMAT") for session in strays)
    return ValidationError(
        ngettext(
            "%(n)s session of the timetable stands for no line of the programme (%(days)s): a discrepancy was decided"
            " otherwise after it was planned. Take it out, or give it to a module.",
            "%(n)s sessions of the timetable stand for no line of the programme (%(days)s): a discrepancy was decided"
            " otherwise after they were planned. Take them out, or give them to a module.",
            len(strays),
        ),
        code="strays",
        params={"n": len(strays), "days": ", ".join(days)},
    )


def _nobody_admitted(cohort: Cohort) -> ValidationError | None:
    if cohort.status != Status.ENROLLING or cohort.enrolments.filter(status=Enrolment.Status.ADMITTED).exists():
        return None
    return ValidationError(_("Nobody is admitted yet: admit people before the studies begin."), code="nobody_admitted")


def _still_waiting(cohort: Cohort) -> ValidationError | None:
    waiting = cohort.enrolments.filter(status__in=[Enrolment.Status.APPLIED, Enrolment.Status.ADMITTED]).count()
    if not waiting:
        return None
    return ValidationError(
        ngettext("%(n)s person has no outcome yet.", "%(n)s people have no outcome yet.", waiting),
        code="no_outcome",
        params={"n": waiting},
    )


def _people_inside(cohort: Cohort) -> ValidationError | None:
    inside = cohort.enrolments.filter(status__in=Enrolment.ACTIVE).count()
    if not inside:
        return None
    return ValidationError(
        ngettext(
            "%(n)s person is still in the cohort: decline or withdraw them first.",
            "%(n)s people are still in the cohort: decline or withdraw them first.",
            inside,
        ),
        code="people_inside",
        params={"n": inside},
    )


_CHECKS: dict[Status, Callable[[Cohort], ValidationError | None]] = {
    Status.ENROLLING: _not_ready,
    Status.RUNNING: _nobody_admitted,
    Status.CLOSED: _still_waiting,
    Status.CANCELLED: _people_inside,
}
