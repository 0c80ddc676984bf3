"""Lists of people for the tests: workbooks made in memory, friendly and hostile."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl
import xlsxwriter

HEADERS = ("№", "ЖСН", "Аты-жөні", "Мектеп", "Эл. пошта")
SAULE = (1, "750312190004", "Нұрғалиева Сәуле Болатқызы", "№ 7 лицей", "saule@mektep.example")
DAMIR = (2, "920229290600", "Ахметов Дамир", "№ 8 мектеп", "damir@mektep.example")


def workbook(*rows: Sequence[Any], **more_sheets: Sequence[Sequence[Any]]) -> bytes:
    """An .xlsx with these rows on its first sheet, and a sheet for each further name."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        for name, lines in {"Тізім": rows, **more_sheets}.items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(lines):
                sheet.write_row(number, 0, cells)
    return file.getvalue()


def two_cells_far_apart() -> bytes:
    """Five kilobytes that claim seventeen thousand million cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = "ЖСН", "x"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def zip_of(**parts: bytes) -> bytes:
    """An archive with these parts; a double underscore in a name stands for a slash, a single one for a point."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return file.getvalue()


def zip_packed(method: int, name: str, content: bytes) -> bytes:
    """An archive of one part, packed by this method and then spoilt in the middle of what was packed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr(name, content)
        began = archive.getinfo(name).header_offset + 30 + len(name)
        packed = archive.getinfo(name).compress_size
    spoilt = bytearray(file.getvalue())
    spoilt[began + 4 : began + packed] = b"\xff" * (packed - 4)
    return bytes(spoilt)


def csv_of(*rows: Sequence[Any], separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    return "\r\n".join(separator.join(str(cell) for cell in row) for row in rows).encode(encoding)
