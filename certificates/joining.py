"""Many PDFs as one for the printer, written page by page: of what is written, only the places stay in memory.

What the files have alike, fonts and line work above all, is written once. The pages look as they do in the files; that
those are tagged and archival is not the printer's concern, and is left out.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pikepdf

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
CATALOGUE, PAGES = 1, 2
# What makes the look of a page, and what of it a page may have from the list of pages that it is in.
LOOK = ("/Contents", "/Group")
INHERITED = ("/MediaBox", "/CropBox", "/Rotate", "/Resources")
# In its own size, and each page on a sheet of its own: an appendix is not the back of a certificate.
PRINTED = b"<< /PrintScaling /None /Duplex /Simplex >>"


def joined(pdfs: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes of one PDF with the pages of all, in their order; each piece is made when it is asked for."""
    run = _Run()
    for pdf in pdfs:
        run.add(pdf)
        yield run.take()
    run.end()
    yield run.take()


class _Run:
    """The file so far: where its objects begin, and the number of each that another page may want, too."""

    def __init__(self) -> None:
        self.waiting = bytearray(HEADER)
        self.taken = 0
        self.starts = [0, 0]  # the catalogue and the list of pages come last
        self.pages: list[int] = []
        self.known: dict[bytes, int] = {}

    def take(self) -> bytes:
        """What was written since the last time."""
        piece = bytes(self.waiting)
        self.waiting.clear()
        self.taken += len(piece)
        return piece

    def add(self, pdf: bytes) -> None:
        with pikepdf.open(io.BytesIO(pdf)) as source:
            copying = _Copying(self)
            for page in source.pages:
                self.starts.append(0)
                number = len(self.starts)
                self.pages.append(number)
                self.put(number, copying.page(page.obj))

    def share(self, body: bytes) -> int:
        """The number of an object with these bytes: written now, or known from an earlier file."""
        digest = sha256(body).digest()[:16]
        if digest not in self.known:
            self.starts.append(0)
            self.known[digest] = len(self.starts)
            self.put(len(self.starts), body)
        return self.known[digest]

    def put(self, number: int, body: bytes) -> None:
        self.starts[number - 1] = self.taken + len(self.waiting)
        self.waiting += b"%d 0 obj\n%s\nendobj\n" % (number, body)

    def end(self) -> None:
        """The list of pages, the catalogue, and the table of where everything is."""
        kids = b" ".join(b"%d 0 R" % number for number in self.pages)
        self.put(PAGES, b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(self.pages), kids))
        self.put(CATALOGUE, b"<< /Type /Catalog /Pages %d 0 R /ViewerPreferences %s >>" % (PAGES, PRINTED))
        table, size = self.taken + len(self.waiting), len(self.starts) + 1
        self.waiting += b"xref\n0 %d\n0000000000 65535 f \n" % size
        for start in self.starts:
            self.waiting += b"%010d 00000 n \n" % start
        self.waiting += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, CATALOGUE, table)


class _Copying:
    """What of one file is written, under which numbers. What is referred to is written before what refers to it."""

    def __init__(self, run: _Run) -> None:
        self.run = run
        self.numbers: dict[tuple[int, int], int] = {}

    def page(self, page: pikepdf.Object) -> bytes:
        kept = {name: page[name] for name in LOOK if name in page}
        kept |= {name: found for name in INHERITED if (found := _inherited(page, name)) is not None}
        return b"<< /Type /Page /Parent %d 0 R %s >>" % (PAGES, self._entries(kept.items()))

    def _entries(self, items: Iterable[tuple[str, Any]]) -> bytes:
        return b" ".join(b"%s %s" % (pikepdf.Name(name).unparse(), self._text(value)) for name, value in items)

    def _text(self, value: Any) -> bytes:
        """As it is written inside another object; what has a number of its own, by that number."""
        if not isinstance(value, pikepdf.Object):
            return _scalar(value)
        if not value.is_indirect:
            return self._body(value)
        if value.objgen not in self.numbers:
            self.numbers[value.objgen] = self.run.share(self._body(value))
        return b"%d 0 R" % self.numbers[value.objgen]

    def _body(self, value: pikepdf.Object) -> bytes:
        if isinstance(value, pikepdf.Stream):
            raw = value.read_raw_bytes()
            items = [(name, entry) for name, entry in value.stream_dict.items() if name != "/Length"]
            return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (self._entries(items), len(raw), raw)
        if isinstance(value, pikepdf.Dictionary):
            return b"<< %s >>" % self._entries(value.items())
        if isinstance(value, pikepdf.Array):
            return b"[%s]" % b" ".join(map(self._text, value))
        return value.unparse()


def _inherited(page: pikepdf.Object, name: str) -> Any:
    while name not in page:
        if "/Parent" not in page:
            return None
        page = page["/Parent"]
    return page[name]


def _scalar(value: bool | int | float | Decimal | None) -> bytes:
    if value is None:
        return b"null"
    if isinstance(value, bool):
        return b"true" if value else b"false"
    return str(value).encode() if isinstance(value, int) else f"{Decimal(value):f}".encode()
