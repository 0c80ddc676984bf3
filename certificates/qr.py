"""The QR code of a document, as a vector path.

The address is written in capitals and without dashes, so that it fits QR's alphanumeric mode: with correction level M
a version 3 symbol (29 modules) holds 61 characters, which leaves 34 for the host and its port. Printed at 30 mm a
module is then 1.03 mm; the paper keeps four clear modules on every side (look: Print).
"""

from functools import lru_cache
from urllib.parse import urlsplit

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_ALPHA_NUM, QRData

from certificates.codes import LENGTH

LARGEST_VERSION = 3
CAPACITY = 61  # characters, version 3, level M, alphanumeric
QUIET_MODULES = 4
INK = "#0B1F25"
_LONGEST_ADDRESS = "HTTPS://" + "/V/"
HOST_ROOM = CAPACITY - len(_LONGEST_ADDRESS) - LENGTH


def site_problem(site: str) -> str | None:
    """Why documents of this site could not carry their QR, or None. For the settings check."""
    parts = urlsplit(site)
    host = parts.netloc
    if parts.scheme not in {"http", "https"} or not host:
        return f"SITE_URL must be https://host or https://host:port, not {site!r}."
    if parts.path.strip("/") or parts.query or parts.fragment or "@" in host:
        return f"SITE_URL must end with the host: the QR code is in capitals, and {site!r} carries more than a host."
    if not host.isascii() or not all(character.isalnum() or character in ".-:" for character in host):
        return f"Write the host of SITE_URL in its ASCII form (xn--…): a QR code cannot carry {host!r}."
    if len(host) > HOST_ROOM:
        return (
            f"The host of SITE_URL is {len(host)} characters long; a QR code that scans from paper has room for "
            f"{HOST_ROOM}. Use a shorter name for {host!r}."
        )
    return None


def qr_text(site: str, code: str) -> str:
    """The address behind the QR: capitals, no dashes. ValueError with the sentence of `site_problem`."""
    if problem := site_problem(site):
        raise ValueError(problem)
    parts = urlsplit(site)
    return f"{parts.scheme}://{parts.netloc}/V/{code}".upper()


@lru_cache(maxsize=64)
def modules(text: str) -> list[list[bool]]:
    """The symbol without its quiet zone: rows of dark (True) and light modules."""
    symbol = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    symbol.add_data(QRData(text.encode("ascii"), mode=MODE_ALPHA_NUM))
    symbol.make(fit=True)
    if symbol.version > LARGEST_VERSION:
        raise ValueError(f"{text!r} needs a QR code of version {symbol.version}; paper carries {LARGEST_VERSION}.")
    return [[bool(cell) for cell in row] for row in symbol.get_matrix()]


def dark_runs(rows: list[list[bool]]) -> list[tuple[int, int, int]]:
    """The dark modules as (x, y, length) of horizontal runs."""
    return [
        (start, y, end - start)
        for y, row in enumerate(rows)
        for start, end in zip(_edges(row)[::2], _edges(row)[1::2], strict=True)
    ]


def qr_svg(text: str, millimetres: float) -> str:
    """The symbol as an SVG of that size for a page of the site, without its quiet zone."""
    rows = modules(text)
    side = len(rows)
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in dark_runs(rows))
    return (
        f'<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{millimetres:g}mm" '
        f'height="{millimetres:g}mm" shape-rendering="crispEdges"><path d="{path}" fill="{INK}"/></svg>'
    )


def _edges(row: list[bool]) -> list[int]:
    """Where the colour of a row changes."""
    padded = [False, *row, False]
    return [x for x in range(len(row) + 1) if padded[x] != padded[x + 1]]
