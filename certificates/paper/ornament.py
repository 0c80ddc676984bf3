"""The ornament of the paper: every line is computed, nothing is traced or copied (look: How the ornament is computed).

Pure geometry in millimetres, y down. A curve is a chain of cubic Béziers whose handles follow from the curve's own
derivative: P′(t)·Δt/3 on each side of a node, which is true at any print size with few nodes.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

TURN = 2 * math.pi
Point = tuple[float, float]
Locus = Callable[[float], Point]


@dataclass(frozen=True)
class Curve:
    """A start and Bézier triples (two handles and a node each)."""

    start: Point
    bends: tuple[tuple[Point, Point, Point], ...]
    closed: bool = False


def along(locus: Locus, begin: float, end: float, steps: int, *, closed: bool = False) -> Curve:
    """The curve that a locus draws from one parameter to another."""
    step = (end - begin) / steps
    nodes = [locus(begin + step * i) for i in range(steps + 1)]
    slopes = [_slope(locus, begin + step * i, step * 1e-4) for i in range(steps + 1)]
    third = step / 3
    bends = tuple(
        (
            (a[0] + va[0] * third, a[1] + va[1] * third),
            (b[0] - vb[0] * third, b[1] - vb[1] * third),
            b,
        )
        for (a, b, va, vb) in zip(nodes, nodes[1:], slopes, slopes[1:], strict=False)
    )
    return Curve(nodes[0], bends, closed)


def through(points: list[Point], *, closed: bool = False) -> Curve:
    """A smooth curve through points: Catmull-Rom as Béziers, c₁ = p₁ + (p₂ − p₀)/6, c₂ = p₂ − (p₃ − p₁)/6."""
    count = len(points)

    def at(i: int) -> Point:
        return points[i % count] if closed else points[min(max(i, 0), count - 1)]

    bends = tuple(_catmull_rom(at(i - 1), at(i), at(i + 1), at(i + 2)) for i in range(count if closed else count - 1))
    return Curve(points[0], bends, closed)


# ---- guilloche ------------------------------------------------------------------------------------------------------
def band_period(length: float, amplitude: float, strands: int, *, dip: float = 0.3, waves: float = 1.5) -> list[Curve]:
    """One envelope period of a straight guilloche band, from x = 0 to x = length around y = 0:

    y_k(u) = A·(1 − μ + μ·cos 2πu)·sin(2π·n·u + 2πk/K). With K even and n a multiple of ½ the strands at both ends are
    the same set, so the period repeats without a seam.
    """

    def strand(k: int) -> Locus:
        def locus(u: float) -> Point:
            envelope = amplitude * (1 - dip + dip * math.cos(TURN * u))
            return (length * u, envelope * math.sin(TURN * (waves * u + k / strands)))

        return locus

    return [along(strand(k), 0, 1, round(waves * 8)) for k in range(strands)]


@dataclass(frozen=True)
class Ring:
    """r_k(t) = R + A·sin(p·t + 2πk/K) + B·cos(q·t): K strands weave a ring of the rosette."""

    radius: float
    amplitude: float
    waves: int
    strands: int
    lobe: float = 0.0
    lobes: int = 1


def ring_wedge(ring: Ring, wedges: int) -> list[Curve]:
    """One of `wedges` equal sectors of a ring around (0, 0), from noon clockwise; the sectors meet without a seam
    when `wedges` divides the number of lobes (or there are none) and waves × strands."""

    def strand(k: int) -> Locus:
        def locus(t: float) -> Point:
            wave = ring.amplitude * math.sin(ring.waves * t + TURN * k / ring.strands)
            r = ring.radius + wave + ring.lobe * math.cos(ring.lobes * t)
            return (r * math.sin(t), -r * math.cos(t))

        return locus

    steps = max(4, math.ceil(max(ring.waves, ring.lobes) * 8 / wedges))
    return [along(strand(k), 0, TURN / wedges, steps) for k in range(ring.strands)]


# ---- qoshqar-müyiz: the ram's horns ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class Horn:
    """One horn: after a straight stem its curvature grows as κ(u) = κ₀ + κ₁·u^γ (u = s / length), so the curl tightens
    by itself; its half-width falls from w₀ to w₁ as u^0.9, and an eye ends it."""

    stem: float = 5.5
    length: float = 31.0
    curvature: float = 0.04
    growth: float = 0.66
    power: float = 1.5
    root: float = 1.15
    tip: float = 0.62
    eye: float = 1.15


def pair_of_horns(horn: Horn, scale: float, turned: float = 0.0, at: Point = (0.0, 0.0)) -> list[Curve]:
    """A horn and its mirror image on one stem that rises from `at`; turned clockwise by so many degrees."""
    centre = list(_centre_line(horn))
    left = [_offset(node, _half_width(horn, node), +1) for node in centre]
    right = [_offset(node, _half_width(horn, node), -1) for node in centre]
    curves = []
    for mirror in (1, -1):
        place = _placer(scale, turned, at, mirror)
        curves.append(through([place(p) for p in left] + [place(p) for p in reversed(right)], closed=True))
        curves.append(circle(place((centre[-1][0], centre[-1][1])), horn.eye * scale))
    return curves


def four_pairs(horn: Horn, scale: float, gap: float, at: Point, turned: float = 0.0) -> list[Curve]:
    """Төрт құлақ: a pair of horns to each of the four winds."""
    curves: list[Curve] = []
    for quarter in range(4):
        angle = math.radians(turned + 90 * quarter)
        root = (at[0] + gap * math.sin(angle), at[1] - gap * math.cos(angle))
        curves += pair_of_horns(horn, scale, turned + 90 * quarter, root)
    return curves


# ---- small shapes ---------------------------------------------------------------------------------------------------
def circle(centre: Point, radius: float) -> Curve:
    x, y = centre
    return along(lambda t: (x + radius * math.sin(t), y - radius * math.cos(t)), 0, TURN, 8, closed=True)


def polygon(*points: Point) -> Curve:
    corners = [*points[1:], points[0]]
    ends = zip(points, corners, strict=True)
    return Curve(points[0], tuple((a, b, b) for a, b in ends), closed=True)


def lozenge(centre: Point, radius: float) -> Curve:
    x, y = centre
    return polygon((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))


# ---- inside ---------------------------------------------------------------------------------------------------------
Node = tuple[float, float, float, float]  # x, y (up), heading, share of the whole length


def _centre_line(horn: Horn, nodes: int = 30, substeps: int = 18) -> Iterator[Node]:
    """Integrated from its curvature in small straight steps."""
    whole = horn.stem + horn.length
    pace = whole / nodes / substeps
    x, y, heading, travelled = 0.0, 0.0, math.pi / 2, 0.0
    for i in range(nodes * substeps + 1):
        if i % substeps == 0:
            yield x, y, heading, travelled / whole
        if travelled > horn.stem:
            share = (travelled - horn.stem) / horn.length
            heading -= (horn.curvature + horn.growth * share**horn.power) * pace
        x += math.cos(heading) * pace
        y += math.sin(heading) * pace
        travelled += pace


def _half_width(horn: Horn, node: Node) -> float:
    return horn.root + (horn.tip - horn.root) * math.pow(node[3], 0.9)


def _offset(node: Node, width: float, side: int) -> Point:
    x, y, heading, _share = node
    return (x - side * math.sin(heading) * width, y + side * math.cos(heading) * width)


def _placer(scale: float, turned: float, at: Point, mirror: int) -> Callable[[Point], Point]:
    cosine, sine = math.cos(math.radians(turned)), math.sin(math.radians(turned))

    def place(point: Point) -> Point:
        x, y = point[0] * mirror * scale, -point[1] * scale
        return (at[0] + x * cosine - y * sine, at[1] + x * sine + y * cosine)

    return place


def _slope(locus: Locus, t: float, h: float) -> Point:
    after, before = locus(t + h), locus(t - h)
    return ((after[0] - before[0]) / (2 * h), (after[1] - before[1]) / (2 * h))


def _catmull_rom(p0: Point, p1: Point, p2: Point, p3: Point) -> tuple[Point, Point, Point]:
    return (
        (p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6),
        (p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6),
        p2,
    )
