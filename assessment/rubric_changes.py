"""What others have changed in a draft of a table since somebody opened it, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessment.models import RubricDraft
from assessment.rubric_words import label_of, value_in_words
from courses.draft_changes import Change
from courses.draft_content import Content, Path, row_of, value_at
from people.versions import CHANGED_MEANWHILE


def saves_of(draft: RubricDraft) -> Any:
    return draft.history.exclude(history_type="-").select_related("changed_by")


def content_at(draft: RubricDraft, revision: int) -> Content:
    """The draft as it was after that save."""
    row = saves_of(draft).filter(revision=revision).first()
    return row.content if row else {}


def refuse_if_changed(draft: RubricDraft, seen: int, paths: Iterable[Path]) -> None:
    """Raise, with a sentence for each change, if somebody has saved over what a form was opened with."""
    if draft.revision == seen:
        return
    wanted = list(paths)
    saves = saves_of(draft).filter(revision__gte=seen).order_by("revision")
    if changes := [change for old, new in pairwise(saves) for change in _between(old, new, wanted)]:
        head = _("Somebody else has saved this meanwhile. Look at what changed, then save again:")
        told = [head, *(change.sentence for change in changes)]
        raise ValidationError([ValidationError(sentence, code=CHANGED_MEANWHILE) for sentence in told])


def _between(old: Any, new: Any, paths: list[Path]) -> Iterator[Change]:
    gone: set[Path] = set()
    for path in paths:
        before, after = value_at(old.content, path), value_at(new.content, path)
        if before == after:
            continue
        if len(path) > 2 and row_of(new.content[path[0]], path[1]) is None:
            # One sentence for a line that was removed, not one for each of its fields.
            if path[:2] in gone:
                continue
            gone.add(path[:2])
            path = path[:2]
            before, after = value_at(old.content, path), None
        # A line that came with this save has a name in the newer content only.
        known = old.content if path[0] == "name" or row_of(old.content[path[0]], path[1]) else new.content
        words = value_in_words(path, before), value_in_words(path, after)
        yield Change(path, label_of(path, known), *words, new.changed_by, new.changed_at)
