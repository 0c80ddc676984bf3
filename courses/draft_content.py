"""The content of a draft, without a database: where each value stands, and the modules in their order.

It has the shape of the programme file, a `key` for each module: an address that stays when the order changes, and,
as `removed`, the modules that were taken out: their keys are never given again.
A path leads to one value: ("title", "kk"), ("modules", "m3", "hours", "lecture"), ("sections", "materials").
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from courses.draft_hours import hours_agree, missing_hours, proposed_line, sum_of
from courses.programme_content import HOUR_KINDS

Content = dict[str, Any]
Path = tuple[str, ...]
LANGUAGES = ("kk", "ru", "en")
# The list of the programme's page that says how it is taught follows the choice of the forms.
LIST_OF_FORMS = "forms_of_study"
FORM_WORDS = {
    "in_person": {"kk": "Күндізгі", "ru": "Очная", "en": "In person"},
    "distance": {"kk": "Қашықтан", "ru": "Дистанционная", "en": "Distance"},
    "blended": {
        "kk": "Күндізгі-қашықтан (аралас)",
        "ru": "Очно-дистанционная (смешанная)",
        "en": "In person and distance (blended)",
    },
}
# What the named line is called where the source proposes no name of its own.
LINE_WORDS = {
    "kk": "Курсқа кіріспе және жоба бойынша консультациялар",
    "ru": "Введение в курс и консультации по проекту",
    "en": "Introduction to the course and consultations on the project",
}


def opened(source: Mapping[str, Any]) -> Content:
    """The content of a version, ready to be written on."""
    content = deepcopy(dict(source))
    for number, module in enumerate(content["modules"], start=1):
        module["key"] = f"m{number}"
    return content


def as_file(content: Content) -> Content:
    """What the programme file would say: totals added up, and no discrepancy H where the hours agree."""
    told = deepcopy(content)
    told.pop("removed", None)
    for module in told["modules"]:
        module.pop("key")
        module["hours"]["total"] = sum(module["hours"][kind] for kind in HOUR_KINDS)
    if hours_agree(content):
        told["discrepancies"] = [each for each in told["discrepancies"] if each["code"] != "H"]
    return told


def value_at(content: Content, path: Path) -> Any:
    """The value, or nothing where the way to it ends."""
    here: Any = content
    for step in path:
        here = row_of(here, step) if isinstance(here, list) else (here or {}).get(step)
        if here is None:
            return None
    return here


def put(content: Content, path: Path, value: Any) -> None:
    """Write the value; a row of a list that is not there is left alone."""
    if path == ("forms",):
        choose_forms(content, value)
        return
    here: Any = content
    for step in path[:-1]:
        here = row_of(here, step) if isinstance(here, list) else here.setdefault(step, {})
        if here is None:
            return
    if isinstance(here, list):
        row_of(here, path[-1], {}).update(deepcopy(value))
    else:
        here[path[-1]] = value


def choose_forms(content: Content, forms: list[str]) -> None:
    """How the programme is taught, in the list that cohorts choose from and in the one that people read."""
    content["forms"] = forms
    if listed := row_of(content["sections"], LIST_OF_FORMS):
        listed["items"] = [dict(FORM_WORDS[form]) for form in forms]


def row_of(rows: list[Any], key: str, default: Any = None) -> Any:
    return next((row for row in rows if row["key"] == key), default)


# ---- the modules


def kind_of(module: Mapping[str, Any]) -> str:
    """What a line of the programme is: a module, an extra line of hours, or the attestation."""
    return "attestation" if module.get("attestation") else "extra" if module.get("extra") else "module"


def add_module(content: Content, kind: str, title: Mapping[str, str] | None = None, **hours: int) -> str:
    """A new line of the kind, before the attestation (an attestation comes last); its key."""
    known = [*content["modules"], *content.get("removed", [])]
    key = f"m{max((int(module['key'][1:]) for module in known), default=0) + 1}"
    made: Content = {"key": key, "title": {**dict.fromkeys(LANGUAGES, ""), **(title or {})}}
    made["hours"] = {**dict.fromkeys(HOUR_KINDS, 0), **hours}
    if kind == "module":
        made |= {"task": dict.fromkeys(LANGUAGES, ""), "result": dict.fromkeys(LANGUAGES, "")}
    else:
        made[kind] = True
    place_back(content, made)
    return key


def place_back(content: Content, module: Content) -> None:
    """Put a line where such lines stand, before the attestation or at the end; one that is there stays where it is."""
    modules = content["modules"]
    if row_of(modules, module["key"]) is not None:
        return
    before = kind_of(module) != "attestation" and modules and kind_of(modules[-1]) == "attestation"
    modules.insert(len(modules) - 1 if before else len(modules), deepcopy(module))
    if "removed" in content:
        content["removed"] = [each for each in content["removed"] if each["key"] != module["key"]]


def move_module(content: Content, key: str, steps: int) -> None:
    modules = content["modules"]
    here = next((place for place, module in enumerate(modules) if module["key"] == key), None)
    if here is not None:
        modules.insert(min(max(here + steps, 0), len(modules) - 1), modules.pop(here))


def drop_module(content: Content, key: str) -> None:
    """Take the line out; its texts and hours are kept, it may be brought back."""
    if (module := row_of(content["modules"], key)) is not None:
        content["modules"].remove(module)
        content["removed"] = [*content.get("removed", []), module]


def removed_module(content: Content, key: str) -> Content | None:
    found: Content | None = row_of(content.get("removed", []), key)
    return found


def worth_bringing_back(content: Content) -> list[Content]:
    """The removed lines that say something, in the order of their writing."""
    rows = sorted(content.get("removed", []), key=lambda module: int(module["key"][1:]))
    return [module for module in rows if any(value_at(module, path) for path in _places(module))]


def places_of(content: Content, key: str) -> list[Path]:
    """Every value of the line, as paths of the content."""
    module = row_of(content["modules"], key)
    return [("modules", key, *path) for path in _places(module)] if module else [("modules", key)]


def _places(module: Content) -> list[Path]:
    texts = [(name, code) for name in ("title", "task", "result") if name in module for code in LANGUAGES]
    return [*texts, *(("hours", kind) for kind in HOUR_KINDS)]


def close_gap(content: Content) -> str:
    """Give the missing hours to a named line, as the source proposes it where it does; the totals follow. Its key."""
    if missing_hours(content) <= 0:
        return ""
    extra = _proposed_by_source(content)
    hours = {kind: extra["hours"][kind] for kind in HOUR_KINDS} if extra else proposed_line(content)
    key = add_module(content, "extra", (extra or {}).get("title", LINE_WORDS), **hours)
    take_sums(content)
    return key


def _proposed_by_source(content: Content) -> Content | None:
    """The line that a reading of discrepancy H adds, if it has just the hours that are missing now."""
    readings = [each for found in content["discrepancies"] if found["code"] == "H" for each in found["readings"]]
    extras = [each["extra"] for each in readings if "extra" in each]
    return next((extra for extra in extras if extra["hours"]["total"] == missing_hours(content)), None)


def take_sums(content: Content) -> None:
    """The totals of the document become those that the lines really give."""
    content["printed_totals"] = sum_of(content)
