"""A register of millions for a measurement: copies of the rows that are there, each with keys of its own.

Plausible where it matters for speed: every index has its entries, every reference leads to its row, and nobody's cohort
grows. Texts that no index holds (modules and criteria of a snapshot, the words of a letter) are left out of the copies.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import Field, Model

from assessment.models import Attempt, Result
from certificates.models import Batch, Document, DocumentFile, RenderJob, Standing
from courses.models import Cohort, Enrolment
from people.models import OutboxMessage, Person

# Between the keys of one copy and the next: more rows than any table has that is copied.
SPAN = 1_000_000
CODE = "upper(substr(md5(code || k), 1, 16))"
COPIED: Mapping[type[Model], Mapping[str, str]] = {
    Cohort: {"name": "name || '-' || k", "apply_token": "apply_token || '-' || k"},
    Batch: {},
    Person: {"iin": "lpad((id + k * 1000000)::text, 12, '0')", "email": "k || '-' || email"},
    Enrolment: {},
    Attempt: {},
    Result: {},
    Document: {
        # Other years than this one, whose numbers go on as they began.
        "year": "year - 1 - k % 9",
        "number": "number + k * 10000",
        "code": CODE,
        "snapshot": "(snapshot - '{modules,criteria,bands}'::text[])"
        f" || jsonb_build_object('number', printed_number || '-' || k, 'code', {CODE})",
    },
    Standing: {"code": CODE},
    RenderJob: {},
    DocumentFile: {"key": "key || '-' || k", "sha256": "md5(sha256 || k) || md5(key || k)"},
    OutboxMessage: {"cause": "cause || '-' || k", "message_id": "message_id || k", "text": "''", "html": "''"},
}


def grow(to: int) -> int:
    """Copy what is there until there are at least so many documents; how many there are then. PostgreSQL alone."""
    copies = -(-to // Document.objects.count()) - 1
    with connection.cursor() as cursor:
        # The copies refer to copies: nothing is checked that cannot be otherwise, and no trigger looks on.
        cursor.execute("SET session_replication_role = replica")
        for model in COPIED:
            cursor.execute(_copying(model), [copies])
        cursor.execute("SET session_replication_role = DEFAULT")
        for model in COPIED:
            if model is not Standing:
                table = model._meta.db_table
                newest = f"(SELECT max(id) FROM {table})"  # noqa: S608 - our own tables
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {newest})")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")  # what the copies left to be written is no batch's work
    return Document.objects.count()


def _copying(model: type[Model]) -> str:
    fields: list[Any] = [field for field in model._meta.concrete_fields if not field.generated]
    names = ", ".join(field.column for field in fields)
    values = ", ".join(_value(model, field) for field in fields)
    table = model._meta.db_table
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}, generate_series(1, %s) k"  # noqa: S608


def _value(model: type[Model], field: Field[Any, Any]) -> str:
    """Of the copy: its own key, keys of copies, what must differ, and else what the row has."""
    if own := COPIED[model].get(str(field.column)):
        return own.replace("%", "%%")
    if field.primary_key or field.related_model in COPIED:
        return f"{field.column} + k * {SPAN}"
    return str(field.column)
