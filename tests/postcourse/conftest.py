from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english(bench: None) -> Iterator[None]:
    """Refusals are read here in the source language; letters keep to their reader's."""
    with translation.override("en"):
        yield
