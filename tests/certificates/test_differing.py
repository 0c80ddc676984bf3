"""A result that took another's place: what is in force is replaced or revoked in the act that issues the new one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from assessment.finalising import finalise
from assessment.models import Addendum, Result
from assessment.reviewing import commission_of, request_review, uphold
from assessment.rules import rules_of
from certificates import checking, hiding, issuing, registering
from certificates.differing import differing, ground_of
from certificates.models import Document, DocumentEvent, Standing
from certificates.signatories import signatory_of
from config.home import tasks
from courses.models import Cohort
from people.models import OutboxMessage
from tests.assessment.retake_scenes import admitted, chair, retaken
from tests.assessment.scenes import MARKS, Scene, commission_signs, make_day
from tests.certificates.issued import as_user, head, organiser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def issue(scene: Scene) -> Document:
    batch = issuing.prepare(scene.cohort, issued_on=timezone.localdate(), by=scene.organiser)
    return issuing.sign(batch, by=head())[0]


def issued_for(marks: str) -> tuple[Scene, Document]:
    scene = make_day()
    scene.all_hand_in(MARKS[marks], MARKS[marks])
    finalise(scene.first, by=scene.chair)
    commission_signs(scene.cohort)
    return scene, issue(scene)


def appealed(scene: Scene, place: int, halves: int) -> Result:
    review = request_review(Result.objects.current().get(), kind="appeal", text="Қайта қараңыздар", by=scene.organiser)
    took_part = [scene.seat(user) for user in scene.members]
    changed = {scene.criteria[place - 1].pk: halves}
    return uphold(review, halves=changed, reason="Қайта қаралды", took_part=took_part, by=scene.chair)


def state_of(document: Document) -> str:
    document.standing.refresh_from_db()
    return str(document.standing.state)


def first_title() -> str:
    return tasks(timezone.now())[0].title


@pytest.mark.parametrize(
    ("marks", "place", "halves", "kind", "state"),
    [
        ("70", 5, 20, "certificate", "superseded"),
        ("49", 5, 20, "certificate", "superseded"),
        ("49", 5, 9, "certificate", "superseded"),
        ("49", 5, 7, "statement", "superseded"),
        ("70", 4, 0, "statement", "revoked"),
    ],
)
def test_the_head_signs_the_difference_in_one_act(marks: str, place: int, halves: int, kind: str, state: str) -> None:
    scene, old = issued_for(marks)
    result = appealed(scene, place, halves)
    assert list(differing()) == [result]
    new = issue(scene)
    result.refresh_from_db()
    assert (new.kind, new.result, state_of(old), state_of(new)) == (kind, result, state, "in_force")
    assert result.confirmed_by == head()
    assert new.supersedes == (old if state == "superseded" else None)
    assert list(differing()) == []
    assert list(checking.problems()) == []


@pytest.mark.parametrize(("marks", "place", "halves"), [("49", 5, 20), ("70", 4, 0)])
def test_what_the_public_does_not_see_it_does_not_see_of_the_new_paper(marks: str, place: int, halves: int) -> None:
    scene, old = issued_for(marks)
    hiding.hide_name(old, by=head())
    registering.withhold(old, by=head(), reason="өтініш")
    appealed(scene, place, halves)
    new = issue(scene)
    standing = Standing.objects.get(document=new)
    assert (standing.withheld, standing.name_hidden) == (True, True)
    assert list(checking.problems()) == []


def test_the_revocation_names_its_ground_and_both_messages_are_one() -> None:
    scene, old = issued_for("70")
    appealed(scene, 4, 0)
    issue(scene)
    event = DocumentEvent.objects.get(document=old, kind="revoked")
    assert str(Addendum.objects.get()) in event.reason
    assert event.reason.endswith(f"{timezone.localdate():%d.%m.%Y}")
    assert state_of(old) == "revoked"
    assert old.standing.public["reason"] == event.reason
    message = OutboxMessage.objects.filter(kind="document-issued").latest("pk")
    assert str(old) in message.text


@time_machine.travel(datetime(2026, 11, 22, 20, 30, tzinfo=UTC), tick=False)
def test_the_ground_has_the_day_of_the_decision_by_the_clock_on_the_wall() -> None:
    scene = make_day()
    scene.all_hand_in(MARKS["70"], MARKS["70"])
    finalise(scene.first, by=scene.chair)
    assert ground_of(appealed(scene, 4, 0)).endswith("23.11.2026")
    assert Addendum.objects.get().snapshot["date"] == "2026-11-23"


def test_a_certificate_in_place_of_another_says_so_and_one_after_a_statement_does_not() -> None:
    scene, old = issued_for("70")
    appealed(scene, 5, 20)
    new = issue(scene)
    assert new.snapshot["replaces"] == {"number": old.number_text, "issued_on": old.issued_on.isoformat()}
    assert new.snapshot["criteria"][4]["points"] == "10.00"
    assert "points" not in new.standing.public


def test_it_tops_the_organisers_home_until_it_is_done() -> None:
    scene, _old = issued_for("70")
    person = scene.first.attempt.enrolment.person
    result = appealed(scene, 4, 0)
    assert first_title() == f"{person} has not passed after all: the certificate is to be revoked"
    assert not any("ready to be prepared" in task.title for task in tasks(timezone.now()))
    batch = issuing.prepare(scene.cohort, issued_on=timezone.localdate(), by=scene.organiser)
    assert "it waits for the head's signature" in tasks(timezone.now())[0].note
    issuing.sign(batch, by=head())
    assert not any(str(person) in task.title for task in tasks(timezone.now()))
    again = appealed(scene, 4, 42)
    assert again.supersedes == result
    assert first_title() == f"The document of {person} contradicts the result"


@time_machine.travel(datetime(2026, 11, 20, 7, tzinfo=UTC))
def test_a_failed_retake_decided_on_once_more_goes_to_the_head_with_a_statement_of_its_own() -> None:
    enrolment = admitted()
    old = issued_in(enrolment.cohort)[0]
    failed = retaken(enrolment, "49")
    commission_signs(enrolment.cohort)
    assert issued_in(enrolment.cohort) == []
    review = request_review(failed, kind="appeal", text="Қайта қараңыздар", by=organiser())
    halves = {rules_of(enrolment.cohort).rubric.criteria.all()[4].pk: 7}
    result = uphold(review, halves=halves, reason="Қайта қаралды", took_part=commission_of(review), by=chair())
    assert any("ready to be prepared" in task.title for task in tasks(timezone.now()))
    [new] = issued_in(enrolment.cohort)
    result.refresh_from_db()
    assert (new.kind, new.result, new.supersedes, state_of(old)) == ("statement", result, old, "superseded")
    assert (result.confirmed_by, result.passed) == (head(), False)


def issued_in(cohort: Cohort) -> list[Document]:
    batch = issuing.prepare(cohort, issued_on=timezone.localdate(), by=organiser())
    return issuing.sign(batch, by=head())


def test_all_of_it_happens_or_nothing() -> None:
    scene, old = issued_for("70")
    appealed(scene, 4, 0)
    batch = issuing.prepare(scene.cohort, issued_on=timezone.localdate(), by=scene.organiser)
    sid = transaction.savepoint()
    issuing.sign(batch, by=head())
    assert (Document.objects.count(), state_of(old)) == (2, "revoked")
    transaction.savepoint_rollback(sid)
    assert (Document.objects.count(), state_of(old)) == (1, "in_force")


def test_what_the_head_saw_is_what_is_revoked() -> None:
    scene, old = issued_for("70")
    appealed(scene, 4, 0)
    batch = issuing.prepare(scene.cohort, issued_on=timezone.localdate(), by=scene.organiser)
    signatory = signatory_of(head(), issued_on=batch.issued_on, today=timezone.localdate())
    seen = issuing.digest_of(batch, issuing.still_standing(batch), signatory, [])
    registering.revoke(old, by=organiser(), reason="бұйрық № 4")
    with pytest.raises(ValidationError, match="Something has changed"):
        issuing.sign(batch, by=head(), seen=seen)


def test_an_appeal_between_batch_and_signature_stops_the_batch() -> None:
    scene = make_day()
    scene.all_hand_in(MARKS["70"], MARKS["70"])
    finalise(scene.first, by=scene.chair)
    commission_signs(scene.cohort)
    batch = issuing.prepare(scene.cohort, issued_on=timezone.localdate(), by=scene.organiser)
    appealed(scene, 5, 20)
    with pytest.raises(ValidationError, match="Results have changed"):
        issuing.sign(batch, by=head())
    issuing.discard(batch, by=scene.organiser)
    assert issue(scene).supersedes is None


def test_the_new_document_is_not_dated_before_the_old() -> None:
    scene, _old = issued_for("70")
    Result.objects.update(attested_on=timezone.localdate() - timedelta(days=3))
    appealed(scene, 5, 20)
    with pytest.raises(ValidationError, match="the date of issue is not before it"):
        issuing.prepare(scene.cohort, issued_on=timezone.localdate() - timedelta(days=1), by=scene.organiser)


def test_the_pages_say_what_becomes_of_the_old_document() -> None:
    scene, old = issued_for("70")
    appealed(scene, 4, 0)
    page = as_user(scene.organiser).get(f"/cohorts/{scene.cohort.pk}/certificates/").content.decode()
    assert f"revokes the certificate № {old} in the same act" in page
    batch = issuing.prepare(scene.cohort, issued_on=timezone.localdate(), by=scene.organiser)
    page = as_user(head()).get(f"/to-sign/{batch.pk}/").content.decode()
    assert f"revokes the certificate № {old} in the same act" in page
