"""The chair decides: a frozen result or a recorded absence; the last decision closes the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessment.excusing import excuse
from assessment.finalising import MOVES, confirm, finalise, record_absence, take_back_absence
from assessment.models import Band, Criterion, Defence, DefenceDay, Protocol, Result
from courses.models import Enrolment
from people.models import Provider
from tests.assessment.scenes import MARKS, Scene, agreed, decide, make_day
from tests.cast import bolat, make_result

pytestmark = pytest.mark.django_db
Outcome = Defence.Outcome


@pytest.mark.parametrize(
    ("sheets", "exact", "total", "band", "status"),
    [
        (("84.5",), "84.5", 85, "very_good", "passed"),
        (("84.5", "84"), "84.5", 85, "very_good", "passed"),  # a consensus, in half points
        (("85", "84.5", "84.5"), "254/3", 85, "very_good", "passed"),
        (("84.5", "84.5", "85"), "254/3", 85, "very_good", "passed"),
        (("49.5",), "49.5", 50, "satisfactory", "passed"),
        (("49", "49", "49"), "49", 49, "not_passed", "not_passed"),
        (("100", "100", "100"), "100", 100, "very_good", "passed"),
        (("0", "0"), "0", 0, "not_passed", "not_passed"),
    ],
)
def test_sheets_become_one_exact_rounded_banded_result(
    sheets: tuple[str, ...], exact: str, total: int, band: str, status: str
) -> None:
    scene = make_day(members=len(sheets))
    scene.all_hand_in(*(MARKS[each] for each in sheets))
    result = decide(scene.first, by=scene.chair)
    enrolment = Enrolment.objects.get()
    assert (result.exact_sum, result.total, result.band_key) == (Fraction(exact), total, band)
    assert (enrolment.status, enrolment.result_date) == (status, scene.day.held_on)
    assert enrolment.events.order_by("-pk").first().by == scene.chair  # type: ignore[union-attr]


def test_a_result_is_frozen_with_everything_it_was_made_from() -> None:
    scene = make_day(members=3)
    scene.all_hand_in(MARKS["85"], MARKS["84.5"], MARKS["84.5"])
    result = finalise(scene.first, by=scene.chair)
    Criterion.objects.update(label_kk="өзгерді", maximum=1)
    Band.objects.update(label_kk="өзгерді")
    result.refresh_from_db()
    assert result.criteria[0] == {
        "label_kk": "1-критерий", "label_ru": "Критерий 1", "label_en": "Criterion 1",
        "short_kk": "1-критерий", "short_ru": "Критерий 1", "short_en": "Criterion 1",
        "maximum": "20", "points": "17.67", "twelfths": 212, "stage": "defence", "carried": False,
    }  # fmt: skip
    assert [(each["name"], each["chair"], each["total"]) for each in result.members] == [
        ("Дәулет Оспанов", True, "85"),
        ("Гүлнар Ахметова", False, "84.5"),
        ("Серік Жұмабаев", False, "84.5"),
    ]
    assert result.members[1]["points"] == ["17.5", "20", "12", "26.5", "8.5"]
    assert (result.band_kk, [band["floor"] for band in result.bands]) == ("өте жақсы", [85, 70, 50, 0])
    assert sum(each["twelfths"] for each in result.criteria) == result.twelfths


def test_nothing_is_final_before_every_sheet_is_in() -> None:
    scene = make_day()
    scene.hand_in(scene.chair, MARKS["85"])
    with pytest.raises(ValidationError, match="Гүлнар"):
        finalise(scene.first, by=scene.chair)
    assert not Result.objects.exists()


def test_an_excused_member_is_not_waited_for_and_stays_on_record() -> None:
    scene = make_day()
    scene.hand_in(scene.chair, MARKS["70"])
    excuse(scene.seat(scene.members[1]), [scene.first], by=scene.chair, reason="ауырып қалды")
    result = finalise(scene.first, by=scene.chair)
    assert result.total == 70
    assert (result.members[1]["points"], result.members[1]["excused"]) == ([], "ауырып қалды")


def test_when_everybody_is_excused_there_is_nothing_to_decide() -> None:
    scene = make_day(members=1)
    excuse(scene.seat(scene.chair), [scene.first], by=scene.chair, reason="өрт дабылы")
    with pytest.raises(ValidationError) as refusal:
        finalise(scene.first, by=scene.chair)
    assert refusal.value.code == "nobody_scored"


@pytest.mark.parametrize(
    ("one", "other", "flagged"), [("85", "84.5", False), ("84.5", "84", True), ("85", "70", True), ("50", "49", True)]
)
def test_widely_different_totals_are_resolved_first(one: str, other: str, flagged: bool) -> None:
    scene = make_day()
    scene.all_hand_in(MARKS.get(one, MARKS["49.5"]), MARKS[other])
    consensus = agreed(scene.first, " Комиссия талқылады ")
    with pytest.raises(ValidationError) as refusal:
        finalise(scene.first, by=scene.chair, consensus=None if flagged else consensus)
    assert refusal.value.code == ("spread" if flagged else "not_flagged")
    assert not Result.objects.exists()
    result = finalise(scene.first, by=scene.chair, consensus=consensus if flagged else None)
    said = ("consensus", "Комиссия талқылады") if flagged else ("mean", "")
    assert (result.rule, result.spread_reason) == said


def test_only_the_chair_decides() -> None:
    scene = make_day()
    scene.all_hand_in(MARKS["85"], MARKS["85"])
    for user in (scene.members[1], scene.organiser):
        with pytest.raises(PermissionDenied):
            finalise(scene.first, by=user)
        with pytest.raises(PermissionDenied):
            record_absence(scene.first, valid_reason=False, by=user)


def test_a_result_is_made_once() -> None:
    scene = make_day(participants=2, members=1)
    scene.hand_in(scene.chair, MARKS["85"])
    finalise(scene.first, by=scene.chair)
    with pytest.raises(ValidationError) as refusal:
        finalise(scene.first, by=scene.chair)
    assert refusal.value.code == "decided"
    assert Result.objects.count() == 1


def test_an_absence_is_no_zero_and_leaves_the_enrolment_admitted() -> None:
    scene = make_day(participants=2)
    record_absence(scene.first, valid_reason=False, by=scene.chair)
    defence = scene.first
    assert (defence.outcome, defence.outcome_by) == (Outcome.ABSENT, scene.chair)
    assert defence.attempt.enrolment.status == Enrolment.Status.ADMITTED
    assert not Result.objects.exists()


def test_a_valid_reason_is_said_in_words() -> None:
    scene = make_day(participants=2)
    with pytest.raises(ValidationError) as refusal:
        record_absence(scene.first, valid_reason=True, by=scene.chair)
    assert refusal.value.code == "no_reason"
    record_absence(scene.first, valid_reason=True, reason="ауруханада", by=scene.chair)
    assert (scene.first.outcome, scene.first.outcome_reason) == (Outcome.ABSENT_VALID, "ауруханада")


def test_an_absence_is_taken_back_while_the_day_is_open() -> None:
    scene = make_day(participants=2)
    record_absence(scene.first, valid_reason=False, by=scene.chair)
    take_back_absence(scene.first, by=scene.chair)
    assert (scene.first.outcome, scene.first.outcome_at, scene.first.outcome_reason) == (Outcome.PENDING, None, "")


def test_who_has_been_heard_is_not_absent() -> None:
    scene = make_day()
    scene.hand_in(scene.chair, MARKS["85"])
    with pytest.raises(ValidationError) as refusal:
        record_absence(scene.first, valid_reason=False, by=scene.chair)
    assert refusal.value.code == "marks_submitted"


def test_a_participant_who_left_the_cohort_meanwhile_does_not_hold_up_the_day() -> None:
    scene = make_day()
    scene.hand_in(scene.chair, MARKS["85"])
    Enrolment.objects.update(status=Enrolment.Status.WITHDRAWN)  # on record from before such a move was refused
    record_absence(scene.first, valid_reason=False, by=scene.chair)
    scene.day.refresh_from_db()
    assert scene.day.finalised_at is not None


def test_the_last_decision_closes_the_day_and_makes_the_protocol() -> None:
    scene = make_day(participants=2, members=1)
    scene.hand_in(scene.chair, MARKS["85"])
    finalise(scene.first, by=scene.chair)
    scene.day.refresh_from_db()
    assert (scene.day.finalised_at, Protocol.objects.count()) == (None, 0)
    record_absence(scene.defences[1], valid_reason=False, by=scene.chair)
    scene.day.refresh_from_db()
    assert scene.day.finalised_at is not None
    assert Protocol.objects.get().cohort == scene.cohort
    with pytest.raises(ValidationError) as refusal:
        take_back_absence(scene.defences[1], by=scene.chair)
    assert refusal.value.code == "day_closed"


def test_a_decision_that_cannot_be_printed_is_not_made_by_halves() -> None:
    """Without the provider there is no protocol; then there is no result either, and the chair is told why."""
    scene = make_day(members=1)
    scene.hand_in(scene.chair, MARKS["85"])
    Provider.objects.all().delete()
    with pytest.raises(ValidationError) as refusal:
        finalise(scene.first, by=scene.chair)
    assert refusal.value.code == "no_provider"
    assert (scene.first.outcome, Result.objects.count()) == (Outcome.PENDING, 0)


def scene_in(state: Outcome) -> Scene:
    """The first of two participants in this state; the second keeps the day open."""
    scene = make_day(participants=2, members=1)
    if state == Outcome.DEFENDED:
        scene.hand_in(scene.chair, MARKS["85"])
        finalise(scene.first, by=scene.chair)
    elif state != Outcome.PENDING:
        valid = state == Outcome.ABSENT_VALID
        record_absence(scene.first, valid_reason=valid, reason="ауруханада", by=scene.chair)
    return scene


def act_on(scene: Scene, to: Outcome) -> None:
    if to == Outcome.DEFENDED:
        if scene.first.is_pending:
            scene.hand_in(scene.chair, MARKS["85"])
        finalise(scene.first, by=scene.chair)
    elif to == Outcome.PENDING:
        take_back_absence(scene.first, by=scene.chair)
    else:
        valid = to == Outcome.ABSENT_VALID
        record_absence(scene.first, valid_reason=valid, reason="ауруханада", by=scene.chair)


@pytest.mark.parametrize("old", list(Outcome))
@pytest.mark.parametrize("new", list(Outcome))
def test_an_outcome_moves_only_as_the_table_says(old: Outcome, new: Outcome) -> None:
    scene = scene_in(old)
    if new in MOVES[old]:
        act_on(scene, new)
        assert scene.first.outcome == new
    else:
        with pytest.raises(ValidationError):
            act_on(scene, new)
        assert scene.first.outcome == old


def test_the_head_confirms_a_result_once() -> None:
    result = make_result()
    head, first = bolat(), timezone.now()
    assert confirm([result], by=head, now=first) == 1
    assert confirm([result], by=head, now=timezone.now()) == 0
    result.refresh_from_db()
    assert (result.confirmed_at, result.confirmed_by) == (first, head)


def test_the_database_holds_the_rounding_and_the_scale() -> None:
    result = make_result(exact="84.5")
    assert (result.twelfths, result.total) == (1014, 85)
    for wrong in ({"total": 84}, {"twelfths": 1013}, {"twelfths": 1026}):
        with pytest.raises(IntegrityError, match="result_total_is_the_rounded_sum"), transaction.atomic():
            Result.objects.update(**wrong)
    with pytest.raises(IntegrityError, match="result_within_scale"), transaction.atomic():
        Result.objects.update(twelfths=1206, total=101)


def test_a_first_result_has_no_twin() -> None:
    result = make_result()
    with pytest.raises(IntegrityError), transaction.atomic():
        Result.objects.create(
            attempt=result.attempt, criteria=[], members=[], twelfths=0, total=0, bands=[], passed=False,
            attested_on=result.attested_on, finalised_by=result.finalised_by,
        )  # fmt: skip


def test_named_reads_of_results() -> None:
    one, other = make_result(), make_result(exact="40")
    confirm([other], by=bolat(), now=timezone.now())
    assert list(Result.objects.of_cohort(one.attempt.enrolment.cohort)) == [one]
    assert list(Result.objects.confirmed()) == [other]
    assert set(Result.objects.current()) == {one, other}


def test_nothing_is_decided_before_the_date_of_the_day() -> None:
    """Result, protocol and certificate would carry a date on which nobody defended."""
    scene = make_day(participants=2)
    scene.all_hand_in(MARKS["85"], MARKS["85"])
    record_absence(scene.defences[1], valid_reason=False, by=scene.chair)
    DefenceDay.objects.update(held_on=timezone.localdate() + timedelta(days=1))
    acts: list[Callable[[], object]] = [
        lambda: finalise(scene.first, by=scene.chair),
        lambda: record_absence(scene.first, valid_reason=False, by=scene.chair),
        lambda: take_back_absence(scene.defences[1], by=scene.chair),
    ]
    for act in acts:
        with pytest.raises(ValidationError) as refusal:
            act()
        assert refusal.value.code == "to_come"
    assert not Result.objects.exists()
