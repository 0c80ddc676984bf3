"""How the provider is reached today: of its own row, not of what was printed years ago.

For pages that may not ask for it each time: it is read once and kept by the process. What is changed is told at once by
the process that changed it, and half a minute later by the others.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from people.languages import in_language
from people.models import Provider

KEPT = 30.0  # seconds


@dataclass(frozen=True)
class Contacts:
    """Of a provider that is not filled in yet all is empty."""

    name_kk: str = ""
    name_ru: str = ""
    name_en: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    website: str = ""

    @property
    def name(self) -> str:
        return in_language(self, "name")

    @property
    def dialled(self) -> str:
        """The phone as a link dials it; nothing where several numbers stand there."""
        digits = "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")
        return digits if 5 <= len(digits) <= 16 else ""


NOBODY = Contacts()
_kept: tuple[float, Contacts] = (0.0, NOBODY)


def contacts() -> Contacts:
    """Without a query while what was read is fresh."""
    until, known = _kept
    return known if time.monotonic() < until else keep(_read())


def keep(known: Contacts) -> Contacts:
    """These were read now."""
    global _kept
    _kept = (time.monotonic() + KEPT, known)
    return known


def forget() -> None:
    """The next reader asks the database."""
    global _kept
    _kept = (0.0, NOBODY)


def _read() -> Contacts:
    row = Provider.objects.first()
    if row is None:
        return NOBODY
    names = (row.legal_name_kk, row.legal_name_ru, row.legal_name_en)
    return Contacts(*names, row.phone, row.email, row.address, row.website)
