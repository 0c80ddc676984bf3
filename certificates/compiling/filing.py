"""The file of one document: a compiled design with its fields written in."""

from __future__ import annotations

import hashlib
from html import escape

from certificates.compiling.layout import ENTRY, NUMBER, PIXEL, Design, OpenStream, deflated
from certificates.compiling.shaping import UNITS, Manner
from certificates.paper.filling import Filling
from certificates.paper.fitting import Fitted
from people.paper import file_identifier
from people.typesetting import Figure, Spot

POINT = 4 / 3  # CSS pixels
FAST = 4  # of zlib's levels: two per cent larger than the usual, in two thirds of its time
ROUND = 0.45  # where the handles of a rounded corner stand, as WeasyPrint has it


def file(design: Design, filling: Filling, symbol: str, side: int, identifier: str) -> bytes:
    """The PDF; the same document gives the same bytes. `symbol` draws a QR code of `side` units. Raises Unfit."""
    written = _Fields(design, filling)
    changing = {each.number: deflated(_content(each, written), b"", FAST) for each in design.streams}
    if design.tile:
        form = b"/Type /XObject/Subtype /Form/BBox [0 0 %d %d]/Resources <<>>" % (side, side)
        changing[design.tile] = deflated(symbol.encode(), form, FAST)
    xmp = escape(filling.number, quote=False).encode().join(design.xmp)
    changing[design.metadata] = b"<</Type /Metadata/Subtype /XML/Length %d>>\nstream\n%b\nendstream" % (len(xmp), xmp)
    info = len(design.entries)
    changing[info] = _info(design, filling.number)
    return _whole(design, changing, info, file_identifier(identifier))


def _whole(design: Design, changing: dict[int, bytes], info: int, identifier: bytes) -> bytes:
    """The body of the design, the document's own objects, and a table of where each object is."""
    table = design.table + bytes(2 * ENTRY.size)
    parts, position = [design.body], len(design.body)
    digest = hashlib.sha256(design.digest)
    for number, data in changing.items():
        ENTRY.pack_into(table, number * ENTRY.size, 1, position, 0)
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, data))
        position += len(parts[-1])
        digest.update(data)
    ENTRY.pack_into(table, (info + 1) * ENTRY.size, 1, position, 0)
    extra = b"/Type /XRef/W [1 4 2]/Size %d/Root %d 0 R/Info %d 0 R/ID [(%b)(%b)]" % (
        info + 2,
        design.root,
        info,
        identifier,
        digest.hexdigest()[:32].encode(),
    )
    parts.append(
        b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (info + 1, deflated(bytes(table), extra, FAST), position)
    )
    return b"".join(parts)


def _info(design: Design, number: str) -> bytes:
    return b"<<%b>>" % b"".join(
        b"/%b %b" % (name.encode(), _string(told.replace(NUMBER, number))) for name, told in design.info
    )


def _string(text: str) -> bytes:
    if text.isascii() and not set(text) & set("\\()"):
        return b"(%b)" % text.encode()
    return b"<feff%b>" % text.encode("utf-16-be").hex().encode()


def _content(stream: OpenStream, written: _Fields) -> bytes:
    parts = [stream.kept[0]]
    for name, kept in zip(stream.fields, stream.kept[1:], strict=True):
        parts += [written.field(stream.page, name), kept]
    if stream.last:
        parts.append(written.figures(stream.page))
    return b"\n".join(parts)


class _Fields:
    """The operators of each field and each drawn box."""

    def __init__(self, design: Design, filling: Filling) -> None:
        self.design = design
        self.filling = filling
        self.ends: dict[str, float] = {}
        self.lower = self._lower()

    def _lower(self) -> dict[tuple[int, str], float]:
        """How much lower a field stands because one above it in its slot has more than one line."""
        found = {}
        for (page, slot, setting), spots in self.design.slots.items():
            if self.filling.settings.get(slot) != setting:
                continue
            lower = 0.0
            for spot in spots:
                found[page, spot.field] = lower
                lower += (len(self.filling.fields[spot.field].lines) - 1) * spot.lead
        return found

    def field(self, page: int, name: str) -> bytes:
        text = self.filling.fields.get(name)
        if text is None or not any(text.lines):
            return b""
        spot = self._spot(page, name)
        red, green, blue = spot.colour
        lines = self._lines(spot, text, self.lower.get((page, name), 0.0))
        return b"q %.4g %.4g %.4g rg\n%b\nQ" % (red, green, blue, b"\n".join(lines))

    def _spot(self, page: int, name: str) -> Spot:
        spots = self.design.places[page, name]
        if len(spots) == 1:
            return spots[0]
        return next(spot for spot in spots if spot.setting == self.filling.settings[spot.slot])

    def _lines(self, spot: Spot, text: Fitted, lower: float) -> list[bytes]:
        size = int((text.points * POINT or spot.size) * UNITS) / UNITS
        typesetter, lines = self.design.typesetters[spot.font], []
        for n, line in enumerate(text.lines):
            shaped = typesetter.set(line, Manner(size, spot.spacing, spot.lang))
            x = self._start(spot, shaped.width)
            y = spot.baseline + lower + n * spot.lead
            self.ends[spot.field] = x + shaped.width
            lines.append(b"BT /%b %.8g Tf 1 0 0 -1 %.3f %.3f Tm %b ET" % (
                spot.font.encode(), size, x, y, shaped.operators
            ))  # fmt: skip
        return lines

    def _start(self, spot: Spot, width: float) -> float:
        if spot.follows:
            before = next(each for each in self.design.places[spot.page, spot.follows])
            return self.ends[spot.follows] + spot.x - before.end
        if spot.align == "left":
            return spot.left
        room = spot.right - spot.left - width
        return spot.left + (room / 2 if spot.align == "center" else room)

    def figures(self, page: int) -> bytes:
        drawn = [self._figure(figure) for figure in self.design.figures if figure.page == page]
        return b"/Artifact BMC q %g 0 0 %g 0 0 cm\n%b\nQ EMC" % (PIXEL, PIXEL, b"\n".join(drawn))

    def _figure(self, figure: Figure) -> bytes:
        left = figure.left + figure.room * self.filling.shifts.get(figure.name, 0.0)
        width = figure.width * self.filling.widths.get(figure.name, 1.0)
        path = _rounded(left, figure.top, width, figure.height, figure.radius)
        return b"%.4g %.4g %.4g rg %b f" % (*figure.colour, path)


def _rounded(x: float, y: float, width: float, height: float, radius: float) -> bytes:
    r = min(radius, width / 2, height / 2)
    if r <= 0:
        return b"%.3f %.3f %.3f %.3f re" % (x, y, width, height)
    right, bottom, near = x + width, y + height, r * ROUND
    return (
        b"%.3f %.3f m %.3f %.3f l %.3f %.3f %.3f %.3f %.3f %.3f c %.3f %.3f l %.3f %.3f %.3f %.3f %.3f %.3f c "
        b"%.3f %.3f l %.3f %.3f %.3f %.3f %.3f %.3f c %.3f %.3f l %.3f %.3f %.3f %.3f %.3f %.3f c"
        % (
            x + r, y, right - r, y, right - near, y, right, y + near, right, y + r,
            right, bottom - r, right, bottom - near, right - near, bottom, right - r, bottom,
            x + r, bottom, x + near, bottom, x, bottom - near, x, bottom - r,
            x, y + r, x, y + near, x + near, y, x + r, y,
        )
    )  # fmt: skip
