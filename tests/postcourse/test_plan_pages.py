"""The pages of a plan, of its steps and of its template: who sees them, what they refuse, what they cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django import DjangoAssertNumQueries

from config.home_plans import plans_without_trainer
from people.roles import Role
from postcourse import consulting, planning
from postcourse.models import Consultation, Plan, PlanTemplate
from tests.accessible import flaws_in_both_windows
from tests.browser import sign_in
from tests.cast import aigul, bolat, daulet, make_cohort, make_user, marat
from tests.postcourse.asking import NOW, ask, templates
from tests.postcourse.scenes import ISSUED, at, local, make_plan, make_signed, second_result, sign

pytestmark = pytest.mark.django_db
PAGES: dict[str, Callable[[Plan], str]] = {
    "templates": templates,
    "new": lambda plan: templates(plan, "postcourse:template_new"),
    "plan": lambda plan: reverse("postcourse:plan", args=[plan.pk]),
    "add": lambda plan: reverse("postcourse:step_add", args=[plan.pk]),
    "move": lambda plan: reverse("postcourse:step_move", args=[plan.consultations.all()[2].pk]),
}
WHO_SEES: dict[str, dict[str, int]] = {
    "templates": {
        "organiser": 200,
        "trainer": 200,
        "colleague": 200,
        "head": 200,
        "graduate": 403,
        "stranger": 403,
    },
    "new": {"organiser": 200, "trainer": 403, "colleague": 403, "head": 403, "graduate": 403, "stranger": 403},
    "plan": {"organiser": 200, "trainer": 200, "colleague": 404, "head": 403, "graduate": 200, "stranger": 404},
    "add": {"organiser": 200, "trainer": 200, "colleague": 404, "head": 403, "graduate": 403, "stranger": 404},
    "move": {"organiser": 200, "trainer": 200, "colleague": 404, "head": 403, "graduate": 403, "stranger": 404},
}


@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_for_those_whom_it_concerns(page: str) -> None:
    plan = make_plan(trainer=daulet())
    assert plan.trainer is not None
    cast = {
        "organiser": aigul(), "trainer": plan.trainer, "colleague": make_user("t@x.example", Role.TRAINER),
        "head": bolat(), "graduate": make_user(plan.person.email, person=plan.person), "stranger": marat(),
    }  # fmt: skip
    address = PAGES[page](plan)
    assert {who: ask(user, address)[0] for who, user in cast.items()} == WHO_SEES[page]
    assert ask(None, address)[0] == 302
    if page in ("new", "add", "move"):
        sent = {who: ask(user, address, {}) for who, user in cast.items() if WHO_SEES[page][who] != 200}
        assert {who: status for who, (status, _text) in sent.items()} == {who: WHO_SEES[page][who] for who in sent}
        assert not PlanTemplate.objects.exists()


def test_a_trainer_moves_a_step_and_the_graduate_reads_why() -> None:
    plan = make_plan(trainer=daulet())
    graduate, page = make_user(plan.person.email, person=plan.person), PAGES["move"](plan)
    shown = ask(plan.trainer, f"{page}?day=2027-06-01")[1]
    assert '<option value="2027-06-01T15:00">15:00</option>' in shown
    assert ask(plan.trainer, page, {"starts_at": "2027-06-01T15:00", "why": "Аттестаттау"})[0] == 302
    assert local(plan.consultations.all()[2].starts_at) == "01.06.2027 15:00"
    assert "to 01.06.2027 15:00. Reason: Аттестаттау" in ask(graduate, PAGES["plan"](plan))[1]


@pytest.mark.parametrize("time", ["", "nonsense", "2027-06-01T15:10", "2020-01-06T15:00", "9999-12-31T15:00", "\x00"])
def test_a_time_that_was_not_on_offer_moves_and_adds_nothing(time: str) -> None:
    plan = make_plan(trainer=daulet())
    before = list(plan.consultations.values_list("pk", "starts_at"))
    assert ask(plan.trainer, PAGES["move"](plan), {"starts_at": time})[0] == 400
    assert ask(plan.trainer, PAGES["add"](plan), {"starts_at": time, "topic": "Тақырып"})[0] == 400
    assert list(plan.consultations.values_list("pk", "starts_at")) == before


@pytest.mark.parametrize("day", ["nonsense", "2019-01-01", "9999-12-31", "9" * 2000, ""])
def test_a_day_that_nobody_can_choose_offers_the_nearest_ones(day: str) -> None:
    plan = make_plan(trainer=daulet())
    status, shown = ask(plan.trainer, f"{PAGES['add'](plan)}?day={day}")
    assert (status, '<option value="2026-10-28T09:00">' in shown) == (200, True)


def test_the_organiser_adds_a_step_and_whose_topic_is_missing_is_asked_again() -> None:
    plan, organiser = make_plan(trainer=daulet()), aigul()
    page = f"{PAGES['add'](plan)}?day=2026-12-01"
    status, shown = ask(organiser, page, {"starts_at": "2026-12-01T15:00"})
    assert (status, 'value="2026-12-01T15:00" selected>' in shown) == (400, True), "the time is still the chosen one"
    assert ask(organiser, PAGES["add"](plan), {"starts_at": "2026-12-01T15:00", "topic": "а" * 201})[0] == 400
    sent = {"starts_at": "2026-12-01T15:00", "topic": "Мониторинг <b>", "place": "305"}
    assert ask(organiser, PAGES["add"](plan), sent)[0] == 302
    assert plan.consultations.get(kind="added").topic == "Мониторинг <b>"
    assert "Мониторинг &lt;b&gt;" in ask(plan.trainer, PAGES["plan"](plan))[1]


def test_what_people_were_invited_to_is_moved_on_its_own_page() -> None:
    plan = make_plan(trainer=daulet())
    row = plan.consultations.all()[2]
    Consultation.objects.filter(pk=row.pk).update(status="invited")
    assert ask(plan.trainer, PAGES["move"](plan))[0] == 302
    assert ask(plan.trainer, PAGES["move"](plan), {"starts_at": "2027-06-01T15:00"})[0] == 302
    row.refresh_from_db()
    assert local(row.starts_at) == "23.04.2027 10:00"


def test_a_plan_whose_term_is_over_says_so() -> None:
    plan = make_plan(trainer=daulet())
    Plan.objects.filter(pk=plan.pk).update(counted_from="2019-01-01")
    for page in ("add", "move"):
        assert "There is no free time to choose" in ask(plan.trainer, PAGES[page](plan))[1]


def test_preparation_takes_no_step_more_once_the_retake_was_taken() -> None:
    plan = make_plan("44", trainer=daulet())
    assert "/steps/new/" in ask(plan.trainer, PAGES["plan"](plan))[1]
    sign(second_result(plan.attempt.enrolment, "90"), on=ISSUED)
    assert "/steps/new/" not in ask(plan.trainer, PAGES["plan"](plan))[1]
    assert "There is no free time to choose" in ask(plan.trainer, PAGES["add"](plan))[1]


def test_the_home_of_the_organiser_names_cohorts_with_plans_that_nobody_holds() -> None:
    trainer, cohort = daulet(), make_cohort(name="Күз", trainer=None)
    for _ in range(2):
        make_signed("100", cohort=cohort)
    make_plan(trainer=trainer)
    planning.sweep(now=at(ISSUED))
    [task] = plans_without_trainer(NOW)
    assert (task.title, task.url) == (
        "2 plans of support have no trainer", reverse("postcourse:cohort_support", args=[cohort.pk]),
    )  # fmt: skip
    Consultation.objects.filter(trainer=None).update(status="cancelled")
    assert list(plans_without_trainer(NOW)) == []


@pytest.mark.parametrize("changed", [1, 30])
def test_a_plan_costs_the_same_with_one_step_added_and_with_thirty(
    changed: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan, by = make_plan(trainer=daulet()), aigul()
    for n in range(changed):
        at_ten = at("2026-12-01", "10:00") + timedelta(weeks=n)
        said = {"trainer": plan.trainer, "kind": "added", "topic": "Тақырып"}
        consulting.new_consultation(plan, starts_at=at_ten, by=by, **said)
    client = Client()
    client.force_login(by)
    with time_machine.travel(NOW, tick=True), django_assert_num_queries(10):
        assert client.get(PAGES["plan"](plan)).status_code == 200


@pytest.mark.browser
def test_a_step_is_added_on_a_phone(phone_page: Page) -> None:
    """From the plan: one tap to the page, a topic, a day, and a time."""
    trainer = daulet()
    result = make_signed("66", cohort=make_cohort(trainer=trainer))
    plan = planning.plan_for(result, now=at(ISSUED))
    sign_in(phone_page, trainer)
    phone_page.goto(PAGES["plan"](plan))
    assert flaws_in_both_windows(phone_page) == []
    phone_page.locator("a[href$='/steps/new/']").click()
    phone_page.locator(".days a").nth(2).click()
    assert flaws_in_both_windows(phone_page) == []
    phone_page.fill("#id_topic", "Мониторинг кестесі")
    phone_page.locator("#times button[type=submit]").click()
    expect(phone_page.locator(".meet-l")).to_contain_text("Мониторинг кестесі")
    assert plan.consultations.get(kind="added").events.get().by == trainer
