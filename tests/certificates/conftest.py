"""Sentences are compared in the language they are written in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from people import contacts


@pytest.fixture(autouse=True)
def english(bench: None) -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def contacts_at_hand() -> None:
    """Somebody looked at a verdict just before, when the provider had none."""
    contacts.keep(contacts.NOBODY)
