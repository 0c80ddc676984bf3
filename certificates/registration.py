"""What becomes of the right to check lists in the hands of whoever has it: changed, ended, and forgotten unused."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.models import Checker, CheckerEvent, ListCheck
from people.erasing import end_nobodys
from people.models import User
from people.scrubbing import NOTHING
from people.signing_in import is_nobodys

Kind = CheckerEvent.Kind
AT_ONCE = 500


@transaction.atomic
def change(
    checker: Checker, *, organisation: str, purpose: str, by: User, now: datetime | None = None
) -> CheckerEvent | None:
    """What stood there before stays on record: lists were checked for it."""
    row = _current(checker)
    if row.is_blocked:
        raise ValidationError(_("Your access to list checks was blocked: write to the provider."), code="blocked")
    if (row.organisation, row.purpose) == (organisation, purpose):
        return None
    before = f"{row.organisation}: {row.purpose}"
    row.organisation, row.purpose = organisation, purpose
    row.save(update_fields=["organisation", "purpose"])
    return CheckerEvent.objects.create(checker=row, kind=Kind.CHANGED, why=before, by=by, at=now or timezone.now())


@transaction.atomic
def end(checker: Checker, *, by: User | None, now: datetime | None = None) -> Checker:
    """Who it was and what for is forgotten, and so is a sign-in that was good for nothing else; figures stay.

    Who is blocked does not come back through this: the administrator ends it for them, or its time is over.
    """
    row, at = _current(checker), now or timezone.now()
    if row.is_blocked and by == row.user:
        raise ValidationError(_("Your access to list checks was blocked: write to the provider."), code="blocked")
    row.organisation, row.purpose, row.ended_at = NOTHING, "", at
    row.save(update_fields=["organisation", "purpose", "ended_at"])
    row.events.update(why="")
    CheckerEvent.objects.create(checker=row, kind=Kind.ENDED, by=by, at=at)
    if is_nobodys(row.user):
        end_nobodys(row.user)
    return row


def sweep(now: datetime | None = None) -> int:
    """End what nobody has used for as long as the page says."""
    at = now or timezone.now()
    before = at - timedelta(days=round(settings.CHECKER_MONTHS * 365.25 / 12))
    used = ListCheck.objects.filter(checker=OuterRef("pk"), at__gte=before)
    moved = CheckerEvent.objects.filter(checker=OuterRef("pk"), at__gte=before)
    old = Checker.objects.filter(~Q(Exists(used)), ~Q(Exists(moved)), ended_at=None, confirmed_at__lt=before)
    rows = list(old.order_by("pk")[:AT_ONCE])
    for row in rows:
        end(row, by=None, now=at)
    return len(rows)


def _current(checker: Checker) -> Checker:
    row = Checker.objects.select_for_update(of=("self",)).select_related("user").get(pk=checker.pk)
    if row.ended_at is not None:
        raise ValidationError(_("This registration was ended."))
    return row
