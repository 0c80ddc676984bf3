"""What somebody reports is looked at by a moderator, who hides it with a reason or keeps it."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from postcourse.models import Practice, PracticeComment, PracticeReport
from postcourse.network_writers import hold_writer


@transaction.atomic
def report(practice: Practice, comment: PracticeComment | None, *, why: str, by: User) -> PracticeReport:
    """Once by the same person until it is settled: again it is the same report."""
    row = Practice.objects.select_for_update(of=("self",), no_key=True).get(pk=practice.pk)
    hold_writer(by)
    _refuse(row, comment, by)
    if not why.strip():
        raise ValidationError({"why": _("Say what is wrong with it.")}, code="no_reason")
    standing = PracticeReport.objects.open().filter(practice=row, comment=comment, user=by)
    if existing := standing.first():
        return existing
    try:
        with transaction.atomic():
            return PracticeReport.objects.create(practice=row, comment=comment, user=by, why=why.strip())
    except IntegrityError:  # sent twice at the same moment
        return standing.get()


def settle(reports: QuerySet[PracticeReport], outcome: str, *, by: User, now: datetime | None = None) -> int:
    """All that are open among these; whoever holds the thing that they are about settles them."""
    standing = reports.filter(settled_at=None)
    return standing.update(outcome=outcome, settled_by=by, settled_at=now or timezone.now())


@transaction.atomic
def keep(practice: Practice, comment: PracticeComment | None, *, by: User) -> int:
    """It stays as it is."""
    row = Practice.objects.select_for_update(of=("self",), no_key=True).get(pk=practice.pk)
    if by.owns(row.author_id) if comment is None else comment.user_id == by.pk:
        raise ValidationError(_("Nobody decides on what they have written themselves."), code="own")
    settled = settle(PracticeReport.objects.filter(practice=row, comment=comment), "kept", by=by)
    if not settled:
        raise ValidationError(_("Somebody has settled this meanwhile."), code="settled")
    return settled


def _refuse(practice: Practice, comment: PracticeComment | None, by: User) -> None:
    own = by.owns(practice.author_id) if comment is None else comment.user_id == by.pk
    if own:
        raise ValidationError(_("This is your own: you can take it away yourself."), code="own")
    shown = comment is None or PracticeComment.objects.filter(pk=comment.pk, state="shown").exists()
    if practice.state != Practice.State.PUBLISHED or not shown:
        raise ValidationError(_("It is not shown any more."), code="not_shown")
