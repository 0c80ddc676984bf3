"""The pictures of the organiser's home: cohorts, the hours of one, the defence of today, the latest totals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Defence, DefenceDay, Result
from certificates.models import Document
from courses.models import Cohort
from courses.pictures import Strip, strip_of
from people import charts
from people.languages import in_language


def pipeline_picture(cohorts: list[Cohort]) -> dict[str, Any]:
    """Rows and stages of the pipeline; the counts come annotated on the cohorts (config.home.current_cohorts)."""
    issued = dict(
        Document.objects.of_results()
        .filter(superseded_by=None, batch__cohort__in=cohorts)
        .values_list("batch__cohort")
        .annotate(n=Count("pk"))
    )
    stages = [
        charts.Stage("applied", _("Applied")),
        charts.Stage("admitted", _("Admitted")),
        charts.Stage("defending", _("Defending")),
        charts.Stage("decided", _("Attested")),
        charts.Stage("issued", _("Paper issued")),
    ]
    rows = []
    for cohort in cohorts:
        counts: Any = vars(cohort)  # the annotations of current_cohorts
        decided, papers = counts["passed"] + counts["not_passed"], issued.get(cohort.pk, 0)
        at = "defending" if cohort.status == Cohort.Status.DEFENDING else "admitted"
        rows.append(
            charts.PipelineRow(
                cohort.name,
                str(cohort.get_status_display()),
                reverse("courses:cohort", args=[cohort.pk]),
                {"applied": counts["applied"], at: counts["admitted"], "decided": decided - papers, "issued": papers},
            )
        )
    return {"rows": rows, "stages": stages}


@dataclass(frozen=True)
class CohortPicture:
    cohort: Cohort
    strip: Strip


def cohort_picture(cohorts: list[Cohort], today: date) -> CohortPicture | None:
    """The hours of the cohort that studies now, drawn as on its own page."""
    running = [c for c in cohorts if c.status in {Cohort.Status.RUNNING, Cohort.Status.DEFENDING}]
    if not running:
        return None
    cohort = min(running, key=lambda c: (c.status != Cohort.Status.RUNNING, c.starts_on))
    return CohortPicture(cohort, strip_of(cohort, cohort.version.modules.all(), today))


@dataclass(frozen=True)
class DefenceToday:
    day: DefenceDay
    decided: int
    total: int
    members: int
    now: Defence | None
    then: Defence | None


def defence_today(now: datetime) -> DefenceToday | None:
    day = DefenceDay.objects.filter(held_on=timezone.localdate(now)).order_by("starts_at").first()
    if day is None:
        return None
    counts = day.defences.aggregate(total=Count("pk"), waiting=Count("pk", filter=Q(outcome=Defence.Outcome.PENDING)))
    waiting = day.defences.filter(outcome=Defence.Outcome.PENDING).select_related("attempt__enrolment__person")[:2]
    decided = counts["total"] - counts["waiting"]
    return DefenceToday(day, decided, counts["total"], day.members.count(), *[*waiting, None, None][:2])


def totals_picture() -> dict[str, Any] | None:
    """The totals of the cohort attested last, once its day is closed."""
    current = Result.objects.filter(superseded_by=None, defence__day__finalised_at__isnull=False)
    latest = current.values("attempt__enrolment__cohort").annotate(at=Max("finalised_at")).order_by("-at").first()
    if latest is None:
        return None
    results = list(
        current.filter(attempt__enrolment__cohort=latest["attempt__enrolment__cohort"]).select_related(
            "attempt__enrolment__cohort"
        )
    )
    bands = [charts.Band(in_language(b, "label"), b["floor"], b["passed"]) for b in results[0].bands]
    cohort = results[0].attempt.enrolment.cohort
    return {"cohort": cohort, "totals": [r.total for r in results], "bands": bands}
