"""Where the PDFs lie: in Django's default storage, a folder on the disk or a bucket."""

from __future__ import annotations

import hashlib
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from certificates.models import Document, DocumentFile


def store(document: Document, pdf: bytes) -> DocumentFile:
    """Keep the bytes under a fresh key; the row that names them, not saved."""
    key = default_storage.save(fresh_key(document.year), ContentFile(pdf))
    return DocumentFile(document=document, key=key, sha256=hashlib.sha256(pdf).hexdigest(), size=len(pdf))


def fresh_key(year: int) -> str:
    """Of a country's millions of papers a year, no folder holds more than some ten thousand."""
    name = uuid4().hex
    return f"documents/{year}/{name[:2]}/{name}.pdf"


def read(file: DocumentFile) -> bytes:
    """The stored bytes, proved by size and digest. Raises DamagedFile."""
    try:
        with default_storage.open(file.key) as stored:
            pdf: bytes = stored.read()
    except OSError as error:
        raise DamagedFile(file) from error
    if (len(pdf), hashlib.sha256(pdf).hexdigest()) != (file.size, file.sha256):
        raise DamagedFile(file)
    return pdf


class DamagedFile(Exception):  # noqa: N818
    """The stored bytes are missing, or are not those that were stored."""
