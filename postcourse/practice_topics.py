"""The topics of the network: modules as the newest version of each programme has them, whatever they were before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, OuterRef

from courses.models import Module
from postcourse.models import Practice


@dataclass(frozen=True)
class Topic:
    """One to choose; `modules` are the keys of what it was in all versions."""

    key: str
    label: str
    modules: frozenset[int]


def topics() -> list[Topic]:
    """A module that the newest version has no more stays a topic while something is published on it."""
    published = Practice.objects.published().filter(module=OuterRef("pk"))
    rows = Module.objects.filter(is_attestation=False, is_extra=False).annotate(has_some=Exists(published))
    rows = rows.select_related("version").order_by("version__programme", "-version__number", "order")
    return [
        topic
        for _programme, modules in groupby(rows, key=lambda row: row.version.programme_id)
        for topic in _topics_of(list(modules))
    ]


def _topics_of(modules: Sequence[Module]) -> list[Topic]:
    """Of one programme, the newest version first."""
    newest = [row for row in modules if row.version_id == modules[0].version_id]
    members: dict[Module, list[Module]] = defaultdict(list, {row: [] for row in newest})
    for row in modules:
        members[_home(row, newest, modules)].append(row)
    return [
        Topic(f"{home.version.programme_id}-{home.pk}", f"{home.order}. {home}", frozenset(row.pk for row in rows))
        for home, rows in members.items()
        if home in newest or any(vars(row)["has_some"] for row in rows)
    ]


def _home(row: Module, newest: Sequence[Module], modules: Sequence[Module]) -> Module:
    """What the module is called today: by its name; else by its place, if it was renamed there and nothing moved in."""
    if same := next((each for each in newest if each.title_kk == row.title_kk), None):
        return same
    beside = {each.title_kk for each in modules if each.version_id == row.version_id}
    renamed = (each for each in newest if each.order == row.order and each.title_kk not in beside)
    gone = (each for each in modules if each.title_kk == row.title_kk)
    return next(renamed, None) or next(gone)
