"""What makes a design: everything that a snapshot tells but the person, and everything that the product draws with.

Whatever is not known to be the person's own is part of the design: a part that a later snapshot brings makes designs
of its own, and never a wrong paper.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

from certificates.compiling.layout import NUMBER
from certificates.paper.filling import tidy
from certificates.snapshot import Snapshot
from people.paper import FACES, FONTS

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = (
    "certificates/paper/*",
    "certificates/compiling/*.py",
    "certificates/design.py",
    "certificates/codes.py",
    "certificates/qr.py",
    "certificates/snapshot.py",
    "certificates/symbols.py",
    "people/paper.py",
    "people/typesetting.py",
    "people/written.py",
    "templates/certificates/paper/*",
)
LIBRARIES = ("weasyprint", "pydyf", "uharfbuzz", "fonttools", "qrcode", "pillow")
NOBODY = {"surname": "", "given": "", "patronymic": "", "full": "0"}
SOME_DAY = "2000-01-01"


def without_person(snapshot: Snapshot) -> Snapshot:
    """The design's own snapshot: what is the person's is only there or not there."""
    told: dict[str, Any] = {
        **snapshot,
        "number": snapshot["number"] and NUMBER,
        "code": snapshot["code"] and "0" * len(snapshot["code"]),
        "name": NOBODY,
        "organisation": tidy(snapshot["organisation"]) and "0",
        "project_topic": tidy(snapshot["project_topic"]) and "0",
        "criteria": [{**criterion, "points": "0"} for criterion in snapshot["criteria"]],
        "total_exact": snapshot["total_exact"] and "0",
        "total": 0,
        "band": snapshot["band"] and (snapshot["bands"] or [snapshot["band"]])[0],
        "blank": snapshot["blank"] and {"series": "0", "number": "0"},
        "replaces": snapshot["replaces"] and {"number": "0", "issued_on": SOME_DAY},
    }
    return cast(Snapshot, told)


def key(design: Snapshot, *, roomy: bool = False) -> str:
    told = json.dumps([design, roomy], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(EDITION + pango() + told.encode()).hexdigest()


@lru_cache
def pango() -> bytes:
    """The version of the system's library that sets the lines of a design; asked without WeasyPrint around it."""
    for name in ("libpango-1.0.so.0", "libpango-1.0.0.dylib"):
        try:
            ask = ctypes.CDLL(name).pango_version_string
        except OSError:
            continue
        ask.restype = ctypes.c_char_p
        return bytes(ask())
    return b""


def edition(root: Path = ROOT) -> bytes:
    """The stylesheet, the templates, the fonts and the program that make a page of them."""
    digest = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in LIBRARIES).encode())
    for path in files(root):
        digest.update(f"\0{path.relative_to(root)}\0".encode())
        digest.update(path.read_bytes())
    return digest.digest()


def files(root: Path = ROOT) -> Iterator[Path]:
    for pattern in SOURCES:
        yield from sorted(path for path in root.glob(pattern) if path.is_file())
    yield from (root / FONTS.relative_to(ROOT) / name for name in FACES.values())


# Taken when this program is loaded: what a later version puts in its place belongs to whoever loads that one.
EDITION = edition()
