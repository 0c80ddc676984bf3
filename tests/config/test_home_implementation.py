"""What projects in practice ask of people on their homes."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from config.home_implementation import overdue_projects, project_of, projects_of_trainer, projects_without_trainer
from people.models import User
from postcourse import expert_feedback, goal_confirming, implementing, planning
from postcourse.models import Implementation, Plan
from tests.cast import aigul
from tests.certificates.issued import issued
from tests.postcourse.implementation_scenes import (
    days_on,
    graduate_of,
    make_implementation,
    report,
    set_goal,
    trainer_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def asked(row: Implementation) -> list[tuple[str, str]]:
    with translation.override("en"):
        return [(task.title, task.url) for task in projects_of_trainer(trainer_of(row), days_on(60))]


def test_a_report_waits_for_the_trainer_until_it_is_answered_and_so_does_an_analysis() -> None:
    row, other = make_implementation(), make_implementation()
    assert asked(row) == []
    later, first = set_goal(row), set_goal(other)
    to_compare = reverse("postcourse:implementation", args=[row.pk])
    assert asked(row) == [("2 projects: compare their goals with those defended", to_compare)]
    report(row, later, "5", day=30)
    report(other, first, "5", day=20)
    for each in (row, other):
        goal_confirming.confirm(each, by=trainer_of(row), seen=goal_confirming.newest_change(each))
    assert asked(row) == [("2 reports on projects to answer", reverse("postcourse:implementation", args=[other.pk]))]
    for each in (row, other):
        expert_feedback.give(each, criteria={}, words="Жақсы", by=trainer_of(row))
    assert asked(row) == []
    implementing.move(row, Implementation.State.ANALYSED, by=None)
    assert asked(row) == [("1 analysis of a project to accept", reverse("postcourse:implementation", args=[row.pk]))]


@pytest.mark.parametrize("why", ["none", "gone", "no trainer any more"])
def test_what_waits_for_nobody_waits_for_the_organiser(why: str) -> None:
    row = make_implementation()
    trainer = trainer_of(row)
    report(row, set_goal(row), "5", day=20)
    assert list(projects_without_trainer(days_on(60))) == []
    if why == "none":
        Plan.objects.filter(pk=row.plan_id).update(trainer=None)
    elif why == "gone":
        User.objects.filter(pk=trainer.pk).update(is_active=False)
    else:
        trainer.role_grants.all().delete()
    waits = [
        ("1 project waits for a trainer, and its plan has none", reverse("postcourse:implementation", args=[row.pk]))
    ]

    def found() -> list[tuple[str, str]]:
        with translation.override("en"):
            return [(task.title, task.url) for task in projects_without_trainer(days_on(60))]

    assert found() == waits, "a report, and goals"
    organiser = User.objects.filter(email="aigul@institute.example").first() or aigul()
    goal_confirming.confirm(row, by=organiser, seen=goal_confirming.newest_change(row))
    assert found() == waits, "a report"
    expert_feedback.give(row, criteria={}, words="Жақсы", by=organiser)
    assert found() == []
    implementing.move(row, Implementation.State.ANALYSED, by=None)
    assert found() == waits, "an analysis"


def test_the_organiser_hears_of_what_passed_two_weeks_ago_in_one_query() -> None:
    rows = [make_implementation() for _ in range(3)]
    with CaptureQueriesContext(connection) as queries:
        assert [list(overdue_projects(days_on(day))) for day in (10, 44)] == [[], []]
    assert len(queries) == 2
    with translation.override("en"):
        tasks = list(overdue_projects(days_on(45)))
    assert {task.title for task in tasks} == {"1 project is overdue"}
    assert len(tasks) == len({row.plan.attempt.enrolment.cohort_id for row in rows})


def test_a_graduate_finds_the_one_thing_to_do_next() -> None:
    row = make_implementation()
    enrolment = row.plan.attempt.enrolment

    def act(day: int) -> str:
        own = project_of(enrolment, days_on(day))
        assert own
        return own.act[0]

    with translation.override("en"):
        assert act(1) == "Write the goals"
        goal = set_goal(row)
        assert (act(60), act(310)) == ("Report progress", "Analyse the results")
        report(row, goal, "12", day=100)
        assert act(101) == "Analyse the results"
        implementing.move(row, Implementation.State.ANALYSED, by=None)
        assert act(350) == "Open"
    implementing.move(row, Implementation.State.ENDED, by=None)
    assert project_of(enrolment, days_on(360)) is None


def test_it_stands_on_the_home_of_who_passed_and_on_their_page_for_the_staff() -> None:
    (document,) = issued("89.5")
    row = implementing.begin(planning.plan_for(document.result, now=timezone.now()), now=timezone.now())
    assert row is not None
    client = Client()
    client.force_login(graduate_of(row))
    text = client.get("/?lang=en").content.decode()
    assert "My project in practice" in text
    assert reverse("postcourse:goal_new", args=[row.pk]) in text
    client.force_login(User.objects.get(email="aigul@institute.example"))
    text = client.get(reverse("people:person", args=[row.person.pk]) + "?lang=en").content.decode()
    assert "Projects in practice" in text
    assert reverse("postcourse:implementation", args=[row.pk]) in text
