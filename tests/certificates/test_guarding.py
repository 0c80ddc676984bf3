"""The database itself refuses to change or remove a row of the register, whoever asks."""

from __future__ import annotations

import sqlite3
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from certificates import guarding, registering, rendering
from certificates.models import BlankUse, Document, DocumentEvent, DocumentFile, Imprint, NumberFormat
from certificates.numbering import set_format
from tests.certificates.issued import certificate, organiser
from tests.emptying import empty_tables
from tests.guarded import unguarded

pytestmark = pytest.mark.django_db
KEPT = [Document, DocumentFile, DocumentEvent, BlankUse, NumberFormat, Imprint]


def one_of_each() -> Document:
    document = certificate()
    rendering.render(document.job.pk)
    registering.withhold(document, by=organiser(), reason="№ 12")
    registering.record_blank(document, series="ОД", number="4512", by=organiser())
    set_format("certificate", "К-{year}-{number:4}", by=organiser())
    assert all(model._base_manager.exists() for model in KEPT)
    return document


def test_no_row_of_the_register_is_changed_or_removed_or_truncated() -> None:
    one_of_each()
    connection.check_constraints()  # PostgreSQL truncates nothing whose keys are still to be checked
    acts = ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}"]
    acts += (
        ["TRUNCATE {table} CASCADE"]
        if connection.vendor == "postgresql"
        else ["REPLACE INTO {table} SELECT * FROM {table}"]
    )
    for model in KEPT:
        table, column = model._meta.db_table, model._meta.pk.column
        # What the first has written stays as it is: there REPLACE does nothing, without a word.
        for act in acts if model not in (Document, DocumentFile, Imprint) else acts[:2]:
            sql = act.format(table=table, column=column)
            with pytest.raises(IntegrityError, match=f"{table} is insert-only"), transaction.atomic():
                connection.cursor().execute(sql)


def test_what_the_program_itself_would_do_is_refused_too() -> None:
    document = one_of_each()
    for act in (
        lambda: Document.objects.filter(pk=document.pk).update(year=1999),
        lambda: document.events.all().delete(),
        lambda: document.file.delete(),
        lambda: document.save(),
    ):
        with pytest.raises(IntegrityError, match="is insert-only"), transaction.atomic():
            act()
    assert Document.objects.get().year != 1999


def test_every_table_is_guarded_and_whichever_is_not_is_named() -> None:
    assert guarding.unguarded(connection) == []
    with unguarded():
        assert guarding.unguarded(connection) == guarding.tables()
    assert guarding.unguarded(connection) == []


def test_a_trigger_that_only_looks_like_ours_is_found_and_set_right() -> None:
    table = Document._meta.db_table
    with unguarded(), connection.cursor() as cursor:
        guarding.install(connection)
        if connection.vendor == "postgresql":
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER {table}_kept')
        else:
            cursor.execute(f"DROP TRIGGER {table}_no_delete")
            cursor.execute(f'CREATE TRIGGER {table}_no_delete BEFORE DELETE ON "{table}" BEGIN SELECT 1; END')
        assert guarding.unguarded(connection) == [table]
        guarding.install(connection)
        assert guarding.unguarded(connection) == []


def test_what_is_guarded_already_is_left_alone() -> None:
    assert list(guarding.installation(connection.vendor, guarding.unguarded(connection))) == []


@pytest.mark.django_db(transaction=True)
def test_a_migration_sets_again_what_a_table_made_anew_has_lost() -> None:
    guarding.remove(connection)
    call_command("migrate", verbosity=0)
    assert guarding.unguarded(connection) == []


@pytest.mark.django_db(transaction=True)
def test_a_column_can_be_added_to_a_guarded_table() -> None:
    """SQLite copies the rows to a new table for it; none of that is an update of the old one."""
    from django.db import models

    document = certificate()
    field = models.CharField(max_length=5, default="new")
    field.set_attributes_from_name("shelf")
    field.model = Document
    with connection.schema_editor() as editor:
        editor.add_field(Document, field)
    with connection.cursor() as cursor:
        cursor.execute("SELECT shelf FROM certificates_document WHERE id = %s", [document.pk])
        assert cursor.fetchone() == ("new",)
    with connection.schema_editor() as editor:
        editor.remove_field(Document, field)
    guarding.install(connection)
    assert guarding.unguarded(connection) == []
    assert Document.objects.get() == document


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_is_emptied_all_the_same_and_the_guard_stands_again() -> None:
    certificate()
    empty_tables()
    assert not Document.objects.exists()
    assert guarding.unguarded(connection) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite  # PostgreSQL has no REPLACE
def test_a_program_that_knows_nothing_of_ours_replaces_no_row_either() -> None:
    """SQLite takes a row away for REPLACE without a trigger of deletion, unless a connection asks for it."""
    one_of_each()
    other = sqlite3.connect(connection.settings_dict["NAME"])
    for model in KEPT:
        table, key = model._meta.db_table, model._meta.pk.column
        columns = [field.column for field in model._meta.local_concrete_fields if not field.generated]
        named = ", ".join(f'"{column}"' for column in columns)
        before = other.execute(f"SELECT * FROM {table} ORDER BY {key}").fetchall()
        changed = named if model._meta.pk.column != "id" else named.replace('"id"', "id + 1000", 1)
        for values in {named, changed}:
            with suppress(sqlite3.IntegrityError):
                other.execute(f"REPLACE INTO {table} ({named}) SELECT {values} FROM {table}")
        after = other.execute(f"SELECT * FROM {table} ORDER BY {key}").fetchall()
        assert after[: len(before)] == before, table
        other.rollback()
    other.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite  # PostgreSQL has no REPLACE
def test_an_original_is_not_replaced_by_another_of_the_same_result() -> None:
    document = certificate()
    other = sqlite3.connect(connection.settings_dict["NAME"])
    columns = [field.column for field in Document._meta.local_concrete_fields if not field.generated]
    own = {"id": "id + 1", "number": "number + 1", "code": "'0'", "snapshot": "'{}'"}
    said = ", ".join(own.get(str(column), f'"{column}"') for column in columns)
    named = ", ".join(f'"{column}"' for column in columns)
    with pytest.raises(sqlite3.IntegrityError, match="REPLACE is refused"):
        other.execute(f"REPLACE INTO certificates_document ({named}) SELECT {said} FROM certificates_document")
    other.close()
    assert Document.objects.get() == document


def test_what_is_there_stays_where_it_is_written_once_more() -> None:
    document = one_of_each()
    file, imprint = document.file, Imprint.objects.get()
    again = DocumentFile(document=document, key="another", sha256="0" * 64, size=1)
    DocumentFile.objects.bulk_create([again], ignore_conflicts=True)
    Imprint.objects.bulk_create([Imprint(digest=imprint.pk, text="{}")], ignore_conflicts=True)
    assert (DocumentFile.objects.get().key, Imprint.objects.get().text) == (file.key, imprint.text)
