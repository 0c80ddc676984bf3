"""A chair who cannot go on: another member takes the chair, and the day comes to its end."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from assessment.excusing import excuse
from assessment.finalising import finalise, record_absence
from assessment.handing_over import could_chair, hand_over_chair, hand_overs
from assessment.models import CommissionMember, DefenceDay, Protocol
from people.models import RoleGrant
from tests.assessment.scenes import MARKS, Scene, make_day

pytestmark = pytest.mark.django_db
ILL = "төраға ауырып қалды"


def chair_of(scene: Scene) -> list[int]:
    return list(scene.day.members.filter(is_chair=True).values_list("user", flat=True))


def test_the_day_of_an_ill_chair_is_finished_by_another_member() -> None:
    scene = make_day(participants=2)
    old, new = scene.members
    scene.all_hand_in(MARKS["85"], MARKS["85"])
    finalise(scene.first, by=old)
    second = scene.defences[1]
    scene.hand_in(new, MARKS["85"], second)
    hand_over_chair(scene.day, to=scene.seat(new), reason=ILL, by=scene.organiser)
    assert chair_of(scene) == [new.pk]
    with pytest.raises(PermissionDenied):
        record_absence(second, valid_reason=False, by=old)
    excuse(scene.seat(old), [second], by=new, reason=ILL)
    finalise(second, by=new)
    snapshot = Protocol.objects.get().snapshot
    assert [(each["name"], each["chair"]) for each in snapshot["commission"]] == [(new.name, True), (old.name, False)]
    assert [(sheet["member"], sheet["total"]) for sheet in snapshot["rows"][0]["sheets"]] == [(1, "85"), (0, "85")]


def test_it_is_kept_who_gave_the_chair_to_whom_and_why() -> None:
    scene = make_day(members=3)
    assert hand_overs(scene.day) == []
    for user in scene.members[1:]:
        hand_over_chair(scene.day, to=scene.seat(user), reason=ILL, by=scene.organiser)
    latest, first = hand_overs(scene.day)
    assert (latest.to, first.to) == (scene.members[2], scene.members[1])
    assert (latest.by, latest.reason) == (scene.organiser, ILL)


def test_the_chair_goes_only_to_somebody_who_sits_there_and_still_may() -> None:
    scene = make_day(members=3)
    elsewhere = CommissionMember.objects.create(day=another_day(scene), user=scene.members[1], order=1)
    RoleGrant.objects.filter(user=scene.members[2]).delete()
    assert [member.user for member in could_chair(scene.day)] == [scene.members[1]]
    for wrong in (scene.seat(scene.chair), scene.seat(scene.members[2]), elsewhere):
        with pytest.raises(ValidationError) as refusal:
            hand_over_chair(scene.day, to=wrong, reason=ILL, by=scene.organiser)
        assert refusal.value.code == "not_seated"
    with pytest.raises(ValidationError) as refusal:
        hand_over_chair(scene.day, to=scene.seat(scene.members[1]), reason="  ", by=scene.organiser)
    assert refusal.value.code == "no_reason"
    assert chair_of(scene) == [scene.chair.pk]


def another_day(scene: Scene) -> DefenceDay:
    return DefenceDay.objects.create(held_on=scene.day.held_on, starts_at=scene.day.starts_at, room="306")


def test_a_closed_day_keeps_its_chair() -> None:
    scene = make_day()
    record_absence(scene.first, valid_reason=False, by=scene.chair)
    with pytest.raises(ValidationError) as refusal:
        hand_over_chair(scene.day, to=scene.seat(scene.members[1]), reason=ILL, by=scene.organiser)
    assert refusal.value.code == "day_closed"


def test_the_organiser_hands_the_chair_over_on_a_page_of_its_own(client: Client) -> None:
    scene = make_day(participants=2)
    scene.hand_in(scene.chair, MARKS["85"])
    client.force_login(scene.organiser)
    address = reverse("assessment:hand_over", args=[scene.day.pk])
    assert address in client.get(reverse("assessment:day_edit", args=[scene.day.pk])).content.decode()
    heir = scene.seat(scene.members[1])
    page = client.get(address).content.decode()
    assert f'value="{heir.pk}"' in page
    assert f'value="{scene.seat(scene.chair).pk}"' not in page
    assert "invalid-feedback" in client.post(address, {"to": heir.pk, "reason": ""}).content.decode()
    assert chair_of(scene) == [scene.chair.pk]
    day = client.post(address, {"to": heir.pk, "reason": ILL}, follow=True).content.decode()
    assert ILL in day
    assert CommissionMember.objects.get(day=scene.day, is_chair=True) == heir
