"""The places and values of a draft in the words of its pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.draft_content import Content, Path, kind_of, row_of
from courses.models import Cohort
from people.languages import Language, in_language

# Lazily translated: whoever shows one says it in the language of the page.
FIELDS: dict[str, Any] = {
    "code": gettext_lazy("Code"),
    "title": gettext_lazy("Title"),
    "audience": gettext_lazy("For whom"),
    "declared_hours": gettext_lazy("Declared hours"),
    "validity_years": gettext_lazy("Validity of the certificate, in years"),
    "forms": gettext_lazy("Forms of study"),
    "printed_totals": gettext_lazy("Totals in the document"),
    "task": gettext_lazy("Task"),
    "result": gettext_lazy("Expected result"),
    "lecture": gettext_lazy("Lecture"),
    "practice": gettext_lazy("Practice"),
    "self_study": gettext_lazy("Self-study"),
    "total": gettext_lazy("Total"),
}
# Said where nothing is written yet, as the name of the language goes with it.
IN_LANGUAGE: dict[str, Any] = {
    "kk": gettext_lazy("in Kazakh"),
    "ru": gettext_lazy("in Russian"),
    "en": gettext_lazy("in English"),
}


def name_of(content: Content, key: str) -> str:
    """A line of the programme as it is spoken of: Module 3, the title of an extra line, Defence."""
    module = row_of(content["modules"], key) or {}
    if kind_of(module) == "attestation":
        return _("Defence")
    place = next((n for n, each in enumerate(content["modules"], start=1) if each["key"] == key), 0)
    if kind_of(module) == "module":
        return _("Module %(n)s") % {"n": place}
    return in_language(module["title"]) or _("Line %(n)s") % {"n": place}


def label_of(path: Path, content: Content) -> str:
    """“Module 3: Task (Қазақша)”."""
    if path[0] == "sections":
        return in_language(row_of(content["sections"], path[1], {}))
    if path[0] == "modules" and len(path) == 2:
        return name_of(content, path[1])
    steps = [step for step in path[2:] if step != "hours"] if path[0] == "modules" else list(path)
    language = f" ({Language(steps.pop()).label})" if steps[-1] in Language.values else ""
    head = [name_of(content, path[1])] if path[0] == "modules" else []
    return ": ".join([*head, *(str(FIELDS[step]) for step in steps)]) + language


def in_words(path: Path, old: Any, new: Any) -> tuple[str, str]:
    """Two values of one place; of a list the lines that are only in one of them."""
    if path[0] == "sections":
        before, after = _lines(old), _lines(new)
        gone, come = [line for line in before if line not in after], [line for line in after if line not in before]
        return (
            ("; ".join(gone) or "–", "; ".join(come) or "–") if gone or come else (_("one order"), _("another order"))
        )
    return _one(path, old), _one(path, new)


def _one(path: Path, value: Any) -> str:
    if path == ("forms",):
        labels = dict(Cohort.Form.choices)
        return ", ".join(str(labels[each]) for each in value or Cohort.Form.values)
    if isinstance(value, Mapping):
        return in_language(value.get("title", {}))
    if value is None and path[0] == "modules" and len(path) == 2:
        return _("removed")
    return "–" if value in (None, "") else str(value)


def _lines(section: Mapping[str, Any] | None) -> list[str]:
    """The texts of a list in every language, the heading first."""
    if not section:
        return []
    return [text for row in (section, *section["items"]) for code in Language.values if (text := row[code])]
