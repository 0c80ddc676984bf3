"""Sentences are compared in the language they are written in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from certificates.compiling import cache
from people import contacts


@pytest.fixture(autouse=True)
def english(bench: None) -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def contacts_at_hand() -> None:
    """Somebody looked at a verdict just before, when the provider had none."""
    contacts.keep(contacts.NOBODY)


@pytest.fixture
def own_designs(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Designs compiled in this test go to a folder of its own, and none of another test's is at hand."""
    settings.DATA_DIR = tmp_path
    cache.forget()
    yield tmp_path / "designs"
    cache.forget()
