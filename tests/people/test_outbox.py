"""A message is a row first: written once per cause, claimed once, sent under one Message-ID."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from people import delivering, outbox
from people.models import OutboxMessage, Person
from tests.cast import aigul, make_organisation, make_person, make_provider

State = OutboxMessage.State
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(bench: None) -> Iterator[None]:
    """Refusals are read here in the source language."""
    with translation.override("en"):
        yield


def post(cause: str = "c:1", **fields: object) -> OutboxMessage:
    values: dict[str, object] = {"kind": "test", "language": "kk", "subject": "Сәлем", "text": "Бірінші.\n\nЕкінші."}
    return outbox.post(cause=cause, **{**values, **fields})  # type: ignore[arg-type]


def in_state(state: State, **fields: object) -> OutboxMessage:
    message = post(f"in:{state}", person=make_person())
    stamps: dict[str, object] = {}
    if state == State.SENT:
        stamps = {"sent_at": timezone.now()}
    elif state == State.POSTED:
        stamps = {"posted_on": timezone.localdate()}
    elif state == State.GATHERED:
        stamps = {"digest": post("digest:1", kind="digest")}
    OutboxMessage.objects.filter(pk=message.pk).update(state=state, **stamps, **fields)
    message.refresh_from_db()
    return message


def test_a_second_call_for_one_cause_returns_the_first_row_unchanged() -> None:
    person = make_person()
    first = post(person=person)
    second = post(person=person, subject="Басқа", language="ru")
    assert (second.pk, second.subject, second.language) == (first.pk, "Сәлем", "kk")
    assert OutboxMessage.objects.count() == 1


def test_a_message_goes_with_the_transaction_that_caused_it() -> None:
    with transaction.atomic():
        post(person=make_person())
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()


def test_the_message_id_comes_from_the_cause_and_tells_nothing() -> None:
    person = make_person()
    message = post("invite:17", person=person)
    assert message.message_id == outbox.message_id("invite:17") != outbox.message_id("invite:18")
    assert all(word not in message.message_id for word in (person.iin, person.email, "invite", "17@"))
    assert message.message_id.endswith("@localhost>")


@pytest.mark.parametrize(
    ("email", "shared", "expected"),
    [
        ("saule@mektep.example", False, State.QUEUED),
        ("school@mektep.example", True, State.TO_POST),
        ("", False, State.TO_POST),
    ],
)
def test_an_address_that_is_missing_or_shared_means_print_and_post(email: str, shared: bool, expected: State) -> None:
    person = make_person(email=email)
    if shared:
        make_person(email=email)
    message = post(person=person)
    assert (message.state, message.to_email) == (expected, email if expected == State.QUEUED else "")


def test_an_address_is_not_shared_with_a_merged_record_of_the_same_human() -> None:
    person = make_person(email="saule@mektep.example")
    make_person(email="saule@mektep.example", merged_into=person)
    assert post(person=person).state == State.QUEUED


def test_an_employer_is_written_to_at_the_address_of_the_organisation() -> None:
    assert post("a", organisation=make_organisation(email="school@x.example")).to_email == "school@x.example"
    assert post("b", organisation=make_organisation()).state == State.TO_POST


def test_a_subject_is_one_line() -> None:
    assert post(subject="Сәлем\r\nBcc: all@x.example", person=make_person()).subject == "Сәлем Bcc: all@x.example"


def test_text_and_html_are_closed_with_the_providers_name_in_the_readers_language() -> None:
    make_provider(phone="+7 7212 00 00 00")
    message = post(language="ru", text="Откройте:\nhttps://x.example/v/1\n\n<b>", person=make_person())
    assert message.text.endswith("\n-- \nТОО «Институт обучения и развития»\n+7 7212 00 00 00\n")
    assert 'lang="ru"' in message.html
    assert "ТОО «Институт обучения и развития»" in message.html
    assert "&lt;b&gt;" in message.html
    link = message.html.partition('<a href="https://x.example/v/1"')[2]
    assert link.partition("</a>")[0].endswith(">Откройте")


def test_words_and_titles_are_written_as_they_are_and_addresses_among_them_lead_there() -> None:
    text = "A <b> & c\nWrite to office@x.example, or see www.x.example and institute.org."
    html = post(subject="<i> & you", text=text, person=make_person()).html
    assert "<title>&lt;i&gt; &amp; you</title>" in html
    assert "A &lt;b&gt; &amp; c<br>Write to " in html
    for address in ("mailto:office@x.example", "www.x.example", "institute.org"):
        assert re.search(f'<a href="[^"]*{re.escape(address)}"', html), address
    assert "\x00" not in html


@pytest.mark.parametrize("state", State.values)
def test_a_person_may_post_or_retry_only_what_the_table_allows(state: str) -> None:
    organiser = aigul()
    acts: dict[State, Callable[[], OutboxMessage]] = {
        State.POSTED: lambda: outbox.mark_posted(in_state(State(state)), by=organiser, on=timezone.localdate()),
        State.QUEUED: lambda: outbox.retry(in_state(State(state)), by=organiser),
    }
    for to, act in acts.items():
        OutboxMessage.objects.exclude(digest=None).delete()
        OutboxMessage.objects.all().delete()
        if to in outbox.MOVES.get(State(state), ()):
            assert act().state == to
        else:
            with pytest.raises(ValidationError, match="“"):
                act()
            assert OutboxMessage.objects.get(cause=f"in:{state}").state == state


@pytest.mark.parametrize("state", State.values)
def test_what_has_gone_out_is_not_withdrawn_and_what_has_not_never_goes_out(state: str) -> None:
    message = in_state(State(state))
    withdrawn = State.WITHDRAWN in outbox.MOVES.get(State(state), ())
    assert outbox.withdraw(OutboxMessage.objects.filter(pk=message.pk)) == withdrawn
    message.refresh_from_db()
    assert message.state == (State.WITHDRAWN if withdrawn else state)
    if withdrawn:
        assert delivering.deliver(message.pk) is delivering.Outcome.NOTHING_TO_DO


def test_all_that_could_not_be_sent_is_sent_again_but_for_whom_nothing_reaches() -> None:
    given_up, sent = in_state(State.GIVEN_UP), in_state(State.SENT)
    nowhere = in_state(State.FAILED)
    Person.objects.filter(messages=nowhere).update(email="")
    assert outbox.retry_all([given_up, sent, nowhere], by=aigul()) == (1, 2)
    assert [OutboxMessage.objects.get(pk=each.pk).state for each in (given_up, sent, nowhere)] == [
        State.QUEUED, State.SENT, State.FAILED,
    ]  # fmt: skip


def test_posting_is_recorded_with_its_day_and_who_said_so() -> None:
    organiser, message = aigul(), post(person=make_person(email=""))
    outbox.mark_posted(message, by=organiser, on=timezone.localdate())
    message = OutboxMessage.objects.get()
    assert (message.state, message.posted_on, message.posted_by) == (State.POSTED, timezone.localdate(), organiser)


@pytest.mark.parametrize("days", [-1, 1])
def test_nothing_is_posted_before_it_was_written_or_in_the_future(days: int) -> None:
    message = post(person=make_person(email=""))
    with pytest.raises(ValidationError):
        outbox.mark_posted(message, by=aigul(), on=timezone.localdate() + timedelta(days=days))
    assert OutboxMessage.objects.get().state == State.TO_POST


def test_a_retry_uses_the_address_that_is_on_record_today() -> None:
    organiser, person = aigul(), make_person(email="")
    message = post(person=person)
    with pytest.raises(ValidationError, match="address"):
        outbox.retry(message, by=organiser)
    Person.objects.filter(pk=person.pk).update(email="new@mektep.example")
    outbox.retry(OutboxMessage.objects.get(), by=organiser)
    row = OutboxMessage.objects.get()
    assert (row.state, row.to_email, row.retried_by) == (State.QUEUED, "new@mektep.example", organiser)
    assert row.message_id == message.message_id


# ---- many at once ----------------------------------------------------------------------------------------------------
def letter(cause: str, person: Person) -> outbox.Letter:
    return outbox.Letter(cause, "test", "kk", "Сәлем", "Бірінші.\n\nЕкінші.", person=person)


def test_many_letters_at_once_are_the_letters_that_would_be_written_one_by_one() -> None:
    make_provider()
    people = [make_person(), make_person(email="school@x.example"), make_person(email="school@x.example")]
    people.append(make_person(merged_into=people[0], email="old@x.example"))
    people.append(make_person(email=""))
    addresses = outbox.addresses_of(people)
    assert addresses == {person.pk: outbox.address_of(person) for person in people}
    outbox.post_all([letter(f"all:{person.pk}", person) for person in people], addresses=addresses)
    for person in people:
        one, other = post(f"one:{person.pk}", person=person), OutboxMessage.objects.get(cause=f"all:{person.pk}")
        for field in ("person_id", "to_email", "language", "subject", "text", "html", "state", "kind"):
            assert getattr(one, field) == getattr(other, field), field
        assert other.message_id == outbox.message_id(other.cause)


def test_of_many_letters_those_whose_cause_was_told_already_stay_as_they_are() -> None:
    person = make_person()
    first = post("all:1", person=person, subject="Бұрынғы")
    outbox.post_all([letter("all:1", person), letter("all:2", person)], addresses=outbox.addresses_of([person]))
    assert dict(OutboxMessage.objects.values_list("cause", "subject")) == {"all:1": first.subject, "all:2": "Сәлем"}


@pytest.mark.parametrize("count", [1, 30])
def test_many_letters_cost_as_much_as_one(django_assert_num_queries: DjangoAssertNumQueries, count: int) -> None:
    make_provider()
    people = [make_person() for _each in range(count)]
    with django_assert_num_queries(3):
        outbox.post_all([letter(f"all:{p.pk}", p) for p in people], addresses=outbox.addresses_of(people))
