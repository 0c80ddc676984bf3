"""A member who cannot score is excused by the chair, with a reason that is kept and printed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.conflicts import OF_INTEREST, hindrance_between
from assessment.models import CommissionMember, Defence, Sheet, ThirdCall
from assessment.recording import save_by
from people.models import User


@transaction.atomic
def excuse(
    member: CommissionMember, defences: Iterable[Defence], *, by: User, reason: str, now: datetime | None = None
) -> list[Sheet]:
    """Excuse a member from these defences; marks begun but not submitted do not count. Sheets submitted stay."""
    _require_chair(member, by)
    if not reason.strip():
        raise ValidationError(_("Say why the member is excused: it is printed in the protocol."), code="no_reason")
    excused = []
    for defence in sorted(defences, key=lambda each: each.pk):
        row = _pending(defence, member)
        sheet = row.sheets.filter(member=member).first() or Sheet(defence=row, member=member)
        if sheet.submitted_at is not None or sheet.excused_at is not None:
            continue
        sheet.excused_at, sheet.excused_by, sheet.excused_reason = now or timezone.now(), by, reason.strip()
        save_by(sheet, by)
        excused.append(sheet)
    if not excused:
        raise ValidationError(
            _("%(member)s has submitted every sheet: there is nothing to excuse from."),
            code="nothing_open",
            params={"member": member},
        )
    return excused


@transaction.atomic
def call_back(sheet: Sheet, *, by: User) -> Sheet:
    """The excused member scores after all, as long as somebody else's sheet is open too.

    Once the spread has opened to the chair, nobody returns to marks that have been seen.
    """
    _require_chair(sheet.member, by)
    row = _pending(sheet.defence, sheet.member)
    done = row.sheets.exclude(submitted_at=None, excused_at=None)
    heard = row.sheets.filter(submitted_at__isnull=False).exists()
    # Whoever asked a third member has seen the marks of the others, too.
    is_open = heard and done.count() == row.day.members.count()
    if is_open or ThirdCall.objects.filter(defence=row).exists():
        raise ValidationError(
            _("All the others have submitted and the marks are open: the member can no longer be called back."),
            code="spread_open",
        )
    hindrance = hindrance_between(sheet.member, row)
    if hindrance is not None and hindrance.kind in OF_INTEREST:
        raise ValidationError(
            _("%(member)s must not assess this participant: %(why)s."),
            code="conflict",
            params={"member": sheet.member, "why": hindrance.why},
        )
    fresh = row.sheets.get(pk=sheet.pk)
    fresh.excused_at, fresh.excused_by, fresh.excused_reason = None, None, ""
    save_by(fresh, by)
    return fresh


def _require_chair(member: CommissionMember, by: User) -> None:
    if not CommissionMember.objects.filter(day=member.day_id, user=by, is_chair=True).exists():
        raise PermissionDenied


def _pending(defence: Defence, member: CommissionMember) -> Defence:
    row = Defence.objects.select_for_update(of=("self",)).get(pk=defence.pk)
    if row.day_id != member.day_id or not row.is_pending:
        raise ValidationError(_("This defence is already decided."), code="decided")
    return row
