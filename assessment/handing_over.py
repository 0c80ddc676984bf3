"""The chair falls ill or is called away: another member of the commission takes the chair, and the day goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessment.models import CommissionMember, DefenceDay
from assessment.planning import open_day
from assessment.recording import save_by
from assessment.seating import may_sit
from people.models import User

# As long as the reason beside a row of the history may be.
LONGEST = 100


@dataclass(frozen=True)
class HandOver:
    at: datetime
    by: User | None
    to: User
    reason: str


def could_chair(day: DefenceDay) -> QuerySet[CommissionMember]:
    """The members who can take the chair: they sit on the commission already, and their role still lets them."""
    return CommissionMember.objects.filter(day=day, is_chair=False, user__in=may_sit()).chair_first()


@transaction.atomic
def hand_over_chair(day: DefenceDay, *, to: CommissionMember, reason: str, by: User) -> CommissionMember:
    """Give the chair to another member until the day is closed; marks, sheets and decisions stay as they are."""
    row = open_day(day)
    if not reason.strip():
        raise ValidationError(_("Say why the chair is handed over: it is kept with the day."), code="no_reason")
    heir = could_chair(row).filter(pk=to.pk).first()
    if heir is None:
        raise ValidationError(_("Only another member of this commission can take the chair."), code="not_seated")
    # In this order: the database knows one chair a day.
    for member in (*row.members.filter(is_chair=True), heir):
        member.is_chair = member == heir
        member._change_reason = reason.strip()[:LONGEST]
        save_by(member, by)
    return heir


def hand_overs(day: DefenceDay) -> list[HandOver]:
    """Who was given the chair of a day after it was planned, the latest first."""
    rows = CommissionMember.history.filter(day_id=day.pk, is_chair=True, history_change_reason__gt="")
    return [
        HandOver(row.history_date, row.history_user, row.user, row.history_change_reason)
        for row in rows.select_related("user", "history_user").order_by("-history_date", "-history_id")
    ]
