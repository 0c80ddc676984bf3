"""The plumbing of paper: what it refuses, what it repeats, and what it says when the system lacks a library."""

from __future__ import annotations

import hashlib
import logging
import multiprocessing
import os
import subprocess
import sys
import threading
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from people import paper
from people.paper import (
    INSTALL,
    PaperUnavailable,
    Plate,
    paper_problem,
    render_first_that_fits,
    render_pdf,
    unprintable,
)
from tests.paper_reading import Paper, silent_press

__all__ = ["silent_press"]

SHEET = '@page { size: 100mm 60mm; margin: 5mm } html { font-family: "PT Serif Paper"; font-size: 14pt }'
ROOT = Path(__file__).resolve().parents[2]


def page(body: str, title: str = "Сынақ") -> str:
    head = f'<meta charset="utf-8"><title>{title}</title><meta name="dcterms.created" content="2026-10-23">'
    return f'<!DOCTYPE html><html lang="kk"><head>{head}</head><body>{body}</body></html>'


HTML = page("<h1>Әліпби</h1><p>Ғылым <i>және</i> <b>білім</b></p>")


@pytest.mark.usefixtures("silent_press")
def test_the_pdf_carries_its_title_language_fonts_and_archival_mark() -> None:
    pdf = render_pdf(HTML, stylesheet=SHEET)
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert opened.docinfo["/Title"] == "Сынақ"
        assert str(opened.Root.Lang) == "kk"
        assert opened.Root.MarkInfo.Marked
        with opened.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        fonts = [font for _name, font in opened.pages[0].Resources.Font.items()]
        assert {str(font.BaseFont).partition("+")[2] for font in fonts} == {
            "PT-Serif-Paper",
            "PT-Serif-Paper-Bold",
            "PT-Serif-Paper-Italic",
        }
        assert all("/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts)
    assert "Ғылым және білім" in Paper(pdf).text()


def test_the_same_document_gives_the_same_bytes_in_every_process() -> None:
    script = (
        "import sys, hashlib; from people.paper import render_pdf; html, sheet = sys.stdin.read().split('\\0');"
        "print(hashlib.sha256(render_pdf(html, stylesheet=sheet)).hexdigest())"
    )
    other = subprocess.run(
        [sys.executable, "-c", script],
        input=f"{HTML}\0{SHEET}",
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONIOENCODING": "utf-8"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    here = render_pdf(HTML, stylesheet=SHEET)
    assert other.stdout.strip() == hashlib.sha256(here).hexdigest()
    assert other.stderr == ""  # the font folder is put away before the interpreter goes
    assert here == render_pdf(HTML, stylesheet=SHEET)
    assert here != render_pdf(HTML, stylesheet=SHEET, identifier="another")


@pytest.mark.parametrize("address", ["file:///etc/hostname", "http://127.0.0.1:9/x.png", "relative.png"])
def test_nothing_outside_the_document_is_read(address: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="weasyprint"):
        pdf = render_pdf(page(f'<p>Мәтін</p><img src="{address}"><object data="{address}"></object>'), stylesheet=SHEET)
    refusals = [record.getMessage() for record in caplog.records if "disallowed protocol" in record.getMessage()]
    assert refusals or address == "relative.png"
    assert "Мәтін" in Paper(pdf).text()
    assert b"/Subtype/Image" not in pdf.replace(b" ", b"")


def test_a_style_sheet_can_load_nothing_from_the_disk(caplog: pytest.LogCaptureFixture) -> None:
    hostile = (
        SHEET
        + '@import "file:///etc/hostname";'
        + f'@font-face {{ font-family: X; src: url("{paper.FONTS.as_uri()}/PTF55F.ttf") }}'
    )
    with caplog.at_level(logging.DEBUG, logger="weasyprint"):
        render_pdf(HTML, stylesheet=hostile)
    assert any("disallowed protocol" in record.getMessage() for record in caplog.records)


def test_an_image_inside_the_document_is_printed() -> None:
    dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    pdf = render_pdf(page(f'<img src="data:image/png;base64,{dot}">'), stylesheet=SHEET)
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert len(opened.pages[0].get_images()) == 1


def test_plates_lie_under_the_text_and_are_stored_once() -> None:
    plate = Plate(100, 60, "1 0 0 rg 10 10 80 40 re f /Dot Do", (("Dot", "0 1 0 rg 0 0 5 5 re f"),))
    pages = page('<p>Бір</p><p style="break-before: page">Екі</p>')
    pdf = render_pdf(pages, stylesheet=SHEET, plates=[[plate], [plate, plate]])
    drawn = Paper(pdf)
    assert "Екі" in drawn.text(1)
    first = drawn.pages[0].render(scale=2).to_pil().convert("RGB")
    assert first.getpixel((first.width // 2, first.height // 2)) == (255, 0, 0)
    assert first.getpixel((6, 6)) == (0, 255, 0)
    assert first.getpixel((first.width - 6, first.height - 6)) == (255, 255, 255)
    with pikepdf.open(BytesIO(pdf)) as opened:
        forms = [item for item in opened.objects if getattr(item, "get", lambda _: None)("/Subtype") == "/Form"]
        assert len(forms) == 2  # the plate and its tile


def test_the_closest_setting_that_fits_is_chosen() -> None:
    loose, tight = page("<p>Кең</p>" * 9), page("<p style='margin:0;font-size:6pt'>Тар</p>" * 9)
    assert "Тар" in Paper(render_first_that_fits([loose, tight], pages=1, stylesheet=SHEET)).text()
    assert "Кең" in Paper(render_first_that_fits([loose, tight], pages=9, stylesheet=SHEET)).text()
    assert len(Paper(render_first_that_fits([loose], pages=1, stylesheet=SHEET))) > 1


def test_memory_stays_flat_over_many_documents() -> None:
    script = (
        "import resource, sys; from people.paper import render_pdf; html, sheet = sys.stdin.read().split('\\0')\n"
        "for number in range(140):\n"
        "    render_pdf(html.replace('Әліпби', str(number)), stylesheet=sheet)\n"
        "    if number in (39, 139): print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", script],
        input=f"{HTML}\0{SHEET}",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    early, late = map(int, said.stdout.split())
    assert late < early * 1.06  # a font set-up for each document would add a third


def test_two_threads_print_side_by_side() -> None:
    expected = render_pdf(HTML, stylesheet=SHEET)
    made: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: made.extend(render_pdf(HTML, stylesheet=SHEET) for _ in range(4)))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [expected] * 12


def _print_in_child(answers: multiprocessing.Queue[bytes]) -> None:
    answers.put(render_pdf(HTML, stylesheet=SHEET))


def test_a_forked_worker_prints_and_leaves_its_parents_fonts_alone() -> None:
    expected = render_pdf(HTML, stylesheet=SHEET)
    context = multiprocessing.get_context("fork")
    answers: multiprocessing.Queue[bytes] = context.Queue()
    child = context.Process(target=_print_in_child, args=(answers,))
    child.start()
    assert answers.get(timeout=60) == expected
    child.join()
    assert render_pdf(page("<p>Басқа</p>"), stylesheet=SHEET + " p { font-weight: 700 }")


def test_without_pango_one_sentence_says_what_to_install() -> None:
    script = (
        "import cffi\n"
        "def dlopen(self, *names):\n"
        "    raise OSError(\"cannot load library 'libgobject-2.0-0'\")\n"
        "cffi.FFI.dlopen = dlopen\n"
        "from people.paper import PaperUnavailable, paper_problem, render_pdf\n"
        "print(paper_problem())\n"
        "try:\n"
        "    render_pdf('<p>', stylesheet='')\n"
        "except PaperUnavailable as problem:\n"
        "    print(problem)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert len(said) == 2
    assert said[0] == said[1]
    assert said[0].endswith(f"Install it with: {INSTALL}")
    assert "libgobject-2.0-0" in said[0]


def test_missing_fonts_are_a_problem_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paper, "FONTS", tmp_path)
    problem = paper_problem()
    assert problem is not None
    assert "PTF55F.ttf, PTF75F.ttf, PTF56F.ttf" in problem
    with pytest.raises(PaperUnavailable, match=r"PTF55F\.ttf"):
        render_pdf(HTML, stylesheet=SHEET)


def test_here_paper_has_no_problem() -> None:
    assert paper_problem() is None


@pytest.mark.parametrize(
    ("text", "missing"),
    [("Нұрғалиева Гүлжаһан Өмірбекқызы", ""), ("Ә. О'Нил-Смит №\u00a05 «»“”–—", ""), ("80 000 ₸ 李", "₸李"), ("", "")],
)
def test_letters_that_paper_does_not_have_are_named(text: str, missing: str) -> None:
    assert unprintable(text) == missing
