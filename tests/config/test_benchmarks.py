"""What the bench measures still works: each subject once, at a small size."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.utils import translation

from benchmarks import run, subjects, verification
from certificates.codes import is_valid
from courses.models import Enrolment, Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[subjects.Stage]:
    monkeypatch.setattr(subjects, "ROWS", 3)
    monkeypatch.setattr(subjects, "PAPERS", 2)
    with translation.override("kk"):
        call_command("load_programme", verbosity=0)
        yield subjects.Stage()


def test_a_list_is_admitted_and_the_same_number_of_rows_written(stage: subjects.Stage) -> None:
    assert min(stage.import_list(), stage.insert_rows()) > 0
    assert Enrolment.objects.count() == 6


def test_eighty_hours_are_planned_beside_a_cohort_that_wants_the_same_room(stage: subjects.Stage) -> None:
    for _round in range(2):
        assert min(stage.generate_timetable(), stage.insert_timetable()) > 0
    assert Session.objects.count() == 0
    assert sum(Session.history.filter(cohort__name="Кесте-1", history_type="+").values_list("hours", flat=True)) == 80


def test_papers_are_issued_and_rendered(stage: subjects.Stage) -> None:
    assert min(stage.issue_batch(), stage.render_cold()) > 0


def test_the_standings_of_a_register_of_millions_are_as_the_product_writes_them(stage: subjects.Stage) -> None:
    written = stage.sign_batch()[0].standing
    made = list(verification.standings(written.public, [written.imprint_id], 99))
    assert {tuple(each.own) for each in made} == {tuple(written.own)}
    codes = {each.code[:12] + verification._suffix(n) for each in made for n in (0, 1, 199)}
    assert len(codes) == 3 * 99
    assert all(map(is_valid, codes))


def test_verification_is_asked_over_as_many_rows_as_were_wanted() -> None:
    assert ["-m", "benchmarks.verification", "10000000"] in run.subjects_of_databases(run.TEN_MILLION)
