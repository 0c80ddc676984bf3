"""What the page of a draft of a table shows: its lines with their fields, what is missing, and the rules as lights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.grading import HALVES
from assessment.models import RubricDraft
from assessment.rubric_authoring import findings
from assessment.rubric_checks import Problem, problems
from assessment.rubric_content import FULL_MARKS, MOST_OF, in_order, removed_rows, sum_of_maxima
from assessment.rubric_forms import OutlineForm
from assessment.rubric_words import halves_in_words, name_of
from courses.draft_content import LANGUAGES, Content, Path, put, row_of
from people.languages import in_language

# Each light and the problems that put it out; static/js/rubric.js knows the same lights.
LIGHTS = {
    "sum": {"sum", "no_criteria"},
    "maxima": {"no_maximum", "step"},
    "defence": {"no_defence"},
    "levels": {"no_levels", "many_levels"},
    "stretches": {"too_fine"},
    "bands": {"no_bands", "many_bands"},
    "passing": {"no_pass", "fails_above"},
}
# Where on the page each is said.
PARTS = {
    "sum": "criteria", "maxima": "criteria", "defence": "criteria", "stretches": "levels", "levels": "levels",
    "bands": "bands", "passing": "bands",
}  # fmt: skip
OF_FLOORS = {"no_floor", "floor_range", "same_floor", "not_from_zero"}


@dataclass(frozen=True)
class Row:
    key: str
    name: str
    title: str
    fields: Mapping[str, BoundField]
    missing: list[str]


@dataclass(frozen=True)
class Light:
    """One rule, said in both ways: as it holds and as it does not."""

    code: str
    holds: bool
    good: str
    bad: str


def outline_of(draft: RubricDraft, form: OutlineForm) -> dict[str, Any]:
    """The figures are those of the form: what was typed, also where it could not be saved."""
    content = typed(form)
    off = sum_of_maxima(content) - FULL_MARKS * HALVES
    return {
        "names": [(form[f"name_{code}"], not content["name"][code]) for code in LANGUAGES],
        "criteria": [_row("criteria", row, content, form) for row in content["criteria"]],
        "levels": [_row("levels", row, content, form) for row in in_order(content["levels"])],
        "bands": [_row("bands", row, content, form) for row in in_order(content["bands"], falling=True)],
        "sum": halves_in_words(sum_of_maxima(content)),
        "off": "+" * (off > 0) + halves_in_words(off).replace("-", "−"),
        "lights": {part: [light for light in lights(content) if PARTS[light.code] == part] for part in MOST_OF},
        "findings": [(sentence, place_of(draft, path)) for sentence, path in findings(draft)],
        "removed": [
            (kind, row["key"], in_language(row["label"]) or "–")
            for kind in ("criteria", "levels", "bands")
            for row in removed_rows(content, kind)
        ],
    }


def lights(content: Content) -> list[Light]:
    words = {
        "sum": (_("the maxima add up to 100"), _("the maxima do not add up to 100")),
        "maxima": (_("every criterion has its maximum"), _("a maximum is missing or does not fit its step")),
        "defence": (_("something is scored at the defence"), _("nothing is scored at the defence")),
        "levels": (_("the levels follow each other from 0"), _("the levels overlap or do not begin at 0")),
        "stretches": (_("every level has its points"), _("a criterion is too small for its levels")),
        "bands": (_("the bands follow each other from 0"), _("the bands overlap or do not begin at 0")),
        "passing": (_("the bands that pass are the upper ones"), _("what passes and what does not is mixed up")),
    }
    out = {light for light in LIGHTS for each in problems(content) if _puts_out(light, each)}
    return [Light(code, code not in out, *said) for code, said in words.items()]


def place_of(draft: RubricDraft, path: Path) -> str:
    """The page, and the field on it, where a finding is put right."""
    outline = reverse("assessment:rubric_draft", args=[draft.pk])
    if path[0] == "name":
        return f"{outline}#id_name_{path[1] if len(path) > 1 else 'kk'}"
    if path[0] == "criteria" and len(path) > 2 and path[2] != "maximum":
        page = reverse("assessment:rubric_criterion", args=[draft.pk, path[1]])
        return f"{page}#id_{'_'.join(path[2:])}"
    return f"{outline}#id_{'_'.join(path)}" if len(path) > 2 else f"{outline}#{path[0]}"


def typed(form: OutlineForm) -> Content:
    """The content with what stands in the form; what could not be read counts as it was."""
    content: Content = {**form.content}
    for kind in ("criteria", "levels", "bands"):
        content[kind] = [{**row, "label": {**row["label"]}} for row in content[kind]]
    content["name"] = {**content["name"]}
    if form.is_bound:
        read = {path for name, path in form.paths.items() if name in form.cleaned_data and _is_there(content, path)}
        for path, value in form.values().items():
            if path in read:
                put(content, path, value)
    return content


def _is_there(content: Content, path: Path) -> bool:
    return path[0] == "name" or row_of(content[path[0]], path[1]) is not None


def _puts_out(light: str, problem: Problem) -> bool:
    return problem.code in LIGHTS[light] or (problem.code in OF_FLOORS and problem.path[0] == light)


def _row(kind: str, row: Content, content: Content, form: OutlineForm) -> Row:
    texts = [row["label"], row["short"]] if kind == "criteria" else [row["label"]]
    missing = [code for code in LANGUAGES if not all(text[code] for text in texts)]
    fields = form.of_row(kind, row["key"])
    return Row(row["key"], name_of(content, kind, row["key"]), in_language(row["label"]), fields, missing)
