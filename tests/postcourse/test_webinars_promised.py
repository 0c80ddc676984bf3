"""The organiser hears of a webinar that a template has promised and nobody has planned."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.home_webinars import webinars_promised
from courses.models import Cohort
from people.models import User
from postcourse import templating
from postcourse.template_content import usual
from tests.cast import aigul, daulet, make_cohort
from tests.postcourse.scenes import ISSUED, at, make_plan
from tests.postcourse.webinar_doors import asked, home_of
from tests.postcourse.webinar_scenes import make_announced, make_draft

pytestmark = pytest.mark.django_db
# Six weeks after the issue; asked for from two weeks before on.
MONDAY = at("2026-11-30", "00:00")
NEAR = MONDAY - timedelta(weeks=2)


def promise(cohort: Cohort, by: User, *, week: int | None = 6, seen: int = 0) -> None:
    templating.write(cohort.version.programme, replace(usual(), webinar_week=week), by=by, seen=seen)


def make_certified(**fields: str) -> Cohort:
    cohort = make_cohort(trainer=None, starts_on=ISSUED - timedelta(days=20), ends_on=ISSUED, **fields)
    make_plan(cohort=cohort)
    return cohort


def make_promised(by: User) -> Cohort:
    """The template first: a plan keeps the one that it was made from."""
    promise(make_cohort(), by)
    return make_certified(name="Күз")


def titles(now: datetime) -> list[str]:
    return [task.title for task in webinars_promised(now)]


def test_a_week_that_is_near_and_has_no_webinar_is_on_the_home_and_leads_to_a_new_one_for_the_cohort() -> None:
    by = aigul()
    cohort = make_promised(by)
    moments = (NEAR - timedelta(minutes=1), NEAR, MONDAY + timedelta(weeks=4), MONDAY + timedelta(weeks=6))
    assert [len(titles(now)) for now in moments] == [0, 1, 1, 0]
    [task] = webinars_promised(NEAR)
    assert (task.title, task.note, task.url) == (
        "No webinar is planned yet: Күз", "The support promises it in the week that begins on 30.11.2026",
        f"/webinars/new/?cohort={cohort.pk}&day=2026-11-30",
    )  # fmt: skip
    assert f"cohort={cohort.pk}" in home_of(by, NEAR)
    shown = asked(by, "webinar_new", now=NEAR, query=f"&cohort={cohort.pk}&day=2026-11-30")[1]
    assert 'value="2026-11-30"' in shown
    ticked = [each for each in re.findall("<input[^>]*>", shown) if 'name="cohorts"' in each and "checked" in each]
    assert [f'value="{cohort.pk}"' in each for each in ticked] == [True]


@pytest.mark.parametrize("said", ["&cohort=x&day=x", "&cohort=999999999&day=9999-12-31", "&cohort=&day=2001-01-01"])
def test_an_address_that_names_nothing_suggests_a_day_in_two_weeks(said: str) -> None:
    status, shown = asked(aigul(), "webinar_new", now=NEAR, query=said)
    assert (status, 'value="2026-11-30"' in shown) == (200, True)


@pytest.mark.parametrize(
    ("kept", "left"),
    [("draft", 0), ("announced", 0), ("programme", 0), ("cancelled", 1), ("months before", 1), ("another cohort", 1)],
)
def test_a_webinar_of_the_cohort_or_its_programme_near_that_week_keeps_the_promise(kept: str, left: int) -> None:
    by, host = aigul(), daulet()
    cohort = make_promised(by)
    begins = MONDAY - timedelta(days=40 if kept == "months before" else -2, hours=-16)
    if kept == "announced":
        make_announced(host, cohort, by=by, now=NEAR - timedelta(days=7), starts_at=begins)
    elif kept == "programme":
        make_draft(host, by=by, programmes=[cohort.version.programme], starts_at=begins)
    else:
        row = make_draft(host, make_cohort() if kept == "another cohort" else cohort, by=by, starts_at=begins)
        type(row).objects.filter(pk=row.pk).update(status="cancelled" if kept == "cancelled" else "draft")
    assert len(titles(NEAR)) == left


def test_what_was_promised_holds_whatever_a_later_template_says() -> None:
    by = aigul()
    cohort = make_promised(by)
    promise(cohort, by, week=None, seen=1)
    make_certified(name="Кейінгі")
    assert titles(NEAR) == ["No webinar is planned yet: Күз"]


def test_a_cohort_to_which_nobody_promised_one_is_not_asked_for() -> None:
    by = aigul()
    cohort = make_certified(name="Күз")
    promise(cohort, by)
    with CaptureQueriesContext(connection) as queries:
        assert titles(NEAR) == []
    assert len(queries) == 1


@pytest.mark.parametrize("cohorts", [1, 10])
def test_it_costs_three_questions_however_many_cohorts_there_are(cohorts: int) -> None:
    by = aigul()
    make_promised(by)
    for _ in range(cohorts - 1):
        make_certified()
    with CaptureQueriesContext(connection) as queries:
        assert len(titles(NEAR)) == cohorts
    assert len(queries) == 3
