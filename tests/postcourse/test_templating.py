"""A template is written in versions; a plan keeps the one that it was made from, and what it says is arithmetic."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from courses.models import Programme
from postcourse import planning, templating
from postcourse.forms_template import TemplateForm
from postcourse.models import Plan, PlanTemplate
from postcourse.template_content import usual
from postcourse.template_days import days_of
from postcourse.template_wording import differences, promises
from postcourse.templates_of import content_of, newest, template_of
from tests.at_once import at_once
from tests.cast import aigul, make_cohort, make_result, make_version
from tests.postcourse.scenes import ISSUED, at, local, make_plan, make_signed, sign

NOW = at(ISSUED)
OURS = replace(usual(), months=(2, 8), weak_percent=70, targeted_after_weeks=4, targeted_every_weeks=2, webinar_week=6)


def programme() -> Programme:
    return make_cohort().version.programme


def months_of(plan: Plan) -> list[int | None]:
    return list(plan.consultations.filter(kind="contact").values_list("month", flat=True))


@pytest.mark.django_db
def test_without_a_version_the_figures_of_the_installation_hold() -> None:
    plan = make_plan("100")
    assert (plan.template, template_of(plan), months_of(plan)) == (None, usual(), [1, 3, 6, 12])


@pytest.mark.django_db
def test_a_plan_is_made_from_the_newest_version_of_its_own_programme_and_keeps_it() -> None:
    by, ours = aigul(), programme()
    other = Programme.objects.create(code="other")
    templating.write(other, replace(OURS, months=(5,)), by=by, seen=0)
    first = templating.write(ours, OURS, by=by, seen=0)
    plan = make_plan("66")
    assert (plan.template, months_of(plan)) == (first, [2, 8])
    targeted = plan.consultations.filter(kind="targeted")
    assert [local(row.starts_at) for row in targeted] == ["20.11.2026 10:00", "04.12.2026 10:00"]
    second = templating.write(ours, replace(OURS, months=(1,)), by=by, seen=1, note="Бір рет")
    assert (content_of(newest(ours.pk)).months, make_plan("100").template) == ((1,), second)
    plan.refresh_from_db()
    assert template_of(plan) == OURS


@pytest.mark.django_db
def test_an_appeal_plans_by_the_version_that_the_plan_was_made_from() -> None:
    by, ours = aigul(), programme()
    templating.write(ours, OURS, by=by, seen=0)
    failed = make_plan("44")
    templating.write(ours, replace(OURS, months=(1,)), by=by, seen=1)
    better = make_result(failed.attempt.enrolment, "100", supersedes=failed.result)
    plan = planning.plan_for(sign(better, on=ISSUED), now=NOW)
    assert (plan.pk, months_of(plan)) == (failed.pk, [2, 8])


@pytest.mark.django_db
def test_a_version_is_written_over_nobody_s_newer_one_and_only_with_a_difference() -> None:
    by, ours = aigul(), programme()
    templating.write(ours, OURS, by=by, seen=0)
    for seen, content, code in ((0, usual(), "newer"), (2, usual(), "newer"), (1, OURS, "same")):
        with pytest.raises(ValidationError) as refusal:
            templating.write(ours, content, by=by, seen=seen)
        assert refusal.value.code == code
    assert PlanTemplate.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_at_once_one_is_told_of_the_other() -> None:
    by, ours = aigul(), programme()
    acts = [lambda months=months: templating.write(ours, replace(OURS, months=months), by=by, seen=0)
            for months in ((1,), (2,))]  # fmt: skip
    assert sorted(at_once(*acts)) == ["", "newer"]
    assert list(PlanTemplate.objects.values_list("number", flat=True)) == [1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [{"weak_percent": 101}, {"targeted_every_weeks": 0}, {"webinar_week": 0}, {"analysis_month": 0}, {"number": 0}],
)
def test_the_database_refuses_figures_that_mean_nothing(wrong: dict[str, int]) -> None:
    fields: dict[str, Any] = {"programme": programme(), "number": 1, "made_by": aigul(), **asdict(OURS), **wrong}
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanTemplate.objects.create(**fields)


def test_the_way_of_somebody_is_reckoned_from_the_issue_date_around_days_off() -> None:
    days = [(each.kind, each.n, each.day.isoformat()) for each in days_of(OURS, ISSUED, weak=1)]
    assert days == [
        ("targeted", 1, "2026-11-20"),
        ("webinar", 6, "2026-11-30"),
        ("contact", 2, "2026-12-23"),
        ("milestone", 2, "2026-12-23"),
        ("milestone", 6, "2027-04-23"),
        ("contact", 8, "2027-06-23"),
        ("milestone", 11, "2027-09-23"),
        ("analysis", 12, "2027-10-26"),  # the 23rd is a Saturday, the 25th is Republic Day
    ]
    assert [each.kind for each in days_of(replace(usual(), weak_percent=0), ISSUED)].count("targeted") == 0


def test_what_is_promised_is_said_in_words_and_what_is_different_line_by_line() -> None:
    assert [(each.words, each.days) for each in promises(OURS, date(2026, 10, 23))] == [
        ("after 2 and 8 months", ""),
        (
            "a consultation for each criterion below 70 % of its maximum; the first after 4 weeks, then one in 2 weeks",
            "",
        ),
        ("6 weeks after the issue date", "in the week of 30.11.2026"),
        ("after 2, 6 and 11 months", "23.12.2026, 23.04.2027, 23.09.2027"),
        ("after 12 months", "26.10.2027"),
    ]
    changed = differences(usual(), replace(usual(), months=(1,), webinar_week=1))
    assert [(each.was, each.becomes) for each in changed] == [
        ("after 1, 3, 6 and 12 months", "after 1 month"),
        ("none", "1 week after the issue date"),
    ]


def filled_in(**fields: str) -> TemplateForm:
    said = {name: "" if value is None else str(value) for name, value in asdict(usual()).items()}
    return TemplateForm({**said, "months": "1, 3, 6, 12", "milestone_months": "2 6 11", **fields})


def test_months_are_read_as_people_write_them() -> None:
    form = filled_in(months="12; 3,1,  6,", milestone_months="", analysis_month="9")
    assert form.is_valid(), form.errors
    assert form.content == replace(usual(), milestone_months=(), analysis_month=9)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("months", ""), ("months", "0, 3"), ("months", "61"), ("months", "1-3"), ("months", "тоқсан сайын"),
        ("months", "٣"), ("months", "9" * 90), ("months", "1,2,3,4,5,6,7,8,9,10,11,12,13"), ("weak_percent", "101"),
        ("weak_percent", "9" * 400), ("targeted_every_weeks", "0"), ("webinar_week", "53"), ("webinar_week", "0"),
        ("milestone_months", "6, 13"), ("analysis_month", "10"), ("analysis_month", ""), ("note", "a" * 201),
    ],
)  # fmt: skip
def test_figures_that_nobody_could_keep_are_refused_beside_their_field(field: str, typed: str) -> None:
    form = filled_in(**{field: typed})
    assert not form.is_valid()
    # A milestone after the analysis is told where the analysis is.
    assert list(form.errors) == ["analysis_month" if field == "milestone_months" else field]


@pytest.mark.django_db
def test_a_late_result_of_a_programme_s_second_version_has_the_same_template() -> None:
    by, version = aigul(), make_version()
    templating.write(version.programme, OURS, by=by, seen=0)
    later = make_cohort(version=make_version())
    assert planning.plan_for(make_signed("100", cohort=later), now=NOW).template is not None
