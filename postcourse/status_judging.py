"""What the trainer says of an implementation in place of what is reckoned, with a reason, until the next report."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from postcourse.implementing import still_running
from postcourse.models import Implementation, ImplementationEvent, Standing


@transaction.atomic
def judge(
    implementation: Implementation, standing: Standing, *, why: str, by: User, now: datetime | None = None
) -> Implementation:
    """The status as the trainer sees it; the graduate reads the reason."""
    row, said = still_running(implementation), why.strip()[:300]
    if not said:
        raise ValidationError({"why": _("Say why: the participant reads it, too.")})
    return _set(row, standing, said, by=by, at=now or timezone.now())


@transaction.atomic
def take_back(implementation: Implementation, *, by: User | None, now: datetime | None = None) -> Implementation:
    """From now on the status is reckoned again."""
    row = still_running(implementation)
    return _set(row, None, "", by=by, at=now or timezone.now()) if row.judged else row


def _set(row: Implementation, standing: Standing | None, why: str, *, by: User | None, at: datetime) -> Implementation:
    old, new = row.judged, standing or ""
    row.judged, row.judged_why = new, why
    row.judged_by, row.judged_at = (by, at) if standing else (None, None)
    row.save(update_fields=["judged", "judged_why", "judged_by", "judged_at"])
    kind = ImplementationEvent.Kind.JUDGED
    ImplementationEvent.objects.create(implementation=row, kind=kind, old=old, new=new, by=by, why=why, at=at)
    return row
