"""A member's marks: saved tap by tap while the sheet is open, locked when the member submits it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.grading import to_halves, to_points
from assessment.models import CommissionMember, Criterion, Defence, DefenceDay, Mark, Sheet, ThirdCall
from assessment.recording import save_by
from assessment.rules import rules_of
from assessment.starting import begin, require_begun
from courses.half_points import in_words
from people.models import User


@dataclass(frozen=True)
class Saved:
    """What stands after a tap: this mark, or a newer one that another device sent before."""

    mark: Mark
    is_older: bool

    @property
    def halves(self) -> int:
        return to_halves(self.mark.points)


@transaction.atomic
def save_mark(
    defence: Defence, *, criterion: int, halves: int, by: User, tapped_at: datetime | None = None, now: datetime
) -> Saved:
    """Save one tap: `halves` half points for the criterion with this number.

    The latest tap stands: the same tap sent twice changes nothing, and one that comes late never overwrites a newer.
    """
    row, member = _open_for(defence, by=by, now=now)
    sheet = _open_sheet(row, member)
    chosen = _criterion(row, criterion)
    if not 0 <= halves <= to_halves(chosen.maximum):
        raise ValidationError(
            _("“%(criterion)s”: from 0 to %(maximum)s points."),
            code="out_of_range",
            params={"criterion": chosen, "maximum": f"{chosen.maximum.normalize():f}"},
        )
    _require_step(chosen, halves)
    tapped_at = min(tapped_at or now, now)
    mark = Mark.objects.filter(sheet=sheet, criterion=chosen).first()
    if mark is not None and tapped_at <= mark.tapped_at:
        return Saved(mark, is_older=to_halves(mark.points) != halves)
    if mark is not None and to_halves(mark.points) == halves:
        # Nothing changes and nothing is noted, but a tap that was made before this one must not win when it arrives.
        Mark.objects.filter(pk=mark.pk).update(tapped_at=tapped_at)
        mark.tapped_at = tapped_at
        return Saved(mark, is_older=False)
    begin(row.attempt.enrolment.cohort, by=by)
    mark = mark or Mark(sheet=sheet, criterion=chosen)
    mark.points, mark.maximum = to_points(halves), chosen.maximum
    mark.tapped_at, mark.saved_at = tapped_at, now
    save_by(mark, by)
    return Saved(mark, is_older=False)


@transaction.atomic
def submit(defence: Defence, *, by: User, seen: Mapping[int, int] | None = None, now: datetime | None = None) -> Sheet:
    """Lock a member's sheet for good. `seen`, halves by criterion, is what the member had before the eyes: when
    another device has changed a mark since, nothing is locked. A sheet submitted before stays as it is.
    """
    now = now or timezone.now()
    row, member = _open_for(defence, by=by, now=now, allow_submitted=True)
    sheet = _sheet(row, member)
    if sheet.submitted_at is not None:
        return sheet
    _require_whole(row, sheet, seen)
    sheet.submitted_at = now
    save_by(sheet, by)
    return sheet


@transaction.atomic
def submit_complete(day: DefenceDay, *, by: User, now: datetime | None = None) -> list[Sheet]:
    """Submit every sheet of a member in which no criterion is left out; the others stay open."""
    member = _seat(day, by)
    submitted = []
    # Each defence is locked in its turn: members who submit at the same moment take them in the same order.
    open_sheets = member.sheets.filter(submitted_at=None, excused_at=None).order_by("defence_id")
    for sheet in open_sheets.select_related("defence"):
        criteria = rules_of(sheet.defence.attempt.enrolment.cohort).rubric.criteria.at_defence().count()
        if sheet.defence.is_pending and sheet.marks.count() == criteria:
            submitted.append(submit(sheet.defence, by=by, now=now))
    return submitted


def _open_for(
    defence: Defence, *, by: User, now: datetime, allow_submitted: bool = False
) -> tuple[Defence, CommissionMember]:
    """The defence, locked, and the member's seat, if marks may be given now."""
    row = (
        Defence.objects.select_for_update(of=("self",))
        .select_related("day", "attempt__enrolment__cohort", "attempt__enrolment__person")
        .get(pk=defence.pk)
    )
    member = _seat(row.day, by)
    if member.called and not ThirdCall.objects.filter(defence=row, member=member).exists():
        raise PermissionDenied
    require_begun(row.day, now)
    enrolment = row.attempt.enrolment
    if row.is_absent:
        raise ValidationError(
            _("%(person)s is recorded as absent: the chair can take that back."),
            code="absent",
            params={"person": enrolment.person},
        )
    if not row.is_pending and not allow_submitted:
        raise ValidationError(
            _("The result of %(person)s is already final."), code="decided", params={"person": enrolment.person}
        )
    if row.is_pending and not row.attempt.is_open:
        raise ValidationError(
            _("%(person)s does not study in the cohort now: “%(status)s”."),
            code="not_admitted",
            params={"person": enrolment.person, "status": enrolment.get_status_display()},
        )
    return row, member


def _seat(day: DefenceDay, by: User) -> CommissionMember:
    member = CommissionMember.everyone.filter(day=day, user=by).first()
    if member is None:
        raise PermissionDenied
    return member


def _sheet(defence: Defence, member: CommissionMember) -> Sheet:
    sheet = Sheet.objects.filter(defence=defence, member=member).first()
    return sheet or Sheet.objects.create(defence=defence, member=member)


def _open_sheet(defence: Defence, member: CommissionMember) -> Sheet:
    sheet = _sheet(defence, member)
    if sheet.submitted_at is not None:
        raise ValidationError(
            _("You have submitted the sheet of %(person)s: its marks no longer change."),
            code="submitted",
            params={"person": defence.attempt.enrolment.person},
        )
    if sheet.excused_at is not None:
        raise ValidationError(
            _("The chair has excused you from %(person)s: %(reason)s"),
            code="excused",
            params={"person": defence.attempt.enrolment.person, "reason": sheet.excused_reason},
        )
    return sheet


def _criterion(defence: Defence, number: int) -> Criterion:
    found = rules_of(defence.attempt.enrolment.cohort).rubric.criteria.at_defence().filter(pk=number).first()
    if found is None:
        raise ValidationError(
            _("This criterion is not among those that the commission scores in this cohort."), code="unknown_criterion"
        )
    return found


def _require_step(criterion: Criterion, halves: int) -> None:
    if halves % to_halves(criterion.step):
        raise ValidationError(
            _("“%(criterion)s”: points are given in steps of %(step)s."),
            code="step",
            params={"criterion": criterion, "step": in_words(criterion.step)},
        )


def _require_whole(defence: Defence, sheet: Sheet, seen: Mapping[int, int] | None) -> None:
    if sheet.excused_at is not None:
        _open_sheet(defence, sheet.member)
    given = sheet.halves()
    missing = rules_of(defence.attempt.enrolment.cohort).rubric.criteria.at_defence().exclude(pk__in=given).count()
    if missing:
        raise ValidationError(
            ngettext("%(n)s criterion is not scored yet.", "%(n)s criteria are not scored yet.", missing),
            code="incomplete",
            params={"n": missing},
        )
    if seen is not None and dict(seen) != given:
        raise ValidationError(
            _("Your marks were changed on another device meanwhile: look at them once more, then submit."),
            code="changed",
        )
