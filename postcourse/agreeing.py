"""What was agreed: added with the record, done by the graduate, or dropped; each once, by somebody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from postcourse import consulting
from postcourse.consulting import Status, locked
from postcourse.models import AgreedAction, Consultation

# Of one consultation; more are no agreement that anybody keeps.
MOST = 10


@dataclass(frozen=True)
class Agreed:
    """What is done, and until when if that was said."""

    text: str
    due_on: date | None = None


@transaction.atomic
def record(
    consultation: Consultation,
    to: Status,
    *,
    notes: str,
    next_step: str,
    agreed: list[Agreed],
    by: User,
    now: datetime | None = None,
) -> Consultation:
    """How it went, with what was agreed: both or neither."""
    if agreed and to != Status.HELD:
        raise ValidationError(_("Nothing was agreed at a consultation that was missed: leave those lines empty."))
    row = consulting.record(consultation, to, notes=notes, next_step=next_step, by=by, now=now)
    agree(row, agreed, by=by, now=now)
    return row


@transaction.atomic
def agree(consultation: Consultation, agreed: Iterable[Agreed], *, by: User, now: datetime | None = None) -> int:
    """Written down once the consultation has begun; the same words again are the same agreement."""
    row = locked(consultation)
    if row.status == Status.CANCELLED or row.starts_at > (now or timezone.now()):
        raise ValidationError(_("What was agreed is written down once the consultation has begun."))
    there = set(row.actions.filter(dropped_at=None).values_list("text", "due_on"))
    wanted = {(each.text.strip(), each.due_on): None for each in agreed if each.text.strip()}
    new = [each for each in wanted if each not in there]
    if len(there) + len(new) > MOST:
        raise ValidationError(_("Not more than %(n)s actions are agreed at one consultation."), params={"n": MOST})
    for text, due_on in new:
        AgreedAction.objects.create(consultation=row, text=text, due_on=due_on, made_by=by)
    return len(new)


def settle(action: AgreedAction, *, by: User, now: datetime | None = None) -> None:
    """It is done; whoever says so second changes nothing."""
    done = AgreedAction.objects.open().filter(pk=action.pk).update(done_at=now or timezone.now(), done_by=by)
    _said(action, done, AgreedAction.objects.filter(pk=action.pk, done_at__isnull=False).exists())


def reopen(action: AgreedAction) -> None:
    """It was ticked by mistake."""
    AgreedAction.objects.filter(pk=action.pk, done_at__isnull=False).update(done_at=None, done_by=None)


def drop(action: AgreedAction, *, by: User, now: datetime | None = None) -> None:
    """It is not done any more: a slip, or things have changed. The words stay on record."""
    dropped = AgreedAction.objects.open().filter(pk=action.pk).update(dropped_at=now or timezone.now(), dropped_by=by)
    _said(action, dropped, AgreedAction.objects.filter(pk=action.pk, dropped_at__isnull=False).exists())


def _said(action: AgreedAction, changed: int, is_so: bool) -> None:
    if not changed and not is_so:
        raise ValidationError(_("This agreement is settled already."))
