"""The QR code of a document, as a vector path.

The address is written in capitals and without dashes, so that it fits QR's alphanumeric mode: with correction level M
a version 3 symbol (29 modules) holds 61 characters, which leaves 34 for the host and its port. Printed at 30 mm a
module is then 1.03 mm; the paper keeps four clear modules on every side (look: Print).
"""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from certificates.codes import LENGTH
from certificates.symbols import Symbols

LARGEST_VERSION = 3
CAPACITY = 61  # characters, version 3, level M, alphanumeric
QUIET_MODULES = 4
INK = "#0B1F25"
_DARK = re.compile("1+")
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


def modules(text: str) -> list[str]:
    """The symbol without its quiet zone: rows of "1" for a dark module and "0" for a light one."""
    symbols = _symbols(len(text))
    if symbols.version > LARGEST_VERSION:
        raise ValueError(f"{text!r} needs a QR code of version {symbols.version}; paper carries {LARGEST_VERSION}.")
    return symbols.draw(text)


@lru_cache(maxsize=8)
def _symbols(length: int) -> Symbols:
    """The addresses of a site differ in the code of the document alone."""
    return Symbols(length, min(length, LENGTH))


forget = _symbols.cache_clear


def dark_runs(rows: list[str]) -> list[tuple[int, int, int]]:
    """The dark modules as (x, y, length) of horizontal runs."""
    return [(run.start(), y, run.end() - run.start()) for y, row in enumerate(rows) for run in _DARK.finditer(row)]


def qr_svg(text: str, millimetres: float) -> str:
    """The symbol as an SVG of that size for a page of the site, without its quiet zone."""
    rows = modules(text)
    side = len(rows)
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in dark_runs(rows))
    return (
        f'<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{millimetres:g}mm" '
        f'height="{millimetres:g}mm" shape-rendering="crispEdges"><path d="{path}" fill="{INK}"/></svg>'
    )
