"""Places at a webinar: who gets one, who gives it up, and who came."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from icalendar import Calendar

from people.merging import merge
from people.models import Person
from postcourse import webinar_guests, webinars
from postcourse.models import Webinar, WebinarGuest
from postcourse.webinar_feed import webinars_of
from postcourse.webinar_invitation import uid
from tests.at_once import at_once
from tests.cast import aigul, daulet, make_cohort, make_provider
from tests.postcourse.webinar_scenes import (
    ANNOUNCED,
    LINK,
    OVER,
    STARTS,
    a_cohort,
    letters,
    make_announced,
    make_draft,
    make_graduate,
    make_place,
    signs_in,
)

pytestmark = pytest.mark.django_db
Place = WebinarGuest.Status


def test_a_place_is_taken_once_and_given_up_and_taken_again_with_an_entry_that_only_grows() -> None:
    make_provider()
    organiser, trainer = aigul(), daulet()
    cohort, [person] = a_cohort(trainer)
    webinar = make_announced(trainer, cohort, by=organiser)
    for _ in range(2):
        make_place(webinar, person, by=organiser)
    webinar_guests.withdraw(webinar, person, by=organiser, now=ANNOUNCED)
    guest = make_place(webinar, person, by=organiser)
    assert [event.new for event in guest.events.all()] == ["registered", "withdrawn", "registered"]
    calendars = [Calendar.from_ical(letter.calendar) for letter in letters("webinar-registered")]
    assert [calendar["METHOD"] for calendar in calendars] == ["REQUEST", "CANCEL", "REQUEST"]
    entries = [calendar.walk("VEVENT")[0] for calendar in calendars]
    assert [entry["SEQUENCE"] for entry in entries] == [0, 1, 2]
    assert len({str(entry["UID"]) for entry in entries}) == 1
    assert (entries[0].decoded("DTSTART"), entries[0]["LOCATION"]) == (STARTS, LINK)
    assert entries[0]["ATTENDEE"] == f"mailto:{person.email}"


@pytest.mark.parametrize(
    ("case", "code"),
    [("draft", "not_open"), ("cancelled", "not_open"), ("over", "over"), ("another cohort", "not_meant"),
     ("erased", "gone"), ("full", "full")],
)  # fmt: skip
def test_a_place_is_refused_with_the_reason(case: str, code: str) -> None:
    organiser = aigul()
    cohort, [person, quicker] = a_cohort(organiser, people=2)
    make = make_draft if case == "draft" else make_announced
    webinar = make(organiser, cohort, by=organiser, capacity=1)
    if case == "cancelled":
        webinars.cancel(webinar, why="Ауырып қалды", by=organiser)
    if case == "full":
        make_place(webinar, quicker, by=organiser)
    if case == "another cohort":
        person = make_graduate(make_cohort())
    if case == "erased":
        person.erased_at = ANNOUNCED
        person.save()
    now = OVER if case == "over" else ANNOUNCED
    with pytest.raises(ValidationError) as refusal:
        make_place(webinar, person, by=organiser, now=now)
    assert refusal.value.code == code


def test_a_place_that_is_given_up_is_free_for_the_next() -> None:
    organiser = aigul()
    cohort, [one, other] = a_cohort(organiser, people=2)
    webinar = make_announced(organiser, cohort, by=organiser, capacity=1)
    make_place(webinar, one, by=organiser)
    webinar_guests.withdraw(webinar, one, by=organiser, now=ANNOUNCED)
    assert make_place(webinar, other, by=organiser).status == Place.REGISTERED


@pytest.mark.django_db(transaction=True)
def test_two_who_want_the_last_place_at_once_do_not_both_get_it() -> None:
    organiser = aigul()
    cohort, people = a_cohort(organiser, people=3)
    webinar = make_announced(organiser, cohort, by=organiser, capacity=1)
    refusals = at_once(*[lambda each=each: make_place(webinar, each, by=organiser) for each in [*people, people[0]]])
    assert webinar.guests.registered().count() == 1
    winner = webinar.guests.registered().get().person
    assert refusals.count("") == (2 if winner == people[0] else 1)
    assert set(refusals) == {"", "full"}
    assert len(letters("webinar-registered")) == 1


def test_of_two_records_that_were_merged_the_one_with_a_place_counts() -> None:
    organiser = aigul()
    cohort, [one, other] = a_cohort(organiser, people=2)
    webinar = make_announced(organiser, cohort, by=organiser)
    make_place(webinar, other, by=organiser)
    kept = merge(other, one, by=organiser)
    assert kept is not None
    one.refresh_from_db()
    again = make_place(webinar, one, by=organiser)
    assert (again.person_id, webinar.guests.registered().count()) == (other.pk, 1)


def test_who_has_the_places_of_two_records_gives_up_both() -> None:
    organiser = aigul()
    cohort, [one, other] = a_cohort(organiser, people=2)
    webinar = make_announced(organiser, cohort, by=organiser)
    for person in (one, other):
        make_place(webinar, person, by=organiser)
    merge(other, one, by=organiser)
    webinar_guests.withdraw(webinar, Person.objects.get(pk=one.pk), by=organiser, now=ANNOUNCED)
    assert not webinar.guests.registered().exists()
    assert len(letters("webinar-registered")) == 3


def test_a_human_whose_two_records_have_places_is_written_to_once() -> None:
    organiser = aigul()
    cohort, [one, other] = a_cohort(organiser, people=2)
    webinar = make_announced(organiser, cohort, by=organiser)
    for person in (one, other):
        make_place(webinar, person, by=organiser)
    merge(other, one, by=organiser)
    webinars.cancel(webinar, why="Болмайды", by=organiser)
    assert len(letters("webinar-cancelled")) == 1


def test_ticks_say_who_came_and_can_be_put_right_by_page() -> None:
    organiser = aigul()
    cohort, [comes, stays_away, walks_in] = a_cohort(organiser, people=3)
    webinar = make_announced(organiser, cohort, by=organiser)
    one, other = (make_place(webinar, each, by=organiser) for each in (comes, stays_away))
    shown = [one.pk, other.pk, 999_999]
    with pytest.raises(ValidationError, match="has not begun"):
        webinar_guests.tick(webinar, shown=shown, came=[one.pk], by=organiser, now=STARTS - timedelta(minutes=1))
    assert webinar_guests.tick(webinar, shown=shown, came=[one.pk, 999_999], by=organiser, now=OVER) == 1
    third = webinar_guests.walk_in(webinar.guests.get(person=walks_in), by=organiser, now=OVER)
    assert statuses(webinar) == {comes: "came", stays_away: "absent", walks_in: "came"}
    assert Webinar.objects.get(pk=webinar.pk).status == Webinar.Status.HELD
    webinar_guests.tick(webinar, shown=[one.pk, other.pk, third.pk], came=[other.pk], by=organiser, now=OVER)
    assert statuses(webinar) == {comes: "absent", stays_away: "came", walks_in: "invited"}
    webinar_guests.tick(webinar, shown=[], came=[one.pk], by=organiser, now=OVER)
    assert statuses(webinar)[comes] == "absent"


def statuses(webinar: Webinar) -> dict[Any, str]:
    return {guest.person: guest.status for guest in webinar.guests.select_related("person")}


def test_the_private_calendar_has_the_webinars_with_a_place_and_those_one_holds() -> None:
    organiser, trainer = aigul(), daulet()
    cohort, [person, other] = a_cohort(trainer, people=2)
    webinar = make_announced(trainer, cohort, by=organiser)
    off = make_announced(trainer, cohort, by=organiser, starts_at=STARTS + timedelta(days=1))
    for each in (webinar, off):
        make_place(each, person, by=organiser)
    webinars.cancel(off, why="Болмайды", by=organiser)
    shown = {who: list(webinars_of(who)) for who in (signs_in(person), signs_in(other), trainer)}
    assert [[(each.uid, each.starts_at) for each in rows] for rows in shown.values()] == [
        [(uid(webinar), STARTS)], [], [(uid(webinar), STARTS)],
    ]  # fmt: skip
