"""Everybody may choose their own quiet hours: what may wait for them waits by these, not by those of the setting."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from people import delivering, outbox, own_hours
from people.claiming import hold_the_night
from people.delivering import Outcome
from people.models import Organisation, OutboxMessage, Person, QuietHours, User
from people.quiet import Hours, next_morning, quiet_until
from tests.cast import daulet, make_organisation, make_person, make_user, saule

PAGE = "/account/quiet-hours/"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Almaty"))


@pytest.fixture(autouse=True)
def usual(settings: Settings) -> None:
    settings.QUIET_HOURS, settings.DAILY_MESSAGES = (21, 8), 3


@pytest.mark.parametrize(
    ("hours", "moment", "until", "morning"),
    [
        ((22, 7), at(23, 21, 59), None, at(24, 7)), ((22, 7), at(23, 22), at(24, 7), at(24, 7)),
        ((22, 7), at(24, 6, 59), at(24, 7), at(25, 7)), ((22, 7), at(24, 7), None, at(25, 7)),
        ((0, 6), at(24, 0), at(24, 6), at(25, 6)), ((0, 6), at(23, 23, 59), None, at(24, 6)),
        ((23, 0), at(23, 23, 30), at(24, 0), at(24, 8)), ((9, 17), at(23, 12), at(23, 17), at(24, 8)),
        ((7, 17), at(23, 20), None, at(24, 17)), ((13, 15), at(23, 14), at(23, 15), at(24, 8)),
        ((5, 5), at(23, 5), None, at(24, 8)), (None, at(24, 3), None, at(25, 8)),
    ],
)  # fmt: skip
def test_hours_end_where_they_are_said_to_also_past_midnight(
    hours: Hours | None, moment: datetime, until: datetime | None, morning: datetime
) -> None:
    assert (quiet_until(moment, hours), next_morning(moment, hours)) == (until, morning)


def having(hours: Hours | None = None, **fields: object) -> Person:
    person = make_person(**fields)
    if hours:
        own_hours.choose(person, hours, by=someone())
    return person


def someone() -> User:
    return User.objects.first() or make_user("someone@mektep.example")


def post(person: Person | None, *, organisation: Organisation | None = None) -> int:
    of = {"person": person, "organisation": organisation}
    n = OutboxMessage.objects.count()
    said = {"cause": f"{n}", "kind": "feedback", "language": "kk", "subject": f"Хат {n}", "text": "Мәтін."}
    message = outbox.post(**said, **of)  # type: ignore[arg-type]
    OutboxMessage.objects.filter(pk=message.pk).update(due_at=at(23, 12), created_at=at(23, 12))
    return message.pk


def due(pk: int) -> datetime:
    return OutboxMessage.objects.get(pk=pk).due_at


@pytest.mark.django_db
def test_each_is_written_to_when_their_own_hours_are_over() -> None:
    early, late, never, others = having((19, 6)), having((23, 10)), having((4, 4)), having()
    rows = [post(person) for person in (early, late, never, others)]
    school = post(None, organisation=make_organisation(email="school@mektep.example"))
    assert delivering.send_due(now=at(23, 22)) == 2
    assert {row for letter in mail.outbox for row in letter.to} == {late.email, never.email}
    assert [due(rows[0]), due(rows[3]), due(school)] == [at(24, 6), at(24, 8), at(24, 8)]
    assert [delivering.send_due(now=at(24, hour)) for hour in (6, 7, 8)] == [1, 0, 2]


@pytest.mark.django_db
def test_a_message_that_is_taken_alone_is_held_by_the_hours_of_its_reader() -> None:
    night, evening = post(having((23, 10))), post(having((19, 6)))
    assert delivering.deliver(evening, now=at(23, 20)) is Outcome.NOTHING_TO_DO
    assert delivering.deliver(night, now=at(23, 22)) is Outcome.SENT
    assert due(evening) == at(24, 6)


@pytest.mark.django_db
def test_own_hours_count_where_no_hours_are_usual(settings: Settings) -> None:
    settings.QUIET_HOURS = None
    own, other = post(having((21, 7))), post(having())
    assert delivering.send_due(now=at(23, 22)) == 1
    assert (due(own), OutboxMessage.objects.get(pk=other).state) == (at(24, 7), "sent")


@pytest.mark.django_db
def test_what_is_too_much_for_a_day_comes_on_the_next_after_the_own_hours(settings: Settings) -> None:
    settings.DAILY_MESSAGES = 1
    person = having((22, 10))
    assert delivering.deliver(post(person), now=at(23, 12)) is Outcome.SENT
    second = post(person)
    assert delivering.deliver(second, now=at(23, 13)) is Outcome.NOTHING_TO_DO
    assert due(second) == at(24, 10)


@pytest.mark.django_db
def test_of_two_records_of_one_human_the_kept_one_has_the_word() -> None:
    kept, merged = having(), having((19, 6))
    Person.objects.filter(pk=merged.pk).update(merged_into=kept)
    rows = [post(kept), post(Person.objects.get(pk=merged.pk))]
    hold_the_night(OutboxMessage.objects.all(), now=at(23, 20))
    assert [due(row) for row in rows] == [at(24, 6)] * 2
    own_hours.choose(Person.objects.get(pk=merged.pk), (18, 5), by=someone())
    assert own_hours.hours_of(kept) == own_hours.hours_of(Person.objects.get(pk=merged.pk)) == (18, 5)
    rows = [post(kept), post(merged)]
    hold_the_night(OutboxMessage.objects.all(), now=at(23, 20))
    assert [due(row) for row in rows] == [at(24, 5)] * 2
    own_hours.forget(kept)
    assert (own_hours.hours_of(merged), QuietHours.objects.exists()) == ((21, 8), False)


@pytest.mark.django_db
def test_of_two_records_that_were_merged_into_one_without_a_choice_the_latest_choice_counts() -> None:
    kept = having()
    for hours in ((19, 6), (20, 9)):
        Person.objects.filter(pk=having(hours).pk).update(merged_into=kept)
    row = post(kept)
    hold_the_night(OutboxMessage.objects.all(), now=at(23, 20))
    assert (own_hours.hours_of(kept), due(row)) == ((20, 9), at(24, 9))


@pytest.mark.django_db
def test_a_night_costs_no_more_with_many_messages_and_people() -> None:
    def night(day: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            hold_the_night(OutboxMessage.objects.all(), now=at(day, 23))
        return len(asked)

    post(having((22, 7)))
    once = night(23)
    for begin in (20, 21, 22):
        for _each in range(3):
            person = having((begin, 7))
            for reader in (person, person, having()):
                post(reader)
    assert night(23) == once
    assert set(OutboxMessage.objects.values_list("due_at", flat=True)) == {at(24, 7), at(24, 8)}


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [(24, 7), (7, 24)])
def test_no_hour_of_the_day_is_no_hour(hours: Hours) -> None:
    person = make_person()
    with pytest.raises(IntegrityError), transaction.atomic():
        QuietHours.objects.create(person=person, begin=hours[0], end=hours[1], by=someone())


# ---- the page --------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_page_keeps_own_hours_and_gives_the_usual_back(client: Client, in_english: None) -> None:
    user = saule()
    client.force_login(user)
    assert reverse("people:quiet_hours") == PAGE
    assert PAGE in client.get("/account/data/").content.decode()
    before = client.get(PAGE)
    assert before.context["form"].initial == {"begin": 21, "end": 8}
    assert "Back to the usual hours" not in before.content.decode()
    assert not QuietHours.objects.exists()
    saved = client.post(PAGE, {"begin": "23", "end": "6"}, follow=True)
    row = QuietHours.objects.get()
    assert (row.person, row.begin, row.end, row.by) == (user.person, 23, 6, user)
    assert "Saved." in saved.content.decode()
    assert "Back to the usual hours" in saved.content.decode()
    again = client.post(PAGE, {"begin": "23", "end": "6", "usual": "1"}, follow=True)
    assert "The usual hours apply again." in again.content.decode()
    assert not QuietHours.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said",
    [{}, {"begin": "24", "end": "6"}, {"begin": "-1", "end": "6"}, {"begin": "7"}, {"begin": "\0", "end": "ж" * 5000}],
)
def test_what_is_no_hour_is_refused_beside_the_field(client: Client, said: dict[str, str]) -> None:
    client.force_login(saule())
    page = client.post(PAGE, said)
    assert (page.status_code, QuietHours.objects.exists()) == (200, False)
    assert page.context["form"].errors


@pytest.mark.django_db
def test_nobody_chooses_without_a_record(client: Client) -> None:
    assert client.post(PAGE, {"begin": "1", "end": "2"}).status_code == 302
    client.force_login(daulet())
    assert [client.get(PAGE).status_code, client.post(PAGE, {"begin": "1", "end": "2"}).status_code] == [404, 404]
    assert PAGE not in client.get("/account/2fa/").content.decode()
    assert not QuietHours.objects.exists()


@pytest.mark.django_db
def test_who_was_erased_meanwhile_chooses_nothing() -> None:
    person = make_person()
    Person.objects.filter(pk=person.pk).update(erased_at=at(23, 12) - timedelta(days=1))
    own_hours.choose(person, (1, 2), by=someone())
    assert not QuietHours.objects.exists()
