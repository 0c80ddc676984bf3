"""The attendance journal read back: from the PDF and from the workbook."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.journal_book import journal_book
from courses.journal_paper import A_PAGE, JournalSnapshot, journal_html, journal_pdf
from courses.journal_snapshot import snapshot_of
from courses.journal_wording import WORDING
from courses.models import Attendance, CarriedHours, Cohort, Enrolment
from people.written import Words
from tests.cast import daulet, make_cohort, make_enrolment, make_person, make_provider, make_session
from tests.paper_reading import Paper, silence

NOW = timezone.now().replace(microsecond=0)
TITLE = Words(kk="Стратегиялық басқару", ru="Стратегическое управление", en="Strategic management")


def made(people: int, sessions: int, language: str = "kk") -> JournalSnapshot:
    """A journal of that size: the first is always there, the others miss one session each."""

    def marks_of(place: int) -> list[str | None]:
        return ["absent" if place and n == place % sessions else "present" for n in range(sessions)]

    return {
        "language": language,  # type: ignore[typeddict-item]
        "specimen": False, "printed_on": "2026-11-22",
        "provider": Words(kk="«Оқу» ЖШС", ru="ТОО «Оқу»", en="Oqu LLP"),
        "city": Words(kk="Қарағанды", ru="Караганда", en="Karaganda"),
        "programme": Words(kk="Білім берудегі менеджмент", ru="Менеджмент в образовании", en="Management in education"),
        "cohort": "Қараша-1", "first": "2026-11-02", "last": "2026-11-20", "trainer": "Дәулет Оспанов",
        "due": {"lecture": 20, "practice": 34, "self_study": 22},
        "sessions": [
            {"day": f"2026-11-{2 + n // 3:02d}", "begins": f"{9 + n % 3 * 2:02d}:00", "kind": "practice", "hours": 2,
             "place": str(1 + n % 6), "title": TITLE, "trainer": "Дәулет Оспанов" if n % 2 else "Сәуле Жақанова"}
            for n in range(sessions)
        ],
        "people": [
            {"name": f"Нұрғалиева Гүлжаһан Өмірбекқызы {n + 1}", "status": "admitted", "marks": marks_of(n),
             "earned": {"lecture": 0, "practice": 2 * marks_of(n).count("present"), "self_study": 0},
             "carried": 0, "percent": 97}
            for n in range(people)
        ],
    }  # fmt: skip


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_long_journal_repeats_its_heads_on_landscape_pages(language: str) -> None:
    snapshot = made(30, A_PAGE * 2 - 5, language)
    with silence():
        paper = Paper(journal_pdf(snapshot))
    wording = WORDING[snapshot["language"]]
    assert paper.size() == (297, 210)
    texts = [paper.text(page) for page in range(len(paper))]
    with_names = [text for text in texts if "Гүлжаһан" in text]
    assert len(with_names) >= 2
    assert all("№" in text and wording.name in text for text in with_names)
    everything = " ".join(" ".join(texts).split())
    assert everything.count("Өмірбекқызы 30") == 2  # in each lot of columns
    for words in (wording.title, wording.held, wording.signature, "Дәулет Оспанов", "Сәуле Жақанова", "Қараша-1"):
        assert words in everything
    assert len(paper) == 4  # two lots of columns, the list of sessions on two
    assert "4 / 4" in texts[-1]


def test_nothing_of_the_table_runs_over_another_cell() -> None:
    paper = Paper(journal_pdf(made(12, A_PAGE, "kk")))
    right = max(line.right for page in range(len(paper)) for line in paper.lines(page))
    assert right <= 297 - 11


@pytest.mark.parametrize(("mark", "sign"), [("present", "+"), ("absent", "н"), ("excused", "у"), ("", ""), (None, "–")])
def test_each_state_has_its_sign_in_the_workbook(mark: str | None, sign: str) -> None:
    snapshot = made(1, 1, "ru")
    snapshot["people"][0]["marks"] = [mark]
    sheet = openpyxl.load_workbook(io.BytesIO(journal_book(snapshot))).worksheets[0]
    assert (sheet["C2"].value or "") == sign


def test_a_name_that_looks_like_a_formula_stays_text() -> None:
    snapshot = made(1, 1)
    snapshot["people"][0]["name"] = "=1+1"
    sheet = openpyxl.load_workbook(io.BytesIO(journal_book(snapshot))).worksheets[0]
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")


def test_the_workbook_has_totals_and_the_sessions() -> None:
    book = openpyxl.load_workbook(io.BytesIO(journal_book(made(3, 4, "en"))))
    first, second = book.worksheets
    rows = [[cell.value for cell in row] for row in first.iter_rows()]
    assert rows[0][:3] == ["№", "Participant", "02.11.2026 09:00"]
    assert rows[0][-5:] == ["lecture, 20", "practice, 34", "self-study, 22", "Total, 76", "Attended, %"]
    assert rows[1][-5:] == [0, 8, 0, 8, 97]
    assert rows[4][1:6] == ["Present", 3, 2, 2, 3]
    sessions = [[cell.value for cell in row] for row in second.iter_rows()]
    assert sessions[1] == [
        1,
        "02.11.2026",
        "09:00",
        "practice",
        "Module 1. Strategic management",
        2,
        3,
        "Сәуле Жақанова",
    ]
    assert len(sessions) == 5


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_journal_without_sessions_and_a_specimen_say_so(language: str) -> None:
    snapshot = made(0, 0, language)
    snapshot["specimen"] = True
    html = journal_html(snapshot)
    wording = WORDING[snapshot["language"]]
    assert wording.empty in html
    assert wording.specimen_why in html


@pytest.fixture
def cohort() -> Cohort:
    make_provider()
    cohort = make_cohort(name="Қараша-1", trainer=daulet())
    make_session(cohort, starts_at=NOW - timedelta(days=2), ends_at=NOW - timedelta(days=2, hours=-2), kind="lecture")
    make_session(cohort, starts_at=NOW + timedelta(days=2), ends_at=NOW + timedelta(days=2, hours=2))
    return cohort


@pytest.mark.django_db
def test_the_snapshot_says_what_was_said(cohort: Cohort) -> None:
    enrolment = make_enrolment(cohort, make_person(surname="Ахметова"))
    gone = make_enrolment(cohort, make_person(surname="Әбенова"))
    session = cohort.sessions.order_by("starts_at")[0]
    Attendance.objects.create(session=session, enrolment=enrolment, state="present")
    CarriedHours.objects.create(enrolment=enrolment, module=session.module, kind="practice", hours=2)
    Enrolment.objects.filter(pk=gone.pk).update(status="withdrawn")
    snapshot = snapshot_of(cohort, "ru", now=NOW)
    assert [each["kind"] for each in snapshot["sessions"]] == ["lecture"]
    first, second = snapshot["people"]
    assert (first["marks"], first["earned"], first["carried"], first["percent"]) == (
        ["present"], {"lecture": 2, "practice": 2, "self_study": 0}, 2, 100,
    )  # fmt: skip
    assert (second["name"].split()[0], second["marks"], second["percent"]) == ("Әбенова", [""], None)
    html = journal_html(snapshot)
    assert "часов зачтено при переводе: 2" in html
    assert "выбытие по собственному желанию" in html


@pytest.mark.django_db
def test_the_staff_of_the_cohort_download_it(client: Client, cohort: Cohort) -> None:
    make_enrolment(cohort)
    client.force_login(cohort.trainer)  # type: ignore[arg-type]
    pdf = client.get(reverse("courses:journal_pdf", args=[cohort.pk, "kk"]))
    assert (pdf.status_code, pdf.content[:5], pdf.headers["Cache-Control"]) == (200, b"%PDF-", "private, no-store")
    book = client.get(reverse("courses:journal_xlsx", args=[cohort.pk, "kk"]))
    assert (
        openpyxl.load_workbook(io.BytesIO(book.content))
        .worksheets[0]["C1"]
        .value.startswith(f"{timezone.localdate(NOW - timedelta(days=2)):%d.%m.%Y}")
    )
    for name in ("journal_pdf", "journal_xlsx"):
        assert client.get(reverse(f"courses:{name}", args=[cohort.pk, "de"])).status_code == 404
        assert client.get(reverse(f"courses:{name}", args=[make_cohort().pk, "kk"])).status_code == 404
