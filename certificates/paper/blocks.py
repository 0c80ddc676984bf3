"""Texts that share a place of a given width and height: smaller, then on more lines, until all of them are inside."""

from functools import lru_cache

from certificates.paper.fitting import Face, Fitted, width, wrap

POINT = 25.4 / 72
STEP, LEAST = 0.2, 3.0  # points


@lru_cache(maxsize=256)
def fit_block(
    texts: tuple[str, ...],
    room: float,
    height: float,
    largest: float,
    *,
    leading: float = 1.25,
    face: Face = "regular",
    spacing: float = 0.0,
) -> Fitted:
    """All texts one under the other, each broken at its blanks, at the largest size at which they fit; millimetres.

    What is as long as no real text is takes the least size, and the height that it needs.
    """
    points = largest
    while True:
        lines = tuple(line for text in texts if text for line in wrap(text, points, _room(room, spacing), face))
        inside = all(width(line, points, face, spacing) <= room for line in lines)
        if points <= LEAST or (inside and len(lines) * points * leading * POINT <= height):
            even = tuple(line for text in texts if text for line in evenly(text, points, _room(room, spacing), face))
            return Fitted(even, points)
        points = round(points - STEP, 1)


def evenly(text: str, points: float, room: float, face: Face = "regular") -> tuple[str, ...]:
    """The text on as few lines as it takes, none of them much shorter than the others: no word is left alone."""
    lines = wrap(text, points, room, face)
    while len(lines) > 1 and len(closer := wrap(text, points, room - 1.0, face)) == len(lines):
        if any(width(line, points, face) > room for line in closer):
            break
        lines, room = closer, room - 1.0
    return lines


def _room(room: float, spacing: float) -> float:
    """Letters are about 0.6 em wide: what is left of the room where more is put between them."""
    return room / (1 + spacing / 0.6)
