"""A page of crosses and rulers at known millimetres: folded once each way, it tells how far a printer is off."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.translation import get_language

from certificates.millimetres import in_millimetres
from people.paper import Plate, render_pdf

WIDTH, HEIGHT = 297.0, 210.0
CENTRE = (WIDTH / 2, HEIGHT / 2)
REACH = 20  # of the rulers to each side of the centre, in millimetres
INSET = 20.0  # of the crosses in the corners from both edges of the paper
CORNERS = [(x, y) for x in (INSET, WIDTH - INSET) for y in (INSET, HEIGHT - INSET)]
SCALE = (98.5, 172.0)  # where the line of a hundred millimetres begins
INK, GOLD = "0.07 0.15 0.17", "0.69 0.52 0.15"


def calibration_pdf(printer: str, offset: tuple[int, int]) -> bytes:
    """A4 landscape, as a certificate lies, with the offsets of the printer, in tenths. Raises PaperUnavailable."""
    dx, dy = (tenths / 10 for tenths in offset)
    context = {
        "lang": get_language() or "kk",
        "printer": printer,
        "to_the_right": in_millimetres(offset[0], signed=True),
        "down": in_millimetres(offset[1], signed=True),
        "left": f"{dx:.1f}",
        "top": f"{dy:.1f}",
        "across": [(_placed(CENTRE[0] + mm - 5), _signed(mm)) for mm in range(-REACH, REACH + 1, 10) if mm],
        "along": [(_placed(CENTRE[1] + mm - 1.7), _signed(mm)) for mm in range(-REACH, REACH + 1, 10) if mm],
    }
    html = render_to_string("certificates/blanks/paper/calibration.html", context)
    return render_pdf(html, stylesheet=_stylesheet(), plates=[[plate(dx, dy)]])


def plate(dx: float, dy: float) -> Plate:
    """The lines, moved as the printer asks for."""
    lines = [f"q 1 0 0 1 {dx:.1f} {dy:.1f} cm", *_rulers(), *_crosses(), *_scale(), "Q"]
    return Plate(WIDTH, HEIGHT, "\n".join(lines))


def _rulers() -> Iterator[str]:
    """From the centre to both sides, a tick for each millimetre: where the fold crosses one, it is read."""
    (x, y), reach = CENTRE, REACH + 5
    yield f"{GOLD} RG 0.2 w"
    yield _line(x - reach, y, x + reach, y)
    yield _line(x, y - reach, x, y + reach)
    yield f"{INK} RG"
    for mm in range(-REACH, REACH + 1):
        half = 2.6 if mm % 10 == 0 else 1.9 if mm % 5 == 0 else 1.1
        yield f"{0.25 if mm % 5 == 0 else 0.12} w"
        yield _line(x + mm, y - half, x + mm, y + half)
        yield _line(x - half, y + mm, x + half, y + mm)


def _crosses() -> Iterator[str]:
    yield f"{INK} RG 0.2 w"
    for x, y in CORNERS:
        yield _line(x - 7, y, x + 7, y)
        yield _line(x, y - 7, x, y + 7)


def _scale() -> Iterator[str]:
    x, y = SCALE
    yield f"{INK} RG 0.3 w"
    yield _line(x, y, x + 100, y)
    for mm in range(0, 101, 10):
        yield _line(x + mm, y - (2 if mm % 50 == 0 else 1.2), x + mm, y)


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f"{x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S"


def _placed(millimetres: float) -> str:
    return f"{millimetres:.2f}"


def _signed(mm: int) -> str:
    return f"{mm:+d}".replace("-", "−")


@lru_cache
def _stylesheet() -> str:
    return Path(__file__).with_name("calibration.css").read_text(encoding="utf-8")
