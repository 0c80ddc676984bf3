"""Who gets which paper, and the snapshot it is made from."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from certificates import registering
from certificates.composing import compose, valid_through
from certificates.eligibility import dry_run
from certificates.numbers import number_text
from courses.confirming import object_to_name
from courses.models import Cohort, Enrolment, Module
from people.models import Person
from tests.cast import DECISIONS, make_enrolment, make_person, make_result
from tests.certificates.issued import add_result, issued, organiser, ready_cohort

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("exact", "kind"), [("50", "certificate"), ("49.5", "certificate"), ("49.4", "statement"), ("0", "statement")]
)
def test_the_result_decides_between_certificate_and_statement(exact: str, kind: str) -> None:
    assert [line.kind for line in dry_run(ready_cohort(exact))] == [kind]


@pytest.mark.parametrize("status", [status for status in Enrolment.Status if status not in ("passed", "not_passed")])
def test_an_undecided_enrolment_gets_nothing_and_the_reason_is_said(status: str) -> None:
    cohort = ready_cohort()
    enrolment = make_enrolment(cohort, status=status)
    line = next(line for line in dry_run(cohort) if line.enrolment == enrolment)
    assert line.kind == ""
    assert line.obstacle == ("No result yet." if status == "admitted" else enrolment.get_status_display())


def test_who_has_a_document_gets_no_second_one() -> None:
    document = issued()[0]
    cohort = document.result.attempt.enrolment.cohort
    (line,) = dry_run(cohort)
    assert (line.kind, line.issued, line.is_done) == ("", document, True)


@pytest.mark.parametrize(
    ("before", "after", "kind", "replaced"),
    [("44", "51", "certificate", True), ("51", "60", "certificate", True), ("44", "45", "statement", True),
     ("51", "44", "statement", False)],
)  # fmt: skip
def test_after_an_appeal_the_new_document_says_what_becomes_of_the_old(
    before: str, after: str, kind: str, replaced: bool
) -> None:
    old = issued(before)[0]
    enrolment = old.result.attempt.enrolment
    result = make_result(enrolment, after, supersedes=old.result)
    enrolment.refresh_from_db()
    (line,) = dry_run(enrolment.cohort)
    assert (line.kind, line.result, line.issued) == (kind, result, None)
    assert (line.replaces, line.revokes) == ((old, None) if replaced else (None, old))
    registering.revoke(old, by=organiser(), reason="апелляция, № 3")
    (line,) = dry_run(enrolment.cohort)
    assert (line.kind, line.replaces, line.revokes) == (kind, None, None)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"email": ""}, "No e-mail"),
        ({"email": "school@mektep.example"}, "shared with others"),
        ({"given_name": "Ẅ"}, "no letter “Ẅ”"),
        ({}, ""),
    ],
)
def test_what_to_know_is_said_and_blocks_nothing(fields: dict[str, Any], said: str) -> None:
    make_person(email="school@mektep.example")
    cohort = ready_cohort("40")
    result = add_result(cohort, "89.5", **fields)
    line = next(line for line in dry_run(cohort) if line.result == result)
    assert line.kind == "certificate"
    assert any(said in warning for warning in line.warnings) if said else line.warnings == []


def test_a_name_that_was_changed_after_it_was_confirmed_is_not_confirmed() -> None:
    cohort = ready_cohort()
    Person.objects.update(given_name="Гүлжан")
    (line,) = dry_run(cohort)
    assert line.warnings == ["The spelling of the name is not confirmed."]


def test_an_objection_to_the_name_is_told_in_its_own_words() -> None:
    cohort = ready_cohort()
    object_to_name(cohort.enrolments.get(), text="Гүлжаһан емес, Гүлжахан", by=None)
    (line,) = dry_run(cohort)
    assert line.warnings == ["The participant says that the name is misspelt: “Гүлжаһан емес, Гүлжахан”"]


@pytest.mark.parametrize("count", [1, 30])
def test_the_dry_run_makes_four_queries(django_assert_num_queries: DjangoAssertNumQueries, count: int) -> None:
    cohort = ready_cohort(*["89.5"] * count)
    with django_assert_num_queries(4):
        assert len(dry_run(cohort)) == count


# ---- the snapshot ----------------------------------------------------------------------------------------------------
def snapshot(cohort: Cohort, kind: str = "certificate") -> dict[str, object]:
    line = dry_run(cohort)[0]
    return dict(compose(line.decided, enrolment=line.enrolment, cohort=cohort, kind=kind, issued_on=date(2026, 11, 20),
                        provider=None, signatory=None))  # fmt: skip


@pytest.mark.parametrize(
    ("language", "glosses", "paper"),
    [("kk", False, "kk"), ("kk", True, "tri"), ("ru", True, "ru"), ("en", True, "en")],
)
def test_the_paper_speaks_the_language_of_the_cohort(
    settings: Settings, language: str, glosses: bool, paper: str
) -> None:
    settings.PAPER_WITH_GLOSSES = glosses
    assert snapshot(ready_cohort(language=language))["language"] == paper


def test_hours_stay_as_printed_unless_decision_h_adds_its_line() -> None:
    cohort = ready_cohort()
    extra = {"title": {"kk": "Кіріспе", "ru": "Введение", "en": "Introduction"},
             "hours": {"lecture": 1, "practice": 2, "self_study": 1, "total": 4}}  # fmt: skip
    cohort.version.source = {
        "discrepancies": [{"code": "H", "readings": [{"key": "as_printed"}, {"key": "add_line", "extra": extra}]}]
    }
    printed = snapshot(cohort)
    cohort.decisions = {**DECISIONS, "H": "add_line"}
    mended = snapshot(cohort)
    assert [(s["hours"]["sum_line"], sum(m["total"] for m in s["modules"])) for s in (printed, mended)] == [  # type: ignore[index,attr-defined]
        (False, 76),
        (True, 80),
    ]
    assert [module["kind"] for module in mended["modules"]][-2:] == ["extra", "attestation"]  # type: ignore[attr-defined]


def test_a_version_whose_named_line_closes_the_gap_sums_its_hours_on_the_paper() -> None:
    cohort = ready_cohort(decisions={code: reading for code, reading in DECISIONS.items() if code != "H"})
    assert snapshot(cohort)["hours"] == {"declared": 80, "sum_line": False}
    Module.objects.create(
        version=cohort.version, order=8, title_kk="Кіріспе", title_ru="Введение", title_en="Introduction",
        lecture=1, practice=2, self_study=1, is_extra=True,
    )  # fmt: skip
    mended = snapshot(cohort)
    assert mended["hours"] == {"declared": 80, "sum_line": True}
    assert [module["kind"] for module in mended["modules"]][-2:] == ["extra", "attestation"]  # type: ignore[attr-defined]


def test_a_preview_carries_neither_number_nor_code() -> None:
    shown = snapshot(ready_cohort())
    assert (shown["number"], shown["code"]) == (None, None)


@pytest.mark.parametrize(
    ("issued_on", "years", "last_day"),
    [
        (date(2026, 10, 23), 3, date(2029, 10, 23)),
        (date(2024, 2, 29), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2025, 2, 28), 3, date(2028, 2, 28)),
    ],
)
def test_the_last_day_is_the_same_day_of_a_later_year(issued_on: date, years: int, last_day: date) -> None:
    assert valid_through(issued_on, years) == last_day


@pytest.mark.parametrize(
    ("kind", "is_specimen", "printed"),
    [
        ("certificate", False, "2026-00137"),
        ("duplicate", False, "2026-00137"),
        ("statement", False, "А-2026-00137"),
        ("certificate", True, "ҮЛГІ-2026-00137"),
        ("statement", True, "ҮЛГІ-А-2026-00137"),
    ],
)
def test_a_number_tells_its_series(kind: str, is_specimen: bool, printed: str) -> None:
    assert number_text(kind, 2026, 137, is_specimen=is_specimen) == printed
