"""A participant is put on hold for a valid reason, with the document that shows it, and comes back (Programme §8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _

from courses.enrolling import Status, move
from courses.models import Enrolment, EnrolmentPaper
from people import uploading
from people.models import Upload, User


def hold(enrolment: Enrolment, *, why: str, files: Sequence[File[bytes]], by: User) -> Enrolment:
    """The studies stop until the participant comes back; the document stays with the enrolment."""
    require_document(files)
    with uploading.kept_with(files, by=by) as uploads:
        row = move(enrolment, Status.ON_HOLD, by=by, why=why)
        keep_papers(row, uploads, moved_to=Status.ON_HOLD, by=by)
    return row


def bring_back(enrolment: Enrolment, *, why: str = "", by: User) -> Enrolment:
    """The participant studies on, under the agreement and the order of the first admission."""
    if enrolment.status == Status.APPLIED:
        raise ValidationError(_("Somebody who applied is admitted by an order."), code="not_on_hold")
    return move(enrolment, Status.ADMITTED, by=by, why=why)


def require_document(files: Sequence[File[bytes]]) -> None:
    if not files:
        raise ValidationError({"files": _("Add the document that shows the reason.")}, code="no_document")


def keep_papers(enrolment: Enrolment, uploads: Iterable[Upload], *, moved_to: Status, by: User) -> None:
    """The documents brought for a move, with it."""
    EnrolmentPaper.objects.bulk_create(
        EnrolmentPaper(enrolment=enrolment, upload=upload, moved_to=moved_to, by=by) for upload in uploads
    )
