"""Who must not assess somebody is excused from exactly that participant while the day is planned.

It is the chair's own way of excusing, with the same row, reason and line in the protocol; the organiser may take it
only where a conflict or a time away speaks for it, and somebody must be left who assesses.
"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.access import organises
from assessment.conflicts import Hindrance, hindrances_of, open_pairs
from assessment.models import CommissionMember, Defence, DefenceDay, Sheet
from assessment.recording import save_by
from people.models import User


@transaction.atomic
def recuse(
    member: CommissionMember, defence: Defence, *, by: User, reason: str = "", now: datetime | None = None
) -> Sheet:
    """Excuse this member from this participant; the reason is the hindrance itself, unless another one is typed."""
    if not organises(by) and not CommissionMember.objects.filter(day=defence.day_id, user=by, is_chair=True).exists():
        raise PermissionDenied
    day = DefenceDay.objects.select_for_update(of=("self",)).get(pk=defence.day_id)
    Defence.objects.select_for_update(of=("self",)).get(pk=defence.pk)
    row = Defence.objects.with_people().get(pk=defence.pk)
    row.day = day
    members = list(day.members.chair_first())
    pairs = open_pairs(hindrances_of(day, [row], members))
    found = next((pair for pair in pairs if pair.member.pk == member.pk), None)
    if found is None:
        raise ValidationError(_("Nothing speaks against this pair any more."), code="no_hindrance")
    _require_others(row, members, pairs)
    return _excuse(found, by=by, reason=reason, now=now or timezone.now())


def recuse_all(day: DefenceDay, *, by: User) -> tuple[list[Sheet], list[str]]:
    """All pairs of a day that are open: who is excused now, and what is said of those who cannot be."""
    order = list(day.defences.with_people().order_by("order"))
    done: list[Sheet] = []
    said: list[str] = []
    for pair in open_pairs(hindrances_of(day, order, list(day.members.chair_first()))):
        try:
            done.append(recuse(pair.member, pair.defence, by=by))
        except ValidationError as refusal:
            said += [sentence for sentence in refusal.messages if sentence not in said]
    return done, said


def _require_others(row: Defence, members: list[CommissionMember], pairs: list[Hindrance]) -> None:
    excused = set(row.sheets.filter(excused_at__isnull=False).values_list("member", flat=True))
    hindered = {pair.member.pk for pair in pairs}
    if not [member for member in members if member.pk not in excused | hindered]:
        raise ValidationError(
            _(
                "%(person)s: no member is left who may assess. Move the participant to another commission, or put "
                "another member on this one."
            ),
            code="nobody_left",
            params={"person": row.attempt.enrolment.person},
        )


def _excuse(pair: Hindrance, *, by: User, reason: str, now: datetime) -> Sheet:
    sheet = pair.defence.sheets.filter(member=pair.member).first() or Sheet(defence=pair.defence, member=pair.member)
    if sheet.submitted_at is not None:
        raise ValidationError(
            _("%(member)s has submitted the sheet of %(person)s already: the marks stay."),
            code="submitted",
            params={"member": pair.member, "person": pair.defence.attempt.enrolment.person},
        )
    sheet.excused_at, sheet.excused_by = now, by
    sheet.excused_reason = reason.strip() or pair.reason
    save_by(sheet, by)
    return sheet
