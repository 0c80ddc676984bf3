"""Self-assessment before and after: when it is open, what it keeps, what the staff see of it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from courses.models import Cohort, Enrolment, EnrolmentEvent, SelfAssessment
from courses.self_assessing import Moment, assess_oneself, assessed_modules, version_of, window_of
from courses.self_averages import averages_of, own_levels
from people.charts import Change, level_change
from tests.cast import make_cohort, make_enrolment
from tests.courses.study_scenes import Scene, make_scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def rate(enrolment: Enrolment, moment: str, day: int, **given: Any) -> SelfAssessment:
    """On that day of the cohort, counted from its first."""
    at = timezone.make_aware(datetime.combine(enrolment.cohort.starts_on + timedelta(days=day), time(12)))
    values: dict[str, Any] = {"levels": {1: 3}, "reflection": "", **given}
    return assess_oneself(enrolment, moment, now=at, **values)


@pytest.fixture
def enrolment() -> Enrolment:
    """Three weeks of study, the person there long before."""
    enrolment = make_scene().enrolment
    Enrolment.objects.filter(pk=enrolment.pk).update(created_at=timezone.now() - timedelta(days=60))
    return Enrolment.objects.select_related("cohort__version").get(pk=enrolment.pk)


def test_it_is_kept_as_far_as_it_is_filled_in(enrolment: Enrolment) -> None:
    rate(enrolment, Moment.BEFORE, 0, levels={1: 2})
    rate(enrolment, Moment.BEFORE, 1, levels={1: 2, 3: 5}, reflection=" Ойым \n")
    kept = SelfAssessment.objects.get()
    assert (kept.levels, kept.reflection) == ({"1": 2, "3": 5}, "Ойым")


def test_what_a_page_had_kept_does_not_overwrite_what_was_saved_since(enrolment: Enrolment) -> None:
    shown = version_of(rate(enrolment, Moment.BEFORE, 0, levels={1: 2}))
    newer = rate(enrolment, Moment.BEFORE, 1, levels={1: 4}, reflection="Жаңа ой")
    for seen in (shown, ""):
        with pytest.raises(ValidationError) as refusal:
            rate(enrolment, Moment.BEFORE, 2, levels={1: 2, 2: 3}, seen=seen)
        assert (refusal.value.code, refusal.value.messages) == (
            "changed_meanwhile",
            ["What you had filled in earlier was not saved: something newer was saved since. Compare the two."],
        )
    assert SelfAssessment.objects.get().levels == {"1": 4}
    # The answer was lost, not what was sent.
    again = rate(enrolment, Moment.BEFORE, 2, levels={1: 4}, reflection="Жаңа ой", seen=shown)
    assert again.at == newer.at
    rate(enrolment, Moment.BEFORE, 2, levels={1: 5}, seen=version_of(newer))
    assert SelfAssessment.objects.get().levels == {"1": 5}


@pytest.mark.parametrize(
    ("moment", "day", "refusal"),
    [
        (Moment.BEFORE, -10, None), (Moment.BEFORE, 0, None), (Moment.BEFORE, 6, None),
        (Moment.BEFORE, 7, "It could be filled in through"),
        (Moment.AFTER, 13, "It opens on"), (Moment.AFTER, 14, None), (Moment.AFTER, 20, None), (Moment.AFTER, 40, None),
    ],
)  # fmt: skip
def test_before_ends_with_the_first_week_and_after_begins_with_the_last(
    enrolment: Enrolment, moment: str, day: int, refusal: str | None
) -> None:
    if refusal is None:
        assert rate(enrolment, moment, day).levels == {"1": 3}
        return
    with pytest.raises(ValidationError, match=refusal):
        rate(enrolment, moment, day)
    assert not SelfAssessment.objects.exists()


def test_who_came_later_has_a_week_too(enrolment: Enrolment) -> None:
    tenth = timezone.make_aware(datetime.combine(enrolment.cohort.starts_on + timedelta(days=10), time(9)))
    Enrolment.objects.update(created_at=tenth)
    enrolment.refresh_from_db()
    assert rate(enrolment, Moment.BEFORE, 16).levels == {"1": 3}
    with pytest.raises(ValidationError, match="It opens on"):
        rate(enrolment, Moment.AFTER, 16)
    assert rate(enrolment, Moment.AFTER, 17).levels == {"1": 3}


def test_the_week_begins_with_the_admission_and_not_with_the_application(enrolment: Enrolment) -> None:
    for old, new, day in (("", "applied", -40), ("applied", "admitted", 10), ("on_hold", "admitted", 14)):
        at = timezone.make_aware(datetime.combine(enrolment.cohort.starts_on + timedelta(days=day), time(9)))
        EnrolmentEvent.objects.create(enrolment=enrolment, old=old, new=new, at=at)
    assert rate(enrolment, Moment.BEFORE, 16).levels == {"1": 3}
    with pytest.raises(ValidationError, match="It could be filled in through"):
        rate(enrolment, Moment.BEFORE, 17)
    assert rate(enrolment, Moment.AFTER, 17).levels == {"1": 3}


@pytest.mark.parametrize("length", [0, 1, 3, 7, 30])
def test_the_two_never_overlap_however_short_the_cohort(length: int) -> None:
    start = timezone.localdate()
    cohort = make_cohort(starts_on=start, ends_on=start + timedelta(days=length))
    enrolment = make_enrolment(cohort)
    before, after = window_of(enrolment, Moment.BEFORE), window_of(enrolment, Moment.AFTER)
    assert before.last is not None
    assert after.first is not None
    assert start <= before.last < after.first
    assert length == 0 or after.first <= cohort.ends_on


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"levels": {1: 6}}, "Choose one of the five levels."),
        ({"levels": {1: 0}}, "Choose one of the five levels."),
        ({"levels": {7: 3}}, "Choose one of the five levels."),
        ({"levels": {99: 3}}, "Choose one of the five levels."),
        ({"reflection": "x" * 10_001}, "At most 10000 characters."),
    ],
)
def test_only_levels_of_the_own_programme_are_kept(enrolment: Enrolment, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        rate(enrolment, Moment.BEFORE, 0, **given)
    assert refusal.value.messages == [sentence]


def test_who_is_not_studying_and_a_cohort_that_is_over_keep_what_there_is(enrolment: Enrolment) -> None:
    Enrolment.objects.update(status=Enrolment.Status.ON_HOLD)
    with pytest.raises(ValidationError, match="the self-assessment stays as it is"):
        rate(enrolment, Moment.BEFORE, 0)
    Enrolment.objects.update(status=Enrolment.Status.ADMITTED)
    Cohort.objects.update(status=Cohort.Status.CLOSED)
    with pytest.raises(ValidationError, match="The cohort is over"):
        rate(enrolment, Moment.AFTER, 20)


def fill(cohort: Cohort, moment: str, levels: list[int]) -> None:
    for level in levels:
        SelfAssessment.objects.create(enrolment=make_enrolment(cohort), moment=moment, levels={"1": level})


def test_means_are_told_of_five_people_and_not_of_four() -> None:
    scene: Scene = make_scene()
    modules = list(scene.cohort.version.modules.all())
    fill(scene.cohort, Moment.BEFORE, [1, 2, 2, 3])
    assert averages_of(scene.cohort, modules)[0] == Change("1. Module 1")
    fill(scene.cohort, Moment.BEFORE, [3])
    fill(scene.cohort, Moment.AFTER, [4, 4, 5, 5, 4, 4])
    first, second = averages_of(scene.cohort, modules)[:2]
    assert first == Change("1. Module 1", Decimal("2.2"), Decimal("4.3"), 5, 6)
    # Five people, but nobody of them rated the second module.
    assert second == Change("2. Module 2")
    assert len(averages_of(scene.cohort, modules)) == 6  # the attestation has no result of its own


def test_other_cohorts_do_not_count() -> None:
    scene = make_scene()
    fill(make_cohort(version=scene.cohort.version), Moment.BEFORE, [5] * 9)
    assert {change.before for change in averages_of(scene.cohort, list(scene.cohort.version.modules.all()))} == {None}


def test_a_participant_sees_their_own_levels(enrolment: Enrolment) -> None:
    rate(enrolment, Moment.BEFORE, 0, levels={1: 2, 2: 4})
    rate(enrolment, Moment.AFTER, 20, levels={1: 5})
    changes = own_levels(enrolment.self_assessments.all(), assessed_modules(enrolment))
    assert [(change.before, change.after) for change in changes[:3]] == [(2, 5), (4, None), (None, None)]


def test_levels_lie_on_an_axis_from_one_to_five() -> None:
    rows = level_change([Change("a", 1, 5), Change("b", Decimal("3.5"), 2), Change("c", None, 3), Change("d")])
    assert [(row.before, row.after, row.x, row.width) for row in rows] == [
        (0.0, 100.0, 0.0, 100.0), (62.5, 25.0, 25.0, 37.5), (None, 50.0, 0.0, 0.0), (None, None, 0.0, 0.0),
    ]  # fmt: skip
    assert [row.difference for row in rows] == [4, Decimal("-1.5"), None, None]
