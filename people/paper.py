"""PDFs on paper: WeasyPrint with one font set-up a process, no network, and plates of line work laid under the text.

WeasyPrint needs Pango from the system and fails at import without it. It is therefore imported at the first use;
`paper_problem` says what to install, and whoever prints leaves the print jobs waiting until it says None.
A new font set-up for each document costs twice the time and leaks memory, so one serves the whole process.
"""

import contextlib
import hashlib
import io
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"
# One whole TrueType file per style: fonts split by script print wrong Kazakh letters.
FACES = {("normal", 400): "PTF55F.ttf", ("normal", 700): "PTF75F.ttf", ("italic", 400): "PTF56F.ttf"}
FAMILY = "PT Serif Paper"
INSTALL = "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

_printing = threading.RLock()  # Pango's font map serves one thread at a time


class PaperUnavailable(RuntimeError):
    """The system cannot make PDFs now; the message is the sentence of `paper_problem`."""


@dataclass(frozen=True)
class Plate:
    """Line work laid under one page: PDF drawing operators in millimetres, y down from the top left corner.

    `tiles` are named pieces that the operators repeat ("/Wave Do"), each stored once in the file.
    """

    width: float
    height: float
    operators: str
    tiles: Mapping[str, str] = field(default_factory=dict)


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
    html: str, *, stylesheet: str, plates: Sequence[Plate | None] = (), identifier: str | None = None
) -> bytes:
    """The PDF of one document; the same input gives the same bytes. Archival (PDF/A-2a), tagged, fonts embedded.

    `stylesheet` is CSS text, parsed once a process. `plates` go under the pages in their order. `identifier` becomes
    the PDF's file identifier (by default the digest of the HTML). Raises PaperUnavailable.
    """
    if problem := paper_problem():
        raise PaperUnavailable(problem)
    weasyprint = _weasyprint()
    digest = hashlib.sha256((identifier or html).encode()).hexdigest()[:32]
    with _printing:
        press = _press(os.getpid())
        return bytes(
            weasyprint.HTML(string=html, url_fetcher=press.fetcher).write_pdf(
                stylesheets=[press.faces, press.sheet(stylesheet)],
                font_config=press.fonts,
                pdf_variant="pdf/a-2a",
                pdf_identifier=digest.encode(),
                finisher=lambda _document, pdf: _lay_plates(pdf, plates),
            )
        )


def unprintable(text: str) -> str:
    """The letters that the paper's fonts do not have, each once; empty when the text prints as written."""
    return "".join(dict.fromkeys(letter for letter in text if ord(letter) not in _letters()))


@lru_cache
def _letters() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    known = [frozenset(TTFont(FONTS / name, lazy=True).getBestCmap()) for name in FACES.values()]
    return frozenset.intersection(*known)


def _weasyprint() -> ModuleType:
    with contextlib.redirect_stdout(io.StringIO()):  # it prints a paragraph of its own when a library is missing
        import weasyprint
    return weasyprint


class _Press:
    """The set-up that all documents of a process share: fonts, parsed stylesheets, and a fetcher that fetches nothing."""

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
def _press(process: int) -> _Press:
    """One press a process: a child of a fork makes its own, its parent's font folder is not its to delete."""
    return _Press()


def _font_faces() -> str:
    face = '@font-face{{font-family:"{}";font-style:{};font-weight:{};src:url("{}")}}'
    return "".join(
        face.format(FAMILY, style, weight, (FONTS / name).as_uri()) for (style, weight), name in FACES.items()
    )


def _lay_plates(pdf: Any, plates: Sequence[Plate | None]) -> None:
    """Put each plate under the page at the same place in the order; text and plates stay separate objects."""
    import pydyf

    page_numbers = pdf.pages["Kids"][::3]
    for order, (number, plate) in enumerate(zip(page_numbers, plates, strict=False)):
        if plate is None:
            continue
        page = pdf.objects[number]
        resources = pdf.objects[int(page["Resources"].split()[0])]
        resources["XObject"][f"Plate{order}"] = _plate_form(pdf, plate).reference
        under = pydyf.Stream([f"/Artifact BMC /Plate{order} Do EMC".encode()], compress=False)
        pdf.add_object(under)
        page["Contents"] = pydyf.Array([under.reference, page["Contents"]])


def _plate_form(pdf: Any, plate: Plate) -> Any:
    point = 72 / 25.4
    tiles = {name: _form(pdf, plate, operators, {}, 1) for name, operators in plate.tiles.items()}
    placed = f"{point:.6f} 0 0 {-point:.6f} 0 {plate.height * point:.6f} cm\n{plate.operators}"
    return _form(pdf, plate, placed, {name: tile.reference for name, tile in tiles.items()}, point)


def _form(pdf: Any, plate: Plate, operators: str, tiles: Mapping[str, bytes], scale: float) -> Any:
    import pydyf

    # A tile may be placed and turned anywhere, so its box is generous: twice the page on every side of its origin.
    reach = (plate.width + plate.height) * scale
    form = pydyf.Stream(
        [operators.encode("ascii")],
        {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array([round(-reach), round(-reach), round(reach), round(reach)]),
            "Resources": pydyf.Dictionary({"XObject": pydyf.Dictionary(tiles)} if tiles else {}),
        },
        compress=True,
    )
    pdf.add_object(form)
    return form
