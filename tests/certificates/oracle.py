"""WeasyPrint's own render of a document, held against the same document made from its compiled design."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter

from tests.paper_reading import Paper

Box = tuple[float, float, float, float]
# In this resolution a dot is half a point; what is dark on one page and has nothing dark within a dot of it on the
# other is a letter that is missing, wrong or elsewhere.
DPI, DARK, LIGHT = 144, 90, 200


@dataclass(frozen=True)
class Word:
    text: str
    box: Box  # points


def words(paper: Paper, page: int) -> list[Word]:
    """In the order in which they are written, each with the box of its letters as the font has them."""
    text = paper.pages[page].get_textpage()
    letters = text.get_text_range()
    found: list[Word] = []
    begun: list[int] = []
    for place, letter in enumerate([*letters, " "]):
        if letter.strip():
            begun.append(place)
        elif begun:
            first, last = text.get_charbox(begun[0], loose=True), text.get_charbox(begun[-1], loose=True)
            word = "".join(letters[place] for place in begun)
            found.append(Word(word, (first[0], min(first[1], last[1]), last[2], max(first[3], last[3]))))
            begun = []
    return found


def differences(made: Paper, wanted: Paper, *, within: float = 0.25) -> list[str]:
    """What is not as WeasyPrint has it: words, their order, their places, or what is seen on the raster."""
    if len(made) != len(wanted):
        return [f"{len(made)} pages instead of {len(wanted)}"]
    told = []
    for page in range(len(wanted)):
        ours, theirs = words(made, page), words(wanted, page)
        if (said := [word.text for word in ours]) != (expected := [word.text for word in theirs]):
            told.append(f"page {page}: {sorted(set(said) ^ set(expected)) or 'another order'}")
            continue
        for our, their in zip(ours, theirs, strict=True):
            if (off := distance(our, their)) > within:
                told.append(f"page {page}: {our.text} is {off:.2f} pt away")
        if stray := strays(made.picture(page, DPI), wanted.picture(page, DPI)):
            told.append(f"page {page}: {stray} dots differ")
    return told


def distance(one: Word, other: Word) -> float:
    return max(abs(a - b) for a, b in zip(one.box, other.box, strict=True))


def strays(one: Image.Image, other: Image.Image) -> int:
    """Dots of ink on either picture with no ink near them on the other."""
    return sum(_alone(a, b) for a, b in ((one, other), (other, one)))


def _alone(one: Image.Image, other: Image.Image) -> int:
    ink = one.point(lambda tone: 255 * (tone < DARK))
    bare = other.filter(ImageFilter.MinFilter(3)).point(lambda tone: 255 * (tone > LIGHT))
    return ImageChops.darker(ink, bare).histogram()[255]
