"""The timetable of a cohort: sessions added, changed and deleted by hand; what was held stays as it was."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.clashes import clashes_of, seal_of, unconfirmed
from courses.models import Attendance, Cohort, Session
from people.models import User
from people.versions import CHANGED_MEANWHILE, newest_version, refuse_if_changed

# What may still be put right when attendance is recorded: the rest says what was held, and hours are earned by it.
AFTER_ATTENDANCE = frozenset({"trainer", "room", "link"})
OVER = (Cohort.Status.CLOSED, Cohort.Status.CANCELLED)


@transaction.atomic
def save_session(session: Session, *, by: User | None, confirmed: str = "", seen: int | None = None) -> Session:
    """Add a session, or change and move one.

    An overlap inside the cohort is refused. What else speaks against it has to be confirmed by its seal
    (`courses.clashes.seal_of`); `seen` is the version that the change was made from (`people.versions`).
    """
    session.cohort = locked(session.cohort)
    if session.pk:
        stored = _locked_session(session)
        refuse_if_changed(stored, seen)
        _refuse_what_was_held(stored, session)
    if session.module.version_id != session.cohort.version_id:
        raise ValidationError({"module": _("Choose a module of the cohort's programme.")}, code="module")
    session.full_clean()
    clashes = clashes_of(session)
    if grave := [clash for clash in clashes if clash.is_grave]:
        raise ValidationError([ValidationError(clash.sentence, code=clash.kind) for clash in grave])
    if clashes and confirmed != seal_of(clashes):
        raise unconfirmed()
    session._history_user = by  # type: ignore[attr-defined]
    session.save()
    return session


@transaction.atomic
def delete_session(session: Session, *, by: User | None, seen: int | None = None) -> None:
    """Take a session out of the timetable; never one with attendance, and none that was moved after it was `seen`."""
    locked(session.cohort)
    stored = _locked_session(session)
    if seen is not None and newest_version(stored) != seen:
        raise ValidationError(
            _("Somebody else has changed this session meanwhile: look at it as it is now, then take it out."),
            code=CHANGED_MEANWHILE,
        )
    if Attendance.objects.filter(session=stored).exists():
        raise ValidationError(
            _("Attendance is recorded for this session: it was held, and stays in the timetable."), code="held"
        )
    stored._history_user = by  # type: ignore[attr-defined]
    stored.delete()


def gone() -> ValidationError:
    """The refusal of a change to a session that somebody took out, or that a new timetable replaced."""
    return ValidationError(
        _("This session is no longer in the timetable: somebody else took it out, or generated the timetable anew."),
        code="gone",
    )


def locked(cohort: Cohort) -> Cohort:
    """The cohort under a lock, so that its timetable is changed by one person at a time; refused when it is over."""
    row = Cohort.objects.select_for_update(of=("self",)).select_related("version").get(pk=cohort.pk)
    if refusal := over(row):
        raise refusal
    return row


def over(cohort: Cohort) -> ValidationError | None:
    """Why nothing of the timetable can be changed any more, if so."""
    if cohort.status not in OVER:
        return None
    return ValidationError(_("The cohort is over: its timetable can no longer be changed."), code="over")


def held(session: Session) -> ValidationError | None:
    """Why only what is in `AFTER_ATTENDANCE` can still be put right, if so."""
    if not Attendance.objects.filter(session=session).exists():
        return None
    return ValidationError(
        _("Attendance is recorded for this session: only its trainer, room and link can still be changed."),
        code="held",
    )


def _locked_session(session: Session) -> Session:
    stored = Session.objects.select_for_update(of=("self",)).filter(pk=session.pk).first()
    if stored is None:
        raise gone()
    return stored


def _refuse_what_was_held(stored: Session, session: Session) -> None:
    fields = [field for field in Session._meta.concrete_fields if field.editable and not field.primary_key]
    changed = {field.name for field in fields if getattr(stored, field.attname) != getattr(session, field.attname)}
    if changed - AFTER_ATTENDANCE and (refusal := held(stored)):
        raise refusal
