"""The data of a person are erased: nothing that anybody would know them by is left, but for papers kept by law."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Model

from certificates.models import DocumentFile
from config.erasure import erase
from tests.config.lived import Lived, administrator, make_lived
from tests.config.reachable import reachable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

# Papers that others signed, and what verification shows of them: they stay as they were issued.
KEPT_BY_LAW = {"assessment.Protocol", "certificates.Document", "certificates.Standing", "courses.Order"}


def texts_of(row: Model) -> Iterator[str]:
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        yield json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
    if isinstance(row, Session):
        yield json.dumps(row.get_decoded(), ensure_ascii=False)


def where_they_stand(words: list[str]) -> dict[str, set[str]]:
    """Of these words those that any column of any row of the database has, by the name of the model."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.iterator():
            said = "\n".join(texts_of(row)).casefold()
            if hits := {word for word in words if word.casefold() in said}:
                found.setdefault(model._meta.label, set()).update(hits)
    return found


def erased() -> Lived:
    lived = make_lived()
    erase(lived.person, typed=lived.person.iin, by=administrator())
    return lived


def test_nothing_is_left_by_which_anybody_would_know_the_person(transactional_db: None) -> None:
    lived = make_lived()
    before = where_they_stand(lived.words)
    assert set().union(*before.values()) == set(lived.words), "each word stands somewhere"
    assert set(before) > KEPT_BY_LAW
    erase(lived.person, typed=lived.person.iin, by=administrator())
    assert where_they_stand(lived.words).keys() == KEPT_BY_LAW
    files = {path.relative_to(settings.MEDIA_ROOT).as_posix() for path in Path(settings.MEDIA_ROOT).rglob("*.*")}
    assert files == set(DocumentFile.objects.values_list("key", flat=True)), "the bytes of what they sent are gone"


def test_the_person_of_these_tests_has_a_row_of_everything_that_can_hang_on_a_person() -> None:
    make_lived()
    assert {model._meta.label for model in reachable() if not model._base_manager.exists()} == {
        "account.EmailConfirmation"
    }
