"""How a cohort is assessed: by the reading of the table of criteria that it took along when it opened."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessment.models import CohortRules, Rubric
from courses.models import Cohort

DECISION = "R"


def rules_of(cohort: Cohort) -> CohortRules:
    """The rules of a cohort, made on first need from its decision on R; only `assessment.ruling` changes them."""
    found = CohortRules.objects.filter(cohort=cohort).select_related("rubric").first()
    return found or CohortRules.objects.get_or_create(cohort=cohort, defaults={"rubric": _decided_rubric(cohort)})[0]


def rules_of_all(cohorts: Iterable[Cohort]) -> dict[int, CohortRules]:
    """The rules of several cohorts by their number, with criteria and bands: three queries, however many cohorts."""
    wanted = {cohort.pk: cohort for cohort in cohorts}
    found = _with_rubrics(wanted)
    if missing := wanted.keys() - found.keys():
        for pk in missing:
            rules_of(wanted[pk])
        found = _with_rubrics(wanted)
    return found


def _with_rubrics(cohorts: Iterable[int]) -> dict[int, CohortRules]:
    rows = CohortRules.objects.filter(cohort__in=list(cohorts)).select_related("rubric")
    return {row.cohort_id: row for row in rows.prefetch_related("rubric__criteria", "rubric__bands")}


def _decided_rubric(cohort: Cohort) -> Rubric:
    reading = cohort.decisions.get(DECISION, "")
    rubric = Rubric.objects.filter(version=cohort.version_id, reading=reading).first() if reading else None
    if rubric is None:
        raise ValidationError(
            _("The cohort “%(cohort)s” has no table of criteria: decide on discrepancy R of its programme first."),
            code="no_rubric",
            params={"cohort": cohort},
        )
    return rubric
