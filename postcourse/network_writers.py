"""Whoever writes into the network is held while they do: nobody leaves words behind an erasure that is under way."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from people.locking import lock
from people.models import User
from postcourse.models import Practice, PracticeComment

HOUR = timedelta(hours=1)
COMMENTS_AN_HOUR = 30
PRACTICES_A_DAY = 20


def hold_writer(user: User) -> None:
    """Inside the transaction that writes, after the practice is held; the staff have no record to be erased."""
    if user.person_id is None:
        return
    if any(record.erased_at for record in lock([user.person_id]).values()):
        raise ValidationError(_("The data of this person were erased."), code="erased")


def refuse_flood_of_comments(user: User, now: datetime) -> None:
    if PracticeComment.objects.filter(user=user, at__gt=now - HOUR, at__lte=now).count() >= COMMENTS_AN_HOUR:
        raise ValidationError(_("That were many comments in one hour. Go on a little later."), code="too_many")


def refuse_flood_of_practices(user: User, now: datetime) -> None:
    if Practice.objects.of(user).filter(created_at__gt=now - 24 * HOUR, created_at__lte=now).count() >= PRACTICES_A_DAY:
        raise ValidationError(_("That were many drafts in one day. Go on tomorrow."), code="too_many")
