"""The protocol: numbered without gaps, frozen, one for each cohort of the day, signed once."""

from __future__ import annotations

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from pytest_django import Settings

from assessment.excusing import excuse
from assessment.finalising import finalise, record_absence
from assessment.models import Defence, Protocol
from assessment.planning import add_participants, plan_day
from assessment.protocols import make_protocol, sign_protocols, unsigned_protocols
from courses.models import Cohort
from people.models import Person, Provider, Signatory
from tests.assessment.scenes import MARKS, Scene, commission_signs, make_day
from tests.cast import bolat, make_cohort, make_enrolment

pytestmark = pytest.mark.django_db


def close(scene: Scene) -> None:
    for defence in Defence.objects.filter(day=scene.day).pending():
        record_absence(defence, valid_reason=False, by=scene.chair)


def test_it_says_what_was_decided_and_nothing_that_changes_later() -> None:
    bolat()
    scene = make_day(participants=3, members=3)
    scene.all_hand_in(MARKS["85"], MARKS["84.5"], MARKS["84.5"])
    finalise(scene.first, by=scene.chair)
    excuse(scene.seat(scene.members[2]), [scene.defences[1]], by=scene.chair, reason="ауырып қалды")
    for user in scene.members[:2]:
        scene.hand_in(user, MARKS["49"], scene.defences[1])
    finalise(scene.defences[1], by=scene.chair)
    close(scene)
    Person.objects.update(surname="Өзгерді")
    Provider.objects.update(legal_name_kk="Өзгерді")
    snapshot = Protocol.objects.get().snapshot
    passed, failed, absent = snapshot["rows"]
    assert "Өзгерді" not in str(snapshot)
    assert (passed["exact"], passed["total"], passed["band"]) == ("84.67", 85, "very_good")
    assert passed["points"] == ["17.67", "20.00", "12.00", "26.50", "8.50"]
    assert passed["sheets"][0] == {
        "member": 0, "points": ["18", "20", "12", "26.5", "8.5"], "total": "85", "excused": "",
    }  # fmt: skip
    assert (failed["total"], failed["band"], failed["sheets"][2]["excused"]) == (49, "not_passed", "ауырып қалды")
    assert (absent["outcome"], absent["total"], absent["points"]) == ("absent", None, [])
    assert [member["chair"] for member in snapshot["commission"]] == [True, False, False]
    assert snapshot["head"]["name"] == "Б. Қ. Қуанышев"


def test_each_cohort_of_the_day_has_its_own_with_the_next_number() -> None:
    scene = make_day()
    other = make_cohort(version=scene.cohort.version, name="Қазан-2")
    add_participants(scene.day, [make_enrolment(other)], by=scene.organiser)
    close(scene)
    protocols = Protocol.objects.order_by("number")
    assert {protocol.cohort for protocol in protocols} == {scene.cohort, other}
    assert [protocol.number for protocol in protocols] == [1, 2]
    assert all(len(protocol.snapshot["rows"]) == 1 for protocol in protocols)


def test_specimens_are_numbered_in_a_series_of_their_own(settings: Settings) -> None:
    settings.DOCUMENTS_ARE_SPECIMENS = False
    scene = make_day()
    demo = make_cohort(version=scene.cohort.version, is_demo=True)
    add_participants(scene.day, [make_enrolment(demo)], by=scene.organiser)
    close(scene)
    found = {protocol.cohort: protocol for protocol in Protocol.objects.all()}
    assert [(found[each].is_specimen, found[each].number) for each in (scene.cohort, demo)] == [(False, 1), (True, 1)]
    assert [found[each].snapshot["specimen"] for each in (scene.cohort, demo)] == [False, True]


def test_it_is_made_once_and_only_when_everybody_is_decided() -> None:
    scene = make_day(participants=2)
    with pytest.raises(ValidationError) as refusal:
        make_protocol(scene.day, scene.cohort, by=scene.chair)
    assert refusal.value.code == "undecided"
    close(scene)
    made = Protocol.objects.get()
    assert make_protocol(scene.day, scene.cohort, by=scene.chair) == made


def test_the_head_signs_once_and_stands_in_the_snapshot() -> None:
    scene = make_day()
    close(scene)
    head, now = bolat(), timezone.now()
    signatory = Signatory.objects.get()
    commission_signs(scene.cohort)
    waiting = list(unsigned_protocols(scene.cohort))
    assert [each.signed_by for each in sign_protocols(waiting, by=head, now=now, signatory=signatory)] == [head]
    assert sign_protocols(waiting, by=head, now=timezone.now()) == []
    protocol = Protocol.objects.get()
    assert (protocol.signed_at, protocol.snapshot["head"]["name"]) == (now, signatory.name)
    assert not unsigned_protocols(scene.cohort).exists()


def test_a_protocol_that_came_into_being_after_the_look_waits_for_another_signature() -> None:
    scene = make_day()
    close(scene)
    looked_at = list(unsigned_protocols(scene.cohort))
    commission_signs(scene.cohort)
    later = second_day(scene)
    assert sign_protocols(looked_at, by=bolat(), now=timezone.now()) == looked_at
    assert list(unsigned_protocols(scene.cohort)) == [later]


def second_day(scene: Scene) -> Protocol:
    """Another day of the same cohort, on which nobody appeared."""
    day = plan_day(
        cohort=scene.cohort, held_on=scene.day.held_on, starts_at=time(16), slot_minutes=20, room="306",
        chair=scene.chair, enrolments=[make_enrolment(scene.cohort)], by=scene.organiser,
    )  # fmt: skip
    record_absence(day.defences.get(), valid_reason=False, by=scene.chair)
    return Protocol.objects.get(day=day)


def test_an_unclosed_cohort_stays_defending() -> None:
    scene = make_day()
    close(scene)
    scene.cohort.refresh_from_db()
    assert scene.cohort.status == Cohort.Status.DEFENDING
