"""The life of a webinar and of the places at it: what is legal, who has a place, who is written to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from icalendar import Calendar

from people.merging import merge
from people.models import OutboxMessage
from postcourse import webinar_guests, webinar_materials, webinar_telling, webinars
from postcourse.models import Webinar, WebinarGuest
from postcourse.webinar_audience import audience_of
from postcourse.webinar_feed import webinars_of
from postcourse.webinar_invitation import uid
from tests.at_once import at_once
from tests.cast import aigul, daulet, make_cohort, make_person, make_provider, make_user
from tests.postcourse.scenes import at
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
Status, Place = Webinar.Status, WebinarGuest.Status
LEGAL = {
    Status.DRAFT: {Status.DRAFT, Status.ANNOUNCED, Status.CANCELLED},
    Status.ANNOUNCED: {Status.ANNOUNCED, Status.HELD, Status.CANCELLED},
    Status.HELD: {Status.HELD},
    Status.CANCELLED: set(),
}


@pytest.mark.parametrize("old", Status.values)
def test_only_the_moves_of_the_table_are_made(old: str) -> None:
    organiser = aigul()
    for new in Status.values:
        row = make_draft(organiser, make_cohort(), by=organiser)
        announced = None if old == "draft" else ANNOUNCED
        Webinar.objects.filter(pk=row.pk).update(status=old, announced_at=announced)
        changes: dict[str, Any] = {} if new == "draft" else {"announced_at": ANNOUNCED}
        if Status(new) in LEGAL[Status(old)]:
            webinars.move(row, Status(new), by=organiser, **changes)
            assert row.events.latest("pk").new == new
        else:
            with pytest.raises(ValidationError, match="cannot become"):
                webinars.move(row, Status(new), by=organiser, **changes)


@pytest.mark.parametrize(
    "wrong",
    [{"ends_at": STARTS}, {"capacity": 0}, {"status": "announced"}, {"recording": "https://x.kz/1"}],
)
def test_the_database_refuses_a_webinar_that_cannot_be(wrong: dict[str, Any]) -> None:
    row = make_draft(aigul(), by=make_user("o@x.kz"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Webinar.objects.filter(pk=row.pk).update(**wrong)


def test_it_is_for_who_was_in_its_cohorts_and_who_passed_its_programmes_each_human_once() -> None:
    organiser, cohort, other = aigul(), make_cohort(), make_cohort()
    of_cohort = {status: make_graduate(cohort, status=status) for status in ("admitted", "passed", "not_passed")}
    for status in ("applied", "declined", "withdrawn", "expelled"):
        make_graduate(cohort, status=status)
    passed = make_graduate(other)
    make_graduate(other, status="admitted")
    twice = make_graduate(other)
    merge(make_graduate(cohort), twice, by=organiser)
    programme = cohort.version.programme
    one, both = make_draft(organiser, cohort, by=organiser), make_draft(organiser, by=organiser, programmes=[programme])
    assert set(audience_of(one)) == {*of_cohort.values(), twice}
    assert set(audience_of(both)) == {of_cohort["passed"], passed, twice}


@pytest.mark.parametrize(
    ("starts_at", "cohorts", "code"),
    [(STARTS, 0, "nobody"), (ANNOUNCED, 1, "begun"), (ANNOUNCED - timedelta(days=1), 1, "begun")],
)
def test_what_has_begun_or_is_for_nobody_is_not_announced(starts_at: datetime, cohorts: int, code: str) -> None:
    organiser = aigul()
    row = make_draft(organiser, *(make_cohort() for _ in range(cohorts)), by=organiser, starts_at=starts_at)
    with pytest.raises(ValidationError) as refusal:
        webinars.announce(row, by=organiser, now=ANNOUNCED)
    assert refusal.value.code == code


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


def amend(webinar: Webinar, *, now: datetime = ANNOUNCED, **changes: Any) -> Webinar:
    row = Webinar.objects.get(pk=webinar.pk)
    for name, value in changes.items():
        setattr(row, name, value)
    cohorts, programmes = row.cohorts.all(), row.programmes.all()
    return webinars.amend(row, cohorts=cohorts, programmes=programmes, by=row.host, now=now)


def test_who_has_a_place_is_told_of_another_time_and_the_host_too() -> None:
    organiser, trainer = aigul(), daulet()
    cohort, [comes, stays_away] = a_cohort(trainer, people=2)
    webinar = make_announced(trainer, cohort, by=organiser)
    make_place(webinar, comes, by=organiser)
    later = STARTS + timedelta(days=1)
    row = amend(webinar, starts_at=later, ends_at=later + timedelta(hours=1), title="Басқа тақырып")
    [letter] = letters("webinar-changed")
    assert (letter.person, row.sequence) == (comes, 1)
    [entry] = Calendar.from_ical(letter.calendar).walk("VEVENT")
    assert (entry["SEQUENCE"], entry.decoded("DTSTART")) == (1, later)
    hosts = [Calendar.from_ical(each.calendar).walk("VEVENT")[0]["SEQUENCE"] for each in letters("webinar-host")]
    assert hosts == [0, 1]
    assert {each.step: each.due_at for each in row.reminders.all()}["hour"] == later - timedelta(hours=1)
    assert stays_away.pk not in {each.person_id for each in letters("webinar-changed")}


def test_a_new_host_gets_it_and_leaves_it_of_the_old_ones_calendar() -> None:
    organiser, trainer = aigul(), daulet()
    webinar = make_announced(trainer, make_cohort(), by=organiser)
    amend(webinar, host=organiser)
    told = [(each.to_email, Calendar.from_ical(each.calendar)["METHOD"]) for each in letters("webinar-host")]
    assert told == [(trainer.email, "REQUEST"), (trainer.email, "CANCEL"), (organiser.email, "REQUEST")]


def test_a_better_title_is_no_news_and_what_has_begun_stays_as_it_is() -> None:
    organiser = aigul()
    cohort, [person] = a_cohort(organiser)
    webinar = make_announced(organiser, cohort, by=organiser)
    make_place(webinar, person, by=organiser)
    assert amend(webinar, title="Дұрыс атауы").sequence == 0
    assert letters("webinar-changed") == []
    with pytest.raises(ValidationError, match="has begun"):
        amend(webinar, title="Кеш", now=STARTS)
    with pytest.raises(ValidationError, match="still to come"):
        amend(webinar, starts_at=ANNOUNCED)
    make_place(webinar, make_graduate(cohort), by=organiser)
    with pytest.raises(ValidationError, match="2 people have a place"):
        amend(webinar, capacity=1)


def test_a_cancellation_tells_who_has_a_place_and_nothing_is_reminded_of() -> None:
    organiser, trainer = aigul(), daulet()
    cohort, [person, _other] = a_cohort(trainer, people=2)
    webinar = make_announced(trainer, cohort, by=organiser)
    make_place(webinar, person, by=organiser)
    with pytest.raises(ValidationError, match="Say why"):
        webinars.cancel(webinar, why=" ", by=organiser)
    webinars.cancel(webinar, why="Жарық болмайды", by=organiser)
    [letter] = letters("webinar-cancelled")
    calendar = Calendar.from_ical(letter.calendar)
    assert (letter.person, calendar["METHOD"]) == (person, "CANCEL")
    assert calendar.walk("VEVENT")[0]["SEQUENCE"] == 1
    assert "Жарық болмайды" in letter.text
    known = OutboxMessage.objects.count()
    assert webinar_telling.sweep(now=STARTS - timedelta(hours=1)) == (0, 0)
    assert OutboxMessage.objects.count() == known


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
    assert Webinar.objects.get(pk=webinar.pk).status == Status.HELD
    webinar_guests.tick(webinar, shown=[one.pk, other.pk, third.pk], came=[other.pk], by=organiser, now=OVER)
    assert statuses(webinar) == {comes: "absent", stays_away: "came", walks_in: "invited"}
    webinar_guests.tick(webinar, shown=[], came=[one.pk], by=organiser, now=OVER)
    assert statuses(webinar)[comes] == "absent"


def statuses(webinar: Webinar) -> dict[Any, str]:
    return {guest.person: guest.status for guest in webinar.guests.select_related("person")}


def test_the_first_recording_is_told_to_who_had_a_place_once() -> None:
    organiser = aigul()
    cohort, [came, absent, _elsewhere] = a_cohort(organiser, people=3)
    webinar = make_announced(organiser, cohort, by=organiser)
    guests = [make_place(webinar, each, by=organiser) for each in (came, absent)]
    webinar_guests.tick(webinar, shown=[g.pk for g in guests], came=[guests[0].pk], by=organiser, now=OVER)
    for link in ("https://video.example.org/1", "https://video.example.org/2"):
        webinar_materials.record(webinar, recording=link, by=organiser, now=OVER)
    assert {letter.person for letter in letters("webinar-recording")} == {came, absent}
    assert len(letters("webinar-recording")) == 2
    with pytest.raises(ValidationError, match="whole address"):
        webinar_materials.record(webinar, recording="javascript:alert(1)", by=organiser, now=OVER)


def test_in_the_letters_each_reads_their_own_language_and_only_a_guest_the_link() -> None:
    organiser, trainer, cohort = aigul(), daulet(), make_cohort()
    reader = make_graduate(cohort, language="en")
    webinar = make_announced(trainer, cohort, by=organiser)
    make_place(webinar, reader, by=organiser)
    [invitation], [confirmation] = letters("webinar-invitation"), letters("webinar-registered")
    assert invitation.subject == "Webinar: Алғашқы 90 күн, Thursday, 26\xa0November 2026, 16:00–17:30"
    assert f"http://localhost:8000/webinars/{webinar.pk}/\n" in invitation.text
    assert (LINK in invitation.text, LINK in confirmation.text, invitation.calendar) == (False, True, "")


def test_somebody_without_an_address_is_on_the_list_to_be_called() -> None:
    organiser, cohort = aigul(), make_cohort()
    person = make_graduate(cohort, email="")
    webinar = make_announced(organiser, cohort, by=organiser)
    [guest] = webinar.guests.unreached()
    assert guest.person == person
    make_place(webinar, person, by=organiser)
    assert not webinar.guests.unreached().exists()
    with time_machine.travel(ANNOUNCED, tick=False):
        amend(webinar, link="https://meet.example.org/new")
    [letter] = OutboxMessage.objects.filter(person=person)
    assert (letter.kind, letter.state, letter.calendar) == ("webinar-changed", "to_post", "")


def test_a_stranger_is_never_on_the_list() -> None:
    organiser = aigul()
    cohort, [person] = a_cohort(organiser)
    make_person()
    webinar = make_announced(organiser, cohort, by=organiser, now=at("2026-11-20"))
    assert [guest.person for guest in webinar.guests.all()] == [person]


def test_the_private_calendar_has_the_webinars_with_a_place_and_those_one_holds() -> None:
    organiser, trainer = aigul(), daulet()
    cohort, [person, other] = a_cohort(trainer, people=2)
    webinar = make_announced(trainer, cohort, by=organiser)
    off = make_announced(trainer, cohort, by=organiser)
    for each in (webinar, off):
        make_place(each, person, by=organiser)
    webinars.cancel(off, why="Болмайды", by=organiser)
    shown = {who: list(webinars_of(who)) for who in (signs_in(person), signs_in(other), trainer)}
    assert [[(each.uid, each.starts_at) for each in rows] for rows in shown.values()] == [
        [(uid(webinar), STARTS)], [], [(uid(webinar), STARTS)],
    ]  # fmt: skip
