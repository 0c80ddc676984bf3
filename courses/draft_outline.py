"""What the outline of a draft shows: its lines with their hours, its lists, and what is still missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.urls import reverse

from courses.draft_content import LANGUAGES, Content, Path, kind_of, worth_bringing_back
from courses.draft_findings import figures, findings
from courses.draft_hours import hours_agree, missing_hours, proposed_line, sum_of
from courses.draft_words import name_of
from courses.forms_drafts import HoursForm, sections_of
from courses.models import Cohort, ProgrammeDraft
from courses.programme_content import FORMS, HOUR_KINDS


@dataclass(frozen=True)
class Row:
    key: str
    name: str
    title: Content
    kind: str
    hours: list[BoundField]
    total: int
    missing: list[str]


@dataclass(frozen=True)
class Sum:
    kind: str
    printed: BoundField
    sum: int
    difference: int


def outline_of(draft: ProgrammeDraft, form: HoursForm) -> dict[str, Any]:
    """The figures are those of the form: what was typed, also where it could not be saved."""
    content = typed(form)
    sums = sum_of(content)
    kinds = zip((*HOUR_KINDS, "total"), form.printed, strict=True)
    return {
        "rows": [_row(content, module, form) for module in content["modules"]],
        "sums": [
            Sum(kind, field, sums[kind], content["printed_totals"].get(kind, 0) - sums[kind]) for kind, field in kinds
        ],
        "missing_hours": missing_hours(content),
        "agree": hours_agree(content),
        "as_in_source": figures(content) == figures(draft.based_on.source),
        "sums_differ_from_printed": sums != content["printed_totals"],
        "proposed": proposed_line(content),
        "findings": [(each.sentence, place_of(draft, each.path)) for each in findings(draft)],
        "sections": [_section(section) for section in sections_of(content)],
        "forms_of_study": [str(Cohort.Form(form).label) for form in content.get("forms") or FORMS],
        "removed": worth_bringing_back(content),
        "has_attestation": any(kind_of(module) == "attestation" for module in content["modules"]),
        "basics_missing": _unwritten(content["title"], content["audience"]),
    }


def typed(form: HoursForm) -> Content:
    """The content with the numbers that stand in the form; one that is no number counts as it was."""
    content: Content = form.content
    if not form.is_bound:
        return content
    known = {name for name in form.cleaned_data if form.was_sent(name)}
    values = {path: form.worth(name) for name, path in form.paths.items() if name in known}
    hours = {(path[1], path[3]): value for path, value in values.items() if path[0] == "modules"}
    modules = [
        {**module, "hours": {kind: hours.get((module["key"], kind), n) for kind, n in module["hours"].items()}}
        for module in content["modules"]
    ]
    printed = {kind: values.get(("printed_totals", kind), n) for kind, n in content["printed_totals"].items()}
    declared = values.get(("declared_hours",), content["declared_hours"])
    return {**content, "modules": modules, "printed_totals": printed, "declared_hours": declared}


def place_of(draft: ProgrammeDraft, path: Path) -> str:
    """The page, and the field on it, where a finding is put right."""
    outline = reverse("courses:draft", args=[draft.pk])
    if path[:1] == ("modules",) and len(path) > 1:
        field = "lecture" if path[2] == "hours" else "_".join(path[2:])
        return reverse("courses:draft_module", args=[draft.pk, path[1]]) + f"#id_{field}"
    if path[:1] == ("sections",):
        return reverse("courses:draft_section", args=[draft.pk, path[1]])
    if path[:1] in {("title",), ("audience",), ("code",)}:
        return reverse("courses:draft_basics", args=[draft.pk]) + f"#id_{'_'.join(path)}"
    return f"{outline}#hours" if path else ""


def _row(content: Content, module: Content, form: HoursForm) -> Row:
    key, hours = module["key"], module["hours"]
    texts = [module[name] for name in ("title", "task", "result") if name in module]
    total = sum(hours[kind] for kind in HOUR_KINDS)
    return Row(
        key, name_of(content, key), module["title"], kind_of(module), form.hours_of(key), total, _unwritten(*texts)
    )


def _section(section: Content) -> dict[str, Any]:
    return {"row": section, "count": len(section["items"]), "missing": _unwritten(section, *section["items"])}


def _unwritten(*texts: Content) -> list[str]:
    """The languages in which one of the texts is missing."""
    return [code for code in LANGUAGES if any(not text[code] for text in texts)]
