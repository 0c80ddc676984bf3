"""What others have changed in a draft since somebody opened it, in words: read from the history of its saves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from courses.draft_content import Content, Path, row_of, value_at
from courses.draft_words import in_words, label_of
from courses.models import ProgrammeDraft
from people.models import User
from people.versions import CHANGED_MEANWHILE


@dataclass(frozen=True)
class Change:
    path: Path
    label: str
    old: str
    new: str
    by: User | None
    at: datetime

    @property
    def sentence(self) -> str:
        return _("%(label)s: “%(old)s” became “%(new)s” (%(who)s, %(when)s)") % {
            "label": self.label,
            "old": self.old,
            "new": self.new,
            "who": self.by or "–",
            "when": date_format(localtime(self.at), "SHORT_DATETIME_FORMAT"),
        }


def content_at(draft: ProgrammeDraft, revision: int) -> Content:
    """The draft as it was after that save."""
    row = _saves(draft).filter(revision=revision).first()
    return row.content if row else {}


def saves_since(draft: ProgrammeDraft, revision: int) -> list[Any]:
    """The saves after that one, the oldest first."""
    return list(_saves(draft).filter(revision__gt=revision).order_by("revision"))


def changes_since(draft: ProgrammeDraft, revision: int, paths: Iterable[Path]) -> list[Change]:
    """What the saves after that one have changed at these places, the oldest first."""
    wanted = list(paths)
    saves = _saves(draft).filter(revision__gte=revision).order_by("revision")
    return [change for old, new in pairwise(saves) for change in _between(old, new, wanted)]


def refuse_if_changed(draft: ProgrammeDraft, seen: int, paths: Iterable[Path]) -> None:
    """Raise, with a sentence for each change, if somebody has saved over what a form was opened with."""
    if draft.revision == seen:
        return
    if changes := changes_since(draft, seen, paths):
        head = _("Somebody else has saved this meanwhile. Look at what changed, then save again:")
        told = [head, *(change.sentence for change in changes)]
        raise ValidationError([ValidationError(sentence, code=CHANGED_MEANWHILE) for sentence in told])


def _between(old: Any, new: Any, paths: list[Path]) -> Iterator[Change]:
    gone: set[str] = set()
    for path in paths:
        before, after = value_at(old.content, path), value_at(new.content, path)
        if before == after:
            continue
        if path[0] == "modules" and row_of(new.content["modules"], path[1]) is None:
            # One sentence for a line that was removed, not one for each of its fields.
            if path[1] in gone:
                continue
            gone.add(path[1])
            path, before = path[:2], value_at(old.content, path[:2])
        words = in_words(path, before, after)
        # A line that came with this save has a name in the newer content only.
        known = old.content if path[0] != "modules" or row_of(old.content["modules"], path[1]) else new.content
        yield Change(path, label_of(path, known), *words, new.changed_by, new.changed_at)


def _saves(draft: ProgrammeDraft) -> Any:
    return draft.history.exclude(history_type="-").select_related("changed_by")
