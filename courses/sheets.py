"""A list of people as a file: any spreadsheet in, one sheet of text rows out, or one sentence saying why not.

The type is judged by the content, never by the name. Workbooks are read in a process of their own (`sheet_reader`).
"""

import io
import json
import logging
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from courses import csv_text, headers
from courses.headers import Field
from courses.sheet_reader import MOST_ROWS, UNREADABLE

logger = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
MOST_UNPACKED = 100 * MEGABYTE
MOST_PARTS = 2000
MOST_SECONDS = 30
READER = Path(__file__).with_name("sheet_reader.py")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

REFUSALS = {
    "empty": _("The file is empty. Choose the file with the list."),
    "too_big": _("The file is larger than 10 MB. Copy only the list into a new workbook and upload that."),
    "unpacks": _("The file unpacks to more than 100 MB, so it was not opened. Copy only the list into a new workbook."),
    "too_many_rows": _("The list has more than 5,000 rows, so none was read. Divide it into several files."),
    "not_a_list": _("This is not a spreadsheet. Save the list as Excel (.xlsx, .xls), OpenDocument (.ods) or CSV."),
    "word": _("This is a Word document. Copy the table into Excel and save it as a workbook (.xlsx)."),
    "pdf": _("This is a PDF. Ask for the list as an Excel file: people cannot be read reliably from a PDF."),
    "picture": _("This is a picture. Ask for the list as an Excel file."),
    "web_page": _("This is a web page saved under a spreadsheet's name. Open it in Excel and save it as .xlsx."),
    "password": _("The file is protected with a password. Remove the protection in Excel and upload it again."),
    "damaged": _("The file is damaged and cannot be read. Open it in Excel, save it anew and upload that."),
    "memory": _("The file claims far more cells than a list has. Copy only the list into a new workbook."),
    "no_header": _(
        "No row with column headings was found. The list needs a heading over each column, such as IIN, Full name, "
        "Organisation. The template shows how."
    ),
    "no_people": _("There are column headings but no people under them."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sheet with its number there, counted from 1."""

    number: int
    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(cell for cell in self.cells if cell)

    def cell(self, column: int) -> str:
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet that was chosen: its headings, what they mean, and the rows under them."""

    name: str
    others: tuple[str, ...]
    headers: tuple[str, ...]
    mapping: dict[int, Field]
    rows: tuple[Row, ...]


def refuse(code: str) -> ValidationError:
    return ValidationError(REFUSALS[code], code=code)


def read(file: IO[bytes], *, size: int | None = None) -> Sheet:
    """The list in a file; a file too large is refused unread. Raises ValidationError with one sentence."""
    return _choose(tables(file, size=size))


def tables(file: IO[bytes], *, size: int | None = None) -> list[dict[str, Any]]:
    """The visible sheets of a file as they are, for lists of anything: name, numbered rows, whether there are more."""
    if size is not None and size > MOST_BYTES:
        raise refuse("too_big")
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise refuse("too_big")
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise refuse("empty")
    return _tables(content)


def _tables(content: bytes) -> list[dict[str, Any]]:
    if content.startswith(b"PK"):
        _check_package(content)
        return _read_apart(content)
    if content.startswith(OLE):
        _check_compound(content)
        return _read_apart(content)
    for signature, code in SIGNATURES:
        if content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(signature):
            raise refuse(code)
    return [_table_of_text(content)]


SIGNATURES = (
    (b"%pdf", "pdf"), (b"\x89png", "picture"), (b"\xff\xd8\xff", "picture"), (b"gif8", "picture"),
    (b"{\\rtf", "word"), (b"<html", "web_page"), (b"<!doctype", "web_page"), (b"<table", "web_page"),
    (b"<?xml", "web_page"), (b"<meta", "web_page"), (b"<head", "web_page"),
)  # fmt: skip


def _check_package(content: bytes) -> None:
    """Refuse an archive that is no workbook or that unpacks to more than any list of people."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise refuse("unpacks")
            kind = _mimetype(archive)
    except UNREADABLE as error:
        raise refuse("damaged") from error
    names = [part.filename for part in parts]
    if any(name.startswith("word/") for name in names) or b"opendocument.text" in kind:
        raise refuse("word")
    if not any(name.startswith("xl/") for name in names) and b"opendocument.spreadsheet" not in kind:
        raise refuse("not_a_list")


def _mimetype(archive: zipfile.ZipFile) -> bytes:
    """What an OpenDocument says that it is, in its first bytes: the sizes in the index may be lies."""
    if "mimetype" not in archive.namelist():
        return b""
    with archive.open("mimetype") as part:
        return part.read(60)


def _check_compound(content: bytes) -> None:
    """Refuse old Office files that are no workbook; a new workbook with a password wears this coat too."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise refuse("password")
    if "WordDocument".encode("utf-16-le") in content:
        raise refuse("word")
    if not any(stream.encode("utf-16-le") in content for stream in ("Workbook", "Book")):
        raise refuse("not_a_list")


def _read_apart(content: bytes) -> list[dict[str, Any]]:
    """The sheets as the reader in its own process tells them; it may be killed by what it reads, we are not."""
    command = [sys.executable, "-I", str(READER)]
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=MOST_SECONDS, env=kept, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise refuse("memory") from error
    if done.returncode < 0:  # ended by the system: it asked for too much
        raise refuse("memory")
    if done.returncode:
        logger.error("sheet_reader_failed", extra={"code": done.returncode})
        raise refuse("damaged")
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise refuse(answer["refused"])
    tables: list[dict[str, Any]] = answer["sheets"]
    return tables


def _table_of_text(content: bytes) -> dict[str, Any]:
    try:
        rows = csv_text.rows(content)
    except ValueError as error:
        raise refuse("not_a_list") from error
    return {"name": "", "rows": rows[:MOST_ROWS], "more": len(rows) > MOST_ROWS}


def _choose(tables: list[dict[str, Any]]) -> Sheet:
    """The sheet whose header names the most columns; the first of equals."""
    found = [(table, header) for table in tables if (header := headers.find([cells for _n, cells in table["rows"]]))]
    if not found:
        raise refuse("no_header" if any(table["rows"] for table in tables) else "empty")
    table, header = max(found, key=lambda pair: len(pair[1].mapping))
    if table["more"]:
        raise refuse("too_many_rows")
    rows = tuple(Row(number, tuple(cells)) for number, cells in table["rows"][header.last_row + 1 :])
    if not rows:
        raise refuse("no_people")
    others = tuple(other["name"] for other in tables if other is not table and other["rows"])
    return Sheet(table["name"], others, header.titles, header.mapping, rows)
