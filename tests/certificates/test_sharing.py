"""The holder passes their document on: a link to pick, a QR on the screen, a letter; the public address and no more."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.urls import reverse
from pytest_django import Settings

from certificates.sharing import letter_about
from people.models import User
from tests.cast import make_user
from tests.certificates.issued import as_user, certificate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def for_real(settings: Settings) -> None:
    settings.DOCUMENTS_ARE_SPECIMENS = False
    settings.SITE_URL = "https://basqaru.example"


def test_the_page_works_without_a_script_and_does_more_with_one() -> None:
    document = certificate()
    address = f"https://basqaru.example/v/{document.code}"
    holder = make_user(document.person.email, person=document.person)
    html = as_user(holder).get(reverse("certificates:mine", args=[document.pk])).content.decode()
    assert f'<input class="form-control num" id="share-link" type="text" readonly value="{address}">' in html
    assert f'hidden data-share="{address}"' in html
    assert f'hidden data-copy="{address}"' in html
    assert '<svg class="qr"' in html
    assert User.objects.get(pk=holder.pk).owns(document.person_id)


def test_the_letter_has_the_number_and_the_address_and_nothing_of_the_person() -> None:
    document = certificate()
    letter = letter_about(document, f"https://basqaru.example/v/{document.code}")
    said = unquote(letter)
    assert letter.startswith("mailto:?subject=")
    assert f"Certificate №\xa0{document.number_text}" in said
    assert f"\nhttps://basqaru.example/v/{document.code}\n" in said
    person = document.person
    assert [text for text in (person.surname, person.email, person.iin) if text in said] == []
