"""Writing a new version of a programme: begun from a copy, changed by part, published or discarded, never both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.draft_changes import refuse_if_changed, saves_since
from courses.draft_content import Content, Path, as_file, opened, place_back, put, removed_module, row_of
from courses.draft_findings import findings
from courses.fields_of_file import SLUG
from courses.models import Programme, ProgrammeDraft, ProgrammeVersion
from courses.programme_content import Programme as Checked
from courses.programme_file import read
from people.models import User

Act = Callable[[Content], object]
# What is written where: a value for each path (`courses.draft_content.Path`).
Values = Mapping[Any, Any]


@transaction.atomic
def start(version: ProgrammeVersion, *, by: User, code: str = "") -> ProgrammeDraft:
    """A draft from a copy of the version: the next one of its programme, or, with a code, of a programme of its own."""
    content = opened(version.source)
    if code:
        refuse_code(code)
        content["code"] = code
    draft = ProgrammeDraft(
        programme=None if code else version.programme, based_on=version, content=content, made_by=by, changed_by=by
    )
    draft._history_user = by  # type: ignore[attr-defined]
    draft.save()
    return draft


def refuse_code(code: str) -> None:
    """Raise if a programme cannot be called so."""
    if not SLUG.match(code) or len(code) > 40:
        raise ValidationError({"code": _("small Latin letters, digits and _ are expected").capitalize() + "."})
    if Programme.objects.filter(code=code).exists():
        raise ValidationError({"code": _("There is a programme with this code already: choose another.")})


@transaction.atomic
def change(
    draft: ProgrammeDraft, values: Values, *, seen: int, by: User, act: Act | None = None, touched: Iterable[Path] = ()
) -> ProgrammeDraft:
    """Write the values and then do the act, unless somebody changed the same places after the revision that was seen.

    `touched` are places that the act changes without a value of its own. A line that was removed meanwhile comes back
    if the newest revision was seen: then it was told.
    """
    row = locked(draft)
    refuse_if_changed(row, seen, [*values, *touched])
    content = deepcopy(row.content)
    for key in {path[1] for path in values if path[0] == "modules"}:
        if row_of(content["modules"], key) is None and (lost := removed_module(content, key)):
            place_back(content, lost)
    for path, value in values.items():
        put(content, path, value)
    if act:
        act(content)
    if content != row.content:
        row.content, row.revision = content, row.revision + 1
        row.changed_by, row.changed_at = by, timezone.now()
        row._history_user = by  # type: ignore[attr-defined]
        row.save()
    return row


def others_since(draft: ProgrammeDraft, seen: int, by: User) -> list[User]:
    """Who else has saved the draft after the revision that was seen."""
    users = [save.changed_by for save in saves_since(draft, seen) if save.changed_by_id not in (None, by.pk)]
    return list(dict.fromkeys(users))


@transaction.atomic
def discard(draft: ProgrammeDraft, *, by: User) -> None:
    """Throw the draft away; its history stays."""
    remove(locked(draft), by=by)


def ready(draft: ProgrammeDraft) -> Checked:
    """The checked content of a draft that can be published; refused with every sentence of what is missing."""
    if found := findings(draft):
        raise ValidationError([ValidationError(each.sentence, code=each.code) for each in found])
    return read(as_file(draft.content))


def locked(draft: ProgrammeDraft) -> ProgrammeDraft:
    row = ProgrammeDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if row is None:
        raise ValidationError(
            _("This draft is no longer there: somebody has published or discarded it."), code="draft_gone"
        )
    return row


def remove(row: ProgrammeDraft, *, by: User, version: ProgrammeVersion | None = None) -> None:
    """Delete a locked draft; the last row of its history says which version it became, if it became one."""
    row._history_user = by  # type: ignore[attr-defined]
    row._change_reason = str(version.pk) if version else ""  # type: ignore[attr-defined]
    row.delete()
