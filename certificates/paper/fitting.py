"""Lines that fit: text is measured with the font it is printed in, before it is printed."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from people.paper import FACES, FONTS

Face = Literal["regular", "bold", "italic"]
_FILES = {"regular": FACES["normal", 400], "bold": FACES["normal", 700], "italic": FACES["italic", 400]}
_POINT = 25.4 / 72


@dataclass(frozen=True)
class Fitted:
    """Lines and the size, in points, at which each of them is at most as wide as asked; 0: as the stylesheet has it."""

    lines: tuple[str, ...]
    points: float = 0.0

    @property
    def size(self) -> str:
        """For the stylesheet: a template would write 14,6 where the screen speaks Kazakh."""
        return f"{self.points:g}pt"


@lru_cache(maxsize=2048)
def width(text: str, points: float, face: Face = "regular", spacing: float = 0.0) -> float:
    """Millimetres that a text takes at a size; `spacing` is letter-spacing in em. Kerning only ever makes it less."""
    ems = sum(map(_ems(face).__getitem__, text)) + spacing * len(text)
    return ems * points * _POINT


def fit_name(surname: str, rest: str, room: float) -> Fitted:
    """A person's name in Bold: 32 points where it fits on one line, else 28, else two lines at 26, surname first,
    and smaller as far as a long name needs (look: Type)."""
    whole = " ".join(part for part in (surname, rest) if part)
    for points in (32.0, 28.0):
        if width(whole, points, "bold", NAME_SPACING) <= room:
            return Fitted((whole,), points)
    lines = tuple(part for part in (surname, rest) if part)
    return Fitted(lines, shrink(lines, 26.0, room, "bold", NAME_SPACING))


def fit_title(text: str, room: float, sizes: tuple[float, ...], *, face: Face = "bold", lines: int = 2) -> Fitted:
    """A title on one line at the first size where it fits, else balanced over more lines at the last size or less."""
    for points in sizes:
        if width(text, points, face) <= room:
            return Fitted((text,), points)
    broken = balance(text, lines, face)
    return Fitted(broken, shrink(broken, sizes[-1], room, face))


def shrink(lines: tuple[str, ...], points: float, room: float, face: Face, spacing: float = 0.0) -> float:
    """The size, not above `points` and rounded down to a tenth, at which every line fits."""
    widest = max(width(line, points, face, spacing) for line in lines)
    return points if widest <= room else int(points * room / widest * 10) / 10


def wrap(text: str, points: float, room: float, face: Face = "regular") -> tuple[str, ...]:
    """The text broken at blanks into lines of at most that width; a word that is wider stands alone."""
    lines: list[list[str]] = []
    blank, taken = width(" ", points, face), room
    for word in text.split(" "):
        breadth = width(word, points, face)
        taken += blank + breadth
        if not lines or taken > room:
            lines.append([])
            taken = breadth
        lines[-1].append(word)
    return tuple(" ".join(words) for words in lines)


def balance(text: str, lines: int, face: Face) -> tuple[str, ...]:
    """The text broken at blanks into so many lines, the longest as short as can be."""
    words = text.split(" ")
    if lines == 1 or len(words) == 1:
        return (text,)
    candidates = (
        (" ".join(words[:cut]), *balance(" ".join(words[cut:]), lines - 1, face)) for cut in range(1, len(words))
    )
    return min(candidates, key=lambda broken: max(width(line, 10, face) for line in broken))


NAME_SPACING = -0.005  # em, as the stylesheet has it


class _Ems(dict[str, float]):
    """What each letter advances, in em; one that the font lacks is taken for a wide one."""

    def __missing__(self, letter: str) -> float:
        return 1.0


@lru_cache
def _ems(face: Face) -> _Ems:
    from fontTools.ttLib import TTFont

    font = TTFont(FONTS / _FILES[face], lazy=True)
    widths, units = font["hmtx"].metrics, font["head"].unitsPerEm
    return _Ems({chr(letter): widths[glyph][0] / units for letter, glyph in font.getBestCmap().items()})
