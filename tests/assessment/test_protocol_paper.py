"""The protocol on paper: everybody, their points, the result, and places for every signature."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from django.utils.translation import override

from assessment.protocol_paper import protocol_html, protocol_pdf
from assessment.protocol_wording import ENGLISH, KAZAKH, RUSSIAN
from tests.assessment.protocol_samples import gone, protocol, row
from tests.paper_reading import Paper, silent_press

__all__ = ["silent_press"]
pytestmark = pytest.mark.usefixtures("silent_press")


def read(**changes: Any) -> Paper:
    return Paper(protocol_pdf(protocol(**changes)))


def flat(paper: Paper, page: int = 0) -> str:
    return " ".join(paper.text(page).split())


def test_it_is_landscape_and_says_what_it_is_about() -> None:
    paper = read()
    assert {paper.size(page) for page in range(len(paper))} == {(297, 210)}
    text = flat(paper)
    for said in (
        "«Оқу және Даму Институты» ЖШС",
        "Қорытынды аттестаттау хаттамасы № 12",
        "«Білім берудегі менеджмент: басқарудағы инновациялық тәсілдер»",
        "2026 жылғы күзгі ағым",
        "2026 жылғы 23 қазан",
        "305-кабинет",
        "Сәрсенов Дәулет Маратұлы төраға",
        "Қожахметова Айгүл Ерланқызы мүше · әдіскер",
    ):
        assert said in text


def test_each_row_has_its_points_to_two_decimals_the_sum_the_total_and_the_band() -> None:
    text = flat(read())
    assert "18,50 22,00 13,50 27,00 8,50 89,50 90 өте жақсы" in text
    assert "12,33 15,67 9,00 18,50 5,17 60,67 61 қанағаттанарлық" in text
    assert "8,00 9,50 6,00 12,00 3,00 38,50 39 өтпеді" in text


def test_who_did_not_appear_is_an_outcome_never_a_zero() -> None:
    text = flat(read())
    assert "Дәлелді себеппен келмеді еңбекке жарамсыздық парағы № 17" in text
    assert text.count("Келмеді") == 1
    assert "0,00" not in text


def test_the_summary_counts_every_outcome() -> None:
    assert (
        "Қорытынды: өте жақсы – 1; жақсы – 0; қанағаттанарлық – 1; өтпеді – 1; келмеді – 1; "
        "дәлелді себеппен келмеді – 1; барлығы – 5." in flat(read())
    )


def test_every_member_and_the_head_have_a_place_to_sign() -> None:
    paper = read()
    last = flat(paper, len(paper) - 1)
    signatures = last[last.index("Комиссияның қолдары") :]
    for name in ("Сәрсенов Дәулет Маратұлы", "Қожахметова Айгүл Ерланқызы", "Ким Виктор", "Қ. Б. Әубәкіров"):
        assert name in signatures
    assert signatures.count("қолы") == 4
    assert "Директор (міндетін атқарушы)" in signatures


def test_each_members_points_are_printed_when_there_are_several() -> None:
    text = " ".join(flat(paper, page) for paper in [read()] for page in range(len(paper)))
    assert "Комиссия мүшелері қойған ұпайлар" in text
    assert text.count("18,5 22,0 13,5 27,0 8,5 89,5") == 3
    alone = protocol()["commission"][:1]
    assert "Комиссия мүшелері қойған ұпайлар" not in protocol_html(protocol(commission=alone))


def test_an_excused_member_the_chairs_reason_and_carried_points_are_printed() -> None:
    sheets = [
        {"member": 0, "points": ["20", "20", "10", "20", "5"], "total": "75", "excused": ""},
        {"member": 1, "points": [], "total": "", "excused": "туысы"},
    ]
    again = row(
        "Ли Анна",
        ["20.00", "20.00", "10.00", "20.00", "5.00"],
        75,
        "good",
        attempt=2,
        carried=[True, False, False, False, False],
        sheets=sheets,
        note="Мүшелердің пікірі бірауыздан",
    )
    paper = read(rows=[again])
    text = " ".join(flat(paper, page) for page in range(len(paper)))
    assert "бағалаудан босатылды: туысы" in text
    assert "қайта аттестаттау" in text
    assert "20,00* 20,00 10,00" in text
    assert "* бірінші аттестаттаудан көшірілді" in text
    assert "Ескерту: Мүшелердің пікірі бірауыздан" in text


def test_a_long_protocol_repeats_the_head_of_its_table_and_numbers_its_pages() -> None:
    paper = read(rows=protocol()["rows"] * 6)
    assert len(paper) > 3
    for page in range(len(paper)):
        assert f"{page + 1} / {len(paper)}" in flat(paper, page)
        assert "Қорытынды аттестаттау хаттамасы № 12" in flat(paper, page)
    assert "Тыңдаушы, жұмыс орны" in flat(paper, 1)
    numbers = [str(number) for number in range(1, 31)]
    everything = " ".join(flat(paper, page) for page in range(len(paper)))
    assert [number for number in numbers if f" {number} " not in everything] == []


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_no_two_texts_overlap_and_none_leaves_the_page(language: str) -> None:
    paper = read(language=language, rows=protocol()["rows"] * 3)
    for page in range(len(paper)):
        lines = paper.lines(page)
        for one, other in itertools.combinations(lines, 2):
            assert not one.overlaps(other), (one, other)
        assert min(line.left for line in lines) > 19
        assert max(line.right for line in lines) < 284
        assert max(line.bottom for line in lines) < 205


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", ["Протокол (ведомость) итоговой аттестации № 12", "23 октября 2026 года", "председатель", "60,67 61"]),
        ("en", ["Protocol of the final assessment No. 12", "23 October 2026", "chair", "60.67 61 satisfactory"]),
    ],
)
def test_it_speaks_the_language_of_the_cohort_whatever_the_screen_speaks(language: str, said: list[str]) -> None:
    with override("kk"):
        in_kazakh = protocol_pdf(protocol(language=language))
    with override("en"):
        assert protocol_pdf(protocol(language=language)) == in_kazakh
    text = flat(Paper(in_kazakh))
    assert [each for each in said if each not in text] == []


def test_a_specimen_and_a_draft_say_so_on_every_page() -> None:
    specimen, draft = read(specimen=True), read(number=None)
    for page in range(len(specimen)):
        assert all(word in specimen.text(page) for word in ("ҮЛГІ", "ОБРАЗЕЦ", "SPECIMEN"))
    for page in range(len(draft)):
        assert all(word in draft.text(page) for word in ("ЖОБА", "ПРОЕКТ", "DRAFT"))
    assert "№ ————" in draft.text(0)
    assert "ҮЛГІ" not in read().text(0)


def test_a_day_on_which_nobody_appeared_prints_too() -> None:
    text = flat(read(rows=[gone("Ли Анна", "absent")], head={**protocol()["head"], "name": ""}))
    assert "келмеді – 1; барлығы – 1." in text
    assert "Хаттаманы бекітті" not in text


def test_nothing_of_a_name_is_read_as_markup() -> None:
    assert "&lt;b&gt;Ким&lt;/b&gt;" in protocol_html(protocol(rows=[gone("<b>Ким</b>", "absent")]))


def test_the_three_wordings_are_complete() -> None:
    for field in KAZAKH.__dataclass_fields__:
        assert all(getattr(wording, field) for wording in (KAZAKH, RUSSIAN, ENGLISH)), field
