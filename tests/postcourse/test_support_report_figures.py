"""What a year of support adds up to, counted by hand: the page, the workbook and the paper say each figure alike."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any, cast

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from courses.models import Cohort, Enrolment
from people.models import Person, User
from people.written import PaperLanguage
from postcourse import completing, support_reporting
from postcourse.models import Consultation, ExpertFeedback, Implementation, Plan, ProgressReport, Webinar
from postcourse.support_report import Report, Scope
from postcourse.support_report_book import report_book
from postcourse.support_report_paper import report_html, report_pdf
from postcourse.support_report_parts import Head, head_of, parts_of, result_of
from postcourse.support_report_wording import WORDING
from postcourse.unfinished import unfinished
from tests.cast import aigul, make_cohort, make_person
from tests.paper_reading import Paper, silence
from tests.postcourse.implementation_scenes import make_done, make_implementation
from tests.postcourse.report_scenes import (
    FORMULA,
    NOW,
    OFTEN,
    SUM,
    TOTAL,
    TRAINERS,
    YEAR_ON,
    a_statement,
    in_force,
    made_anew,
    make_year,
    met,
    passed_the_retake,
    went,
)
from tests.postcourse.scenes import ISSUED, at, make_plan

pytestmark = pytest.mark.django_db
WHOLE = Scope(ISSUED, YEAR_ON)
LATER = Scope(date(2029, 1, 1), date(2029, 3, 31))
THEN = at("2029-02-01")
# By cohort and surname: held, missed, came to webinars, what came of it.
PEOPLE = {
    ("Абай", FORMULA): [(3, 1, 1, "Support goes on")],
    ("Абай", "Апелляция"): [(0, 0, 0, "No contact")],
    ("Абай", "Аяқтаған"): [(3, 0, 1, "Support completed, №\u00a0{number}")],
    ("Абай", "Біріккен"): [(2, 0, 1, "Support goes on")],
    ("Абай", "Қайта"): [(1, 0, 0, "Retake passed"), (1, 0, 0, "Support goes on")],
    ("Қазан", "Ауысқан"): [(0, 0, 0, "No contact")],
    ("Қазан", "Біріккен"): [(1, 0, 1, "Support goes on")],
    ("Қазан", "Erased"): [(1, 0, 0, "Support not completed")],
    ("Қазан", "Келмеген"): [(0, 2, 0, "No contact")],
}


def read(scope: Scope, language: str = "en") -> tuple[Head, Report]:
    with translation.override(language):
        report = support_reporting.report_of(scope, now=NOW)
        return head_of(report, cast(PaperLanguage, language), provider=None, today=f"{YEAR_ON}"), report


def cells(html: str) -> list[list[str]]:
    """Of every row of every table, what stands in its cells."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL)
    return [[said(cell) for cell in re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]


def said(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_a_year_adds_up_to_what_was_counted_by_hand() -> None:
    year = make_year()
    _head, report = read(WHOLE)
    total = report.total
    assert {name: getattr(total, name) for name in TOTAL} == TOTAL
    assert (report.often, report.webinars) == (OFTEN, 1)
    assert [
        [row.name, row.people, row.held, row.missed, row.webinars, row.feedback] for row in report.trainers
    ] == TRAINERS
    rows = Consultation.objects.filter(status__in=("planned", "invited", "confirmed"), starts_at__gt=NOW)
    ahead = [row for row in rows if row.plan.attempt.enrolment.cohort_id != year.shown.pk]
    assert total.ahead == len(ahead) > 0
    found: dict[tuple[str, str], list[tuple[object, ...]]] = {}
    for line in sorted(report.lines, key=lambda each: each.plan):
        key = line.cohort[1], FORMULA if line.name.startswith(FORMULA) else line.name.split()[0]
        found.setdefault(key, []).append((line.held, line.missed, len(line.webinars), result_of(line, WORDING["en"])))
    number = next(line.statement for line in report.lines if line.statement)
    wanted = {key: [(*row[:3], row[3].format(number=number)) for row in rows] for key, rows in PEOPLE.items()}
    assert found == wanted
    assert not read(Scope(ISSUED, YEAR_ON, year.empty))[1].lines
    assert [line.held for line in read(Scope(ISSUED, YEAR_ON, demo=True))[1].lines] == [2]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_page_paper_and_workbook_say_the_same(language: str) -> None:
    make_year()
    head, report = read(WHOLE, language)
    words, wanted = WORDING[head["language"]], {**TOTAL, "webinars": 1, "ahead": report.total.ahead}
    labels = {getattr(words, {"people": "supported"}.get(name, name)): value for name, value in wanted.items()}
    book = load_workbook(io.BytesIO(report_book(head, report).read()))
    summary = {row[0]: row[1] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert {label: summary[label] for label in labels} == labels
    with silence():
        paper = Paper(report_pdf(head, report))
    text = " ".join(" ".join(paper.text(page) for page in range(len(paper))).split())
    assert [label for label, value in labels.items() if f"{label} {value}" not in text] == []
    page = page_of(reverse("postcourse:report"), language).content.decode()
    stats = dict(zip(*(map(said, re.findall(rf"<{tag}>(.*?)</{tag}>", page)) for tag in ("dt", "dd")), strict=True))
    assert {label: stats[label] for label in labels} == {label: str(value) for label, value in labels.items()}
    rows = {"paper": cells(report_html(head, report)), "page": cells(page)}
    often = [words.supported, *(str(people) for _times, people in OFTEN)]
    assert all(often in found for found in rows.values())
    for part, sheet in zip(parts_of(report, head["language"]), book.worksheets[1:], strict=True):
        written = [[str(cell) for cell in row] for row in sheet.iter_rows(min_row=2, values_only=True)]
        assert written == [[str(cell) for cell in row] for row in part.rows]
        plain = [[" ".join(cell.split()) for cell in row] for row in written]
        if part.title in (words.trainers, words.regions):
            assert all(row in rows["paper"] and row in rows["page"] for row in plain)
        elif part.title == words.cohorts:
            assert all(row in rows["paper"] for row in plain)
            # The page shows fewer columns, and how many goals of how many.
            assert all([*row[:5], f"{row[7]} / {row[6]}", row[10]] in rows["page"] for row in plain[:-1])
        else:
            assert [on_paper(row, words.nowhere) for row in plain] == rows["paper"][-len(plain) :]


def on_paper(row: list[str], nowhere: str) -> list[str]:
    """A person of the workbook as the paper has them: school and region under the name, goals in one cell."""
    n, name, school, region, cohort, trainer, held, missed, came, goals, reached, reports, project, result = row
    where = school if region == nowhere else f"{school}, {region}"
    aims = f"{reached} / {goals}" if goals != "0" else "–"
    return [n, f"{name} {where}", cohort, trainer, held, missed, came, aims, reports, project, result]


def page_of(address: str, language: str) -> Any:
    user = User.objects.filter(email="aigul@institute.example").first() or aigul()
    User.objects.filter(pk=user.pk).update(language=language)
    with time_machine.travel(NOW, tick=False):
        client = Client()
        client.force_login(user)
        return client.get(address, {"first": f"{ISSUED}", "last": f"{YEAR_ON}"})


def test_what_somebody_typed_never_becomes_a_formula_and_the_sheets_can_be_printed() -> None:
    year = make_year()
    Cohort.objects.filter(pk=year.here.pk).update(name="=1+1")
    year.here.refresh_from_db()
    of_cohort = load_workbook(io.BytesIO(report_book(*read(Scope(ISSUED, YEAR_ON, year.here))).read()))
    assert (of_cohort.worksheets[0]["A3"].value, of_cohort.worksheets[0]["A3"].quotePrefix) == ("=1+1", True)
    book = load_workbook(io.BytesIO(report_book(*read(WHOLE)).read()))
    typed = [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if str(cell.value).startswith(("=", "@"))
    ]
    assert {str(cell.value)[: len(FORMULA)].split(",")[0] for cell in typed} == {FORMULA, SUM, "=1+1"}
    assert {(cell.data_type, cell.quotePrefix, cell.hyperlink) for cell in typed} == {("s", True, None)}
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes in ("B2", "C2")
        assert (sheet.print_title_rows, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == (
            "$1:$1",
            "landscape",
            0,
        )


# ---- who is in the report of a period --------------------------------------------------------------------------------
def a_webinar(plan: Plan) -> None:
    webinar = met(plan.trainer or aigul(), plan.person)
    Webinar.objects.filter(pk=webinar.pk).update(starts_at=THEN, ends_at=THEN + timedelta(hours=1))


def a_report(plan: Plan) -> None:
    ProgressReport.objects.create(implementation=plan.implementation, number=1, words="Есеп", at=THEN)


def an_answer(plan: Plan, at: datetime = THEN) -> None:
    ExpertFeedback.objects.create(implementation=plan.implementation, words="Пікір", by=plan.trainer, at=at)


@pytest.mark.parametrize("something", [a_webinar, a_report, an_answer])
def test_whoever_had_support_in_a_period_is_in_its_report_though_the_promised_months_are_over(something: Any) -> None:
    plan = make_implementation().plan
    assert not read(LATER)[1].lines
    something(plan)
    assert [line.plan for line in read(LATER)[1].lines] == [plan.pk]
    kept = make_person(surname="Қалған")
    Person.objects.filter(pk=plan.person.pk).update(merged_into=kept)
    assert [line.person for line in read(LATER)[1].lines] == [kept.pk]


def test_a_statement_put_right_later_stays_in_the_report_of_its_own_period() -> None:
    plan = make_plan()
    first = a_statement(plan, issued_on=date(2027, 5, 3))
    spring = Scope(ISSUED, date(2027, 6, 30))
    assert [line.statement for line in read(spring)[1].lines] == [first.number_text]
    second = made_anew(first, date(2027, 9, 1))
    assert [line.statement for line in read(spring)[1].lines] == [second.number_text]
    assert not read(Scope(ISSUED, date(2027, 5, 2)))[1].lines[0].statement


def test_the_head_s_signature_says_that_the_support_was_completed() -> None:
    a_statement(make_plan())
    [line] = read(WHOLE)[1].lines
    assert (line.completed, read(WHOLE)[1].total.completed) == (True, 1)


@pytest.mark.parametrize(("passed", "said"), [(True, "Retake passed"), (False, "Retake not passed")])
def test_of_a_retake_the_result_is_told(passed: bool, said: str) -> None:
    passed_the_retake(make_cohort(), exact="100" if passed else "40")
    lines = [line for line in read(WHOLE)[1].lines if line.retake]
    assert [result_of(line, WORDING["en"]) for line in lines] == [said]


# ---- who has completed it --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("statuses", "replanned", "done"),
    [
        (["held", "missed", "held", "held"], True, True), (["held", "missed", "held", "held"], False, False),
        (["held", "missed", "missed", "held"], True, False), (["held", "held", "cancelled", "cancelled"], False, True),
        (["held", "held", "held", "planned"], False, False),
    ],
)  # fmt: skip
def test_what_was_missed_for_good_is_not_completed_and_page_and_report_agree(
    statuses: list[str], replanned: bool, done: bool
) -> None:
    plan = make_plan()
    in_force(plan.result.documents.get())
    went(plan, *statuses)
    if replanned:
        _first, missed, second, *_rest = plan.consultations.order_by("starts_at")
        Consultation.objects.filter(pk=second.pk).update(replans=missed)
    assert [line.completed for line in read(WHOLE)[1].lines] == [done]
    assert bool(completing.completed_without_statement(plan.attempt.enrolment.cohort_id)) is done


def test_whoever_chooses_who_gets_a_statement_is_told_what_is_missing() -> None:
    row = make_implementation()
    plan, cohort = row.plan, row.plan.attempt.enrolment.cohort
    silent = make_plan(cohort=cohort)
    went(plan, "held", "missed", "missed", "planned")
    _first, missed, second, _last = plan.consultations.order_by("starts_at")
    Consultation.objects.filter(pk=second.pk).update(replans=missed)
    for each in (plan, silent):
        in_force(each.result.documents.get())
        Enrolment.objects.filter(pk=each.attempt.enrolment_id).update(status="passed")
    page = page_of(reverse("certificates:support", args=[cohort.pk]), "en")
    said = {line.enrolment.pk: lacks for line, lacks in page.context["lines"]}
    assert said == {
        plan.attempt.enrolment_id: [
            "1 consultation is open.", "1 consultation was missed.", "The project is not completed.",
        ],
        silent.attempt.enrolment_id: ["No consultation was held.", "4 consultations are open."],
    }  # fmt: skip
    assert "The project is not completed." in page.content.decode()
    went(plan, "held", "held", "held", "held")
    Implementation.objects.filter(pk=row.pk).update(state="closed")
    assert unfinished([plan.attempt.enrolment_id]) == {}


def test_what_they_booked_themselves_may_be_missed() -> None:
    plan = make_plan()
    in_force(plan.result.documents.get())
    went(plan, "held", "held", "held", "missed")
    Consultation.objects.filter(plan=plan, status="missed").update(kind="booked", month=None)
    assert completing.completed_without_statement(plan.attempt.enrolment.cohort_id) == [plan.attempt.enrolment_id]


def test_a_letter_of_attendance_is_no_certificate_to_stand_beside() -> None:
    """It was issued for the attempt that was not passed; the certificate of the second was revoked."""
    plan = passed_the_retake(make_cohort())
    before = Plan.objects.get(attempt__enrolment=plan.attempt.enrolment_id, attempt__number=1)
    in_force(before.result.documents.get())
    Consultation.objects.filter(plan=plan).exclude(status="held").update(status="cancelled")
    assert not completing.completed_without_statement(plan.attempt.enrolment.cohort_id)
    in_force(plan.result.documents.get())
    assert completing.completed_without_statement(plan.attempt.enrolment.cohort_id)


def test_of_a_project_that_was_ended_what_was_done_is_counted_and_the_support_is_not_completed() -> None:
    row = make_implementation()
    make_done(row)
    an_answer(row.plan, at=NOW)
    went(row.plan, "held", "cancelled", "cancelled", "cancelled")
    Implementation.objects.filter(pk=row.pk).update(state="ended")
    report = read(WHOLE)[1]
    [line] = report.lines
    assert (line.completed, line.over, result_of(line, WORDING["kk"])) == (False, True, "Қолдаудан толық өтпеді")
    assert (line.goals, line.standing, line.reports, line.feedback) == (0, None, 1, 1)
    assert [trainer.feedback for trainer in report.trainers] == [report.total.feedback]
