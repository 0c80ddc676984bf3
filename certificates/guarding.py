"""Rows that the database itself keeps: what is written once is neither changed nor removed (design §3.5).

To keep another table so, add its model to INSERT_ONLY. The triggers are set, and looked at again, after every
`migrate` (certificates.apps): to change a column, SQLite makes the table anew and its triggers go with the old
one. Adding a column, also one with a default, works on both databases as ever. A migration that has to fill rows which
are there already calls `remove` first, in a RunPython of its own; the triggers are back when `migrate` ends, and until
then `manage.py check_register` says that they are missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, UniqueConstraint

INSERT_ONLY = (
    "Document", "DocumentFile", "DocumentEvent", "BlankUse", "Imprint", "NumberFormat", "BlankPile", "BlankEvent",
    "WriteOff", "WriteOffLine", "SupportPeriod", "DesignVersion",
)  # fmt: skip

# Written by several at once, of whom the first is right: one that is there stays as it is, and nobody is told.
FIRST_STAYS = ("DocumentFile", "Imprint")
# Of unique constraints with a condition, for which rows they hold.
_HELD_FOR = {"one_original_document_per_result": """{row}."supersedes_id" IS NULL AND {row}."kind" <> 'support'"""}

_FUNCTION = "certificates_insert_only"
_BODY = """
BEGIN
  RAISE EXCEPTION '% is insert-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
"""
# Before each statement that would update, delete or truncate, as PostgreSQL keeps it: bits of pg_trigger.tgtype.
_BEFORE, _DELETE, _UPDATE, _TRUNCATE = 2, 8, 16, 32


def tables() -> list[str]:
    return [_model(name)._meta.db_table for name in INSERT_ONLY]


def _model(name: str) -> type[Model]:
    return apps.get_model("certificates", name)


def install(database: BaseDatabaseWrapper) -> None:
    """Set the triggers that are missing or are not ours; a table that is guarded already is not even locked."""
    with database.cursor() as cursor:
        for sql in installation(database.vendor, unguarded(database)):
            cursor.execute(sql)


def remove(database: BaseDatabaseWrapper) -> None:
    """For a migration that fills rows or goes back; whoever runs one may do more than the register allows."""
    with database.cursor() as cursor:
        for sql in removal(database.vendor, _existing(database)):
            cursor.execute(sql)


def unguarded(database: BaseDatabaseWrapper) -> list[str]:
    """The tables that could be changed: a trigger is missing, is switched off or does something else."""
    with database.cursor() as cursor:
        guarded = _guarded_in_postgresql(cursor) if database.vendor == "postgresql" else _guarded_in_sqlite(cursor)
    return [table for table in _existing(database) if table not in guarded]


def installation(vendor: str, of: Iterable[str]) -> Iterator[str]:
    wanted = list(of)
    yield from removal(vendor, wanted)
    if vendor == "postgresql":
        if wanted:
            yield f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $body${_BODY}$body$"
        for table in wanted:
            yield (
                f'CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}" '
                f"FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()"
            )
            # Also in a session that plays the part of a replica, where other triggers rest.
            yield f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER {table}_kept'
    else:
        for table in wanted:
            yield from _of_sqlite(table).values()


def removal(vendor: str, of: Iterable[str]) -> Iterator[str]:
    for table in of:
        if vendor == "postgresql":
            yield f'DROP TRIGGER IF EXISTS {table}_kept ON "{table}"'
        else:
            yield from (f"DROP TRIGGER IF EXISTS {name}" for name in _of_sqlite(table))


def _of_sqlite(table: str) -> dict[str, str]:
    """A trigger for each act, by its name.

    REPLACE is none of them: it takes away whatever the new row cannot stand beside, and SQLite tells nobody. So a row
    is not even begun where one that is there would have to go.
    """
    model = next(each for each in map(_model, INSERT_ONLY) if each._meta.db_table == table)
    begun = " ".join(_unless_taken(model, name, condition) for name, condition in _held_once(model))
    replace = f'CREATE TRIGGER {table}_no_replace BEFORE INSERT ON "{table}" BEGIN {begun} END'
    return {f"{table}_no_replace": replace} | {
        f"{table}_no_{act.lower()}": (
            f'CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only: {act} is refused'); END"
        )
        for act in ("UPDATE", "DELETE")
    }


def _unless_taken(model: type[Model], name: str, condition: str) -> str:
    table = model._meta.db_table
    refused = f"ABORT, '{table} is insert-only: {name} is taken, and REPLACE is refused'"
    answer = "IGNORE" if model.__name__ in FIRST_STAYS else refused
    return f'SELECT RAISE({answer}) WHERE EXISTS (SELECT 1 FROM "{table}" AS kept WHERE {condition});'  # noqa: S608


def _held_once(model: type[Model]) -> Iterator[tuple[str, str]]:
    """By its name each thing that one row alone may have, and when a row that is there and the new one both have it."""
    meta = model._meta
    for field in meta.local_concrete_fields:
        if field.unique:
            yield f"{meta.db_table}.{field.column}", f'kept."{field.column}" = NEW."{field.column}"'
    for constraint in meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            columns = [meta.get_field(name).column for name in constraint.fields]  # type: ignore[union-attr]
            said = [f'kept."{column}" = NEW."{column}"' for column in columns]
            if constraint.condition is not None:
                said += [_HELD_FOR[constraint.name].format(row=row) for row in ("kept", "NEW")]
            yield constraint.name, " AND ".join(said)


def _existing(database: BaseDatabaseWrapper) -> list[str]:
    """In the middle of the migrations some tables are still to come."""
    there = set(database.introspection.table_names())
    return [table for table in tables() if table in there]


def _guarded_in_sqlite(cursor: CursorWrapper) -> set[str]:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    found = dict(cursor.fetchall())
    return {table for table in tables() if _of_sqlite(table).items() <= found.items()}


def _guarded_in_postgresql(cursor: CursorWrapper) -> set[str]:
    cursor.execute(
        """
        SELECT of.relname FROM pg_trigger t
        JOIN pg_class of ON of.oid = t.tgrelid
        JOIN pg_proc does ON does.oid = t.tgfoid
        WHERE t.tgname = of.relname || '_kept' AND pg_table_is_visible(of.oid)
          AND t.tgtype = %s AND t.tgenabled = 'A' AND t.tgqual IS NULL AND t.tgattr::text = ''
          AND does.prosrc = %s
        """,
        [_BEFORE | _DELETE | _UPDATE | _TRUNCATE, _BODY],
    )
    return {name for (name,) in cursor.fetchall()}
