"""From a snapshot to the paper: certificate with its appendix, duplicate, statement of attendance.

The snapshot is all that a paper knows. Nothing here asks the database, the settings or the language of the screen;
the pictures that it names are proved by the digests that it gives.
A design is laid out by WeasyPrint once and then filled in for one person after the other; a paper that does not fit
its design is laid out by itself, and counted.
"""

from functools import lru_cache, partial
from pathlib import Path

from django.template.loader import render_to_string

from certificates.compiling import cache, counting, filing, keying
from certificates.compiling.layout import Design, compile_design
from certificates.compiling.unfit import Unfit
from certificates.paper import alphabet, appendix, certificate, common, inks, signing, statement, support
from certificates.paper.filling import ROOMY, Filling, in_template
from certificates.paper.ornament import Point
from certificates.paper.plates import (
    appendix_plate,
    certificate_plate,
    no_qr_plate,
    qr_plate,
    statement_plate,
    symbol_tile,
)
from certificates.paper.voice import Voice
from certificates.qr import modules, qr_text
from certificates.snapshot import LETTERS, Snapshot, design_of
from people.paper import Plate, render_first_that_fits, unprintable
from people.typesetting import typeset

# How close a text is set: classes of the stylesheet, tried in this order.
DENSITIES = ("", "tight")
# Where the QR code stands on each kind of page, and how large it is, in millimetres.
CERTIFICATE_QR, APPENDIX_QR, STATEMENT_QR = (233.0, 149.0), (160.0, 244.8), (155.0, 227.0)
QR_MILLIMETRES = 30.0


def render(snapshot: Snapshot) -> bytes:
    """The PDF: two pages for a certificate or duplicate, one for a statement. Raises PaperUnavailable.

    A text too long for its place makes the design set closer, or the paper laid out by itself: an appendix then runs
    on to a page that repeats signature and QR.
    """
    filling = fill(snapshot)
    try:
        pdf = fill_in(snapshot, filling)
    except Unfit as unfit:
        counting.count_whole(unfit.reason)
        return render_whole(snapshot, filling)
    counting.count_filled()
    return pdf


def fill_in(snapshot: Snapshot, filling: Filling) -> bytes:
    """The PDF from the compiled design; raises Unfit."""
    if not filling.fits:
        raise Unfit("room")
    nobody = keying.without_person(snapshot)
    key = keying.key(nobody, roomy=filling.is_roomy)
    design = cache.compiled(key, partial(_compile, nobody, roomy=filling.is_roomy))
    if design is None:
        raise Unfit("pages")
    symbol = _symbol(snapshot)
    return filing.file(design, filling, symbol_tile(symbol), len(symbol), snapshot["code"] or f"{key} {filling}")


def render_whole(snapshot: Snapshot, filling: Filling | None = None) -> bytes:
    """The PDF as WeasyPrint lays it out for this person alone."""
    return render_first_that_fits(
        (document_html(snapshot, density, filling) for density in DENSITIES),
        pages=_pages(snapshot),
        stylesheet=stylesheet(design_of(snapshot)["palette"]),
        plates=_plates(snapshot),
        identifier=snapshot["code"],
    )


def _compile(nobody: Snapshot, *, roomy: bool) -> Design | None:
    filling = fill(nobody)
    if roomy:
        filling.settings["own"] = ROOMY
    laid = typeset(
        (document_html(nobody, density, filling, specimen=True) for density in DENSITIES),
        pages=_pages(nobody),
        stylesheet=stylesheet(design_of(nobody)["palette"]),
        alphabet=alphabet.page(Voice.of_paper(nobody).language, _alphabet()),
        plates=_plates(nobody, specimen=True),
    )
    return None if laid is None else compile_design(laid)


def fill(snapshot: Snapshot) -> Filling:
    """What is this person's own: text by text, each broken and sized for its place."""
    voice, filling = Voice.of_paper(snapshot), Filling()
    common.fill(filling, snapshot)
    if is_letter(snapshot):
        statement.fill(filling, snapshot, voice)
    else:
        certificate.fill(filling, snapshot, voice)
        appendix.fill(filling, snapshot, voice)
    return filling


def document_html(
    snapshot: Snapshot, density: str = "", filling: Filling | None = None, *, specimen: bool = False
) -> str:
    """The same as HTML; its stylesheet is `stylesheet()`. A specimen has a mark in place of each field."""
    voice = Voice.of_paper(snapshot)
    context = common.common(snapshot, voice)
    shown = in_template(filling or fill(snapshot), specimen=specimen)
    if is_letter(snapshot):
        letter = support if snapshot["kind"] == "support" else statement
        context |= letter.context(snapshot, voice)
    else:
        context |= certificate.context(snapshot, voice) | appendix.context(snapshot, voice, shown)
    return render_to_string("certificates/paper/document.html", context | shown | {"density": density})


@lru_cache
def stylesheet(palette: str = inks.STANDARD) -> str:
    folder = Path(__file__).parent / "paper"
    css = "".join((folder / name).read_text(encoding="utf-8") for name in ("paper.css", "designs.css"))
    return inks.reinked_sheet(css, palette)


@lru_cache
def _alphabet() -> str:
    missing = set(unprintable(alphabet.LETTERS))
    return "".join(letter for letter in alphabet.LETTERS if letter not in missing)


def is_letter(snapshot: Snapshot) -> bool:
    """A statement is one page that looks like a letter, never like a certificate."""
    return snapshot["kind"] in LETTERS


def _pages(snapshot: Snapshot) -> int:
    return 1 if is_letter(snapshot) else 2


def _plates(snapshot: Snapshot, *, specimen: bool = False) -> list[list[Plate]]:
    """What lies under each page: its line work and the document's QR code, or in a specimen the place of one."""
    if is_letter(snapshot):
        return [_with_qr(statement_plate(), STATEMENT_QR, snapshot, specimen)]
    look = design_of(snapshot)
    style, seal = look["plate"], look["seal"] == "place"
    first = certificate_plate(style, medallion=not look["logo"], seal=seal, lines=signing.lines(len(look["signers"])))
    second = appendix_plate(style, seal=seal)
    drawn = [
        _with_qr(inks.reinked(page, look["palette"]), at, snapshot, specimen)
        for page, at in ((first, CERTIFICATE_QR), (second, APPENDIX_QR))
    ]
    return [drawn[0], *[drawn[1]] * 3]


def _with_qr(page: Plate, at: Point, snapshot: Snapshot, specimen: bool) -> list[Plate]:
    symbol = _symbol(snapshot)
    if not symbol:
        return [page, no_qr_plate(page, at, QR_MILLIMETRES)]
    drawn = None if specimen else symbol_tile(symbol)
    return [page, qr_plate(page, len(symbol), drawn, at, QR_MILLIMETRES)]


def _symbol(snapshot: Snapshot) -> list[str]:
    return modules(qr_text(snapshot["site"], snapshot["code"])) if snapshot["code"] else []
