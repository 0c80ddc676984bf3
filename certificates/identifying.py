"""Whether a file is one that we issued: by its bytes first, else by what it says (`reading`, `comparing`).

Of a document that is withheld the answer, and the way to it, is that of a file that is not ours.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings

from certificates.comparing import Compared, compare
from certificates.models import Standing
from certificates.reading import Said, read, require_readable
from certificates.standing import Public

MOST_DOCUMENTS = 3


class Kind(StrEnum):
    EXACT = "exact"
    DIFFERENT = "different"
    NOT_OURS = "not_ours"


@dataclass(frozen=True)
class Match:
    """A document that the file names, beside what the file prints."""

    standing: Standing
    lines: list[Compared] = field(default_factory=list)


@dataclass(frozen=True)
class Finding:
    kind: Kind
    matches: list[Match] = field(default_factory=list)
    has_text: bool = False
    veiled: bool = False
    # Codes in the file that lead to nothing the public may see.
    stray_codes: int = 0
    # Where a QR code of the file leads, if not to us.
    foreign_host: str = ""


def identify(content: bytes) -> Finding:
    """Byte by byte, else by what it says; ValidationError with a sentence for what cannot be read."""
    require_readable(content)
    digest = sha256(content).hexdigest()
    issued = Standing.objects.filter(document__file__sha256=digest, withheld=False).first()
    if issued is not None:
        return Finding(Kind.EXACT, [Match(issued)])
    return _by_what_it_says(read(content))


def _by_what_it_says(said: Said) -> Finding:
    codes = said.codes
    rows = Standing.objects.filter(answers_to__in=codes).select_related("document")
    found = sorted(rows, key=lambda row: codes.index(row.code))
    if not found:
        return Finding(Kind.NOT_OURS, stray_codes=len(codes))
    matches = [Match(row, _compared(row, said)) for row in found[:MOST_DOCUMENTS]]
    strays, host = len(codes) - len(found), _foreign_host(said, found)
    return Finding(Kind.DIFFERENT, matches, said.has_text, said.veiled, strays, host)


def _compared(standing: Standing, said: Said) -> list[Compared]:
    texts = said.texts if said.has_text else ()
    return compare(texts, cast(Public, standing.public), standing.code, name_hidden=standing.name_hidden)


def _foreign_host(said: Said, found: list[Standing]) -> str:
    """Beside a code of ours somebody else's address is how a false page is shown to who scans it."""
    ours = {urlsplit(settings.SITE_URL).netloc.lower()}
    ours |= {urlsplit(row.document.snapshot["site"]).netloc.lower() for row in found}
    return next((host for host in said.hosts if host not in ours), "")
