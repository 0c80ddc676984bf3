"""A design laid out once: everything of the file that does not change, and the places of what does."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from certificates.compiling.shaping import Typesetter
from people.typesetting import Face, Figure, SetPage, Spot, Typeset

HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
# A stretch of operators between two fields that is longer than this is compressed once, as a stream of its own.
LONG, SHORT = 600, 300
PIXEL = 0.75  # points
# Stands in the title of a design, where a document has its number.
NUMBER = "NUMBER-OF-THE-DOCUMENT"
# What the table of a file says of an object: 0 free, 1 at an offset, 2 in an object stream and the how manieth there.
Entry = tuple[int, int, int]
ENTRY = struct.Struct(">BIH")


@dataclass(frozen=True)
class OpenStream:
    """A stream that each document has its own of: what stays, and between it the fields, in turn."""

    number: int
    page: int
    kept: tuple[bytes, ...]
    fields: tuple[str, ...]
    last: bool  # of its page: what is drawn is drawn here, over everything


@dataclass(frozen=True)
class Design:
    """All of a file but its open streams, metadata and table of contents, which `filing` adds."""

    body: bytes
    entries: tuple[Entry, ...]  # of the objects in the body, by number
    streams: tuple[OpenStream, ...]
    spots: tuple[Spot, ...]
    figures: tuple[Figure, ...]
    faces: dict[str, Face]
    tile: int  # the number of the form that holds the document's symbol, 0 where there is none
    root: int
    metadata: int
    xmp: tuple[bytes, ...]  # before and after the number of the document; all of it where there is none
    info: tuple[tuple[str, str], ...]

    @cached_property
    def table(self) -> bytearray:
        return bytearray(b"".join(ENTRY.pack(*entry) for entry in self.entries))

    @cached_property
    def digest(self) -> bytes:
        return hashlib.sha256(self.body).digest()

    @cached_property
    def places(self) -> dict[tuple[int, str], list[Spot]]:
        """The spots of each field on a page, one for each setting."""
        ordered = sorted(self.spots, key=lambda spot: (spot.page, spot.field))
        return {key: list(spots) for key, spots in groupby(ordered, key=lambda spot: (spot.page, spot.field))}

    @cached_property
    def slots(self) -> dict[tuple[int, str, str], list[Spot]]:
        """The spots that stand one under the other in a setting of a slot, from the top."""
        found: dict[tuple[int, str, str], list[Spot]] = {}
        for spot in self.spots:
            if spot.slot:
                found.setdefault((spot.page, spot.slot, spot.setting), []).append(spot)
        return found

    @cached_property
    def typesetters(self) -> dict[str, Typesetter]:
        return {name: Typesetter(face) for name, face in self.faces.items()}


@dataclass
class _Body:
    """The objects that do not change, as they stand in the file."""

    data: bytearray = field(default_factory=lambda: bytearray(HEADER))
    entries: dict[int, Entry] = field(default_factory=dict)
    size: int = 0  # the next free number

    def add(self, number: int, data: bytes) -> None:
        self.entries[number] = (1, len(self.data), 0)
        self.data += b"%d 0 obj\n%b\nendobj\n" % (number, data)

    def take_number(self) -> int:
        self.size += 1
        return self.size - 1

    def add_together(self, objects: dict[int, bytes]) -> None:
        """Dictionaries in one compressed object stream."""
        number, heads, place = self.take_number(), [], 0
        for index, (inside, data) in enumerate(objects.items()):
            self.entries[inside] = (2, number, index)
            heads.append(b"%d %d" % (inside, place))
            place += len(data) + 1
        head = b" ".join(heads) + b"\n"
        extra = b"/Type /ObjStm/N %d/First %d" % (len(objects), len(head))
        self.add(number, deflated(head + b"\n".join(objects.values()), extra, 9))


def compile_design(typeset: Typeset) -> Design:
    _check(typeset.spots)
    body = _Body(size=max(typeset.objects) + 1)
    together = {}
    taken = {typeset.metadata, *typeset.tiles.values(), *(page.content for page in typeset.pages)}
    body.size = max(body.size, *(number + 1 for number in taken))
    for number, (is_stream, data) in typeset.objects.items():
        if is_stream:
            body.add(number, data)
        else:
            together[number] = data
    streams = []
    for place, page in enumerate(typeset.pages):
        contents, open_streams = _cut(page, place, body, drawn=any(each.page == place for each in typeset.figures))
        streams += open_streams
        together[page.number] = together[page.number].replace(
            b" %d 0 R]" % page.content, b" %b]" % b" ".join(b"%d 0 R" % number for number in contents), 1
        )
    body.add_together(together)
    return Design(
        bytes(body.data),
        tuple(body.entries.get(number, (0, 0, 0)) for number in range(body.size)),
        tuple(streams),
        tuple(typeset.spots),
        tuple(typeset.figures),
        typeset.faces,
        next(iter(typeset.tiles.values()), 0),
        typeset.root,
        typeset.metadata,
        tuple(typeset.xmp.split(NUMBER.encode())),
        tuple(typeset.info.items()),
    )


def _check(spots: list[Spot]) -> None:
    """A template that shows one field twice would leave one of them empty."""
    shown = Counter((spot.page, spot.field, spot.slot, spot.setting) for spot in spots)
    if twice := [each for each, count in shown.items() if count > 1]:
        raise ValueError(f"Fields that stand more than once on a page: {twice}. Give each place a name of its own.")


def _cut(page: SetPage, place: int, body: _Body, *, drawn: bool) -> tuple[list[int], list[OpenStream]]:
    """The numbers of the streams of a page in their order, and those of them that are open."""
    numbers: list[int] = []
    opened: list[OpenStream] = []
    kept: list[bytes] = []
    fields: list[str] = []

    def close(*, last: bool = False) -> None:
        if fields or last or any(kept):
            opened.append(OpenStream(body.take_number(), place, tuple(kept), tuple(fields), last))
            numbers.append(opened[-1].number)
        kept.clear()
        fields.clear()

    for n, part in enumerate(page.parts):
        if n:
            fields.append(page.fields[n - 1])
        if len(part) > LONG:
            kept.append(b"")
            close()
            numbers.append(body.take_number())
            body.add(numbers[-1], deflated(part, b"", 9))
            kept.append(b"")
        else:
            kept.append(part)
    close(last=drawn)
    return numbers, opened


def deflated(data: bytes, extra: bytes, level: int) -> bytes:
    """A stream; what is short is not worth its compression."""
    if len(data) < SHORT:
        return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (extra, len(data), data)
    packed = zlib.compress(data, level)
    return b"<<%b/Filter /FlateDecode/Length %d>>\nstream\n%b\nendstream" % (extra, len(packed), packed)
