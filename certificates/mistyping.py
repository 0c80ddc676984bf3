"""What is wrong with a code that was typed, as a sentence; and which look-alike would make it right.

The check character is public arithmetic: nothing here asks the register, so nothing here tells about it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates.codes import LENGTH, Flaw, is_valid, normalise, pretty

# Pairs that eyes and hands confuse, beyond those that `normalise` mends by itself.
LOOK_ALIKES = (
    "8B",
    "5S",
    "2Z",
    "0D",
    "0Q",
    "6G",
    "1J",
    "17",
    "VY",
    "MN",
    "CG",
    "EF",
    "PR",
    "KX",
    "38",
    "69",
    "4A",
    "3E",
)
MOST = 3


@dataclass(frozen=True)
class Guess:
    """A right code that differs from what was typed in one look-alike, or in the order of two neighbours."""

    code: str
    place: int  # of the first character that differs, from 0
    width: int = 1

    @property
    def pretty(self) -> str:
        return pretty(self.code)

    @property
    def before(self) -> str:
        return self.pretty[: self._shown(self.place)]

    @property
    def marked(self) -> str:
        return self.pretty[self._shown(self.place) : self._shown(self.place + self.width - 1) + 1]

    @property
    def after(self) -> str:
        return self.pretty[self._shown(self.place + self.width - 1) + 1 :]

    def _shown(self, place: int) -> int:
        """Where the character stands in the text with its dashes."""
        return place + place // 4


def what_is_wrong(flaw: Flaw) -> str:
    if flaw.kind == "empty":
        return _("Type the code: 16 characters under the QR code on the paper.")
    if flaw.kind == "foreign":
        return _("Character %(place)s, “%(character)s”, never stands in a code: compare it with the paper.") % {
            "place": flaw.position,
            "character": flaw.character,
        }
    if flaw.kind == "length":
        text = ngettext(
            "The code has 16 characters, and here is %(count)s.",
            "The code has 16 characters, and here are %(count)s.",
            flaw.length,
        )
        return text % {"count": flaw.length}
    return _("One character is mistyped: compare the four groups with the paper.")


def guesses(text: str) -> list[Guess]:
    """Right codes one look-alike away, or with two neighbours swapped; at most three."""
    code = normalise(text)
    if len(code) != LENGTH:
        return []
    found = [*_replaced(code), *_swapped(code)]
    return [guess for guess in found if is_valid(guess.code)][:MOST]


def _replaced(code: str) -> list[Guess]:
    return [
        Guess(code[:place] + other + code[place + 1 :], place)
        for place, character in enumerate(code)
        for pair in LOOK_ALIKES
        if character in pair
        for other in pair.replace(character, "")
    ]


def _swapped(code: str) -> list[Guess]:
    return [
        Guess(code[:place] + code[place + 1] + code[place] + code[place + 2 :], place, 2)
        for place in range(len(code) - 1)
        if code[place] != code[place + 1]
    ]
