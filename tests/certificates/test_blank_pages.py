"""On a blank stands what differs from document to document, where it always stands, moved as the printer asks."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from certificates.blanks.calibration import CENTRE, CORNERS, calibration_pdf, plate
from certificates.blanks.pages import render_on_blanks
from certificates.paper.wording import WORDING
from certificates.qr import qr_text
from certificates.snapshot import BlankSnapshot
from people.written import PaperLanguage
from tests.certificates.paper_samples import CODE, named, sample, words
from tests.paper_reading import Line, Paper, silent_press

__all__ = ["silent_press"]
pytestmark = pytest.mark.usefixtures("silent_press")

BLANK: BlankSnapshot = {"series": "ОД", "number": "0004512"}
LONG_TITLE = words(*["Білім беру ұйымдарындағы инновациялық менеджмент: " * 3] * 3)
LANGUAGES: list[PaperLanguage] = ["kk", "ru", "en"]


def printed(*, offset: tuple[float, float] = (0, 0), with_provider: bool = False, **fields: Any) -> Paper:
    return Paper(render_on_blanks([(sample(**fields), BLANK)], offset=offset, with_provider=with_provider))


def place_of(paper: Paper, text: str, page: int = 0) -> Line:
    return next(line for line in paper.lines(page) if text.replace(" ", "") in line.text.replace(" ", ""))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_differs_is_printed_and_the_words_of_the_blank_are_not(language: PaperLanguage) -> None:
    paper, wording = printed(language=language), WORDING[language]
    text = " ".join(paper.text().split())
    snapshot = sample(language=language)
    for said in (snapshot["name"]["full"], "2026-00137", "05.10.2026 – 23.10.2026", "0004512",
                 snapshot["programme"][language][:40], snapshot["signatory"]["name"], "7KQ4 M2XN 9TRD"):  # fmt: skip
        assert said in text
    constant = [wording.certificate, wording.lead, wording.volume, wording.course, wording.issued, wording.valid,
                wording.signature, wording.seal, wording.verify[0], wording.after_title[0][:30]]  # fmt: skip
    assert [word for word in constant if word in text] == []
    assert (len(paper), paper.size()) == (1, (297, 210))


@pytest.mark.parametrize("with_provider", [True, False])
def test_the_providers_name_is_printed_where_the_blank_lacks_it(with_provider: bool) -> None:
    text = " ".join(printed(with_provider=with_provider).text().split())
    assert ("БСН" in text, "Түпнұсқалығын" in text) == (with_provider, with_provider)


def test_a_camera_reads_the_code_from_a_bare_page() -> None:
    assert set(printed(offset=(-3, 2)).qr(dpi=110)) == {qr_text("https://basqaru.example", CODE)}


def test_no_line_work_is_printed() -> None:
    """Beside the words and the QR the page is white: what the blank shows there is its own."""
    picture = printed().picture(dpi=72)
    margin = picture.crop((0, 0, 842, 110))
    assert margin.getextrema() == (255, 255)


@pytest.mark.parametrize(("x", "y"), [(1.5, -0.5), (-20.0, 20.0)])
def test_words_and_code_are_moved_by_the_offsets_of_the_printer(x: float, y: float) -> None:
    plain, moved = printed(), printed(offset=(x, y))
    for text in ("2026-00137", "7KQ4", "23 қазан"):
        before, after = place_of(plain, text), place_of(moved, text)
        assert (after.left - before.left, after.top - before.top) == pytest.approx((x, y), abs=0.06)


def test_the_words_stay_in_their_place_however_long_the_title_and_the_date() -> None:
    short = printed(issued_on="2026-05-01", valid_through="2029-05-01")
    long = printed(programme=LONG_TITLE, issued_on="2026-09-23", valid_through="2029-09-23")
    for text in ("80 академиялық", "05.10.2026"):
        before, after = place_of(short, text), place_of(long, text)
        assert (before.left, before.top) == pytest.approx((after.left, after.top), abs=0.06)


def test_facts_of_any_length_do_not_meet() -> None:
    for language in LANGUAGES:
        paper = printed(language=language, issued_on="2026-09-28", valid_through="2029-09-28")
        row = place_of(paper, "05.10.2026 – 23.10.2026")
        facts = sorted((line for line in paper.lines() if abs(line.top - row.top) < 1), key=lambda line: line.left)
        assert all(left.right + 1 < right.left for left, right in pairwise(facts)), language


def test_a_specimen_says_so_on_its_sheet() -> None:
    assert "ҮЛГІ" in printed(specimen=True).text()


def test_pages_come_in_the_order_of_the_pile_each_with_its_own_code_and_blank() -> None:
    codes = ["7KQ4M2XN9TRDABC0", "7KQ4M2XN9TRDABC1"]
    sheets = [
        (sample(name=named(name, "Айгүл"), code=code), BlankSnapshot(series="ОД", number=f"000451{place}"))
        for place, (name, code) in enumerate(zip(["Абаева", "Нұрланова"], codes, strict=True))
    ]
    paper = Paper(render_on_blanks(sheets, offset=(0, 0), with_provider=False))
    assert len(paper) == 2
    for place, (name, other) in enumerate([("Абаева", "Нұрланова"), ("Нұрланова", "Абаева")]):
        assert name in paper.text(place)
        assert other not in paper.text(place)
        assert f"000451{place}" in paper.text(place)
        assert set(paper.qr(place, dpi=110)) == {qr_text("https://basqaru.example", codes[place])}


def test_the_same_job_gives_the_same_bytes() -> None:
    first, second = (render_on_blanks([(sample(), BLANK)], offset=(0.3, 0), with_provider=False) for _time in range(2))
    assert first == second


# ---- the calibration page -------------------------------------------------------------------------------------------
def test_the_calibration_page_is_one_sheet_and_tells_the_offsets_it_was_printed_with() -> None:
    paper = Paper(calibration_pdf("HP 404", (15, -5)))
    text = " ".join(paper.text().split())
    assert (len(paper), paper.size()) == (1, (297, 210))
    assert "HP 404" in text
    assert "+1" in text
    assert "−0" in text


def test_crosses_stand_at_known_millimetres_and_move_with_the_offsets() -> None:
    assert CENTRE == (148.5, 105.0)
    assert set(CORNERS) == {(20, 20), (20, 190), (277, 20), (277, 190)}
    operators = plate(1.5, -0.5).operators
    assert operators.startswith("q 1 0 0 1 1.5 -0.5 cm")
    assert "13.00 20.00 m 27.00 20.00 l S" in operators
