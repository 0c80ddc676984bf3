"""Invitations and reminders of webinars: due with <=, once each, whatever was missed and whoever else sweeps."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from config.erasure import erase
from people.models import OutboxMessage
from people.roles import Role
from postcourse import webinar_telling, webinar_writing
from postcourse.models import Webinar, WebinarGuest
from tests.cast import aigul, daulet, make_user
from tests.postcourse.webinar_scenes import (
    ANNOUNCED,
    STARTS,
    a_cohort,
    letters,
    make_announced,
    make_draft,
    make_graduate,
    make_place,
)

WEEK, DAY, HOUR = timedelta(days=7), timedelta(days=1), timedelta(hours=1)
pytestmark = pytest.mark.django_db


def steps() -> list[str]:
    return [letter.cause.split(":")[0].removeprefix("webinar-remind-") for letter in letters("webinar-reminder")]


def make_registered(at: datetime = ANNOUNCED) -> Webinar:
    organiser = aigul()
    cohort, [person] = a_cohort(daulet())
    webinar = make_announced(organiser, cohort, by=organiser)
    make_place(webinar, person, by=organiser, now=at)
    return webinar


@pytest.mark.parametrize(("seconds", "sent"), [(-1, 0), (0, 1), (86400 * 5, 1)])
def test_a_reminder_goes_out_from_its_moment_on(seconds: int, sent: int) -> None:
    make_registered()
    assert webinar_telling.sweep(now=STARTS - WEEK + timedelta(seconds=seconds)) == (0, sent)
    assert steps() == ["week"] * sent


def test_sweeps_all_the_way_write_each_reminder_once() -> None:
    webinar, now = make_registered(), ANNOUNCED
    while now < STARTS + DAY:
        webinar_telling.sweep(now=now)
        now += timedelta(minutes=50)
    assert steps() == ["week", "day", "hour"]
    assert [each.sent for each in webinar.reminders.all()] == [1, 1, 1]


@pytest.mark.parametrize(
    ("before", "sent"), [(HOUR * 3, ["day"]), (HOUR / 2, ["hour"]), (-HOUR / 2, [])], ids=["hours", "minutes", "begun"]
)
def test_a_sweep_that_was_away_sends_the_nearest_alone(before: timedelta, sent: list[str]) -> None:
    webinar = make_registered()
    for _ in range(2):
        webinar_telling.sweep(now=STARTS - before)
    assert steps() == sent
    due = webinar.reminders.filter(due_at__lte=STARTS - before)
    assert not due.filter(claimed_at=None).exists()


def test_who_registered_since_it_was_due_is_not_reminded_in_the_same_breath() -> None:
    make_registered(at=STARTS - DAY + HOUR)
    assert webinar_telling.sweep(now=STARTS - DAY + 2 * HOUR) == (0, 0)
    assert webinar_telling.sweep(now=STARTS - HOUR) == (0, 1)
    assert steps() == ["hour"]


def test_of_a_new_time_people_are_reminded_anew() -> None:
    webinar = make_registered()
    webinar_telling.sweep(now=STARTS - WEEK)
    row = Webinar.objects.get(pk=webinar.pk)
    row.starts_at, row.ends_at = STARTS + WEEK, STARTS + WEEK + HOUR
    webinar_writing.amend(row, cohorts=row.cohorts.all(), programmes=[], by=row.host, now=STARTS - DAY)
    assert webinar_telling.sweep(now=STARTS) == (0, 1)
    assert steps() == ["week", "week"]


def test_who_joins_later_is_invited_later_and_a_draft_is_nobodys_business() -> None:
    organiser = aigul()
    cohort, [early] = a_cohort(organiser)
    webinar = make_announced(organiser, cohort, by=organiser)
    make_draft(organiser, cohort, by=organiser, starts_at=STARTS + DAY)
    late = make_graduate(cohort)
    assert webinar_telling.sweep(now=ANNOUNCED + DAY) == (1, 0)
    assert webinar_telling.sweep(now=ANNOUNCED + DAY) == (0, 0)
    make_graduate(cohort)
    assert webinar_telling.sweep(now=STARTS) == (0, 0)
    assert [letter.person for letter in letters("webinar-invitation")] == [early, late]
    assert webinar.guests.count() == 2


def test_many_are_told_in_parts_and_a_broken_webinar_does_not_hold_up_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(webinar_telling, "AT_ONCE", 2)
    organiser = aigul()
    cohort, people = a_cohort(organiser, people=5)
    broken, whole = (make_announced(host, cohort, by=organiser, told=False) for host in (organiser, daulet()))
    # No clock in Almaty shows that hour, so its letter cannot be written.
    Webinar.objects.filter(pk=broken.pk).update(ends_at=datetime.max.replace(tzinfo=UTC))
    assert webinar_telling.sweep(now=ANNOUNCED)[0] == 5
    assert not broken.guests.exists()
    assert set(whole.guests.values_list("person", flat=True)) == {person.pk for person in people}
    assert webinar_telling.sweep(seconds=-1, now=ANNOUNCED) == (0, 0)


def test_a_reminder_costs_the_same_for_one_and_for_thirty() -> None:
    organiser, asked = aigul(), []
    for people in (1, 30):
        cohort, guests = a_cohort(organiser, people=people)
        webinar = make_announced(organiser, cohort, by=organiser, starts_at=STARTS + timedelta(weeks=people))
        for person in guests:
            make_place(webinar, person, by=organiser)
        with CaptureQueriesContext(connection) as queries:
            assert webinar_telling.remind(webinar.pk, now=webinar.starts_at - HOUR) == people
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_and_remind_each_once() -> None:
    organiser = aigul()
    cohort, people = a_cohort(organiser, people=6)
    webinar = make_announced(organiser, cohort, by=organiser)
    for person in people:
        make_place(webinar, person, by=organiser)
    make_announced(daulet(), cohort, by=organiser, told=False)
    _twice(STARTS - DAY)
    assert Counter(steps()) == {"day": 6}
    invited = Counter(letter.cause for letter in letters("webinar-invitation"))
    assert (len(invited), set(invited.values())) == (12, {1})
    assert WebinarGuest.objects.count() == 12


def _twice(now: datetime) -> None:
    def work() -> None:
        webinar_telling.sweep(now=now)
        connections.close_all()

    sweeps = [Thread(target=work) for _ in range(2)]
    for thread in sweeps:
        thread.start()
    for thread in sweeps:
        thread.join()


def test_nobody_erased_is_told_or_reminded_and_their_place_is_free() -> None:
    organiser, administrator = aigul(), make_user("admin@institute.example", Role.ADMINISTRATOR)
    cohort, [gone, stays] = a_cohort(organiser, people=2)
    webinar = make_announced(organiser, cohort, by=organiser, capacity=1)
    make_place(webinar, gone, by=organiser)
    later = make_announced(daulet(), cohort, by=organiser, told=False)
    erase(gone, typed=gone.iin, by=administrator)
    known = set(OutboxMessage.objects.values_list("pk", flat=True))
    webinar_telling.sweep(now=ANNOUNCED)
    make_place(webinar, stays, by=organiser)
    webinar_telling.sweep(now=STARTS - HOUR)
    written = OutboxMessage.objects.exclude(pk__in=known)
    assert {letter.person for letter in written} == {stays}
    assert [guest.person for guest in later.guests.all()] == [stays]
    assert webinar.guests.get(person=gone).status == "withdrawn"
