"""What a page says of a code that cannot be one, and which look-alike it proposes."""

from __future__ import annotations

import pytest

from certificates.codes import check_character, explain, is_valid, pretty
from certificates.mistyping import guesses, what_is_wrong
from tests.certificates.paper_samples import BODY, CODE


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "16 characters under the QR"),
        ("7KQ4", "here are 4"),
        ("7", "here is 1"),
        (CODE + "0", "here are 17"),
        ("7KQ4-M2#N-9TRD-5BW0", "Character 7, “#”"),
        (CODE[:-1] + ("1" if CODE[-1] == "0" else "0"), "One character is mistyped"),
    ],
)
def test_a_flaw_is_said_in_a_sentence(typed: str, said: str) -> None:
    flaw = explain(typed)
    assert flaw is not None
    assert said in what_is_wrong(flaw)


@pytest.mark.parametrize(("right", "wrong"), [("8", "B"), ("B", "8"), ("5", "S"), ("2", "Z"), ("0", "D"), ("V", "Y")])
def test_the_look_alike_that_makes_it_right_is_proposed(right: str, wrong: str) -> None:
    # A fixed code: of a random one, three other guesses may come first.
    body = "7" + right + BODY[2:]
    code, place = body + check_character(body), 1
    found = guesses(code[:place] + wrong + code[place + 1 :])
    assert code in [guess.code for guess in found]
    assert all(is_valid(guess.code) for guess in found)


def test_two_neighbours_that_changed_places_are_put_back() -> None:
    assert CODE[3] != CODE[4]
    swapped = CODE[:3] + CODE[4] + CODE[3] + CODE[5:]
    guess = next(guess for guess in guesses(swapped) if guess.code == CODE)
    assert (guess.before, guess.marked, guess.after) == (CODE[:3], f"{CODE[3]}-{CODE[4]}", pretty(CODE)[6:])


@pytest.mark.parametrize("typed", ["", "7KQ4", "#" * 16, CODE + CODE])
def test_nothing_is_proposed_for_what_is_no_code_at_all(typed: str) -> None:
    assert guesses(typed) == []
