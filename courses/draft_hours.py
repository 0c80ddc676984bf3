"""The arithmetic of a draft's hours: sums, whether they agree, and the line that would close the gap (Programme §5).

Whole academic hours of 45 minutes. `static/js/hours.js` says the same while one types.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from courses.programme_content import HOUR_KINDS


def sum_of(content: Mapping[str, Any]) -> dict[str, int]:
    """What the lines add up to by kind, and all together under `total`."""
    sums = {kind: sum(module["hours"][kind] for module in content["modules"]) for kind in HOUR_KINDS}
    return {**sums, "total": sum(sums.values())}


def missing_hours(content: Mapping[str, Any]) -> int:
    """Declared hours that no line has; negative where the lines have more."""
    return int(content["declared_hours"]) - sum_of(content)["total"]


def hours_agree(content: Mapping[str, Any]) -> bool:
    """Whether the lines add up to the printed totals and to the declared hours."""
    return sum_of(content) == content["printed_totals"] and not missing_hours(content)


def proposed_line(content: Mapping[str, Any]) -> dict[str, int]:
    """The missing hours by kind, in the shares that the lines have so far; the largest remainders are rounded up."""
    missing, sums = missing_hours(content), sum_of(content)
    if missing <= 0:
        return {}
    whole = sums["total"] or 1
    hours = {kind: missing * sums[kind] // whole for kind in HOUR_KINDS}
    by_remainder = sorted(HOUR_KINDS, key=lambda kind: missing * sums[kind] % whole, reverse=True)
    for kind in by_remainder[: missing - sum(hours.values())] if sums["total"] else ():
        hours[kind] += 1
    if not sums["total"]:
        hours["practice"] = missing
    return hours
