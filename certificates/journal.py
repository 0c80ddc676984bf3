"""The journal of issue (журнал выдачи): which documents a period had, and to whom each was handed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypedDict, cast

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from certificates.models import Document, DocumentEvent
from certificates.models.document import DocumentQuerySet
from certificates.numbers import SERIES
from people.models import Provider
from people.written import PaperLanguage, Words

NOTHING = Words(kk="", ru="", en="")
AT_ONCE = 500


@dataclass(frozen=True)
class Period:
    """Of which days, of which series ("" is all of them), and whether of documents or of specimens."""

    first: date
    last: date
    series: str = ""
    specimens: bool = False


class Head(TypedDict):
    language: PaperLanguage
    provider: Words
    city: Words
    first: str
    last: str
    series: str
    specimens: bool
    printed_on: str


class Row(TypedDict):
    kind: str
    number: str
    issued_on: str
    name: str
    programme: str
    hours: int
    blank: str
    handed_to: str
    handed_on: str


@dataclass(frozen=True)
class Totals:
    """What a page, or the journal so far, adds up to."""

    documents: int = 0
    blanks: int = 0
    handed: int = 0
    certificate: int = 0
    duplicate: int = 0
    statement: int = 0
    support: int = 0

    def __add__(self, other: Totals) -> Totals:
        return Totals(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


def totals_of(rows: Iterable[Row]) -> Totals:
    return sum(map(_counted, rows), Totals())


def _counted(row: Row) -> Totals:
    one = {"documents": 1, "blanks": int(bool(row["blank"])), "handed": int(bool(row["handed_on"]))}
    return Totals(**one, **{row["kind"]: 1})


def documents_of(period: Period) -> DocumentQuerySet:
    """In the order in which they were issued."""
    rows = Document.objects.filter(issued_on__range=(period.first, period.last), is_specimen=period.specimens)
    if period.series:
        rows = rows.filter(kind__in=[kind for kind, series in SERIES.items() if series == period.series])
    handed = DocumentEvent.objects.filter(kind=DocumentEvent.Kind.HANDED_OVER)
    return rows.prefetch_related("blanks", Prefetch("events", handed)).order_by("issued_on", "pk")


def check_length(documents: DocumentQuerySet, most: int) -> None:
    """A longer one is taken out in parts: it would be read by nobody, and others would wait for it."""
    if documents[: most + 1].count() > most:
        said = _("More than %(most)s documents: choose a shorter period or one series.")
        raise ValidationError(said, params={"most": number_format(most, force_grouping=True)})


def head_of(period: Period, language: str, *, now: datetime) -> Head:
    provider = Provider.objects.first()
    return {
        "language": cast(PaperLanguage, language),
        "provider": _words(provider, "legal_name") if provider else NOTHING,
        "city": _words(provider, "city") if provider else NOTHING,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "series": period.series,
        "specimens": period.specimens,
        "printed_on": timezone.localdate(now).isoformat(),
    }


def rows_of(documents: DocumentQuerySet, language: str) -> Iterator[Row]:
    """From the snapshots, a few hundred at a time; the programme in the language of the journal."""
    for document in documents.iterator(chunk_size=AT_ONCE):
        said, handed = document.snapshot, document.last_handed_over
        yield {
            "kind": document.kind,
            "number": document.number_text,
            "issued_on": document.issued_on.isoformat(),
            "name": said["name"]["full"],
            "programme": said["programme"][language],
            "hours": said["hours"]["declared"],
            "blank": str(document.last_blank or ""),
            "handed_to": handed.reason if handed else "",
            "handed_on": handed.happened_on.isoformat() if handed else "",
        }


def said_of(period: Period) -> str:
    """For the record of exports."""
    days = f"from={date_format(period.first, 'd.m.Y')}; to={date_format(period.last, 'd.m.Y')}"
    series = f"; of={period.series}" if period.series else ""
    return f"{days}{series}; series={'specimen' if period.specimens else 'real'}"


def _words(source: Any, name: str) -> Words:
    return Words(kk=getattr(source, f"{name}_kk"), ru=getattr(source, f"{name}_ru"), en=getattr(source, f"{name}_en"))
