"""The life of a webinar: what is legal, for whom it is, who is written to."""

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
from postcourse import webinar_guests, webinar_materials, webinar_telling, webinar_writing, webinars
from postcourse.models import Webinar
from postcourse.webinar_audience import audience_of
from tests.cast import aigul, daulet, make_cohort, make_person, make_user
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
)

pytestmark = pytest.mark.django_db
Status = Webinar.Status
LEGAL = {
    Status.DRAFT: {Status.DRAFT, Status.ANNOUNCED, Status.CANCELLED},
    Status.ANNOUNCED: {Status.ANNOUNCED, Status.HELD, Status.CANCELLED},
    Status.HELD: {Status.HELD},
    Status.CANCELLED: set(),
}


@pytest.mark.parametrize("old", Status.values)
def test_only_the_moves_of_the_table_are_made(old: str) -> None:
    organiser = aigul()
    for day, new in enumerate(Status.values):
        row = make_draft(organiser, make_cohort(), by=organiser, starts_at=STARTS + timedelta(days=day))
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


def test_who_announces_second_changes_nothing() -> None:
    organiser, cohort = aigul(), make_cohort()
    row = make_draft(organiser, cohort, by=organiser)
    webinars.announce(row, by=organiser, now=ANNOUNCED)
    webinar_telling.sweep(now=STARTS - timedelta(days=7))
    webinars.announce(row, by=organiser, now=ANNOUNCED + timedelta(minutes=1))
    row.refresh_from_db()
    assert (row.announced_at, row.events.count(), len(letters("webinar-host"))) == (ANNOUNCED, 2, 1)
    assert row.reminders.exclude(claimed_at=None).count() == 1


def amend(webinar: Webinar, *, now: datetime = ANNOUNCED, **changes: Any) -> Webinar:
    row = Webinar.objects.get(pk=webinar.pk)
    for name, value in changes.items():
        setattr(row, name, value)
    cohorts, programmes = row.cohorts.all(), row.programmes.all()
    return webinar_writing.amend(row, cohorts=cohorts, programmes=programmes, by=row.host, now=now)


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
