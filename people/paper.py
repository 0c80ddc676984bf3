"""PDFs on paper: WeasyPrint with one font set-up a process, no network, and plates of line work laid under the text.

WeasyPrint needs Pango from the system and fails at import without it. It is therefore imported at the first use;
`paper_problem` says what to install, and whoever prints leaves the print jobs waiting until it says None.
A new font set-up for each document costs twice the time and leaks memory, so one serves the whole process.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import io
import os
import sys
import threading
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from PIL import ImageFile

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"
# One whole TrueType file per style: fonts split by script print wrong Kazakh letters.
FACES = {("normal", 400): "PTF55F.ttf", ("normal", 700): "PTF75F.ttf", ("italic", 400): "PTF56F.ttf"}
FAMILY = "PT Serif Paper"
POINT = 72 / 25.4  # points in a millimetre
ARCHIVAL = {"pdf_variant": "pdf/a-2a"}
INSTALL = "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

_printing = threading.RLock()  # Pango's font map serves one thread at a time


class PaperUnavailable(RuntimeError):  # noqa: N818 (a state of the system, not a mistake)
    """The system cannot make PDFs now; the message is the sentence of `paper_problem`."""


@dataclass(frozen=True)
class Plate:
    """Line work laid under one page: PDF drawing operators in millimetres, y down from the top left corner.

    `tiles` are named pieces that the operators repeat ("/Wave Do"), each stored once in the file. A tile that is None
    is left open: whoever makes the file puts it in.
    """

    width: float
    height: float
    operators: str
    tiles: tuple[tuple[str, str | None], ...] = ()


def paper_problem() -> str | None:
    """None when PDFs can be made here, else one sentence with the command that mends it."""
    try:
        _weasyprint()
    except (ImportError, OSError) as error:
        return f"PDFs cannot be made: a library of the system is missing ({error}). Install it with: {INSTALL}"
    if missing := [name for name in FACES.values() if not (FONTS / name).is_file()]:
        return f"PDFs cannot be made: the fonts {', '.join(missing)} are missing from {FONTS}. Restore the folder."
    return None


def render_pdf(
    html: str, *, stylesheet: str, plates: Sequence[Sequence[Plate]] = (), identifier: str | None = None
) -> bytes:
    """The PDF of one document; the same input gives the same bytes. Archival (PDF/A-2a), tagged, fonts embedded.

    `stylesheet` is CSS text, parsed once a process. `plates[n]` lie under page n + 1, one on the other. `identifier`
    becomes the PDF's file identifier (by default the digest of the HTML). Raises PaperUnavailable.
    """
    return render_first_that_fits([html], pages=1, stylesheet=stylesheet, plates=plates, identifier=identifier)


def render_first_that_fits(
    candidates: Iterable[str],
    *,
    pages: int,
    stylesheet: str,
    plates: Sequence[Sequence[Plate]] = (),
    identifier: str | None = None,
) -> bytes:
    """As render_pdf, of the first candidate that takes no more than so many pages, else of the last one."""
    if problem := paper_problem():
        raise PaperUnavailable(problem)
    with the_press() as press:
        document, html = first_that_fits(press, candidates, pages, (stylesheet,))
        finish = partial(_finish, plates=plates)
        digest = file_identifier(identifier or html)
        return bytes(document.write_pdf(pdf_identifier=digest, finisher=finish, **ARCHIVAL))


def first_that_fits(press: Press, candidates: Iterable[str], pages: int, stylesheets: Sequence[str]) -> tuple[Any, str]:
    """WeasyPrint's document of the first candidate that takes no more than so many pages, else of the last one."""
    sheets = [press.faces, *map(press.sheet, stylesheets)]
    for html in candidates:
        page = _weasyprint().HTML(string=html, url_fetcher=press.fetcher)
        document = page.render(font_config=press.fonts, stylesheets=sheets, **ARCHIVAL)
        if len(document.pages) <= pages:
            break
    return document, html


def file_identifier(told: str) -> bytes:
    return hashlib.sha256(told.encode()).hexdigest()[:32].encode()


@contextlib.contextmanager
def the_press() -> Iterator[Press]:
    """The press of this process, for one thread at a time."""
    with _printing:
        yield _press(os.getpid())


def unprintable(text: str) -> str:
    """The letters that the paper's fonts do not have, each once; empty when the text prints as written."""
    return "".join(dict.fromkeys(letter for letter in text if ord(letter) not in _letters()))


@lru_cache
def _letters() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    known = [frozenset(TTFont(FONTS / name, lazy=True).getBestCmap()) for name in FACES.values()]
    return frozenset.intersection(*known)


def _weasyprint() -> Any:
    if "weasyprint" in sys.modules:
        return sys.modules["weasyprint"]
    with contextlib.redirect_stdout(io.StringIO()):  # it prints a paragraph of its own when a library is missing
        import weasyprint
    # WeasyPrint lets the whole process accept pictures that are cut short; an uploaded logo must be whole.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


class Press:
    """What all documents of a process share: fonts, parsed stylesheets, and a fetcher that fetches nothing."""

    def __init__(self) -> None:
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher

        self.fonts = FontConfiguration()
        self.fetcher = URLFetcher(allowed_protocols=("data",), allow_redirects=False)
        self.faces = self._parse(_font_faces(), URLFetcher(allowed_protocols=("file",), allow_redirects=False))
        self.sheets: dict[str, Any] = {}

    def sheet(self, css: str) -> Any:
        if css not in self.sheets:
            self.sheets[css] = self._parse(css, self.fetcher)
        return self.sheets[css]

    def _parse(self, css: str, fetcher: Any) -> Any:
        return _weasyprint().CSS(string=css, font_config=self.fonts, url_fetcher=fetcher)


@lru_cache(maxsize=1)
def _press(process: int) -> Press:
    """One press a process: a child of a fork makes its own, its parent's font folder is not its to delete."""
    return Press()


forget_press = _press.cache_clear  # the next document gets a font set-up of its own
atexit.register(forget_press)  # while its font folder can still be removed


def _font_faces() -> str:
    face = '@font-face{{font-family:"{}";font-style:{};font-weight:{};src:url("{}")}}'
    return "".join(
        face.format(FAMILY, style, weight, (FONTS / name).as_uri()) for (style, weight), name in FACES.items()
    )


def _finish(_document: Any, pdf: Any, plates: Sequence[Sequence[Plate]]) -> None:
    """Put the plates under their pages and compress what is not compressed yet."""
    import pydyf

    lay_plates(pdf, plates)
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.compress:
            _compress_now(item)


def lay_plates(pdf: Any, plates: Sequence[Sequence[Plate]]) -> dict[str, int]:
    """Put the plates under their pages; the numbers of the tiles that they leave open."""
    import pydyf

    laid: dict[Plate, str] = {}
    left_open: dict[str, Any] = {}
    for number, under in zip(pdf.pages["Kids"][::3], plates, strict=False):
        page = pdf.objects[number]
        forms = pdf.objects[int(page["Resources"].split()[0])]["XObject"]
        for plate in under:
            if plate not in laid:
                laid[plate] = f"Plate{len(laid)}"
                forms[laid[plate]] = _plate_form(pdf, plate, left_open).reference
        drawn = " ".join(f"/{laid[plate]} Do" for plate in under)
        stream = pydyf.Stream([f"/Artifact BMC {drawn} EMC".encode()], compress=False)
        pdf.add_object(stream)
        page["Contents"] = pydyf.Array([stream.reference, page["Contents"]])
    return {name: tile.number for name, tile in left_open.items()}


def _plate_form(pdf: Any, plate: Plate, left_open: dict[str, Any]) -> Any:
    """A form in points, as wide as the page, that holds the plate's operators in millimetres."""
    import pydyf

    tiles = {}
    for name, operators in plate.tiles:
        if operators is None and name not in left_open:
            left_open[name] = pydyf.Stream()
            pdf.add_object(left_open[name])
        tile = left_open[name] if operators is None else _form(pdf, plate, operators, None)
        tiles[name] = tile.reference
    placed = f"{POINT:.6f} 0 0 {-POINT:.6f} 0 {plate.height * POINT:.6f} cm\n{plate.operators}"
    return _form(pdf, plate, placed, pydyf.Dictionary(tiles))


def _form(pdf: Any, plate: Plate, operators: str, tiles: Any) -> Any:
    import pydyf

    # A tile may be placed and turned anywhere, so its box is generous: the page's extent on every side of its origin.
    reach = round((plate.width + plate.height) * POINT)
    resources = pydyf.Dictionary({} if tiles is None else {"XObject": tiles})
    extra = {
        "Type": "/XObject",
        "Subtype": "/Form",
        "BBox": pydyf.Array([-reach, -reach, reach, reach]),
        "Resources": resources,
        "Filter": "/FlateDecode",
    }
    form = pydyf.Stream([_compressed(operators)], extra, compress=False)
    pdf.add_object(form)
    return form


@lru_cache(maxsize=256)
def _compressed(operators: str) -> bytes:
    """The same few plates lie under every document of a process."""
    return zlib.compress(operators.encode("ascii"), 9)


def _compress_now(stream: Any) -> None:
    """pydyf compresses a stream twice, to write it and to make the file's identifier; this does it once."""
    stream.stream = [zlib.compress(b"\n".join(as_bytes(item) for item in stream.stream), 6)]
    stream.extra["Filter"] = "/FlateDecode"
    stream.compress = False


def as_bytes(item: Any) -> bytes:
    return item if isinstance(item, bytes) else getattr(item, "data", None) or str(item).encode("ascii")
