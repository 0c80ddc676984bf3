"""Chair and members sign their protocol; the head after them, or after it is said why somebody cannot."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.excusing import excuse
from assessment.finalising import finalise, record_absence
from assessment.models import Protocol, ProtocolSignature
from assessment.planning import add_participants
from assessment.protocol_paper import protocol_html
from assessment.protocols import sign_protocols, unsigned_protocols
from assessment.signing import digest_of, due_from, printed, record_cannot, sign
from config.home_reconciling import commissions_to_sign
from config.home_trainer import protocols
from people.models import RoleGrant, User
from tests.assessment.scenes import MARKS, Scene, agreed, commission_signs, make_day, serik
from tests.cast import bolat, make_cohort, make_enrolment, make_user

pytestmark = pytest.mark.django_db


def closed(members: int = 2) -> tuple[Scene, Protocol]:
    scene = make_day(members=members)
    scene.all_hand_in(*[MARKS["85"]] * members)
    finalise(scene.first, by=scene.chair)
    return scene, Protocol.objects.get()


def put(protocol: Protocol, user: User) -> ProtocolSignature:
    return sign(protocol, by=user, seen=digest_of(protocol))


def url(name: str, protocol: Protocol) -> str:
    return reverse(f"assessment:{name}", args=[protocol.pk])


def test_the_head_signs_after_the_commission_and_is_told_who_is_missing(in_english: None) -> None:
    scene, protocol = closed()
    head = bolat()
    put(protocol, scene.chair)
    with pytest.raises(ValidationError, match="still to sign: Гүлнар Ахметова") as refusal:
        sign_protocols([protocol], by=head, now=timezone.now())
    assert refusal.value.code == "commission_unsigned"
    put(protocol, scene.members[1])
    assert sign_protocols([protocol], by=head, now=timezone.now()) == [protocol]
    with pytest.raises(ValidationError) as refusal:
        record_cannot(protocol, user=scene.members[1].pk, reason="x", by=scene.chair)
    assert refusal.value.code == "signed_by_head"


def test_a_signature_says_who_when_as_what_and_under_what() -> None:
    scene, protocol = closed()
    signature = put(protocol, scene.chair)
    assert (signature.name, signature.capacity, signature.by) == ("Дәулет Оспанов", "chair", scene.chair)
    assert len(signature.digest) == 64
    assert put(protocol, scene.chair) == signature
    assert put(protocol, scene.members[1]).capacity == "member"
    signature.pk = None
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        signature.save(force_insert=True)
    with pytest.raises(IntegrityError, match="signature_is_of_something_or_cannot"), transaction.atomic():
        ProtocolSignature.objects.update(digest="")


def test_what_has_changed_since_it_was_seen_is_not_signed() -> None:
    scene, protocol = closed()
    seen = digest_of(protocol)
    Protocol.objects.update(snapshot={**protocol.snapshot, "head": {"name": "басқа"}})
    sign(Protocol.objects.get(), by=scene.chair, seen=seen)  # the head's name is no part of it
    rows = [{**row, "total": 99} for row in protocol.snapshot["rows"]]
    Protocol.objects.update(snapshot={**protocol.snapshot, "rows": rows})
    with pytest.raises(ValidationError) as refusal:
        sign(Protocol.objects.get(), by=scene.members[1], seen=seen)
    assert refusal.value.code == "changed"


def test_nobody_signs_for_others() -> None:
    scene, protocol = closed()
    for user in (scene.organiser, serik()):
        with pytest.raises(PermissionDenied):
            put(protocol, user)
    with pytest.raises(PermissionDenied):
        record_cannot(protocol, user=scene.chair.pk, reason="x", by=scene.members[1])
    with pytest.raises(PermissionDenied):
        record_cannot(protocol, user=scene.organiser.pk, reason="x", by=scene.chair)


def test_who_was_excused_from_everybody_need_not_sign() -> None:
    bolat()
    scene = make_day()
    scene.hand_in(scene.chair, MARKS["85"])
    excuse(scene.seat(scene.members[1]), [scene.first], by=scene.chair, reason="ауырып қалды")
    finalise(scene.first, by=scene.chair)
    protocol = Protocol.objects.get()
    assert [each.user for each in protocol.signers] == [scene.chair.pk]
    put(protocol, scene.chair)
    assert protocol.waits_for == []
    assert protocol_html(printed(protocol)).count('class="line"') == 2  # the chair's and the head's


def test_a_third_member_signs_too() -> None:
    scene = make_day()
    scene.all_hand_in(MARKS["85"], MARKS["70"])
    third = serik()
    scene.ask(third)
    scene.hand_in(third, MARKS["84"])
    finalise(scene.first, by=scene.chair)
    assert [each.user for each in Protocol.objects.get().signers] == [*[user.pk for user in scene.members], third.pk]
    assert due_from(third) == [Protocol.objects.get()]


def test_where_nobody_appeared_the_commission_signs_all_the_same() -> None:
    scene = make_day()
    record_absence(scene.first, valid_reason=False, by=scene.chair)
    assert len(Protocol.objects.get().waits_for) == 2


def test_the_chair_says_why_a_member_cannot_and_the_organiser_of_the_chair() -> None:
    scene, protocol = closed()
    with pytest.raises(ValidationError) as refusal:
        record_cannot(protocol, user=scene.members[1].pk, reason=" ", by=scene.chair)
    assert refusal.value.code == "no_reason"
    record_cannot(protocol, user=scene.members[1].pk, reason="іссапарда", by=scene.chair)
    record_cannot(protocol, user=scene.members[1].pk, reason="басқа", by=scene.chair)
    record_cannot(protocol, user=scene.chair.pk, reason="жұмыстан кетті", by=scene.organiser)
    assert ProtocolSignature.objects.count() == 2
    assert protocol.waits_for == []
    page = protocol_html(printed(protocol))
    assert "қол қоймады: іссапарда" in page
    put(protocol, scene.members[1])  # and comes after all
    page = protocol_html(printed(Protocol.objects.get()))
    assert "қол қоймады: іссапарда" not in page
    with pytest.raises(ValidationError) as refusal:
        record_cannot(protocol, user=scene.members[1].pk, reason="x", by=scene.chair)
    assert refusal.value.code == "signed"


@pytest.mark.parametrize("is_recorded", [True, False])
def test_where_the_chair_is_gone_the_organiser_says_it_of_the_members_too(is_recorded: bool) -> None:
    scene, protocol = closed()
    with pytest.raises(PermissionDenied):
        record_cannot(protocol, user=scene.members[1].pk, reason="x", by=scene.organiser)
    if is_recorded:
        record_cannot(protocol, user=scene.chair.pk, reason="жұмыстан кетті", by=scene.organiser)
    else:
        put(protocol, scene.chair)
        RoleGrant.objects.filter(user=scene.chair).delete()
    record_cannot(protocol, user=scene.members[1].pk, reason="іссапарда", by=scene.organiser)
    assert protocol.waits_for == []


def test_the_head_signs_nothing_else_than_the_commission_has(in_english: None) -> None:
    scene, protocol = closed()
    commission_signs(scene.cohort)
    rows = [{**row, "total": 99} for row in protocol.snapshot["rows"]]
    Protocol.objects.update(snapshot={**protocol.snapshot, "rows": rows})
    with pytest.raises(ValidationError, match="no longer what its commission signed"):
        sign_protocols([protocol], by=bolat(), now=timezone.now())
    assert Protocol.objects.get().signed_at is None


def test_a_third_member_opens_the_protocol_of_no_other_cohort(client: Client) -> None:
    scene, third = make_day(), serik()
    other = make_cohort(version=scene.cohort.version, name="Басқа топ")
    add_participants(scene.day, [make_enrolment(other)], by=scene.organiser)
    first, second = scene.defences
    scene.all_hand_in(MARKS["85"], MARKS["85"])
    scene.all_hand_in(MARKS["85"], MARKS["70"], defence=second)
    scene.ask(third, second)
    scene.hand_in(third, MARKS["84"], second)
    for defence in (first, second):
        finalise(defence, by=scene.chair)
    theirs, foreign = Protocol.objects.get(cohort=other), Protocol.objects.get(cohort=scene.cohort)
    client.force_login(third)
    statuses = {client.get(url(name, theirs)).status_code for name in ("protocol_sign", "protocol_pdf")}
    refused = {client.get(url(name, foreign)).status_code for name in ("protocol_sign", "protocol_pdf")}
    assert (statuses, refused) == ({200}, {403})
    page = client.get(reverse("assessment:day", args=[scene.day.pk])).content.decode()
    assert (url("protocol_sign", theirs) in page, url("protocol_sign", foreign) in page) == (True, False)


def test_who_signs_reads_who_took_part_in_a_consensus(client: Client, in_english: None) -> None:
    scene = make_day()
    scene.all_hand_in(MARKS["85"], MARKS["70"])
    finalise(scene.first, by=scene.chair, consensus=agreed(scene.first))
    client.force_login(scene.members[1])
    page = client.get(url("protocol_sign", Protocol.objects.get())).content.decode()
    assert "<b>Reasoned consensus:</b> Дәулет Оспанов, Гүлнар Ахметова. Комиссия талқылады" in page


def test_a_protocol_from_before_is_signed_by_the_head_alone() -> None:
    _scene, protocol = closed()
    Protocol.objects.update(signing_required=False)
    assert sign_protocols(unsigned_protocols(protocol.cohort), by=bolat(), now=timezone.now()) == [protocol]
    migration = import_module("assessment.migrations.0008_reconciling").Migration
    added = [each for each in migration.operations if getattr(each, "name", "") == "signing_required"]
    assert [each.field.default for each in added] == [False, True]
    assert apps.get_model("assessment", "Protocol")().signing_required is True


def test_a_line_without_a_signature_stays_empty_and_one_with_it_says_when() -> None:
    head = bolat()
    scene, protocol = closed()
    assert '<div class="line"></div>' in protocol_html(printed(protocol))
    commission_signs(scene.cohort)
    sign_protocols([protocol], by=head, now=timezone.now())
    page = protocol_html(printed(Protocol.objects.get()))
    assert '<div class="line"></div>' not in page
    assert page.count("электрондық қол қойылды: ") == 3


def test_home_says_to_the_member_what_to_sign_and_to_the_organiser_who_is_missing(in_english: None) -> None:
    scene, protocol = closed()
    put(protocol, scene.chair)
    assert list(protocols(scene.chair)) == []
    assert [task.url for task in protocols(scene.members[1])] == [url("protocol_sign", protocol)]
    [task] = commissions_to_sign(timezone.now())
    assert task.note.endswith("Гүлнар Ахметова")
    commission_signs(scene.cohort)
    assert list(commissions_to_sign(timezone.now())) == []


def test_the_page_shows_what_is_signed_and_asks_for_the_password(client: Client, in_english: None) -> None:
    scene, protocol = closed()
    client.force_login(scene.chair)
    page = client.get(url("protocol_sign", protocol)).content.decode()
    assert str(scene.first.attempt.enrolment.person) in page
    assert "85" in page
    answer = client.post(url("protocol_sign", protocol), {"seen": digest_of(protocol)})
    assert "reauthenticate" in answer["Location"]
    client.post(answer["Location"], {"password": "a long password 1"})
    client.post(url("protocol_sign", protocol), {"seen": digest_of(protocol)})
    client.post(url("protocol_sign", protocol), {"seen": digest_of(protocol)})
    assert ProtocolSignature.objects.get().user == scene.chair
    client.post(url("protocol_cannot", protocol), {"user": scene.members[1].pk, "reason": "іссапарда"})
    assert "cannot sign: іссапарда" in client.get(url("protocol_sign", protocol)).content.decode()


def test_who_may_open_the_page(client: Client) -> None:
    scene, protocol = closed()
    for user, status in ((scene.organiser, 200), (bolat(), 200), (serik(), 403), (make_user("marat@x.example"), 404)):
        client.force_login(user)
        assert client.get(url("protocol_sign", protocol)).status_code == status
    client.force_login(scene.organiser)
    assert (
        client.post(url("protocol_cannot", protocol), {"user": scene.members[1].pk, "reason": "x"}).status_code == 403
    )
