from __future__ import annotations

import io
import warnings
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from PIL import Image

from people import uploading
from people.models import Upload, User
from tests.cast import aigul

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return stream.getvalue()


TYPES = {"[Content_Types].xml": b"<x/>"}
DOCX = zipped(**TYPES, word__document_dot_xml=b"<x/>")
ODF = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}


def twice(name: str, content: bytes) -> bytes:
    """A document in which one name stands for two parts."""
    stream = io.BytesIO(DOCX)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for part in (content, b"<x/>"):
            package.writestr(name, part)
    return stream.getvalue()


ODT = zipped(mimetype=b"application/vnd.oasis.opendocument.text" * 3, **{"content.xml": b"<x/>"})
# The bytes of the first part, deflated, say nothing that can be read.
DAMAGED_ODT = ODT[: 30 + len("mimetype")] + b"\xff" * 8 + ODT[30 + len("mimetype") + 8 :]


def picture(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (4, 4), "teal").save(stream, kind)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("Бұйрық.pdf", PDF, "pdf"),
        ("essay.DOCX", DOCX, "docx"),
        ("list.xlsx", zipped(**TYPES, **{"xl__workbook.xml": b"<x/>"}), "xlsx"),
        ("capitals.docx", zipped(**{"[content_types].XML": b"<x/>", "Word__Document.xml": b"<x/>"}), "docx"),
        ("plan.odt", zipped(**ODF), "odt"),
        ("after a mark.pdf", b"\xef\xbb\xbf" + PDF, "pdf"),
        ("after a line.pdf", b"\r\n" + PDF, "pdf"),
        ("photo.png", picture("PNG"), "png"),
        ("photo.jpeg", picture("JPEG"), "jpg"),
    ],
)
def test_a_file_is_kept_as_what_it_is(db: None, name: str, content: bytes, kind: str) -> None:
    upload = uploading.store(SimpleUploadedFile(name, content), by=aigul())
    response = uploading.download(upload)
    assert (upload.kind, upload.name, upload.size) == (kind, name, len(content))
    assert b"".join(response) == content
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    # The name that somebody chose is never the name on the disk.
    assert name not in str(upload.file.name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.pdf", b"<html><script>alert(1)</script></html>"),
        ("page.html", b"<html></html>"),
        ("program.exe", b"MZ\x90\x00"),
        ("program.pdf", b"MZ\x90\x00" + PDF),
        ("letter.docx", PDF),
        ("letter.docx", zipped(**TYPES, **{"xl__workbook.xml": b"<x/>"})),
        ("no types.docx", zipped(**{"word__document.xml": b"<x/>"})),
        ("program.docx", b"MZ\x90\x00" + DOCX),
        ("macros.docx", zipped(**TYPES, **{"word__document.xml": b"<x/>", "word__vbaProject.bin": b"x"})),
        ("macros.docx", zipped(**TYPES, **{"word__document.xml": b"<x/>", "word__VBAPROJECT.BIN": b"x"})),
        ("macros.docx", zipped(**TYPES, **{"word__document.xml": b"<x/>", "word\\vbaProject.bin": b"x"})),
        ("macros.odt", zipped(**ODF, **{"Basic__Standard__Module1.xml": b"<x/>"})),
        ("macros.odt", zipped(**ODF, **{"Scripts__python__go.py": b"x"})),
        ("plan.odt", zipped(mimetype=b"text/html", **{"content.xml": b"<x/>"})),
        ("bomb.docx", zipped(**TYPES, **{"word__document.xml": b"\x00" * (uploading.UNPACKED + 1)})),
        ("bomb.docx", twice("word/media/1.png", b"\x00" * (uploading.UNPACKED + 1))),
        ("cut.docx", DOCX[:60]),
        ("damaged.odt", DAMAGED_ODT),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("nothing.pdf", b""),
    ],
)
def test_what_is_not_taken_is_refused_and_leaves_nothing(db: None, name: str, content: bytes) -> None:
    with pytest.raises(ValidationError) as refusal:
        uploading.store(SimpleUploadedFile(name, content), by=aigul())
    assert name in refusal.value.messages[0]
    assert not Upload.objects.exists()
    assert stored() == []


def test_a_file_that_is_too_large_is_refused(db: None) -> None:
    file = SimpleUploadedFile("long.pdf", PDF)
    file.size = uploading.LARGEST + 1
    with pytest.raises(ValidationError, match="20"):
        uploading.store(file, by=aigul())


def test_one_refused_file_takes_the_others_along(db: None) -> None:
    files = [SimpleUploadedFile("good.pdf", PDF), SimpleUploadedFile("bad.exe", b"MZ")]
    with pytest.raises(ValidationError):
        uploading.store_all(files, by=aigul())
    assert not Upload.objects.exists()
    assert stored() == []


def test_a_row_that_cannot_be_written_takes_its_bytes_along(db: None) -> None:
    with pytest.raises(ValueError, match="unsaved"):
        uploading.store(SimpleUploadedFile("good.pdf", PDF), by=User(email="nobody@institute.example"))
    assert stored() == []


def test_what_was_erased_can_no_longer_be_had(transactional_db: None) -> None:
    upload = uploading.store(SimpleUploadedFile("Нұрғалиева.pdf", PDF), by=aigul())
    uploading.erase(upload)
    assert (upload.name, stored()) == ("", [])
    with pytest.raises(Http404):
        uploading.download(upload)


def stored() -> list[str]:
    return default_storage.listdir("uploads")[1] if default_storage.exists("uploads") else []
