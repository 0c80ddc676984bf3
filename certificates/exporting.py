"""The register of documents as a workbook."""

from __future__ import annotations

from datetime import date

from django.http import FileResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from certificates.journal import check_length
from certificates.models import NumberFormat
from certificates.models.document import DocumentQuerySet
from certificates.verifying import faces_of
from people.models import User
from people.workbooks import Column, export

LISTS = {
    "checked-codes": gettext_lazy("Checked certificates"),
    "register": gettext_lazy("Register of documents"),
    "issue-journal": gettext_lazy("Journal of issue"),
    "papers": gettext_lazy("PDFs of documents as a ZIP"),
    "print-run": gettext_lazy("PDFs of documents for printing"),
    "blank-pages": gettext_lazy("Pages for protected blanks"),
}
WORDS = {
    "kind=certificate": gettext_lazy("Certificate"),
    "kind=duplicate": pgettext_lazy("document", "Duplicate"),
    "kind=statement": gettext_lazy("Statement of attendance"),
    "kind=support": gettext_lazy("Statement of completed post-course support"),
    **{f"of={value}": label for value, label in NumberFormat.Series.choices},
    "year": gettext_lazy("Year"),
    "from": gettext_lazy("First day"),
    "to": gettext_lazy("Last day"),
    "series=real": gettext_lazy("Documents only"),
    "series=specimen": gettext_lazy("Specimens only"),
    "state=in_force": gettext_lazy("In force"),
    "state=expires_soon": gettext_lazy("Expires soon"),
    "state=expired": gettext_lazy("Expired"),
    "state=revoked": gettext_lazy("Revoked"),
    "state=superseded": gettext_lazy("Replaced"),
    "state=withheld": gettext_lazy("Withheld"),
}

LONGEST, AT_ONCE = 50_000, 500


def export_register(documents: DocumentQuerySet, today: date, *, by: User, filters: str = "") -> FileResponse:
    """Documents of a list, a few hundred at a time; the name is the one that was printed."""
    check_length(documents, LONGEST)
    columns = [
        Column("№", 16), Column(_("Kind of document"), 26), Column(_("Full name"), 36), Column(_("Cohort"), 24),
        Column(_("Issued"), 14), Column(_("Valid through"), 14), Column(_("State"), 26), Column(_("Blank"), 18),
        Column(_("Handed over"), 14), Column(_("Code"), 24),
    ]  # fmt: skip
    rows = (
        (
            str(document), str(document.get_kind_display()), document.snapshot["name"]["full"],
            str(document.result.attempt.enrolment.cohort), document.issued_on, document.valid_through,
            ", ".join(str(face.word) for face in faces_of(document, today)), str(document.last_blank or ""),
            document.last_handed_over.happened_on if document.last_handed_over else "", document.code,
        )
        for document in documents.iterator(chunk_size=AT_ONCE)
    )  # fmt: skip
    return export("register", _("Register of documents"), columns, rows, by=by, filters=filters)
