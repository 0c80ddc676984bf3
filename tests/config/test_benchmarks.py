"""What the bench measures still works: each subject once, at a small size."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.utils import translation

from benchmarks import subjects
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


def test_papers_are_issued_rendered_and_one_of_them_is_asked_for(stage: subjects.Stage) -> None:
    assert min(stage.issue_batch(), stage.render_cold()) > 0
    assert stage.one_code()
