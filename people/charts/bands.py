"""Totals against the floors of the bands: dot plot, scale of one total, spread of a commission."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from statistics import mean, median

from people.charts.geometry import Number, percent

BIN = Decimal("2.5")  # 50, 70 and 85 are edges of bins, so no dot sits on a floor
DOT_STEP, DOT_RADIUS, DOT_ROOM = 16.0, 6.8, 192.0


@dataclass(frozen=True)
class Band:
    label: str
    floor: Number
    passed: bool = True


@dataclass(frozen=True)
class BandPart:
    band: Band
    ceiling: Number
    x: float
    width: float
    count: int = 0
    level: int = 0  # 0 not passed, then 1, 2, 3 … upwards
    here: bool = False

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def span(self) -> str:
        return f"{self.band.floor}–{self.ceiling}"


@dataclass(frozen=True)
class Dot:
    total: Number
    x: float
    y: float
    kind: str  # fail | pass | top


@dataclass(frozen=True)
class DotPlot:
    dots: list[Dot]
    parts: list[BandPart]
    low: int
    radius: float
    base: float
    height: float
    mean: Decimal
    median: Decimal
    lowest: Number
    highest: Number
    count: int

    @property
    def floors(self) -> list[BandPart]:
        return [part for part in self.parts if part.x > 0]


def band_parts(bands: Sequence[Band], totals: Sequence[Number] = (), low: int = 0) -> list[BandPart]:
    """The bands from the lowest up, each with its share of the axis `low`…100 and the number of totals inside."""
    ordered = sorted(bands, key=lambda band: band.floor)
    parts, level = [], 0
    for band, above in zip(ordered, [*ordered[1:], None], strict=True):
        start, end = max(Decimal(str(band.floor)), Decimal(low)), Decimal(str(above.floor)) if above else Decimal(100)
        level += band.passed
        parts.append(
            BandPart(
                band,
                ceiling=int(end) - 1 if above else 100,
                x=percent(start - low, 100 - low),
                width=percent(end - start, 100 - low),
                count=sum(band.floor <= total and (above is None or total < above.floor) for total in totals),
                level=level,
            )
        )
    return parts


def dot_plot(totals: Sequence[Number], bands: Sequence[Band]) -> DotPlot:
    """One dot for each total, stacked in bins of 2.5 points on an axis from 40 (or the ten below the lowest) to 100."""
    low = min(40, int(min(totals, default=40)) // 10 * 10)
    bins: dict[int, list[Number]] = {}
    last = int((100 - low) / BIN) - 1
    for total in sorted(totals):
        bins.setdefault(min(int((Decimal(str(total)) - low) / BIN), last), []).append(total)
    tallest = max((len(pile) for pile in bins.values()), default=1)
    step = min(DOT_STEP, DOT_ROOM / tallest)
    radius = round(min(DOT_RADIUS, step * 0.43, 6.8 * 25 / (last + 1)), 1)
    base = round(max(60, tallest * step) + 44, 1)
    parts = band_parts(bands, totals, low)
    top = max((part.band.floor for part in parts), default=100)
    pass_floor = min((part.band.floor for part in parts if part.band.passed), default=0)
    dots = [
        Dot(
            total,
            x=percent((place + Decimal("0.5")) * BIN, 100 - low),
            y=round(base - radius - 3 - i * step, 1),
            kind="fail" if total < pass_floor else "top" if total >= top else "pass",
        )
        for place, pile in bins.items()
        for i, total in enumerate(pile)
    ]
    exact = [Decimal(str(total)) for total in totals] or [Decimal(0)]
    return DotPlot(
        dots, parts, low, radius, base, base + 26,
        mean=Decimal(mean(exact)).quantize(Decimal("0.1"), ROUND_HALF_UP), median=Decimal(median(exact)),
        lowest=min(exact), highest=max(exact), count=len(totals),
    )  # fmt: skip


@dataclass(frozen=True)
class BandScale:
    parts: list[BandPart]
    total: Number | None
    x: float | None

    @property
    def here(self) -> BandPart | None:
        return next((part for part in self.parts if part.here), None)


def band_scale(bands: Sequence[Band], total: Number | None = None) -> BandScale:
    parts = band_parts(bands)
    if total is None:
        return BandScale(parts, None, None)
    reached = max((p.band.floor for p in parts if p.band.floor <= total), default=None)
    parts = [replace(part, here=part.band.floor == reached) for part in parts]
    return BandScale(parts, total, percent(total, 100))


@dataclass(frozen=True)
class Spread:
    label: str
    totals: Sequence[tuple[str, Number]]
    url: str = ""
    flagged: bool = False


@dataclass(frozen=True)
class SpreadRow:
    spread: Spread
    dots: list[tuple[str, Number, float]]
    x: float
    width: float
    difference: Number


@dataclass(frozen=True)
class JurorSpread:
    rows: list[SpreadRow]
    floors: list[BandPart]
    low: int


def juror_spread(spreads: Sequence[Spread], bands: Sequence[Band]) -> JurorSpread:
    every = [total for spread in spreads for _, total in spread.totals]
    low = min(40, int(min(every, default=40)) // 10 * 10)
    rows = []
    for spread in spreads:
        dots = [(who, total, percent(Decimal(str(total)) - low, 100 - low)) for who, total in spread.totals]
        places, values = [x for *_, x in dots] or [0.0], [Decimal(str(total)) for _, total, _ in dots] or [Decimal(0)]
        left = min(places)
        rows.append(SpreadRow(spread, dots, left, round(max(places) - left, 2), max(values) - min(values)))
    return JurorSpread(rows, [part for part in band_parts(bands, (), low) if part.x > 0], low)
