"""What one paper says that the next of the same design does not: its fields, line by line, and what is drawn by them.

Nothing of it moves anything else on the page: a field has its place, and where it is long it is set smaller or on more
lines in that same place. So a design can be laid out once and filled in many times.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from certificates.paper.fitting import Face, Fitted, shrink

_BLANKS = re.compile("[ \t\n\r\f]+")
SPECIMEN = "0"  # stands in every field of a design that is laid out to be filled in
# The settings that a slot has room for, one of which a paper uses. "long" is that of a design with a higher slot, and
# "free" has no place of its own and moves the rest.
SETTINGS = {
    "name": ("one", "two", "small"),
    "who": ("one", "two"),
    "own": ("large", "medium", "small"),
    "outcome": ("one", "two"),
    "band": ("plain", "reached"),
}
ROOMY, FREE = "long", "free"


@dataclass
class Filling:
    number: str = ""
    fields: dict[str, Fitted] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)  # by slot
    widths: dict[str, float] = field(default_factory=dict)  # of drawn boxes, as a share of their full width
    shifts: dict[str, float] = field(default_factory=dict)  # of drawn boxes, as a share of what they stand in

    def write(self, name: str, *lines: str) -> None:
        """At the size of the stylesheet."""
        self.fields[name] = Fitted(tuple(map(tidy, lines)))

    def write_within(self, name: str, text: str, points: float, room: float, face: Face = "regular") -> None:
        """One line, smaller where it must be."""
        self.fields[name] = Fitted((tidy(text),), shrink((tidy(text),), points, room, face))

    @property
    def fits(self) -> bool:
        return FREE not in self.settings.values()

    @property
    def is_roomy(self) -> bool:
        """Whether it takes the design with a higher slot."""
        return ROOMY in self.settings.values()


@lru_cache(maxsize=1024)
def tidy(text: str) -> str:
    """Without the blanks and ends of lines that no page shows."""
    return _BLANKS.sub(" ", text).strip(" ")


def in_template(filling: Filling, *, specimen: bool) -> dict[str, Any]:
    """For the template: each field as a span or as lines, and the settings of each slot; or specimens of them all."""
    shown = {name: _specimen(text) if specimen else text for name, text in filling.fields.items()}
    return {
        "field": {name: _line(name, text, text.lines[0]) for name, text in shown.items()},
        "lines": {name: _lines(name, text) for name, text in shown.items()},
        "settings": {
            slot: SETTINGS[slot.partition("_")[0]] if specimen and setting != ROOMY else (setting,)
            for slot, setting in filling.settings.items()
        },
        "width": {name: "100" if specimen else _per_cent(share) for name, share in filling.widths.items()},
        "shift": {name: "0" if specimen else _per_cent(share) for name, share in filling.shifts.items()},
    }


def _specimen(text: Fitted) -> Fitted:
    return Fitted((SPECIMEN,))


def _lines(name: str, text: Fitted) -> SafeString:
    spans: Iterable[tuple[SafeString]] = ((_line(name, text, line),) for line in text.lines)
    return format_html_join("", "<div>{}</div>", spans)


def _line(name: str, text: Fitted, line: str) -> SafeString:
    if not text.points:
        return format_html('<span data-field="{}">{}</span>', name, line)
    return format_html('<span data-field="{}" style="font-size: {}">{}</span>', name, text.size, line)


def _per_cent(share: float) -> str:
    return f"{100 * share:.2f}"
