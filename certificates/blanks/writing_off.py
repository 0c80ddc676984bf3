"""Blanks that nobody can use any more are written off by an act: numbered, signed by a commission, once for each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates.blanks.act_paper import ActSnapshot, Head, Provider, Row
from certificates.blanks.moving import State, move
from certificates.blanks.numbering import in_ranges
from certificates.models import Blank, BlankEvent, PrintSheet, WriteOff, WriteOffLine
from courses.numbering import next_number
from people.models import Provider as House
from people.models import Signatory, User
from people.written import PaperLanguage, Words

SERIES = "blank-act"
FEWEST = 2  # people who sign an act
MOST = 5_000  # blanks of one act
NOTHING = Words(kk="", ru="", en="")


@dataclass(frozen=True)
class Stretch:
    """Neighbours of one series to which the same happened."""

    first: Blank
    last: Blank
    count: int
    said: str  # what was written down when they were put aside
    document: str  # for which they were spoiled, if they were

    @property
    def is_run(self) -> bool:
        return self.count > 1

    @property
    def key(self) -> str:
        return f"{self.first.series}:{self.first.value}:{self.last.value}"


@dataclass(frozen=True)
class Act:
    """What the commission decided."""

    dated: date
    reason: str
    commission: list[str]
    circumstances: str
    language: str


def series_of(*, is_specimen: bool) -> str:
    """The counter that an act takes its number from."""
    return f"specimen-{SERIES}" if is_specimen else SERIES


def waiting() -> list[Blank]:
    """Blanks that somebody said are spoiled, in the order of their numbers: as many as one act takes."""
    return list(Blank.objects.filter(state=State.SPOILED).select_related("pile").order_by("series", "value")[:MOST])


def stretches(rows: list[Blank]) -> list[Stretch]:
    """Neighbours to which the same happened together."""
    said, meant = _said(rows), _meant(rows)
    groups = groupby(rows, key=lambda blank: (blank.series, said.get(blank.pk, ""), meant.get(blank.pk, "")))
    return [
        Stretch(first, last, count, words, document)
        for (_series, words, document), group in groups
        for first, last, count in in_ranges(group)
    ]


def named(keys: Iterable[str], rows: Iterable[Blank]) -> list[Blank]:
    """Those of these blanks that lie in the stretches named by their keys; refused where one is not there any more."""
    there = {(blank.series, blank.value): blank for blank in rows}
    found: dict[tuple[str, int], Blank] = {}
    for key in keys:
        series, first, last = key.rsplit(":", 2)
        for value in range(int(first), min(int(last), int(first) + MOST) + 1):
            if (series, value) not in there:
                raise ValidationError(_("Some of these blanks do not wait to be written off any more: look again."))
            found[series, value] = there[series, value]
    return list(found.values())


@transaction.atomic
def write_off(blanks: Collection[Blank], act: Act, *, by: User, now: datetime | None = None) -> WriteOff:
    """One act for these blanks; a blank that carries a document or is on a press stays where it is."""
    rows = list(
        Blank.objects.select_for_update(of=("self",))
        .filter(pk__in={blank.pk for blank in blanks})
        .select_related("pile")
        .order_by("series", "value")
    )
    _check(rows, act, today=timezone.localdate(now))
    specimen, year = rows[0].pile.is_specimen, act.dated.year
    number = next_number(series_of(is_specimen=specimen), year)
    made = WriteOff(
        is_specimen=specimen, year=year, number=number, dated=act.dated, reason=act.reason, by=by,
        at=now or timezone.now(),
    )  # fmt: skip
    made.snapshot = cast(dict[str, Any], _snapshot(made, act, rows))
    made.save()
    move(rows, State.WRITTEN_OFF, by=by, why=f"№ {made}", now=now)
    WriteOffLine.objects.bulk_create((WriteOffLine(act=made, blank=row) for row in rows), batch_size=500)
    return made


def _check(rows: list[Blank], act: Act, *, today: date) -> None:
    if not rows:
        raise ValidationError(_("Choose which blanks are written off."))
    if len(rows) > MOST:
        raise ValidationError(_("One act writes off at most %(most)s blanks."), params={"most": MOST})
    if len({row.pile.is_specimen for row in rows}) > 1:
        raise ValidationError(_("Protected blanks and sheets for trying out are written off by acts of their own."))
    received = max(row.pile.received_on for row in rows)
    if not received <= act.dated <= today:
        raise ValidationError(
            {"dated": _("The date of the act lies between the delivery, %(day)s, and today.")
             % {"day": date_format(received, "SHORT_DATE_FORMAT")}}
        )  # fmt: skip
    if (happened := _last_happened(rows)) and act.dated < happened:
        raise ValidationError(
            {"dated": _("On %(day)s something still happened to one of these blanks: the act is not dated before.")
             % {"day": date_format(happened, "SHORT_DATE_FORMAT")}}
        )  # fmt: skip
    if len(act.commission) < FEWEST:
        raise ValidationError({"commission": _("An act is signed by at least two people: write each on a line.")})
    if act.reason == WriteOff.Reason.LOST and not act.circumstances.strip():
        raise ValidationError({"circumstances": _("Write down how the blanks were lost, and what was done.")})


def _last_happened(rows: list[Blank]) -> date | None:
    """The day of the newest event of these blanks."""
    newest = BlankEvent.objects.filter(blank__in=rows).aggregate(at=Max("at"))["at"]
    return timezone.localtime(newest).date() if newest else None


def _snapshot(made: WriteOff, act: Act, rows: list[Blank]) -> ActSnapshot:
    return {
        "language": cast(PaperLanguage, act.language),
        "specimen": made.is_specimen,
        "number": str(made),
        "date": act.dated.isoformat(),
        "reason": act.reason,
        "circumstances": act.circumstances.strip(),
        "commission": act.commission,
        "provider": _provider(),
        "head": _head(act.dated),
        "rows": list(_rows(rows)),
    }


def _rows(rows: list[Blank]) -> Iterable[Row]:
    for each in stretches(rows):
        yield {"series": each.first.series, "first": each.first.number, "last": each.last.number, "count": each.count,
               "document": each.document, "said": each.said}  # fmt: skip


def _said(rows: list[Blank]) -> dict[int, str]:
    """What was written down when each of them was put aside last."""
    events = BlankEvent.objects.filter(blank__in=rows, new__in=(State.SPOILED, State.SET_ASIDE)).exclude(why="")
    return dict(events.order_by("at", "pk").values_list("blank", "why"))


def _meant(rows: list[Blank]) -> dict[int, str]:
    """For which document each of them was spoiled."""
    sheets = PrintSheet.objects.filter(blank__in=rows, outcome=PrintSheet.Outcome.SPOILED).select_related("document")
    return {sheet.blank_id: sheet.document.number_text for sheet in sheets}


def _provider() -> Provider:
    house = House.objects.first()
    if house is None:
        return {"name": NOTHING, "city": NOTHING, "bin": ""}
    return {"name": _words(house, "legal_name"), "city": _words(house, "city"), "bin": house.bin}


def _head(day: date) -> Head:
    signatory = Signatory.objects.in_office(day).order_by("is_acting", "-since").first()
    if signatory is None:
        return {"name": "", "capacity": NOTHING, "acting": False}
    return {"name": signatory.name, "capacity": _words(signatory, "capacity"), "acting": signatory.is_acting}


def _words(source: object, name: str) -> Words:
    return Words(kk=getattr(source, f"{name}_kk"), ru=getattr(source, f"{name}_ru"), en=getattr(source, f"{name}_en"))
