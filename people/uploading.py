"""Files that people send: checked by their content, kept in private storage, given back only as a download."""

from __future__ import annotations

import codecs
import hashlib
import lzma
import secrets
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath

import puremagic
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from people.models import Upload, User

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
# What an office document may grow to when it is unpacked: a bomb is refused before anybody opens it.
UNPACKED = 200 * MEGABYTE
HEAD = 8192
# What reading a damaged package raises.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError,
    KeyError, OSError, ValueError, RuntimeError, NotImplementedError,
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """One kind of file that is taken; `part` is what a zipped office document of the kind contains."""

    content_type: str
    suffixes: tuple[str, ...]
    part: str = ""


OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    "pdf": Kind("application/pdf", (".pdf",)),
    "docx": Kind(f"{OFFICE}wordprocessingml.document", (".docx",), "word/document.xml"),
    "xlsx": Kind(f"{OFFICE}spreadsheetml.sheet", (".xlsx",), "xl/workbook.xml"),
    "pptx": Kind(f"{OFFICE}presentationml.presentation", (".pptx",), "ppt/presentation.xml"),
    "odt": Kind("application/vnd.oasis.opendocument.text", (".odt",), "content.xml"),
    "ods": Kind("application/vnd.oasis.opendocument.spreadsheet", (".ods",), "content.xml"),
    "odp": Kind("application/vnd.oasis.opendocument.presentation", (".odp",), "content.xml"),
    "png": Kind("image/png", (".png",)),
    "jpg": Kind("image/jpeg", (".jpg", ".jpeg")),
}
# For a form's file field: what the browser offers to choose from.
ACCEPT = ",".join(suffix for kind in KINDS.values() for suffix in kind.suffixes)


def store(file: File[bytes], *, by: User | None) -> Upload:
    """Check a sent file and keep it; the bytes are written before the row, and taken away if the row does not stay."""
    kind = kind_of(file)
    name = PurePath(file.name or "").name[-200:]
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    upload = Upload(name=name, kind=kind, size=file.size, sha256=digest.hexdigest(), by=by)
    upload.file.save(f"{secrets.token_hex(16)}.{kind}", file, save=False)
    storage, key = upload.file.storage, str(upload.file.name)
    try:
        with transaction.atomic():
            upload.save()
    except BaseException:
        storage.delete(key)
        raise
    return upload


def store_all(files: Iterable[File[bytes]], *, by: User | None) -> list[Upload]:
    """All of them or none: the first that is refused takes the others' bytes away again."""
    kept: list[Upload] = []
    try:
        with transaction.atomic():
            for file in files:
                kept.append(store(file, by=by))
    except BaseException:
        for upload in kept:
            upload.file.storage.delete(str(upload.file.name))
        raise
    return kept


@contextmanager
def kept_with(files: Iterable[File[bytes]], *, by: User | None) -> Iterator[list[Upload]]:
    """The files stay if what is written inside stays: a rule that fails half-way leaves neither rows nor bytes."""
    kept: list[Upload] = []
    try:
        with transaction.atomic():
            kept = store_all(files, by=by)
            yield kept
    except BaseException:
        for upload in kept:
            upload.file.storage.delete(str(upload.file.name))
        raise


def kind_of(file: File[bytes]) -> str:
    """The kind by content, refused with a sentence where it is none of ours or the name says another."""
    name = PurePath(file.name or "").name
    if not file.size:
        raise ValidationError(_("“%(name)s” is empty."), code="empty", params={"name": name})
    if file.size > LARGEST:
        raise ValidationError(
            _("“%(name)s” is larger than %(most)s MB."),
            code="too_large",
            params={"name": name, "most": LARGEST // MEGABYTE},
        )
    suffix = PurePath(name).suffix.lower()
    kind = next((key for key, each in KINDS.items() if suffix in each.suffixes), None)
    if kind is None or not _is(file, kind):
        raise ValidationError(
            _("“%(name)s” is not a file of a kind that is taken: PDF, Word, Excel, PowerPoint, ODF, PNG or JPEG."),
            code="wrong_kind",
            params={"name": name},
        )
    return kind


def _is(file: File[bytes], kind: str) -> bool:
    if part := KINDS[kind].part:
        return _is_office(file, part, mimetype=KINDS[kind].content_type if part == "content.xml" else "")
    file.seek(0)
    head = file.read(HEAD)
    if kind == "pdf":
        # Some programs write a mark of the encoding or an empty line before it, and every reader skips it.
        head = head.removeprefix(codecs.BOM_UTF8).lstrip()
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return False
    return any(each.mime_type == KINDS[kind].content_type for each in found)


def _is_office(file: File[bytes], part: str, *, mimetype: str) -> bool:
    """A zip from its first byte on, with the right parts inside, without macros, that unpacks to a sane size."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as package:
            members = package.infolist()
            paths = [_path(member.filename) for member in members]
            # OOXML names the types of its parts in one of them; ODF says what it is in its own first part.
            needed = {_path(part), _path("mimetype" if mimetype else "[Content_Types].xml")}
            if not needed <= set(paths) or any(_is_macro(path) for path in paths):
                return False
            # By the entries, not by their names: a name that stands twice unpacks twice.
            if sum(member.file_size for member in members) > UNPACKED:
                return False
            if min(member.header_offset for member in members) > 0:  # something else stands before it
                return False
            if not mimetype:
                return True
            with package.open("mimetype") as said:  # no more of it than can be right, whatever it unpacks to
                return said.read(100) == mimetype.encode()
    except DAMAGED:
        return False


def _path(name: str) -> PurePosixPath:
    """Office programs do not tell capitals apart."""
    return PurePosixPath(name.replace("\\", "/").casefold())


def _is_macro(path: PurePosixPath) -> bool:
    return path.name == "vbaproject.bin" or not {"basic", "scripts"}.isdisjoint(path.parts[:-1])


def erase(upload: Upload) -> None:
    """Take the bytes away and keep the row, which says that there was a file and that it is gone."""
    if upload.erased_at:
        return
    key, storage = str(upload.file.name), upload.file.storage
    Upload.objects.filter(pk=upload.pk).update(name="", file="", erased_at=timezone.now())
    transaction.on_commit(lambda: storage.delete(key))
    upload.refresh_from_db()


def download(upload: Upload) -> FileResponse:
    """The file as an attachment, never shown inside a page; whoever calls has checked who may have it."""
    if upload.erased_at:
        raise Http404
    try:
        content = upload.file.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    response = FileResponse(content, content_type=KINDS[upload.kind].content_type)
    name = get_valid_filename(upload.name)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    # Should a browser open it after all, it runs nothing and asks nobody.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
