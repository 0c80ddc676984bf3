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
    names: dict[str, str]
    phone: str = ""
    email: str = ""
    address: str = ""
    website: str = ""

    @property
    def name(self) -> str:
        return in_language(self.names)

    @property
    def dialled(self) -> str:
        """The phone as a link dials it; nothing where several numbers stand there."""
        digits = "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")
        return digits if 5 <= len(digits) <= 16 else ""


NOBODY = Contacts({})
_kept: tuple[float, Contacts] = (0.0, NOBODY)


def contacts() -> Contacts:
    """Without a query while what was read is fresh."""
    global _kept
    until, known = _kept
    if time.monotonic() < until:
        return known
    known = _read()
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
    names = {code: str(getattr(row, f"legal_name_{code}")) for code in ("kk", "ru", "en")}
    return Contacts(names, row.phone, row.email, row.address, row.website)
