"""Attendance through its pages: who opens what, one tap and a whole group, and at what cost."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from config.home import attendance_to_take, unmarked
from courses.attendance_page import roll_of
from courses.attending import mark
from courses.hours_earned import attendance_of
from courses.models import Attendance, AttendanceEvent, Cohort, Enrolment, EnrolmentEvent, Session
from people.models import User
from people.roles import Role
from tests.cast import aigul, daulet, make_cohort, make_enrolment, make_session, make_user, marat, saule

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)


@pytest.fixture
def trainer(client: Client) -> User:
    user = daulet()
    client.force_login(user)
    return user


def page(name: str, *args: Any, **query: Any) -> str:
    return reverse(f"courses:{name}", args=args, query={"lang": "en", **query})


def held(cohort: Cohort, days_ago: float = 1, **fields: Any) -> Session:
    starts = NOW - timedelta(days=days_ago)
    return make_session(cohort, starts_at=starts, ends_at=starts + timedelta(minutes=100), **fields)


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def pages_of(cohort: Cohort, session: Session, enrolment: Enrolment) -> list[str]:
    return [
        page("attendance", cohort.pk), page("session_attendance", session.pk),
        page("enrolment_attendance", enrolment.pk), page("journal_xlsx", cohort.pk, "ru"),
    ]  # fmt: skip


def test_the_staff_of_the_cohort_open_its_pages_and_nobody_else(client: Client) -> None:
    trainer, other = daulet(), make_user("other@institute.example", Role.TRAINER)
    student = saule()
    cohort = make_cohort(trainer=trainer)
    enrolment, session = make_enrolment(cohort, student.person), held(cohort)
    expected = {aigul(): 200, trainer: 200, other: 404, student: 403, marat(): 403}
    for user, status in expected.items():
        client.force_login(user)
        assert [client.get(each).status_code for each in pages_of(cohort, session, enrolment)] == [status] * 4
        posts = [page("session_mark", session.pk, enrolment.pk), page("session_mark_all", session.pk)]
        answers = [client.post(each, {"state": "present"}).status_code for each in posts]
        assert answers == [302 if status == 200 else status] * 2
    client.logout()
    assert [client.get(each).status_code for each in pages_of(cohort, session, enrolment)] == [302] * 4


def test_the_trainer_of_one_session_takes_its_attendance_and_sees_no_other(client: Client, trainer: User) -> None:
    cohort = make_cohort()
    enrolment, own, other = make_enrolment(cohort), held(cohort, trainer=trainer), held(cohort, 2)
    assert client.post(page("session_mark", own.pk, enrolment.pk), {"state": "absent"}).status_code == 302
    assert Attendance.objects.get().state == "absent"
    assert client.get(page("session_attendance", own.pk)).status_code == 200
    for address in (page("session_attendance", other.pk), page("attendance", cohort.pk)):
        assert client.get(address).status_code == 404


def test_a_participant_of_another_cohort_is_not_at_this_session(client: Client, trainer: User) -> None:
    session = held(make_cohort(trainer=trainer))
    assert client.post(page("session_mark", session.pk, make_enrolment().pk), {"state": "absent"}).status_code == 404


def test_a_tap_without_a_script_comes_back_to_the_person(client: Client, trainer: User) -> None:
    cohort = make_cohort(trainer=trainer)
    enrolment, session = make_enrolment(cohort), held(cohort)
    answer = client.post(page("session_mark", session.pk, enrolment.pk), {"state": "present", "seen": ""})
    assert answer.headers["Location"] == f"/sessions/{session.pk}/attendance/#p{enrolment.pk}"
    shown = client.get(page("session_attendance", session.pk)).content.decode()
    assert re.findall(r'value="(\w+)" class="\w+" aria-pressed="true"', shown) == ["present"]


def test_a_tap_with_htmx_gets_its_row_and_the_counts(client: Client, trainer: User) -> None:
    cohort = make_cohort(trainer=trainer)
    first, second = make_enrolment(cohort), make_enrolment(cohort)
    session = held(cohort)
    answer = client.post(
        page("session_mark", session.pk, first.pk), {"state": "present"}, headers={"HX-Request": "true"}
    )
    html = answer.content.decode()
    assert (f'id="p{first.pk}"' in html, f'id="p{second.pk}"' in html, "<html" in html) == (True, False, False)
    assert html.count('hx-swap-oob="true"') == 2
    assert "Present: everybody not marked yet (1)" in html


@pytest.mark.parametrize("htmx", [True, False])
def test_a_refusal_is_said_beside_the_person_or_above_the_page(client: Client, trainer: User, htmx: bool) -> None:
    cohort = make_cohort(trainer=trainer, status="defending")
    enrolment, session = make_enrolment(cohort), held(cohort)
    mark(session, enrolment, "present", by=trainer)
    headers = {"HX-Request": "true"} if htmx else {}
    answer = client.post(
        page("session_mark", session.pk, enrolment.pk), {"state": "absent", "why": ""}, headers=headers
    )
    sentence = "This is a late correction: say why it is made."
    assert sentence in (answer.content.decode() if htmx else said(answer)[0])
    assert Attendance.objects.get().state == "present"
    client.post(page("session_mark", session.pk, enrolment.pk), {"state": "absent", "why": "қате басылған"})
    shown = client.get(page("session_attendance", session.pk)).content.decode()
    assert "Present → Absent (қате басылған)" in shown


@pytest.mark.parametrize("data", [{"state": "asleep"}, {}, {"state": "present", "why": "x" * 301}])
def test_what_is_no_tap_is_refused(client: Client, trainer: User, data: dict[str, str]) -> None:
    cohort = make_cohort(trainer=trainer)
    enrolment, session = make_enrolment(cohort), held(cohort)
    answer = client.post(page("session_mark", session.pk, enrolment.pk), data)
    assert (answer.status_code, len(said(answer)), Attendance.objects.count()) == (302, 1, 0)


def test_the_whole_group_by_one_button(client: Client, trainer: User) -> None:
    cohort = make_cohort(trainer=trainer)
    people = [make_enrolment(cohort) for _ in range(3)]
    session = held(cohort)
    mark(session, people[0], "absent", by=trainer)
    assert (
        "Present: everybody not marked yet (2)" in client.get(page("session_attendance", session.pk)).content.decode()
    )
    answer = client.post(page("session_mark_all", session.pk), {"state": "present"})
    assert said(answer) == ["2 participants are marked; what was said before stays."]
    again = client.post(page("session_mark_all", session.pk), {"state": "present"})
    assert said(again)[-1] == "Something is said of everybody already: nothing is changed."
    assert client.post(page("session_mark_all", session.pk), {"state": "no"}).status_code == 404
    assert AttendanceEvent.objects.count() == 3


def test_a_session_to_come_has_no_buttons(client: Client, trainer: User) -> None:
    cohort = make_cohort(trainer=trainer)
    make_enrolment(cohort)
    text = client.get(page("session_attendance", held(cohort, -1).pk)).content.decode()
    assert "attendance is taken from then on" in text
    assert 'name="state"' not in text


def test_the_matrix_shows_sessions_held_and_what_waits(client: Client, trainer: User) -> None:
    cohort = make_cohort(trainer=trainer, minimum_attendance=80)
    first, _second = make_enrolment(cohort), make_enrolment(cohort)
    one, two, future = held(cohort, 3), held(cohort, 1), held(cohort, -1)
    mark(one, first, "absent", by=trainer)
    shown = client.get(page("attendance", cohort.pk))
    text = shown.content.decode()
    assert shown.context["held"] == [one, two]
    assert "2 sessions wait for their attendance" in text
    assert "1 participant has attended less than 80 % of the hours." in text
    assert page("session_attendance", future.pk).partition("?")[0] not in text


def test_the_participant_sees_their_own_hours_and_only_those(client: Client) -> None:
    user, trainer = saule(), daulet()
    cohort = make_cohort()
    own, other = make_enrolment(cohort, user.person), make_enrolment(cohort)
    session = held(cohort, kind="lecture")
    mark(session, own, "present", by=trainer)
    mark(session, other, "absent", by=trainer)
    client.force_login(user)
    text = client.get(page("my_attendance")).content.decode()
    assert "2 of 76 academic hours attended" in text
    assert other.person.full_name not in text
    home = client.get(reverse("home", query={"lang": "en"})).content.decode()
    assert "Attended: 2 of 76 hours, 100 % of those so far" in home
    assert client.get(page("enrolment_attendance", own.pk)).status_code == 403
    client.force_login(marat())
    assert client.get(page("my_attendance")).status_code == 404


@pytest.mark.parametrize("name", ["attendance", "session_attendance", "journal_xlsx"])
def test_a_page_asks_the_same_of_one_and_of_thirty(client: Client, trainer: User, name: str) -> None:
    cohort = make_cohort(trainer=trainer, minimum_attendance=50)
    sessions = [held(cohort, 1 + n / 10) for n in range(2)]
    address = {
        "attendance": page("attendance", cohort.pk), "session_attendance": page("session_attendance", sessions[0].pk),
        "journal_xlsx": page("journal_xlsx", cohort.pk, "kk"),
    }[name]  # fmt: skip
    asked = []
    for people in (1, 29):
        for _ in range(people):
            mark(sessions[0], make_enrolment(cohort), "absent", by=trainer)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.parametrize(("minimum", "warned"), [(80, True), (50, False), (None, False)])
def test_the_organiser_is_warned_wherever_the_defence_is_planned(
    client: Client, minimum: int | None, warned: bool
) -> None:
    organiser, trainer = aigul(), daulet()
    cohort = make_cohort(minimum_attendance=minimum)
    enrolment = make_enrolment(cohort)
    for days, state in ((1, "present"), (2, "absent")):
        mark(held(cohort, days), enrolment, state, by=trainer)
    client.force_login(organiser)
    addresses = [
        page("cohort", cohort.pk), reverse("assessment:day_new", args=[cohort.pk], query={"lang": "en"}),
        reverse("assessment:defences", args=[cohort.pk], query={"lang": "en"}),
    ]  # fmt: skip
    for address in addresses:
        text = client.get(address).content.decode()
        assert ("has attended less than 80 %" in text) is warned
        assert ("50&nbsp;%" in text) is warned


@pytest.mark.parametrize("typed", ["0", "101", "x"])
def test_the_minimum_is_a_percentage(client: Client, typed: str) -> None:
    client.force_login(aigul())
    cohort = make_cohort()
    data = {"name": cohort.name, "version": cohort.version_id, "starts_on": cohort.starts_on, "ends_on": cohort.ends_on,
            "form": cohort.form, "language": cohort.language, "trainer": "", "place": ""}  # fmt: skip
    refused = client.post(page("cohort_edit", cohort.pk), {**data, "minimum_attendance": typed})
    assert (refused.status_code, list(refused.context["form"].errors)) == (200, ["minimum_attendance"])
    assert client.post(page("cohort_edit", cohort.pk), {**data, "minimum_attendance": "80"}).status_code == 302
    cohort.refresh_from_db()
    assert cohort.minimum_attendance == 80


def test_the_home_names_each_cohort_with_sessions_of_which_nobody_said_anything() -> None:
    trainer = daulet()
    cohort, quiet, over = make_cohort(name="Қараша-1"), make_cohort(), make_cohort(status="closed")
    people = {each.pk: make_enrolment(each) for each in (cohort, quiet, over)}
    for each, days_ago in ((cohort, 2), (cohort, 1), (cohort, -1), (over, 1), (make_cohort(), 1)):
        held(each, days_ago)
    mark(held(quiet, 1), people[quiet.pk], "absent", by=trainer)
    with translation.override("en"):
        (task,) = attendance_to_take(NOW)
    first = timezone.localdate(NOW - timedelta(days=2))
    assert (task.title, task.note) == ("2 sessions lack attendance", f"Қараша-1, since {first:%d.%m.%Y}")
    assert task.url == f"/cohorts/{cohort.pk}/attendance/"


def test_one_tap_does_not_hide_a_session_of_which_more_is_to_be_said() -> None:
    trainer, cohort = daulet(), make_cohort()
    people = [make_enrolment(cohort) for _ in range(3)]
    session = held(cohort, 1)
    mark(session, people[0], "present", by=trainer)
    assert [task.url for task in attendance_to_take(NOW)] == [f"/cohorts/{cohort.pk}/attendance/"]
    for each in people[1:]:
        mark(session, each, "absent", by=trainer)
    assert list(attendance_to_take(NOW)) == []


@pytest.mark.parametrize(
    ("status", "events"),
    [
        ("admitted", []),
        ("on_hold", [("admitted", "on_hold", 2)]),
        ("withdrawn", [("admitted", "withdrawn", 2)]),
        ("withdrawn", [("admitted", "withdrawn", 0)]),
        ("transferred", [("admitted", "transferred", 0)]),
        ("applied", [("admitted", "withdrawn", 3), ("withdrawn", "applied", 2)]),
        ("admitted", [("admitted", "withdrawn", 3), ("withdrawn", "applied", 2), ("applied", "admitted", 0)]),
        ("admitted", [("", "applied", 3), ("applied", "admitted", 0)]),
        ("admitted", [("applied", "withdrawn", 3), ("withdrawn", "applied", 2), ("applied", "admitted", 0)]),
    ],
)
def test_the_home_and_the_page_of_attendance_miss_the_same(status: str, events: list[tuple[str, str, int]]) -> None:
    enrolment = make_enrolment()
    session = held(enrolment.cohort, 1)
    make_enrolment(make_cohort())  # of another group
    for old, new, days_ago in events:
        at = NOW - timedelta(days=days_ago)
        EnrolmentEvent.objects.create(enrolment=enrolment, old=old, new=new, at=at)
    Enrolment.objects.filter(pk=enrolment.pk).update(status=status)
    page = attendance_of(enrolment.cohort, NOW)
    assert list(unmarked(NOW)) == page.unsaid
    roll = roll_of(session, NOW)
    assert bool(roll.waiting) == bool(page.unsaid)
