"""Names and titles are measured with the font before they are printed, and stand on the paper as measured."""

from __future__ import annotations

import pytest

from certificates.design import render
from certificates.paper.certificate import NAME_ROOM
from certificates.paper.fitting import balance, fit_name, fit_title, shrink, width
from tests.certificates.paper_samples import named, sample
from tests.paper_reading import Paper

LONGEST = ("Ж" + "ұ" * 24, "Ғ" + "ы" * 24, "Ө" + "м" * 24)


@pytest.mark.parametrize(
    ("words", "lines", "points"),
    [
        (("Ли", "Анна"), 1, 32),
        (("Нұрғалиева", "Гүлжаһан", "Өмірбекқызы"), 1, 32),
        (("Нұрмағамбетова", "Гүлжаһан", "Мұхаммеджанқызы"), 1, 28),
        (("Нұрмағамбетова-Қожахметова", "Гүлжаһан", "Мұхаммеджанқызы"), 2, 26),
        (("Константинопольская", "Александра"), 1, 32),
        (("Ж" * 30,), 1, 22.2),
        ((LONGEST[0], LONGEST[1]), 2, 26),
    ],
)
def test_a_name_is_as_large_as_its_line_allows(words: tuple[str, ...], lines: int, points: float) -> None:
    fitted = fit_name(words[0], " ".join(words[1:]), NAME_ROOM)
    assert len(fitted.lines) == lines
    assert fitted.points == points
    assert " ".join(fitted.lines) == " ".join(words)
    assert max(width(line, fitted.points, "bold", -0.005) for line in fitted.lines) <= NAME_ROOM


def test_three_words_of_25_letters_shrink_until_they_fit() -> None:
    fitted = fit_name(LONGEST[0], " ".join(LONGEST[1:]), NAME_ROOM)
    assert fitted.lines == (LONGEST[0], f"{LONGEST[1]} {LONGEST[2]}")
    assert 16 < fitted.points < 26
    assert NAME_ROOM - 2 < width(fitted.lines[1], fitted.points, "bold", -0.005) <= NAME_ROOM


@pytest.mark.parametrize(
    "words", [LONGEST, ("Нұрғалиева", "Гүлжаһан", "Өмірбекқызы"), ("Ли", "Анна"), (LONGEST[0], LONGEST[1], "")]
)
def test_what_is_printed_is_as_wide_as_what_was_measured(words: tuple[str, ...]) -> None:
    name = named(*words)
    fitted = fit_name(words[0], " ".join(words[1:]).strip(), NAME_ROOM)
    wanted = ["".join(line.split()) for line in fitted.lines]
    lines = {line.text: line for line in Paper(render(sample(name=name))).lines(0, gap=6)}
    for text, line in zip(wanted, fitted.lines, strict=True):
        printed = lines[text]
        measured = width(line, fitted.points, "bold", -0.005)
        assert printed.right - printed.left <= NAME_ROOM
        assert printed.right - printed.left == pytest.approx(measured, rel=0.03)
        assert (printed.left + printed.right) / 2 == pytest.approx(148.5, abs=0.6)


def test_a_long_title_breaks_into_even_lines() -> None:
    text = "Білім беру ұйымдарындағы инновациялық менеджмент: сапаны және инклюзияны басқарудың заманауи тәсілдері"
    fitted = fit_title(f"«{text}»", 237, (14.6, 13.4, 12.6))
    assert len(fitted.lines) == 2
    first, second = (width(line, 10, "bold") for line in fitted.lines)
    assert abs(first - second) < 0.2 * max(first, second)
    assert fit_title("«Басқару»", 237, (14.6, 13.4)).lines == ("«Басқару»",)


def test_one_long_word_is_shrunk_because_it_cannot_be_broken() -> None:
    assert balance("Ж" * 90, 2, "bold") == ("Ж" * 90,)
    points = shrink(("Ж" * 90,), 26, 240, "bold")
    assert width("Ж" * 90, points, "bold") <= 240 < width("Ж" * 90, points + 0.2, "bold")
