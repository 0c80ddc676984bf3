"""Tables of criteria beside the readings: one with described levels, and a draft in which five points are missing."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from assessment import rubric_authoring as authoring
from assessment.models import Rubric, RubricDraft
from assessment.ruling import change_rules
from courses.draft_content import LANGUAGES
from courses.models import Cohort, ProgrammeVersion
from people.models import User

WORDS = Path(__file__).with_name("rubrics.toml")
PROPOSED = "realigned"
DRAFT_NAME = {
    "kk": "Жобаға басымдық берілген кесте",
    "ru": "Таблица с упором на проект",
    "en": "Table with the project in the foreground",
}


def write(version: ProgrammeVersion, *, by: User) -> tuple[Rubric, RubricDraft]:
    """The described table, ready, and the draft that was begun from it."""
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    draft = authoring.start(version.rubrics.get(reading=PROPOSED), by=by)
    values: dict[Any, Any] = {("name", code): words["name"][code] for code in LANGUAGES}
    for row, levels in zip(draft.content["criteria"], words["criteria"], strict=True):
        for level, texts in levels.items():
            for code in LANGUAGES:
                values["criteria", row["key"], "about", level, code] = texts[code]
    draft = authoring.change(draft, values, seen=draft.revision, by=by)
    ready = authoring.publish(draft, seen=draft.revision, by=by)
    return ready, _begin(ready, by=by)


def choose(cohort: Cohort, *, by: User) -> None:
    """The cohort is assessed by the described table, before its first mark."""
    own = Rubric.objects.offered_to(cohort).filter(reading="").earliest("made_at")
    change_rules(cohort, rubric=own, spread_limit=10, by=by)


def _begin(ready: Rubric, *, by: User) -> RubricDraft:
    """Analytical tasks give up ten points, and the project has taken only five of them so far."""
    draft = authoring.start(ready, by=by)
    values: dict[Any, Any] = {("name", code): DRAFT_NAME[code] for code in LANGUAGES}
    values |= {("criteria", "c3", "maximum"): 10, ("criteria", "c4", "maximum"): 70}
    return authoring.change(draft, values, seen=draft.revision, by=by)
