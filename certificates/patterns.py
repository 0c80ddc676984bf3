"""How a number is written: letters and signs around the year and the running number, as an organiser types them.

Pure. `{year}` is the year with four digits and `{yy}` with two; `{number}` is the running number, `{number:5}` the same
filled up with zeros. Letters and signs hold no digits, so that the runs of digits in a written number are the year and
the running number and nothing else: what was written by patterns of different skeletons is never the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

PLACE = re.compile(r"\{(year|yy|number)(?::(\d{1,4}))?\}")
SIGNS = "-/."
# Letters that are read as a digit where they stand beside one: О12-2026 and 012-2026.
AS_DIGIT = re.compile(r"[OОIІӀЗ](?=\{)|(?<=\})[OОIІӀЗ]")
LONGEST = 8  # letters and signs, all together
WIDEST = 7
CENTURY = 2000
# A letter that looks like another one on paper is the same letter to whoever reads the number.
_LOOK_ALIKES = str.maketrans("АВЕЁКМНОРСТУҮХҺІЅЈԚԜҰ", "ABEEKMHOPCTYYXHISJQWY")


@dataclass(frozen=True)
class Pattern:
    text: str

    def write(self, year: int, number: int) -> str:
        """The number as printed.

        >>> Pattern("А-{year}-{number:5}").write(2026, 12)
        'А-2026-00012'
        """

        def fill(place: re.Match[str]) -> str:
            name, width = place[1], int(place[2] or 1)
            return f"{number:0{width}d}" if name == "number" else f"{year:04d}"[-2 if name == "yy" else 0 :]

        return PLACE.sub(fill, self.text)

    def read(self, typed: str) -> tuple[int, int] | None:
        """Year and running number of what was typed, its zeros or not; None for what this does not write. Takes `look`.

        >>> Pattern("А-{year}-{number:5}").read(look("a-2026-12"))
        (2026, 12)
        """
        parts = {"year": r"(?P<year>\d{4})", "yy": r"(?P<yy>\d{2})", "number": r"0*(?P<number>\d{1,9})"}
        # re.split with two groups gives: signs, name, width, signs, name, width, signs.
        pieces = PLACE.split(self.text)
        said = "".join(
            parts[piece] if n % 3 == 1 else re.escape(look(piece)) for n, piece in enumerate(pieces) if n % 3 < 2
        )
        if not (match := re.fullmatch(said, typed)):
            return None
        found = match.groupdict()
        year = int(found["year"]) if "year" in found else CENTURY + int(found["yy"])
        return year, int(found["number"])

    @property
    def skeleton(self) -> str:
        """What of a written number stays when its digits are left out; look-alikes are one letter.

        >>> Pattern("A-{yy}/{number}").skeleton
        'A-#/#'
        """
        return look(PLACE.sub("#", self.text))

    @property
    def number_first(self) -> bool:
        """With the same skeleton and order of the two, different numbers are always written differently."""
        return self.text.find("{number") < self.text.find("{y")


def look(text: str) -> str:
    """Capitals, and one letter for all that look like it.

    >>> look("А-2026") == look("a-2026")
    True
    """
    return text.upper().translate(_LOOK_ALIKES)


def flaw_of(text: str) -> str:
    """What is wrong with a pattern, by its key; nothing where it is right."""
    names = sorted(match[1] for match in PLACE.finditer(text))
    letters = PLACE.sub("", text)
    if names not in (["number", "year"], ["number", "yy"]):
        return "places"
    if any(match[2] and match[1] != "number" for match in PLACE.finditer(text)):
        return "places"
    if any(match[2] and not 1 <= int(match[2]) <= WIDEST for match in PLACE.finditer(text)):
        return "width"
    if AS_DIGIT.search(text.upper()):
        return "alike"
    if "}{" in text:
        return "together"
    if len(letters) > LONGEST:
        return "long"
    if not all(letter.isalpha() or letter in SIGNS for letter in letters):
        return "signs"
    return ""
