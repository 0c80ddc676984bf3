"""The holder hides their name from the public: what the document is worth stays told, everywhere alike."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from certificates import hiding, registering
from certificates.checking import problems
from certificates.chronicle import chronicle
from certificates.models import Document, DocumentEvent
from certificates.standing import initials
from people.models import User
from tests.cast import make_user, marat
from tests.certificates.issued import as_user, certificate, issued, organiser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def for_real(settings: Settings) -> None:
    settings.DOCUMENTS_ARE_SPECIMENS = False
    settings.SITE_URL = "https://basqaru.example"


def holder_of(document: Document) -> User:
    person = document.person
    return User.objects.filter(person=person).first() or make_user(person.email, name=person.full_name, person=person)


def hidden() -> Document:
    document = certificate()
    hiding.hide_name(document, by=holder_of(document))
    return Document.objects.get(pk=document.pk)


def act(document: Document, name: str, user: User) -> int:
    return as_user(user).post(reverse(f"certificates:{name}", args=[document.pk])).status_code


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("Нұрғалиева Гүлжаһан Өмірбекқызы", "Н. Г. Ө."),
        ("Ким Анна", "К. А."),
        ("әл-Фараби", "Ә."),
        ("Мамедов Али Гасан оглы", "М. А. Г. О."),
    ],
)
def test_of_a_name_its_initials_are_left(name: str, left: str) -> None:
    assert initials(name) == left


def test_the_name_is_nowhere_and_the_verdict_is_told(client: Client) -> None:
    document = hidden()
    name, surname = document.person.full_name, document.person.surname
    page = client.get(f"/v/{document.code}", {"lang": "en"}).content.decode()
    data = client.get(f"/v/{document.code}.json").json()
    assert (surname in page, surname in str(data)) == (False, False)
    assert page.count(initials(name)) >= 2, "in the heading and in the drawing of the paper"
    assert "The holder has hidden the name" in page
    assert "The name on the paper has these initials" in page
    assert '<h1 id="verdict">Valid</h1>' in page
    assert (data["verdict"], data["document"]["name"], data["document"]["name_hidden"]) == (
        "valid", initials(name), True,
    )  # fmt: skip


def test_a_name_that_is_shown_has_no_mark_of_it(client: Client) -> None:
    document = certificate()
    assert "name_hidden" not in client.get(f"/v/{document.code}.json").json()["document"]
    assert "hidden the name" not in client.get(f"/v/{document.code}", {"lang": "en"}).content.decode()


def test_shown_again_it_is_as_printed_and_the_register_remembers_both() -> None:
    document = hidden()
    user = holder_of(document)
    assert document.standing.name_hidden
    hiding.show_name(document, by=user)
    document.standing.refresh_from_db()
    assert document.standing.public["name"] == document.snapshot["name"]["full"]
    events = document.events.values_list("kind", "by")
    assert list(events) == [(DocumentEvent.Kind.NAME_HIDDEN, user.pk), (DocumentEvent.Kind.NAME_SHOWN, user.pk)]
    assert [entry.title for entry in chronicle(document)] == [
        "Name hidden from the public", "Name shown to the public again",
    ]  # fmt: skip


def test_the_register_holds_together_with_a_hidden_name() -> None:
    document = hidden()
    registering.withhold(document, by=organiser(), reason="өтініш")
    registering.show(document, by=organiser())
    assert Document.objects.get(pk=document.pk).standing.name_hidden, "to withhold and to hide are two things"
    assert [each for each in problems() if "standing" in each] == []


def test_what_is_so_already_is_refused_with_a_sentence() -> None:
    document = certificate()
    user = holder_of(document)
    with pytest.raises(ValidationError, match="The name is not hidden"):
        hiding.show_name(document, by=user)
    hiding.hide_name(document, by=user)
    with pytest.raises(ValidationError, match="The name is hidden already"):
        hiding.hide_name(document, by=user)


def test_a_name_is_shown_again_so_many_times_a_day_and_hidden_whenever_it_is_wanted() -> None:
    document = certificate()
    holder = holder_of(document)
    with time_machine.travel("2026-11-20 12:00+05:00") as clock:
        for _each in range(hiding.SHOWN_A_DAY):
            hiding.hide_name(document, by=holder)
            hiding.show_name(document, by=holder)
        hiding.hide_name(document, by=holder)
        with pytest.raises(ValidationError, match="from tomorrow"):
            hiding.show_name(document, by=holder)
        clock.shift(timedelta(days=1))
        hiding.show_name(document, by=holder)


def test_each_document_by_itself() -> None:
    one, other = issued("89.5", "72")
    hiding.hide_name(one, by=organiser())
    assert not Document.objects.get(pk=other.pk).standing.name_hidden


@pytest.mark.parametrize("name", ["hide_name", "show_name"])
def test_the_holder_alone_decides(name: str) -> None:
    document = hidden() if name == "show_name" else certificate()
    before = document.events.count()
    assert act(document, name, organiser()) == 403
    assert act(document, name, marat()) == 404
    assert Client().post(reverse(f"certificates:{name}", args=[document.pk])).status_code == 302
    assert as_user(holder_of(document)).get(reverse(f"certificates:{name}", args=[document.pk])).status_code == 405
    assert document.events.count() == before
    assert act(document, name, holder_of(document)) == 302
    assert document.events.count() == before + 1


def test_one_click_each_way_on_the_holder_s_page() -> None:
    document = certificate()
    browser, place = as_user(holder_of(document)), reverse("certificates:mine", args=[document.pk])
    assert "Hide my name" in browser.get(place).content.decode()
    page = browser.post(reverse("certificates:hide_name", args=[document.pk]), follow=True).content.decode()
    assert "From now on whoever checks this document sees your initials." in page
    assert "Show my name again" in page
    page = browser.post(reverse("certificates:show_name", args=[document.pk]), follow=True).content.decode()
    assert "Hide my name" in page


def test_the_staff_see_how_it_stands_and_no_button() -> None:
    page = as_user(organiser()).get(reverse("certificates:mine", args=[hidden().pk])).content.decode()
    assert "The holder alone decides this." in page
    assert "Show my name again" not in page
