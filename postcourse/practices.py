"""A practice from its draft to its publication: one table of legal moves, one locked door (design §4)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from postcourse import practice_letters, practice_reports
from postcourse.models import Practice, PracticeEvent

State = Practice.State
# Erased by `postcourse.erasing_network` alone, out of every state and for good.
MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SUBMITTED}),
    State.SUBMITTED: frozenset({State.PUBLISHED, State.RETURNED, State.DRAFT}),
    State.RETURNED: frozenset({State.SUBMITTED, State.DRAFT}),
    # Changed by its author it is read again.
    State.PUBLISHED: frozenset({State.HIDDEN, State.SUBMITTED, State.DRAFT}),
    State.HIDDEN: frozenset({State.PUBLISHED, State.SUBMITTED, State.DRAFT}),
}


def submit(practice: Practice, *, by: User, seen: int | None = None, now: datetime | None = None) -> Practice:
    """The author hands it to the moderators."""
    at = now or timezone.now()
    return move(practice, State.SUBMITTED, by=by, seen=seen, now=at, submitted_at=at)


@transaction.atomic
def withdraw(practice: Practice, *, by: User) -> Practice:
    """The author takes it back: nobody else sees it any more, and what was reported of it is settled by that."""
    row = move(practice, State.DRAFT, by=by)
    practice_reports.settle(row.reports.filter(comment=None), "gone", by=by)
    return row


@transaction.atomic
def publish(practice: Practice, *, by: User, seen: int | None = None, now: datetime | None = None) -> Practice:
    """A moderator has read this version. Shown again after it was hidden, it stands where it stood."""
    at = now or timezone.now()
    row = locked(practice)
    _refuse_own(row, by)
    row = move(row, State.PUBLISHED, by=by, seen=seen, now=at, published_at=row.published_at or at)
    practice_letters.tell(row, row.events.latest("pk"))
    return row


@transaction.atomic
def send_back(practice: Practice, *, why: str, by: User, seen: int | None = None) -> Practice:
    """With words on what to change."""
    _refuse_own(practice, by)
    row = move(practice, State.RETURNED, by=by, why=_words(why), seen=seen)
    practice_letters.tell(row, row.events.latest("pk"))
    return row


@transaction.atomic
def hide(practice: Practice, *, why: str, by: User) -> Practice:
    """What was reported of it is settled by that."""
    _refuse_own(practice, by)
    row = move(practice, State.HIDDEN, by=by, why=_words(why))
    practice_reports.settle(row.reports.filter(comment=None), "hidden", by=by)
    practice_letters.tell(row, row.events.latest("pk"))
    return row


@transaction.atomic
def move(
    practice: Practice, to: State, *, by: User, why: str = "", seen: int | None = None, now: datetime | None = None,
    **changes: Any,
) -> Practice:  # fmt: skip
    """The one door. `seen` is the version that whoever decides has read."""
    row = locked(practice)
    old = State(row.state)
    if to not in MOVES.get(old, frozenset()):
        raise ValidationError(
            _("This practice is in the state “%(state)s”: that cannot be done now."),
            code="illegal_move",
            params={"state": row.get_state_display()},
        )
    if seen is not None and seen != row.version:
        raise ValidationError(
            _("The author has changed it meanwhile. Read the new version, then decide."), code="changed_meanwhile"
        )
    row.state = to
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *changes])
    PracticeEvent.objects.create(practice=row, old=old, new=to, why=why, by=by, at=now or timezone.now())
    return row


def locked(practice: Practice) -> Practice:
    """Held until the transaction ends; those who only refer to it do not wait."""
    rows = Practice.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("author__merged_into", "module").get(pk=practice.pk)


def _refuse_own(practice: Practice, by: User) -> None:
    if by.owns(practice.author_id):
        raise ValidationError(_("Nobody decides on what they have written themselves."), code="own")


def _words(why: str) -> str:
    if not why.strip():
        raise ValidationError({"why": _("Tell the author why.")}, code="no_reason")
    return why.strip()
