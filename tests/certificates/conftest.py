"""Sentences are compared in the language they are written in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english(bench: None) -> Iterator[None]:
    with translation.override("en"):
        yield
