"""Somebody in two courses reaches both, and first the one that runs now."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.confirming import confirm_name
from courses.models import Cohort, Enrolment, Module, Programme, SelfAssessment
from people.models import User
from tests.cast import make_cohort, make_enrolment, make_version, marat, saule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
TODAY = timezone.localdate()
INSIDE = ("my_tasks", "my_materials", "my_attendance", "my_self_assessment")


@pytest.fixture
def student(client: Client) -> User:
    user = saule()
    client.force_login(user)
    return user


def course(user: User, name: str, status: str, *, starts: int = 0, cohort: str = "running", **fields: Any) -> Enrolment:
    """A place in a course of its own programme, which begins that many days from today."""
    version = make_version()
    version.programme = Programme.objects.create(code=name)
    version.save()
    first = TODAY + timedelta(days=starts)
    made = make_cohort(name=name, version=version, status=cohort, starts_on=first, ends_on=first + timedelta(days=20))
    decided = {"result_date": first} if status in {"passed", "not_passed"} else {}
    return make_enrolment(made, user.person, status=status, **decided, **fields)


def shown(client: Client, name: str) -> str:
    context = client.get(reverse(f"courses:{name}")).context
    return str(context["enrolment"].cohort)


def choose(client: Client, enrolment: int, back: str = "") -> Any:
    return client.post(reverse("courses:my_course"), {"enrolment": enrolment, "next": back})


@pytest.mark.parametrize(
    "other",
    [
        {"status": "applied", "starts": 30, "cohort": "enrolling"},
        {"status": "admitted", "starts": 30, "cohort": "enrolling"},
        {"status": "on_hold", "starts": 5},
        {"status": "passed", "starts": 5, "cohort": "closed"},
    ],
)
def test_the_course_that_runs_now_goes_before_whatever_begins_later(
    client: Client, student: User, other: dict[str, Any]
) -> None:
    course(student, "Runs now", "admitted", starts=-10)
    course(student, "Another", **other)
    assert {shown(client, name) for name in ("my_timetable", *INSIDE)} == {"Runs now"}


def test_an_application_goes_before_what_is_long_over_and_is_no_course_from_inside(
    client: Client, student: User
) -> None:
    course(student, "Over", "passed", starts=-200, cohort="closed")
    course(student, "To come", "applied", starts=30, cohort="enrolling")
    assert shown(client, "my_timetable") == "To come"
    assert {shown(client, name) for name in INSIDE} == {"Over"}


def test_the_other_course_is_one_choice_away_on_every_page(client: Client, student: User) -> None:
    course(student, "Runs now", "admitted", starts=-10)
    other = course(student, "Begins later", "admitted", starts=10, cohort="enrolling")
    address = reverse("courses:my_materials")
    assert f'<option value="{other.pk}">Begins later' in client.get(address).content.decode()
    answer = choose(client, other.pk, address)
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    assert {shown(client, name) for name in ("my_timetable", *INSIDE)} == {"Begins later"}
    assert f'<option value="{other.pk}" selected>' in client.get(address).content.decode()
    client.logout()
    client.force_login(student)
    assert shown(client, "my_timetable") == "Runs now"


def test_who_has_one_course_is_offered_no_switch(client: Client, student: User) -> None:
    course(student, "Runs now", "admitted")
    course(student, "Left", "withdrawn")
    for name in ("my_timetable", *INSIDE):
        assert 'name="enrolment"' not in client.get(reverse(f"courses:{name}")).content.decode()


def test_a_course_that_is_left_is_shown_no_longer_though_it_was_chosen(client: Client, student: User) -> None:
    course(student, "Runs now", "admitted")
    other = course(student, "Left", "admitted", starts=-5)
    choose(client, other.pk)
    Enrolment.objects.filter(pk=other.pk).update(status="withdrawn")
    assert shown(client, "my_timetable") == "Runs now"


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_the_switch_leads_to_pages_of_this_house_only(client: Client, student: User, back: str) -> None:
    own = course(student, "Runs now", "admitted")
    assert choose(client, own.pk, back).headers["Location"] == reverse("courses:my_timetable")


def kept_words() -> dict[str, str]:
    return {str(row.enrolment.cohort): row.reflection for row in SelfAssessment.objects.all()}


@pytest.mark.parametrize("by_script", [True, False])
def test_what_is_typed_in_one_tab_stays_with_its_course_whatever_was_chosen_in_another(
    client: Client, student: User, by_script: bool
) -> None:
    mine, other = (course(student, name, "admitted") for name in ("Filled in here", "Chosen meanwhile"))
    Module.objects.exclude(order=7).update(result_kk="Нәтиже")
    headers = {"HX-Request": "true"} if by_script else {}

    def page_of(enrolment: Enrolment) -> str:
        choose(client, enrolment.pk)
        return client.get(reverse("courses:my_self_assessment")).content.decode()

    def sent_from(page: str, words: str) -> None:
        found = re.search(r'action="([^"]+)"[^>]* data-kept="self-[^"]+-before"', page)
        assert found
        client.post(found[1], {"before-reflection": words}, headers=headers)

    first, second = page_of(mine), page_of(other)
    sent_from(second, "Екінші бетте")
    sent_from(first, "Бірінші бетте")
    assert kept_words() == {"Filled in here": "Бірінші бетте", "Chosen meanwhile": "Екінші бетте"}
    # Whoever pressed the button sees what they have saved.
    assert shown(client, "my_self_assessment") == ("Chosen meanwhile" if by_script else "Filled in here")


def test_what_waited_for_a_new_sign_in_is_kept_with_its_course(client: Client, student: User) -> None:
    course(student, "Shown first", "admitted")
    mine = course(student, "Filled in here", "admitted", starts=-3)
    choose(client, mine.pk)
    client.logout()
    client.force_login(student)
    assert shown(client, "my_self_assessment") == "Shown first"
    client.post(reverse("courses:my_self_assess", args=[mine.pk, "before"]), {"before-reflection": "Ой"})
    assert kept_words() == {"Filled in here": "Ой"}


def test_only_a_course_of_ones_own_can_be_chosen(client: Client, student: User) -> None:
    foreign = make_enrolment(make_cohort())
    assert [choose(client, foreign.pk).status_code, choose(client, 0).status_code] == [404, 404]
    assert client.post(reverse("courses:my_course"), {"enrolment": "x"}).status_code == 404
    assert client.get(reverse("courses:my_course")).status_code == 405
    client.force_login(marat())
    assert choose(client, foreign.pk).status_code == 404
    client.logout()
    assert choose(client, foreign.pk).status_code == 302


def test_the_name_is_asked_where_a_paper_waits_for_it(client: Client, student: User) -> None:
    now = course(student, "Runs now", "admitted", starts=-10)
    later = course(student, "Begins later", "applied", starts=20, cohort="enrolling")
    assert shown(client, "confirm_name") == "Runs now"
    confirm_name(now, name=now.person.full_name, by=student)
    assert shown(client, "confirm_name") == "Begins later"
    confirm_name(later, name=later.person.full_name, by=student)
    assert shown(client, "confirm_name") == "Runs now"


def test_a_cohort_with_both_records_of_one_human_is_one_course(client: Client, student: User) -> None:
    first = course(student, "Runs now", "admitted")
    twin = make_enrolment(first.cohort, status="applied").person
    twin.merged_into = student.person
    twin.save()
    response = client.get(reverse("courses:my_timetable"))
    assert response.context["enrolment"] == first
    assert 'name="enrolment"' not in response.content.decode()
    assert Cohort.objects.count() == 1
