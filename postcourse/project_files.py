"""The words of a file that was handed in, as far as they can be had without opening it in an office program."""

from __future__ import annotations

import html
import re
import zipfile

from people.models import Upload
from people.uploading import DAMAGED

# Of the text part of a document: more is no project of a course, or a bomb.
PART = "word/document.xml"
MOST = 2 * 1024 * 1024
ENDS = re.compile(r"</w:p>|<w:br ?/>|<w:br [^<>]*/>|</w:tr>")
CELLS = re.compile(r"</w:p>\s*</w:tc>|<w:tab ?/>")
TAGS = re.compile(r"<[^<>]*>")


def words_in(upload: Upload) -> str:
    """Of a Word document its lines, a row of a table as one line; nothing of any other kind, nor of what is damaged."""
    if upload.kind != "docx" or upload.erased_at:
        return ""
    try:
        with upload.file.open("rb") as file, zipfile.ZipFile(file) as package, package.open(PART) as part:
            text = part.read(MOST).decode("utf-8", errors="replace")
    except DAMAGED:
        return ""
    return html.unescape(TAGS.sub("", ENDS.sub("\n", CELLS.sub("\t", text))))
