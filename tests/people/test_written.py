"""Dates, figures and offices as paper writes them in three languages."""

from datetime import date

import pytest

from people.written import (
    PaperLanguage,
    Words,
    date_in_digits,
    date_in_words,
    date_of_paper,
    date_on,
    date_until,
    decimals,
    figure,
    in_points,
    office,
    range_in_digits,
)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "words", "until", "of_paper", "on"),
    [
        (
            "kk",
            "2026 жылғы 23 қазан",
            "2026 жылғы 23 қазанға дейін",
            "2026 жылғы 23 қазандағы",
            "2026 жылғы 23 қазанда",
        ),
        ("ru", "23 октября 2026 года", "по 23 октября 2026 года", "от 23 октября 2026 года", "23 октября 2026 года"),
        ("en", "23 October 2026", "until 23 October 2026", "of 23 October 2026", "on 23 October 2026"),
    ],
)
def test_a_date_in_words(language: PaperLanguage, words: str, until: str, of_paper: str, on: str) -> None:
    day = "2026-10-23"
    assert plain(date_in_words(day, language)) == words
    assert plain(date_until(day, language)) == until
    assert plain(date_of_paper(day, language)) == of_paper
    assert plain(date_on(day, language)) == on


MONTHS = """қаңтар қаңтарға қаңтарда қаңтардағы, ақпан ақпанға ақпанда ақпандағы, наурыз наурызға наурызда наурыздағы,
сәуір сәуірге сәуірде сәуірдегі, мамыр мамырға мамырда мамырдағы, маусым маусымға маусымда маусымдағы,
шілде шілдеге шілдеде шілдедегі, тамыз тамызға тамызда тамыздағы, қыркүйек қыркүйекке қыркүйекте қыркүйектегі,
қазан қазанға қазанда қазандағы, қараша қарашаға қарашада қарашадағы,
желтоқсан желтоқсанға желтоқсанда желтоқсандағы"""


@pytest.mark.parametrize(("month", "forms"), list(enumerate(MONTHS.split(","), start=1)))
def test_every_kazakh_month_takes_its_own_endings(month: int, forms: str) -> None:
    day = date(2027, month, 1)
    name, to, on, of_paper = forms.split()
    assert plain(date_in_words(day, "kk")) == f"2027 жылғы 1 {name}"
    assert plain(date_until(day, "kk")) == f"2027 жылғы 1 {to} дейін"
    assert plain(date_on(day, "kk")) == f"2027 жылғы 1 {on}"
    assert plain(date_of_paper(day, "kk")) == f"2027 жылғы 1 {of_paper}"


def test_dates_in_digits() -> None:
    assert date_in_digits("2026-10-05") == "05.10.2026"
    assert plain(range_in_digits(date(2026, 10, 5), "2026-10-23")) == "05.10.2026 – 23.10.2026"


@pytest.mark.parametrize(
    ("value", "language", "places", "written"),
    [
        ("18.50", "kk", None, "18,5"),
        ("18.50", "en", None, "18.5"),
        ("22", "ru", 1, "22,0"),
        ("100", "kk", None, "100"),
        ("20.0", "kk", None, "20"),
    ],
)
def test_figures(value: str, language: PaperLanguage, places: int | None, written: str) -> None:
    assert figure(value, language, places) == written


@pytest.mark.parametrize(
    ("value", "written"), [("89.6667", "89,67"), ("5.165", "5,17"), ("89.5000", "89,5"), ("0", "0")]
)
def test_points_are_shown_to_two_decimals_rounded_half_up(value: str, written: str) -> None:
    assert in_points(value, "kk") == written


def test_a_column_has_as_many_decimals_as_its_longest_figure_needs() -> None:
    assert decimals(["18.50", "22", "13.5"]) == 1
    assert decimals(["18.50", "22.67"]) == 2
    assert decimals(["20", "30.0"]) == 0
    assert decimals([]) == 0


@pytest.mark.parametrize(
    ("capacity", "acting", "printed"),
    [
        (Words(kk="Директор", ru="Директор", en="Director"), False, ["Директор", "Директор", "Director"]),
        (
            Words(kk="Директор", ru="Директор", en="Director"),
            True,
            ["Директор (міндетін атқарушы)", "Директор (исполняющий обязанности)", "Director (acting)"],
        ),
        (
            Words(kk="Директордың міндетін атқарушы", ru="И.о. директора", en="Acting Director"),
            True,
            ["Директордың міндетін атқарушы", "И.о. директора", "Acting Director"],
        ),
        (Words(kk="", ru="", en=""), True, ["", "", ""]),
    ],
)
def test_who_acts_for_the_head_is_said_once(capacity: Words, acting: bool, printed: list[str]) -> None:
    languages: list[PaperLanguage] = ["kk", "ru", "en"]
    assert [office(capacity, language, acting=acting) for language in languages] == printed
