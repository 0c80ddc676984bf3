"""The author writes a practice and changes it; whatever others could read is read by a moderator again first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Module
from people import uploading
from people.alphabet import search_key
from people.models import Upload, User
from postcourse import network
from postcourse.models import Practice
from postcourse.network_writers import hold_writer, refuse_flood_of_practices
from postcourse.practices import State, locked, move

MOST_FILES = 5
LONGEST = 20_000


@dataclass(frozen=True)
class Words:
    kind: str
    module: Module
    title: str
    text: str


def write(words: Words, *, by: User, files: Sequence[File[bytes]] = (), now: datetime | None = None) -> Practice:
    """A draft, which its author alone sees."""
    _refuse_content(words, len(files), by)
    with uploading.kept_with(files, by=by) as uploads:
        hold_writer(by)
        if not network.is_graduate(by) or by.person is None:
            raise ValidationError(_("Graduates of a course share their practice here."), code="no_graduate")
        refuse_flood_of_practices(by, now or timezone.now())
        practice = _said(Practice(author=by.person, created_at=now or timezone.now()), words)
        practice.save(force_insert=True)
        practice.uploads.set(uploads)
    return practice


def change(
    practice: Practice,
    words: Words,
    *,
    by: User,
    files: Sequence[File[bytes]] = (),
    keep: Sequence[Upload] = (),
    seen: int,
) -> Practice:
    """`seen` is the version that the form showed. What was published or hidden goes to the moderators anew."""
    _refuse_content(words, len(files) + len(keep), by)
    with uploading.kept_with(files, by=by) as uploads, transaction.atomic():
        row = locked(practice)
        hold_writer(by)
        if not by.owns(row.author_id) or not row.is_editable:
            raise ValidationError(_("This practice cannot be changed."), code="not_editable")
        if row.version != seen:
            raise ValidationError(
                _("This practice was changed meanwhile, perhaps in another window. Open it again."), code="newer"
            )
        before = list(row.uploads.all())
        staying = [upload for upload in before if upload.pk in {each.pk for each in keep}]
        row = _said(row, words)
        row.version += 1
        row.save(update_fields=["kind", "module", "title", "text", "search_key", "version"])
        row.uploads.set([*staying, *uploads])
        _erase_removed(before, staying)
        if row.state in (State.PUBLISHED, State.HIDDEN):
            row = move(row, State.SUBMITTED, by=by, submitted_at=timezone.now())
    return row


def _erase_removed(before: Sequence[Upload], staying: Sequence[Upload]) -> None:
    """What its author takes out of it is kept nowhere."""
    for upload in before:
        if upload not in staying:
            uploading.erase(upload)


def _said(practice: Practice, words: Words) -> Practice:
    practice.kind, practice.module = words.kind, words.module
    practice.title, practice.text = words.title.strip(), words.text.strip()
    practice.search_key = search_key(f"{practice.title} {practice.text}")
    return practice


def _refuse_content(words: Words, files: int, by: User) -> None:
    if not words.title.strip() or not words.text.strip():
        raise ValidationError(_("A practice has a title and a text."), code="empty")
    if len(words.text) > LONGEST:
        raise ValidationError(
            {"text": _("At most %(most)s characters: put a longer text into a file.") % {"most": LONGEST}}
        )
    if files > MOST_FILES:
        raise ValidationError(
            _("At most %(most)s files together with those that stay."), code="too_many", params={"most": MOST_FILES}
        )
    if not network.topics_of(by).filter(pk=words.module.pk).exists():
        raise ValidationError({"module": _("Choose a module that you have studied.")}, code="foreign_module")
