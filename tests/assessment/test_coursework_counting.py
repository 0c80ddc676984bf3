"""Coursework points count in every member's total: on the scoring page, in the decision and in the protocol."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import cast

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment import coursework, finalising, marking, reviewing
from assessment.grading import proportional
from assessment.judging import judgement_of
from assessment.models import Attempt, Defence, Protocol, Result
from assessment.protocol_paper import ProtocolSnapshot, protocol_html
from assessment.protocols import snapshot_of
from assessment.rounds import Entry, as_data, round_of
from courses.models import Enrolment
from people.models import User
from tests.assessment.coursework_scenes import criteria_of, earned_day, enrolment_of, give_all, hand_in, score
from tests.assessment.scenes import Scene

pytestmark = pytest.mark.usefixtures("in_english")
# Half points of the two criteria of the defence (30 and 10 points); with the 50 points of GIVEN 84.5 and 84 in all.
WELL, LESS = (52, 17), (51, 17)


# ---- the arithmetic: for every number of points, maximum and step

POINTS = st.integers(0, 2000).map(lambda n: Decimal(n) / 2)
OUT_OF = st.integers(1, 2000).map(lambda n: Decimal(n) / 2)
# A loaded machine is slow, not wrong.
patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
MAXIMUM, STEP = st.integers(2, 200), st.sampled_from([1, 2])


@patiently
@given(POINTS, OUT_OF, MAXIMUM, STEP)
def test_a_share_is_the_nearest_mark_in_steps_and_never_more_than_the_criterion_holds(
    points: Decimal, out_of: Decimal, maximum: int, step: int
) -> None:
    points = min(points, out_of)
    found = proportional(points, out_of, maximum, step)
    exact = Fraction(points) / Fraction(out_of) * maximum
    assert 0 <= found <= maximum
    assert found % step == 0
    assert exact - found <= Fraction(step, 2) or found == maximum - maximum % step
    assert found - exact <= Fraction(step, 2)


@patiently
@given(POINTS, POINTS, OUT_OF, MAXIMUM, STEP)
def test_whoever_has_more_points_is_never_suggested_less(
    some: Decimal, others: Decimal, out_of: Decimal, maximum: int, step: int
) -> None:
    less, more = sorted((min(some, out_of), min(others, out_of)))
    assert proportional(less, out_of, maximum, step) <= proportional(more, out_of, maximum, step)


@patiently
@given(OUT_OF, MAXIMUM, STEP)
def test_nothing_gives_nothing_and_everything_gives_everything(out_of: Decimal, maximum: int, step: int) -> None:
    assert proportional(Decimal(0), out_of, maximum, step) == 0
    assert proportional(out_of, out_of, maximum, step) == maximum - maximum % step


@patiently
@given(st.integers(0, 400), st.sampled_from([1, 2]))
def test_points_out_of_the_criterion_s_own_maximum_stay_as_they_are(halves: int, step: int) -> None:
    halves -= halves % step
    maximum = max(halves, 2 * step)
    assert proportional(Decimal(halves) / 2, Decimal(maximum) / 2, maximum, step) == halves


@pytest.mark.parametrize(("points", "out_of"), [("0", "0"), ("11", "10"), ("-1", "10")])
def test_shares_that_cannot_be_are_refused(points: str, out_of: str) -> None:
    with pytest.raises(ValueError, match=points):
        proportional(Decimal(points), Decimal(out_of), 40)


# ---- judging and deciding


@pytest.fixture
def scene(db: None) -> Scene:
    """A day before two members, who score two of the five criteria; the chair teaches the cohort."""
    return earned_day()


def refusal_of(scene: Scene, code: str) -> str:
    with pytest.raises(ValidationError) as refusal:
        finalising.finalise(scene.first, by=scene.chair)
    assert refusal.value.code == code
    return refusal.value.messages[0]


def test_every_member_s_total_is_their_own_marks_and_the_common_points(scene: Scene) -> None:
    give_all(enrolment_of(scene), by=scene.chair)
    hand_in(scene, scene.members[0], *WELL)
    hand_in(scene, scene.members[1], *LESS)
    judgement = judgement_of(scene.first)
    assert [seat.total for seat in judgement.seats] == [Fraction("84.5"), Fraction(84)]
    assert [seat.own for seat in judgement.seats] == [WELL, LESS]
    assert judgement.grade is not None
    assert judgement.grade.exact == Fraction("84.25")
    assert judgement.spread is not None
    # 84.5 is rounded to 85: the two lie half a point apart and on two sides of a floor.
    assert (judgement.spread.difference, judgement.spread.across_a_floor) == (Fraction("0.5"), True)


def test_without_all_of_the_points_nothing_is_judged_or_decided(scene: Scene) -> None:
    enrolment, (theory, *_others) = enrolment_of(scene), criteria_of(scene.cohort)
    coursework.give(enrolment, theory, halves=36, by=scene.chair)
    for user in scene.members:
        hand_in(scene, user, *WELL)
    judgement = judgement_of(scene.first)
    assert ([each.order for each in judgement.uncounted], judgement.grade, judgement.is_ready) == ([2, 3], None, False)
    assert refusal_of(scene, "no_coursework") == (
        f"{enrolment.person}: the trainer has given no points yet for “Criterion 2”, “Criterion 3”."
    )
    assert not Result.objects.exists()
    for criterion in criteria_of(scene.cohort)[1:]:
        coursework.give(enrolment, criterion, halves=24, by=scene.chair)
    assert finalising.finalise(scene.first, by=scene.chair).total == 77


def test_a_sheet_that_is_missing_is_said_before_points_that_are(scene: Scene) -> None:
    hand_in(scene, scene.chair, *WELL)
    said = f"{enrolment_of(scene).person}: the sheet of {scene.members[1]} is not submitted yet."
    assert refusal_of(scene, "not_submitted") == said


def test_no_total_becomes_final_that_the_chair_has_not_seen(client: Client, scene: Scene) -> None:
    enrolment, theory = enrolment_of(scene), criteria_of(scene.cohort)[0]
    give_all(enrolment, by=scene.chair)
    for user in scene.members:
        hand_in(scene, user, *WELL)
    client.force_login(scene.chair)
    address = reverse("assessment:spread", args=[scene.first.pk])
    opened = client.get(address).context["seen"]
    coursework.give(enrolment, theory, halves=40, reason="кеш тапсырды", by=scene.chair)
    answer = client.post(address, {"seen": opened})
    assert (
        f"{enrolment.person}: the points of the coursework were changed meanwhile. Look at the total, then decide."
        in answer.content.decode()
    )
    assert not Result.objects.exists()
    assert f'<input type="hidden" name="seen" value="{answer.context["seen"]}">' in answer.content.decode()
    client.post(address, {"seen": answer.context["seen"]})
    assert Result.objects.get().exact_sum == Fraction("86.5")


def test_a_consensus_is_not_dropped_when_the_totals_lie_together_by_now(client: Client, scene: Scene) -> None:
    enrolment, theory = enrolment_of(scene), criteria_of(scene.cohort)[0]
    give_all(enrolment, by=scene.chair)
    for user, marks in zip(scene.members, (WELL, LESS), strict=True):
        hand_in(scene, user, *marks)
    client.force_login(scene.chair)
    address = reverse("assessment:spread", args=[scene.first.pk])
    page = client.get(address)
    form = page.context["form"]
    points = {form.add_prefix(name): "27" if name.startswith("p") else "" for name in form.fields}
    assert judgement_of(scene.first).is_flagged
    coursework.give(enrolment, theory, halves=40, reason="кеш тапсырды", by=scene.chair)
    assert not judgement_of(scene.first).is_flagged
    client.post(address, {**points, "reason": "Талқылады", "seen": page.context["seen"]})
    assert not Result.objects.exists()


def test_the_result_has_the_trainer_s_points_once_and_all_of_them_on_every_sheet(scene: Scene) -> None:
    give_all(enrolment_of(scene), by=scene.chair)
    hand_in(scene, scene.members[0], *WELL)
    hand_in(scene, scene.members[1], *WELL)
    result = finalising.finalise(scene.first, by=scene.chair)
    assert (result.exact_sum, result.total, result.band_key) == (Fraction("84.5"), 85, "very_good")
    assert [(each["stage"], each["points"], each["carried"]) for each in result.criteria] == [
        ("coursework", "18.00", False), ("coursework", "20.00", False), ("coursework", "12.00", False),
        ("defence", "26.00", False), ("defence", "8.50", False),
    ]  # fmt: skip
    assert [each["points"] for each in result.members] == [["18", "20", "12", "26", "8.5"]] * 2


def test_a_correction_of_the_points_changes_nothing_of_what_was_decided_before(scene: Scene) -> None:
    give_all(enrolment_of(scene), by=scene.chair)
    for user in scene.members:
        hand_in(scene, user, *WELL)
    first = finalising.finalise(scene.first, by=scene.chair)
    review = reviewing.request_review(first, kind="correction", text="Қате терілген", by=scene.organiser)
    seats, theory = reviewing.commission_of(review), criteria_of(scene.cohort)[0]
    second = reviewing.uphold(review, halves={theory.pk: 40}, reason="Дұрысы – 20", took_part=seats, by=scene.chair)
    assert (first.total, second.total) == (85, 87)
    judgement = judgement_of(scene.first)
    assert judgement.grade is not None
    assert (judgement.grade.exact, [seat.total for seat in judgement.seats]) == (
        Fraction("84.5"),
        [Fraction("84.5")] * 2,
    )
    assert entry_of(scene, scene.chair).sum_halves == 169


def test_the_protocol_says_which_points_are_the_trainer_s(scene: Scene) -> None:
    give_all(enrolment_of(scene), by=scene.chair)
    for user in scene.members:
        hand_in(scene, user, *WELL)
    finalising.finalise(scene.first, by=scene.chair)
    snapshot = Protocol.objects.get().snapshot
    assert [each["coursework"] for each in snapshot["criteria"]] == [True, True, True, False, False]
    (row,) = snapshot["rows"]
    assert [sheet["points"][:3] for sheet in row["sheets"]] == [["18", "20", "12"]] * 2
    assert row["points"] == ["18.00", "20.00", "12.00", "26.00", "8.50"]
    printed = protocol_html(cast(ProtocolSnapshot, {**snapshot, "language": "en"}))
    assert printed.count("the trainer&#x27;s points for the work during the course") == 3


def test_a_second_attempt_scores_the_defence_and_carries_the_points_marked_as_carried(scene: Scene) -> None:
    enrolment = enrolment_of(scene)
    give_all(enrolment, 20, 20, 10, by=scene.chair)
    for user in scene.members:
        hand_in(scene, user, 20, 8)
    first = finalising.finalise(scene.first, by=scene.chair)
    assert (first.total, first.passed) == (39, False)
    second = again(scene, enrolment)
    for user in scene.members:
        hand_in(scene, user, 60, 20, defence=second)
    result = finalising.finalise(second, by=scene.chair)
    assert (result.attempt.number, result.total, result.passed) == (2, 65, True)
    assert [(each["points"], each["carried"]) for each in result.criteria] == [
        ("10.00", True), ("10.00", True), ("5.00", True), ("30.00", False), ("10.00", False)
    ]  # fmt: skip
    row = snapshot_of(second.day, scene.cohort, number=None, specimen=True)["rows"][0]
    assert row["carried"] == [True, True, True, False, False]


def again(scene: Scene, enrolment: Enrolment) -> Defence:
    """The second attempt of the same cohort, on a day like the first; the rules of retakes have their own tests."""
    day = scene.day
    day.pk, day._state.adding, day.finalised_at = None, True, None
    day.save()
    for order, user in enumerate(scene.members, start=1):
        day.members.create(user=user, is_chair=user == scene.chair, order=order)
    attempt = Attempt.objects.create(enrolment=enrolment, number=2)
    return Defence.objects.create(day=day, attempt=attempt, order=1)


# ---- the page of a member


def entry_of(scene: Scene, user: User) -> Entry:
    return round_of(scene.day, scene.seat(user)).entry(scene.first.pk)


def page(client: Client, scene: Scene) -> str:
    client.force_login(scene.chair)
    return client.get(reverse("assessment:score", args=[scene.first.pk])).content.decode()


def test_a_member_scores_the_criteria_of_the_defence_only(client: Client, scene: Scene) -> None:
    entry = entry_of(scene, scene.chair)
    assert [card.number for card in entry.scale.cards] == [4, 5]
    assert (entry.scale.maximum, entry.missing) == (200, 2)
    said = page(client, scene)
    assert [f"Criterion {n}" in said for n in range(1, 6)] == [False] * 3 + [True] * 2
    with pytest.raises(ValidationError) as refusal:
        marking.save_mark(
            scene.first, criterion=criteria_of(scene.cohort)[0].pk, halves=2, by=scene.chair, now=timezone.now()
        )
    assert refusal.value.messages == ["This criterion is not among those that the commission scores in this cohort."]


def test_the_total_includes_the_common_points_and_stands_in_a_band_only_when_all_are_there(
    client: Client, scene: Scene
) -> None:
    enrolment = enrolment_of(scene)
    theory, cases, tasks = criteria_of(scene.cohort)
    coursework.give(enrolment, theory, halves=36, by=scene.chair)
    coursework.give(enrolment, cases, halves=40, by=scene.chair)
    score(scene, scene.chair, *WELL)
    entry = entry_of(scene, scene.chair)
    assert (entry.sum_halves, entry.is_complete, entry.is_counted) == (145, True, False)
    assert entry.tasks_text == "Coursework: the trainer has not given all points yet"
    assert "72.5 points so far, without all of the coursework." in page(client, scene)
    coursework.give(enrolment, tasks, halves=24, by=scene.chair)
    entry = entry_of(scene, scene.chair)
    assert (entry.sum_halves, entry.total, entry.is_counted, entry.sign.word) == (169, 85, True, "Very good")
    assert entry.tasks_text == "Coursework: 50 of 60 points"
    assert "84.5 points, rounded to 85, very good. After this your marks no longer change." in page(client, scene)


def test_before_all_is_there_no_band_is_named_that_the_rest_may_change(scene: Scene) -> None:
    score(scene, scene.chair, *WELL)
    assert entry_of(scene, scene.chair).may_fail
    give_all(enrolment_of(scene), by=scene.chair)
    assert not entry_of(scene, scene.chair).may_fail


def test_what_is_told_to_the_script_are_the_same_sums(scene: Scene) -> None:
    give_all(enrolment_of(scene), by=scene.chair)
    data = as_data(entry_of(scene, scene.chair))
    assert (data["common"], data["counted"], data["marks"]) == (100, True, {})
