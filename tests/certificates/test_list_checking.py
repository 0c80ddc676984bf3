"""A list of codes in, what each is worth out; on record stays how many, and no code."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from certificates import checkers, list_checking, registering
from certificates.checkers import Registration
from certificates.codes import check_character, new_code, pretty
from certificates.hiding import hide_name
from certificates.list_checking import Listed, check, lines, read
from certificates.looking_up import look_up
from certificates.models import Checker, Document, ListCheck, Standing
from tests.at_once import at_once
from tests.certificates.issued import certificate, issued, organiser, reissued

NOON = "2026-11-20 12:00+05:00"


@pytest.fixture(autouse=True)
def for_real(settings: Settings) -> None:
    settings.DOCUMENTS_ARE_SPECIMENS = False
    settings.SITE_URL = "https://basqaru.example"


def make_checker(email: str = "kadr@bilim.example") -> Checker:
    said = Registration(email, "Кәдр Қызметкері", "Білім бөлімі", "Аттестаттау", "kk")
    return checkers.confirm(said)


def workbook(*rows: list[Any], others: dict[str, list[list[Any]]] | None = None) -> io.BytesIO:
    book = openpyxl.Workbook()
    sheets = {"Тізім": list(rows), **(others or {})}
    for name, content in sheets.items():
        sheet = book.create_sheet(name)
        for row in content:
            sheet.append(row)
    del book["Sheet"]
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def text(*rows: str) -> io.BytesIO:
    return io.BytesIO("\n".join(rows).encode())


def listed(*given: str) -> list[Listed]:
    return [Listed(row, each) for row, each in enumerate(given, 2)]


# ---- what is read ----------------------------------------------------------------------------------------------------
def test_the_column_with_the_codes_is_found_whatever_stands_over_it() -> None:
    one, two = new_code(), new_code()
    file = workbook(
        ["Мектеп директорларының тізімі"],
        ["№", "Аты-жөні", "Сертификаттың коды", "Ескерту"],
        [1, "Ахметова Сәуле", pretty(one), "1234567890123456 қосымша"],
        [2, "Оспанов Дәулет", f"https://basqaru.example/v/{two}", ""],
        [3, "Абаева Айша", "", "жоқ"],
    )
    assert read(file) == [Listed(3, pretty(one)), Listed(4, f"https://basqaru.example/v/{two}")]


def test_a_list_without_headings_and_in_plain_text_is_read_too() -> None:
    one, two = new_code(), new_code()
    assert read(text(f"Ахметова;{one}", f"Оспанов;{two.lower()}")) == [Listed(1, one), Listed(2, two.lower())]


def test_a_code_of_letters_alone_is_one_too() -> None:
    letters = next(
        code for last in "ABCDEFGHJKMNPQRSTVWXYZ"
        if (code := f"NXMMQRBWKFHPSE{last}" + check_character(f"NXMMQRBWKFHPSE{last}")).isalpha()
    )  # fmt: skip
    assert read(text("Сертификаттың коды", letters)) == [Listed(2, letters)]


def test_of_several_sheets_the_one_with_codes_is_read() -> None:
    codes = [[new_code()] for _ in range(3)]
    file = workbook(["Нұсқаулық"], ["Парақты толтырыңыз"], others={"Кодтар": codes})
    assert [each.given for each in read(file)] == [code for [code] in codes]


def test_a_mistyped_code_is_kept_and_so_is_what_stands_between() -> None:
    right = new_code()
    wrong = right[:-2] + right[-1] + right[-2] if right[-1] != right[-2] else right[:-1]
    assert [each.given for each in read(text("Код", right, wrong, "кейін береді"))] == [right, wrong, "кейін береді"]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (io.BytesIO(), "empty"),
        (io.BytesIO(b"%PDF-1.7"), "pdf"),
        (io.BytesIO(b"\x89PNG"), "picture"),
        (text("Аты-жөні;ЖСН", "Ахметова Сәуле;750312390007"), "no_codes"),
        (text("Код", *(new_code() for _ in range(2_001))), "too_many"),
        (text("Код", *(new_code() for _ in range(6_000))), "too_many"),
    ],
    ids=["empty", "PDF", "picture", "no codes", "too many", "far too many"],
)
def test_what_is_no_list_of_codes_is_refused_with_a_sentence(file: io.BytesIO, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read(file)
    assert (refused.value.code, len(refused.value.messages)) == (code, 1)


# ---- what each is worth ----------------------------------------------------------------------------------------------
def scene() -> dict[str, Document]:
    valid, revoked, hidden = issued("89.5", "88", "87")
    registering.revoke(revoked, by=organiser(), reason="Комиссия шешімі, № 18")
    Standing.objects.filter(document=hidden).update(withheld=True)
    return {"valid": valid, "revoked": revoked, "withheld": hidden}


@pytest.mark.django_db
def test_each_code_gets_its_line() -> None:
    with time_machine.travel(NOON, tick=False):
        made = scene()
        given = listed(
            pretty(made["valid"].code), made["revoked"].code, made["withheld"].code, unknown := new_code(), "ABC"
        )
        answers = check(given, by=make_checker())
        rows = list(lines(given, answers, timezone.localtime()))
    name = made["valid"].snapshot["name"]["full"]
    assert [row[:5] for row in rows] == [
        (2, pretty(made["valid"].code), "Valid", made["valid"].number_text, name),
        (3, made["revoked"].code, "Revoked", made["revoked"].number_text, made["revoked"].snapshot["name"]["full"]),
        (4, made["withheld"].code, "No such code", "", ""),
        (5, unknown, "No such code", "", ""),
        (6, "ABC", "The code is mistyped", "", ""),
    ]
    assert rows[0][5:8] == (made["valid"].snapshot["programme"]["en"], made["valid"].valid_through, "")
    assert rows[2][5:] == rows[3][5:], "a withheld document and one that does not exist are told alike"
    assert rows[4][7] == "The code has 16 characters, and here are 3."


@pytest.mark.django_db
def test_a_hidden_name_stays_hidden() -> None:
    document = certificate()
    hide_name(document, by=organiser())
    given = listed(document.code)
    [row] = lines(given, check(given, by=make_checker()), timezone.localtime())
    assert document.snapshot["name"]["surname"] not in str(row)


@pytest.mark.django_db
def test_a_line_says_since_when_what_replaces_it_and_that_a_name_is_hidden() -> None:
    old, hidden = certificate(), certificate()
    new = reissued(old)
    hide_name(hidden, by=organiser())
    given = listed(old.code, hidden.code)
    names = [str(column.title) for column in list_checking.columns()]
    first, second = (
        dict(zip(names, row, strict=True))
        for row in lines(given, look_up([old.code, hidden.code]), timezone.localtime())
    )
    assert (first["Replaced by"], first["Since"]) == (new.number_text, Standing.objects.get(document=old).since)
    assert second["What is wrong"] == "The holder has hidden the name: these are its initials."


@pytest.mark.django_db
def test_a_specimen_is_not_in_force(settings: Settings) -> None:
    settings.DOCUMENTS_ARE_SPECIMENS = True
    given, checker = listed(certificate().code), make_checker()
    [row] = lines(given, check(given, by=checker), timezone.localtime())
    assert (row[2], ListCheck.objects.get().not_in_force) == ("Specimen", 1)


@pytest.mark.django_db
def test_on_record_stays_how_many_of_what_and_nothing_else() -> None:
    with time_machine.travel(NOON, tick=False):
        made = scene()
        codes = [document.code for document in made.values()]
        check(listed(*codes, codes[0], new_code(), "ABC"), by=make_checker())
    row = ListCheck.objects.values().get()
    assert {name: row[name] for name in ("rows", "in_force", "not_in_force", "unknown", "mistyped")} == {
        "rows": 6, "in_force": 2, "not_in_force": 1, "unknown": 2, "mistyped": 1,
    }  # fmt: skip
    assert not [value for value in row.values() if isinstance(value, str)], "there is no room for a code or a name"


@pytest.mark.django_db
def test_a_list_costs_a_query_for_five_hundred_codes(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    known = [document.code for document in issued(*["89.5"] * 3)]
    [answer.standing.public for answer in look_up(known) if answer.standing]  # what the documents say alike, once
    for codes, queries in ((1, 1), (30, 1), (500, 1), (501, 2)):
        given = (known + [new_code() for _ in range(codes)])[:codes]
        with django_assert_num_queries(queries):
            answers = look_up(given)
            assert sum(bool(answer.standing and answer.standing.public) for answer in answers) == min(codes, 3)


# ---- how much --------------------------------------------------------------------------------------------------------
def used(checker: Checker, *, rows: int, unknown: int = 0, at: datetime | None = None) -> None:
    ListCheck.objects.create(
        checker=checker, rows=rows, in_force=rows - unknown, not_in_force=0, unknown=unknown, mistyped=0,
        at=at or timezone.now(),
    )  # fmt: skip


def refusal(checker: Checker, *given: str) -> str:
    with pytest.raises(ValidationError) as refused:
        check(listed(*given), by=checker)
    [sentence] = refused.value.messages
    return str(sentence)


@pytest.mark.django_db
@time_machine.travel(NOON, tick=False)
def test_a_day_has_so_many_codes() -> None:
    checker = make_checker()
    used(checker, rows=9_999)
    assert refusal(checker, new_code(), new_code()) == (
        "This list has 2 codes, and 1 of today's 10000 are left. Check the rest tomorrow."
    )
    check(listed(new_code()), by=checker)
    assert list_checking.left_today(checker, timezone.now()).codes == 0
    assert list_checking.left_today(make_checker("other@bilim.example"), timezone.now()).codes == 10_000


@pytest.mark.django_db
def test_whoever_leafs_through_codes_is_stopped_for_the_day() -> None:
    with time_machine.travel(NOON, tick=False):
        checker = make_checker()
        used(checker, rows=499, unknown=499)
        check(listed(new_code()), by=checker)
        assert "Too many unknown codes" in refusal(checker, certificate().code)
    with time_machine.travel("2026-11-20 23:59+05:00", tick=False):
        refusal(checker, new_code())
    with time_machine.travel("2026-11-21 00:00+05:00", tick=False):
        assert len(check(listed(new_code()), by=checker)) == 1


@pytest.mark.django_db
def test_whoever_was_blocked_meanwhile_checks_nothing() -> None:
    checker = make_checker()
    checkers.block(Checker.objects.get(), by=organiser(), why="Сатып жатыр")
    assert "was blocked" in refusal(checker, new_code())
    assert not ListCheck.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_lists_at_once_count_together() -> None:
    checker = make_checker()
    used(checker, rows=9_990)
    codes = [new_code() for _ in range(6)]
    outcomes = at_once(*[lambda: check(listed(*codes), by=checker)] * 2)
    assert sorted(outcomes) == ["", "too_many_today"]
    assert ListCheck.objects.count() == 2
