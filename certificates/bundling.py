"""The papers of a cohort at once: a ZIP of them, or one PDF for the printer. Neither ever stands in memory.

That every file is there, as large as it was, is asked before the first byte leaves the house; its digest is proved when
it is its turn, and one that is another breaks the whole off, so that nobody takes it for whole.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import structlog
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates.joining import joined
from certificates.models import DocumentFile, Standing
from certificates.models.document import DocumentQuerySet
from certificates.storing import read

log = structlog.get_logger()
# What every file system takes in a name; numbers may have slashes.
_UNSAFE = re.compile(r"[^\w.-]+")
NAMED = 5
# Of thousands of files in a bucket each answer is some milliseconds away.
ASKED_AT_ONCE = 16


@dataclass(frozen=True)
class Paper:
    number: str
    surname: str
    issued_on: date
    file: DocumentFile


def whole_papers(documents: DocumentQuerySet) -> list[Paper]:
    """The papers in force, each with its PDF, and every PDF there; else the refusal says which is not."""
    papers = papers_of(documents)
    require_whole(papers)
    return papers


def papers_of(documents: DocumentQuerySet) -> list[Paper]:
    """The papers in force, by their numbers. Refused where there are none, or one has no PDF yet."""
    rows = documents.filter(standing__state=Standing.State.IN_FORCE).order_by("kind", "is_specimen", "year", "number")
    found = [
        Paper(number, surname, day, DocumentFile(document_id=pk, key=key or "", sha256=sha256 or "", size=size or 0))
        for pk, number, surname, day, key, sha256, size in rows.values_list(
            "pk", "printed_number", "snapshot__name__surname", "issued_on", "file__key", "file__sha256", "file__size"
        )
    ]
    if not found:
        raise ValidationError(_("There is no document in force here."))
    if missing := [paper for paper in found if not paper.file.key]:
        raise ValidationError(
            ngettext(
                "%(n)s PDF is not made yet: № %(numbers)s. Wait until it is, or have it made again.",
                "%(n)s PDFs are not made yet: № %(numbers)s. Wait until they are, or have them made again.",
                len(missing),
            ),
            params={"n": len(missing), "numbers": _named(missing)},
        )
    return found


def require_whole(papers: Sequence[Paper]) -> None:
    """Nothing is taken out where one of the stored files is missing, or is not as large as it was."""
    with ThreadPoolExecutor(ASKED_AT_ONCE) as pool:
        damaged = [paper for paper, bad in zip(papers, pool.map(_is_damaged, papers), strict=True) if bad]
    if damaged:
        raise ValidationError(
            ngettext(
                "%(n)s stored PDF is missing or damaged: № %(numbers)s. Tell the administrator.",
                "%(n)s stored PDFs are missing or damaged: № %(numbers)s. Tell the administrator.",
                len(damaged),
            ),
            params={"n": len(damaged), "numbers": _named(damaged)},
        )


def zipped(papers: Iterable[Paper]) -> Iterator[bytes]:
    """The bytes of a ZIP, file by file; PDFs are compressed already. Raises DamagedFile."""
    outlet, names = _Outlet(), set[str]()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
        for paper in papers:
            day = paper.issued_on
            entry = zipfile.ZipInfo(file_name(paper, names), (day.year, day.month, day.day, 0, 0, 0))
            archive.writestr(entry, read(paper.file))
            yield outlet.take()
    yield outlet.take()


def for_printing(papers: Iterable[Paper]) -> Iterator[bytes]:
    """The bytes of one PDF with all their pages. Raises DamagedFile."""
    return joined(read(paper.file) for paper in papers)


def file_name(paper: Paper, taken: set[str]) -> str:
    """2026-00137 Ахметова.pdf; no two are the same, also to a file system that takes capitals for small letters."""
    plain = " ".join(_UNSAFE.sub("-", part).strip("-.") for part in (paper.number, paper.surname))
    name, n = plain, 1
    while name.casefold() in taken:
        n += 1
        name = f"{plain} ({n})"
    taken.add(name.casefold())
    return f"{name}.pdf"


class _Outlet:
    """What a ZIP is written to: it keeps no more than the response has not yet taken."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def write(self, data: bytes) -> int:
        self.waiting += data
        return len(data)

    def flush(self) -> None:
        """Nothing lies anywhere else."""

    def take(self) -> bytes:
        piece = bytes(self.waiting)
        self.waiting.clear()
        return piece


def _is_damaged(paper: Paper) -> bool:
    try:
        size = default_storage.size(paper.file.key)
    except OSError:
        size = -1
    if size == paper.file.size:
        return False
    log.error("stored_file_differs", document=paper.file.document_id)
    return True


def _named(papers: Sequence[Paper]) -> str:
    """The first few of them."""
    return ", ".join(paper.number for paper in papers[:NAMED]) + (" …" if len(papers) > NAMED else "")
