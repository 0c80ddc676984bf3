"""The Message-ID of a cause: the same for ever."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import salted_hmac


def message_id(cause: str) -> str:
    """The same for ever for one cause of one installation, and nothing that can be read out of it."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{salted_hmac('people.outbox', cause, algorithm='sha256').hexdigest()[:40]}@{host}>"
