"""Blanks in a cupboard, a printer beside it, and certificates that wait for both."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from certificates.blanks import printing
from certificates.blanks.receiving import Delivery, receive
from certificates.models import Blank, BlankPile, Document, Printer, PrintJob
from tests.certificates.issued import issued, organiser


def delivery(**fields: Any) -> Delivery:
    values: dict[str, Any] = {
        "series": "ОД", "first": "0004501", "last": "0004520", "language": "kk", "names_provider": True,
        "received_on": timezone.localdate(), "delivery_note": "№ 18, 02.11.2026", "is_specimen": True,
    }  # fmt: skip
    return Delivery(**{**values, **fields})


def make_pile(**fields: Any) -> BlankPile:
    """Twenty sheets for trying out, as the tests' documents are specimens."""
    return receive(delivery(**fields), by=organiser())


def make_printer(**fields: Any) -> Printer:
    return Printer.objects.create(**{"name": "HP 404", "offset_x": 15, "offset_y": -5, **fields})


def waiting(count: int, **fields: Any) -> list[Document]:
    """Certificates in force that no blank carries, in the order in which they are printed."""
    documents = issued(*["89.5"] * count, **fields)
    return printing.in_order(documents)


def begun(count: int = 2, *, pile: BlankPile | None = None) -> PrintJob:
    """A job whose pages lie in the printer."""
    pile = pile or make_pile()
    printer = Printer.objects.first() or make_printer()
    keys = [document.pk for document in waiting(count)]
    return printing.begin(keys, pile=pile, printer=printer, top=top_of(pile), by=organiser())


def top_of(pile: BlankPile) -> str:
    return Blank.objects.filter(pile=pile, state="in_stock").order_by("value")[0].number


def states(pile: BlankPile) -> dict[str, str]:
    """What became of which number, those in stock left out."""
    rows = pile.blanks.exclude(state="in_stock").order_by("value")
    return dict(rows.values_list("number", "state"))
