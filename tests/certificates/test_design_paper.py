"""Whatever a design chooses, the longest that real papers say stays in its place, in colour and in grey."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from pytest_django import Settings

from certificates import design as paper
from certificates.compiling import counting
from certificates.paper import inks
from certificates.paper.blocks import evenly, fit_block
from certificates.paper.fitting import width
from certificates.paper.pictures import PictureMissing, address
from certificates.paper.plates import certificate_plate
from certificates.paper.signing import HEIGHTS, lines
from certificates.qr import qr_text
from tests.certificates.design_samples import CHAIR, DEAN, LONGEST, in_design, picture
from tests.certificates.oracle import differences
from tests.certificates.paper_samples import CODE, named, sample
from tests.paper_reading import Paper, silent_press

__all__ = ["silent_press"]
pytestmark = pytest.mark.usefixtures("silent_press")

REPLACED = {"number": "2026-00098", "issued_on": "2026-10-23"}
EVERYTHING: dict[str, Any] = {"logo": picture(), "seal": "picture", "seal_picture": picture((700, 700))}
LOOKS: dict[str, tuple[str, dict[str, Any]]] = {
    "kk, calm": ("kk", {"plate": "calm", "palette": "graphite", "signers": [CHAIR]}),
    "ru, everything": ("ru", {**EVERYTHING, "signers": [CHAIR, DEAN], "palette": "burgundy"}),
    "en, no seal": ("en", {"seal": "none", "signers": [DEAN]}),
    "tri": ("tri", {**EVERYTHING, "signers": [CHAIR, DEAN]}),
    "kk and ru": ("kk", {**EVERYTHING, "second": "ru", "palette": "blue", "signers": [CHAIR, DEAN]}),
    "kk and en": ("kk", {"second": "en", "plate": "calm"}),
}


def strayed(paper: Paper, page: int) -> list[str]:
    """Lines over each other, or over the frame; the line of microtext is a line to the eye."""
    read = [line for line in paper.lines(page) if line.bottom - line.top > 1.0]
    wide, high = paper.size(page)
    margin = 20.4 if page == 0 else 8.6
    return [
        *(f"{a.text} / {b.text}" for n, a in enumerate(read) for b in read[n + 1 :] if a.overlaps(b, 0.25)),
        *(
            f"outside: {line.text}"
            for line in read
            if line.left < margin or line.right > wide - margin or line.top < margin or line.bottom > high - margin
        ),
    ]


@pytest.mark.parametrize(("language", "look"), LOOKS.values(), ids=LOOKS)
def test_the_longest_stays_in_its_place(language: str, look: dict[str, Any]) -> None:
    changes = {**LONGEST, "kind": "duplicate", "replaces": REPLACED}
    made = Paper(paper.render(in_design(language, changes=changes, **look)))
    assert len(made) == 2
    assert [strayed(made, page) for page in range(2)] == [[], []]
    assert [made.qr(page) for page in range(2)] == [[qr_text("https://basqaru.example", CODE)]] * 2
    said = "".join(made.text(0).split())
    for text in [LONGEST["name"]["surname"], LONGEST["name"]["patronymic"], *(each["name"] for each in _signers(look))]:
        assert "".join(text.split()) in said
    for spoken in filter(None, (language.replace("tri", "kk"), look.get("second"))):
        assert "".join(LONGEST["programme"][spoken].split()) in said.replace("\u00ad", "")


@pytest.mark.parametrize(("language", "look"), LOOKS.values(), ids=LOOKS)
def test_a_design_is_compiled_and_filled_in_as_weasyprint_would(language: str, look: dict[str, Any]) -> None:
    snapshot = in_design(language, changes={"name": named("Ли", "Анна")}, **look)  # without a patronymic
    before = counting.counted()[counting.FILLED]
    made = Paper(paper.render(snapshot))
    assert counting.counted()[counting.FILLED] == before + 1
    assert differences(made, Paper(paper.render_whole(snapshot))) == []


@pytest.mark.parametrize("language", ["kk", "ru", "en", "tri"])
def test_a_paper_without_a_design_is_the_one_that_it_was(language: str) -> None:
    """The design that changes nothing prints the bytes of a snapshot that was frozen before there were designs."""
    assert paper.render(in_design(language)) == paper.render(sample(language=language))


def test_two_languages_have_the_same_size_and_stand_side_by_side() -> None:
    made = Paper(paper.render(in_design(second="ru")))
    kazakh, russian = (
        next(line for line in made.lines(0) if line.text.startswith(text))
        for text in ("Осысертификатпен", "Настоящимсертификатом")
    )
    assert kazakh.right < 148.5 < russian.left
    assert abs(kazakh.top - russian.top) < 0.5
    said = made.text(0)
    assert said.count("СЕРТИФИКАТ\n") == 1  # the same word in both
    for text in ("80 академиялық сағат", "80 академических часов", "2026 жылғы 23 қазан", "23 октября 2026 года"):
        assert text in said
    assert "ҚОСЫМША / ПРИЛОЖЕНИЕ" in made.text(1)


def test_a_logo_stands_where_the_medallion_was() -> None:
    plain, with_logo = (Paper(paper.render(in_design(plate="calm", logo=logo))) for logo in (None, picture((320, 320))))
    box = (int(141 * 144 / 25.4), int(25 * 144 / 25.4), int(156 * 144 / 25.4), int(41 * 144 / 25.4))
    assert plain.picture(0).crop(box).tobytes() != with_logo.picture(0).crop(box).tobytes()


def test_each_who_signs_has_a_line_of_their_own() -> None:
    assert [len(lines(others)) for others in (0, 1, 2)] == [1, 2, 3]
    assert [[begin[1] for begin, _end in lines(others)] for others in (1, 2)] == [list(HEIGHTS[2]), list(HEIGHTS[3])]


def test_a_stored_picture_is_proved_by_its_digest(settings: Settings, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(PictureMissing):
        address({"key": "designs/gone.png", "sha256": "0" * 64})


# ---- fitting --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("size", [1, 3, 12, 40])
def test_texts_that_share_a_place_are_inside_it(size: int) -> None:
    text = " ".join(["Басқарма төрағасының орынбасары"] * size)
    fitted = fit_block((text, "Директор"), 58, 11, 9.6)
    assert "".join(fitted.lines).replace(" ", "") == f"{text}Директор".replace(" ", "")
    assert max(width(line, fitted.points) for line in fitted.lines) <= 58
    assert len(fitted.lines) * fitted.points * 1.25 * 25.4 / 72 <= 11 or fitted.points == 3


def test_no_word_is_left_alone_on_the_last_line() -> None:
    broken = evenly("Аттестаттау комиссиясының төрағасы орынбасары болып", 10, 80)
    assert len(broken) == 2
    assert abs(width(broken[0], 10) - width(broken[1], 10)) < 30


# ---- grey -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("palette", inks.PALETTES)
def test_the_colours_survive_a_grey_printer(palette: str) -> None:
    white = "#FFFFFF"
    assert min(inks.contrast(inks.ink(ink, palette), white) for ink in inks.TEXT.values()) >= 7
    assert min(inks.contrast(inks.ink(ink, palette), white) for ink in inks.LINES.values()) >= 3
    # What lies under the text is seen and leaves it legible.
    for ground in inks.GROUND.values():
        assert 1.1 <= inks.contrast(inks.ink(ground, palette), white) <= 1.5
        assert inks.contrast(inks.ink(inks.TEXT["ink"], palette), inks.ink(ground, palette)) >= 7
    scale = [inks.luminance(inks.ink(ink, palette)) for ink in inks.SCALE]
    assert all(lighter - darker > 0.05 for lighter, darker in pairwise(scale))


def test_contrast_is_that_of_wcag() -> None:
    assert inks.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert inks.contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("palette", [name for name in inks.PALETTES if name != inks.STANDARD])
def test_no_ink_of_the_standard_set_is_left_in_another(palette: str) -> None:
    plate, other = certificate_plate(), inks.reinked(certificate_plate(), palette)
    css, replaced = paper.stylesheet(), paper.stylesheet(palette)
    for ink in inks.PALETTES[palette]:
        assert inks._operands(ink) not in other.operators + "".join(str(tile) for _name, tile in other.tiles)
        assert ink not in replaced
    assert len(plate.operators.split()) == len(other.operators.split())
    assert css.count("#") == replaced.count("#")


def _signers(look: dict[str, Any]) -> list[Any]:
    signers: list[Any] = look.get("signers", [])
    return signers
