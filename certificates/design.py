"""From a snapshot to the paper: certificate with its appendix, duplicate, statement of attendance.

The snapshot is all that a paper knows. Nothing here asks the database, the settings or the language of the screen.
"""

from functools import lru_cache
from pathlib import Path

from django.template.loader import render_to_string

from certificates.paper import appendix, certificate, statement
from certificates.paper.common import common
from certificates.paper.ornament import Point
from certificates.paper.plates import appendix_plate, certificate_plate, no_qr_plate, qr_plate, statement_plate
from certificates.paper.voice import Voice
from certificates.qr import qr_text
from certificates.snapshot import Snapshot
from people.paper import Plate, render_first_that_fits

# How close a text is set: classes of the stylesheet, tried in this order.
DENSITIES = ("", "tight")
# Where the QR code stands on each kind of page, and how large it is, in millimetres.
CERTIFICATE_QR, APPENDIX_QR, STATEMENT_QR = (233.0, 149.0), (160.0, 244.8), (155.0, 227.0)
QR_MILLIMETRES = 30.0


def render(snapshot: Snapshot) -> bytes:
    """The PDF: two pages for a certificate or duplicate, one for a statement. Raises PaperUnavailable.

    A text too long for its page is set closer; beyond that an appendix runs on to a page that repeats signature and QR.
    """
    return render_first_that_fits(
        (document_html(snapshot, density) for density in DENSITIES),
        pages=1 if is_letter(snapshot) else 2,
        stylesheet=stylesheet(),
        plates=_plates(snapshot),
        identifier=snapshot["code"],
    )


def document_html(snapshot: Snapshot, density: str = "") -> str:
    """The same as HTML; its stylesheet is `stylesheet()`."""
    voice = Voice.of(snapshot["language"])
    context = common(snapshot, voice)
    if is_letter(snapshot):
        context |= statement.context(snapshot, voice)
    else:
        context |= certificate.context(snapshot, voice) | appendix.context(snapshot, voice)
    return render_to_string("certificates/paper/document.html", context | {"density": density})


@lru_cache
def stylesheet() -> str:
    return (Path(__file__).parent / "paper" / "paper.css").read_text(encoding="utf-8")


def is_letter(snapshot: Snapshot) -> bool:
    """A statement of attendance is one page that looks like a letter, never like a certificate."""
    return snapshot["kind"] == "statement"


def _plates(snapshot: Snapshot) -> list[list[Plate]]:
    """What lies under each page: its line work and the document's QR code."""
    if is_letter(snapshot):
        return [_with_qr(statement_plate(), STATEMENT_QR, snapshot)]
    appendix_page = _with_qr(appendix_plate(), APPENDIX_QR, snapshot)
    return [_with_qr(certificate_plate(), CERTIFICATE_QR, snapshot), *[appendix_page] * 3]


def _with_qr(page: Plate, at: Point, snapshot: Snapshot) -> list[Plate]:
    if not snapshot["code"]:
        return [page, no_qr_plate(page, at, QR_MILLIMETRES)]
    return [page, qr_plate(page, qr_text(snapshot["site"], snapshot["code"]), at, QR_MILLIMETRES)]
