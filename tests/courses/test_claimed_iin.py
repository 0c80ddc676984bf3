"""Somebody's IIN in a stranger's application: the organiser's list has the last word, and no letter goes astray."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils import translation

from courses import applying, confirming, importing
from courses.applying import Said
from courses.lines import line_of
from courses.models import Application, Cohort, ListImport
from courses.previewing import Entry, preview
from people.models import OutboxMessage, Person, User
from people.signing_in import ensure_user
from tests.cast import aigul, make_provider
from tests.courses.lists import HEADERS, SAULE, workbook
from tests.courses.way_scenes import autumn

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 10)
STRANGER, OWN = "stranger@elsewhere.example", str(SAULE[4])
SAID: Said = {
    "surname": "Бөтен", "given_name": "Адам", "patronymic": "", "email": STRANGER, "phone": "+77010000000",
    "position": "директор", "organisation": "№ 7 лицей", "bin": "", "region": "", "locality": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    with translation.override("en"), time_machine.travel(datetime(2026, 8, 10, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def by() -> User:
    return aigul()


@pytest.fixture
def claimed() -> Application:
    """The stranger has applied under Saule's IIN."""
    make_provider()
    cohort = autumn(apply_token="x" * 22, status=Cohort.Status.ENROLLING)
    return applying.apply(cohort, iin=str(SAULE[1]), said=SAID, language="kk")


def listed(cohort: Cohort, email: str) -> tuple[ListImport, Entry]:
    file = io.BytesIO(workbook(HEADERS, (*SAULE[:4], email)))
    row = importing.receive(cohort, file, name="list.xlsx", by=None)
    (entry,) = preview(row, today=TODAY).entries
    return row, entry


def admitted(row: ListImport, by: User) -> Person:
    importing.admit(row, agreement_date=TODAY, order_date=TODAY, by=by)
    confirming.ask_for_confirmation(row.cohort, by=by)
    return Person.objects.get()


def test_a_list_without_an_address_leaves_the_stranger_without_a_sign_in_and_without_letters(
    claimed: Application, by: User
) -> None:
    row, entry = listed(claimed.cohort, "")
    assert [problem.code for problem in entry.row.problems] == ["email_missing"]
    person = admitted(row, by)
    assert (person.full_name, person.email) == ("Нұрғалиева Сәуле Болатқызы", "")
    assert (ensure_user(STRANGER), OutboxMessage.objects.filter(to_email=STRANGER).exists()) == (None, False)


def test_the_name_and_the_address_of_the_list_are_shown_and_replace_the_stranger_s(
    claimed: Application, by: User
) -> None:
    row, entry = listed(claimed.cohort, OWN)
    assert [(each.field.value, each.old, each.new) for each in entry.changes][:2] == [
        ("full_name", "Бөтен Адам", "Нұрғалиева Сәуле Болатқызы"), ("email", "", OWN),
    ]  # fmt: skip
    person = admitted(row, by)
    assert (person.full_name, person.email) == ("Нұрғалиева Сәуле Болатқызы", OWN)
    assert set(OutboxMessage.objects.filter(kind="confirm_name").values_list("to_email", flat=True)) == {OWN}
    user = ensure_user(OWN)
    assert user is not None
    assert (user.person, ensure_user(STRANGER)) == (person, None)
    decide = {each.key: each.on_record for each in applying.to_decide(Application.objects.get(pk=claimed.pk))}
    assert decide["email"] == OWN


def test_an_address_that_was_taken_by_mistake_is_said_by_a_silent_list_and_replaced_by_another(
    claimed: Application, by: User
) -> None:
    applying.settle(claimed, take=frozenset({"email"}), by=by)
    stranger = ensure_user(STRANGER)
    assert stranger is not None
    _row, entry = listed(claimed.cohort, "")
    assert [problem.title for problem in entry.row.problems] == [
        f"No e-mail in the list: {STRANGER}, the one on record, stays."
    ]
    row, entry = listed(claimed.cohort, OWN)
    assert (line_of(entry).email.was, line_of(entry).email.text) == (STRANGER, OWN)
    admitted(row, by)
    assert ensure_user(STRANGER) is None
    assert set(OutboxMessage.objects.filter(kind="confirm_name").values_list("to_email", flat=True)) == {OWN}
