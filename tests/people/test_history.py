"""What a history says of a change."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from people.history import changes
from tests.cast import make_session

pytestmark = pytest.mark.django_db


def test_a_moment_is_told_in_local_time() -> None:
    session = make_session(starts_at=datetime(2026, 11, 3, 4, tzinfo=UTC))
    session.starts_at = datetime(2026, 11, 3, 5, tzinfo=UTC)
    session.save()
    assert [(change.old, change.new) for change in changes(session, ["starts_at"])] == [
        ("03.11.2026 09:00", "03.11.2026 10:00")
    ]
