"""An order says on paper what stood on record on its day, in the cohort's language, whatever is changed later."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import override_settings
from python_calamine import CalamineWorkbook

from courses import completing, expelling, transferring
from courses.enrolling import admit
from courses.expelling import Ruling
from courses.exporting import export_participants
from courses.models import Cohort, Enrolment, Order, OrderLine
from courses.order_paper import order_html, order_pdf, participants_pdf
from courses.order_snapshots import participants_snapshot
from people.models import User
from tests.cast import aigul, bolat, make_enrolment, make_organisation, make_person, make_provider
from tests.courses.way_scenes import ORDERED, attended, autumn, handed_in, make_task, pdf, spring, studying
from tests.paper_reading import Paper, silence

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def in_2026() -> Iterator[None]:
    """A transfer stays within the calendar year in which the cohort began."""
    with time_machine.travel(datetime(2026, 11, 21, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def by() -> User:
    return aigul()


def in_office() -> None:
    make_provider()
    bolat()


def admitted(cohort: Cohort, n: int, by: User, **fields: Any) -> Order:
    people = [make_enrolment(cohort, status="applied", position="директор") for _ in range(n)]
    return admit(people, cohort=cohort, agreement_date=TODAY, order_date=TODAY, by=by, **fields)


def text_of(order: Order) -> str:
    order.refresh_from_db()
    with silence():
        paper = Paper(order_pdf(order.snapshot))
    return " ".join(" ".join(paper.text(n) for n in range(len(paper))).split())


def test_an_admission_prints_whom_it_admits_and_who_signs(by: User) -> None:
    in_office()
    order = admitted(spring(name="Наурыз-1"), 3, by, paper_number="45-қ")
    text = text_of(order)
    for said in ("«Оқу және Даму Институты» ЖШС", "№ 45-қ", "2026 жылғы 1 наурыз", "«Наурыз-1» тобына қабылдансын",
                 "80 академиялық сағат", "Келісім күні", "01.03.2026", "Директор", "Б. Қ. Қуанышев"):  # fmt: skip
        assert said in text
    for line in order.lines.select_related("enrolment__person"):
        assert line.enrolment.person.full_name in text


@pytest.mark.parametrize(
    ("language", "title", "ordering"),
    [("kk", "Біліктілікті арттыру курсына қабылдау туралы", "БҰЙЫРАМЫН"),
     ("ru", "О зачислении на курс повышения квалификации", "ПРИКАЗЫВАЮ"),
     ("en", "Admission to the professional development course", "HEREBY ORDER")],
)  # fmt: skip
def test_an_order_speaks_the_language_of_its_cohort(language: str, title: str, ordering: str, by: User) -> None:
    in_office()
    text = text_of(admitted(spring(language=language), 1, by))
    assert title in text
    assert ordering in text


def test_a_paper_once_written_does_not_follow_the_record(by: User) -> None:
    in_office()
    order = admitted(spring(), 1, by)
    before = text_of(order)
    enrolment = Enrolment.objects.get()
    type(enrolment.person).objects.filter(pk=enrolment.person_id).update(surname="Басқа")
    make_provider(legal_name_kk="Басқа ұйым")
    Cohort.objects.update(name="Басқа топ", starts_on=date(2025, 1, 1))
    assert text_of(order) == before


def test_without_a_provider_and_a_signatory_there_are_lines_to_write_on(by: User) -> None:
    order = admitted(spring(), 1, by)
    html = order_html(order.snapshot)
    assert ('class="post blank"' in html, 'class="by blank"' in html, 'class="empty"' in html) == (True, True, True)
    assert Enrolment.objects.get().person.full_name in text_of(order)


def test_an_expulsion_prints_the_decision_and_the_breach(by: User) -> None:
    in_office()
    done = expelling.expel(
        studying(),
        Ruling(date(2026, 3, 16), "А", "Себепсіз 20 сағат қатыспаған", "5"),
        order_date=date(2026, 3, 17),
        by=by,
    )
    text = text_of(done.order)
    assert "комиссияның 2026 жылғы 16 наурыздағы № 5 шешімі негізінде" in text
    assert "Келісімнің бұзылуы: Себепсіз 20 сағат қатыспаған" in text
    assert "жұмыс берушісіне хабарлама жіберілсін" in text


def test_a_decision_without_a_number_leaves_no_hole_in_the_sentence(by: User) -> None:
    done = expelling.expel(studying(), Ruling(date(2026, 3, 16), "А", "Б"), order_date=date(2026, 3, 17), by=by)
    assert "16 наурыздағы шешімі негізінде" in text_of(done.order)


def test_a_transfer_prints_both_cohorts_and_the_reason(by: User) -> None:
    in_office()
    source, target = studying(spring(name="Наурыз-1")), autumn(name="Қыркүйек-1")
    done = transferring.transfer(source, target, why="іссапар", files=[pdf()], order_date=ORDERED, by=by)
    text = text_of(done.order)
    assert "«Наурыз-1» тобынан «Қыркүйек-1» тобына ауыстырылсын" in text
    assert "01.09.2026 – 19.09.2026" in text
    assert "Себебі: іссапар" in text


def test_a_completion_prints_the_day_of_the_attestation(by: User) -> None:
    in_office()
    cohort = spring(status="defending", language="ru")
    studying(cohort, status="passed", result_date=date(2026, 3, 20))
    text = text_of(completing.complete(cohort, order_date=date(2026, 3, 21), by=by))
    assert "завершившим курс повышения квалификации" in text
    assert "20.03.2026" in text


CREDITED = {
    (3, True): {
        "kk": "қатысқан 3 академиялық сағат және орындалған тапсырмалардың (1) бағалары есепке алынсын. Жобаны қорғау",
        "ru": "академические часы (3) и оценки за выполненные задания (1). Оценки защиты проекта не переносятся.",
        "en": "hours attended (3) and the marks for tasks (1) are credited. Marks of the defence are not carried over.",
    },
    (3, False): {
        "kk": "Тыңдаушы қатысқан 3 академиялық сағат есепке алынсын. Жобаны қорғау",
        "ru": "Зачесть посещённые слушателем академические часы (3). Оценки защиты",
        "en": "The academic hours attended (3) are credited. Marks of the defence",
    },
    (0, True): {
        "kk": "Орындалған тапсырмалардың (1) бағалары есепке алынсын. Жобаны қорғау",
        "ru": "Зачесть оценки за выполненные задания (1). Оценки защиты",
        "en": "The marks for tasks (1) are credited. Marks of the defence",
    },
    (0, False): {
        "kk": "Бұрынғы топтағы сағаттар мен бағалар есепке алынбайды.",
        "ru": "Часы и оценки прежней группы не засчитываются.",
        "en": "No hours or marks of the former cohort are credited.",
    },
}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize(("hours", "marked"), CREDITED)
def test_a_transfer_says_no_more_than_what_goes_along(hours: int, marked: bool, language: str, by: User) -> None:
    source, target = studying(spring(language=language)), autumn(language=language)
    commented, lost = make_task(source.cohort), make_task(source.cohort, title="Тек осы топта")
    make_task(target, root=commented)
    handed_in(source, commented, "8" if marked else None)
    handed_in(source, lost, "9")
    if hours:
        attended(source, 1, "lecture", hours)
    done = transferring.transfer(source, target, why="іссапар", files=[pdf()], order_date=ORDERED, by=by)
    html = " ".join(order_html(done.order.snapshot).split())
    assert CREDITED[hours, marked][language] in html
    assert [words[language] in html for words in CREDITED.values()].count(True) == 1


def test_orders_of_a_demonstration_count_for_themselves(by: User) -> None:
    with override_settings(DOCUMENTS_ARE_SPECIMENS=False):
        real, demo = admitted(spring(), 1, by), admitted(spring(is_demo=True), 1, by)
    assert [(order.number, order.is_specimen) for order in (real, demo)] == [(1, False), (1, True)]
    assert "ҮЛГІ" in text_of(demo)
    assert "ҮЛГІ" not in text_of(real)


def test_each_kind_and_year_of_orders_counts_for_itself(by: User) -> None:
    first, second = admitted(spring(), 1, by), admitted(spring(), 1, by)
    next_year = admit(
        [make_enrolment(spring(), status="applied")][:1], cohort=Cohort.objects.latest("pk"), agreement_date=TODAY,
        order_date=date(2027, 1, 5), by=by, now=datetime(2027, 1, 4, 12, tzinfo=UTC),
    )  # fmt: skip
    out = expelling.expel(studying(), Ruling(date(2026, 3, 16), "А", "Б"), order_date=date(2026, 3, 17), by=by)
    assert [(o.kind, o.year, o.number) for o in (first, second, next_year, out.order)] == [
        ("admission", 2026, 1), ("admission", 2026, 2), ("admission", 2027, 1), ("expulsion", 2026, 1),
    ]  # fmt: skip


def test_a_hundred_names_run_over_pages_with_their_head_repeated(by: User) -> None:
    in_office()
    order = admitted(spring(), 100, by)
    order.refresh_from_db()
    paper = Paper(order_pdf(order.snapshot))
    assert len(paper) >= 4
    assert all("Жұмыс орны" in paper.text(n) for n in range(3))
    assert OrderLine.objects.filter(order=order).count() == 100


def test_what_is_kept_of_an_order_is_plain_data(by: User) -> None:
    snapshot = admitted(spring(), 2, by).snapshot
    assert json.loads(json.dumps(snapshot)) == snapshot


def test_the_list_of_participants_is_printed_in_alphabetical_order() -> None:
    in_office()
    cohort = spring()
    for surname in ("Өмірбеков", "Әшімова", "Ахметова"):
        make_enrolment(cohort, make_person(surname=surname, name_key=str("АӘӨ".index(surname[0]))))
    rows = cohort.enrolments.select_related("person", "organisation")
    with silence():
        text = Paper(participants_pdf(participants_snapshot(cohort, rows, today=TODAY))).text()
    places = [text.index(surname) for surname in ("Ахметова", "Әшімова", "Өмірбеков")]
    assert places == sorted(places)
    assert ("Барлығы: 3" in text, "Қабылданған" in text) == (True, True)
    assert not any(row.person.iin in text for row in rows)


def test_no_cell_of_the_workbook_is_a_formula_and_an_iin_keeps_its_zeros() -> None:
    cohort = spring()
    person = make_person(iin="001231650008", surname="=HYPERLINK(1)", phone="+77010000000")
    make_enrolment(cohort, person, organisation=make_organisation(name="@SUM(A1)"), project_topic="-1+1")
    rows = cohort.enrolments.select_related("person", "organisation", "order")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(export_participants(cohort, rows, by=aigul()))))
    cells = book.get_sheet_by_index(0).to_python()[1]
    assert cells[1] == "001231650008"
    assert str(cells[2]).startswith("=HYPERLINK(1)")
    assert ("@SUM(A1), Қарағанды" in cells, "-1+1" in cells, "+77010000000" in cells) == (True, True, True)
