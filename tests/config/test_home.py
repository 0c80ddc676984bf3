"""Each starts from a home of their own: what waits for the organiser, the way of the participant."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from certificates.rendering import sweep as render_all
from certificates.verifying import FACES, Verdict
from config.home import tasks
from config.journey import journey_of
from courses.confirming import confirm_name
from courses.deciding import decide
from courses.models import Discrepancy, Enrolment, ListImport, Programme
from people import outbox
from people.merging import merge
from people.models import Person, User
from postcourse.planning import sweep as plan_all
from tests.cast import (
    aigul,
    bolat,
    make_cohort,
    make_enrolment,
    make_person,
    make_provider,
    make_result,
    make_session,
    make_user,
    make_version,
    marat,
    saule,
)
from tests.certificates.issued import issued, prepared, ready_cohort

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def decide_all() -> None:
    organiser = User.objects.filter(email="aigul@institute.example").first() or aigul()
    for discrepancy in Discrepancy.objects.all():
        decide(discrepancy, discrepancy.proposed, by=organiser)


def urls() -> list[str]:
    return [task.url for task in tasks(timezone.now())]


def test_nothing_waits_in_a_house_in_order() -> None:
    make_provider()
    bolat()
    assert tasks(timezone.now()) == []


def test_an_empty_house_asks_for_its_provider_then_for_a_signatory() -> None:
    assert urls() == [reverse("people:provider")]
    make_provider()
    assert [task.title for task in tasks(timezone.now())] != []
    bolat()
    assert urls() == []


def test_results_wait_to_be_prepared_then_for_the_signature_then_for_nobody() -> None:
    cohort = ready_cohort("89.5", "42")
    place = reverse("certificates:batch", args=[cohort.pk])
    with translation.override("en"):
        assert [task.title for task in tasks(timezone.now()) if task.url == place] == [
            "2 papers are ready to be prepared"
        ]


def test_a_prepared_batch_waits_for_the_head() -> None:
    batch = prepared("89.5")
    decide_all()
    with translation.override("en"):
        titles = [task.title for task in tasks(timezone.now())]
    assert titles == [f"Waiting for the head's signature: {batch.cohort}"]


def test_nothing_of_an_issued_cohort_waits() -> None:
    issued("89.5", "42")
    assert [url for url in urls() if "certificates" in url] == []


@pytest.mark.parametrize("number", [1, 6])
def test_the_home_costs_the_same_for_one_cohort_and_for_six(
    number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_provider()
    bolat()
    for _ in range(number):
        cohort = make_cohort()
        make_result(make_enrolment(cohort))
        make_enrolment(cohort, status=Enrolment.Status.APPLIED)
        make_enrolment(cohort, make_person(email=""))
    decide_all()
    client = client_of(User.objects.get(email="aigul@institute.example"))
    with django_assert_max_num_queries(55):
        page = client.get("/")
    assert page.status_code == 200
    assert len(page.context["tasks"]) == 2 * number + 1


def test_lists_applications_letters_and_missing_addresses_each_have_one_action() -> None:
    make_provider()
    bolat()
    cohort = make_cohort(status="enrolling")
    listed = ListImport.objects.create(cohort=cohort, file_name="list.xlsx", digest="0" * 64, content={}, mapping={})
    make_enrolment(cohort, status=Enrolment.Status.APPLIED)
    enrolment = make_enrolment(cohort, make_person(email=""))
    outbox.post(cause="letter", kind="test", language="kk", subject="Хат", text="Мәтін", person=enrolment.person)
    decide_all()
    assert urls() == [
        reverse("courses:import_check", args=[cohort.pk, listed.pk]),
        reverse("courses:cohort", args=[cohort.pk]),
        reverse("people:outbox"),
        reverse("courses:cohort", args=[cohort.pk]),
    ]


def test_the_head_starts_where_the_papers_to_sign_are() -> None:
    response = client_of(bolat()).get("/")
    assert (response.status_code, response.headers["Location"]) == (302, reverse("certificates:to_sign"))


def test_a_stranger_is_told_that_there_is_no_course() -> None:
    page = client_of(marat()).get("/")
    assert page.context["journey"] is None


def test_a_participant_sees_the_present_step_and_what_follows() -> None:
    cohort = make_cohort(ends_on=timezone.localdate() + timedelta(days=5))
    enrolment = make_enrolment(cohort)
    journey = journey_of(enrolment.person, timezone.now())
    assert journey is not None
    assert [step.state for step in journey.steps] == ["done", "now", "next", "next", "next"]
    assert journey.needs_name


def test_a_name_that_was_changed_after_it_was_confirmed_is_asked_about_again() -> None:
    enrolment = make_enrolment()
    confirm_name(enrolment, name=enrolment.person.full_name, by=None)
    asked = []
    for name in (enrolment.person.given_name, "Гүлжан"):
        Person.objects.update(given_name=name)
        journey = journey_of(Person.objects.get(pk=enrolment.person_id), timezone.now())
        asked.append(journey is not None and journey.needs_name)
    assert asked == [False, True]


def test_whose_course_is_on_a_merged_record_finds_it_with_its_next_session_and_the_name_that_is_printed() -> None:
    user, cohort = saule(), make_cohort(ends_on=timezone.localdate() + timedelta(days=5))
    enrolment = make_enrolment(cohort)
    session = make_session(cohort, starts_at=timezone.now() + timedelta(hours=1))
    assert user.person is not None
    merge(enrolment.person, user.person, by=aigul())
    page = client_of(user).get("/")
    journey = page.context["journey"]
    assert (journey.enrolment, journey.next_session.session) == (enrolment, session)
    assert f'home-name">{enrolment.person.full_name}<' in page.content.decode()


@pytest.mark.parametrize(("exact", "kind"), [("89.5", "certificate"), ("42", "statement")])
def test_after_the_issue_the_paper_and_the_support_are_one_click_away(exact: str, kind: str) -> None:
    (document,) = issued(exact)
    render_all(seconds=60)
    plan_all()
    journey = journey_of(document.person, timezone.now())
    assert journey is not None
    assert journey.document == document
    assert journey.document.kind == kind
    assert [paper.document for paper in journey.papers] == [document]
    assert journey.papers[0].faces[0].word == FACES[Verdict.SPECIMEN].word
    assert [step.state for step in journey.steps] == ["done", "done", "done", "done", "now"]
    assert journey.steps[-1].url == reverse("postcourse:plan", args=[document.result.attempt.plan.pk])
    user = make_user("holder@mektep.example", person=document.person)
    page = client_of(user).get("/").content.decode()
    assert reverse("certificates:download", args=[document.pk]) in page
    assert reverse("certificates:verdict", args=[document.code]) in page


def test_a_line_on_a_list_hides_neither_the_course_that_was_finished_nor_its_paper() -> None:
    (document,) = issued("89.5")
    render_all(seconds=60)
    applied = make_enrolment(make_cohort(name="Күз"), document.person, status=Enrolment.Status.APPLIED)
    journey = journey_of(document.person, timezone.now())
    assert journey is not None
    assert (journey.enrolment, journey.document) == (document.result.attempt.enrolment, document)
    assert journey.others == [applied]
    page = client_of(make_user("holder@mektep.example", person=document.person)).get("/").content.decode()
    assert (reverse("certificates:download", args=[document.pk]) in page, "Күз" in page) == (True, True)


def test_who_studies_anew_keeps_the_paper_of_the_course_before() -> None:
    (document,) = issued("89.5")
    now_in = make_enrolment(make_cohort(name="Күз"), document.person)
    journey = journey_of(document.person, timezone.now())
    assert journey is not None
    assert (journey.enrolment, journey.document) == (now_in, None)
    assert [paper.document for paper in journey.papers] == [document]
    assert journey.steps[-2].state != "done"
    page = client_of(make_user("holder@mektep.example", person=document.person)).get("/").content.decode()
    assert reverse("certificates:verdict", args=[document.code]) in page


def test_of_two_courses_the_home_shows_the_one_that_runs_and_then_the_one_that_was_chosen() -> None:
    user, today = saule(), timezone.localdate()
    running = make_enrolment(make_cohort(name="Жүріп жатыр"), user.person)
    version = make_version()
    version.programme = Programme.objects.create(code="another")
    version.save()
    other: dict[str, Any] = {
        "version": version,
        "status": "enrolling",
        "starts_on": today + timedelta(days=9),
        "ends_on": today + timedelta(days=19),
    }
    newest = make_enrolment(make_cohort(name="Кейін", **other), user.person)
    client, shown = client_of(user), []
    for chosen in (None, newest, running, newest):
        if chosen:
            client.post(reverse("courses:my_course"), {"enrolment": chosen.pk})
        shown.append(client.get("/").context["journey"].enrolment)
    assert shown == [running, newest, running, newest]
    # Once it is left, the home goes back as the other pages do.
    Enrolment.objects.filter(pk=newest.pk).update(status="withdrawn")
    assert client.get("/").context["journey"].enrolment == running


@pytest.mark.parametrize(
    ("status", "sentence", "steps"),
    [
        ("expelled", "You were expelled from the course by order of the head.", False),
        ("withdrawn", "You left the course at your own wish.", False),
        ("transferred", "You were transferred to another cohort.", False),
        ("declined", "Your application was declined.", False),
        ("on_hold", "Your studies are on hold", True),
        ("admitted", "", True),
    ],
)
def test_who_left_reads_so_and_is_promised_nothing(status: str, sentence: str, steps: bool) -> None:
    user = saule()
    enrolment = make_enrolment(make_cohort(), user.person, status=status)
    page = client_of(user).get("/?lang=en")
    text = page.content.decode()
    assert (sentence in text, "Where it stands" in text) == (True, bool(sentence))
    button = reverse("courses:confirm_name")
    assert (button in text, "Project defence" in text, bool(page.context["journey"].steps)) == (steps, steps, steps)
    assert client_of(user).get(button).status_code == (200 if steps else 404)
    own = client_of(user).get(reverse("courses:enrolment", args=[enrolment.pk])).content.decode()
    assert (button in own) is steps


def test_health_answers_without_signing_in() -> None:
    assert Client().get("/healthz").content == b"ok"
