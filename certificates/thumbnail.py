"""The drawing of the paper beside a verdict: this document's printed fields in their places, a unit a millimetre.

It is made of what the public reads, so it cannot show more; a copy of the paper it is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap

from certificates.paper.voice import quoted, unbroken
from certificates.paper.wording import WORDING, hours_in_words
from certificates.standing import Public
from people.written import PaperLanguage, date_of_paper, office

CERTIFICATES = ("certificate", "duplicate")  # every other kind is a letter
LETTER_WIDTH = 0.56  # of a bold letter of the paper's face, as a part of its size
# A name and a title get smaller before they take a second line (look: Type).
NAME_SIZES, NAME_ROOM = (11.3, 9.9, 9.2), 240
TITLE_SIZES, TITLE_ROOM = (5.2, 4.7, 4.4), 237
HEAD, LETTER_HEAD = 13.6, 9.0
LETTER_SIZES, LETTER_ROOM = (6.0, 5.2, 4.6), 150


@dataclass(frozen=True)
class Thumbnail:
    """What the drawings of many documents say alike; the rest is the page's own texts (`own_lines` and the facts)."""

    is_letter: bool
    provider: str
    title: str
    title_size: float
    number_sign: str
    programme: list[str]
    programme_size: float
    hours: str
    office: str
    signatory: str
    blank_word: str
    specimen: bool


def thumbnail(public: Public, title: str, language: PaperLanguage) -> Thumbnail:
    """`title` is how a letter is headed; of `public` only what is COMMON is read."""
    letter, wording, signatory = public["kind"] not in CERTIFICATES, WORDING[language], public["signatory"]
    # A duplicate is headed as what it stands for, and marked below its number.
    head = title.upper() if letter else wording.certificate
    room = LETTER_ROOM if letter else TITLE_ROOM
    rows, size = fit(quoted(public["programme"][language], language), room, TITLE_SIZES, most=3)
    return Thumbnail(
        is_letter=letter,
        provider=public["provider"]["name"][language],
        title=head,
        title_size=min(LETTER_HEAD, round(LETTER_ROOM / LETTER_WIDTH / len(head) / 1.1, 1)) if letter else HEAD,
        number_sign=unbroken(wording.number).partition("{")[0],
        programme=rows,
        programme_size=size,
        hours=hours_in_words(public["hours"], language),
        office=office(signatory["capacity"], language, acting=signatory["acting"]),
        signatory=signatory["name"],
        blank_word=wording.blank.partition(" {")[0],
        specimen=public["specimen"],
    )


def own_lines(public: Public, language: PaperLanguage) -> dict[str, str]:
    """The name on one line or two with its size, and in place of what it was issued, as the paper has them."""
    letter = public["kind"] not in CERTIFICATES
    room, sizes = (LETTER_ROOM, LETTER_SIZES) if letter else (NAME_ROOM, NAME_SIZES)
    rows, size = fit(public["name"], room, sizes, most=2)
    return {
        "name_1": rows[0] if rows else "",
        "name_2": rows[1] if len(rows) > 1 else "",
        "name_size": str(size),
        "instead": _instead(public, language),
    }


def fit(text: str, room: float, sizes: tuple[float, ...], *, most: int) -> tuple[list[str], float]:
    """On one line in the largest size that allows it, else on `most` lines and smaller until all of it is there."""
    for size in sizes:
        if len(text) * LETTER_WIDTH * size <= room:
            return [text], size
    size = sizes[-1]
    while len(rows := wrap(text, int(room / LETTER_WIDTH / size))) > most:
        size = round(size * 0.9, 1)
    return rows, size


def _instead(public: Public, language: PaperLanguage) -> str:
    """In place of which certificate; of a duplicate also that it is one."""
    replaced = public["replaces"]
    if not replaced or public["kind"] not in CERTIFICATES:
        return ""
    wording, day = WORDING[language], date_of_paper(replaced["issued_on"], language)
    said = unbroken(wording.in_place_of.format(date=day, number=replaced["number"]))
    return f"{wording.duplicate} · {said}" if public["kind"] == "duplicate" else said
