"""The colours that a design may be printed in: a few sets, each of which survives a printer that has only black.

A set says by which ink each ink of the standard set is replaced. What a grey printer makes of a colour is its relative
luminance, so the contrasts below are the same in colour and in grey.
"""

import re
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from people.paper import Plate

STANDARD = "teal"
# By what they are for, as the stylesheet and the plates have them.
TEXT = {"title": "#07424F", "ink": "#10262C", "label": "#41575E", "second": "#33484F"}
LINES = {"frame": "#07424F", "wave": "#0B6779", "core": "#B08526"}
GROUND = {"rosette": "#D3E6EA", "net": "#E4EFF1"}
SCALE = ("#C9D3D6", "#9CC9D1", "#3F94A4", "#07424F")  # the bands, from the lowest

_INKS: dict[str, dict[str, str]] = {
    STANDARD: {},
    "blue": {
        "#07424F": "#12336B", "#0B6779": "#1F549E", "#B08526": "#9C7A1E", "#D3E6EA": "#D8E3F3", "#E4EFF1": "#E9EFF8",
        "#9CC9D1": "#A6C1E4", "#3F94A4": "#4E86C4",
    },
    "burgundy": {
        "#07424F": "#6A1529", "#0B6779": "#8E2440", "#B08526": "#A67B1F", "#D3E6EA": "#F0DFE3", "#E4EFF1": "#F6ECEE",
        "#9CC9D1": "#DDB4BE", "#3F94A4": "#BC6076", "#C9D3D6": "#DDD4D6",
    },
    "graphite": {
        "#07424F": "#22282B", "#0B6779": "#3B464B", "#B08526": "#7B858A", "#D3E6EA": "#E0E4E6", "#E4EFF1": "#EDEFF0",
        "#9CC9D1": "#B9C1C5", "#3F94A4": "#778287",
    },
}  # fmt: skip
PALETTES = MappingProxyType(_INKS)
_HEX = re.compile("#[0-9A-F]{6}")
_SET = re.compile(r"(\d*\.?\d+ \d*\.?\d+ \d*\.?\d+) (rg|RG)\b")


def ink(standard: str, palette: str) -> str:
    """The ink of a set that stands for an ink of the standard one; what a set does not name stays as it is."""
    return PALETTES[palette].get(standard, standard)


def reinked_sheet(css: str, palette: str) -> str:
    return _HEX.sub(lambda found: ink(found[0], palette), css)


@lru_cache(maxsize=64)
def reinked(plate: Plate, palette: str) -> Plate:
    """The same line work in other inks."""
    if palette == STANDARD:
        return plate
    inks = {_operands(old): _operands(new) for old, new in PALETTES[palette].items()}

    def drawn(operators: str) -> str:
        return _SET.sub(lambda found: f"{inks.get(found[1], found[1])} {found[2]}", operators)

    tiles = tuple((name, None if operators is None else drawn(operators)) for name, operators in plate.tiles)
    return replace(plate, operators=drawn(plate.operators), tiles=tiles)


def _operands(colour: str) -> str:
    """As plates write a colour."""
    parts = (f"{int(colour[place : place + 2], 16) / 255:.3f}".rstrip("0").rstrip(".") for place in (1, 3, 5))
    return " ".join(part or "0" for part in parts)


def contrast(one: str, other: str) -> float:
    """The ratio of their luminances as WCAG 2 counts it, from 1 to 21; also what is left of it in grey."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """From 0, black, to 1, white."""
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
