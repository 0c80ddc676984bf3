"""The drawing of the paper beside a verdict: this document's printed fields in their places, a unit a millimetre.

It is made of what the public reads, so it cannot show more; a copy of the paper it is not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any

from certificates.paper.signing import HEIGHTS
from certificates.paper.voice import instead, quoted, unbroken
from certificates.paper.wording import WORDING, hours_in_words
from certificates.standing import Public
from people.written import PaperLanguage, office

CERTIFICATES = ("certificate", "duplicate")  # every other kind is a letter
LETTER_WIDTH = 0.56  # of a bold letter of the paper's face, as a part of its size
# A name and a title get smaller before they take a second line (look: Type).
NAME_SIZES, NAME_ROOM = (11.3, 9.9, 9.2), 240
TITLE_SIZES, TITLE_ROOM = (5.2, 4.7, 4.4), 237
HEAD, LETTER_HEAD = 13.6, 9.0
LETTER_SIZES, LETTER_ROOM = (6.0, 5.2, 4.6), 150
# Where several sign, each has a row; where two languages are of equal rank, each has a column.
OFFICE_SIZES, OFFICE_ROOM, OFFICE_LEADING = (3.6, 3.0, 2.6), 56, 3.4
SIGNER_SIZES, SIGNER_ROOM = (3.6, 3.0, 2.6), 42
COLUMN, COLUMN_SIZES, PROVIDER_SIZES = 110, (4.4, 3.8, 3.4), (3.6, 3.0)
COLUMNS = (-58, 58)  # their middles, from that of the page
PROVIDER_TOPS, PROGRAMME_TOPS = (44.0, 48.0), (110.0, 115.5, 121.0)
Row = tuple[float, str]  # with its height on the page


@dataclass(frozen=True)
class Signing:
    """One of several who sign: the capacity before their line, the name under it."""

    office: list[Row]
    office_size: float
    line: float
    name: str
    name_size: float

    @property
    def under(self) -> float:
        return round(self.line + 4, 1)


@dataclass(frozen=True)
class Column:
    """What one of two languages of equal rank says."""

    middle: int
    provider: list[Row]
    provider_size: float
    title: str  # "" where the word is the same in both
    programme: list[Row]
    programme_size: float


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
    calm: bool = False
    logo: bool = False
    seal: bool = True
    columns: list[Column] = field(default_factory=list)
    second_hours: str = ""
    signing: list[Signing] = field(default_factory=list)


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
        **_designed(public, language),
    )


def _designed(public: Public, language: PaperLanguage) -> dict[str, Any]:
    """What a chosen design changes in the drawing."""
    if "design" not in public:
        return {}
    design, second = public["design"], second_language(public)
    return {
        "calm": design["plate"] == "calm",
        "logo": design["logo"],
        "seal": design["seal"] != "none",
        "columns": _columns(public, (language, second)) if second else [],
        "second_hours": hours_in_words(public["hours"], second) if second else "",
        "signing": _signing(public, language),
    }


def second_language(public: Public) -> PaperLanguage | None:
    """The one beside the first, with equal rank."""
    return (public["design"]["second"] or None) if "design" in public else None


def _columns(public: Public, languages: tuple[PaperLanguage, PaperLanguage]) -> list[Column]:
    titles = [WORDING[one].certificate for one in languages]
    columns = []
    for middle, one, title in zip(COLUMNS, languages, titles, strict=True):
        provider, provider_size = fit(public["provider"]["name"][one], COLUMN, PROVIDER_SIZES, most=2)
        programme, size = fit(quoted(public["programme"][one], one), COLUMN, COLUMN_SIZES, most=3)
        named, said = [*zip(PROVIDER_TOPS, provider, strict=False)], [*zip(PROGRAMME_TOPS, programme, strict=False)]
        columns.append(Column(middle, named, provider_size, title if len(set(titles)) > 1 else "", said, size))
    return columns


def _signing(public: Public, language: PaperLanguage) -> list[Signing]:
    """Head and others, a row for each; nothing where the head signs alone."""
    if not (others := public.get("signers", [])):
        return []
    head = public["signatory"]
    who = [(office(head["capacity"], language, acting=head["acting"]), head["name"])]
    who += [(other["capacity"][language], other["name"]) for other in others]
    return [_row(said, name, line) for (said, name), line in zip(who, HEIGHTS[len(who)], strict=True)]


def _row(said: str, name: str, line: float) -> Signing:
    rows, size = fit(said, OFFICE_ROOM, OFFICE_SIZES, most=2)
    above = range(len(rows) - 1, -1, -1)
    placed = [(round(line - OFFICE_LEADING * many, 1), row) for many, row in zip(above, rows, strict=True)]
    [named], name_size = fit(name, SIGNER_ROOM, SIGNER_SIZES, most=1)
    return Signing(placed, size, line, named, name_size)


def own_lines(public: Public, language: PaperLanguage) -> dict[str, str]:
    """The name on one line or two with its size, and in place of what it was issued, as the paper has them."""
    letter = public["kind"] not in CERTIFICATES
    room, sizes = (LETTER_ROOM, LETTER_SIZES) if letter else (NAME_ROOM, NAME_SIZES)
    rows, size = fit(public["name"], room, sizes, most=2)
    lines = {"name_1": rows[0] if rows else "", "name_size": str(size)}
    if len(rows) > 1:
        lines["name_2"] = rows[1]
    if public["replaces"] and not letter:
        lines["instead"] = _instead(public, language)
    return lines


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
    second = second_language(public)
    languages = (language, second) if second else (language,)
    return " / ".join(filter(None, (instead(public["kind"], public["replaces"], one) for one in languages)))
