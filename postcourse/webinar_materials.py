"""What stays of a webinar: its recording, and materials that are added and withdrawn."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people import uploading
from people.models import User
from postcourse import webinar_letters as letters
from postcourse.models import Webinar, WebinarMaterial
from postcourse.webinars import Status, hold, locked, move

MOST = 30  # materials of one webinar
web_address = URLValidator(schemes=["https", "http"])


@transaction.atomic
def record(webinar: Webinar, *, recording: str, by: User, now: datetime | None = None) -> Webinar:
    """Where the recording is; with the first one everybody who had a place is told. Empty takes it away again."""
    at, row = now or timezone.now(), locked(webinar)
    if recording:
        _check_link(recording, field="recording")
    if row.recording == recording:
        return row
    was, row = row.recording, hold(row, by=by, now=at)
    row = move(row, Status.HELD, by=by, why=recording or was, recording=recording)
    if recording:
        letters.recorded(row)
    return row


def add(webinar: Webinar, *, title: str, file: File[bytes] | None = None, link: str = "", by: User) -> WebinarMaterial:
    """A file or a link; everybody who sees the webinar sees it."""
    if bool(file) == bool(link):
        raise ValidationError(_("Choose a file or give a link."), code="neither")
    if link:
        _check_link(link, field="link")
    with uploading.kept_with([file] if file else [], by=by) as uploads:
        row = locked(webinar)
        if row.status == Status.CANCELLED:
            raise ValidationError(_("The webinar is cancelled: nothing is added to it."), code="cancelled")
        if row.materials.filter(withdrawn_at=None).count() >= MOST:
            raise ValidationError(_("A webinar has at most %(n)s materials."), code="too_many", params={"n": MOST})
        upload = uploads[0] if uploads else None
        return WebinarMaterial.objects.create(webinar=row, title=title, upload=upload, link=link, by=by)


@transaction.atomic
def withdraw(material: WebinarMaterial, *, by: User, now: datetime | None = None) -> WebinarMaterial:
    """Nobody is given it any more; that it was there stays on record."""
    row = WebinarMaterial.objects.select_for_update(of=("self",)).get(pk=material.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by = now or timezone.now(), by
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return row


def _check_link(link: str, *, field: str) -> None:
    try:
        web_address(link)
    except ValidationError as error:
        raise ValidationError({field: _("Give the whole address of the page: https://…")}) from error
