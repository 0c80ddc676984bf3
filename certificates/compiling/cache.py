"""Compiled designs: in the process, and on the disk for the next one.

A file is written beside its place and renamed, so nobody reads half a design. It carries its own digest: one that was
damaged, or that is none of ours, is compiled anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings

from certificates.compiling.layout import Design, OpenStream
from people.typesetting import Face, Figure, Spot

log = structlog.get_logger()
MAGIC = b"Basqaru design 1\n"
KEPT = 100  # files; the designs of years of courses, each about as large as a certificate
IN_PROCESS = 16
_turning = threading.Lock()  # threads turn the pages of one process's memory one at a time
Compiled = Design | None  # None: the design takes more pages than it has


def compiled(key: str, compile_it: Callable[[], Compiled]) -> Compiled:
    """The design of that key, compiled by the first who asks for it."""
    with _turning:
        if key in _remembered():
            return _remember(key, _remembered().pop(key))
    try:
        design = _read(key)
    except (OSError, ValueError, TypeError, KeyError):
        design = compile_it()
        _write(key, design)
    with _turning:
        return _remember(key, design)


def _remember(key: str, design: Compiled) -> Compiled:
    """The one used last goes last, and the first goes away."""
    remembered = _remembered()
    remembered[key] = design
    while len(remembered) > IN_PROCESS:
        del remembered[next(iter(remembered))]
    return design


@lru_cache
def _remembered() -> dict[str, Compiled]:
    return {}


def forget() -> None:
    """Of the designs in the process; those on the disk stay."""
    _remembered.cache_clear()


def folder() -> Path:
    return Path(settings.DATA_DIR) / "designs"


def _read(key: str) -> Compiled:
    data = (folder() / key).read_bytes()
    with suppress(OSError):  # another process swept it, or the disk is for reading only
        os.utime(folder() / key)
    start = len(MAGIC) + 32
    if data[: len(MAGIC)] != MAGIC or hashlib.sha256(data[start:]).digest() != data[len(MAGIC) : start]:
        log.warning("design_damaged", design=key)
        raise ValueError(key)
    (length,) = struct.unpack_from(">I", data, start)
    body = start + 4 + length
    return _from_json(json.loads(data[start + 4 : body]), data[body:])


def _write(key: str, design: Compiled) -> None:
    """A disk that is full or forbidden costs time, not papers."""
    told = json.dumps(_to_json(design), ensure_ascii=False, separators=(",", ":")).encode()
    data = struct.pack(">I", len(told)) + told + (design.body if design else b"")
    try:
        folder().mkdir(parents=True, exist_ok=True)
        _put(key, MAGIC + hashlib.sha256(data).digest() + data)
        _sweep()
    except OSError as error:
        log.warning("design_not_kept", design=key, error=str(error))


def _put(key: str, data: bytes) -> None:
    """Whole or not at all: where the disk is full, nothing of it stays there."""
    with tempfile.NamedTemporaryFile(dir=folder(), prefix=".", delete=False) as beside:
        try:
            beside.write(data)
            beside.flush()
            os.replace(beside.name, folder() / key)
        except OSError:
            Path(beside.name).unlink(missing_ok=True)
            raise


def _sweep() -> None:
    """When there are many, those go that nobody has read for longest."""
    for path in sorted(folder().iterdir(), key=_used)[:-KEPT]:
        path.unlink(missing_ok=True)


def _used(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # another process swept it
        return 0.0


def _to_json(design: Compiled) -> Any:
    if design is None:
        return None
    return {
        "entries": design.entries,
        "streams": [{**vars(each), "kept": [part.decode("latin-1") for part in each.kept]} for each in design.streams],
        "spots": [asdict(spot) for spot in design.spots],
        "figures": [asdict(figure) for figure in design.figures],
        "faces": {name: asdict(face) for name, face in design.faces.items()},
        "tile": design.tile,
        "root": design.root,
        "metadata": design.metadata,
        "xmp": [part.decode() for part in design.xmp],
        "info": design.info,
    }


def _from_json(told: Any, body: bytes) -> Compiled:
    if told is None:
        return None
    return Design(
        body,
        tuple((kind, at, index) for kind, at, index in told["entries"]),
        tuple(
            OpenStream(
                each["number"],
                each["page"],
                tuple(part.encode("latin-1") for part in each["kept"]),
                tuple(each["fields"]),
                each["last"],
            )
            for each in told["streams"]
        ),
        tuple(Spot(**{**spot, "colour": tuple(spot["colour"])}) for spot in told["spots"]),
        tuple(Figure(**{**figure, "colour": tuple(figure["colour"])}) for figure in told["figures"]),
        {name: Face(**{**face, "widths": _by_number(face["widths"])}) for name, face in told["faces"].items()},
        told["tile"],
        told["root"],
        told["metadata"],
        tuple(part.encode() for part in told["xmp"]),
        tuple((name, text) for name, text in told["info"]),
    )


def _by_number(widths: dict[str, int]) -> dict[int, int]:
    return {int(glyph): width for glyph, width in widths.items()}
