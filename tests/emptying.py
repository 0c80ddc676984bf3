"""What a transactional test leaves behind is taken away, and no more than that.

Django's own way then makes the content types and permissions anew, which takes longer than to empty all tables. They
are the same after each test, and stay.
"""

from __future__ import annotations

from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.test import TransactionTestCase

from tests.guarded import unguarded

STAYS = frozenset({"auth_permission", "django_content_type", "django_migrations"})


def empty_tables() -> None:
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - STAYS
    flush = connection.ops.sql_flush(no_style(), sorted(tables), reset_sequences=False, allow_cascade=False)
    with unguarded():
        connection.ops.execute_sql_flush(flush)


def _fixture_teardown(self: Any) -> None:
    empty_tables()


def keep_what_stays() -> None:
    TransactionTestCase._fixture_teardown = _fixture_teardown  # type: ignore[attr-defined]
