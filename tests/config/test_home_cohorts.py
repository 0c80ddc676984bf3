"""The organiser's home with many cohorts and programmes: what runs is never cut off, and nothing costs more queries."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from config.home import current_cohorts, tasks
from courses.models import Cohort, Discrepancy, Enrolment, Programme, ProgrammeVersion
from tests.cast import (
    aigul,
    bolat,
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
    make_provider,
    make_result,
    make_version,
)

pytestmark = pytest.mark.django_db


def another_programme(code: str, contradictions: int) -> ProgrammeVersion:
    """Two versions, each with its contradictions; none of them is decided."""
    programme = Programme.objects.create(code=code)
    for number in (1, 2):
        version = ProgrammeVersion.objects.create(
            programme=programme, number=number, digest=f"{code}{number}", title_kk=code, title_ru=code, title_en=code,
            declared_hours=36, validity_years=3, source={},
        )  # fmt: skip
        Discrepancy.objects.bulk_create(
            Discrepancy(version=version, code=f"D{n}", proposed="a", order=n, readings=[])
            for n in range(contradictions)
        )
    return version


def test_each_programme_says_what_is_undecided_in_its_newest_version() -> None:
    make_provider()
    bolat()
    first, second = another_programme("first", 2), another_programme("second", 1)
    another_programme("third", 0)
    with translation.override("en"):
        found = [(task.url, task.title.split()[0]) for task in tasks(timezone.now())]
    assert found == [
        (reverse("courses:programme", args=[first.pk]), "2"),
        (reverse("courses:programme", args=[second.pk]), "1"),
    ]


def test_the_home_costs_no_more_queries_for_twenty_cohorts_of_thirty_and_five_programmes(client: Client) -> None:
    make_provider()
    bolat()
    client.force_login(aigul())

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        return len(queries)

    school, numbers = make_organisation(), count(10**11)

    def somebody(cohort: Cohort, **fields: Any) -> Enrolment:
        return make_enrolment(cohort, make_person(iin=str(next(numbers)), email=""), organisation=school, **fields)

    def fill(cohorts: int, people: int) -> None:
        for _ in range(cohorts):
            cohort = make_cohort()
            make_result(somebody(cohort))
            for _ in range(people):
                somebody(cohort, status=Enrolment.Status.APPLIED)
                somebody(cohort)

    make_version()
    fill(1, 1)
    one = asked()
    fill(19, 15)
    for n in range(5):
        another_programme(f"another-{n}", 3)
    assert asked() == one


def test_every_cohort_that_runs_has_a_line_before_those_that_are_prepared_and_the_rest_is_counted(
    client: Client,
) -> None:
    today = timezone.localdate()
    running = [make_cohort(name=f"R{n:02}", starts_on=today - timedelta(days=n)) for n in range(12)]
    defending = make_cohort(name="D", status="defending", starts_on=today - timedelta(days=60))
    for n in range(10):
        make_cohort(
            name=f"E{n}", status="enrolling", starts_on=today + timedelta(days=n), ends_on=today + timedelta(90)
        )
    make_cohort(status="closed")
    make_cohort(status="cancelled")
    current = current_cohorts()
    assert current.shown[:13] == [*running, defending]
    assert ([cohort.name for cohort in current.shown[13:]], current.more) == ([f"E{n}" for n in range(7)], 3)
    client.force_login(aigul())
    page = client.get("/?lang=en").content.decode()
    assert "3 more cohorts are being prepared." in page
    Cohort.objects.filter(status="enrolling").update(status="running")
    assert (len(current_cohorts().shown), current_cohorts().more) == (23, 0)


def test_a_house_with_little_open_shows_its_latest_closed_cohorts() -> None:
    running = make_cohort()
    closed = [make_cohort(status="closed", starts_on=timezone.localdate() - timedelta(days=40 + n)) for n in range(9)]
    assert current_cohorts().shown == [running, *closed[:7]]
