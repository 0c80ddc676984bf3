"""What a file says: read in a process of its own (`file_reader`), never kept; or one sentence saying why not."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from certificates.codes import is_valid, normalise
from certificates.seats import BUSY, seat

logger = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
MOST_BYTES = 5 * MEGABYTE
# Of the processor, and on the clock where the machine is busy. Two pages of ours take half a second.
SECONDS_OF_WORK = 6
SECONDS_OF_WAITING = 20
READER = Path(__file__).with_name("file_reader.py")
HEADS = {b"%PDF": 1024, b"\xff\xd8\xff": 3, b"\x89PNG": 4}  # and in how many bytes from the beginning they stand
# Four groups of four as they are printed, or all sixteen together; what looks alike is mended before it is judged.
CODE = re.compile(r"(?<![0-9A-Za-z])(?:[0-9A-Za-z]{4}[ \u00a0\-–]?){3}[0-9A-Za-z]{4}(?![0-9A-Za-z])")
MOST_CODES = 10

REFUSALS = {
    "empty": _("The file is empty. Choose the PDF of the certificate."),
    "too_big": _("The file is larger than 5 MB. A certificate that we issued is far smaller."),
    "not_a_pdf": _("This is neither a PDF nor a picture (JPEG, PNG). Choose the PDF of the certificate."),
    "password": _("The file is protected with a password, so it cannot be read. Ask for the file as it was issued."),
    "damaged": _("The file is damaged and cannot be read. Ask for the file as it was issued."),
    "too_much": _("The file asks for far more than a certificate needs, so it was not read to the end."),
    "busy": BUSY,
}


@dataclass(frozen=True)
class Said:
    """The text of each page that was read, what its QR codes say, and what stands in the file's own description."""

    texts: tuple[str, ...] = ()
    qr: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    # Some of the text cannot be seen, so it says nothing of what the page shows.
    veiled: bool = False

    @property
    def has_text(self) -> bool:
        return not self.veiled and any(text.strip() for text in self.texts)

    @property
    def codes(self) -> list[str]:
        """Every right code that the file names, each once: in a QR code, in print, in the description."""
        found = [code for text in self.qr if is_valid(code := normalise(text))]
        found += [code for text in (*self.texts, *self.about) for code in codes_in(text)]
        return list(dict.fromkeys(found))[:MOST_CODES]

    @property
    def hosts(self) -> list[str]:
        """Where the QR codes of the file lead to, be there a code in the address or not."""
        return list(dict.fromkeys(host for text in self.qr if (host := host_of(text))))


def codes_in(text: str) -> Iterator[str]:
    for match in CODE.finditer(text):
        if is_valid(code := normalise(match[0])):
            yield code


def host_of(address: str) -> str:
    try:
        return urlsplit(address.strip()).netloc.lower()
    except ValueError:
        return ""


def refuse(code: str) -> ValidationError:
    return ValidationError(REFUSALS[code], code=code)


def require_readable(content: bytes) -> None:
    """Refuse what is plainly no certificate before anybody looks into it."""
    if not content:
        raise refuse("empty")
    if len(content) > MOST_BYTES:
        raise refuse("too_big")
    if not any(head in content[:within] for head, within in HEADS.items()):
        raise refuse("not_a_pdf")


def read(content: bytes) -> Said:
    """What the file says. Raises ValidationError with one sentence."""
    require_readable(content)
    with seat():
        answer = _read_apart(content)
    if "refused" in answer:
        raise refuse(str(answer["refused"]))
    return Said(tuple(answer["texts"]), tuple(answer["qr"]), tuple(answer["about"]), answer["veiled"])


def _read_apart(content: bytes) -> dict[str, Any]:
    """As the reader in its own process tells it; that one may be killed by what it reads, we are not."""
    command = [sys.executable, "-I", "-B", str(READER), str(SECONDS_OF_WORK)]
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603
            command, input=content, capture_output=True, timeout=SECONDS_OF_WAITING, env=kept, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise refuse("too_much") from error
    if done.returncode < 0:  # ended by the system: it asked for too much
        raise refuse("too_much")
    if done.returncode:
        logger.error("file_reader_failed", extra={"code": done.returncode})
        raise refuse("damaged")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
