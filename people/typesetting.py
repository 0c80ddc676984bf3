"""A document as WeasyPrint set it, before it becomes a file: its PDF objects, and where each field of it stands.

A field is an element with `data-field`. It is laid out with a specimen text and stays hidden, so that the page keeps
nothing of it but the mark of its place. An element with `data-slot="NAME SETTING"` is one of several settings of the
same fields, laid out one over the other: all of them are told, the page keeps the first. A box with `data-figure` is
told and not drawn. Lengths are CSS pixels from the top left corner of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from people.paper import (
    ARCHIVAL,
    PaperUnavailable,
    Plate,
    as_bytes,
    first_that_fits,
    lay_plates,
    paper_problem,
    the_press,
)

HIDDEN = "[data-field], [data-figure] { visibility: hidden }"
Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Spot:
    """Where the first line of a field stands."""

    field: str
    slot: str
    setting: str
    page: int
    left: float  # the edges between which it is aligned
    right: float
    align: str  # "left", "center" or "right"
    x: float  # where the specimen begins and ends
    end: float
    baseline: float
    lead: float  # from one line to the next
    font: str  # its name among the fonts of the page
    size: float
    spacing: float  # between letters, in pixels whatever the size
    lang: str
    colour: Colour
    follows: str = ""  # the field before it on the same line


@dataclass(frozen=True)
class Figure:
    """A box that is drawn later; `room` is the width of what it stands in."""

    name: str
    page: int
    left: float
    top: float
    width: float
    height: float
    room: float
    radius: float
    colour: Colour


@dataclass(frozen=True)
class Face:
    """A font of the file: its style and weight, and the widths of its glyphs in thousandths of an em."""

    style: str
    weight: int
    widths: dict[int, int]


@dataclass(frozen=True)
class SetPage:
    """Operators of a page in front of, between and behind the fields that it leaves open."""

    number: int
    content: int  # the number of the stream that the fields cut into pieces
    parts: tuple[bytes, ...]
    fields: tuple[str, ...]  # between the parts


@dataclass(frozen=True)
class Typeset:
    pages: list[SetPage]
    spots: list[Spot]
    figures: list[Figure]
    faces: dict[str, Face]
    tiles: dict[str, int]  # the numbers of the tiles that the plates leave open
    objects: dict[int, tuple[bool, bytes]]  # all others by number: whether it is a stream, and its data
    root: int
    metadata: int
    xmp: bytes
    info: dict[str, str]


def typeset(
    candidates: Iterable[str],
    *,
    pages: int,
    stylesheet: str,
    alphabet: str,
    plates: Sequence[Sequence[Plate]] = (),
) -> Typeset | None:
    """The first candidate that takes no more than so many pages, with its fields left open; None when none does.

    `alphabet` is the HTML of a page that is thrown away: every letter that a field may need, in each face that fields
    are written in. Raises PaperUnavailable.
    """
    if problem := paper_problem():
        raise PaperUnavailable(problem)
    with the_press() as press:
        document, _html = first_that_fits(press, candidates, pages, (stylesheet, HIDDEN))
        if len(document.pages) > pages:
            return None
        specimen, _html = first_that_fits(press, [alphabet], pages, (stylesheet,))
        _cast(document, specimen)
        return _Reading(document).read(plates)


def _cast(document: Any, specimen: Any) -> None:
    """Paint the alphabet into nothing: the fonts of the document take its letters up."""
    from weasyprint.pdf.stream import Stream

    for page in specimen.pages:
        resources: dict[str, Any] = {name: {} for name in ("ExtGState", "XObject", "Pattern", "Shading", "ColorSpace")}
        page.paint(Stream(document.fonts, (0, 0, 1, 1), resources, {}, None, {}, None))


@dataclass(frozen=True)
class _Around:
    """What a box stands in."""

    outer: Any = None  # the block around the block
    block: Any = None
    line: Any = None
    slot: str = ""
    setting: str = ""


class _Reading:
    """Goes through the boxes as they were laid out, then through what was drawn of them."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.fonts = {_face_of(font): font.hash for font in document.fonts.values()}
        self.spots: list[Spot] = []
        self.figures: list[Figure] = []
        self.line: Any = None  # of the field noted last
        self.open: dict[Any, str] = {}  # the text boxes of fields
        self.marks: list[dict[int, str]] = []  # page by page: fields by the mark that they are drawn under

    def read(self, plates: Sequence[Sequence[Plate]]) -> Typeset:
        for number, page in enumerate(self.document.pages):
            for box, around in _walk(page._page_box, _Around()):
                self._note(number, box, around)
            _keep_first_settings(page._page_box)
            self._remember_marks(page)
        made: list[Typeset] = []

        def finish(_document: Any, pdf: Any) -> None:
            made.append(self._typeset(pdf, plates))
            del pdf.objects[1:]  # nothing is left to write

        self.document.write_pdf(finisher=finish, **ARCHIVAL)
        return made[0]

    def _note(self, page: int, box: Any, around: _Around) -> None:
        from weasyprint.formatting_structure import boxes

        told = _told(box)
        if "data-figure" in told and box is around.block:
            self.figures.append(_figure(told["data-figure"], page, box, around.outer.width))
        elif "data-field" in told and isinstance(box, boxes.TextBox):
            spot = _spot(told["data-field"], page, box, around, self.fonts)
            if around.line is self.line:
                spot = replace(spot, follows=self.spots[-1].field)
            self.line = around.line
            self.open[box] = spot.field
            self.spots.append(spot)

    def _remember_marks(self, page: Any) -> None:
        """WeasyPrint forgets which mark belongs to which box before anybody can ask."""
        paint = page.paint

        def painted(stream: Any, scale: float = 1) -> None:
            paint(stream, scale)
            marked = {kid["mcid"]: self.open[box] for box, kid in stream._tags.items() if box in self.open}
            self.marks.append(marked)

        page.paint = painted

    def _typeset(self, pdf: Any, plates: Sequence[Sequence[Plate]]) -> Typeset:
        contents = [int(pdf.objects[number]["Contents"].split()[0]) for number in pdf.pages["Kids"][::3]]
        tiles = lay_plates(pdf, plates)
        metadata = int(pdf.catalog["Metadata"].split()[0])
        pages = [
            _set_page(pdf, number, content, marks)
            for number, content, marks in zip(pdf.pages["Kids"][::3], contents, self.marks, strict=True)
        ]
        apart = {*contents, *tiles.values(), metadata}
        return Typeset(
            pages,
            self.spots,
            self.figures,
            {font.hash: Face(*_face_of(font), dict(font.widths)) for font in self.document.fonts.values()},
            tiles,
            {one.number: (not one.compressible, one.data) for one in pdf.objects[1:] if one.number not in apart},
            pdf.catalog.number,
            metadata,
            b"\n".join(map(as_bytes, pdf.objects[metadata].stream)),
            {name: value.string for name, value in pdf.info.items()},
        )


def _walk(box: Any, around: _Around) -> Iterator[tuple[Any, _Around]]:
    """Every box below, in the order of the document, with what it stands in."""
    from weasyprint.formatting_structure import boxes

    box = getattr(box, "_box", box)  # an absolutely placed box leaves a placeholder
    if isinstance(box, boxes.BlockContainerBox):
        around = replace(around, outer=around.block, block=box)
    elif isinstance(box, boxes.LineBox):
        around = replace(around, line=box)
    if slot := _told(box).get("data-slot"):
        name, _, setting = slot.partition(" ")
        around = replace(around, slot=name, setting=setting)
    yield box, around
    for child in box.children:
        yield from _walk(child, around)


def _told(box: Any) -> Any:
    return {} if box.element is None else box.element.attrib


def _keep_first_settings(box: Any) -> None:
    """Of several settings of one slot, the first stays in the page."""
    staying, seen = [], set()
    for child in box.children:
        slot = _told(child).get("data-slot", "") if _told(child) is not _told(box) else ""
        name = slot.partition(" ")[0]
        if not name or name not in seen:
            staying.append(child)
            _keep_first_settings(child)
        seen.add(name)
    if len(staying) < len(box.children):
        box.children = tuple(staying)


def _spot(field: str, page: int, box: Any, around: _Around, fonts: dict[tuple[str, int], str]) -> Spot:
    style, block = box.style, around.block
    left = block.content_box_x()
    spacing = style["letter_spacing"]
    return Spot(
        field,
        around.slot,
        around.setting,
        page,
        left,
        left + block.width,
        {"center": "center", "right": "right", "end": "right"}.get(block.style["text_align_all"], "left"),
        box.position_x,
        box.position_x + box.width,
        box.position_y + box.baseline,
        around.line.height,
        fonts[style["font_style"], style["font_weight"]],
        style["font_size"],
        0.0 if spacing == "normal" else spacing,
        style["lang"] or "",
        _rgb(style["color"]),
    )


def _figure(name: str, page: int, box: Any, room: float) -> Figure:
    style = box.style
    edges = box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height()
    radius = style["border_top_left_radius"][0].value
    return Figure(name, page, *edges, room, radius, _rgb(style["background_color"]))


def _rgb(colour: Any) -> Colour:
    red, green, blue = colour.to("srgb").coordinates
    return red, green, blue


def _face_of(font: Any) -> tuple[str, int]:
    return ("italic" if font.style else "normal"), int(font.weight)


def _set_page(pdf: Any, number: int, content: int, marks: dict[int, str]) -> SetPage:
    """Cut the operators of a page where a field was marked and, being hidden, not drawn."""
    import pydyf

    parts: list[list[bytes]] = [[]]
    fields = []
    for item in pdf.objects[content].stream:
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in marks:
            fields.append(marks[item["MCID"]])
            parts[-1] += [item.data, b"BDC"]
            parts.append([])
        elif not (item == b"BDC" and not parts[-1] and fields):
            parts[-1].append(as_bytes(item))
    return SetPage(number, content, tuple(b"\n".join(part) for part in parts), tuple(fields))
