"""The trainer's home: what was handed in and waits for a word, their commissions, who was there, consultations."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from config.home import feedback_to_give
from config.home_task import Task
from config.home_trainer import tasks_of
from courses.giving_feedback import give_feedback
from courses.models import Cohort, Enrolment, Submission
from courses.models import Task as Homework
from people.models import User
from people.roles import Role
from tests.assessment.scenes import MARKS, make_day
from tests.cast import aigul, daulet, make_cohort, make_enrolment, make_session, make_user
from tests.courses.study_scenes import make_scene

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def handed_in(task: Homework, enrolment: Enrolment, days_ago: int = 1) -> Submission:
    number = task.submissions.filter(enrolment=enrolment).count() + 1
    return Submission.objects.create(
        task=task, enrolment=enrolment, number=number, text="Жауап", at=NOW - timedelta(days=days_ago)
    )


def homework(cohort: Cohort) -> Homework:
    return Homework.objects.create(
        cohort=cohort, module=cohort.version.modules.get(order=1), kind="case", title="Талдау", text="…",
        due_on=timezone.localdate(),
    )  # fmt: skip


def told(user: User) -> list[tuple[str, str, str]]:
    with translation.override("en"):
        return [(task.title, task.note, task.url) for task in tasks_of(user, NOW)]


def work_of(submission: Submission) -> str:
    return reverse("courses:work", args=[submission.task_id, submission.enrolment_id])


def to_read() -> list[Task]:
    with translation.override("en"):
        return list(feedback_to_give(NOW))


def test_each_cohort_is_one_line_that_leads_to_the_work_that_has_waited_longest() -> None:
    trainer = daulet()
    quick, slow = (make_cohort(name=name, trainer=trainer) for name in ("Қазан-1", "Қазан-2"))
    handed_in(homework(quick), make_enrolment(quick), days_ago=2)
    task = homework(slow)
    handed_in(task, make_enrolment(slow), days_ago=3)
    oldest = handed_in(homework(slow), make_enrolment(slow), days_ago=5)
    since = timezone.localdate(oldest.at)
    assert [line[0] for line in told(trainer)] == [
        "2 submissions wait for feedback", "1 submission waits for feedback"
    ]  # fmt: skip
    assert told(trainer)[0][1:] == (f"Қазан-2, since {since:%d.%m.%Y}", work_of(oldest))
    assert [(task.title, task.url) for task in to_read()] == [(line[0], line[2]) for line in told(trainer)]


def test_only_the_newest_turn_waits_and_no_longer_than_until_it_is_answered() -> None:
    scene = make_scene()
    task = scene.task()
    first = handed_in(task, scene.enrolment, days_ago=4)
    give_feedback(first, text="Толықтырыңыз", by=scene.trainer)
    assert to_read() == []
    again = handed_in(task, scene.enrolment, days_ago=1)
    handed_in(task, scene.enrolment, days_ago=0)
    assert [task.title for task in to_read()] == ["1 submission waits for feedback"]
    give_feedback(
        Submission.objects.get(task=task, number=again.number + 1), text="", points=Decimal(9), by=scene.trainer
    )
    assert to_read() == []


@pytest.mark.parametrize("what", ["another trainer's", "who has left", "over"])
def test_what_a_trainer_has_not_to_answer_does_not_wait(what: str) -> None:
    trainer = daulet()
    cohort = make_cohort(trainer=None if what == "another trainer's" else trainer)
    handed_in(homework(cohort), make_enrolment(cohort, status="withdrawn" if what == "who has left" else "admitted"))
    if what == "over":
        Cohort.objects.filter(pk=cohort.pk).update(status="closed")
    assert told(trainer) == []
    assert len(to_read()) == (what == "another trainer's")


def test_the_first_thing_on_a_day_of_defence_is_the_next_open_sheet() -> None:
    scene = make_day(participants=3)
    scene.hand_in(scene.chair, MARKS["85"])
    with translation.override("en"):
        task = tasks_of(scene.chair, timezone.now())[0]
    assert (task.title, task.note) == ("Defence today", "14:00, 305-кабинет. 1 of 3 sheets submitted")
    assert (task.action, task.url) == ("Go on scoring", reverse("assessment:score", args=[scene.defences[1].pk]))


def test_a_day_that_is_over_leads_the_chair_to_what_is_not_decided() -> None:
    scene = make_day(participants=2)
    scene.day.held_on -= timedelta(days=3)
    scene.day.save()
    assert [(title, url) for title, _note, url in told(scene.chair)] == [
        ("2 defences are not decided", reverse("assessment:day", args=[scene.day.pk]))
    ]


def test_who_was_there_is_asked_of_whoever_taught() -> None:
    trainer, cohort = daulet(), make_cohort(name="Қазан-2")
    make_enrolment(cohort)
    session = make_session(cohort, trainer=trainer, starts_at=NOW - timedelta(hours=5))
    make_session(cohort, starts_at=NOW - timedelta(hours=9))
    assert [(title, url) for title, _note, url in told(trainer)] == [
        ("1 session lacks attendance", reverse("courses:session_attendance", args=[session.pk]))
    ]


def test_a_trainer_starts_from_what_waits_and_the_next_session(client: Client) -> None:
    trainer = daulet()
    cohort = make_cohort(trainer=trainer)
    make_session(cohort, trainer=trainer, starts_at=NOW + timedelta(days=1), room="305-кабинет")
    submission = handed_in(homework(cohort), make_enrolment(cohort))
    client.force_login(trainer)
    page = client.get("/").content.decode()
    assert (f'href="{work_of(submission)}"' in page, "305-кабинет" in page) == (True, True)


def test_nothing_waits_for_a_trainer_without_cohorts(client: Client) -> None:
    client.force_login(make_user("new@institute.example", Role.TRAINER))
    assert client.get("/").context["tasks"] == []


def queries_for(cohorts: int, works: int) -> int:
    trainer = User.objects.filter(email="daulet@institute.example").first() or daulet()
    for _ in range(cohorts):
        cohort = make_cohort(trainer=trainer)
        task = homework(cohort)
        make_session(cohort, trainer=trainer, starts_at=NOW - timedelta(hours=5))
        make_session(cohort, trainer=trainer, starts_at=NOW + timedelta(hours=5))
        for _ in range(works):
            handed_in(task, make_enrolment(cohort))
    client = Client()
    client.force_login(trainer)
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/").status_code == 200
    return len(captured)


def test_the_trainer_s_home_costs_the_same_for_one_work_and_for_thirty() -> None:
    assert queries_for(1, 1) == queries_for(5, 6)


def test_the_organiser_reads_of_all_cohorts_in_one_question() -> None:
    aigul()
    for _ in range(6):
        cohort = make_cohort()
        task = homework(cohort)
        for _ in range(5):
            handed_in(task, make_enrolment(cohort))
    with CaptureQueriesContext(connection) as captured:
        found = to_read()
    assert (len(captured), [task.title for task in found]) == (1, ["5 submissions wait for feedback"] * 6)
