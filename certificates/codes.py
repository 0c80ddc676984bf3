"""The code of a document: 15 random characters and one that checks them, read out as four groups of four.

The alphabet is the 32 capitals and digits that nobody confuses (no I, L, O, U); all of them are in QR's alphanumeric
mode. The check is public arithmetic, so a page can say "mistyped" without asking the register. Each character is an
element of GF(32) = GF(2)[x] / (x⁵ + x² + 1); read as the polynomial Σ cᵢ·xⁱ with the check character as c₀, a right
code is zero. x has order 31, so all 16 weights differ and none is zero: every single wrong character, every swap of
two characters (neighbours or not) and every doubled pair typed as another (11 → 22) is caught.
"""

import re
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Literal

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_LETTERS = frozenset(ALPHABET)
_TIMES_X = tuple(value << 1 ^ (0b100101 if value & 0b10000 else 0) for value in range(32))

# What is typed for a character that only looks the same: on a Latin keyboard, then on a Kazakh or Russian one.
_LOOK_ALIKES = str.maketrans("OILUАВЕЁКМНҺОӨРСҪТУҮҰХҲЗІЇЈЅԚԜ", "011VABEEKMHH00PCCTYYYXX311JSQW")
_ADDRESS = re.compile(r"/v/([^/?#]*)/?(?:[?#].*)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Flaw:
    """Why a text is not a code. `position` counts from 1 in the normalised text; `length` is that text's length."""

    kind: Literal["empty", "length", "foreign", "check"]
    length: int
    position: int = 0
    character: str = ""


def new_code() -> str:
    """A fresh code: 75 random bits from the system's generator and the check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + check_character(body)


def check_character(body: str) -> str:
    """The sixteenth character for the 15 before it; KeyError for a character outside the alphabet."""
    return ALPHABET[_TIMES_X[_remainder(body)]]


def is_valid(code: str) -> bool:
    """Whether a normalised text is a code: length, alphabet and check."""
    return explain(code) is None


def normalise(text: str) -> str:
    """What was typed, pasted or read from the address, as the register writes it; foreign characters stay in."""
    text = text.strip()
    plain = text.replace("-", "").upper()
    if plain and _LETTERS.issuperset(plain):  # as a QR code has it, or with its dashes
        return plain
    if address := _ADDRESS.search(text):
        text = address[1]
    text = unicodedata.normalize("NFKC", text).upper().translate(_LOOK_ALIKES)
    return "".join(character for character in text if not _separates(character))


def explain(text: str) -> Flaw | None:
    """None for a right code, else the first thing wrong with it. Takes the text as typed."""
    return flaw_of(normalise(text))


def flaw_of(code: str) -> Flaw | None:
    """The same of a text that is normalised already."""
    if not code:
        return Flaw("empty", 0)
    if len(code) == LENGTH and _LETTERS.issuperset(code):
        return Flaw("check", LENGTH) if _remainder(code) else None
    for position, character in enumerate(code, start=1):
        if character not in _VALUE:
            return Flaw("foreign", len(code), position, character)
    return Flaw("length", len(code))


def pretty(code: str, separator: str = "-") -> str:
    """Four groups of four, as printed and read out."""
    return separator.join((code[:4], code[4:8], code[8:12], code[12:]))


def _remainder(code: str) -> int:
    """The code as a polynomial, taken at x by Horner's rule."""
    value = 0
    for character in code:
        value = _TIMES_X[value] ^ _VALUE[character]
    return value


def _separates(character: str) -> bool:
    """Blanks, dashes of any kind, dots, underscores and invisible marks that come along when text is pasted."""
    return unicodedata.category(character) in {"Zs", "Pd", "Cf", "Cc", "Pc"} or character in "−.·•:,;"
