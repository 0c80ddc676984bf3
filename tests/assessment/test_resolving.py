"""Totals that lie too far apart: a consensus with its reason, or a third member who sees nothing of the others."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models.deletion import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessment.calling import call_third, could_be_third
from assessment.consensus import offered
from assessment.excusing import call_back, excuse
from assessment.finalising import finalise, record_absence
from assessment.handing_over import hand_over_chair
from assessment.judging import judgement_of
from assessment.leaning import Leaning, leanings
from assessment.marking import save_mark
from assessment.models import (
    CommissionMember,
    ConsensusMark,
    CourseworkMark,
    Protocol,
    Resolution,
    Result,
    Sheet,
    ThirdCall,
)
from assessment.planning import add_participants
from assessment.reading import days_of_member
from assessment.rounds import round_of
from courses.models import Enrolment
from people.models import OutboxMessage, User
from people.roles import Role
from tests.assessment.scenes import MARKS, Scene, agreed, make_day, serik
from tests.cast import make_cohort, make_enrolment, make_rubric, make_user, make_version

pytestmark = pytest.mark.django_db


def url(name: str, key: int) -> str:
    return reverse(f"assessment:{name}", args=[key])


def apart(participants: int = 1, members: int = 2) -> Scene:
    """The first participant: 85 and 70 points."""
    scene = make_day(participants=participants, members=members)
    scene.all_hand_in(MARKS["85"], *[MARKS["70"]] * (members - 1))
    return scene


# ---- a consensus


def test_a_consensus_is_kept_frozen_and_printed() -> None:
    scene = apart()
    result = finalise(scene.first, by=scene.chair, consensus=agreed(scene.first, halves=(30, 38, 24, 50, 16)))
    assert (result.exact_sum, result.total, result.rule) == (Fraction(79), 79, "consensus")
    assert [each["points"] for each in result.criteria] == ["15.00", "19.00", "12.00", "25.00", "8.00"]
    assert [each["total"] for each in result.members] == ["85", "70"]
    assert [each["name"] for each in result.resolution["took_part"]] == ["Дәулет Оспанов", "Гүлнар Ахметова"]
    assert result.resolution["points"] == ["15", "19", "12", "25", "8"]
    kept = Resolution.objects.get()
    assert (kept.decided_by, kept.reason, kept.marks.count(), kept.took_part.count()) == (
        scene.chair, "Комиссия талқылады", 5, 2,
    )  # fmt: skip
    row = Protocol.objects.get().snapshot["rows"][0]
    assert row["resolved"] == {
        "rule": "consensus", "who": ["Дәулет Оспанов", "Гүлнар Ахметова"], "points": ["15", "19", "12", "25", "8"],
        "total": "79",
    }  # fmt: skip
    assert row["note"] == "Комиссия талқылады"


def test_coursework_is_added_to_a_consensus_as_it_is() -> None:
    version = make_version()
    version.rubrics.all().delete()
    make_rubric(version, coursework=3)
    scene = make_day(cohort=make_cohort(version=version))
    for criterion in scene.criteria[:3]:
        CourseworkMark.objects.create(
            enrolment=scene.first.attempt.enrolment, criterion=criterion, points="10.5", maximum=criterion.maximum,
            given_by=scene.chair,
        )  # fmt: skip
    for user, halves in zip(scene.members, ((60, 20), (30, 10)), strict=True):
        for criterion, given in zip(scene.criteria[3:], halves, strict=True):
            save_mark(scene.first, criterion=criterion.pk, halves=given, by=user, now=timezone.now())
        scene.hand_in(user, (), scene.first)
    result = finalise(scene.first, by=scene.chair, consensus=agreed(scene.first, halves=(50, 15)))
    assert (result.exact_sum, result.total) == (Fraction(64), 64)
    assert result.resolution["points"] == ["25", "7.5"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"reason": " "}, "no_reason"),
        ({"took_part": set()}, "too_few"),
        ({"halves": {}}, "incomplete"),
    ],
)
def test_a_consensus_that_lacks_something_is_refused(change: dict[str, object], code: str) -> None:
    scene = apart()
    with pytest.raises(ValidationError) as refusal:
        finalise(scene.first, by=scene.chair, consensus=replace(agreed(scene.first), **change))  # type: ignore[arg-type]
    assert refusal.value.code == code
    assert (Resolution.objects.count(), Result.objects.count()) == (0, 0)


def test_agreed_points_keep_to_the_criterion_and_to_who_has_scored() -> None:
    scene = apart(members=3)
    excused = excuse_somebody(scene)
    sound = agreed(scene.first)
    first = scene.criteria[0]
    stranger = dict(sound.halves) | {999_999: 1}
    for wrong, code in (
        (replace(sound, halves={**sound.halves, first.pk: 41}), "out_of_range"),
        (replace(sound, halves={**sound.halves, first.pk: -1}), "out_of_range"),
        (replace(sound, halves=stranger), "unknown_criterion"),
        (replace(sound, took_part={*sound.took_part, excused.pk}), "not_counted"),
    ):
        with pytest.raises(ValidationError) as refusal:
            finalise(scene.first, by=scene.chair, consensus=wrong)
        assert refusal.value.code == code
    type(first).objects.filter(pk=first.pk).update(step="1")
    with pytest.raises(ValidationError) as refusal:
        finalise(scene.first, by=scene.chair, consensus=replace(sound, halves={**sound.halves, first.pk: 31}))
    assert refusal.value.code == "step"
    assert offered(judgement_of(scene.first))[first.pk] % 2 == 0


def excuse_somebody(scene: Scene) -> CommissionMember:
    """The third of the day's members, whose sheet then does not count."""
    member = scene.seat(scene.members[2])
    Sheet.objects.filter(member=member).update(submitted_at=None)
    excuse(member, [scene.first], by=scene.chair, reason="ауырып қалды")
    return member


def test_the_database_holds_the_agreed_points() -> None:
    scene = apart()
    finalise(scene.first, by=scene.chair, consensus=agreed(scene.first))
    with pytest.raises(IntegrityError, match="consensus_within_its_criterion"), transaction.atomic():
        ConsensusMark.objects.update(points="99")
    with pytest.raises(IntegrityError, match="consensus_in_half_points"), transaction.atomic():
        ConsensusMark.objects.update(points="1.2")
    with pytest.raises(IntegrityError, match="result_by_another_rule_says_why"), transaction.atomic():
        Result.objects.update(spread_reason="")
    with pytest.raises(ProtectedError):
        Resolution.objects.get().delete()


def test_who_takes_the_chair_over_resolves_and_the_old_chair_does_not() -> None:
    scene = apart()
    consensus = agreed(scene.first)
    hand_over_chair(scene.day, to=scene.seat(scene.members[1]), reason="ауырып қалды", by=scene.organiser)
    with pytest.raises(PermissionDenied):
        finalise(scene.first, by=scene.chair, consensus=consensus)
    finalise(scene.first, by=scene.members[1], consensus=consensus)
    assert Resolution.objects.get().decided_by == scene.members[1]


# ---- a third member


def test_after_the_third_sheet_the_mean_of_three_stands() -> None:
    scene = apart()
    third = serik()
    scene.ask(third, reason=" Бағалар алшақ ")
    with pytest.raises(ValidationError, match="Серік"):
        finalise(scene.first, by=scene.chair)
    scene.hand_in(third, MARKS["84"])
    with pytest.raises(ValidationError) as refusal:
        finalise(scene.first, by=scene.chair, consensus=agreed(scene.first))
    assert refusal.value.code == "not_flagged"
    result = finalise(scene.first, by=scene.chair)
    assert (result.exact_sum, result.total, result.rule) == (Fraction(239, 3), 80, "third")
    assert (result.spread_reason, result.resolution["name"]) == ("Бағалар алшақ", "Серік Жұмабаев")
    snapshot = Protocol.objects.get().snapshot
    assert [each["name"] for each in snapshot["commission"]][2] == "Серік Жұмабаев"
    assert snapshot["commission"][2]["called"] is True
    assert snapshot["rows"][0]["resolved"] == {"rule": "third", "who": ["Серік Жұмабаев"], "points": [], "total": ""}


def test_the_third_member_sees_and_scores_that_defence_alone(client: Client) -> None:
    scene = apart(participants=3)
    third = serik()
    call = scene.ask(third)
    assert [entry.defence for entry in round_of(scene.day, call.member).entries] == [scene.first]
    [own] = days_of_member(third, timezone.localdate())["today"]
    assert (own.people, own.decided, own.left, own.next_defence) == (1, 0, 1, scene.first.pk)
    with pytest.raises(PermissionDenied):
        scene.give(third, MARKS["84"], scene.defences[1])
    client.force_login(third)
    assert client.get(url("score", scene.first.pk)).status_code == 200
    assert client.get(url("score", scene.defences[1].pk)).status_code == 404
    assert client.get(url("spread", scene.first.pk)).status_code == 403
    assert client.get(url("spread", scene.defences[1].pk)).status_code == 404
    page = client.get(url("day", scene.day.pk)).content.decode()
    assert "tbl-board" not in page
    assert str(scene.defences[1].attempt.enrolment.person) not in page
    assert client.get(url("leaning", scene.day.pk)).status_code == 403


def test_the_others_are_decided_without_the_third_member_and_the_day_waits_for_the_sheet() -> None:
    scene = apart(participants=2)
    third = serik()
    scene.ask(third)
    scene.all_hand_in(MARKS["85"], MARKS["85"], defence=scene.defences[1])
    assert finalise(scene.defences[1], by=scene.chair).rule == "mean"
    scene.day.refresh_from_db()
    assert scene.day.finalised_at is None
    scene.hand_in(third, MARKS["84"])
    finalise(scene.first, by=scene.chair)
    scene.day.refresh_from_db()
    assert scene.day.finalised_at is not None


def test_two_thirds_are_asked_for_two_participants() -> None:
    scene = apart(participants=2)
    scene.all_hand_in(MARKS["85"], MARKS["70"], defence=scene.defences[1])
    one, other = serik(), make_user("baqyt@x.example", Role.TRAINER, name="Бақыт")
    scene.ask(one)
    scene.ask(other, scene.defences[1])
    scene.hand_in(one, MARKS["84"])
    scene.hand_in(other, MARKS["84"], scene.defences[1])
    results = [finalise(defence, by=scene.chair) for defence in scene.defences]
    assert [len(result.members) for result in results] == [3, 3]
    assert [result.resolution["name"] for result in results] == ["Серік Жұмабаев", "Бақыт"]


def test_asking_twice_asks_once_and_tells_once() -> None:
    scene = apart()
    third, other = serik(), make_user("baqyt@x.example", Role.TRAINER)
    assert scene.ask(third) == scene.ask(third)
    with pytest.raises(ValidationError) as refusal:
        scene.ask(other)
    assert refusal.value.code == "not_submitted"
    message = OutboxMessage.objects.get(kind="third-member")
    assert (message.to_email, ThirdCall.objects.count()) == (third.email, 1)
    assert str(scene.first.attempt.enrolment.person) not in message.text


def test_who_may_be_asked() -> None:
    scene = apart()
    third = serik()
    organiser_only = scene.organiser
    assert could_be_third(scene.first) == [third]
    with pytest.raises(ValidationError) as refusal:
        scene.ask(organiser_only)
    assert refusal.value.code == "barred"
    with pytest.raises(ValidationError) as refusal:
        scene.ask(third, reason="")
    assert refusal.value.code == "no_reason"
    with pytest.raises(PermissionDenied):
        call_third(scene.first, user=third, reason="x", by=scene.members[1])


def test_nobody_is_asked_where_totals_agree_or_three_sit() -> None:
    scene = make_day(participants=1)
    third = serik()
    scene.all_hand_in(MARKS["85"], MARKS["85"])
    with pytest.raises(ValidationError) as refusal:
        scene.ask(third)
    assert refusal.value.code == "not_flagged"


def test_where_three_sit_only_a_consensus_remains(client: Client, in_english: None) -> None:
    scene = apart(members=3)
    make_user("baqyt@x.example", Role.TRAINER)
    with pytest.raises(ValidationError) as refusal:
        scene.ask(User.objects.get(email="baqyt@x.example"))
    assert refusal.value.code == "no_third"
    client.force_login(scene.chair)
    assert "Three members sit on this commission already: only a consensus remains." in client.get(
        url("spread", scene.first.pk)
    ).content.decode()  # fmt: skip


def test_a_third_member_who_cannot_is_excused_and_a_consensus_remains() -> None:
    scene = apart()
    third = serik()
    call = scene.ask(third)
    [sheet] = excuse(call.member, [scene.first], by=scene.chair, reason="іссапарда")
    with pytest.raises(ValidationError) as refusal:
        call_back(sheet, by=scene.chair)
    assert refusal.value.code == "spread_open"
    with pytest.raises(ValidationError) as refusal:
        scene.ask(make_user("baqyt@x.example", Role.TRAINER))
    assert refusal.value.code == "no_third"
    result = finalise(scene.first, by=scene.chair, consensus=agreed(scene.first))
    assert (result.rule, [each["excused"] for each in result.members]) == ("consensus", ["", "", "іссапарда"])


def test_who_was_heard_is_not_absent_while_a_third_member_is_asked() -> None:
    scene = apart()
    scene.ask(serik())
    with pytest.raises(ValidationError) as refusal:
        record_absence(scene.first, valid_reason=False, by=scene.chair)
    assert refusal.value.code == "marks_submitted"


def test_a_mark_of_the_third_member_after_the_decision_is_refused_with_its_sentence() -> None:
    scene = apart(participants=2)
    third = serik()
    scene.ask(third)
    scene.hand_in(third, MARKS["84"])
    finalise(scene.first, by=scene.chair)
    with pytest.raises(ValidationError) as refusal:
        scene.give(third, MARKS["85"])
    assert refusal.value.code == "decided"


def test_the_chair_may_go_on_with_a_new_chair_while_a_third_member_is_asked() -> None:
    scene = apart()
    third = serik()
    scene.ask(third)
    with pytest.raises(ValidationError) as refusal:
        hand_over_chair(
            scene.day, to=CommissionMember.everyone.get(user=third), reason="ауырып қалды", by=scene.organiser
        )
    assert refusal.value.code == "not_seated"
    hand_over_chair(scene.day, to=scene.seat(scene.members[1]), reason="ауырып қалды", by=scene.organiser)
    scene.hand_in(third, MARKS["84"])
    assert finalise(scene.first, by=scene.members[1]).rule == "third"


# ---- the pages


def test_the_chair_agrees_on_points_through_the_page(client: Client, in_english: None) -> None:
    scene = apart()
    client.force_login(scene.chair)
    page = client.get(url("spread", scene.first.pk)).content.decode()
    for said in ("differ by 15 points", "The floor 85 (very good) lies between them", 'value="16"', "Apart"):
        assert said in page
    points = {f"p{each.pk}": text for each, text in zip(scene.criteria, ("16", "19,5", "12.5", "25", "8"), strict=True)}
    seats = [scene.seat(user).pk for user in scene.members]
    wrong = client.post(url("spread", scene.first.pk), {**points, "took_part": seats[:1], "reason": "Талқыладық"})
    assert "At least two members agree" in wrong.content.decode()
    wrong = client.post(url("spread", scene.first.pk), points | {f"p{scene.criteria[0].pk}": "20,3"})
    assert "Write the points as a number" in wrong.content.decode() or "steps of" in wrong.content.decode()
    assert not Result.objects.exists()
    answer = client.post(url("spread", scene.first.pk), {**points, "took_part": seats, "reason": "Талқыладық"})
    assert answer["Location"] == url("day", scene.day.pk)
    assert Result.objects.get().exact_sum == Fraction(81)
    page = client.get(url("spread", scene.first.pk)).content.decode()
    assert "Reasoned consensus:" in page
    assert "Талқыладық" in page
    again = client.post(url("spread", scene.first.pk), {**points, "took_part": seats, "reason": "Талқыладық"})
    assert "The day is closed" in again.content.decode()
    assert Result.objects.count() == 1


def test_a_third_member_is_asked_and_excused_through_the_page(client: Client, in_english: None) -> None:
    scene = apart(participants=2)
    third = serik()
    client.force_login(scene.chair)
    client.post(url("third", scene.first.pk), {"user": third.pk, "reason": "Бағалар алшақ"})
    assert ThirdCall.objects.get().member.user == third
    board = client.get(url("day", scene.day.pk)).content.decode()
    assert "Waits for the third member" in board
    closed = client.get(url("spread", scene.first.pk)).content.decode()
    assert url("third_excuse", scene.first.pk) in closed
    client.post(url("finalise_ready", scene.day.pk))
    client.post(url("spread", scene.first.pk), {"reason": "x"})
    assert not Result.objects.exists()
    client.post(url("third_excuse", scene.first.pk), {"reason": "іссапарда"})
    assert "The third member who was asked has not scored" in client.get(url("spread", scene.first.pk)).content.decode()
    client.force_login(scene.members[1])
    for name in ("third", "third_excuse"):
        assert client.post(url(name, scene.first.pk), {"reason": "x"}).status_code == 403
    client.force_login(make_user("marat@elsewhere.example"))
    assert client.post(url("third", scene.first.pk), {"reason": "x"}).status_code == 404


def test_the_pages_ask_the_database_as_often_for_thirty_participants(client: Client) -> None:
    scene = apart()
    serik()
    client.force_login(scene.chair)
    pages = [url("day", scene.day.pk), url("spread", scene.first.pk), url("leaning", scene.day.pk)]
    asked = [queries(client, page) for page in pages]
    add_participants(scene.day, [make_enrolment(scene.cohort) for _n in range(29)], by=scene.organiser)
    for defence in scene.defences[1:3]:
        scene.all_hand_in(MARKS["85"], MARKS["70"], defence=defence)
    for defence in scene.defences[3:]:
        record_absence(defence, valid_reason=False, by=scene.chair)
    again = [queries(client, page) for page in pages]
    assert (asked, again) == ([31, 26, 15], [31, 26, 15])


def queries(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


# ---- who is strict


def test_the_leaning_is_the_exact_mean_of_the_differences() -> None:
    panels = [{1: Fraction(85), 2: Fraction(70)}, {1: Fraction(80), 2: Fraction(79), 3: Fraction(80)}, {1: Fraction(9)}]
    assert leanings(panels) == {
        1: Leaning((Fraction(15, 2) + Fraction(1, 3)) / 2, 2),
        2: Leaning((Fraction(-15, 2) - Fraction(2, 3)) / 2, 2),
        3: Leaning(Fraction(1, 3), 1),
    }


def test_only_the_chair_sees_who_is_strict_also_afterwards(client: Client, in_english: None) -> None:
    scene = apart()
    for _closed in (False, True):
        client.force_login(scene.chair)
        page = client.get(url("leaning", scene.day.pk)).content.decode()
        assert "+7.50" in page
        assert "−7.50" in page
        assert "stricter" in page
        for user, status in ((scene.members[1], 403), (scene.organiser, 403)):
            client.force_login(user)
            assert client.get(url("leaning", scene.day.pk)).status_code == status
        if scene.first.is_pending:
            finalise(scene.first, by=scene.chair, consensus=agreed(scene.first))


def test_the_enrolment_follows_the_consensus() -> None:
    scene = make_day()
    scene.all_hand_in(MARKS["49"], MARKS["70"])
    finalise(scene.first, by=scene.chair, consensus=agreed(scene.first, halves=(20, 25, 15, 30, 8)))
    assert Enrolment.objects.get().status == "not_passed"
