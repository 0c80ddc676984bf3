"""Comments under a practice: written, taken away by their author, hidden and shown again by a moderator."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from postcourse import practice_reports
from postcourse.models import Practice, PracticeComment
from postcourse.network_writers import hold_writer, refuse_flood_of_comments
from postcourse.practices import locked

State = PracticeComment.State
LONGEST = 4_000
MOVES: dict[State, frozenset[State]] = {
    State.SHOWN: frozenset({State.HIDDEN, State.REMOVED}),
    State.HIDDEN: frozenset({State.SHOWN, State.REMOVED}),
}


@transaction.atomic
def comment(practice: Practice, *, text: str, by: User, now: datetime | None = None) -> PracticeComment:
    """The same words twice in a row are one comment: a button was pressed twice."""
    at = now or timezone.now()
    words = text.strip()
    row = locked(practice)
    hold_writer(by)
    if row.state != Practice.State.PUBLISHED:
        raise ValidationError(_("Only what is published is commented on."), code="not_published")
    if not words or len(words) > LONGEST:
        raise ValidationError({"text": _("Write up to %(most)s characters.") % {"most": LONGEST}}, code="length")
    last = row.comments.filter(user=by).last()
    if last is not None and last.text == words and last.state == State.SHOWN:
        return last
    refuse_flood_of_comments(by, at)
    return PracticeComment.objects.create(practice=row, user=by, text=words, at=at)


@transaction.atomic
def remove(comment: PracticeComment, *, by: User) -> PracticeComment:
    """By its author: the words go, the place stays, so that the answers below can be understood."""
    if comment.user_id != by.pk:
        raise ValidationError(_("Only its author removes a comment."), code="foreign")
    row = _move(comment, State.REMOVED, text="", why="")
    practice_reports.settle(row.reports.all(), "gone", by=by)
    return row


@transaction.atomic
def hide(comment: PracticeComment, *, why: str, by: User, now: datetime | None = None) -> PracticeComment:
    if comment.user_id == by.pk:
        raise ValidationError(_("Nobody decides on what they have written themselves."), code="own")
    if not why.strip():
        raise ValidationError({"why": _("Tell the author why.")}, code="no_reason")
    row = _move(comment, State.HIDDEN, why=why.strip(), decided_by=by, decided_at=now or timezone.now())
    practice_reports.settle(row.reports.all(), "hidden", by=by)
    return row


def show(comment: PracticeComment, *, by: User, now: datetime | None = None) -> PracticeComment:
    """A moderator has thought better of it."""
    if comment.user_id == by.pk:
        raise ValidationError(_("Nobody decides on what they have written themselves."), code="own")
    return _move(comment, State.SHOWN, why="", decided_by=by, decided_at=now or timezone.now())


@transaction.atomic
def _move(comment: PracticeComment, to: State, **changes: object) -> PracticeComment:
    """The one door; whoever holds the practice holds what is under it."""
    locked(comment.practice)
    row = PracticeComment.objects.select_related("practice").get(pk=comment.pk)
    if to not in MOVES.get(State(row.state), frozenset()):
        raise ValidationError(_("It is not shown any more."), code="illegal_move")
    row.state = to
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *changes])
    return row
