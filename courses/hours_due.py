"""The hours that a cohort's timetable has to hold: the modules', and the named line's where that was decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from courses.deciding import decisions_in_force
from courses.models import Cohort, Discrepancy, Module, Session
from courses.programme_content import HOUR_KINDS
from people.languages import in_language
from people.written import Words

# (the module's key, whether it is the named line, the kind of hours)
Key = tuple[int, bool, str]


@dataclass(frozen=True)
class Line:
    """Academic hours of one line of the plan; the named line is held beside the last module before the attestation."""

    module: Module
    title: str
    short: str
    hours: dict[str, int]
    words: Words
    is_extra: bool = False

    @property
    def total(self) -> int:
        return sum(self.hours.values())


def lines_due(cohort: Cohort) -> list[Line]:
    """The modules, the line that decision H may add, and the attestation, in this order (Programme §5)."""
    modules = list(cohort.version.modules.all())
    taught = [_line(module) for module in modules if not module.is_attestation]
    attestation = [_line(module) for module in modules if module.is_attestation]
    extra, beside = _named_line(cohort), (taught or attestation)[-1:]
    return [*taught, *(_extra(extra, each.module) for each in beside if extra), *attestation]


def hours_due(cohort: Cohort) -> dict[Key, int]:
    return {(line.module.pk, line.is_extra, kind): n for line in lines_due(cohort) for kind, n in line.hours.items()}


def hours_planned(sessions: Iterable[Session]) -> dict[Key, int]:
    planned: dict[Key, int] = {}
    for session in sessions:
        key = (session.module_id, session.is_extra, session.kind)
        planned[key] = planned.get(key, 0) + session.hours
    return planned


def without_line(lines: Iterable[Line], sessions: Iterable[Session]) -> list[Session]:
    """Those that stand for no line of the plan: H was decided otherwise after they were planned."""
    known = {(line.module.pk, line.is_extra) for line in lines}
    return [session for session in sessions if (session.module_id, session.is_extra) not in known]


def title_of_extra(cohort: Cohort) -> str:
    """What the named line is called; nothing where the decision on H adds none."""
    return in_language(_named_line(cohort), "title")


def titles_of_extra(cohorts: Iterable[Cohort]) -> dict[int, str]:
    """The same of many cohorts, by their keys; two queries however many they are."""
    asked = {cohort.pk: cohort for cohort in cohorts}
    if not asked:
        return {}
    known = Discrepancy.objects.filter(code="H", version__in={cohort.version_id for cohort in asked.values()})
    by_version = {each.version_id: each for each in known.prefetch_related("decisions")}
    titles = {}
    for pk, cohort in asked.items():
        if discrepancy := by_version.get(cohort.version_id):
            in_force = next((decision.reading for decision in discrepancy.decisions.all()), "")
            chosen = cohort.decisions.get("H", "") if cohort.decisions else in_force
            titles[pk] = in_language(_extra_of(discrepancy, chosen), "title")
    return titles


def _line(module: Module) -> Line:
    return Line(
        module, str(module), module.short, {kind: getattr(module, kind) for kind in HOUR_KINDS}, _words(vars(module))
    )


def _extra(extra: dict[str, Any], beside: Module) -> Line:
    title = in_language(extra, "title")
    return Line(beside, title, title, {kind: extra[kind] for kind in HOUR_KINDS}, _words(extra), is_extra=True)


def _named_line(cohort: Cohort) -> dict[str, Any]:
    """The line of the reading of H in force, if it has one: taken along at the opening, or today's before it."""
    chosen = (cohort.decisions or decisions_in_force(cohort.version)).get("H")
    discrepancies = {each.code: each for each in cohort.version.discrepancies.all()}
    return _extra_of(discrepancies["H"], chosen) if "H" in discrepancies else {}


def _extra_of(discrepancy: Discrepancy, chosen: str | None) -> dict[str, Any]:
    return next((reading.get("extra") or {} for reading in discrepancy.readings if reading["key"] == chosen), {})


def _words(source: dict[str, Any]) -> Words:
    return Words(kk=source["title_kk"], ru=source["title_ru"], en=source["title_en"])
