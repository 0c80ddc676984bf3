"""Tables of criteria as the tests of them need them: loaded, drafted, published, and their pages filled in."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from assessment import rubric_authoring as authoring
from assessment.models import Rubric, RubricDraft
from assessment.rubric_forms import CriterionForm, OutlineForm
from courses.draft_content import LANGUAGES, Content, row_of
from people.models import User
from tests.cast import BANDS, LEVELS, MAXIMA, aigul
from tests.courses.drafts import filled


def sound() -> Content:
    """A content without problems: the table of the cast, two criteria of it at the coursework stage."""
    return deepcopy(
        {
            "name": dict.fromkeys(LANGUAGES, "Own"),
            "criteria": [
                {
                    "key": f"c{n}",
                    "label": dict.fromkeys(LANGUAGES, f"Criterion {n}"),
                    "short": dict.fromkeys(LANGUAGES, f"C{n}"),
                    "maximum": maximum * 2,
                    "step": 1,
                    "stage": "coursework" if n < 3 else "defence",
                    "tasks": [],
                    "about": {},
                }
                for n, maximum in enumerate(MAXIMA, start=1)
            ],
            "levels": [
                {"key": row["key"], "floor": row["floor"], "label": {code: row[f"label_{code}"] for code in LANGUAGES}}
                for row in LEVELS
            ],
            "bands": [
                {"key": key, "floor": floor, "passed": passed, "label": {"kk": kk, "ru": ru, "en": en}}
                for floor, key, passed, kk, ru, en in BANDS
            ],
        }
    )


def organiser() -> User:
    return User.objects.filter(email="aigul@institute.example").first() or aigul()


def make_draft(rubric: Rubric, by: User | None = None, **names: str) -> RubricDraft:
    """A copy under a name of its own, ready to be published."""
    who = by or organiser()
    draft = authoring.start(rubric, by=who)
    values = {("name", code): names.get(code, f"Own {code}") for code in LANGUAGES}
    return authoring.change(draft, values, seen=draft.revision, by=who)


def make_own(rubric: Rubric, by: User | None = None, **names: str) -> Rubric:
    draft = make_draft(rubric, by, **names)
    return authoring.publish(draft, seen=draft.revision, by=by or organiser())


def outline_data(draft: RubricDraft, **changes: Any) -> dict[str, Any]:
    """What the browser would post for the outline as it stands."""
    draft.refresh_from_db()
    data = filled(OutlineForm(draft=draft), **changes)
    return {name: str(value).replace(".", ",") if "maximum" in name else value for name, value in data.items()}


def criterion_data(draft: RubricDraft, key: str, **changes: Any) -> dict[str, Any]:
    draft.refresh_from_db()
    return filled(CriterionForm(draft=draft, row=row_of(draft.content["criteria"], key)), **changes)
