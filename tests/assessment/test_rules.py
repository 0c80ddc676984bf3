"""The rules of a cohort and the rubrics they come from."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from assessment.loading import load_rubrics
from assessment.models import CohortRules, Criterion
from assessment.rules import rules_of, rules_of_all
from courses.programme_file import load
from tests.cast import make_cohort, make_rubric, make_version

pytestmark = pytest.mark.django_db


def test_a_cohort_is_assessed_by_the_reading_it_took_along() -> None:
    version = make_version()
    printed = make_rubric(version, "as_printed")
    cohort = make_cohort(version=version, decisions={"R": "as_printed"})
    CohortRules.objects.all().delete()
    assert rules_of(cohort).rubric == printed
    cohort.decisions = {"R": "realigned"}
    assert rules_of(cohort).rubric == printed, "frozen once made"


def test_a_cohort_without_a_decision_has_no_rubric() -> None:
    cohort = make_cohort(decisions={})
    CohortRules.objects.all().delete()
    with pytest.raises(ValidationError) as refusal:
        rules_of(cohort)
    assert refusal.value.code == "no_rubric"


def test_the_rules_of_many_cohorts_are_read_at_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    cohorts = [make_cohort() for _n in range(5)]
    with django_assert_num_queries(3):
        rules = rules_of_all(cohorts)
        assert all(len(each.rubric.criteria.all()) == 5 for each in rules.values())
    assert rules.keys() == {cohort.pk for cohort in cohorts}


def test_both_readings_of_the_programme_are_loaded_once_with_their_points() -> None:
    version, programme = make_version(), load()
    version.rubrics.all().delete()
    rubrics = load_rubrics(version, programme)
    assert load_rubrics(version, programme) == rubrics
    assert {rubric.reading for rubric in rubrics} == {"realigned", "as_printed"}
    for rubric in rubrics:
        assert [criterion.maximum for criterion in rubric.criteria.all()] == [20, 25, 15, 30, 10]
        assert [(band.floor, band.passed) for band in rubric.bands.all()] == [
            (85, True),
            (70, True),
            (50, True),
            (0, False),
        ]
        assert [level["floor"] for level in rubric.levels] == [0, 50, 70, 85]
    realigned = Criterion.objects.get(rubric__reading="realigned", rubric__version=version, order=5)
    assert "рефлексия" in realigned.label_kk.lower()


def test_a_step_other_than_half_a_point_is_refused() -> None:
    version = make_version()
    with pytest.raises(ValidationError) as refusal:
        load_rubrics(version, replace(load(), step=Decimal("0.25")))
    assert refusal.value.code == "step"
