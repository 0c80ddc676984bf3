"""How the apps take part in an erasure: what stands against it, what each scrubs, and what stays because it must."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from people import uploading
from people.models import Upload

# In place of a text that must not be empty; it says nothing, in any language.
NOTHING = "–"


@dataclass(frozen=True)
class Obstacle:
    """Why nobody can be erased now, and the page on which it can be settled."""

    sentence: str
    url: str = ""


@dataclass(frozen=True)
class Scrub:
    """Rows of one kind and what is done to them; `label` tells the administrator, before it is done, what they are."""

    label: str
    rows: QuerySet[Any, Any]
    act: Callable[[QuerySet[Any, Any]], object]

    def carry_out(self) -> None:
        self.act(self.rows)


@dataclass(frozen=True)
class Kept:
    """Rows that stay as they are, and the ground on which they do."""

    label: str
    rows: QuerySet[Any, Any]
    why: str


def blank(**values: Any) -> Callable[[QuerySet[Any, Any]], object]:
    """The columns become these values, past the history that would keep the old ones."""
    return lambda rows: rows.order_by().update(**values)


def remove(rows: QuerySet[Any, Any]) -> None:
    rows.order_by().delete()


def take_bytes_away(rows: QuerySet[Upload, Any]) -> None:
    """The rows stay and say that there was a file; its bytes go when the transaction is through."""
    for upload in rows:
        uploading.erase(upload)


def counted(scrubs: Iterable[Scrub | Kept]) -> list[tuple[Any, int]]:
    return [(each, n) for each in scrubs if (n := each.rows.order_by().count())]
