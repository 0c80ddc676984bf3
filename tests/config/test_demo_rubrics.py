"""The tables of criteria of the demonstration: one with described levels, and a draft with a gap in the sums."""

from __future__ import annotations

import pytest
from django.utils import translation

from assessment.rubric_authoring import findings
from assessment.rules import rules_of
from config.demo import rubrics
from courses.draft_content import LANGUAGES
from tests.cast import aigul, make_cohort
from tests.courses.drafts import loaded

pytestmark = pytest.mark.django_db


def test_the_table_of_the_demonstration_describes_every_level_in_three_languages() -> None:
    version, organiser = loaded(), aigul()
    ready, draft = rubrics.write(version, by=organiser)
    realigned = version.rubrics.get(reading="realigned")
    assert [row.maximum for row in ready.criteria.all()] == [row.maximum for row in realigned.criteria.all()]
    for criterion in ready.criteria.all():
        assert criterion.descriptors.keys() == {"low", "fair", "good", "excellent"}
        assert all(text[code] for text in criterion.descriptors.values() for code in LANGUAGES)
    with translation.override("en"):
        assert [sentence for sentence, _path in findings(draft)] == [
            "The maxima add up to 95 points: 5 are missing to 100."
        ]


def test_a_cohort_of_the_demonstration_is_assessed_by_the_described_table() -> None:
    version, organiser = loaded(), aigul()
    ready, _draft = rubrics.write(version, by=organiser)
    cohort = make_cohort(version=version)
    rubrics.choose(cohort, by=organiser)
    assert rules_of(cohort).rubric == ready
