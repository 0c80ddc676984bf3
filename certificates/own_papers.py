"""What the holder finds beside their result: the papers that came of it."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessment.what_next import NextStep
from certificates.models import Document
from certificates.snapshot import LETTERS
from certificates.verifying import faces_of
from courses.models import Enrolment


def papers_of(enrolment: Enrolment) -> Iterator[NextStep]:
    """Those that no other paper has replaced, each with what the register says of it today."""
    today = timezone.localdate()
    rows = Document.objects.filter(result__attempt__enrolment=enrolment, superseded_by=None).select_related("standing")
    for document in rows.order_by("-created_at", "-pk"):
        said = ", ".join(str(face.word) for face in faces_of(document, today))
        note = f"{date_format(document.issued_on, 'SHORT_DATE_FORMAT')} · {said}"
        icon = "file" if document.kind in LETTERS else "award"
        title = f"{document.get_kind_display()} №\xa0{document.number_text}"
        yield NextStep(icon, title, note, reverse("certificates:mine", args=[document.pk]), _("Open"))
