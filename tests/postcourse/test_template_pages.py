"""The pages of the template: a version is looked at, then put in force; nonsense is asked for again."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from postcourse.models import Plan, PlanTemplate
from tests.cast import aigul, daulet
from tests.postcourse.asking import ask, templates
from tests.postcourse.scenes import make_plan

pytestmark = pytest.mark.django_db
FIGURES = {
    "months": "2, 8", "weak_percent": "70", "targeted_after_weeks": "4", "targeted_every_weeks": "2",
    "webinar_week": "6", "milestone_months": "2, 6", "analysis_month": "9", "note": "Сирек",
}  # fmt: skip


def page_of(plan: Plan) -> str:
    return templates(plan, "postcourse:template_new")


def test_a_version_is_looked_at_before_it_is_put_in_force() -> None:
    plan, organiser = make_plan(trainer=daulet()), aigul()
    page = page_of(plan)
    assert 'value="1, 3, 6, 12"' in ask(organiser, page)[1]
    status, shown = ask(organiser, page, {**FIGURES, "seen": "0", "preview": "1"})
    assert (status, PlanTemplate.objects.count()) == (200, 0)
    assert "not in force yet" in shown
    assert 'after 1, 3, 6 and 12 months</span> <span class="visually-hidden">becomes</span>→ after 2 and 8' in shown
    assert ask(organiser, page, {**FIGURES, "seen": "0"})[0] == 302
    written = PlanTemplate.objects.get()
    assert (written.number, written.months, written.milestone_months, written.made_by) == (1, [2, 8], [2, 6], organiser)
    shown = ask(organiser, templates(plan))[1]
    assert "after 2 and 8 months" in shown
    assert "1 plan was made before there was a version" in shown
    assert "Сирек" in shown


@pytest.mark.parametrize("seen", ["", "1", "7", "-1", "²", "9" * 5000])
def test_a_version_that_was_not_looked_at_is_not_written_over(seen: str) -> None:
    plan = make_plan()
    status, shown = ask(aigul(), page_of(plan), {**FIGURES, "seen": seen})
    assert (status, "written another version meanwhile" in shown) == (400, True)


@pytest.mark.parametrize("data", [{}, {"months": "x" * 100_000}, {**FIGURES, "months": "\x00"}, {"preview": "1"}])
def test_figures_that_are_missing_or_nonsense_are_asked_for_again(data: dict[str, str]) -> None:
    plan = make_plan()
    assert ask(aigul(), page_of(plan), data)[0] == 400
    assert not PlanTemplate.objects.exists()


@pytest.mark.parametrize("versions", [1, 30])
def test_the_template_costs_the_same_with_one_version_and_with_thirty(
    versions: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan, by = make_plan(), aigul()
    fields = {"programme": plan.attempt.enrolment.programme, "made_by": by, "weak_percent": 60, "analysis_month": 12}
    for n in range(1, versions + 1):
        PlanTemplate.objects.create(
            number=n, months=[n], targeted_after_weeks=2, targeted_every_weeks=1, milestone_months=[2], **fields
        )
    client = Client()
    client.force_login(by)
    with django_assert_num_queries(7):
        assert client.get(templates(plan)).status_code == 200
