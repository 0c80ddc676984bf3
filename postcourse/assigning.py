"""Who holds the consultations: the cohort's trainer, unless the organiser says otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from people.roles import Role
from postcourse import letters
from postcourse.calendar import next_working_day
from postcourse.consulting import locked, move
from postcourse.expecting import bound, busy
from postcourse.models import Consultation, Plan
from postcourse.policy import POLICY
from postcourse.timing import counted_back, first_free_of, lock
from postcourse.whereabouts import place_at, stands

Status = Consultation.Status


@transaction.atomic
def assign(plans: Iterable[Plan], *, trainer: User, by: User, place: str = "", now: datetime | None = None) -> int:
    """Hand what is still to come of these plans to the trainer, at times that are free; who was invited is told."""
    if not trainer.has_role(Role.TRAINER):
        raise ValidationError(_("Choose somebody who has the role of trainer."))
    at = now or timezone.now()
    lock(trainer)
    moved = 0
    for plan in plans:
        _give(plan, trainer, by=by)
        # A place in a discussion stays with whoever holds the discussion.
        for consultation in plan.consultations.open().filter(discussion=None).exclude(trainer=trainer):
            if consultation.starts_at > at or consultation.status == Status.PLANNED:
                _hand_over(consultation, trainer, place=place, by=by, now=at)
                moved += 1
    return moved


def _give(plan: Plan, trainer: User, *, by: User) -> None:
    row = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if row.trainer_id != trainer.pk:
        row.trainer = trainer
        row._history_user = by  # type: ignore[attr-defined]
        row.save(update_fields=["trainer"])


def _hand_over(consultation: Consultation, trainer: User, *, place: str, by: User, now: datetime) -> None:
    row = locked(consultation)
    before, status = row.trainer, Status(row.status)
    if before is not None and status != Status.PLANNED:
        letters.take_from(before, row)
    changes: dict[str, Any] = {"trainer": trainer}
    taken = row.starts_at in busy(trainer, besides=row) or not stands(trainer, row.starts_at)
    if row.starts_at <= now + POLICY.notice or taken:
        earliest = max(timezone.localdate(row.starts_at), timezone.localdate(now) + POLICY.earliest_after)
        day = next_working_day(earliest)
        changes |= counted_back(first_free_of(trainer, day, besides=row, avoid=bound(row)))
    changes["place"] = place or place_at(row, changes.get("starts_at", row.starts_at), trainer)
    if status != Status.PLANNED:
        changes |= {"sequence": row.sequence + 1, "reminded_at": None}
        status = Status.INVITED if "starts_at" in changes else status
    if "starts_at" in changes:
        # A change of its own: whoever reads of the new time is not told a name as its reason.
        row, changes = move(row, status, by=by, **changes), {}
    row = move(row, status, by=by, why=trainer.name or trainer.email, **changes)
    if status != Status.PLANNED:
        letters.invite(row)
