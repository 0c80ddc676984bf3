"""Reading a PDF back: its text, where the text stands, its picture, and what a camera makes of its QR codes."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

MILLIMETRE = 72 / 25.4


@dataclass(frozen=True)
class Line:
    """Characters that stand side by side, in millimetres from the top left corner of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Line, tolerance: float = 0.15) -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > tolerance and down > tolerance


class Paper:
    def __init__(self, pdf: bytes) -> None:
        self.document = pypdfium2.PdfDocument(pdf)
        self.pages = [self.document[number] for number in range(len(self.document))]

    def __len__(self) -> int:
        return len(self.pages)

    def size(self, page: int = 0) -> tuple[int, int]:
        """Millimetres."""
        width, height = self.pages[page].get_size()
        return round(width / MILLIMETRE), round(height / MILLIMETRE)

    def text(self, page: int = 0) -> str:
        """With ordinary blanks and line ends, so that a sentence can be looked for as it is written."""
        raw = self.pages[page].get_textpage().get_text_range()
        return str(raw).replace("\u00a0", " ").replace("\r\n", "\n")

    def picture(self, page: int = 0, dpi: int = 144) -> Image.Image:
        picture: Image.Image = self.pages[page].render(scale=dpi / 72, grayscale=True).to_pil()
        return picture

    def qr(self, page: int = 0, dpi: int = 80) -> list[str]:
        return [str(found.text) for found in zxingcpp.read_barcodes(self.picture(page, dpi))]

    def letters(self, page: int = 0) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
        """Each visible character and its box in points, from the bottom left corner, as PDF counts."""
        text = self.pages[page].get_textpage()
        for place in range(text.count_chars()):
            letter = text.get_text_range(place, 1)
            if letter.strip():
                yield letter, text.get_charbox(place)

    def lines(self, page: int = 0, *, gap: float = 2.2) -> list[Line]:
        """The characters of a page gathered into lines: a new one begins where the next character is elsewhere."""
        height = self.pages[page].get_size()[1]
        lines: list[Line] = []
        before: tuple[float, float, float, float] | None = None
        for letter, box in self.letters(page):
            left, bottom, right, top = box
            here = Line(letter, *(each / MILLIMETRE for each in (left, height - top, right, height - bottom)))
            last = lines[-1] if lines else None
            if last and box == before:  # the second letter of a ligature
                lines[-1] = replace(last, text=last.text + letter)
            elif last and -0.8 < here.left - last.right < gap and last.top - 3 < here.top < last.bottom + 0.2:
                lines[-1] = Line(
                    last.text + letter,
                    min(last.left, here.left),
                    min(last.top, here.top),
                    max(last.right, here.right),
                    max(last.bottom, here.bottom),
                )
            else:
                lines.append(here)
            before = box
        return lines


@contextmanager
def silence() -> Iterator[None]:
    """WeasyPrint has nothing to complain of: no font it replaced, no rule it skipped, no address it could not open."""
    complaints: list[str] = []
    handler, logger = logging.Handler(logging.WARNING), logging.getLogger("weasyprint")
    handler.emit = lambda record: complaints.append(record.getMessage())  # type: ignore[method-assign]
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    assert complaints == []


@pytest.fixture
def silent_press() -> Iterator[None]:
    with silence():
        yield
