"""The report of support: who was supported, how often, with what result; on the page, on paper, as a workbook."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, Settings
from python_calamine import CalamineWorkbook

from config.home_completed import support_completed
from courses.models import Cohort, Enrolment
from people.models import ExportEvent, Person, User
from people.roles import Role
from postcourse import completing, consulting, support_reporting
from postcourse.models import Consultation, Implementation, Standing
from postcourse.support_report import Report, Scope
from postcourse.support_report_book import report_book
from postcourse.support_report_paper import report_html, report_pdf
from postcourse.support_report_parts import head_of, parts_of, result_of
from postcourse.support_report_wording import WORDING
from postcourse.support_sums import Line, grouped, how_often, sums_of
from postcourse.webinar_guests import tick
from tests.cast import aigul, bolat, daulet, make_cohort, make_organisation, make_provider, make_user, marat, saule
from tests.paper_reading import Paper, silence
from tests.postcourse.implementation_scenes import make_done, make_implementation
from tests.postcourse.report_scenes import NOW, YEAR_ON, a_statement, in_force, went
from tests.postcourse.scenes import ISSUED, at, make_plan
from tests.postcourse.webinar_scenes import OVER, make_announced, make_graduate, make_place

pytestmark = pytest.mark.django_db
PAGE = reverse("postcourse:report")


def a_line(**fields: Any) -> Line:
    values: dict[str, Any] = {
        "plan": 1, "person": 1, "name": "Ахметова Сәуле", "school": "№ 1 мектеп", "region": "Абай облысы",
        "cohort": (1, "Топ"), "trainer": (1, "Дәулет"), **fields,
    }  # fmt: skip
    return Line(**values)


def whole(**fields: Any) -> Scope:
    return Scope(ISSUED, YEAR_ON, **fields)


def read(scope: Scope) -> Report:
    return support_reporting.report_of(scope, now=NOW)


def as_(user: User) -> Client:
    User.objects.filter(pk=user.pk).update(language="en")
    client = Client()
    client.force_login(user)
    return client


# ---- sums ------------------------------------------------------------------------------------------------------------
def test_a_person_with_two_plans_is_counted_once_and_so_are_their_webinars() -> None:
    lines = [
        a_line(plan=1, held=2, missed=1, webinars=frozenset({7}), goals=2, reached=1, standing=Standing.LATE),
        a_line(plan=2, held=1, webinars=frozenset({7, 8}), completed=True, statement="2026-00001"),
        a_line(plan=3, person=2, retake=True, region=""),
    ]
    total = sums_of(lines)
    assert (total.people, total.retake, total.contacted, total.silent) == (2, 1, 1, 1)
    assert (total.held, total.missed, total.held_share, total.came) == (3, 1, 75, 2)
    assert (total.goals, total.reached, total.completed, total.statements) == (2, 1, 1, 1)
    assert total.standings[Standing.LATE] == 1
    assert how_often(lines) == [(0, 1), (1, 0), (2, 0), (3, 0), (4, 0), (5, 1)]
    assert sums_of([a_line(held=5, missed=3)]).held_share == 63, "62.5 is rounded up"
    groups = grouped(lines, lambda line: (line.region, line.region))
    assert [(group.label, group.sums.people) for group in groups] == [("Абай облысы", 1), ("", 1)]
    assert sums_of([]).held_share is None


def test_groups_stand_in_the_order_of_the_kazakh_alphabet() -> None:
    regions = ["Ұлытау облысы", "Қарағанды облысы", "", "Әулие", "Павлодар облысы", "Абай облысы"]
    groups = grouped([a_line(region=region) for region in regions], lambda line: (line.region, line.region))
    assert [group.label[:2] for group in groups] == ["Аб", "Әу", "Қа", "Па", "Ұл", ""]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "No contact"), ({"held": 1}, "Support goes on"), ({"reports": 1}, "Support goes on"),
        ({"retake": True, "held": 1}, "Preparation for the retake"),
        ({"over": True, "held": 1}, "Support not completed"), ({"completed": True}, "Support completed"),
        ({"statement": "2026-00001", "completed": True}, "Support completed, №\u00a02026-00001"),
    ],
)  # fmt: skip
def test_the_result_of_a_person_is_the_furthest_they_came(fields: dict[str, Any], said: str) -> None:
    assert result_of(a_line(**fields), WORDING["en"]) == said


@pytest.mark.parametrize(
    ("kind", "statuses", "project", "done"),
    [
        ("support", ["held", "missed", "held"], "closed", True), ("support", ["held", "cancelled"], None, True),
        ("support", ["held", "planned"], "closed", False), ("support", ["held"], "analysed", False),
        ("support", ["held"], "ended", False), ("support", ["cancelled"], "closed", False),
        ("support", [], None, False), ("retake", ["held"], None, False),
    ],
)  # fmt: skip
def test_support_is_completed_by_its_talks_and_its_project(
    kind: str, statuses: list[str], project: str | None, done: bool
) -> None:
    assert completing.is_completed(kind, statuses, project) is done


# ---- facts -----------------------------------------------------------------------------------------------------------
def test_what_happened_in_the_period_is_counted_and_nothing_else() -> None:
    trainer = daulet()
    plan = make_plan(trainer=trainer, organisation=None)
    went(plan, "held", "missed", "held")
    [line] = read(whole()).lines
    assert (line.held, line.missed, line.ahead) == (2, 1, 1)
    [part] = read(Scope(date(2027, 4, 1), date(2027, 4, 30))).lines
    assert (part.held, part.missed) == (1, 0)
    assert not read(Scope(ISSUED - timedelta(days=30), ISSUED - timedelta(days=1))).lines
    assert not read(Scope(date(2029, 1, 1), date(2029, 2, 1))).lines, "its year is long over"
    Consultation.objects.filter(plan=plan, status="held").update(starts_at=at("2029-01-15"))
    assert len(read(Scope(date(2029, 1, 1), date(2029, 2, 1))).lines) == 1, "but somebody talked with them then"


def test_the_demonstration_is_never_mixed_with_the_others() -> None:
    real = make_plan()
    shown = make_plan(cohort=make_cohort(is_demo=True))
    assert [line.plan for line in read(whole()).lines] == [real.pk]
    assert [line.plan for line in read(whole(demo=True)).lines] == [shown.pk]
    assert whole(cohort=shown.attempt.enrolment.cohort).is_demo


def test_a_report_tells_of_project_webinars_and_trainers() -> None:
    trainer, other, by = daulet(), make_user("t@institute.example", Role.TRAINER, name="Тимур"), aigul()
    row = make_implementation(trainer=trainer)
    make_done(row)
    went(row.plan, "held")
    row.plan.consultations.filter(status="held").update(trainer=other)
    enrolment = row.plan.attempt.enrolment
    school = make_organisation(region="Абай облысы")
    Enrolment.objects.filter(pk=enrolment.pk).update(status="passed", result_date=ISSUED, organisation=school)
    failed = make_plan("40", trainer=trainer, cohort=enrolment.cohort)
    webinar = make_announced(trainer, enrolment.cohort, by=by)
    guest = make_place(webinar, row.person, by=by)
    tick(webinar, shown=[guest.pk], came=[guest.pk], by=by, now=OVER)
    report = read(whole(cohort=enrolment.cohort))
    line, retake = sorted(report.lines, key=lambda each: each.retake)
    assert (line.goals, line.reached, line.reports, line.standing) == (1, 1, 1, "done")
    assert (line.webinars, line.region, retake.plan) == (frozenset({webinar.pk}), "Abai Region", failed.pk)
    assert [(each.name, each.people, each.held, each.webinars) for each in report.trainers] == [
        ("Дәулет Оспанов", 2, 0, 1), ("Тимур", 0, 1, 0),
    ]  # fmt: skip
    assert (report.webinars, report.total.retake) == (1, 1)
    Implementation.objects.filter(pk=row.pk).update(state="ended")
    assert [each.standing for each in read(whole(cohort=enrolment.cohort)).lines] == [None, None]


def test_two_merged_records_are_one_person_and_an_erased_one_has_no_name() -> None:
    kept, old = make_plan(), make_plan()
    Person.objects.filter(pk=old.person.pk).update(merged_into=kept.person)
    report = read(whole())
    assert (len(report.lines), report.total.people) == (2, 1)
    assert {line.name for line in report.lines} == {kept.person.full_name}
    gone = make_plan(surname="Құпия")
    Person.objects.filter(pk=gone.person.pk).update(erased_at=NOW)
    [line] = [each for each in read(whole()).lines if each.plan == gone.pk]
    assert line.name == f"Erased person №\u00a0{gone.person.pk}"


def test_a_report_that_would_be_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(support_reporting, "MOST", 1)
    make_plan()
    assert len(read(whole()).lines) == 1
    make_plan()
    with pytest.raises(ValidationError, match="choose a shorter period"):
        read(whole())


@pytest.mark.parametrize("count", [1, 30])
def test_a_report_costs_the_same_for_one_and_for_thirty(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cohort, trainer = make_cohort(), daulet()
    for _n in range(count):
        make_plan(cohort=cohort, trainer=trainer, organisation=make_organisation())
    client = as_(aigul())
    with django_assert_num_queries(11):
        assert client.get(PAGE, {"first": f"{ISSUED}", "last": f"{YEAR_ON}"}).status_code == 200


# ---- paper and workbook ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_workbook_and_the_paper_say_the_same_in_every_language(language: Any, settings: Settings) -> None:
    make_provider()
    plan = make_plan(surname="=Ахметова", organisation=make_organisation(region="Абай облысы"))
    went(plan, "held")
    with translation.override(language):
        report = read(whole())
        head = head_of(report, language, provider=None, today="2027-10-23")
        book = CalamineWorkbook.from_filelike(io.BytesIO(report_book(head, report).read()))
        html = report_html(head, report)
    w = WORDING[language]
    assert book.sheet_names == [title[:31] for title in (w.summary, w.cohorts, w.trainers, w.regions, w.people)]
    summary = {row[0]: row[1] for row in book.get_sheet_by_index(0).to_python() if len(row) > 1}
    assert (summary[w.supported], summary[w.held], summary[w.missed]) == (1, 1, 0)
    people = book.get_sheet_by_index(4).to_python()[1]
    assert people[1] == plan.person.full_name
    assert people[-1] == w.going_on
    assert (plan.person.full_name in html, w.note in html) == (True, True)
    assert all(len(row) == len(part.columns) for part in parts_of(report, language) for row in part.rows)


def test_the_paper_is_made_silently_and_holds_its_tables() -> None:
    lines = [a_line(plan=n, person=n, name=f"{n} Құдайбергенқызыбеков Абдрахмангазыұлы Мұхаммедғалымжанқызы",
                    standing=Standing.ON_TRACK, held=3) for n in range(60)]  # fmt: skip
    report = Report(whole(demo=True), lines, [], 0)
    head = head_of(report, "kk", provider=make_provider(), today="2027-10-23")
    with silence():
        paper = Paper(report_pdf(head, report))
    text = " ".join(" ".join(paper.text(page) for page in range(len(paper))).split())
    assert WORDING["kk"].specimen_why in text
    assert "59 Құдайбергенқызыбеков" in text
    assert len(paper) <= 7
    nothing = Report(whole(), [], [], 0)
    assert WORDING["kk"].empty in report_html(head, nothing)


# ---- pages -----------------------------------------------------------------------------------------------------------
def addresses(cohort: Cohort) -> list[tuple[str, str]]:
    return [
        ("get", PAGE), ("get", reverse("postcourse:cohort_report", args=[cohort.pk])),
        ("post", reverse("postcourse:report_xlsx", args=["kk"])),
        ("post", reverse("postcourse:report_pdf", args=["kk"])),
        ("post", reverse("postcourse:cohort_report_xlsx", args=[cohort.pk, "kk"])),
    ]  # fmt: skip


def test_the_report_is_the_organiser_s() -> None:
    cohort = make_plan(trainer=(trainer := daulet())).attempt.enrolment.cohort
    for user in (trainer, saule(), bolat(), marat()):
        client = as_(user)
        assert {getattr(client, how)(address).status_code for how, address in addresses(cohort)} == {403}
    assert Client().get(PAGE).status_code == 302
    assert not ExportEvent.objects.exists()


def test_the_organiser_reads_it_takes_it_out_and_that_is_on_record() -> None:
    plan = make_plan(trainer=daulet())
    went(plan, "held")
    cohort, client = plan.attempt.enrolment.cohort, as_(aigul())
    asked = f"?first={ISSUED}&last={YEAR_ON}"
    page = client.get(PAGE + asked)
    of_cohort = f"{reverse('postcourse:cohort_report', args=[cohort.pk])}{asked}"
    assert of_cohort.replace("&", "&amp;") in page.content.decode()
    assert plan.person.full_name in client.get(of_cohort).content.decode()
    book = client.post(reverse("postcourse:cohort_report_xlsx", args=[cohort.pk, "ru"]) + asked)
    assert (book["Cache-Control"], b"".join(book)[:2]) == ("private, no-store", b"PK")
    pdf = client.post(reverse("postcourse:report_pdf", args=["kk"]) + asked)
    assert pdf.content.startswith(b"%PDF")
    days = f"from={ISSUED:%d.%m.%Y}; to={YEAR_ON:%d.%m.%Y}"
    assert list(ExportEvent.objects.order_by("pk").values_list("list", "filters", "rows")) == [
        ("support-report", f"cohort={cohort.pk}; {days}", 1), ("support-report", f"{days}; pdf", 1),
    ]  # fmt: skip
    assert client.get(reverse("postcourse:report_pdf", args=["kk"])).status_code == 405


@pytest.mark.parametrize(
    "asked", ["first=x&last=", "first=2027-01-01&last=2026-01-01", "first=0002-01-01&last=9989-12-31", "first=&of=x"]
)
def test_whatever_stands_in_the_address_is_answered(asked: str) -> None:
    cohort, client = make_plan().attempt.enrolment.cohort, as_(aigul())
    for address in (PAGE, reverse("postcourse:cohort_report", args=[cohort.pk])):
        assert client.get(f"{address}?{asked}").status_code == 200
    assert client.post(reverse("postcourse:report_xlsx", args=["de"])).status_code == 404
    assert client.get(reverse("postcourse:cohort_report", args=[0])).status_code == 404


def test_where_there_is_only_the_demonstration_it_is_shown_at_once() -> None:
    client = as_(aigul())
    assert client.get(PAGE).context["scope"].demo
    make_plan()
    assert not client.get(PAGE).context["scope"].demo


# ---- statements of who completed it ----------------------------------------------------------------------------------
def test_who_completed_the_support_is_ticked_for_a_statement_until_one_is_in_force() -> None:
    row = make_implementation()
    plan, organiser = row.plan, aigul()
    cohort, enrolment = plan.attempt.enrolment.cohort, plan.attempt.enrolment
    support = reverse("postcourse:cohort_support", args=[cohort.pk])
    went(plan, "held", "held", "held")
    Implementation.objects.filter(pk=row.pk).update(state="closed")
    assert completed(cohort) == []
    consulting.cancel(plan.consultations.latest("starts_at"), why="Жоба енгізілді", by=organiser)
    assert completed(cohort) == [], "without a certificate in force there is no statement"
    in_force(plan.result.documents.get())
    assert completed(cohort) == [enrolment.pk]
    client = as_(organiser)
    page = client.get(support).content.decode()
    link = f"{reverse('certificates:support', args=[cohort.pk])}?enrolment={enrolment.pk}"
    assert f'href="{link}"' in page
    assert enrolment.pk in client.get(link).context["chosen"]
    assert client.get(f"{link}&enrolment=x&enrolment={'9' * 50}").context["chosen"] == {enrolment.pk}
    trainer = plan.trainer
    assert trainer is not None
    assert link not in as_(trainer).get(support).content.decode()
    statement = a_statement(plan)
    assert completed(cohort) == []
    [line] = read(whole()).lines
    assert (line.completed, line.statement) == (True, statement.number_text)


def completed(cohort: Cohort) -> list[int]:
    """Of the cohort's page; the home says the same."""
    found = completing.completed_without_statement(cohort.pk)
    assert len(list(support_completed(NOW))) == bool(found)
    return found


def test_the_graduate_of_a_cohort_without_a_plan_is_in_no_report() -> None:
    make_graduate(make_cohort())
    assert not read(whole()).lines
