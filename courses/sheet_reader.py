"""Reads a workbook in a process of its own: `python -I sheet_reader.py < list.xlsx` prints its cells as JSON.

A workbook of five kilobytes can claim a cell in its last column and last row and so ask for half a terabyte, which
ends the process that reads it, whatever that process was doing. This one has nothing to lose, knows no settings and
no secrets, and has little memory. It knows only the standard library and calamine.
"""

import datetime as dt
import io
import json
import lzma
import re
import struct
import sys
import zipfile
import zlib
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

MEMORY = 1024 * 1024 * 1024
SECONDS = 20
MOST_SHEETS = 30
MOST_ROWS = 5000
MOST_COLUMNS = 100
LONGEST_CELL = 500
# Not tab and line break. No name has them, and PostgreSQL keeps no NUL.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# What the unpackers say of an archive that is broken, packed in an unknown way, or locked.
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, ValueError, KeyError, OSError,
    EOFError, struct.error,
)  # fmt: skip

# calamine gives an error value (#REF!, #N/A) as an empty cell; as text it stays to be seen and told.
XLSX_ERROR = re.compile(rb'(<c\b[^>]*\bt=)"e"')
ODS_ERROR = re.compile(rb'(<table:table-cell\b[^>]*) office:string-value=""([^>]*calcext:value-type="error")')


def limit_resources() -> None:
    """At most a gigabyte and twenty seconds of processor, where the system can promise that."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def with_visible_errors(content: bytes) -> bytes:
    """The same workbook with its error values as text."""
    if not content.startswith(b"PK"):
        return content
    shown = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(shown, "w") as target:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename.startswith("xl/worksheets/"):
                part = XLSX_ERROR.sub(rb'\1"str"', part)
            elif entry.filename == "content.xml":
                part = ODS_ERROR.sub(rb"\1\2", part)
            target.writestr(entry.filename, part)
    return shown.getvalue()


def text_of(cell: Any) -> str:
    """A cell as the text that a person would type: 750312390007, 1975-03-12."""
    if isinstance(cell, bool):
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return CONTROL.sub(" ", str(cell)[:LONGEST_CELL]).strip()


def rows_of(sheet: Any) -> tuple[list[tuple[int, list[str]]], bool]:
    """The rows that have something in them, with their numbers in the sheet; and whether there are more."""
    rows: list[tuple[int, list[str]]] = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [text_of(cell) for cell in cells[:MOST_COLUMNS]]
        if not any(texts):
            continue
        if len(rows) == MOST_ROWS:
            return rows, True
        rows.append((number, texts))
    return rows, False


def read(content: bytes) -> dict[str, Any]:
    """The visible sheets of a workbook, or the word for why it cannot be read."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(with_visible_errors(content)))
        sheets = []
        for about in workbook.sheets_metadata[:MOST_SHEETS]:
            if about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible:
                rows, more = rows_of(workbook.get_sheet_by_name(about.name))
                sheets.append({"name": text_of(about.name), "rows": rows, "more": more})
    except PasswordError:
        return {"refused": "password"}
    except MemoryError:
        return {"refused": "memory"}
    except (CalamineError, *UNREADABLE):
        return {"refused": "damaged"}
    return {"sheets": sheets}


if __name__ == "__main__":
    limit_resources()
    sys.stdout.write(json.dumps(read(sys.stdin.buffer.read())))
