"""How a document is numbered: a gapless series a year, specimens in a series of their own (design §3.4, §3.11)."""

from __future__ import annotations

from collections.abc import Mapping

from certificates.models import Document, NumberFormat
from certificates.patterns import Pattern
from courses.models import Counter

Kind, Series = Document.Kind, NumberFormat.Series
# A duplicate takes the next number of the certificates: two papers in a holder's hands never share one.
SERIES: dict[str, str] = {
    Kind.CERTIFICATE: Series.CERTIFICATE.value,
    Kind.DUPLICATE: Series.CERTIFICATE.value,
    Kind.STATEMENT: Series.STATEMENT.value,
    Kind.SUPPORT: Series.SUPPORT.value,
}
# Until somebody chooses another one: 2026-00137, А-2026-00012 for «анықтама», Қ-2026-00012 for «қолдау».
DEFAULTS: dict[str, str] = {
    Series.CERTIFICATE.value: "{year}-{number:5}",
    Series.STATEMENT.value: "А-{year}-{number:5}",
    Series.SUPPORT.value: "Қ-{year}-{number:5}",
}
SPECIMEN_PREFIX = "ҮЛГІ-"
Patterns = Mapping[str, str]


def series_of(kind: str, *, is_specimen: bool) -> str:
    """The counter that a document of this kind takes its number from."""
    return counter_of(SERIES[kind], is_specimen=is_specimen)


def counter_of(series: str, *, is_specimen: bool) -> str:
    return f"specimen-{series}" if is_specimen else series


def years() -> list[int]:
    """In which documents were numbered, the newest first."""
    series = [counter_of(each, is_specimen=specimen) for each in DEFAULTS for specimen in (False, True)]
    return sorted(set(Counter.objects.filter(kind__in=series).values_list("year", flat=True)), reverse=True)


def patterns_in_force() -> Patterns:
    """By its series how a number is written that is given now: one query, asked once for a batch."""
    return DEFAULTS | dict(NumberFormat.objects.order_by("pk").values_list("series", "pattern"))


def patterns_ever() -> dict[str, list[str]]:
    """By its series each pattern that numbers were or could have been written by, the oldest first."""
    ever = {series: [pattern] for series, pattern in DEFAULTS.items()}
    for series, pattern in NumberFormat.objects.order_by("pk").values_list("series", "pattern"):
        if pattern not in ever[series]:
            ever[series].append(pattern)
    return ever


def number_text(kind: str, year: int, number: int, *, is_specimen: bool, patterns: Patterns | None = None) -> str:
    """As printed: 2026-00137, a statement А-2026-00012, a specimen ҮЛГІ-2026-00012.

    `patterns` is `patterns_in_force()` where many numbers are written at once.
    """
    held = patterns_in_force() if patterns is None else patterns
    return written(held[SERIES[kind]], year, number, is_specimen=is_specimen)


def written(pattern: str, year: int, number: int, *, is_specimen: bool) -> str:
    """
    >>> written("{year}-{number:5}", 2026, 12, is_specimen=True)
    'ҮЛГІ-2026-00012'
    """
    return f"{SPECIMEN_PREFIX if is_specimen else ''}{Pattern(pattern).write(year, number)}"
