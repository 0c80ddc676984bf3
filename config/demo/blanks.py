"""Blanks of the demonstration: a delivery, most certificates printed, two sheets spoiled, and a job left open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from certificates.blanks import printing
from certificates.blanks.printers import save_printer
from certificates.blanks.receiving import Delivery, receive
from certificates.blanks.stock import next_blanks
from certificates.blanks.writing_off import Act, waiting, write_off
from certificates.models import BlankPile, Document, Printer, PrintJob
from people.models import User

# Of the pages of the first job: the paper went in askew.
SPOILED = (5, 12)
COMMISSION = ["Айгүл Сейітова, ұйымдастырушы", "Сәуле Жақыпова, бас есепші", "Мұрат Әбдірахманов, қойма меңгерушісі"]
LEFT_OPEN = 3


def print_on(documents: Sequence[Document], *, received_on: date, at: datetime, acted_on: date, by: User) -> None:
    """All but the last few lie on their blanks; those of the spoiled sheets on the next ones."""
    pile = receive(
        Delivery("ОД", "0004501", "0004550", "kk", True, received_on, f"№ 18, {received_on:%d.%m.%Y}", True),
        by=by, now=at,
    )  # fmt: skip
    printer = save_printer(Printer(name="HP LaserJet M404, 203-кабинет", offset_x=12, offset_y=-5), by=by)
    printed = [document for document in documents if document.kind in printing.ON_BLANKS]
    job = _begin(printed[:-LEFT_OPEN], pile, printer, by=by, now=at)
    askew = [sheet.pk for sheet in job.sheets.filter(place__in=SPOILED)]
    spoiled = printing.confirm(job, spoiled=askew, by=by, now=at)
    again = _begin([sheet.document for sheet in spoiled], pile, printer, by=by, now=at)
    printing.confirm(again, spoiled=[], by=by, now=at)
    write_off(waiting(), Act(acted_on, "printing", COMMISSION, "Қағаз науадан қиғаш берілді.", "kk"), by=by)


def leave_a_job_open(documents: Sequence[Document], *, by: User, now: datetime) -> PrintJob:
    """This morning the last few were sent to the printer, and nobody has said yet how they came out."""
    printed = [document for document in documents if document.kind in printing.ON_BLANKS]
    return _begin(printed[-LEFT_OPEN:], BlankPile.objects.get(), Printer.objects.get(), by=by, now=now)


def _begin(documents: Sequence[Document], pile: BlankPile, printer: Printer, *, by: User, now: datetime) -> PrintJob:
    [top] = next_blanks(pile, 1)
    keys = [document.pk for document in documents]
    return printing.begin(keys, pile=pile, printer=printer, top=top.number, by=by, now=now)
