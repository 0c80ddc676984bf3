"""What the pages of courses draw: the hours of a programme and of a cohort, and how far the people of cohorts are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.hours import hours_behind
from courses.models import Cohort, Module
from people import charts

STUDIED = frozenset({Cohort.Status.RUNNING, Cohort.Status.DEFENDING, Cohort.Status.CLOSED})


@dataclass(frozen=True)
class Strip:
    """The declared hours of a cohort as one strip."""

    stretches: list[charts.Stretch]
    declared: int
    planned: int
    done: int | None

    @property
    def gap(self) -> int:
        return self.declared - self.planned


def strip_of(cohort: Cohort, modules: Iterable[Module], today: date) -> Strip:
    modules = list(modules)
    planned = sum(module.total for module in modules)
    done = hours_behind(planned, cohort.starts_on, cohort.ends_on, today) if cohort.status in STUDIED else None
    return Strip([_stretch(module) for module in modules], cohort.version.declared_hours, planned, done)


def hours_by_module(modules: Iterable[Module]) -> dict[str, Any]:
    """Rows and stages of stacked bars: lecture, practice and self-study of each module."""
    stages = [
        charts.Stage("lecture", _("Lecture")),
        charts.Stage("practice", _("Practice")),
        charts.Stage("self_study", _("Self-study")),
    ]
    rows = [
        charts.PipelineRow(
            module.short, "", "",
            {"lecture": module.lecture, "practice": module.practice, "self_study": module.self_study},
        )
        for module in modules
    ]  # fmt: skip
    return {"rows": rows, "stages": stages}


def pipeline_of(cohorts: Iterable[Cohort]) -> dict[str, Any]:
    """How far the people of cohorts are; takes cohorts with their counts."""
    stages = [
        charts.Stage("applied", _("Applied")),
        charts.Stage("admitted", _("Admitted")),
        charts.Stage("decided", _("Attested")),
    ]
    rows = []
    for cohort in cohorts:
        counts: Any = vars(cohort)  # the annotations of with_counts()
        inside = {
            "applied": counts["applied"],
            "admitted": counts["admitted"] + counts["on_hold"],
            "decided": counts["passed"] + counts["not_passed"],
        }
        if any(inside.values()):
            url = reverse("courses:cohort", args=[cohort.pk])
            rows.append(charts.PipelineRow(cohort.name, str(cohort.get_status_display()), url, inside))
    return {"rows": rows, "stages": stages}


def _stretch(module: Module) -> charts.Stretch:
    return charts.Stretch(label=module.short, hours=module.total, short=module.sign)
