"""The certificate, its appendix and the statement: what they say, where it stands, and that a camera reads it."""

from __future__ import annotations

import hashlib
import itertools
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.utils.translation import override

from certificates.design import document_html, render
from certificates.paper.wording import ENGLISH, KAZAKH, RUSSIAN, hours_in_words
from certificates.qr import qr_text
from certificates.snapshot import Snapshot
from people.written import PaperLanguage
from tests.certificates.paper_samples import BANDS, CODE, CRITERIA, MODULES, module, named, sample, statement, words
from tests.paper_reading import Line, Paper, silence, silent_press

__all__ = ["silent_press"]
pytestmark = pytest.mark.usefixtures("silent_press")

ADDRESS = qr_text("https://basqaru.example", CODE)
LONG_NAME = named("Ж" + "ұ" * 24, "Ғ" + "ы" * 24, "Ө" + "м" * 24)
LONG_TITLE = words(
    "Білім беру ұйымдарындағы инновациялық менеджмент: сапаны, инклюзияны, цифрлық трансформацияны және қауіпсіз "
    "ортаны басқарудың заманауи тәсілдері мен құралдары",
    "Инновационный менеджмент в организациях образования: современные подходы и инструменты управления качеством, "
    "инклюзией, цифровой трансформацией и безопасной средой",
    "Innovative management in education organisations: modern approaches to and tools for quality, inclusion, digital "
    "transformation and a safe environment",
)
LONG_OFFICE = words(
    "Басқарма төрағасының орынбасары, бас директордың міндетін уақытша атқарушы",
    "Заместитель председателя правления, временно исполняющий обязанности генерального директора",
    "Deputy Chair of the Board, temporarily Acting General Director",
)
VARIANTS: dict[str, dict[str, Any]] = {
    "kk": {},
    "ru": {"language": "ru"},
    "en": {"language": "en"},
    "tri": {"language": "tri"},
    "blank": {"language": "tri", "blank": {"series": "ОД", "number": "0004512"}},
    "duplicate": {"kind": "duplicate", "replaces": {"number": "2026-00098", "issued_on": "2026-10-23"}},
    "duplicate tri": {
        "kind": "duplicate",
        "language": "tri",
        "replaces": {"number": "2026-00098", "issued_on": "2026-10-23"},
    },
    "long name": {"name": LONG_NAME},
    "long title": {"programme": LONG_TITLE},
    "all long": {
        "language": "tri",
        "name": LONG_NAME,
        "programme": LONG_TITLE,
        "signatory": {"name": "Қ. Б. Әубәкіров", "capacity": LONG_OFFICE, "acting": True},
        "site": f"https://{'b' * 25}.edu.kz",
        "blank": {"series": "ОД", "number": "0004512"},
    },
    "all long ru": {"language": "ru", "name": LONG_NAME, "programme": LONG_TITLE},
    "all long en": {"language": "en", "name": LONG_NAME, "programme": LONG_TITLE},
    "two words": {"name": named("Ли", "Анна")},
}


@pytest.fixture(scope="module")
def papers() -> dict[str, Paper]:
    with silence():
        return {name: Paper(render(sample(**changes))) for name, changes in VARIANTS.items()}


# ---- what it says ---------------------------------------------------------------------------------------------------
def test_a_certificate_is_a_landscape_page_and_a_portrait_appendix(papers: dict[str, Paper]) -> None:
    assert [papers["kk"].size(page) for page in range(len(papers["kk"]))] == [(297, 210), (210, 297)]


def test_the_text_layer_says_what_is_printed(papers: dict[str, Paper]) -> None:
    text = papers["kk"].text(0)
    for said in (
        "СЕРТИФИКАТ\n№ 2026-00137\n",
        "Нұрғалиева Гүлжаһан Өмірбекқызы",
        "«Білім берудегі менеджмент: басқарудағы инновациялық тәсілдер»",
        "80 академиялық сағат",
        "05.10.2026 – 23.10.2026",
        "2026 жылғы 23 қазан\n",
        "2029 жылғы 23 қазанға дейін",
        "Директордың міндетін атқарушы",
        "Қ. Б. Әубәкіров",
        "basqaru.example/v",
        "7KQ4 M2XN 9TRD 5BW5",
        "Қарағанды · БСН 250340900008",
    ):
        assert said in text
    assert text.startswith("«ОҚУ ЖӘНЕ ДАМУ ИНСТИТУТЫ» ЖШС\n")


def test_the_appendix_says_modules_points_and_band(papers: dict[str, Paper]) -> None:
    text = papers["kk"].text(1)
    assert "2026 жылғы 23 қазандағы № 2026-00137 сертификатқа" in text
    for row in MODULES:
        assert "".join(row["title"]["kk"].split()) in "".join(text.split())
    assert [figure for figure in ("18,5", "22,0", "13,5", "27,0", "8,5") if figure not in text] == []
    assert "Ұпайлар қосындысы 89,5; бүтін санға дөңгелектелді" in " ".join(text.split())
    assert "Аттестация сәтті өтті (өте жақсы)" in text
    assert "Қарағанды қаласы әкімдігінің № 45 жалпы білім беретін мектебі" in text
    assert "«Шағын жинақты мектепте деректерге негізделген сапа мониторингін енгізу»" in text


@pytest.mark.parametrize(
    ("variant", "page", "said"),
    [
        ("ru", 0, "по 23 октября 2029 года"),
        ("ru", 0, "пройден в полном объёме, итоговая аттестация пройдена успешно."),
        ("ru", 1, "к сертификату № 2026-00137 от 23 октября 2026 года"),
        ("ru", 1, "Аттестация пройдена успешно (отлично)"),
        ("en", 0, "CERTIFICATE\nNo. 2026-00137"),
        ("en", 0, "Valid through\n23 October 2029"),
        ("en", 1, "to certificate No. 2026-00137 of 23 October 2026"),
        ("en", 1, "18.5"),
        ("tri", 0, "ТОО «Институт обучения и развития» · Institute of Learning and Development LLP"),
        ("tri", 0, "in-service training course for educators completed in full, final assessment passed."),
        ("tri", 0, "Дата выдачи · Date of issue: 23.10.2026"),
        ("tri", 1, "Legal foundations of the work of the head of an education organisation"),
        ("tri", 1, "Аттестация пройдена успешно (отлично) · Assessment passed with success (very good)"),
        ("blank", 0, "Бланк ОД № 0004512"),
        ("duplicate", 0, "ТЕЛНҰСҚА · 2026 жылғы 23 қазандағы № 2026-00098 сертификаттың орнына берілді"),
        ("two words", 0, "Ли Анна"),
    ],
)
def test_each_language_and_kind_has_its_own_words(papers: dict[str, Paper], variant: str, page: int, said: str) -> None:
    assert said in papers[variant].text(page)


def test_one_language_has_no_words_of_another(papers: dict[str, Paper]) -> None:
    for variant, absent in (("kk", "Действителен"), ("kk", "Valid"), ("ru", "жылғы"), ("en", "сағат")):
        assert absent not in papers[variant].text(0)


def test_no_paper_says_specimen_or_preview_when_it_is_neither(papers: dict[str, Paper]) -> None:
    for paper in papers.values():
        both = paper.text(0) + paper.text(1)
        assert not any(word in both for word in ("ҮЛГІ", "ОБРАЗЕЦ", "SPECIMEN", "ПРЕДПРОСМОТР"))


@pytest.mark.parametrize("language", ["kk", "tri"])
def test_a_specimen_says_so_across_both_pages_in_three_languages(language: str) -> None:
    paper = Paper(render(sample(specimen=True, number="ҮЛГІ-2026-00007", language=language)))
    for page in (0, 1):
        text = paper.text(page)
        assert "№ ҮЛГІ-2026-00007" in text
        for word in ("ҮЛГІ\n", "ОБРАЗЕЦ", "SPECIMEN", "Үлгі: заңды күші жоқ", "юридической силы не имеет"):
            assert word in text
        # A tenth of the middle of the page is covered by the words, in a tone that grey print keeps.
        picture = paper.picture(page, 50)
        width, height = picture.size
        middle = picture.crop((width // 5, height // 4, width * 4 // 5, height * 7 // 10))
        toned = sum(middle.histogram()[200:235])
        assert toned > 0.1 * middle.width * middle.height
    assert paper.qr(0) == paper.qr(1) == [ADDRESS]


def test_a_preview_has_no_number_no_code_and_no_qr() -> None:
    paper = Paper(render(sample(number=None, code=None)))
    assert len(paper) == 2
    assert "№ ————" in paper.text(0)
    assert "2026-00137" not in paper.text(0) + paper.text(1)
    assert "ПРЕДПРОСМОТР" in paper.text(0)
    assert paper.qr(0) == paper.qr(1) == []


def test_a_statement_cannot_be_taken_for_a_certificate() -> None:
    paper = Paper(render(statement()))
    text = paper.text()
    assert [paper.size(page) for page in range(len(paper))] == [(210, 297)]
    assert "\nАНЫҚТАМА\n№ А-2026-00012 · 2026 жылғы 23 қазан\n" in text
    assert "Қорытынды аттестаттаудан өтпеді." in text
    assert "СЕРТИФИКАТ ЕМЕС. Бұл анықтама сертификат болып табылмайды және оны алмастырмайды." in text
    assert "НЕ СЕРТИФИКАТ." in text
    assert "NOT A CERTIFICATE." in text
    assert "05.10.2026 – 23.10.2026" in text
    assert "80 академиялық сағат" in text
    assert "2029" not in text
    assert paper.qr() == [ADDRESS]


@pytest.mark.parametrize(
    ("language", "title", "failed"),
    [
        ("ru", "СПРАВКА", "Итоговая аттестация не пройдена."),
        ("en", "STATEMENT OF ATTENDANCE", "The final assessment was not passed."),
        ("tri", "АНЫҚТАМА", "The final assessment was not passed."),
    ],
)
def test_a_statement_speaks_its_language(language: str, title: str, failed: str) -> None:
    text = Paper(render(statement(language=language, specimen=True))).text()
    assert title in text
    assert failed in text
    assert "SPECIMEN" in text


def test_hours_are_summed_only_where_the_reading_sums_them() -> None:
    extra = module(words("Қосымша сағаттар", "Дополнительные часы", "Additional hours"), 1, 2, 1, 4, "extra")
    asked = sample(modules=[*MODULES[:6], extra, MODULES[6]], hours={"declared": 80, "sum_line": True})
    summed = " ".join(Paper(render(asked)).text(1).split())
    assert "Қосымша сағаттар 1 2 1 4" in summed
    assert "Жалпы аттестация (жобаны қорғау) – 4 2 6 Барлығы 20 36 24 80" in summed
    as_printed = " ".join(Paper(render(sample())).text(1).split())
    assert "Жалпы аттестация (жобаны қорғау) – 4 2 6 Қорытынды бағалау" in as_printed


@pytest.mark.parametrize(
    ("exact", "total", "band", "outcome", "note"),
    [
        ("90", 90, 0, "Аттестация сәтті өтті (өте жақсы)", "Ұпайлар қосындысы 90\n"),
        ("69.5", 70, 1, "Аттестация сәтті өтті (жақсы)", "қосындысы 69,5; бүтін"),
        ("49.6667", 50, 2, "Аттестация өтті (қанағаттанарлық)", "қосындысы 49,67; бүтін"),
    ],
)
def test_the_sum_its_rounding_and_the_band_are_said(exact: str, total: int, band: int, outcome: str, note: str) -> None:
    text = Paper(render(sample(total_exact=exact, total=total, band=BANDS[band]))).text(1)
    assert outcome in text
    assert note in text
    assert f"\n{total} / 100\n" in text


def test_a_band_may_bring_its_own_sentence() -> None:
    own = {**BANDS[0], "outcome": words("Өте жақсы деңгейде өтті", "Сдано на отлично", "Passed with distinction")}
    assert "Өте жақсы деңгейде өтті" in Paper(render(sample(band=own))).text(1)


def test_an_appendix_that_runs_over_repeats_signature_and_qr_on_its_next_page() -> None:
    paper = Paper(render(sample(modules=MODULES[:6] * 6, criteria=CRITERIA * 2)))
    assert len(paper) == 3
    for page in (1, 2):
        assert paper.qr(page) == [ADDRESS]
        assert "Қ. Б. Әубәкіров" in paper.text(page)
    assert "Аттестация сәтті өтті" in paper.text(2)


def test_nothing_of_a_name_is_read_as_markup() -> None:
    name = named("<b>Ким</b>", "&amp;", "")
    assert "<b>Ким</b> &amp;" in Paper(render(sample(name=name))).text(0)


def test_the_language_of_the_screen_does_not_matter() -> None:
    asked = sample(language="tri")
    with override("en"):
        english = render(asked)
    with override("kk"):
        assert hashlib.sha256(render(asked)).digest() == hashlib.sha256(english).digest()


def test_the_pdf_names_itself_in_the_language_of_the_paper() -> None:
    for asked, title, language in (
        (sample(), "Сертификат № 2026-00137", "kk"),
        (sample(language="tri"), "Сертификат № 2026-00137", "kk"),
        (statement(language="ru"), "Справка № А-2026-00012", "ru"),
        (sample(language="en"), "Certificate № 2026-00137", "en"),
    ):
        with pikepdf.open(BytesIO(render(asked))) as opened:
            assert (str(opened.docinfo["/Title"]), str(opened.Root.Lang)) == (title, language)
            assert str(opened.docinfo["/CreationDate"]) == "D:20261023"


def test_one_certificate_weighs_less_than_150_kilobytes() -> None:
    assert len(render(sample(language="tri", specimen=True))) < 150_000


# ---- where it stands ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("variant", list(VARIANTS))
def test_no_two_texts_overlap_and_none_leaves_the_frame(papers: dict[str, Paper], variant: str) -> None:
    paper = papers[variant]
    assert len(paper) == 2
    for page, inside in ((0, Line("", 21.5, 21.5, 275.5, 188.5)), (1, Line("", 9.5, 18.5, 200.5, 287.5))):
        lines = [line for line in paper.lines(page) if not line.text.startswith("БАСҚАРУ·")]
        for one, other in itertools.combinations(lines, 2):
            assert not one.overlaps(other), (one, other)
        for line in lines:
            assert inside.left < line.left, line
            assert line.right < inside.right, line
            assert inside.top < line.top, line
            assert line.bottom < inside.bottom, line


@pytest.mark.parametrize("language", ["kk", "ru", "en", "tri"])
@pytest.mark.parametrize("long", [False, True])
def test_no_two_texts_of_a_statement_overlap(language: str, long: bool) -> None:
    changes = {"name": LONG_NAME, "programme": LONG_TITLE} if long else {}
    lines = Paper(render(statement(language=language, **changes))).lines()
    for one, other in itertools.combinations(lines, 2):
        assert not one.overlaps(other), (one, other)
    assert max(line.right for line in lines) < 201


@pytest.mark.parametrize("variant", list(VARIANTS))
def test_the_qr_is_read_from_both_pages_at_sixty_dots_an_inch(papers: dict[str, Paper], variant: str) -> None:
    expected = qr_text(VARIANTS[variant].get("site", "https://basqaru.example"), CODE)
    for page in (0, 1):
        assert papers[variant].qr(page, 60) == [expected]


def test_the_longest_host_still_scans_at_eighty_dots_an_inch() -> None:
    site = f"https://{'b' * 31}.kz"
    paper = Paper(render(sample(site=site)))
    assert paper.qr(0) == paper.qr(1) == [qr_text(site, CODE)]


def test_four_clear_modules_surround_the_qr(papers: dict[str, Paper]) -> None:
    for page, (x, y) in ((0, (233.0, 149.0)), (1, (160.0, 244.8))):
        picture = papers["tri"].picture(page, 254)  # ten dots a millimetre
        quiet = 30 / 29 * 4 - 0.2
        x0, y0, x1, y1 = (round(10 * edge) for edge in (x - quiet, y - quiet, x + 30 + quiet, y + 30 + quiet))
        field = picture.crop((x0, y0, x1, y1))
        field.paste(
            255,
            (round(10 * quiet) - 1, round(10 * quiet) - 1, round(10 * (quiet + 30)) + 2, round(10 * (quiet + 30)) + 2),
        )
        assert field.getextrema() == (255, 255)


# ---- words that count ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("count", "language", "written"),
    [
        (80, "kk", "80 академиялық сағат"),
        (80, "ru", "80 академических часов"),
        (81, "ru", "81 академический час"),
        (72, "ru", "72 академических часа"),
        (112, "ru", "112 академических часов"),
        (111, "ru", "111 академических часов"),
        (80, "en", "80 academic hours"),
        (1, "en", "1 academic hour"),
    ],
)
def test_hours_in_words(count: int, language: PaperLanguage, written: str) -> None:
    assert hours_in_words(count, language).replace("\u00a0", " ") == written


def test_the_three_wordings_say_the_same_things() -> None:
    for field in KAZAKH.__dataclass_fields__:
        filled = [bool(getattr(wording, field)) for wording in (RUSSIAN, ENGLISH)]
        assert len(set(filled)) == 1, field
    for word in ("appendix_to", "in_place_of", "number", "exact_sum", "blank", "bin"):
        holes = [set(_holes(getattr(wording, word))) for wording in (KAZAKH, RUSSIAN, ENGLISH)]
        assert holes[0] == holes[1] == holes[2], word


def _holes(template: str) -> list[str]:
    return [part.partition("}")[0] for part in template.split("{")[1:]]


def test_the_html_has_no_script_and_no_address() -> None:
    every: list[Snapshot] = [sample(language="tri"), statement()]
    for asked in every:
        html = document_html(asked)
        assert "<script" not in html
        assert "http" not in html
        assert "url(" not in html
