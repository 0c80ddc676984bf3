"""`manage.py verify`: what the public pages say, for a shell and its scripts."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from certificates import registering
from certificates.codes import new_code, pretty
from certificates.models import Document
from tests.certificates.file_scenes import certificate_pdf, certified, renamed_pdf, saved_again, withheld
from tests.certificates.issued import organiser
from tests.certificates.paper_samples import CODE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_home(settings: Settings) -> None:
    settings.SITE_URL = "https://basqaru.example"
    settings.DOCUMENTS_ARE_SPECIMENS = False


def verify(what: str | Path, **options: Any) -> tuple[int, str]:
    """The exit status and what was said."""
    said = StringIO()
    try:
        call_command("verify", str(what), stdout=said, **options)
    except SystemExit as end:
        return int(str(end.code)), said.getvalue()
    return 0, said.getvalue()


def revoke(document: Document) -> Document:
    registering.revoke(document, by=organiser(), reason="Комиссия шешімі, № 18")
    return document


# ---- a code ----------------------------------------------------------------------------------------------------------
def test_a_code_in_force_ends_with_zero() -> None:
    certified()
    for written in (CODE, pretty(CODE).lower(), f"https://basqaru.example/v/{CODE}"):
        status, said = verify(written)
        assert (status, said.splitlines()[0]) == (0, "№ 2026-00137: Valid")


def test_each_answer_has_its_exit_status(settings: Settings) -> None:
    assert verify(new_code()) == (2, "No such code\n")
    assert verify("ABC") == (3, "The code has 16 characters, and here are 3.\n")
    document = certified()
    assert verify(CODE)[0] == 0
    revoke(document)
    assert verify(CODE)[0] == 1
    withheld(document)
    assert verify(CODE) == (2, "No such code\n")


def test_a_specimen_is_not_in_force() -> None:
    certified(specimen=True)
    assert (verify(CODE)[0], verify(CODE)[1].splitlines()[0]) == (1, "№ 2026-00137: Specimen")


@pytest.mark.parametrize(("language", "word"), [("kk", "Жарамды"), ("ru", "Действителен")])
def test_the_words_are_said_in_the_language_asked_for(language: str, word: str) -> None:
    certified()
    assert verify(CODE, language=language)[1].splitlines()[0] == f"№ 2026-00137: {word}"


def test_the_data_is_what_the_address_for_programs_answers(client: Client) -> None:
    revoke(certified())
    for code in (CODE, new_code()):
        _status, said = verify(code, json=True)
        asked = json.loads(client.get(f"/v/{code}.json").content)
        mine = json.loads(said)
        assert {**mine, "checked_at": ""} == {**asked, "checked_at": ""}
        assert list(mine) == list(asked)


def test_a_mistyped_code_is_the_same_data_too(client: Client) -> None:
    client.cookies["django_language"] = "en"
    assert json.loads(verify("ABC", json=True)[1]) == json.loads(client.get("/v/ABC.json").content)


# ---- a file ----------------------------------------------------------------------------------------------------------
def written(content: bytes, folder: Path) -> Path:
    path = folder / "certificate.pdf"
    path.write_bytes(content)
    return path


def test_the_file_that_was_issued_is_worth_what_its_document_is(tmp_path: Path) -> None:
    document, path = certified(), written(certificate_pdf(), tmp_path)
    status, said = verify(path)
    assert (status, said.splitlines()[:2]) == (0, ["Exact copy of № 2026-00137", "№ 2026-00137: Valid"])
    revoke(document)
    assert verify(path)[0] == 1


def test_a_file_with_the_same_words_is_not_the_one_that_was_issued(tmp_path: Path) -> None:
    certified()
    status, said = verify(written(saved_again(certificate_pdf()), tmp_path))
    assert (status, said.splitlines()[0]) == (2, "Not byte-identical: compare these fields")
    assert said.count("Same words") == 9


def test_a_changed_field_is_data_too(tmp_path: Path) -> None:
    certified()
    status, said = verify(written(renamed_pdf(), tmp_path), json=True)
    data = json.loads(said)
    assert (status, data["file"], data["documents"][0]["verdict"]) == (2, "different", "valid")
    assert data["fields"][0][0] == {
        "field": "name", "register": "Нұрғалиева Гүлжаһан Өмірбекқызы", "likeness": "differs",
        "file": "Басқаева Гүлжаһан Өмірбекқызы",
    }  # fmt: skip


def test_a_file_of_nobody_and_one_that_is_withheld_are_told_alike(tmp_path: Path) -> None:
    path = written(certificate_pdf(), tmp_path)
    nobodys = verify(path)
    withheld(certified())
    assert verify(path) == nobodys == (2, "Not ours\n")


def test_a_file_that_cannot_be_read_ends_with_three(tmp_path: Path) -> None:
    status, said = verify(written(b"%PDF torn", tmp_path))
    assert (status, said) == (3, "The file is damaged and cannot be read. Ask for the file as it was issued.\n")


def test_one_thing_is_asked_at_a_time() -> None:
    with pytest.raises(CommandError):
        call_command("verify")
