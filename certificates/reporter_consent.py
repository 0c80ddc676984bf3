"""To what somebody agrees who leaves a name or an address in a report of a forgery; kept with it as they read it."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import ngettext

from people.contacts import contacts

CURRENT = "2026-1"


def consent_text() -> str:
    """In the language of the reader, with the name and the term of today."""
    text = ngettext(
        "What you write of yourself is kept by %(name)s only to check this report and to answer you, for %(months)s "
        "month at most; then it is deleted (law № 94-V). You can take your consent back at any time.",
        "What you write of yourself is kept by %(name)s only to check this report and to answer you, for %(months)s "
        "months at most; then it is deleted (law № 94-V). You can take your consent back at any time.",
        settings.FORGERY_CONTACT_MONTHS,
    )
    return text % {"name": contacts().name, "months": settings.FORGERY_CONTACT_MONTHS}
