"""The holder hides their name from whoever checks the document, or shows it again; what it is worth stays told."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.models import Document, DocumentEvent, Standing
from certificates.registering import restate
from people.models import User

Event = DocumentEvent.Kind
# Each is a row for good. Hiding is never refused, and can be repeated only after this.
SHOWN_A_DAY = 5


@transaction.atomic
def hide_name(document: Document, *, by: User, now: datetime | None = None) -> DocumentEvent:
    """From now on the public reads the initials of this document's holder."""
    if _locked(document).name_hidden:
        raise ValidationError(_("The name is hidden already."))
    return _write(document, Event.NAME_HIDDEN, by=by, now=now)


@transaction.atomic
def show_name(document: Document, *, by: User, now: datetime | None = None) -> DocumentEvent:
    """The public reads the name again, as printed."""
    if not _locked(document).name_hidden:
        raise ValidationError(_("The name is not hidden."))
    today = timezone.localdate(now)
    if document.events.filter(kind=Event.NAME_SHOWN, by=by, happened_on=today).count() >= SHOWN_A_DAY:
        raise ValidationError(
            _("The name was shown again %(most)s times today: from tomorrow it can be shown once more."),
            params={"most": SHOWN_A_DAY},
        )
    return _write(document, Event.NAME_SHOWN, by=by, now=now)


def _locked(document: Document) -> Standing:
    return Standing.objects.select_for_update(of=("self",)).get(document=document)


def _write(document: Document, kind: str, *, by: User, now: datetime | None) -> DocumentEvent:
    at = now or timezone.now()
    event = DocumentEvent.objects.create(document=document, kind=kind, happened_on=timezone.localdate(at), by=by, at=at)
    restate(document)
    return event
