"""What expires as a workbook: whom to call, and where they work."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.journal import check_length
from certificates.models.document import DocumentQuerySet
from certificates.verifying import days_left
from people.models import User
from people.regions import region_in_language
from people.workbooks import Cell, Column, export

LISTS = {"expiring": gettext_lazy("Certificates that expire")}
WORDS = {"region": gettext_lazy("Region")}
LONGEST, AT_ONCE = 50_000, 500


def export_expiring(documents: DocumentQuerySet, today: date, *, by: User, filters: str) -> FileResponse:
    """Certificates from `expiring.listed()`."""
    check_length(documents, LONGEST)
    columns = [
        Column("№", 16), Column(_("Full name"), 36), Column(_("Region"), 26), Column(_("Place of work"), 40),
        Column(_("Phone"), 20), Column(_("E-mail"), 30), Column(_("Valid through"), 14), Column(_("Days left"), 12),
        Column(_("State"), 22), Column(_("Last reminder"), 14),
    ]  # fmt: skip
    rows = (_cells(document, today) for document in documents.iterator(chunk_size=AT_ONCE))
    return export("expiring", _("Certificates that expire"), columns, rows, by=by, filters=filters)


def _cells(document: Any, today: date) -> tuple[Cell, ...]:
    holder = document.person.merged_into or document.person
    last = max((row.written_at for row in document.renewals.all()), default=None)
    return (
        document.number_text, document.snapshot["name"]["full"], region_in_language(document.region or ""),
        str(holder.organisation or ""), holder.phone, holder.email, document.valid_through,
        days_left(document.valid_through, today), state_of(document), timezone.localdate(last) if last else "",
    )  # fmt: skip


def state_of(document: Any) -> str:
    """How far its holder has come, as on the page."""
    if document.enrolled:
        return _("Enrolled again")
    return _("Reminded") if document.told else _("Not reminded yet")
