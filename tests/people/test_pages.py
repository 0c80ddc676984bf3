"""The pages of people, provider, users and outbox: who may open them, and what is done there."""

from __future__ import annotations

import html
import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from people import outbox
from people.models import Organisation, OutboxMessage, Person, Provider, Signatory, User
from people.registering import register_organisation, register_person
from people.roles import Role
from tests.cast import (
    aigul,
    bolat,
    daulet,
    iin,
    make_enrolment,
    make_person,
    make_provider,
    make_user,
    marat,
    saule,
)

pytestmark = pytest.mark.django_db
ORGANISERS = {"people", "person", "person_edit", "organisation", "provider", "provider_edit", "signatory_new",
              "signatory", "outbox", "message"}  # fmt: skip
ADMINISTRATORS = {"users", "user_new", "user"}


@pytest.fixture
def organiser(client: Client) -> User:
    user = aigul()
    client.force_login(user)
    return user


def letter(person: Person, cause: str = "a letter") -> OutboxMessage:
    return outbox.post(cause=cause, kind="test", language="kk", subject="Тақырып", text="Мәтін", person=person)


@pytest.mark.parametrize("page", sorted(ORGANISERS | ADMINISTRATORS))
def test_each_page_opens_to_those_it_is_for(client: Client, page: str) -> None:
    make_provider()
    people = {"organiser": aigul(), "administrator": make_user("root@institute.example", Role.ADMINISTRATOR),
              "trainer": daulet(), "participant": saule(), "head": bolat(), "stranger": marat()}  # fmt: skip
    person = people["participant"].person
    assert person is not None
    keys = {
        "person": person.pk, "person_edit": person.pk, "signatory": Signatory.objects.get().pk,
        "organisation": register_organisation(name="№ 7 лицей", by=None).pk, "message": letter(person).pk,
        "user": people["trainer"].pk,
    }  # fmt: skip
    address = reverse(f"people:{page}", args=[keys[page]] if page in keys else [])
    assert client.get(address).headers["Location"].startswith(reverse("account_login"))
    seen = {}
    for who, user in people.items():
        client.force_login(user)
        seen[who] = client.get(address).status_code
    allowed = {"administrator"} | ({"organiser"} if page in ORGANISERS else set())
    assert seen == {who: 200 if who in allowed else 403 for who in people}


@pytest.mark.parametrize("name", ["person", "person_edit", "organisation", "signatory", "message"])
def test_what_is_not_there_is_not_found(client: Client, organiser: User, name: str) -> None:
    assert client.get(reverse(f"people:{name}", args=[987654])).status_code == 404


def test_the_register_finds_pages_and_tells_who_cannot_be_reached(client: Client, organiser: User) -> None:
    for n in range(60):
        register_person(iin=iin(n), surname="Қазыбек" if n % 2 else "Ахмет", given_name=f"Әлия{'ә' * n}", by=None)
    found = client.post(reverse("people:people"), {"q": "qazybek", "reach": "no_email"}, follow=True)
    assert (found.context["page"].paginator.count, len(found.context["page"].object_list)) == (30, 30)
    second = client.get(reverse("people:people"), {"page": 2})
    assert (len(second.context["page"].object_list), second.context["page"].object_list[0].surname) == (10, "Қазыбек")
    assert client.get(reverse("people:people"), {"page": "x", "search": "forgotten"}).status_code == 200


@pytest.mark.parametrize("words", ["Қазыбек Әлия", "7503121", "aliya@mektep.example"])
def test_no_address_says_who_was_looked_for(client: Client, organiser: User, words: str) -> None:
    for n in range(60):
        register_person(
            iin=iin(n), surname="Қазыбек", given_name=f"Әлия{'ә' * n}", email="aliya@mektep.example", by=None
        )
    first = client.post(reverse("people:people"), {"q": words}, follow=True)
    (sent_on, _status), *_none = first.redirect_chain
    assert (sent_on, first.context["words"]) == ("/people/?search=1", words)
    elsewhere = client.post(reverse("people:people"), {"q": "in another tab", "reach": "no_email"})
    assert elsewhere.headers["Location"] == "/people/?reach=no_email&search=2"
    second = client.get(f"{sent_on}&page=2")
    assert (second.context["words"], second.context["page"].paginator.count) == (words, first.context["total"])
    links = re.findall(r'href="(\?[^"]*)"', first.content.decode() + second.content.decode())
    assert {html.unescape(link) for link in links} == {
        "?search=1", "?search=1&reach=no_email", "?search=1&reach=shared_email",
        "?search=1&reach=refused_email", "?search=1&page=1", "?search=1&page=2",
    }  # fmt: skip


def test_an_empty_search_shows_everybody_again(client: Client, organiser: User) -> None:
    client.post(reverse("people:people"), {"q": "qazybek"})
    assert client.post(reverse("people:people"), {"q": " "}).headers["Location"] == "/people/"


def test_who_shares_an_address_is_shown_without_naming_it_in_a_url(client: Client, organiser: User) -> None:
    person, other = (make_person(email="school@mektep.example") for _ in range(2))
    page = client.get(reverse("people:person", args=[person.pk])).content.decode()
    assert f'name="q" value="{person.email}"' in page
    shown = client.post(reverse("people:people"), {"q": person.email}, follow=True)
    assert set(shown.context["page"]) == {person, other}


def test_a_refused_correction_leaves_no_school_behind(client: Client, organiser: User) -> None:
    other, person = make_person(iin="750312190004"), make_person(iin="881130290111")
    data = {"surname": "Мұқан", "given_name": "Өркен", "language": "kk", "organisation_name": "Жаңа мектеп"}
    client.post(reverse("people:person_edit", args=[person.pk]), {**data, "iin": other.iin})
    assert not Organisation.objects.filter(name="Жаңа мектеп").exists()


def test_thirty_people_cost_no_more_queries_than_one(client: Client, organiser: User) -> None:
    make_person(organisation=register_organisation(name="№ 7 лицей", by=None))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("people:people"))
    for n in range(29):
        make_person(organisation=register_organisation(name=f"№ {n} мектеп", by=None))
    with CaptureQueriesContext(connection) as thirty:
        client.get(reverse("people:people"))
    assert len(thirty) == len(one)


def test_a_corrected_name_stands_in_the_history_with_who_and_from_what_to_what(client: Client, organiser: User) -> None:
    person = register_person(iin="750312190004", surname="Мұқанов", given_name="Өркен", by=None)
    response = client.post(
        reverse("people:person_edit", args=[person.pk]),
        {"iin": person.iin, "surname": "Мұқан", "given_name": "Өркен", "language": "kk",
         "organisation_name": "№ 7 лицей"},
    )  # fmt: skip
    assert response.status_code == 302
    page = client.get(reverse("people:person", args=[person.pk]))
    assert {(c.old, c.new, c.by) for c in page.context["changes"]} >= {
        ("Мұқанов", "Мұқан", organiser),
        ("–", "№ 7 лицей", organiser),
    }


def test_a_save_that_changes_nothing_leaves_no_history(client: Client, organiser: User) -> None:
    person = register_person(iin="750312190004", surname="Мұқан", given_name="Өркен", by=None)
    client.post(
        reverse("people:person_edit", args=[person.pk]),
        {"iin": person.iin, "surname": "Мұқан", "given_name": "Өркен", "language": "kk", "birth_date": "1875-03-12"},
    )
    assert person.history.count() == 1


def test_the_iin_of_another_is_refused_in_the_form(client: Client, organiser: User) -> None:
    other, person = make_person(iin="750312190004"), make_person(iin="881130290111")
    response = client.post(
        reverse("people:person_edit", args=[person.pk]),
        {"iin": other.iin, "surname": "Мұқан", "given_name": "Өркен", "language": "kk"},
    )
    assert [error.code for error in response.context["form"].non_field_errors().as_data()] == ["iin_taken"]


def test_the_page_of_a_person_shows_their_courses(client: Client, organiser: User) -> None:
    enrolment = make_enrolment()
    page = client.get(reverse("people:person", args=[enrolment.person_id])).content.decode()
    assert reverse("courses:enrolment", args=[enrolment.pk]) in page


PROVIDER = {
    "legal_name_kk": "«Оқу» ЖШС", "legal_name_ru": "ТОО «Оқу»", "legal_name_en": "Oqu LLP", "bin": "250340900008",
    "city_kk": "Қарағанды", "city_ru": "Караганда", "city_en": "Karaganda",
}  # fmt: skip


def test_an_empty_installation_asks_who_issues_the_certificates(client: Client, organiser: User) -> None:
    first = client.get(reverse("people:provider"))
    assert first.headers["Location"] == reverse("people:provider_edit")
    drawn = io.BytesIO()
    Image.new("RGB", (60, 40)).save(drawn, "PNG")
    logo = SimpleUploadedFile("logo.png", drawn.getvalue(), "image/png")
    client.post(reverse("people:provider_edit"), {**PROVIDER, "logo_file": logo})
    provider = Provider.objects.get()
    assert (provider.legal_name_kk, provider.pk) == ("«Оқу» ЖШС", 1)
    shown = client.get(reverse("people:logo"))
    assert shown.headers["Content-Type"] == "image/png"
    assert b"".join(shown).startswith(b"\x89PNG")
    client.post(reverse("people:provider_edit"), {**PROVIDER, "phone": "+7 7212 00 00 00"})
    provider.refresh_from_db()
    assert (provider.phone, bool(provider.logo)) == ("+7 7212 00 00 00", True)


def test_a_wrong_bin_and_a_false_logo_are_told_beside_their_fields(client: Client, organiser: User) -> None:
    logo = SimpleUploadedFile("logo.png", b"<svg/>", "image/png")
    response = client.post(reverse("people:provider_edit"), {**PROVIDER, "bin": "250340900009", "logo_file": logo})
    assert sorted(response.context["form"].errors) == ["bin", "logo_file"]
    assert not Provider.objects.exists()


def test_a_signatory_is_added_by_hand_and_the_office_ends(client: Client, organiser: User) -> None:
    make_provider()
    head = make_user("head@institute.example", Role.HEAD)
    client.post(
        reverse("people:signatory_new"),
        {"name": "Б. Қ. Қуанышев", "user": head.pk, "capacity_kk": "Директор", "capacity_ru": "Директор",
         "capacity_en": "Director", "since": "01.01.2020"},
    )  # fmt: skip
    signatory = Signatory.objects.get()
    client.post(reverse("people:office_end", args=[signatory.pk]))
    signatory.refresh_from_db()
    assert signatory.until == timezone.localdate()


def test_only_a_head_can_sign(client: Client, organiser: User) -> None:
    make_provider()
    response = client.post(reverse("people:signatory_new"), {"name": "Д. Оспанов", "user": daulet().pk})
    assert "user" in response.context["form"].errors


def test_the_administrator_adds_changes_and_ends_a_sign_in(client: Client) -> None:
    root = make_user("root@institute.example", Role.ADMINISTRATOR)
    client.force_login(root)
    client.post(
        reverse("people:user_new"),
        {"email": "new@institute.example", "name": "Жаңа Адам", "language": "kk", "roles": ["trainer"]},
    )
    user = User.objects.get(email="new@institute.example")
    address = reverse("people:user", args=[user.pk])
    client.post(address, {"email": "other@x.example", "name": "Жаңа Адам", "language": "ru", "roles": ["organiser"]})
    client.post(reverse("people:user_sign_in", args=[user.pk]))
    user = User.objects.get(pk=user.pk)
    assert (user.email, user.language, user.roles, user.is_active) == (
        "new@institute.example", "ru", frozenset({Role.ORGANISER}), False,
    )  # fmt: skip
    listed = client.get(reverse("people:users"), {"show": "ended"})
    assert list(listed.context["page"]) == [user]


def test_a_printed_letter_is_ticked_off_with_its_day(client: Client, organiser: User) -> None:
    message = letter(make_person(email=""))
    page = client.get(reverse("people:outbox"))
    assert [each.pk for each in page.context["page"]] == [message.pk]
    tomorrow = timezone.localdate() + timedelta(days=1)
    client.post(reverse("people:message_posted", args=[message.pk]), {"on": tomorrow.isoformat()})
    message.refresh_from_db()
    assert message.state == "to_post"
    client.post(reverse("people:message_posted", args=[message.pk]), {"on": timezone.localdate().isoformat()})
    message.refresh_from_db()
    assert (message.state, message.posted_by, message.posted_on) == ("posted", organiser, timezone.localdate())


def test_a_given_up_message_is_sent_again_to_the_address_of_today(client: Client, organiser: User) -> None:
    message = letter(make_person())
    OutboxMessage.objects.filter(pk=message.pk).update(state="given_up")
    assert client.get(reverse("people:outbox")).context["shown"] == "given_up"
    client.post(reverse("people:message_retry", args=[message.pk]))
    message.refresh_from_db()
    assert message.state == "queued"


def test_thirty_letters_cost_no_more_queries_than_one(client: Client, organiser: User) -> None:
    letter(make_person(email=""), "first")
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("people:outbox"))
    for n in range(29):
        letter(make_person(email=""), f"letter {n}")
    with CaptureQueriesContext(connection) as thirty:
        client.get(reverse("people:outbox"))
    assert len(thirty) == len(one)
