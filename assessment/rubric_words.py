"""The places, values and problems of a draft of a table of criteria, in the words of its pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from assessment.grading import to_points
from assessment.models import Criterion
from assessment.rubric_checks import Problem
from assessment.rubric_content import in_order
from courses.draft_content import Content, Path, row_of
from courses.draft_words import IN_LANGUAGE
from courses.half_points import in_words
from courses.models import Task
from people.languages import Language, in_language

# Lazily translated: whoever shows one says it in the language of the page.
FIELDS: dict[str, Any] = {
    "name": gettext_lazy("Name of the table"),
    "label": gettext_lazy("Name"),
    "short": gettext_lazy("Short name"),
    "maximum": gettext_lazy("Maximum"),
    "step": pgettext_lazy("of marks", "Step"),
    "stage": gettext_lazy("Stage"),
    "tasks": gettext_lazy("Tasks that suggest the points"),
    "about": gettext_lazy("What a scorer looks for"),
    "floor": pgettext_lazy("begins", "From"),
    "passed": pgettext_lazy("band", "Passes"),
}
STEP_WORDS: dict[int, Any] = {1: gettext_lazy("half points"), 2: gettext_lazy("whole points")}


def halves_in_words(halves: int | None) -> str:
    return "–" if halves is None else in_words(to_points(halves))


def name_of(content: Content, kind: str, key: str) -> str:
    """A line as it is spoken of: its word, or its number where there is none yet."""
    rows = content[kind] if kind == "criteria" else in_order(content[kind], falling=kind == "bands")
    row = row_of(rows, key) or {}
    if word := in_language(row.get("short", {})) or in_language(row.get("label", {})):
        return _("“%(name)s”") % {"name": word}
    place = next((n for n, each in enumerate(rows, start=1) if each["key"] == key), 0)
    if kind == "criteria":
        return _("Criterion %(n)s") % {"n": place}
    return (_("Band %(n)s") if kind == "bands" else _("Level %(n)s")) % {"n": place}


def label_of(path: Path, content: Content) -> str:
    """“Criterion 3: Maximum”, “Name of the table (Қазақша)”."""
    steps = list(path)
    language = f" ({Language(steps.pop()).label})" if steps[-1] in Language.values else ""
    head = [] if steps[0] == "name" else [name_of(content, steps.pop(0), steps.pop(0))]
    if steps[:1] == ["about"] and len(steps) > 1:
        return ": ".join([*head, name_of(content, "levels", steps[1])]) + language
    return ": ".join([*head, *(str(FIELDS[step]) for step in steps)]) + language


def value_in_words(path: Path, value: Any) -> str:
    if value is None and len(path) == 2:
        return _("removed")
    if isinstance(value, Mapping):
        return in_language(value.get("label", {})) or _("a new line")
    match path[-1]:
        case "maximum":
            return halves_in_words(value)
        case "step":
            return str(STEP_WORDS.get(value, value))
        case "stage":
            return str(Criterion.Stage(value).label)
        case "tasks":
            return ", ".join(str(Task.Kind(kind).label) for kind in value or ()) or "–"
        case "passed":
            return _("yes") if value else _("no")
    return "–" if value in (None, "") else str(value)


def sentence_of(problem: Problem, content: Content) -> str:
    """What is wrong and where, so that a person can put it right."""
    values = dict(problem.values)
    if problem.code == "language":
        languages = ", ".join(str(IN_LANGUAGE[code]) for code in values["missing"])
        place = _place(problem.path[:-1], content)
        return _("%(place)s: nothing is written %(languages)s.") % {"place": place, "languages": languages}
    if len(problem.path) > 1:
        values["place"] = name_of(content, problem.path[0], problem.path[1])
    if "halves" in values:
        values["points"] = halves_in_words(values["halves"])
    if problem.code == "sum":
        return _of_sum(values)
    if problem.code in {"many_criteria", "many_levels", "many_bands"}:
        return str(_MANY[problem.code]) % values
    if problem.code == "too_fine":
        return (
            ngettext(
                "%(place)s: %(points)s points are too few for %(levels)s level.",
                "%(place)s: %(points)s points are too few for %(levels)s levels: each needs a mark of its own.",
                values["levels"],
            )
            % values
        )
    return str(_of_kind(problem)) % values


def _place(path: Path, content: Content) -> str:
    return label_of(path, content)


def _of_sum(values: Mapping[str, Any]) -> str:
    off = {**values, "off": halves_in_words(abs(values["off"]))}
    if values["off"] < 0:
        return _("The maxima add up to %(points)s points: %(off)s are missing to 100.") % off
    return _("The maxima add up to %(points)s points: %(off)s more than 100.") % off


def _of_kind(problem: Problem) -> Any:
    """Floors are points of the total in a band, and a share of a criterion's maximum in a level."""
    return _SENTENCES.get((problem.path[0], problem.code)) or _SENTENCES["", problem.code]


_MANY: dict[str, Any] = {
    "many_criteria": gettext_lazy("At most %(most)s criteria fit on a protocol."),
    "many_levels": gettext_lazy("At most %(most)s levels fit on a phone."),
    "many_bands": gettext_lazy("At most %(most)s bands are allowed."),
}
_SENTENCES: dict[tuple[str, str], Any] = {
    ("", "no_criteria"): gettext_lazy("There is no criterion: add one."),
    ("", "no_levels"): gettext_lazy("There is no level: add one, from 0 per cent."),
    ("", "no_bands"): gettext_lazy("There is no band: add one, from 0 points."),
    ("", "no_maximum"): gettext_lazy("%(place)s: write the maximum, more than 0 points."),
    ("", "step"): gettext_lazy("%(place)s: a maximum of %(points)s points cannot be reached in whole points."),
    ("", "no_defence"): gettext_lazy("No criterion is scored at the defence: give one of them this stage."),
    ("", "no_floor"): gettext_lazy("%(place)s: write from where it begins."),
    ("bands", "floor_range"): gettext_lazy("%(place)s: begins at whole points from 0 to %(most)s."),
    ("levels", "floor_range"): gettext_lazy("%(place)s: begins at a whole per cent from 0 to %(most)s."),
    ("bands", "same_floor"): gettext_lazy("%(place)s: another band begins at %(floor)s points, too."),
    ("levels", "same_floor"): gettext_lazy("%(place)s: another level begins at %(floor)s per cent, too."),
    ("bands", "not_from_zero"): gettext_lazy(
        "%(place)s is the lowest band and begins at %(floor)s: totals below would be in no band. It begins at 0."
    ),
    ("levels", "not_from_zero"): gettext_lazy(
        "%(place)s is the lowest level and begins at %(floor)s per cent: marks below would be in no level. "
        "It begins at 0."
    ),
    ("", "no_pass"): gettext_lazy("No band passes: mark those that do."),
    ("", "fails_above"): gettext_lazy(
        "%(place)s does not pass, but a lower band, from %(pass)s points, does. Whoever has more points cannot fail."
    ),
}
