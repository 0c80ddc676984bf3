"""What changes while a message waits or is on its way: nobody wants it any more, or they are reached elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import ClassVar

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.mail.message import EmailMessage
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from people import delivering, outbox
from people.delivering import Outcome
from people.erasing import scrub_messages
from people.models import Organisation, OutboxMessage, Person
from people.registering import amend_organisation, amend_person
from tests.cast import aigul, make_organisation, make_person

State = OutboxMessage.State
pytestmark = pytest.mark.django_db


class Meanwhile(EmailBackend):
    """Something happens while the mail server has the letter in its hands; then it takes it or does not."""

    act: ClassVar[Callable[[], object]]
    refuses: ClassVar[bool]

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        type(self).act()
        if self.refuses:
            raise SMTPRecipientsRefused({"somebody": (451, b"later")})
        return super().send_messages(messages)


def post(person: Person | None = None, organisation: Organisation | None = None, **fields: object) -> OutboxMessage:
    values: dict[str, object] = {"kind": "test", "language": "kk", "subject": "Хат", "text": "Сәлем!", **fields}
    return outbox.post(cause="c:1", person=person, organisation=organisation, **values)  # type: ignore[arg-type]


def withdraw() -> None:
    outbox.withdraw(OutboxMessage.objects.all())


def erase() -> None:
    scrub_messages(OutboxMessage.objects.all())


@pytest.mark.parametrize(("act", "state"), [(withdraw, State.WITHDRAWN), (erase, State.ERASED)])
@pytest.mark.parametrize("refuses", [True, False])
def test_what_is_called_back_on_its_way_is_not_tried_again_and_is_sent_if_it_arrived(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, act: Callable[[], None], state: State, refuses: bool
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.{Meanwhile.__name__}"
    monkeypatch.setattr(Meanwhile, "act", staticmethod(act), raising=False)
    monkeypatch.setattr(Meanwhile, "refuses", refuses, raising=False)
    message = post(make_person())
    delivering.deliver(message.pk)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert delivering.deliver(message.pk, now=timezone.now() + timedelta(days=1)) is Outcome.NOTHING_TO_DO
    message.refresh_from_db()
    assert (message.state, len(mail.outbox)) == ((state, 0) if refuses else (State.SENT, 1))


@pytest.mark.parametrize("act", [withdraw, erase])
def test_what_was_called_back_under_a_dead_worker_never_goes_out(act: Callable[[], None]) -> None:
    message, now = post(make_person()), timezone.now()
    OutboxMessage.objects.filter(pk=message.pk).update(state=State.SENDING, claimed_at=now - delivering.STALE)
    act()
    assert (delivering.send_due(now=now), mail.outbox) == (0, [])


def test_what_arrives_in_the_moment_of_the_erasure_stays_sent_and_is_scrubbed() -> None:
    message = post(make_person())

    def arrive(
        execute: Callable[..., object], sql: str, params: Sequence[object], many: bool, context: object
    ) -> object:
        """Between the question what has gone out and the answer to it."""
        if sql.startswith("UPDATE") and State.ERASED in params:
            rows = f"UPDATE {OutboxMessage._meta.db_table} SET state = %s, sent_at = %s WHERE id = %s"
            at = connection.ops.adapt_datetimefield_value(timezone.now())
            execute(rows, [State.SENT.value, at, message.pk], False, context)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(arrive):
        erase()
    message.refresh_from_db()
    assert (message.state, message.text, message.to_email) == (State.SENT, "", "")


def test_what_waits_goes_to_the_address_that_is_on_record_when_it_goes_out() -> None:
    person = make_person(email="wrong@mektep.example")
    message = post(person)
    amend_person(person, by=aigul(), email="right@mektep.example")
    assert delivering.deliver(message.pk) is Outcome.SENT
    assert [letter.to for letter in mail.outbox] == [["right@mektep.example"]]
    assert OutboxMessage.objects.get().to_email == "right@mektep.example"


def test_a_school_is_written_to_where_it_is_reached_today() -> None:
    school = make_organisation(email="wrong@mektep.example")
    message = post(organisation=school)
    amend_organisation(school, by=aigul(), email="right@mektep.example")
    delivering.deliver(message.pk)
    assert [letter.to for letter in mail.outbox] == [["right@mektep.example"]]


@pytest.mark.parametrize("kind", ["test", "feedback"])
def test_what_waits_for_somebody_who_has_no_address_any_more_is_to_be_posted(settings: Settings, kind: str) -> None:
    settings.QUIET_HOURS = None
    person = make_person(email="wrong@mektep.example")
    message = post(person, kind=kind)
    amend_person(person, by=aigul(), email="")
    assert delivering.send_due() == 0
    message.refresh_from_db()
    assert (message.state, message.to_email, mail.outbox) == (State.TO_POST, "", [])


def test_a_record_that_was_merged_is_still_reached_at_its_own_address() -> None:
    merged = make_person(email="one@mektep.example")
    message = post(merged)
    Person.objects.filter(pk=merged.pk).update(merged_into=make_person(email="other@mektep.example"))
    delivering.deliver(message.pk)
    assert [letter.to for letter in mail.outbox] == [["one@mektep.example"]]
