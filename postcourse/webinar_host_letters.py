"""What is written to whoever holds a webinar: its entry for their calendar, and that it left it again."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from people import outbox
from people.invitation import CANCEL, REQUEST
from people.models import User
from postcourse import webinar_letter_words as words
from postcourse.models import Webinar
from postcourse.webinar_invitation import calendar_file
from postcourse.webinar_wording import facts, page, when


def to_host(webinar: Webinar) -> None:
    """The entry, and the same again after each change; who works here no more is given no link to join."""
    if not webinar.host.is_active:
        return
    with override(webinar.host.language):
        subject = _("You hold a webinar: %(title)s, %(when)s") % {"title": webinar.title, "when": when(webinar)}
        text = facts(webinar, link=True)
    _post(webinar, webinar.host, REQUEST, subject, text)


def take_from(host: User, webinar: Webinar) -> None:
    """Somebody else holds it: it leaves this one's calendar."""
    with override(host.language):
        subject = _("Somebody else holds the webinar: %(title)s") % {"title": webinar.title}
        text = facts(webinar, link=False)
    _post(webinar, host, CANCEL, subject, text)


def call_off(webinar: Webinar, *, why: str) -> None:
    with override(webinar.host.language):
        subject, text = words.cancellation(webinar, why)
    _post(webinar, webinar.host, CANCEL, subject, text)


def _post(webinar: Webinar, host: User, method: str, subject: str, text: str) -> None:
    with override(host.language):
        outbox.post(
            cause=f"webinar-host:{webinar.pk}:{host.pk}:{webinar.sequence}:{method.lower()}",
            kind="webinar-host",
            language=host.language,
            subject=subject,
            text=f"{text}\n\n{_('Open the page of the webinar:')}\n{page(webinar)}",
            calendar=calendar_file(webinar, webinar.sequence, method, (host.name, host.email)),
            to_email=host.email,
        )
