"""Feedback and points: bounded, insert-only, told once by e-mail."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from courses.giving_feedback import give_feedback
from courses.handing_in import hand_in
from courses.models import Cohort, Enrolment, Feedback, Submission
from courses.setting_tasks import close_task
from people.models import OutboxMessage, Person
from tests.cast import make_person
from tests.courses.study_scenes import Scene, make_scene

pytestmark = pytest.mark.django_db
SENT = "the feedback is saved and sent."


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def scene() -> Scene:
    return make_scene()


@pytest.fixture
def submission(scene: Scene) -> Submission:
    return hand_in(scene.task(max_points=Decimal("7.5")), scene.enrolment, text="Жұмыс", by=scene.participant)


@pytest.mark.parametrize("points", ["0", "0.5", "7", "7.5"])
def test_points_are_halves_up_to_the_most_of_the_task(scene: Scene, submission: Submission, points: str) -> None:
    feedback = give_feedback(submission, text="", points=Decimal(points), by=scene.trainer)
    assert (feedback.points, feedback.by) == (Decimal(points), scene.trainer)


@pytest.mark.parametrize(
    ("points", "sentence"),
    [("8", "Between 0 and 7.5 points."), ("-0.5", "Between 0 and 7.5 points."),
     ("3.25", "Points are given in halves: 11 or 11.5.")],
)  # fmt: skip
def test_other_points_are_refused(scene: Scene, submission: Submission, points: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        give_feedback(submission, text="Жақсы", points=Decimal(points), by=scene.trainer)
    assert refusal.value.message_dict == {"points": [sentence]}
    assert not Feedback.objects.exists()


def test_a_task_without_points_is_commented_on_only(scene: Scene) -> None:
    work = hand_in(scene.task(max_points=None), scene.enrolment, text="x", by=None)
    with pytest.raises(ValidationError, match="commented on, not marked"):
        give_feedback(work, text="", points=Decimal(1), by=scene.trainer)
    assert give_feedback(work, text="Жақсы", by=scene.trainer).points is None


def test_nothing_at_all_is_no_feedback(scene: Scene, submission: Submission) -> None:
    with pytest.raises(ValidationError, match="Write a feedback or give points"):
        give_feedback(submission, text="  ", by=scene.trainer)


def test_what_was_handed_in_meanwhile_is_looked_at_first(scene: Scene, submission: Submission) -> None:
    hand_in(submission.task, scene.enrolment, text="Жаңасы", by=scene.participant)
    with pytest.raises(ValidationError, match="has handed in again"):
        give_feedback(submission, text="Жақсы", by=scene.trainer)


def test_feedback_comes_after_the_closing_but_not_after_the_end(scene: Scene, submission: Submission) -> None:
    close_task(submission.task, by=scene.trainer)
    give_feedback(submission, text="Жақсы", by=scene.trainer)
    Cohort.objects.update(status=Cohort.Status.CLOSED)
    with pytest.raises(ValidationError, match="The cohort is over"):
        give_feedback(submission, text="Кеш", by=scene.trainer)


@pytest.mark.parametrize(
    ("language", "subject"),
    [("kk", "Құқықтық талдау"), ("ru", "Құқықтық талдау"), ("en", "Feedback on your work: Құқықтық талдау")],
)
def test_the_participant_is_told_once_of_each_in_their_language(
    scene: Scene, submission: Submission, language: str, subject: str
) -> None:
    scene.enrolment.person.language = language
    scene.enrolment.person.save()
    first = give_feedback(submission, text="Құпия пікір", points=Decimal(7), by=scene.trainer)
    second = give_feedback(submission, text="Тағы", by=scene.trainer)
    messages = list(OutboxMessage.objects.order_by("pk"))
    assert [message.cause for message in messages] == [f"feedback:{first.pk}", f"feedback:{second.pk}"]
    message = messages[0]
    assert (message.language, message.person, message.to_email) == (
        language, scene.enrolment.person, "saule@mektep.example",
    )  # fmt: skip
    assert subject in message.subject
    assert f"/my/tasks/{submission.task_id}/" in message.text
    # Neither the words nor the points leave the system: the mailbox may be the school's.
    assert "Құпия пікір" not in message.text
    assert "7" not in message.text.split("http")[0].replace(str(scene.cohort), "")


def test_a_refused_feedback_tells_nobody(scene: Scene, submission: Submission) -> None:
    with pytest.raises(ValidationError):
        give_feedback(submission, text="x", points=Decimal(99), by=scene.trainer)
    assert not OutboxMessage.objects.exists()


def test_who_has_no_address_of_their_own_gets_no_paper_of_it(scene: Scene, submission: Submission) -> None:
    make_person(email=scene.enrolment.person.email)
    give_feedback(submission, text="Жақсы", by=scene.trainer)
    assert not OutboxMessage.objects.exists()


def test_who_has_left_is_not_written_to(scene: Scene, submission: Submission) -> None:
    Enrolment.objects.update(status=Enrolment.Status.EXPELLED)
    give_feedback(submission, text="Жақсы", by=scene.trainer)
    assert not OutboxMessage.objects.exists()


def test_the_same_sent_twice_is_one_feedback_and_one_message(scene: Scene, submission: Submission) -> None:
    rows = [
        give_feedback(submission, text=" Жақсы ", points=Decimal(7), by=scene.trainer, seen=0) for _press in range(2)
    ]
    assert rows[0] == rows[1] == Feedback.objects.get()
    assert OutboxMessage.objects.count() == 1


def test_points_of_somebody_else_are_not_overridden_unread(scene: Scene, submission: Submission) -> None:
    first = give_feedback(submission, text="", points=Decimal("7.5"), by=scene.organiser, seen=0)
    with pytest.raises(ValidationError, match=f"Meanwhile {scene.organiser} has given a feedback"):
        give_feedback(submission, text="", points=Decimal(3), by=scene.trainer, seen=0)
    assert Feedback.objects.get() == first
    give_feedback(submission, text="", points=Decimal(3), by=scene.trainer, seen=first.pk)
    assert Feedback.objects.count() == 2


def test_the_page_shows_what_was_given_meanwhile_and_sends_after_it_was_seen(
    scene: Scene, submission: Submission, client: Client
) -> None:
    client.force_login(scene.trainer)
    address = reverse("courses:work", args=[submission.task_id, scene.enrolment.pk])
    typed = {"submission": submission.pk, "points": "3", "text": "Менің сөзім", "seen": "0"}
    first = give_feedback(submission, text="Ұйымдастырушының сөзі", points=Decimal(7), by=scene.organiser)
    page = client.post(address, typed).content.decode()
    assert "Ұйымдастырушының сөзі" in page
    assert "Менің сөзім</textarea>" in page
    assert f'name="seen" value="{first.pk}"' in page
    assert client.post(address, {**typed, "seen": str(first.pk)}).status_code == 302
    assert [row.points for row in Feedback.objects.order_by("pk")] == [Decimal(7), Decimal(3)]


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("saule@mektep.example", SENT),
        ("", "the feedback is saved. No e-mail of their own is on record: tell them yourself."),
    ],
)
@pytest.mark.usefixtures("in_english")
def test_the_page_says_sent_only_of_what_was_sent(
    scene: Scene, submission: Submission, client: Client, email: str, sentence: str
) -> None:
    Person.objects.filter(pk=scene.enrolment.person_id).update(email=email)
    client.force_login(scene.trainer)
    address = reverse("courses:work", args=[submission.task_id, scene.enrolment.pk])
    assert ("gets no e-mail of it" in client.get(address).content.decode()) == (not email)
    page = client.post(address, {"points": "7", "text": "", "seen": "0"}, follow=True).content.decode()
    assert sentence in page
    assert OutboxMessage.objects.exists() == bool(email)
