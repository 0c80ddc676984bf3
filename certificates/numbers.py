"""How a document is numbered: a gapless series a year, specimens in a series of their own (design §3.4, §3.11)."""

from __future__ import annotations

from certificates.models import Document
from courses.numbering import next_number

Kind = Document.Kind
# A duplicate takes the next number of the certificates: two papers in a holder's hands never share one.
SERIES: dict[str, str] = {Kind.CERTIFICATE: "certificate", Kind.DUPLICATE: "certificate", Kind.STATEMENT: "statement"}
PREFIX = {"certificate": "", "statement": "А-"}
SPECIMEN_PREFIX = "ҮЛГІ-"


def series_of(kind: str, *, is_specimen: bool) -> str:
    """The counter that a document of this kind takes its number from."""
    return f"specimen-{SERIES[kind]}" if is_specimen else SERIES[kind]


def take_number(kind: str, year: int, *, is_specimen: bool) -> int:
    """The next number of the series, in the transaction of the document that carries it."""
    return next_number(series_of(kind, is_specimen=is_specimen), year)


def number_text(kind: str, year: int, number: int, *, is_specimen: bool) -> str:
    """As printed: 2026-00137, a statement А-2026-00012, a specimen ҮЛГІ-2026-00012.

    >>> number_text("certificate", 2026, 137, is_specimen=False)
    '2026-00137'
    """
    return f"{SPECIMEN_PREFIX if is_specimen else ''}{PREFIX[SERIES[kind]]}{year}-{number:05d}"
