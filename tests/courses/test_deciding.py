from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from courses.deciding import decide, decisions_in_force, undecided
from courses.models import Decision
from tests.cast import aigul, make_version

pytestmark = pytest.mark.django_db


def test_the_newest_decision_is_in_force_and_the_earlier_ones_stay() -> None:
    discrepancy, organiser = make_version().discrepancies.get(code="H"), aigul()
    discrepancy.readings = [{"key": "as_printed"}, {"key": "add_line"}]
    discrepancy.save()
    for reading in ("as_printed", "add_line", "as_printed"):
        decide(discrepancy, reading, by=organiser)
    assert [each.reading for each in discrepancy.decisions.all()] == ["as_printed", "add_line", "as_printed"]
    assert decisions_in_force(discrepancy.version) == {"H": "as_printed"}


def test_the_same_decision_again_is_not_another_one() -> None:
    discrepancy, organiser = make_version().discrepancies.get(code="V"), aigul()
    first, second = (decide(discrepancy, "issue_date", by=organiser) for _ in range(2))
    assert (first, Decision.objects.count()) == (second, 1)


def test_only_a_reading_of_the_discrepancy_can_be_chosen() -> None:
    with pytest.raises(ValidationError) as refusal:
        decide(make_version().discrepancies.get(code="V"), "course_end", by=aigul())
    assert refusal.value.code == "unknown_reading"


def test_the_undecided_are_named_in_the_order_of_the_source() -> None:
    version, organiser = make_version(), aigul()
    for code in ("R", "Q", "H"):
        discrepancy = version.discrepancies.get(code=code)
        decide(discrepancy, discrepancy.proposed, by=organiser)
    assert [each.code for each in undecided(version)] == ["B", "V", "Y"]
