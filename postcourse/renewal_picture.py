"""What expires, as a picture by quarter and as a table by region."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from people.charts import PipelineRow, Stage
from people.regions import region_in_language
from postcourse.expiring import Tally
from postcourse.renewal_days import Quarter

Tallies = Mapping[tuple[Quarter, str], Tally]
ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class RegionRow:
    label: str
    url: str
    chosen: bool
    tally: Tally


def picture_of(
    quarters: list[Quarter], tallies: Tallies, *, chosen: Quarter | None, region: str | None, today: date
) -> dict[str, Any]:
    """The bars are of the chosen region, the lines of the chosen quarter: each narrows the other."""
    begin = quarters[0]
    of_region = {key: tally for key, tally in tallies.items() if region is None or key[1] == region}
    rows = [
        PipelineRow(
            in_words(quarter),
            _("now") if quarter == Quarter.of(today) else "",
            address(begin, None if quarter == chosen else quarter, region),
            _counts(_sum(tally for (its, _region), tally in of_region.items() if its == quarter)),
        )
        for quarter in quarters
    ]
    return {
        "rows": rows,
        "stages": [
            Stage("waiting", _("Not reminded yet")),
            Stage("told", _("Reminded")),
            Stage("enrolled", _("Enrolled again")),
        ],
        "regions": _regions(tallies, begin, chosen, region),
        "total": _sum(tally for (its, _r), tally in of_region.items() if chosen in (None, its)),
        "chosen_words": in_words(chosen) if chosen else "",
        "region_words": _named(region) if region is not None else "",
        "all_quarters": address(begin, None, region),
        "all_regions": address(begin, chosen, None),
    }


def in_words(quarter: Quarter) -> str:
    return _("%(number)s quarter of %(year)s") % {"number": ROMAN[quarter.number - 1], "year": quarter.year}


def address(begin: Quarter, chosen: Quarter | None, region: str | None) -> str:
    said = {"from": str(begin), "quarter": str(chosen) if chosen else None, "region": region}
    return "?" + urlencode({name: value for name, value in said.items() if value is not None})


def _regions(tallies: Tallies, begin: Quarter, chosen: Quarter | None, region: str | None) -> list[RegionRow]:
    """Those with most certificates first; where no region is known, last."""
    sums: dict[str, Tally] = {}
    for (quarter, its), tally in tallies.items():
        if chosen in (None, quarter):
            sums[its] = sums.get(its, Tally()) + tally
    ordered = sorted(sums.items(), key=lambda pair: (not pair[0], -pair[1].total, pair[0]))
    return [
        RegionRow(_named(its), address(begin, chosen, None if its == region else its), its == region, tally)
        for its, tally in ordered
    ]


def _named(region: str) -> str:
    return region_in_language(region) if region else _("Region unknown")


def _counts(tally: Tally) -> dict[str, int]:
    return {"waiting": tally.waiting, "told": tally.told, "enrolled": tally.enrolled}


def _sum(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())
