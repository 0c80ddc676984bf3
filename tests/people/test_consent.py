from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from people.consent import CURRENT, TEXTS, consent_in_force, consent_text, give_consent, withdraw_consent
from people.languages import Language
from tests.cast import make_person, make_provider

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("version", TEXTS)
@pytest.mark.parametrize("language", Language.values)
def test_every_version_is_there_in_every_language_and_names_the_provider(version: str, language: str) -> None:
    provider = make_provider()
    assert getattr(provider, f"legal_name_{language}") in consent_text(language, version)


def test_what_was_agreed_to_is_kept_word_for_word() -> None:
    make_provider()
    person = make_person()
    given = give_consent(person, language="ru", by=None)
    make_provider(legal_name_ru="ТОО «Другое»")
    given.refresh_from_db()
    assert (given.text_version, given.language) == (CURRENT, "ru")
    assert "ТОО «Институт обучения и развития»" in given.text
    assert give_consent(person, language="kk", by=None) == given


def test_a_withdrawn_consent_stays_on_record_and_can_be_given_anew() -> None:
    person = make_person()
    first = give_consent(person, language="kk", by=None)
    withdraw_consent(person)
    assert consent_in_force(person) is None
    second = give_consent(person, language="kk", by=None)
    assert (consent_in_force(person), person.consents.count(), first != second) == (second, 2, True)


def test_what_was_not_given_cannot_be_withdrawn() -> None:
    with pytest.raises(ValidationError):
        withdraw_consent(make_person())
