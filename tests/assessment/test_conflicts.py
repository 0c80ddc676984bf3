"""Who must not assess whom, and who cannot be there: told on the plan, refused on seating, settled by excusing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from assessment.conflicts import Hindrance, hindrances_of, open_pairs
from assessment.declaring import be_away, declare, known_to, schools_known_to, take_back, work_at
from assessment.excusing import call_back
from assessment.finalising import finalise
from assessment.models import Conflict, Defence, Protocol, Sheet, Unavailability, Workplace
from assessment.planning import amend_day, plan_day
from assessment.recusing import recuse, recuse_all
from people.merging import merge
from people.models import User
from tests.assessment.scenes import MARKS, Scene, make_day, serik
from tests.cast import bolat, make_cohort, make_enrolment, make_organisation, make_person, marat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture(autouse=True)
def sunday() -> Iterator[None]:
    with time_machine.travel("2026-11-22 09:00+05:00", tick=False):
        yield


def found(scene: Scene) -> list[Hindrance]:
    order = list(Defence.objects.filter(day=scene.day).with_people().order_by("order"))
    return hindrances_of(scene.day, order, list(scene.day.members.chair_first()))


def pairs(scene: Scene) -> list[tuple[str, int, str]]:
    return [(each.member.user.name, each.defence.order, each.why) for each in found(scene)]


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=days), time(hour, minute)))


def plan_like(scene: Scene, **changes: object) -> object:
    facts = {
        "cohort": scene.cohort, "held_on": scene.day.held_on, "starts_at": time(9), "slot_minutes": 20, "room": "210",
        "chair": scene.chair, "by": scene.organiser,
    }  # fmt: skip
    return plan_day(**{**facts, **changes})  # type: ignore[arg-type]


def amend_like(scene: Scene, **changes: object) -> object:
    facts = {
        "held_on": scene.day.held_on, "starts_at": scene.day.starts_at, "slot_minutes": 20, "room": "305",
        "chair": scene.chair, "members": scene.members[1:], "by": scene.organiser,
    }  # fmt: skip
    return amend_day(scene.day, **{**facts, **changes})  # type: ignore[arg-type]


def code_of(act: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(ValidationError) as refusal:
        act(*args, **kwargs)  # type: ignore[operator]
    return str(refusal.value.code)


def test_without_ties_nothing_speaks_against_a_pair() -> None:
    assert found(make_day(participants=2)) == []


def test_a_colleague_of_the_school_is_no_judge() -> None:
    scene = make_day(participants=2)
    school = scene.defences[1].attempt.enrolment.organisation
    work_at(scene.chair, school, by=scene.chair)
    work_at(scene.chair, school, by=scene.organiser)
    assert Workplace.objects.count() == 1
    assert pairs(scene) == [("Дәулет Оспанов", 2, f"works at the same school: {school}")]


def test_the_school_of_a_member_is_also_that_of_their_record() -> None:
    scene = make_day()
    school = scene.first.attempt.enrolment.organisation
    User.objects.filter(pk=scene.chair.pk).update(person=make_person(organisation=school))
    assert [each.kind for each in found(scene)] == ["school"]


def test_a_declared_conflict_is_told_to_the_organiser_and_not_to_the_protocol() -> None:
    scene = make_day()
    person = scene.first.attempt.enrolment.person
    row = declare(scene.chair, person, kind="supervisor", reason="Жобаға жетекшілік еттім", by=scene.chair)
    [only] = found(scene)
    assert only.why == "Supervised the project: Жобаға жетекшілік еттім"
    assert "Жобаға" not in only.reason
    take_back(row, by=scene.chair)
    assert found(scene) == []
    assert Conflict.history.filter(history_type="-").get().history_user == scene.chair


def test_a_conflict_with_a_merged_record_is_one_with_the_human() -> None:
    scene = make_day()
    kept, other = scene.first.attempt.enrolment.person, make_person()
    declare(scene.chair, other, kind="close", reason="Туысым", by=scene.chair)
    merge(kept, other, by=scene.organiser)
    assert [each.kind for each in found(scene)] == ["declared"]


def test_a_conflict_needs_words() -> None:
    scene = make_day()
    with pytest.raises(ValidationError, match="Say what the conflict is"):
        declare(scene.chair, scene.first.attempt.enrolment.person, kind="other", reason=" ", by=scene.chair)


def test_the_trainer_of_the_cohort_is_barred_only_where_the_day_says_so() -> None:
    scene = make_day(cohort=make_cohort())
    scene.cohort.trainer = scene.chair
    scene.cohort.save()
    assert found(scene) == []
    amend_like(scene, trainees_apart=True)
    scene.day.refresh_from_db()
    assert pairs(scene) == [("Дәулет Оспанов", 1, "is the trainer of this cohort")]


def test_who_is_away_for_a_part_of_the_day_misses_those_participants() -> None:
    scene = make_day(participants=3)
    be_away(scene.chair, starts_at=at(14, 30), ends_at=at(15), note="жиналыс", by=scene.chair)
    assert [(each.defence.order, each.kind) for each in found(scene)] == [(2, "away"), (3, "away")]
    assert found(scene)[0].why == "is not available: 22.11.2026 14:30–15:00 (жиналыс)"
    Unavailability.objects.update(starts_at=at(15), ends_at=at(16))
    assert found(scene) == [], "whoever leaves when the last has ended misses nobody"


def test_a_time_away_ends_after_it_begins() -> None:
    scene = make_day()
    with pytest.raises(ValidationError, match="ends before it begins"):
        be_away(scene.chair, starts_at=at(15), ends_at=at(15), note="", by=scene.chair)


def test_who_is_away_all_day_is_not_seated() -> None:
    scene = make_day()
    newcomer = serik()
    be_away(newcomer, starts_at=at(0), ends_at=at(0, days=1), note="", by=newcomer)
    with pytest.raises(ValidationError, match="Серік Жұмабаев cannot come: is not available"):
        amend_like(scene, members=[newcomer])
    be_away(scene.chair, starts_at=at(0), ends_at=at(0, days=1), note="", by=scene.chair)
    amend_like(scene, room="307")
    assert code_of(amend_like, scene, starts_at=time(15)) == "away", "a day that moves asks everybody again"


def test_nobody_sits_on_two_commissions_at_once() -> None:
    scene = make_day(participants=2)
    assert code_of(plan_like, scene, starts_at=time(14), enrolments=[]) == "away"
    earlier = plan_like(scene, starts_at=time(13, 50), chair=scene.chair)
    assert earlier is not None
    assert [(each.defence.order, each.kind) for each in found(scene)] == [(1, "busy")]
    assert "210" in found(scene)[0].why


def test_the_organiser_excuses_whom_a_conflict_bars_and_the_protocol_says_why() -> None:
    scene = make_day(members=2, cohort=make_cohort(language="en"))
    work_at(scene.members[1], scene.first.attempt.enrolment.organisation, by=scene.organiser)
    sheet = recuse(scene.seat(scene.members[1]), scene.first, by=scene.organiser)
    printed = "conflict of interest: works at the same school"
    assert (sheet.excused_by, sheet.excused_reason) == (scene.organiser, printed)
    assert open_pairs(found(scene)) == []
    with pytest.raises(ValidationError, match="must not assess this participant"):
        call_back(sheet, by=scene.chair)
    scene.hand_in(scene.chair, MARKS["85"])
    finalise(scene.first, by=scene.chair)
    [row] = Protocol.objects.get().snapshot["rows"]
    assert [each["excused"] for each in row["sheets"]] == ["", printed]


def test_without_a_hindrance_the_organiser_excuses_nobody() -> None:
    scene = make_day()
    assert code_of(recuse, scene.seat(scene.members[1]), scene.first, by=scene.organiser) == "no_hindrance"
    with pytest.raises(PermissionDenied):
        recuse(scene.seat(scene.members[1]), scene.first, by=marat())


def test_somebody_is_left_who_assesses() -> None:
    scene = make_day(members=2)
    for user in scene.members:
        work_at(user, scene.first.attempt.enrolment.organisation, by=scene.organiser)
    done, said = recuse_all(scene.day, by=scene.organiser)
    assert done == []
    assert len(said) == 1
    assert "no member is left who may assess" in said[0]
    assert not Sheet.objects.exists()


def test_a_sheet_that_is_submitted_stays() -> None:
    scene = make_day(members=2)
    with time_machine.travel("2026-11-22 14:10+05:00", tick=False):
        scene.hand_in(scene.members[1], MARKS["85"])
    work_at(scene.members[1], scene.first.attempt.enrolment.organisation, by=scene.organiser)
    assert open_pairs(found(scene)) == []
    assert code_of(recuse, scene.seat(scene.members[1]), scene.first, by=scene.organiser) == "no_hindrance"


def test_all_open_pairs_are_settled_at_once_with_a_reason_of_their_own() -> None:
    scene = make_day(participants=3, members=3)
    work_at(scene.members[1], scene.defences[0].attempt.enrolment.organisation, by=scene.organiser)
    be_away(scene.members[2], starts_at=at(14, 40), ends_at=at(18), note="", by=scene.organiser)
    done, said = recuse_all(scene.day, by=scene.organiser)
    assert (len(done), said) == (2, [])
    assert len({sheet.excused_reason for sheet in done}) == 2


def test_a_member_names_whom_they_may_know_and_the_organiser_everybody() -> None:
    scene = make_day()
    stranger = make_enrolment(make_cohort(version=scene.cohort.version), organisation=make_organisation())
    over = make_enrolment(make_cohort(version=scene.cohort.version, status="closed"))
    assert set(known_to(scene.organiser)) == {scene.first.attempt.enrolment, stranger}
    assert set(known_to(scene.chair)) == {scene.first.attempt.enrolment}
    assert set(schools_known_to(scene.chair)) == {scene.first.attempt.enrolment.organisation}
    assert over.organisation not in schools_known_to(scene.organiser)
    assert not known_to(bolat()).exists()
