"""The printed timetable: what stands on it, in which language, and who gets it."""

from __future__ import annotations

import io
import logging
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdfium2 import PdfDocument

from courses.generating import generate
from courses.models import Cohort, Enrolment
from courses.timetable_paper import timetable_html, timetable_pdf
from courses.timetable_snapshot import snapshot_of
from people.roles import Role
from tests.cast import (
    bolat,
    daulet,
    make_cohort,
    make_enrolment,
    make_person,
    make_provider,
    make_session,
    make_user,
    marat,
    saule,
)
from tests.courses.test_generating import wishes

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 11, 2), date(2026, 11, 20)


def text_of(pdf: bytes) -> str:
    document = PdfDocument(io.BytesIO(pdf))
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def cohort_with_sessions() -> Cohort:
    cohort = make_cohort(name="Қараша-1", starts_on=FIRST, ends_on=LAST)
    module = cohort.version.modules.get(order=3)
    starts = datetime(2026, 11, 3, 9, tzinfo=timezone.get_default_timezone())
    make_session(
        cohort, module=module, kind="practice", hours=2, starts_at=starts, ends_at=starts + timedelta(minutes=100),
        trainer=daulet(), room="305-кабинет", link="https://meet.example/a",
    )  # fmt: skip
    return cohort


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", ["Сабақ кестесі", "Бекітемін", "сейсенбі", "3-модуль.", "практика", "Директор", "сағат"]),
        ("ru", ["Расписание занятий", "Утверждаю", "вторник", "Модуль 3.", "практика", "Директор"]),
        ("en", ["Timetable", "Approved", "Tuesday", "Module 3.", "practice", "Director"]),
    ],
)
def test_the_paper_speaks_each_language(language: str, words: list[str]) -> None:
    make_provider()
    bolat()
    html = timetable_html(snapshot_of(cohort_with_sessions(), language)).replace("\xa0", " ")
    everything = [*words, "Қараша-1", "09:00–10:40", "03.11.2026", "305-кабинет", "Дәулет Оспанов", "Б. Қ. Қуанышев"]
    assert [word for word in everything if word not in html] == []


def test_eighty_hours_on_paper_without_a_complaint(caplog: pytest.LogCaptureFixture) -> None:
    make_provider()
    cohort = make_cohort(name="Қараша-1", starts_on=FIRST, ends_on=LAST)
    generate(cohort, wishes(trainer=daulet(), room="305-кабинет"), by=None)
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        pdf = timetable_pdf(snapshot_of(cohort, "kk"))
    text = text_of(pdf).replace("\r\n", "\n")
    assert [record.message for record in caplog.records if record.name.startswith("weasyprint")] == []
    assert "барлығы – 76" in text
    assert text.count("305-кабинет") == cohort.sessions.exclude(kind="self_study").count()
    assert "Қараша-1" in text
    assert "2-модуль" in text


def test_a_link_stands_on_the_paper_once_with_its_number() -> None:
    cohort = cohort_with_sessions()
    first = cohort.sessions.get()
    make_session(cohort, starts_at=first.starts_at + timedelta(days=1), link="https://meet.example/b")
    make_session(cohort, starts_at=first.starts_at + timedelta(days=2), link=first.link)
    html = timetable_html(snapshot_of(cohort, "en"))
    assert [html.count(text) for text in ("https://meet.example/a", "https://meet.example/b")] == [1, 1]
    assert [html.count(f"[{n}]") for n in (1, 2)] == [3, 2]


def test_an_empty_timetable_and_an_empty_office_print_too() -> None:
    html = timetable_html(snapshot_of(make_cohort(starts_on=FIRST, ends_on=LAST), "ru"))
    assert "В расписании пока нет занятий." in html


def test_a_demonstration_says_that_it_is_one() -> None:
    html = timetable_html(snapshot_of(make_cohort(is_demo=True), "en"))
    assert "Specimen: of no legal force" in html


def test_a_trainer_and_a_participant_print_their_own_cohort_and_no_other(client: Client) -> None:
    trainer, user = daulet(), saule()
    cohort, other = make_cohort(trainer=trainer), make_cohort()
    make_enrolment(cohort, user.person)
    for who in (trainer, user):
        client.force_login(who)
        own = client.get(reverse("courses:timetable_pdf", args=[cohort.pk, "ru"]))
        assert (own.status_code, own.headers["Content-Type"], own.content[:5]) == (200, "application/pdf", b"%PDF-")
        assert own.headers["Cache-Control"] == "private, no-store"
        assert client.get(reverse("courses:timetable_pdf", args=[other.pk, "ru"])).status_code == 404
        assert client.get(reverse("courses:timetable_pdf", args=[cohort.pk, "de"])).status_code == 404
    client.force_login(marat())
    assert client.get(reverse("courses:timetable_pdf", args=[cohort.pk, "ru"])).status_code == 404


@pytest.mark.parametrize("status", Enrolment.Status.values)
def test_the_paper_with_the_links_is_for_those_who_have_the_timetable(client: Client, status: str) -> None:
    user, cohort = saule(), cohort_with_sessions()
    decided = {"result_date": LAST} if status in ("passed", "not_passed") else {}
    make_enrolment(cohort, user.person, status=status, **decided)
    client.force_login(user)
    answer = client.get(reverse("courses:timetable_pdf", args=[cohort.pk, "kk"]))
    assert answer.status_code == (200 if status in ("admitted", "passed", "not_passed") else 404)


@pytest.mark.parametrize("role", [Role.TRAINER, Role.HEAD])
def test_whoever_of_the_staff_studies_prints_what_their_own_page_offers(client: Client, role: Role) -> None:
    person = make_person()
    user = make_user(person.email, role, name=person.full_name, person=person)
    cohort = cohort_with_sessions()
    make_enrolment(cohort, person)
    client.force_login(user)
    offered = reverse("courses:timetable_pdf", args=[cohort.pk, "ru"])
    assert f'href="{offered}"' in client.get(reverse("courses:my_timetable")).content.decode()
    assert client.get(offered).status_code == 200
    assert client.get(reverse("courses:timetable_pdf", args=[make_cohort().pk, "ru"])).status_code == 404


def test_a_cancelled_cohort_has_no_paper_for_its_participants(client: Client) -> None:
    user, cohort = saule(), make_cohort(status=Cohort.Status.CANCELLED)
    make_enrolment(cohort, user.person)
    client.force_login(user)
    assert client.get(reverse("courses:timetable_pdf", args=[cohort.pk, "kk"])).status_code == 404
