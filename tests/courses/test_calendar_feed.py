"""The private calendar, read back by the library that calendars read it with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from courses.calendar_feed import make_address
from courses.models import CalendarFeed, Cohort, Session
from people.models import User
from tests.cast import aigul, daulet, make_cohort, make_enrolment, make_person, make_session, marat, saule

pytestmark = pytest.mark.django_db


def feed(client: Client, user: User, **headers: str) -> Any:
    known = CalendarFeed.objects.filter(user=user).first() or make_address(user)
    return client.get(reverse("courses:calendar_feed", args=[known.token]), headers=headers)


def events(response: Any) -> list[Any]:
    calendar = Calendar.from_ical(response.content)
    assert isinstance(calendar, Calendar)
    return list(calendar.events)


def studying(**fields: Any) -> tuple[User, Cohort]:
    user, cohort = saule(), make_cohort(**fields)
    make_enrolment(cohort, user.person)
    return user, cohort


def at(hour: int) -> datetime:
    return datetime(2026, 11, 23, hour, tzinfo=timezone.get_default_timezone())


def test_a_participants_sessions_as_a_calendar_reads_them(client: Client) -> None:
    user, cohort = studying(name="Қараша-7")
    session = make_session(
        cohort, starts_at=at(10), ends_at=at(12), room="305, «Абай» залы; 2-қабат", link="https://meet.example/a"
    )
    response = feed(client, user)
    (event,) = events(response)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert (event["uid"], event["dtstart"].dt, event["dtend"].dt) == (f"session-{session.pk}@localhost", at(10), at(12))
    assert (str(event["location"]), str(event["url"])) == ("305, «Абай» залы; 2-қабат", "https://meet.example/a")
    assert str(event["summary"]) == "Практика: 1-модуль"
    assert "Қараша-7" in str(event["description"])


def test_every_line_is_at_most_75_bytes_and_ends_as_the_format_wants(client: Client) -> None:
    user, cohort = studying()
    make_session(cohort, room="Ұзақ атауы бар кабинет " * 4)
    lines = feed(client, user).content.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75


def test_a_change_keeps_the_uid_and_raises_the_sequence(client: Client) -> None:
    user, cohort = studying()
    session = make_session(cohort, starts_at=at(10), ends_at=at(12))
    (before,) = events(feed(client, user))
    session.starts_at, session.ends_at = at(14), at(16)
    session.save()
    (after,) = events(feed(client, user))
    assert (before["uid"], before["sequence"]) == (after["uid"], 0)
    assert (after["sequence"], after["dtstart"].dt) == (1, at(14))
    latest = session.history.latest().history_date
    assert latest - after["last-modified"].dt < timedelta(seconds=1)


def test_a_deleted_session_leaves_the_calendar(client: Client) -> None:
    user, cohort = studying()
    make_session(cohort).delete()
    assert events(feed(client, user)) == []


def test_a_trainer_gets_what_they_teach(client: Client) -> None:
    trainer = daulet()
    mine = make_session(make_cohort(), trainer=trainer)
    make_session(make_cohort(trainer=trainer))
    make_session(make_cohort(status="cancelled"), trainer=trainer)
    assert [event["uid"] for event in events(feed(client, trainer))] == [f"session-{mine.pk}@localhost"]


@pytest.mark.parametrize("status", ["applied", "declined", "withdrawn", "expelled", "on_hold"])
def test_who_does_not_study_gets_nothing(client: Client, status: str) -> None:
    user, cohort = saule(), make_cohort()
    make_enrolment(cohort, user.person, status=status)
    make_session(cohort)
    assert events(feed(client, user)) == []


def test_nothing_of_anybody_else_is_in_it(client: Client) -> None:
    user, cohort = studying()
    cohort.trainer = daulet()
    cohort.save()
    other = make_enrolment(cohort, make_person(surname="Басқа")).person
    make_session(cohort, trainer=cohort.trainer)
    text = feed(client, user).content.decode().replace("\r\n ", "")
    secrets = [other.surname, other.iin, other.email, user.email, user.name, cohort.trainer.email, cohort.trainer.name]
    assert [secret for secret in secrets if secret in text] == []


def test_a_wrong_address_does_not_exist(client: Client) -> None:
    make_address(saule())
    assert client.get("/calendar/0123456789.ics").status_code == 404


def test_a_user_who_may_no_longer_sign_in_has_no_calendar(client: Client) -> None:
    user, _cohort = studying()
    make_address(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert feed(client, user).status_code == 404


def test_an_unchanged_calendar_is_not_sent_twice_and_nobody_in_between_keeps_it(client: Client) -> None:
    user, cohort = studying()
    session = make_session(cohort)
    first = feed(client, user)
    etag = first.headers["ETag"]
    again = feed(client, user, if_none_match=etag)
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    # Some calendars ask for the head alone first.
    assert client.head(first.wsgi_request.path).headers["ETag"] == etag
    assert first.headers["Cache-Control"] == "private, no-cache"
    session.room = "306"
    session.save()
    assert feed(client, user, if_none_match=etag).status_code == 200


def test_a_new_address_ends_the_old(client: Client) -> None:
    user, _cohort = studying()
    old = make_address(user)
    old_address = reverse("courses:calendar_feed", args=[old.token])
    client.force_login(user)
    answer = client.post(reverse("courses:calendar_address"))
    assert answer.headers["Location"] == reverse("courses:my_timetable") + "#address"
    new = CalendarFeed.objects.get(user=user)
    client.logout()
    assert client.get(old_address).status_code == 404
    assert client.get(reverse("courses:calendar_feed", args=[new.token])).status_code == 200
    assert len(new.token) >= 32


def test_looking_at_the_page_makes_no_address(client: Client) -> None:
    user, _cohort = studying()
    client.force_login(user)
    client.get(reverse("courses:my_timetable"))
    assert not CalendarFeed.objects.exists()
    assert client.get(reverse("courses:calendar_address")).status_code == 405
    token = make_address(user).token
    assert f"/calendar/{token}.ics" in client.get(reverse("courses:my_timetable")).content.decode()


def test_only_those_who_have_sessions_can_have_an_address(client: Client) -> None:
    for user in (aigul(), marat()):
        client.force_login(user)
        assert client.post(reverse("courses:calendar_address")).status_code == 404
    client.logout()
    assert client.post(reverse("courses:calendar_address")).status_code == 302
    assert not CalendarFeed.objects.exists()


def test_a_feed_costs_the_same_at_1_and_at_30_sessions(client: Client) -> None:
    user, cohort = studying()
    counts = []
    for count in (1, 30):
        Session.objects.all().delete()
        for n in range(count):
            make_session(cohort, starts_at=at(8) + timedelta(days=n), hours=1)
        feed(client, user)
        with CaptureQueriesContext(connection) as captured:
            assert len(events(feed(client, user))) == count
        counts.append(len(captured))
    assert counts[0] == counts[1] == 8
