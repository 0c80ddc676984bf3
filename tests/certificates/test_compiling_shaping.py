"""Lines set as Pango sets them: kerned with their blanks, apart where letters are, and only with known letters."""

from __future__ import annotations

import pytest

from certificates.compiling.shaping import Manner, Typesetter, shape
from certificates.compiling.unfit import Unfit
from certificates.paper.alphabet import LETTERS
from certificates.paper.fitting import width
from people.paper import unprintable
from people.typesetting import Face

FILE = "PTF75F.ttf"
PLAIN, APART = Manner(20.0, 0.0, "kk"), Manner(20.0, 0.4, "kk")


def bold() -> Typesetter:
    letters = [letter for letter in f"{LETTERS} \u00a0" if letter not in unprintable(LETTERS)]
    widths = {}
    for letter in letters:
        ((glyph, advance),) = shape(FILE, letter, 1000, "Cyrl", PLAIN)[0]
        widths[glyph] = advance
    return Typesetter(Face("normal", 700, widths))


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return bold()


def test_a_line_is_as_wide_as_its_letters_less_their_kerning(typesetter: Typesetter) -> None:
    for text in ("Нұрғалиева Гүлжаһан Өмірбекқызы", "АУДАТ", "7KQ4 M2XN"):
        measured = width(text, 20.0 * 0.75, "bold") * 96 / 25.4
        assert 0.9 * measured < typesetter.set(text, PLAIN).width <= measured + 0.05


def test_words_shaped_one_by_one_are_the_line_shaped_at_once(typesetter: Typesetter) -> None:
    """Blanks are kerned with the letters beside them: under the arms of a т, not beside an н."""
    text = "Ту АУЛ т. Ұлы — Уәли, «Ғ» Таңат 14 ауыл"
    whole = sum(advance for _glyph, advance in shape(FILE, text, 20 * 1024, "Cyrl", PLAIN)[0])
    assert typesetter.set(text, PLAIN).width == pytest.approx(whole / 1024, abs=0.001)
    before_t, before_n = (shape(FILE, f"а {letter}", 1000, "Cyrl", PLAIN)[0][1][1] for letter in "тн")
    assert before_t < before_n


def test_letters_of_two_scripts_are_not_kerned() -> None:
    both = shape(FILE, "АV", 1000, "Cyrl", PLAIN)[0]
    alone = shape(FILE, "А", 1000, "Cyrl", PLAIN)[0] + shape(FILE, "V", 1000, "Latn", PLAIN)[0]
    assert both == alone
    assert shape(FILE, "АУ", 1000, "Cyrl", PLAIN)[0][0][1] < alone[0][1]


def test_letters_set_apart_are_further_by_so_much_each(typesetter: Typesetter) -> None:
    text = "ҚАЗАҚСТАН"
    apart, plain = typesetter.set(text, APART), typesetter.set(text, PLAIN)
    assert apart.width - plain.width == pytest.approx(0.4 * len(text), abs=0.02)
    assert b" Tc " in apart.operators
    assert b"Tc" not in plain.operators


def test_a_letter_outside_the_design_is_refused(typesetter: Typesetter) -> None:
    for text in ("Ѣлинъ", "李", "Сәуле 李"):
        with pytest.raises(Unfit) as refused:
            typesetter.set(text, PLAIN)
        assert refused.value.reason == "letter"


def test_the_alphabet_has_every_letter_that_names_here_are_written_in() -> None:
    for letters in ("ӘҒҚҢӨҰҮҺІәғқңөұүһі", "ЁЪЫЭЩёъыэщ", "ЇЄҐЎїєґў", "ÄÖÜßÇŞĞİı", "«»„“”’–—№·"):
        assert set(letters) <= set(LETTERS)
    assert not set(unprintable("".join(LETTERS[:200])))
