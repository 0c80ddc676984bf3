"""Marks tap by tap, and the sheet that a member locks."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from assessment.excusing import call_back, excuse
from assessment.finalising import finalise, record_absence
from assessment.marking import save_mark, submit, submit_complete
from assessment.models import CohortRules, Defence, DefenceDay, Mark, Sheet
from courses.models import Cohort, Enrolment
from tests.assessment.scenes import MARKS, Scene, make_day, serik
from tests.cast import LEVELS, make_cohort

pytestmark = pytest.mark.django_db


def tap(scene: Scene, halves: int, *, seconds: int = 0, criterion: int = 0, user: object = None) -> bool:
    """One tap of the chair so many seconds from now; True when it stands."""
    now = timezone.now()
    saved = save_mark(
        scene.first,
        criterion=scene.criteria[criterion].pk,
        halves=halves,
        by=scene.chair,
        tapped_at=now + timedelta(seconds=seconds),
        now=now,
    )
    return not saved.is_older


def stands(scene: Scene, criterion: int = 0) -> Decimal:
    return Mark.objects.get(sheet__member__user=scene.chair, criterion=scene.criteria[criterion]).points


def test_a_tap_is_saved_with_who_and_when() -> None:
    scene = make_day()
    assert tap(scene, 35, seconds=-20)
    mark = Mark.objects.get()
    assert (mark.points, mark.maximum, mark.sheet.member.user) == (Decimal("17.5"), Decimal(20), scene.chair)
    assert mark.saved_at - mark.tapped_at >= timedelta(seconds=20)


def test_a_criterion_in_whole_points_takes_no_half_one() -> None:
    scene = make_day()
    scene.cohort.rules.rubric.criteria.update(step=1)
    with pytest.raises(ValidationError) as refusal, translation.override("en"):
        tap(scene, 35)
    with translation.override("en"):
        assert refusal.value.messages == ["“Criterion 1”: points are given in steps of 1."]
    assert not Mark.objects.exists()
    assert tap(scene, 36)
    assert stands(scene) == Decimal(18)


def test_every_change_of_a_mark_is_in_the_history_with_its_author() -> None:
    scene = make_day()
    tap(scene, 35, seconds=-20)
    tap(scene, 36, seconds=-10)
    history = Mark.history.order_by("history_date")
    assert [(row.points, row.history_user) for row in history] == [
        (Decimal("17.5"), scene.chair),
        (Decimal("18.0"), scene.chair),
    ]


def test_the_same_tap_sent_twice_changes_nothing() -> None:
    scene = make_day()
    moment = timezone.now() - timedelta(seconds=5)
    for _again in range(2):
        saved = save_mark(
            scene.first, criterion=scene.criteria[0].pk, halves=35, by=scene.chair, tapped_at=moment, now=timezone.now()
        )
        assert not saved.is_older
    assert Mark.history.count() == 1


def test_a_tap_that_comes_late_never_overwrites_a_newer_one() -> None:
    scene = make_day()
    assert tap(scene, 40, seconds=-10)
    assert not tap(scene, 20, seconds=-60)
    assert stands(scene) == Decimal(20)


def test_the_later_of_two_devices_stands_whichever_arrives_first() -> None:
    scene = make_day()
    assert tap(scene, 30, seconds=-60)
    assert tap(scene, 31, seconds=-30)
    assert not tap(scene, 10, seconds=-45)
    assert stands(scene) == Decimal("15.5")


def test_the_same_points_again_leave_no_trace_but_an_earlier_tap_still_comes_too_late() -> None:
    scene = make_day()
    assert tap(scene, 30, seconds=-60)
    saved_at = Mark.objects.get().saved_at
    assert tap(scene, 30, seconds=-20)
    assert (Mark.history.count(), Mark.objects.get().saved_at) == (1, saved_at)
    assert not tap(scene, 10, seconds=-40)
    assert stands(scene) == Decimal(15)


def test_a_clock_that_runs_ahead_gains_nothing() -> None:
    """A tap from the future is taken for now, so the next tap of a right clock still stands."""
    scene = make_day()
    assert tap(scene, 40, seconds=3600)
    assert tap(scene, 20, seconds=0)
    assert stands(scene) == Decimal(10)


@pytest.mark.parametrize("halves", [-1, 41, 1000])
def test_a_mark_outside_its_criterion_is_refused(halves: int) -> None:
    scene = make_day()
    with pytest.raises(ValidationError, match="20"):
        tap(scene, halves)
    assert not Mark.objects.exists()


@pytest.mark.parametrize(
    ("points", "constraint"),
    [("20.5", "mark_within_its_criterion"), ("-0.5", "mark_within_its_criterion"), ("11.3", "mark_in_half_points")],
)
def test_the_database_itself_refuses_a_wrong_mark(points: str, constraint: str) -> None:
    scene = make_day()
    tap(scene, 35)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Mark.objects.update(points=Decimal(points))


@pytest.mark.parametrize("points", ["0", "0.5", "11.5", "19.5", "20"])
def test_the_database_takes_every_half_point(points: str) -> None:
    scene = make_day()
    tap(scene, 35)
    assert Mark.objects.update(points=Decimal(points)) == 1


def test_the_database_refuses_a_second_sheet_and_a_second_mark() -> None:
    scene = make_day()
    tap(scene, 35)
    sheet, mark = Sheet.objects.get(), Mark.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Sheet.objects.create(defence=sheet.defence, member=sheet.member)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(sheet=sheet, criterion=mark.criterion, points=1, maximum=20)


def test_a_criterion_of_another_table_is_refused() -> None:
    scene = make_day()
    other = make_cohort(version=scene.cohort.version)
    rubric = scene.cohort.version.rubrics.create(reading="as_printed", levels=LEVELS)
    strange = rubric.criteria.create(order=1, maximum=20)
    CohortRules.objects.filter(cohort=other).update(rubric=rubric)
    with pytest.raises(ValidationError) as refusal:
        save_mark(scene.first, criterion=strange.pk, halves=1, by=scene.chair, now=timezone.now())
    assert refusal.value.code == "unknown_criterion"


def test_somebody_who_does_not_sit_on_the_commission_cannot_mark() -> None:
    scene = make_day()
    with pytest.raises(PermissionDenied):
        save_mark(scene.first, criterion=scene.criteria[0].pk, halves=1, by=serik(), now=timezone.now())


def test_the_first_mark_makes_the_cohort_defend() -> None:
    scene = make_day()
    tap(scene, 35)
    tap(scene, 35, criterion=1)
    scene.cohort.refresh_from_db()
    assert scene.cohort.status == Cohort.Status.DEFENDING
    assert list(scene.cohort.events.values_list("new", "by")) == [("defending", scene.chair.pk)]


def test_a_submitted_sheet_takes_no_mark_any_more() -> None:
    scene = make_day()
    scene.hand_in(scene.chair, MARKS["84.5"])
    with pytest.raises(ValidationError) as refusal:
        tap(scene, 10)
    assert refusal.value.code == "submitted"
    assert stands(scene) == Decimal("17.5")


def test_a_sheet_with_a_gap_cannot_be_submitted() -> None:
    scene = make_day()
    scene.give(scene.chair, MARKS["84.5"][:3])
    with pytest.raises(ValidationError) as refusal:
        submit(scene.first, by=scene.chair)
    assert refusal.value.code == "incomplete"
    assert refusal.value.params == {"n": 2}


def test_submitting_twice_keeps_the_first_time() -> None:
    scene = make_day()
    scene.hand_in(scene.chair, MARKS["84.5"])
    first = Sheet.objects.get().submitted_at
    assert submit(scene.first, by=scene.chair).submitted_at == first


def test_a_sheet_that_another_device_changed_is_not_locked_unseen() -> None:
    scene = make_day()
    scene.give(scene.chair, MARKS["84.5"])
    seen = {criterion.pk: halves for criterion, halves in zip(scene.criteria, MARKS["85"], strict=True)}
    with pytest.raises(ValidationError) as refusal:
        submit(scene.first, by=scene.chair, seen=seen)
    assert refusal.value.code == "changed"
    assert Sheet.objects.get().submitted_at is None
    seen[scene.criteria[0].pk] = 35
    assert submit(scene.first, by=scene.chair, seen=seen).submitted_at is not None


def test_all_complete_sheets_are_submitted_at_once_and_the_others_stay() -> None:
    scene = make_day(participants=3)
    for defence, marks in zip(scene.defences, [MARKS["85"], MARKS["70"], MARKS["70"][:4]], strict=True):
        scene.give(scene.chair, marks, defence)
    assert len(submit_complete(scene.day, by=scene.chair)) == 2
    assert [sheet.submitted_at is not None for sheet in Sheet.objects.order_by("defence__order")] == [True, True, False]


def test_an_excused_member_cannot_mark_until_called_back() -> None:
    scene = make_day()
    sheet = excuse(scene.seat(scene.members[1]), [scene.first], by=scene.chair, reason="ауырып қалды")[0]
    with pytest.raises(ValidationError, match="ауырып қалды"):
        scene.give(scene.members[1], MARKS["85"])
    call_back(sheet, by=scene.chair)
    scene.hand_in(scene.members[1], MARKS["85"])
    assert Sheet.objects.get(pk=sheet.pk).submitted_at is not None


def test_nobody_marks_an_absent_participant() -> None:
    scene = make_day(participants=2)
    record_absence(scene.first, valid_reason=False, by=scene.chair)
    with pytest.raises(ValidationError) as refusal:
        tap(scene, 10)
    assert refusal.value.code == "absent"


def test_nobody_marks_or_submits_before_the_date_of_the_day() -> None:
    scene = make_day()
    scene.give(scene.chair, MARKS["85"])
    tomorrow = timezone.localdate() + timedelta(days=1)
    DefenceDay.objects.update(held_on=tomorrow)
    for act in (lambda: tap(scene, 10), lambda: submit(scene.first, by=scene.chair)):
        with pytest.raises(ValidationError, match=f"{tomorrow:%d.%m.%Y}") as refusal:
            act()
        assert refusal.value.code == "to_come"
    assert stands(scene) == Decimal(18)
    DefenceDay.objects.update(held_on=timezone.localdate())
    assert submit(scene.first, by=scene.chair).submitted_at is not None


def test_nobody_marks_after_the_result_is_final() -> None:
    scene = make_day(participants=2, members=1)
    scene.hand_in(scene.chair, MARKS["85"])
    finalise(scene.first, by=scene.chair)
    with pytest.raises(ValidationError) as refusal:
        tap(scene, 10)
    assert refusal.value.code == "decided"


def test_nobody_marks_a_participant_who_is_on_hold() -> None:
    scene = make_day()
    Enrolment.objects.update(status=Enrolment.Status.ON_HOLD)  # on record from before such a move was refused
    with pytest.raises(ValidationError) as refusal:
        tap(scene, 10)
    assert refusal.value.code == "not_admitted"
    assert Defence.objects.get().is_pending
