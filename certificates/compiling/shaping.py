"""Text as WeasyPrint writes it: shaped and kerned by HarfBuzz, its glyphs placed to the thousandth of an em.

Words are shaped once, each with the blanks it stands between (blanks are kerned too), and remembered. WeasyPrint's
positions are Pango's, rounded in a way of its own; a word must stand where it would put it, so the same sums are done
here. A Pango unit is 1/1024 of a CSS pixel.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import uharfbuzz

from certificates.compiling.unfit import Unfit
from people.paper import FACES, FONTS
from people.typesetting import Face

UNITS = 1024
# With letters set apart Pango makes no ligatures.
APART = {"liga": False, "clig": False, "dlig": False}
NO_SCRIPT = "Zyyy"


class Manner(NamedTuple):
    """How a line is set."""

    size: float  # CSS pixels
    spacing: float  # between letters, in pixels, too
    lang: str


class Shaped(NamedTuple):
    operators: bytes  # where font and size are set already
    width: float  # CSS pixels that the line takes when it is aligned


class _Word(NamedTuple):
    shown: str  # glyphs in hexadecimal, with what is to be taken away between them
    advance: int  # Pango units
    script: str  # of its last letter


class Typesetter:
    """Sets lines in one face of a compiled design, of which it has the glyphs in `widths` and no others."""

    def __init__(self, face: Face) -> None:
        self.file = FACES[face.style, face.weight]
        self.widths = face.widths
        self.word = lru_cache(maxsize=1024)(self._word)
        self.set = lru_cache(maxsize=256)(self._set)  # labels, points and bands come again and again

    def _set(self, text: str, manner: Manner) -> Shaped:
        words = text.split(" ")
        shown, advance, last, script = [], 0, len(words) - 1, _first_script(text)
        for n, word in enumerate(words):
            glyphs, taken, script = self.word(word, n > 0, n < last, script, manner)
            shown.append(glyphs)
            advance += taken
        gap = _gap(manner)
        apart = f"{gap * manner.size / 1000:.7g} Tc " if gap else ""
        operators = f"{apart}[<{''.join(shown)}>] TJ".replace("<>", "")
        return Shaped(operators.encode(), advance / UNITS)

    def _word(self, word: str, after_blank: bool, before_blank: bool, script: str, manner: Manner) -> _Word:
        """A word with the blank before it; kerned, but not set, with the blank behind it."""
        text = f"{' ' * after_blank}{word}{' ' * before_blank}"
        glyphs, script = shape(self.file, text, int(manner.size * UNITS), script, manner)
        if before_blank:
            glyphs.pop()
        between, usual = _between(manner), _taken_usually(manner)
        shown, total = [], 0
        for n, (number, advance) in enumerate(glyphs):
            if number not in self.widths:
                raise Unfit("letter")
            total += advance + between
            taken = self._taken(number, advance, manner, first=not n and not after_blank) - usual
            shown.append(f"{number:04x}>{taken}<" if taken else f"{number:04x}")
        return _Word("".join(shown), total, script)

    def _taken(self, number: int, advance: int, manner: Manner, *, first: bool) -> int:
        """What WeasyPrint takes away behind a glyph so that the next stands where Pango has it, in thousandths."""
        between = _between(manner)
        before = 0 if first else int(between / 2)
        advance += before + between - int(between / 2)
        return int(self.widths[number] + before / manner.size - advance * 1000 / UNITS / manner.size)


def _between(manner: Manner) -> int:
    return int(manner.spacing * UNITS)


def _taken_usually(manner: Manner) -> int:
    """The same behind a glyph without kerning."""
    between = _between(manner)
    return int(int(between / 2) / manner.size - between * 1000 / UNITS / manner.size)


@lru_cache(maxsize=1024)
def _gap(manner: Manner) -> float:
    """What is added behind every glyph, in thousandths of an em: PDF has one operator for it."""
    return int(_between(manner) / 2) / manner.size - _taken_usually(manner)


def shape(file: str, text: str, scale: int, script: str, manner: Manner) -> tuple[list[tuple[int, int]], str]:
    """Numbers and advances of the glyphs in a font of that scale, and the script at the end.

    As Pango has it, letters of two scripts are not kerned; what belongs to none (digits, blanks, marks) goes with what
    stands before it, at first with `script`.
    """
    glyphs: list[tuple[int, int]] = []
    for script, run in _runs(text, script):  # noqa: B020 - the last one is told
        buffer = uharfbuzz.Buffer()
        buffer.add_str(run)
        buffer.direction, buffer.script, buffer.language = "ltr", script, manner.lang
        uharfbuzz.shape(_font(file, scale), buffer, APART if manner.spacing else None)
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        glyphs += [(info.codepoint, place.x_advance) for info, place in zip(infos, positions, strict=True)]
    return glyphs, script


def _runs(text: str, script: str) -> Iterator[tuple[str, str]]:
    scripts = []
    for letter in text:
        script = _script(letter) or script
        scripts.append(script)
    for script, run in groupby(zip(scripts, text, strict=True), key=lambda pair: pair[0]):
        yield script, "".join(letter for _script, letter in run)


def _first_script(text: str) -> str:
    return next(filter(None, map(_script, text)), NO_SCRIPT)


@lru_cache(maxsize=1024)
def _script(letter: str) -> str:
    name = unicodedata.name(letter, "")
    return "Cyrl" if name.startswith("CYRILLIC") else "Latn" if name.startswith("LATIN") else ""


@lru_cache(maxsize=64)
def _font(file: str, scale: int) -> uharfbuzz.Font:
    font = uharfbuzz.Font(_face(file))
    font.scale = (scale, scale)
    return font


@lru_cache
def _face(file: str) -> uharfbuzz.Face:
    return uharfbuzz.Face((FONTS / file).read_bytes())
