"""The plates: the line work under the text of each kind of page, drawn once a process.

What stands here is what a printer would have pre-printed; the text comes from the snapshot and lies on top.
"""

import math
from functools import cache, lru_cache

from certificates.paper.ornament import (
    TURN,
    Curve,
    Horn,
    Point,
    Ring,
    along,
    band_period,
    circle,
    four_pairs,
    lozenge,
    pair_of_horns,
    polygon,
    ring_wedge,
)
from certificates.qr import INK, QUIET_MODULES, dark_runs
from people.paper import Plate

TEAL, DEEP, GOLD, PALE, MIST = "#0B6779", "#07424F", "#B08526", "#D3E6EA", "#E4EFF1"
LABEL, QUIET = "#41575E", "#526268"
Stroke = tuple[Point, Point]
HEAD_SIGNS: Stroke = ((34, 173.4), (106, 173.4))


class Pen:
    """Collects PDF drawing operators, and tiles that are drawn once and placed many times."""

    def __init__(self) -> None:
        self.operators: list[str] = []
        self.tiles: dict[str, str] = {}

    def line(self, curves: list[Curve], colour: str, width: float) -> None:
        """Stroke curves; the ends are round, so that repeated tiles join without a gap."""
        self.operators.append(f"1 J 1 j {_number(width)} w {_rgb(colour)} RG")
        self.operators.extend(f"{_path(curve)} S" for curve in curves)

    def fill(self, curves: list[Curve], colour: str) -> None:
        """Fill curves one by one: two that overlap must not cancel each other."""
        self.operators.append(f"{_rgb(colour)} rg")
        self.operators.extend(f"{_path(curve)} f" for curve in curves)

    def rule(self, begin: Point, end: Point, colour: str, width: float) -> None:
        a, b = _point(begin), _point(end)
        self.operators.append(f"0 J {_number(width)} w {_rgb(colour)} RG {a} m {b} l S")

    def box(self, at: Point, width: float, height: float, colour: str, stroke: float, fill: str = "") -> None:
        paint = f"{_rgb(fill)} rg " if fill else ""
        outline = f"0 j {_number(stroke)} w {_rgb(colour)} RG"
        size = f"{_number(width)} {_number(height)}"
        self.operators.append(f"{paint}{outline} {_point(at)} {size} re {'B' if fill else 'S'}")

    def dashed(self, curves: list[Curve], colour: str, width: float, dash: float) -> None:
        self.operators.append(f"q [{_number(dash)}] 0 d")
        self.line(curves, colour, width)
        self.operators.append("0 J Q")

    def tile(self, name: str, drawn: "Pen") -> None:
        self.tiles[name] = "\n".join(drawn.operators)

    def place(self, name: str, at: Point, *, turned: float = 0.0, stretch: float = 1.0) -> None:
        """Put a tile at a point, turned clockwise by so many degrees, its x stretched."""
        c, s = math.cos(math.radians(turned)), math.sin(math.radians(turned))
        matrix = " ".join(_number(value, 5) for value in (c * stretch, s * stretch, -s, c))
        self.operators.append(f"q {matrix} {_point(at)} cm /{name} Do Q")

    def plate(self, width: float, height: float) -> Plate:
        return Plate(width, height, "\n".join(self.operators), tuple(self.tiles.items()))


# ---- pages ----------------------------------------------------------------------------------------------------------
@lru_cache
def certificate_plate(
    style: str = "guilloche", *, medallion: bool = True, seal: bool = True, lines: tuple[Stroke, ...] = (HEAD_SIGNS,)
) -> Plate:
    """A4 landscape: the guilloche frame, the rosette, the medallion; or, calm, a frame of hairlines alone."""
    pen = Pen()
    if style == "calm":
        _calm_frame(pen, 297, 210)
    else:
        _ground(pen, (21.4, 21.4), 254.2, 167.2)
        _rosette(pen, (148.5, 97))
        _frame(pen, 297, 210)
    if medallion:
        _medallion(pen, (148.5, 33.2), 8.8)
    _divider(pen, (148.5, 75.2), 96)
    for begin, end in lines:
        pen.rule(begin, end, LABEL, 0.25)
    if seal:
        _seal_place(pen, (148.5, 167), 16)
    return pen.plate(297, 210)


@lru_cache
def appendix_plate(style: str = "guilloche", *, seal: bool = True) -> Plate:
    """A4 portrait: a hairline frame under one guilloche band; calm without the band."""
    pen = Pen()
    _hairlines(pen, 210, 297)
    if style != "calm":
        _band(pen, "Band", (8.9, 13.4), 192.2, 3.8, periods=9)
    pen.rule((8.9, 17.9), (201.1, 17.9), GOLD, 0.3)
    _divider(pen, (105, 43.6), 70)
    pen.rule((20, 270), (88, 270), LABEL, 0.25)
    if seal:
        _seal_place(pen, (114, 263), 15)
    return pen.plate(210, 297)


@lru_cache
def statement_plate() -> Plate:
    """A4 portrait of a letter: two rules, the places of seal and signature, nothing that belongs to a certificate."""
    pen = Pen()
    pen.rule((25, 44), (185, 44), QUIET, 0.5)
    pen.rule((25, 45), (185, 45), QUIET, 0.15)
    pen.rule((25, 255), (97, 255), LABEL, 0.25)
    _seal_place(pen, (120, 247.6), 15)
    return pen.plate(210, 297)


def qr_plate(page: Plate, side: int, symbol: str | None, at: Point, size: float) -> Plate:
    """A QR code of so many modules a side, on a page like that: a white field with its quiet zone, and the symbol."""
    module = size / side
    quiet = QUIET_MODULES * module
    corner, breadth = _point((at[0] - quiet, at[1] - quiet)), _number(size + 2 * quiet)
    field = f"1 1 1 rg {corner} {breadth} {breadth} re f"
    scale = _number(module, 5)
    placed = f"q {scale} 0 0 {scale} {_point(at)} cm /Symbol Do Q"
    return Plate(page.width, page.height, f"{field}\n{placed}", (("Symbol", symbol),))


def symbol_tile(rows: list[str]) -> str:
    """The dark modules of a QR code, each one unit wide."""
    return f"{_rgb(INK)} rg {' '.join([_run(*run) for run in dark_runs(rows)])} f"


@cache  # there are no more than a symbol has modules, times their lengths
def _run(x: int, y: int, length: int) -> str:
    return f"{x} {y} {length} 1 re"


def no_qr_plate(page: Plate, at: Point, size: float) -> Plate:
    """A preview has no code yet: the place where its QR will stand."""
    x, y = at
    pen = Pen()
    pen.dashed([polygon(at, (x + size, y), (x + size, y + size), (x, y + size))], "#8FA6AC", 0.25, 1.5)
    return pen.plate(page.width, page.height)


# ---- parts ----------------------------------------------------------------------------------------------------------
EDGE = 8.0  # frame to paper: most printers leave 5 mm
BREADTH = 12.0  # of the frame of a certificate


def _frame(pen: Pen, width: float, height: float) -> None:
    """Four guilloche bands between four corner squares, each with the four winds of horns."""
    inner = EDGE + BREADTH
    middle = EDGE + BREADTH / 2
    _double_box(pen, EDGE, width, height, DEEP, 0.35, GOLD, 0.18)
    _double_box(pen, inner, width, height, GOLD, 0.3, DEEP, 0.12)
    swing = (BREADTH - 2.6) / 2
    for name, length, periods in (("Across", width - 2 * inner, 12), ("Down", height - 2 * inner, 8)):
        _band_tiles(pen, name, length / periods, swing)
    for y in (middle, height - middle):
        _repeat(pen, "Across", (inner, y), width - 2 * inner, 12, 0)
    for x in (middle, width - middle):
        _repeat(pen, "Down", (x, inner), height - 2 * inner, 8, 90)
    for x in (EDGE, width - inner):
        for y in (EDGE, height - inner):
            _corner(pen, (x, y))


def _calm_frame(pen: Pen, width: float, height: float) -> None:
    """Two hairlines and a rule of lozenges between them; horns in the corners, on white."""
    _double_box(pen, EDGE, width, height, DEEP, 0.5, GOLD, 0.18)
    inner = EDGE + BREADTH * 0.55
    _double_box(pen, inner, width, height, DEEP, 0.12, GOLD, 0.12)
    middle = (EDGE + 0.9 + inner) / 2
    lozenges = []
    for x in _stations(inner, width - inner):
        lozenges += [(x, middle), (x, height - middle)]
    for y in _stations(inner, height - inner):
        lozenges += [(middle, y), (width - middle, y)]
    pen.fill([lozenge(centre, 0.5) for centre in lozenges], GOLD)
    horn, reach = Horn(root=1.5, tip=0.85, eye=1.3), inner + 6.2
    for x, y, turned in ((reach, reach, 135), (width - reach, reach, 225), (width - reach, height - reach, 315),
                         (reach, height - reach, 45)):  # fmt: skip
        pen.fill(pair_of_horns(horn, 0.2, turned - 180, (x, y)), TEAL)


def _stations(begin: float, end: float) -> list[float]:
    """About seven millimetres apart, the first and the last at the ends."""
    count = round((end - begin) / 7)
    return [begin + (end - begin) * n / count for n in range(count + 1)]


def _corner(pen: Pen, at: Point) -> None:
    x, y = at
    centre = (x + BREADTH / 2, y + BREADTH / 2)
    pen.box(at, BREADTH, BREADTH, DEEP, 0.35, "#FFFFFF")
    pen.box((x + 0.9, y + 0.9), BREADTH - 1.8, BREADTH - 1.8, GOLD, 0.18)
    pen.fill(four_pairs(Horn(root=1.5, tip=0.85, eye=1.3), 0.238, 0.5, centre), DEEP)
    pen.fill([lozenge(centre, 0.75)], GOLD)


def _medallion(pen: Pen, centre: Point, radius: float) -> None:
    pen.fill([circle(centre, radius)], "#FFFFFF")
    ring = Ring(radius * 0.87, radius * 0.1, 36, 4)
    wedge = Pen()
    wedge.line(ring_wedge(ring, 12), TEAL, 0.11)
    pen.tile("Ring", wedge)
    for turn in range(12):
        pen.place("Ring", centre, turned=turn * 30)
    pen.line([circle(centre, radius)], GOLD, 0.25)
    pen.line([circle(centre, radius * 0.745)], GOLD, 0.18)
    scale = radius / 9
    pen.fill(four_pairs(Horn(root=1.5, tip=0.85, eye=1.3), 0.255 * scale, 0.55 * scale, centre), DEEP)
    pen.fill([lozenge(centre, 0.75 * scale)], GOLD)


def _ground(pen: Pen, at: Point, width: float, height: float) -> None:
    """A net of fine waves over the whole field, neighbours half a wave apart: what a copier loses first."""
    waves, rows = 24, 126
    wave = width / waves
    drawn = Pen()
    strand = along(lambda u: (u * (width + wave), 0.9 * math.sin(TURN * (waves + 1) * u)), 0, 1, (waves + 1) * 4)
    drawn.line([strand], MIST, 0.1)
    pen.tile("Ground", drawn)
    pen.operators.append(f"q {_point(at)} {_number(width)} {_number(height)} re W n")
    for row in range(rows + 1):
        pen.place("Ground", (at[0] - wave / 2 * (row % 2), at[1] + height * row / rows))
    pen.operators.append("Q")


def _rosette(pen: Pen, centre: Point) -> None:
    wedge = Pen()
    for ring in (Ring(46, 6.5, 40, 6, 1.2, 16), Ring(31.5, 6, 32, 6, 1, 16), Ring(17.5, 5.5, 32, 6)):
        wedge.line(ring_wedge(ring, 16), PALE, 0.1)
    pen.tile("Rosette", wedge)
    for turn in range(16):
        pen.place("Rosette", centre, turned=turn * 22.5)


def _seal_place(pen: Pen, centre: Point, radius: float) -> None:
    pen.dashed([circle(centre, radius)], "#8FA6AC", 0.2, 1.2)


def _divider(pen: Pen, centre: Point, width: float) -> None:
    x, y = centre
    for side in (-1, 1):
        pen.rule((x + side * width / 2, y), (x + side * 5.2, y), GOLD, 0.25)
        pen.fill([lozenge((x + side * 3.9, y), 0.55)], GOLD)
    pen.fill(pair_of_horns(Horn(root=1.4, tip=0.9), 0.15, 0, (x, y + 1.35)), TEAL)


def _hairlines(pen: Pen, width: float, height: float) -> None:
    _double_box(pen, EDGE, width, height, DEEP, 0.35, GOLD, 0.18)


def _double_box(
    pen: Pen, inset: float, width: float, height: float, outer: str, heavy: float, inner: str, fine: float
) -> None:
    for gap, colour, stroke in ((0.0, outer, heavy), (0.9, inner, fine)):
        edge = inset + gap
        pen.box((edge, edge), width - 2 * edge, height - 2 * edge, colour, stroke)


def _band(pen: Pen, name: str, at: Point, length: float, swing: float, *, periods: int) -> None:
    _band_tiles(pen, name, length / periods, swing)
    _repeat(pen, name, at, length, periods, 0)


def _band_tiles(pen: Pen, name: str, period: float, swing: float) -> None:
    """One period of a band: eight teal strands that swell and narrow, and a gold core of three."""
    drawn = Pen()
    drawn.line(band_period(period, swing, 8), TEAL, 0.11)
    drawn.line(band_period(period, swing * 0.42, 3, dip=0, waves=3), GOLD, 0.13)
    pen.tile(name, drawn)


def _repeat(pen: Pen, name: str, at: Point, length: float, periods: int, turned: float) -> None:
    step = length / periods
    for i in range(periods):
        along_x, along_y = (0.0, step * i) if turned else (step * i, 0.0)
        pen.place(name, (at[0] + along_x, at[1] + along_y), turned=turned)


def _rgb(colour: str) -> str:
    return " ".join(_number(int(colour[i : i + 2], 16) / 255, 3) for i in (1, 3, 5))


def _number(value: float, digits: int = 2) -> str:
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text


def _point(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _path(curve: Curve) -> str:
    bends = " ".join(f"{_point(a)} {_point(b)} {_point(c)} c" for a, b, c in curve.bends)
    return f"{_point(curve.start)} m {bends}{' h' if curve.closed else ''}"
