import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import names
from people.names import Name

ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"


@pytest.mark.parametrize(
    ("full", "name"),
    [
        ("Нұрғалиева Айгүл Болатқызы", Name("Нұрғалиева", "Айгүл", "Болатқызы")),
        ("Нұрғалиева Айгүл Болат қызы", Name("Нұрғалиева", "Айгүл", "Болат қызы")),
        ("Қожахмет Ерлан Нұрлан ұлы", Name("Қожахмет", "Ерлан", "Нұрлан ұлы")),
        ("Кожахмет Ерлан Нурлан улы", Name("Кожахмет", "Ерлан", "Нурлан улы")),
        ("Қожахмет Ерлан Нұрланұлы", Name("Қожахмет", "Ерлан", "Нұрланұлы")),
        ("Иванов Иван Иванович", Name("Иванов", "Иван", "Иванович")),
        ("Ким Елена Сергеевна", Name("Ким", "Елена", "Сергеевна")),
        ("Мамедов Али Вагиф оглы", Name("Мамедов", "Али", "Вагиф оглы")),
        ("Сахариев Асет", Name("Сахариев", "Асет")),
        ("Ли Чжан Вэй", Name("Ли", "Чжан", "Вэй")),
        ("Әбдіғали Нұрлан-Тілек Ерланұлы", Name("Әбдіғали", "Нұрлан-Тілек", "Ерланұлы")),
        ("Петрова - Сидорова Анна Ильинична", Name("Петрова-Сидорова", "Анна", "Ильинична")),
        ("Айгүл Болатқызы Серікова", Name("Серікова", "Айгүл", "Болатқызы")),
        ("Иван Петрович Сидоров", Name("Сидоров", "Иван", "Петрович")),
        ("Петрович Иван Ильич", Name("Петрович", "Иван", "Ильич")),
        ("Абрамович Роман", Name("Абрамович", "Роман")),
        ("Смит, Джон Иванович", Name("Смит", "Джон", "Иванович")),
        ("Smith, John", Name("Smith", "John")),
        ("Nurgaliyeva Aigul Bolatqyzy", Name("Nurgaliyeva", "Aigul", "Bolatqyzy")),
        ("Ибраева", Name("Ибраева", "")),
        ("", Name("", "")),
    ],
)
def test_a_full_name_is_divided_as_its_owner_would(full: str, name: Name) -> None:
    assert names.split(full) == name


@pytest.mark.parametrize(
    "full",
    ["\xa0Нұрғалиева  Айгүл\tБолатқызы ", "Нұрғалиева Айгүл\u200b Болатқызы", "Нұрғалиева Айгүл Болатқызы;",
     "\0Нұрғалиева\x01 Айгүл\x0bБолатқызы\x7f", "Нұрғалиева\x1cАйгүл\x85Болатқызы\uffff",
     "Нұрғалиева \u202eАйгүл\u202c Болатқызы"],
)  # fmt: skip
def test_spaces_of_any_kind_and_what_cannot_be_seen_are_dropped(full: str) -> None:
    assert str(names.split(full)) == "Нұрғалиева Айгүл Болатқызы"


@given(st.text(max_size=80))
def test_any_text_is_divided_without_losing_a_letter(text: str) -> None:
    parts = "".join(str(names.split(text)).replace(",", "").split())
    assert sorted(parts) == sorted("".join(names.clean(text).replace(",", "").split())) or "," in text


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("НҰРҒАЛИЕВА", "Нұрғалиева"),
        ("нұрғалиева", "Нұрғалиева"),
        ("Нұрғалиева", "Нұрғалиева"),
        ("ПЕТРОВА-СИДОРОВА", "Петрова-Сидорова"),
        ("О'КОННОР", "О'Коннор"),
        ("БОЛАТ ҚЫЗЫ", "Болат қызы"),
        ("МакДональд", "МакДональд"),
        ("ІЗБАСАР", "Ізбасар"),
        ("", ""),
    ],
)
def test_capitals_are_mended(typed: str, suggested: str) -> None:
    assert names.mend_case(typed) == suggested


def test_latin_letters_inside_a_cyrillic_word_are_found_and_mended() -> None:
    typed = Name("Нұpғалиевa", "Aйгүл", "Болатқызы")  # Latin p, a, A
    assert names.look_alikes(str(typed)) == "paA"
    assert str(names.suggest(typed)) == "Нұрғалиева Айгүл Болатқызы"


def test_a_word_of_look_alikes_only_is_found_by_its_neighbours() -> None:
    assert names.suggest(Name("Ахметов", "MAPAT")) == Name("Ахметов", "Марат")


@pytest.mark.parametrize("text", ["Smith John", "Ахметов Асан", "Ахметов John"])
def test_a_name_in_one_alphabet_or_with_a_latin_word_is_left_alone(text: str) -> None:
    assert names.look_alikes(text) == ""


def test_what_stays_mixed_is_still_found() -> None:
    assert names.mixed_in("Ахметов John") == "John"
    assert names.mixed_in("Ахметов Асан") == ""


@pytest.mark.parametrize(("text", "answer"), [("А.", True), ("А.Б.", True), ("А", True), ("Ан", False), ("", False)])
def test_initials_are_no_name(text: str, answer: bool) -> None:
    assert names.is_initials(text) is answer


def test_the_order_is_that_of_the_kazakh_alphabet() -> None:
    shuffled = list(ALPHABET + ALPHABET.upper())
    random.Random(1).shuffle(shuffled)
    in_order = sorted(shuffled, key=lambda letter: (names.kazakh_key(letter), letter.islower()))
    assert "".join(in_order) == "".join(letter.upper() + letter for letter in ALPHABET)


def test_names_stand_in_the_order_of_a_kazakh_register() -> None:
    right = ["Абай", "Әбді", "Байжанов", "Ғалым", "Дәулет", "Елеу", "Ёлкин", "Иса", "Кәрім", "Қазыбек", "Нұр", "Ңа",
             "Омар", "Өмір", "Ұлжан", "Үміт", "Һәкім", "Шәкен", "Ізбасар", "Яков"]  # fmt: skip
    by_code_point = sorted(right)
    assert by_code_point != right
    assert sorted(by_code_point, key=names.kazakh_key) == right


def test_a_shorter_surname_stands_before_a_longer_one_with_the_same_beginning() -> None:
    assert names.kazakh_key("Али Яна") < names.kazakh_key("Алиев Абай")


@given(st.text(ALPHABET + ALPHABET.upper() + "abcXYZ -0129'«№", max_size=60))
def test_the_key_is_digits_only_so_that_every_database_orders_it_alike(text: str) -> None:
    key = names.kazakh_key(text)
    assert set(key) <= set("0123456789")
    assert len(key) <= 2 * len(text)
    assert key == names.kazakh_key(text.upper())


@pytest.mark.parametrize(
    "spellings",
    [
        ("Қазыбек", "казыбек", "qazybek", "КАЗЫБЕК", "Kazybek"),
        ("Нұрғалиева", "Нургалиева", "Nurgaliyeva", "Nurgalieva", "Нұpғалиева"),
        ("Жұмабаев", "Жумабаев", "Zhumabayev", "Jumabaev"),
        ("Шәкәрім", "Шакарим", "Shakarim", "Şäkärım"),
        ("Ерлан", "Erlan", "Yerlan"),
        ("Юлия", "Yuliya", "Yulia"),
        ("Семёнов", "Семенов"),
        ("№ 7 мектеп-лицей", "7 мектеп лицей", "«№7» Мектеп – лицей"),
    ],
)
def test_spellings_of_one_name_meet_in_a_search(spellings: tuple[str, ...]) -> None:
    assert len({names.fold(spelling) for spelling in spellings}) == 1


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_for_names(text: str) -> None:
    assert names.fold(f" {text} ") == names.fold(text)
    assert "  " not in names.fold(text)
