"""The trainer confirms that the goals are those of the defended project; a goal that changes opens it again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from postcourse.implementing import still_running
from postcourse.models import Agreement, Goal, Implementation, ImplementationEvent

Origin = Goal.Origin


@transaction.atomic
def confirm(implementation: Implementation, *, by: User, seen: int, now: datetime | None = None) -> Implementation:
    """Of the goals as the page showed them: `seen` is what `newest_change` said then."""
    row, at = still_running(implementation), now or timezone.now()
    if newest_change(row) != seen:
        raise ValidationError(_("The goals have changed meanwhile: look at them once more."), code="newer")
    origins = set(row.goals.filter(dropped_at=None).order_by().values_list("origin", flat=True))
    if "" in origins:
        raise ValidationError(
            _("Of some goal it is not said whether it comes from the defended project: change that first."),
            code="no_origin",
        )
    if Origin.PROJECT not in origins:
        raise ValidationError(_("No goal comes from the defended project: set one first."), code="none_of_it")
    if row.goals_confirmed_at is None:
        _set(row, Agreement.CONFIRMED, by=by, at=at)
    return row


def open_again(row: Implementation, *, by: User | None, now: datetime) -> None:
    """What was confirmed is no longer what stands there; the implementation is locked by whoever changes a goal."""
    if row.goals_confirmed_at is not None:
        _set(row, Agreement.OPEN, by=by, at=now)


def newest_change(implementation: Implementation) -> int:
    """The number of the newest change of any of its goals; 0 without goals."""
    history: Any = Goal.history.model
    goals = implementation.goals.order_by().values("pk")
    return history.objects.filter(id__in=goals).aggregate(last=Max("history_id"))["last"] or 0


def _set(row: Implementation, to: Agreement, *, by: User | None, at: datetime) -> None:
    old = Agreement.CONFIRMED if to == Agreement.OPEN else ""
    confirmed = to == Agreement.CONFIRMED
    row.goals_confirmed_at, row.goals_confirmed_by = (at, by) if confirmed else (None, None)
    row.save(update_fields=["goals_confirmed_at", "goals_confirmed_by"])
    kind = ImplementationEvent.Kind.GOALS
    ImplementationEvent.objects.create(implementation=row, kind=kind, old=old, new=to, by=by, at=at)
