"""The code and its check character."""

import itertools
import secrets

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates.codes import ALPHABET, LENGTH, Flaw, check_character, explain, is_valid, new_code, normalise, pretty

BODIES = st.text(ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1)


def whole(body: str) -> str:
    return body + check_character(body)


def test_the_alphabet_is_32_characters_of_qr_alphanumeric_mode_without_look_alikes() -> None:
    assert len(set(ALPHABET)) == 32
    assert set(ALPHABET) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
    assert not set(ALPHABET) & set("ILOU")


def test_a_new_code_is_right_and_never_the_same() -> None:
    codes = {new_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert all(len(code) == LENGTH and is_valid(code) for code in codes)


def test_every_character_of_a_new_code_comes_from_the_systems_generator(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    real = secrets.choice

    def choose(letters: str) -> str:
        drawn.append(real(letters))
        return drawn[-1]

    monkeypatch.setattr(secrets, "choice", choose)
    assert new_code()[: LENGTH - 1] == "".join(drawn)


@settings(max_examples=20)
@given(BODIES)
def test_every_single_substitution_is_caught(body: str) -> None:
    code = whole(body)
    for place, right in enumerate(code):
        for wrong in ALPHABET.replace(right, ""):
            assert explain(code[:place] + wrong + code[place + 1 :]) == Flaw("check", LENGTH)


@settings(max_examples=20)
@given(BODIES)
def test_every_swap_of_two_characters_is_caught_neighbours_or_not(body: str) -> None:
    code = whole(body)
    for a, b in itertools.combinations(range(LENGTH), 2):
        letters = list(code)
        letters[a], letters[b] = letters[b], letters[a]
        assert is_valid("".join(letters)) == (code[a] == code[b])


def test_a_swap_of_any_two_neighbours_is_caught_for_every_pair_at_every_place() -> None:
    # The check is linear, so a swap is caught or not whatever stands elsewhere: this is the whole proof.
    for place in range(LENGTH - 2):
        for first, second in itertools.permutations(ALPHABET, 2):
            body = "0" * place + first + second + "0" * (LENGTH - 3 - place)
            swapped = "0" * place + second + first + "0" * (LENGTH - 3 - place)
            assert check_character(body) != check_character(swapped)
    for last in ALPHABET:
        code = whole("0" * (LENGTH - 2) + last)
        assert code[-1] == last or not is_valid(code[:-2] + code[-1] + code[-2])


@given(BODIES, st.integers(0, LENGTH - 2), st.sampled_from(ALPHABET))
def test_a_doubled_character_typed_as_another_pair_is_caught(body: str, place: int, other: str) -> None:
    code = whole(body)
    if code[place] == code[place + 1] != other:
        assert not is_valid(code[:place] + other * 2 + code[place + 2 :])


CODE = whole("7KQ4M2XN9TRD0B1")


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        pretty(CODE),
        pretty(CODE, " "),
        pretty(CODE).lower(),
        f"  {pretty(CODE, ' – ')}\n",
        pretty(CODE, "\u2011"),
        pretty(CODE, "\u200b"),
        pretty(CODE, "."),
        CODE.replace("0", "O").replace("1", "l"),
        CODE.replace("0", "o").replace("1", "i"),
        CODE.replace("0", "О").replace("1", "І"),
        CODE.replace("K", "к").replace("M", "м").replace("X", "х").replace("T", "т").replace("B", "в"),
        f"HTTPS://BASQARU.EXAMPLE/V/{CODE}",
        f"https://basqaru.example/v/{pretty(CODE).lower()}/?lang=ru",
        "".join(chr(ord(character) + 0xFEE0) for character in CODE),
    ],
)
def test_a_code_is_taken_however_it_is_typed(typed: str) -> None:
    assert normalise(typed) == CODE
    assert explain(typed) is None


@pytest.mark.parametrize(
    ("typed", "flaw"),
    [
        ("", Flaw("empty", 0)),
        (" - ", Flaw("empty", 0)),
        (CODE[:15], Flaw("length", 15)),
        (CODE + "7", Flaw("length", 17)),
        ("7KQ4-M2XЖ", Flaw("foreign", 8, 8, "Ж")),
        (CODE[:4] + "?" + CODE[5:], Flaw("foreign", 16, 5, "?")),
        (CODE[:4] + CODE[5] + CODE[4] + CODE[6:], Flaw("check", 16)),
    ],
)
def test_what_is_wrong_with_a_code_is_said(typed: str, flaw: Flaw) -> None:
    assert explain(typed) == flaw


def test_no_look_alike_of_a_cyrillic_keyboard_is_called_foreign() -> None:
    for letter in "АВЕКМНОРСТХУІҮҰҺЗавекмнорстхуіүұһз":
        assert normalise(letter) in ALPHABET


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    assert (explain(text) is None) == is_valid(text)


def test_four_groups_of_four() -> None:
    assert pretty(CODE) == f"7KQ4-M2XN-9TRD-{CODE[12:]}"
    assert pretty(CODE, " ").split(" ") == [CODE[0:4], CODE[4:8], CODE[8:12], CODE[12:16]]
