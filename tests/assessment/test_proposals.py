"""The proposal with what is on record: shown, carried out as shown, refused where something has changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from assessment.declaring import be_away, declare, work_at
from assessment.models import DefenceDay
from assessment.planning import plan_day
from assessment.proposals import Draft, carry_out, draft, empty_days, open_days
from tests.assessment.retake_scenes import admitted
from tests.assessment.scenes import Scene, gulnar, make_day, serik
from tests.cast import make_cohort, make_enrolment, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SIX = time(18)


@pytest.fixture(autouse=True)
def sunday() -> Iterator[None]:
    with time_machine.travel("2026-11-22 09:00+05:00", tick=False):
        yield


def waiting(scene: Scene, number: int) -> None:
    for n in range(number):
        make_enrolment(scene.cohort, make_person(surname=f"Я{n}"))


def tomorrow(scene: Scene, room: str, chair: object, **changes: object) -> DefenceDay:
    facts = {
        "cohort": scene.cohort, "held_on": scene.day.held_on + timedelta(days=1), "starts_at": time(9),
        "slot_minutes": 20, "room": room, "chair": chair, "by": scene.organiser,
    }  # fmt: skip
    return plan_day(**{**facts, **changes})  # type: ignore[arg-type]


def shown(found: Draft) -> dict[str, list[str]]:
    return {each.day.room: [f"{p.place} {p.begins:%H:%M} {p.enrolment.person.surname}" for p in each.places] for each in found.days}  # fmt: skip  # noqa: E501


def test_two_parallel_commissions_share_those_who_wait() -> None:
    scene = make_day(participants=0, members=1)
    days = [tomorrow(scene, "210", gulnar()), tomorrow(scene, "211", serik())]
    waiting(scene, 3)
    found = draft(scene.cohort, days, until=SIX, now=timezone.now())
    assert shown(found) == {"210": ["1 09:00 Я0", "2 09:20 Я2"], "211": ["1 09:00 Я1"]}
    assert (found.placed, list(found.left)) == (3, [])
    carry_out(scene.cohort, days, until=SIX, seal=found.seal, by=scene.organiser)
    assert [day.defences.count() for day in days] == [2, 1]


def test_nobody_is_proposed_to_a_colleague_or_a_supervisor_and_who_is_left_is_named() -> None:
    scene = make_day(participants=0, members=1)
    one, two = gulnar(), serik()
    days = [tomorrow(scene, "210", one), tomorrow(scene, "211", two)]
    waiting(scene, 2)
    first, second = scene.cohort.enrolments.order_by("person__name_key")
    work_at(one, first.organisation, by=one)
    for member in (one, two):
        declare(member, second.person, kind="supervisor", reason="Жетекшісі", by=member)
    found = draft(scene.cohort, days, until=SIX, now=timezone.now())
    assert shown(found) == {"210": [], "211": ["1 09:00 Я0"]}
    assert [(each.enrolment, each.sentence) for each in found.left] == [
        (second, "every commission has a member with a conflict of interest")
    ]


def test_the_rule_of_the_day_keeps_a_trainer_from_their_own_cohort() -> None:
    scene = make_day(participants=0, members=1)
    scene.cohort.trainer = scene.chair
    scene.cohort.save()
    waiting(scene, 1)
    lenient = tomorrow(scene, "210", scene.chair)
    assert draft(scene.cohort, [lenient], until=SIX, now=timezone.now()).placed == 1
    DefenceDay.objects.filter(pk=lenient.pk).update(trainees_apart=True)
    lenient.refresh_from_db()
    assert draft(scene.cohort, [lenient], until=SIX, now=timezone.now()).placed == 0


def test_while_a_member_is_away_the_proposal_makes_a_pause_that_is_kept() -> None:
    scene = make_day(participants=0, members=1)
    day = tomorrow(scene, "210", gulnar())
    member = day.members.get().user
    at = datetime.combine(day.held_on, time(9, 20))
    begins = timezone.make_aware(at)
    be_away(member, starts_at=begins, ends_at=begins + timedelta(minutes=38), note="", by=member)
    waiting(scene, 2)
    found = draft(scene.cohort, [day], until=SIX, now=timezone.now())
    assert shown(found) == {"210": ["1 09:00 Я0", "2 10:00 Я1"]}
    carry_out(scene.cohort, [day], until=SIX, seal=found.seal, by=scene.organiser)
    assert DefenceDay.objects.get(pk=day.pk).pauses == [[1, 40]]


def test_who_finds_no_hour_is_told_so() -> None:
    scene = make_day(participants=0, members=1)
    day = tomorrow(scene, "210", gulnar())
    waiting(scene, 2)
    found = draft(scene.cohort, [day], until=time(9, 30), now=timezone.now())
    assert found.placed == 1
    assert [each.sentence for each in found.left] == ["no place is left where no conflict speaks against it"]


def test_what_has_changed_since_is_not_carried_out_unseen() -> None:
    scene = make_day(participants=0, members=1)
    day = tomorrow(scene, "210", gulnar())
    waiting(scene, 2)
    seal = draft(scene.cohort, [day], until=SIX, now=timezone.now()).seal
    waiting(scene, 1)
    with pytest.raises(ValidationError, match="Something has changed since"):
        carry_out(scene.cohort, [day], until=SIX, seal=seal, by=scene.organiser)
    assert day.defences.count() == 0


def test_nobody_to_place_is_nothing_to_do() -> None:
    scene = make_day(participants=0, members=1)
    found = draft(scene.cohort, [scene.day], until=SIX, now=timezone.now())
    with pytest.raises(ValidationError, match="Nobody can be placed"):
        carry_out(scene.cohort, [scene.day], until=SIX, seal=found.seal, by=scene.organiser)


def test_the_days_offered_are_the_own_ones_and_the_empty_ones_that_are_not_over() -> None:
    scene = make_day(participants=1, members=1)
    empty = tomorrow(scene, "210", gulnar())
    other = make_cohort(version=scene.cohort.version)
    tomorrow(scene, "211", serik(), cohort=other, enrolments=[make_enrolment(other)])
    now = timezone.now()
    assert set(open_days(scene.cohort, now)) == {scene.day, empty}
    assert list(empty_days(now)) == [empty]
    assert set(open_days(scene.cohort, now + timedelta(days=1))) == {empty}


def test_who_could_not_retake_on_a_day_is_named_and_holds_up_nobody_else() -> None:
    scene = make_day(participants=0, members=1)
    late, near = tomorrow(scene, "210", gulnar(), held_on=date(2027, 3, 21)), tomorrow(scene, "211", serik())
    waiting(scene, 1)
    row = admitted(scene.cohort, surname="А")
    found = draft(scene.cohort, [late], until=SIX, now=timezone.now())
    assert shown(found) == {"210": ["1 09:00 Я0"]}
    [left] = found.left
    assert (left.enrolment, left.sentence.startswith("21.03.2027 is too late for")) == (row, True)
    assert shown(draft(scene.cohort, [near, late], until=SIX, now=timezone.now())) == {
        "211": ["1 09:00 А"], "210": ["1 09:00 Я0"],
    }  # fmt: skip
    carry_out(scene.cohort, [late], until=SIX, seal=found.seal, by=scene.organiser)
    assert late.defences.count() == 1


def test_a_member_of_two_commissions_of_one_date_is_proposed_to_one_at_a_time() -> None:
    scene = make_day(participants=0, members=1)
    member = gulnar()
    days = [tomorrow(scene, "210", member), tomorrow(scene, "211", member, starts_at=time(10))]
    waiting(scene, 8)
    found = shown(draft(scene.cohort, days, until=SIX, now=timezone.now()))
    assert [line[:7] for line in found["210"]] == ["1 09:00", "2 09:20", "3 09:40"]
    assert [line[:7] for line in found["211"]] == ["1 10:00", "2 10:20", "3 10:40", "4 11:00", "5 11:20"]
