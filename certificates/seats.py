"""Files of strangers and lists are read a few at a time: who finds no seat is told so at once, and never waits in a
thread of the web that codes are answered by.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# In one process of the web, which has four threads (Dockerfile).
SEATS = 2
BUSY = _("Many files are being read at this moment. Try again in a minute.")
_seats = BoundedSemaphore(SEATS)


@contextmanager
def seat() -> Iterator[None]:
    if not _seats.acquire(blocking=False):
        raise ValidationError(BUSY, code="busy")
    try:
        yield
    finally:
        _seats.release()
