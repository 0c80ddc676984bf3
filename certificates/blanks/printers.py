"""Printers, and how far each of them moves a page."""

from __future__ import annotations

from django.db import transaction

from certificates.models import Printer
from people.models import User
from people.versions import refuse_if_changed

FIELDS = ("name", "offset_x", "offset_y", "is_active")


@transaction.atomic
def save_printer(printer: Printer, *, by: User, seen: int | None = None) -> Printer:
    """Put a printer on record, or move its pages; what is printed already stays as it is."""
    if printer.pk:
        refuse_if_changed(Printer.objects.select_for_update().get(pk=printer.pk), seen, FIELDS)
    printer._history_user = by  # type: ignore[attr-defined]
    printer.full_clean()
    printer.save()
    return printer
