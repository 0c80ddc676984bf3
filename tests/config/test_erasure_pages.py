"""The pages of an erasure: who opens them, how it is confirmed, and what is shown of somebody afterwards."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import Enrolment
from people.erasing import placeholder
from people.models import OutboxMessage, Person, User
from postcourse.models import Consultation
from tests.cast import aigul, make_person
from tests.config.lived import administrator, erased, make_lived

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

COHORT_PAGES = (
    "courses:cohort", "courses:attendance", "courses:study", "courses:orders", "assessment:defences",
    "assessment:results", "certificates:batch", "postcourse:cohort_support",
)  # fmt: skip


def test_every_page_that_shows_the_person_shows_a_number_and_no_placeholder(client: Client) -> None:
    lived, by = erased(make_lived()), User.objects.get(email="admin@institute.example")
    client.force_login(by)
    enrolments = Enrolment.objects.filter(person=lived.person)
    cohorts = {enrolment.cohort_id for enrolment in enrolments}
    pages = [
        *(reverse("people:person", args=[pk]) for pk in (lived.person.pk, lived.merged.pk)),
        *(reverse("data_sheet", args=[lived.person.pk]), reverse("erase", args=[lived.person.pk])),
        *(reverse("people:message", args=[letter.pk]) for letter in OutboxMessage.objects.all()),
        *(reverse("courses:enrolment", args=[enrolment.pk]) for enrolment in enrolments),
        *(reverse(name, args=[pk]) for pk in cohorts for name in COHORT_PAGES),
        *(reverse("postcourse:consultation", args=[row.pk]) for row in Consultation.objects.all()),
        reverse("people:people"), reverse("people:outbox"), reverse("postcourse:consultations"), reverse("home"),
    ]  # fmt: skip
    shown = {page: client.get(page) for page in pages}
    assert {page: answer.status_code for page, answer in shown.items() if answer.status_code != 200} == {}
    assert [page for page, answer in shown.items() if placeholder(lived.person.pk) in answer.content.decode()] == []
    named = [page for page, answer in shown.items() if "Жасырынбекова" in answer.content.decode()]
    assert named == [reverse("data_sheet", args=[lived.person.pk])], "it tells under which name papers were issued"
    assert f"by {by}" in shown[pages[0]].content.decode(), "who erased it"


def test_only_the_administrator_erases_and_only_with_the_password(client: Client) -> None:
    person, by = make_person(), administrator()
    address = reverse("erase", args=[person.pk])
    assert client.get(address).status_code == 302
    client.force_login(aigul())
    assert client.get(address).status_code == 403
    assert client.post(address, {"typed": person.iin}).status_code == 403
    client.force_login(by)
    assert address in client.get(reverse("people:person", args=[person.pk])).content.decode()
    assert client.get(address).status_code == 200
    asked = client.post(address, {"typed": person.iin})
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert Person.objects.get(pk=person.pk).erased_at is None
    done = client.post(asked["Location"], {"password": "a long password 1"})
    assert done["Location"] == reverse("people:person", args=[person.pk])
    assert Person.objects.get(pk=person.pk).erased_at is not None
    page = client.get(done["Location"]).content.decode()
    assert f"Erased person №\xa0{person.pk}" in page
    assert f"by {by}" in page
    assert "/edit/" not in page
    assert client.get(reverse("people:person_edit", args=[person.pk])).status_code == 404
    again = client.post(address, {"typed": person.iin})
    assert again["Location"].startswith(reverse("account_reauthenticate")), "each erasure is confirmed anew"


def test_a_slip_in_the_iin_is_said_beside_the_field(client: Client) -> None:
    person, other, by = make_person(), make_person(), administrator()
    client.force_login(by)
    asked = client.post(reverse("erase", args=[person.pk]), {"typed": other.iin})
    page = client.post(asked["Location"], {"password": "a long password 1"}).content.decode()
    assert "This is not the IIN of this person." in page
    assert Person.objects.filter(erased_at=None).count() == 2


def test_who_signs_in_by_code_alone_is_sent_to_set_a_password(client: Client) -> None:
    person, by = make_person(), administrator()
    by.set_unusable_password()
    by.save()
    client.force_login(by)
    address = reverse("erase", args=[person.pk])
    assert "Set a password or a passkey first" in client.get(address).content.decode()
    client.post(address, {"typed": person.iin})
    assert Person.objects.get(pk=person.pk).erased_at is None
