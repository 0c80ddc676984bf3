"""A document of the register with its PDF, and what becomes of that PDF in other people's hands."""

from __future__ import annotations

import io
from functools import lru_cache
from hashlib import sha256
from typing import Any

import pikepdf
import pypdfium2
import qrcode

from certificates import design
from certificates.codes import check_character
from certificates.models import Document, DocumentFile, Standing
from certificates.snapshot import Snapshot
from certificates.standing import first_standing, keep
from tests.cast import make_result
from tests.certificates.paper_samples import named, sample, statement

OTHER = "2K7QM4XN9TRD5BW"
OTHER += check_character(OTHER)


# Papers take their time: each is made once for all tests.
@lru_cache
def certificate_pdf() -> bytes:
    """The sample certificate as it is issued."""
    return design.render(sample())


@lru_cache
def statement_pdf() -> bytes:
    return design.render(statement())


@lru_cache
def renamed_pdf() -> bytes:
    """The sample certificate with another surname; all else is as it was."""
    return design.render(sample(name=named("Басқаева", "Гүлжаһан", "Өмірбекқызы")))


@lru_cache
def other_pdf() -> bytes:
    """Somebody else's certificate, of another code."""
    return design.render(other())


def other() -> Snapshot:
    return sample(code=OTHER, number="2026-00138", name=named("Екінші", "Адам"))


def support() -> Snapshot:
    """A statement of completed support after the course."""
    return statement(kind="support", number="Қ-2026-00003", support={"first": "2026-10-24", "last": "2026-11-20"})


def on_register(snapshot: Snapshot, pdf: bytes | None = None) -> Document:
    """The document of this snapshot, as issuing and rendering leave it."""
    kind, number, code = snapshot["kind"], str(snapshot["number"]), str(snapshot["code"])
    result = make_result(exact="44" if kind == "statement" else "89.5")
    document = Document.objects.create(
        kind=kind, is_specimen=snapshot["specimen"], year=2026, number=int(number[-5:]), code=code,
        result=result, person=result.attempt.enrolment.person, issued_on=snapshot["issued_on"],
        valid_through=snapshot["valid_through"], snapshot=snapshot,
    )  # fmt: skip
    document.refresh_from_db()
    standing = first_standing(document)
    keep([standing.imprint])
    standing.save(force_insert=True)
    if pdf is not None:
        DocumentFile.objects.create(
            document=document, key=f"documents/{document.code}.pdf", sha256=sha256(pdf).hexdigest(), size=len(pdf)
        )
    return document


def certified(**changes: Any) -> Document:
    """The sample certificate, in force, with its file."""
    return on_register(sample(**changes), certificate_pdf())


def withheld(document: Document) -> Document:
    Standing.objects.filter(document=document).update(withheld=True)
    return document


def saved_again(pdf: bytes) -> bytes:
    """As a reader's “Save as” leaves it."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.docinfo["/Producer"] = "Another program"
        document.save(file)
    return file.getvalue()


def scanned(pdf: bytes, dpi: int = 150) -> bytes:
    """Printed and scanned: pictures of the pages, and no text."""
    file = io.BytesIO()
    document = pypdfium2.PdfDocument(pdf)
    pictures = [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]
    pictures[0].save(file, "PDF", save_all=True, append_images=pictures[1:], resolution=dpi)
    return file.getvalue()


def photographed(pdf: bytes) -> bytes:
    """The first page in a photo, a little askew."""
    file = io.BytesIO()
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=150 / 72, grayscale=True).to_pil()
    picture.rotate(4, fillcolor=200, expand=True).save(file, "JPEG", quality=50)
    return file.getvalue()


def veiled(pdf: bytes) -> bytes:
    """With a line of text that is drawn in invisible ink."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier)
        page.add_resource(font, pikepdf.Name.Font, pikepdf.Name("/Unseen"))
        page.contents_add(b"BT 3 Tr /Unseen 12 Tf 72 72 Td (unseen) Tj ET")
        document.save(file)
    return file.getvalue()


def sticker(pdf: bytes, text: str) -> bytes:
    """With a second QR code on its first page, over what was issued."""
    file, drawn = io.BytesIO(), io.BytesIO()
    qrcode.make(text).get_image().convert("L").save(drawn, "PDF")
    with pikepdf.open(io.BytesIO(pdf)) as document, pikepdf.open(drawn) as more:
        document.pages[0].add_overlay(more.pages[0], pikepdf.Rectangle(20, 20, 160, 160))
        document.save(file)
    return file.getvalue()


def pages_of_both(one: bytes, other: bytes) -> bytes:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(one)) as document, pikepdf.open(io.BytesIO(other)) as more:
        document.pages.append(more.pages[0])
        document.save(file)
    return file.getvalue()
