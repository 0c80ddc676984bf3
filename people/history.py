"""What was changed on a record, by whom and when, in words: read from the history that every staff write leaves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from people.held import shown
from people.models import User


@dataclass(frozen=True)
class Change:
    """One field of one save."""

    at: datetime
    by: User | None
    label: str
    old: str
    new: str
    version: int = 0  # the number of the row of the history that says so


def changes(record: Model, fields: Sequence[str]) -> list[Change]:
    """The changes of these fields, newest first."""
    history: Any = record.history  # type: ignore[attr-defined]  # HistoricalRecords adds it
    # By the order of writing: a clock may be put back.
    rows = list(history.select_related("history_user").order_by("-history_id"))
    return [change for new, old in pairwise(rows) for change in _between(record, old, new, fields)]


def created(record: Model) -> tuple[datetime, User | None] | None:
    """When and by whom the record was made, where the history reaches back so far."""
    history: Any = record.history  # type: ignore[attr-defined]
    first = history.select_related("history_user").filter(history_type="+").last()
    return (first.history_date, first.history_user) if first else None


def _between(record: Model, old: Any, new: Any, names: Iterable[str]) -> Iterator[Change]:
    for name in names:
        field: Any = record._meta.get_field(name)
        before, after = getattr(old, field.attname), getattr(new, field.attname)
        if before != after:
            yield Change(
                new.history_date, new.history_user, str(field.verbose_name).capitalize(),
                _in_words(field, before), _in_words(field, after), new.history_id,
            )  # fmt: skip


def _in_words(field: Any, value: Any) -> str:
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.is_relation:
        related = field.related_model._default_manager.filter(pk=value).first()
        return str(related) if related else f"№ {value}"
    return shown(value)
