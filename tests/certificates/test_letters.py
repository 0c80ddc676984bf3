"""Proof of letters: each printed letter is compared, as a picture, with the same letter drawn from the same font file.

A font that was cut down wrongly prints К for Қ while the text layer still says Қ. The text layer only tells where to
look; what is seen there is compared with a picture that Pillow (FreeType) draws without the PDF's help.
"""

from __future__ import annotations

from functools import lru_cache

import pytest
from PIL import Image, ImageChops, ImageFont

from certificates.design import render
from people.paper import FACES, FONTS, render_pdf
from tests.certificates.paper_samples import named, sample
from tests.paper_reading import Paper

KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
LOOK_ALIKES = "АаЕеГгКкНнОоУуХхһhИиIiЧчЗзЭэVvYy"
DPI = 432  # six dots a point
# Letters of other alphabets that the font draws with the very same shape.
TWINS = {"І": "I", "і": "i", "һ": "h", "Ү": "Y", "ү": "y"}


@lru_cache(maxsize=512)
def drawn(letter: str, points: float, font: str) -> Image.Image:
    """The letter alone, black on white, cut to its ink; drawn four times as large, where hinting is nothing."""
    mask = ImageFont.truetype(str(FONTS / font), points * DPI / 72 * 4).getmask(letter, mode="L")
    large = Image.new("L", (mask.size[0] + 8, mask.size[1] + 8), 255)
    large.paste(Image.frombytes("L", mask.size, bytes(255 - value for value in mask)), (4, 4))
    return trimmed(large.resize((large.width // 4, large.height // 4), Image.Resampling.BOX))


def trimmed(picture: Image.Image) -> Image.Image:
    ink = picture.point(lambda value: 255 if value < 128 else 0)
    return ink.crop(ink.getbbox())


def difference(one: Image.Image, other: Image.Image) -> float:
    """The share of ink that only one of two pictures has, when they lie on each other as well as they can."""
    width, height = max(one.width, other.width) + 2, max(one.height, other.height) + 2
    best = 1.0
    for dx in (0, 1, 2):
        for dy in (0, 1, 2):
            a, b = Image.new("L", (width, height)), Image.new("L", (width, height))
            a.paste(one, (1, 1))
            b.paste(other, (dx, dy))
            apart = ImageChops.difference(a, b).histogram()[255]
            together = ImageChops.lighter(a, b).histogram()[255]
            best = min(best, apart / together)
    return best


def same(one: Image.Image, other: Image.Image) -> bool:
    """Of one size, to the two dots that edges may differ by, and of one shape."""
    if abs(one.width - other.width) > 2 or abs(one.height - other.height) > 2:
        return False
    return difference(one, other) < 0.07


def printed(paper: Paper, page: int, letters: str) -> dict[str, Image.Image]:
    """The first place of each letter on a page whose ink is big enough to judge, cut out of the page's picture."""
    picture = paper.picture(page, DPI)
    height = paper.pages[page].get_size()[1]
    found: dict[str, Image.Image] = {}
    for letter, (left, bottom, right, top) in paper.letters(page):
        if letter in letters and letter not in found and top - bottom > 10:
            box = (left * 6 - 2, (height - top) * 6 - 2, right * 6 + 2, (height - bottom) * 6 + 2)
            found[letter] = trimmed(picture.crop(tuple(round(edge) for edge in box)))  # type: ignore[arg-type]
    return found


def read_as(picture: Image.Image, points: float, font: str) -> str:
    """Every letter, of Kazakh's own and of those that could stand in for them, that the picture looks the same as."""
    return "".join(letter for letter in KAZAKH + LOOK_ALIKES if same(picture, drawn(letter, points, font)))


def test_every_kazakh_letter_of_a_printed_name_is_that_letter() -> None:
    # On one line, 32 points, the letters apart: all that only Kazakh has, on a real certificate.
    name = named(" ".join("ӘҒҚҢӨҰҮҺІ"), " ".join("әғқңөұүһі"))
    found = printed(Paper(render(sample(name=name))), 0, KAZAKH)
    assert set(found) == set(KAZAKH)
    for letter, picture in found.items():
        assert letter in read_as(picture, 32, FACES["normal", 700])
        assert not set(read_as(picture, 32, FACES["normal", 700])) - {letter, *TWINS.get(letter, "")}


@pytest.mark.parametrize("face", list(FACES))
def test_every_kazakh_letter_of_each_style_is_that_letter(face: tuple[str, int]) -> None:
    style, weight = face
    sheet = (
        '@page { size: 420mm 60mm; margin: 5mm } html { font-family: "PT Serif Paper"; font-size: 48pt; '
        f"font-style: {style}; font-weight: {weight}; letter-spacing: .2em }}"
    )
    html = f'<!DOCTYPE html><html lang="kk"><head><title>А</title></head><body>{KAZAKH}</body></html>'
    found = printed(Paper(render_pdf(html, stylesheet=sheet)), 0, KAZAKH)
    assert set(found) == set(KAZAKH)
    for letter, picture in found.items():
        assert letter in read_as(picture, 48, FACES[face])
        assert not set(read_as(picture, 48, FACES[face])) - {letter, *TWINS.get(letter, "")}


def test_the_comparison_tells_letters_apart() -> None:
    bold = FACES["normal", 700]
    for right, wrong in ("ҚК", "ҢН", "ӨО", "ҰҮ", "ҰУ", "ҺЧ", "ғг", "әа", "қк", "ңн", "өо", "һн"):
        assert not same(drawn(right, 26, bold), drawn(wrong, 26, bold)), right
    assert not same(drawn("Қ", 26, bold), drawn("Қ", 26, FACES["normal", 400]))
