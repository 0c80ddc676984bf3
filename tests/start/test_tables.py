"""The tables of a SQLite that was migrated, as a trial's is, are those of the models: columns, keys and rules."""

from __future__ import annotations

import re
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from certificates import guarding


def described(path: Path) -> dict[str, Any]:
    """Each table and index by its name; the order of the columns is that in which they came."""
    found: dict[str, Any] = {}
    with closing(sqlite3.connect(path)) as database:
        made = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
        for kind, name, sql in database.execute(made).fetchall():
            if kind != "table":
                found[name] = sql
                continue
            columns = database.execute(f'PRAGMA table_info("{name}")').fetchall()
            keys = database.execute(f'PRAGMA foreign_key_list("{name}")').fetchall()
            found[name] = (
                {column[1:] for column in columns}, {key[2:] for key in keys},
                sorted(re.findall(r'CONSTRAINT "(\w+)"', sql)), sql.count("CHECK"), "AUTOINCREMENT" in sql,
            )  # fmt: skip
    return found


def test_the_migrations_lead_where_the_models_are(
    trial: tuple[subprocess.Popen[str], list[str], int], tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    arguments = trial[0].args
    assert isinstance(arguments, list)
    migrated = described(Path(arguments[arguments.index("--data") + 1]) / "db.sqlite3")
    path = tmp_path / "models.sqlite3"
    own = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}})["default"]
    with django_db_blocker.unblock(), own.schema_editor() as editor:
        for model in apps.get_models():
            editor.create_model(model)
        guarding.install(own)
    own.close()
    del migrated["django_migrations"]
    assert described(path) == migrated
