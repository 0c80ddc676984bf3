"""The journal of issue: what a period had, its totals page by page, on paper and as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from itertools import accumulate, combinations
from typing import IO, Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings
from python_calamine import CalamineWorkbook

from certificates import registering
from certificates.journal import Head, Period, Row, Totals, check_length, documents_of, head_of, rows_of, totals_of
from certificates.journal_book import ABOVE, BELOW, HIGH, INCH, SIDE, WIDE, journal_book
from certificates.journal_book import pages_of as journal_book_pages
from certificates.journal_paper import FIRST_PAGE, OTHER_PAGE, height_of, journal_html, journal_pdf, lines_of, pages_of
from certificates.journal_wording import WORDING
from certificates.models import Document
from people.models import ExportEvent
from people.roles import Role
from tests.cast import make_user, marat
from tests.certificates.issued import as_user, issued, organiser
from tests.paper_reading import Paper, silence

TODAY = date(2026, 11, 20)
XLSX = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PERIOD = Period(date(2026, 1, 1), TODAY)
LONG = {
    "name": "Құдайбергенқызыбеков Абдрахмангазыұлы Мұхаммедғалымжанқызы",
    "programme": "Білім берудегі менеджмент: басқарудағы инновациялық тәсілдер және ұйымдық даму мәселелері",
    "handed_to": "Сенімхат бойынша: Нұрғалиев Ерболат Сағындықұлы, 2026 жылғы 3 қарашадағы № 17 сенімхат, директор",
}  # fmt: skip


def row(number: int, **fields: Any) -> Row:
    said: dict[str, Any] = {
        "kind": "certificate", "number": f"2026-{number:05d}", "issued_on": "2026-10-23", "name": "Ахметова Сәуле",
        "programme": "Менеджмент", "hours": 80, "blank": f"ОД № {number:07d}", "handed_to": "өзіне",
        "handed_on": "2026-10-30", **fields,
    }  # fmt: skip
    return said  # type: ignore[return-value]


def a_head(language: str = "kk", **fields: Any) -> Head:
    words = {"kk": "«Оқу» ЖШС", "ru": "ТОО «Оқу»", "en": "Oqu LLP"}
    head: dict[str, Any] = {
        "language": language, "provider": words, "city": words, "first": "2026-01-01", "last": "2026-11-20",
        "series": "", "specimens": False, "printed_on": "2026-11-20", **fields,
    }  # fmt: skip
    return head  # type: ignore[return-value]


# ---- what a page adds up to ------------------------------------------------------------------------------------------
def test_what_rows_add_up_to() -> None:
    rows = [row(1), row(2, blank=""), row(3, kind="statement", handed_on="", handed_to=""), row(4, kind="support")]
    total = totals_of(rows)
    assert (total.documents, total.blanks, total.handed) == (4, 3, 3)
    assert (total.certificate, total.duplicate, total.statement, total.support) == (2, 0, 1, 1)
    assert total + totals_of(rows) == totals_of(rows * 2)
    assert totals_of([]) == Totals()


def pages_text(pdf: bytes) -> list[str]:
    paper = Paper(pdf)
    return [" ".join(paper.text(page).split()) for page in range(len(paper))]


def long_or_short(place: int) -> Row:
    return row(place, **(LONG if place % 3 == 0 else {}))


@given(st.lists(st.booleans(), max_size=60))
def test_each_row_stands_on_one_page_in_order_and_no_page_is_fuller_than_it_holds(long: list[bool]) -> None:
    rows = [row(n, **(LONG if is_long else {})) for n, is_long in enumerate(long)]
    pages = pages_of(rows)
    assert [each for page in pages for each in page] == rows
    for place, page in enumerate(pages):
        assert sum(map(height_of, page)) <= (FIRST_PAGE if place == 0 else OTHER_PAGE)


@pytest.mark.parametrize(
    ("text", "lines"), [("", 1), ("Ахметова", 1), (LONG["name"], 3), ("Ұ" * 60, 3), (LONG["programme"], 4)]
)
def test_lines_are_counted_with_the_font_they_are_printed_in(text: str, lines: int) -> None:
    assert lines_of(text, 48.0) == lines


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_page_of_the_pdf_ends_with_its_own_totals_and_those_so_far(language: str) -> None:
    rows = [long_or_short(n) for n in range(1, 41)]
    pages, wording = pages_of(rows), WORDING[language]  # type: ignore[index]
    with silence():
        texts = pages_text(journal_pdf(a_head(language), rows))
    assert len(texts) - len(pages) in (0, 1)  # the closing may stand on a page of its own
    so_far = 0
    for text, page in zip(texts, pages, strict=False):
        so_far += len(page)
        assert f"{wording.page_total} {len(page)} {len(page)} {len(page)}" in text
        assert f"{wording.so_far} {so_far} {so_far} {so_far}" in text
        assert all(each["number"] in text for each in page)
    assert wording.in_all in texts[-1]


def test_no_text_leaves_the_page_and_none_lies_on_another() -> None:
    paper = Paper(journal_pdf(a_head(), [long_or_short(n) for n in range(1, 16)]))
    for page in range(len(paper)):
        lines = list(paper.lines(page, gap=3.0))
        assert max(line.right for line in lines) <= 297 - 11
        assert [(a.text, b.text) for a, b in combinations(lines, 2) if a.overlaps(b)] == []


def test_an_empty_journal_and_one_of_specimens_say_so() -> None:
    html = journal_html(a_head(specimens=True), [])
    assert WORDING["kk"].empty in html
    assert WORDING["kk"].specimen_why in html
    assert WORDING["kk"].in_all not in html


def test_the_workbook_has_the_totals_of_each_page_and_of_all() -> None:
    file, written = journal_book(a_head("ru"), map(long_or_short, range(1, 31)))
    cells = CalamineWorkbook.from_filelike(BytesIO(file.read())).get_sheet_by_index(0).to_python()
    wording = WORDING["ru"]
    sizes = [len(page) for page in journal_book_pages(map(long_or_short, range(1, 31)), wording)]
    pages = [(line[2], line[6], line[7]) for line in cells if line[1] == wording.page_total]
    so_far = [line[2] for line in cells if line[1] == wording.so_far]
    assert len(sizes) > 1
    assert (written, pages, so_far) == (30, [(n, n, n) for n in sizes], [*accumulate(sizes)])
    in_all = f"{wording.in_all}. документов: 30; сертификат: 30"
    assert [line[1] for line in cells if str(line[1]).startswith(in_all)]
    assert [line[0] for line in cells[4:] if isinstance(line[0], float | int)] == [*range(1, 31)]


def sheets_of(file: IO[bytes]) -> list[ElementTree.Element]:
    with ZipFile(file) as book:
        names = sorted(name for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
        return [ElementTree.fromstring(book.read(name)) for name in names]  # noqa: S314 - our own


def test_a_page_of_the_workbook_is_a_page_of_paper() -> None:
    """A spreadsheet passes over breaks where it fits the sheet to the paper by itself, so it is not asked to."""
    file, _written = journal_book(a_head(), map(long_or_short, range(1, 61)))
    [sheet] = sheets_of(file)
    assert sheet.find(f"{XLSX}sheetPr/{XLSX}pageSetUpPr[@fitToPage]") is None
    scale = int(sheet.find(f"{XLSX}pageSetup").attrib["scale"]) / 100  # type: ignore[union-attr]
    heights = {int(row.attrib["r"]): float(row.attrib.get("ht", 15)) for row in sheet.iter(f"{XLSX}row")}
    widths = [float(column.attrib["width"]) for column in sheet.iter(f"{XLSX}col")]
    breaks = [int(each.attrib["id"]) for each in sheet.iter(f"{XLSX}brk")]
    assert len(breaks) > 1
    assert sum(widths) * 5.25 * scale <= WIDE - 2 * SIDE * INCH
    begins = 0
    for end in [*breaks, max(heights)]:
        page = sum(height for row, height in heights.items() if begins < row <= end)
        repeated = heights[4] if begins else 0
        assert (page + repeated) * scale <= HIGH - (ABOVE + BELOW) * INCH
        begins = end


def test_behind_each_break_of_the_workbook_the_totals_so_far_came_last() -> None:
    file, _written = journal_book(a_head(), map(long_or_short, range(1, 61)))
    [sheet] = sheets_of(file)
    breaks = [int(each.attrib["id"]) for each in sheet.iter(f"{XLSX}brk")]
    file.seek(0)
    cells = CalamineWorkbook.from_filelike(BytesIO(file.read())).get_sheet_by_index(0).to_python()
    assert [cells[end - 1][1] for end in breaks] == [WORDING["kk"].so_far] * len(breaks)


def test_more_pages_than_a_sheet_can_break_go_on_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("certificates.journal_book.PAGES", 2)
    file, written = journal_book(a_head("ru"), map(long_or_short, range(1, 61)))
    book, wording = CalamineWorkbook.from_filelike(BytesIO(file.read())), WORDING["ru"]
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert len(sheets) > 1
    assert [sum(str(line[1]).startswith(wording.in_all) for line in sheet) for sheet in sheets][-2:] == [0, 1]
    numbers = [line[0] for sheet in sheets for line in sheet[4:] if isinstance(line[0], float | int)]
    assert (written, numbers) == (60, [*range(1, 61)])


def test_nothing_that_was_typed_becomes_a_formula() -> None:
    file, _written = journal_book(a_head(), [row(1, handed_to="=HYPERLINK(1)")])
    assert "=HYPERLINK(1)" in CalamineWorkbook.from_filelike(BytesIO(file.read())).get_sheet_by_index(0).to_python()[4]


# ---- from the register -----------------------------------------------------------------------------------------------
@pytest.fixture
def _today(settings: Settings) -> Iterator[None]:
    settings.DOCUMENTS_ARE_SPECIMENS = False
    with time_machine.travel("2026-11-20 12:00+05:00", tick=False):
        yield


def a_register() -> list[Document]:
    documents = issued("89.5", "88", "44", issued_on=TODAY - timedelta(days=3))
    registering.record_blank(documents[0], series="ОД", number="0004512", by=organiser())
    registering.hand_over(documents[0], to="өзіне", on=TODAY, by=organiser())
    registering.hand_over(documents[0], to="№ 17 сенімхат", on=TODAY, by=organiser())
    return documents


@pytest.mark.django_db
@pytest.mark.usefixtures("_today")
def test_a_row_says_what_was_printed_which_blank_carries_it_and_who_took_it_last() -> None:
    first, _second, statement = a_register()
    rows = list(rows_of(documents_of(PERIOD), "ru"))
    assert [each["number"] for each in rows] == ["2026-00001", "2026-00002", "А-2026-00001"]
    handed = rows[0]["handed_to"], rows[0]["handed_on"]
    assert (rows[0]["blank"], *handed) == ("ОД № 0004512", "№ 17 сенімхат", "2026-11-20")
    assert (rows[0]["programme"], rows[0]["hours"]) == (first.snapshot["programme"]["ru"], 80)
    assert (rows[2]["kind"], rows[2]["blank"], rows[2]["handed_on"]) == (statement.kind, "", "")
    assert first.person.iin not in str(rows)


@pytest.mark.django_db
@pytest.mark.usefixtures("_today")
@pytest.mark.parametrize(
    ("period", "count"),
    [
        (PERIOD, 3),
        (Period(TODAY, TODAY), 0),
        (Period(TODAY - timedelta(days=3), TODAY - timedelta(days=3)), 3),
        (Period(PERIOD.first, TODAY, "certificate"), 2),
        (Period(PERIOD.first, TODAY, "statement"), 1),
        (Period(PERIOD.first, TODAY, "support"), 0),
        (Period(PERIOD.first, TODAY, specimens=True), 0),
    ],
)
def test_a_period_and_a_series_narrow_it(period: Period, count: int) -> None:
    a_register()
    assert documents_of(period).count() == count


@pytest.mark.django_db
@pytest.mark.usefixtures("_today")
def test_a_journal_that_is_too_long_is_taken_out_in_parts() -> None:
    a_register()
    check_length(documents_of(PERIOD), 3)
    with pytest.raises(ValidationError, match="More than 2 documents: choose a shorter period"):
        check_length(documents_of(PERIOD), 2)


@pytest.mark.django_db
@pytest.mark.usefixtures("_today")
@pytest.mark.parametrize("count", [1, 30])
def test_rows_cost_the_same_for_one_and_for_thirty(
    django_assert_max_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    issued(*["89.5"] * count)
    with django_assert_max_num_queries(4):
        assert len(list(rows_of(documents_of(PERIOD), "kk"))) == count
        head_of(PERIOD, "kk", now=timezone.now())


# ---- the pages -------------------------------------------------------------------------------------------------------
def address(name: str = "journal", *args: str) -> str:
    return reverse(f"certificates:{name}", args=args)


ASKED = "first=01.01.2026&last=20.11.2026"


@pytest.mark.django_db
@pytest.mark.usefixtures("_today")
def test_the_page_shows_this_year_and_each_export_is_on_record() -> None:
    a_register()
    client = as_user(organiser())
    html = client.get(address()).content.decode()
    assert "3 documents" in html
    assert "№ 17 сенімхат" in html
    pdf = client.post(f"{address('journal_pdf', 'ru')}?{ASKED}")
    assert (pdf["Content-Type"], pdf["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert "Журнал выдачи документов" in " ".join(pages_text(pdf.content))
    book = client.post(f"{address('journal_xlsx', 'kk')}?{ASKED}&of=certificate")
    assert 'filename="journal-2026-01-01-2026-11-20-kk.xlsx"' in book["Content-Disposition"]
    assert book.getvalue().startswith(b"PK")
    logged = [(event.list, event.rows, event.filters) for event in ExportEvent.objects.order_by("pk")]
    assert logged == [
        ("issue-journal", 3, "from=01.01.2026; to=20.11.2026; series=real; pdf"),
        ("issue-journal", 2, "from=01.01.2026; to=20.11.2026; of=certificate; series=real"),
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("_today")
def test_days_that_cannot_be_are_said_in_the_form() -> None:
    html = as_user(organiser()).get(f"{address()}?first=20.11.2026&last=01.11.2026").content.decode()
    assert "The last day cannot be before the first." in html
    assert as_user(organiser()).post(f"{address('journal_pdf', 'ru')}?first=x&last=y").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("_today")
def test_the_journal_is_the_organisers_and_is_taken_out_by_a_post() -> None:
    addresses = [address(), address("journal_pdf", "kk"), address("journal_xlsx", "kk")]
    client = as_user(organiser())
    assert [client.get(each).status_code for each in addresses] == [200, 405, 405]
    assert client.post(address("journal_pdf", "de")).status_code == 404
    assert [Client().post(each).status_code for each in addresses[1:]] == [302, 302]
    for visitor in (marat(), make_user("trainer@institute.example", Role.TRAINER)):
        client = as_user(visitor)
        assert client.get(addresses[0]).status_code == 403
        assert [client.post(each).status_code for each in addresses[1:]] == [403, 403]


@pytest.mark.django_db
@pytest.mark.usefixtures("_today")
def test_a_journal_that_is_too_long_for_a_pdf_leads_back_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    a_register()
    monkeypatch.setattr("certificates.views.journal.LONGEST_PDF", 2)
    answer = as_user(organiser()).post(f"{address('journal_pdf', 'ru')}?{ASKED}", follow=True)
    assert "More than 2 documents: choose a shorter period" in answer.content.decode()
    assert answer.redirect_chain[0][0].endswith(f"/register/journal/?{ASKED}")
    assert not ExportEvent.objects.exists()
