"""The rules of a cohort: who changes what until when, who is told of whom, and that no mark slips in between."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import CohortRules, CourseworkMark, Rubric
from assessment.rubric_authoring import retire
from assessment.rules import rules_of
from assessment.ruling import change_rules, obstacle_to_changing
from people.models import User
from people.roles import Role
from people.versions import newest_version
from tests.assessment.rubrics import make_own, organiser
from tests.assessment.scenes import make_day
from tests.cast import aigul, bolat, daulet, make_cohort, make_enrolment, make_result, make_user, marat, saule
from tests.courses.drafts import loaded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
CODES = {"organiser": 200, "administrator": 200, "head": 404, "trainer": 200, "stranger": 404, "participant": 404}


@pytest.fixture
def by() -> User:
    return aigul()


@pytest.fixture
def own(by: User) -> Rubric:
    return make_own(loaded().rubrics.get(reading="realigned"), by)


def refused(*args: Any, **kwargs: Any) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        change_rules(*args, **kwargs)
    return list(refusal.value.messages)


def test_the_organiser_gives_a_cohort_another_table_and_limit(own: Rubric, by: User) -> None:
    cohort = make_cohort(version=own.version)
    change_rules(cohort, rubric=own, spread_limit=7, by=by)
    rules = rules_of(cohort)
    assert (rules.rubric, rules.spread_limit) == (own, 7)
    history: Any = rules.history
    assert [(row.rubric_id == own.pk, row.spread_limit, row.history_user) for row in history.all()] == [
        (True, 7, by), (False, 10, None)
    ]  # fmt: skip


def test_the_same_rules_once_more_change_nothing(own: Rubric, by: User) -> None:
    cohort = make_cohort(version=own.version)
    change_rules(cohort, rubric=own, spread_limit=7, by=by)
    seen = newest_version(rules_of(cohort))
    change_rules(cohort, rubric=own, spread_limit=7, seen=0, by=by)
    assert newest_version(rules_of(cohort)) == seen


def test_rules_that_were_made_before_history_was_kept_say_what_they_were(own: Rubric, by: User) -> None:
    cohort = make_cohort(version=own.version)
    history: Any = CohortRules.history
    history.all().delete()
    change_rules(cohort, rubric=own, spread_limit=10, seen=0, by=by)
    assert [row.history_type for row in history.all()] == ["~", "+"]
    assert refused(cohort, rubric=own, spread_limit=3, seen=0, by=by)[0].startswith("Somebody else has saved this")


@pytest.mark.parametrize("limit", [-1, 101])
def test_a_limit_is_a_number_of_points(own: Rubric, by: User, limit: int) -> None:
    cohort = make_cohort(version=own.version)
    assert refused(cohort, rubric=own, spread_limit=limit, by=by) == ["The limit is a number of points from 0 to 100."]


def test_a_table_that_is_not_offered_is_refused_and_one_in_force_stays(own: Rubric, by: User) -> None:
    cohort, other = make_cohort(version=own.version), make_cohort(version=own.version)
    change_rules(cohort, rubric=own, spread_limit=10, by=by)
    retire(own, by=by)
    sentence = "This table of criteria is not offered to the cohort: choose another."
    assert refused(other, rubric=own, spread_limit=10, by=by) == [sentence]
    change_rules(cohort, rubric=own, spread_limit=11, by=by)
    assert rules_of(cohort).spread_limit == 11


def test_after_the_first_mark_of_the_commission_the_rules_stay() -> None:
    scene = make_day()
    other = make_own(scene.cohort.version.rubrics.get(), scene.organiser)
    change_rules(scene.cohort, rubric=other, spread_limit=9, by=scene.organiser)
    scene.give(scene.chair, (20,))
    assert refused(scene.cohort, rubric=other, spread_limit=8, by=scene.organiser) == [
        "The rules no longer change: the commission has given marks by them."
    ]
    assert rules_of(scene.cohort).spread_limit == 9


def test_after_the_first_coursework_points_the_rules_stay(own: Rubric, by: User) -> None:
    cohort = make_cohort(version=own.version)
    criterion = rules_of(cohort).rubric.criteria.of_coursework()[0]
    CourseworkMark.objects.create(
        enrolment=make_enrolment(cohort), criterion=criterion, points=5, maximum=20, given_by=by
    )
    sentence = "The rules no longer change: the trainer has given coursework points by them."
    assert refused(cohort, rubric=own, spread_limit=10, by=by) == [sentence]


def test_after_a_result_the_rules_stay(own: Rubric, by: User) -> None:
    cohort = make_cohort(version=own.version)
    assert obstacle_to_changing(cohort) == ""
    make_result(make_enrolment(cohort))
    assert (
        obstacle_to_changing(cohort) == "The rules no longer change: participants of this cohort have results by them."
    )


def test_participants_days_and_defences_are_held_in_the_order_of_the_house() -> None:
    scene = make_day()
    with CaptureQueriesContext(connection) as queries:
        change_rules(scene.cohort, rubric=scene.cohort.rules.rubric, spread_limit=5, by=scene.organiser)
    names = ("courses_enrolment", "assessment_defenceday", "assessment_defence", "assessment_cohortrules")
    asked = [query["sql"].partition(" FROM ")[2].split(" ")[0].strip('"') for query in queries]
    held = [name for name in asked[asked.index("courses_enrolment") :] if name in names]
    assert tuple(held[:4]) == names


def test_a_mark_of_another_cohort_does_not_hold_these_rules() -> None:
    scene = make_day()
    scene.give(scene.chair, (20,))
    assert obstacle_to_changing(make_cohort()) == ""


# ---- the page


def page(cohort: Any) -> str:
    return reverse("assessment:cohort_rules", args=[cohort.pk])


def test_the_page_is_the_staff_s_and_only_the_organiser_changes(client: Client, own: Rubric, by: User) -> None:
    trainer = daulet()
    cohort = make_cohort(version=own.version, trainer=trainer)
    users = {
        "organiser": by, "administrator": make_user("root@institute.example", Role.ADMINISTRATOR), "head": bolat(),
        "trainer": trainer, "participant": saule(), "stranger": marat(),
    }  # fmt: skip
    seen, posted = {}, {}
    for who, user in users.items():
        client.force_login(user)
        seen[who] = client.get(page(cohort)).status_code
        posted[who] = client.post(page(cohort), {"rubric": own.pk, "spread_limit": 10, "seen": 0}).status_code
    assert seen == CODES
    assert {who: posted[who] for who in ("head", "trainer", "participant", "stranger")} == {
        "head": 404, "trainer": 403, "participant": 404, "stranger": 404
    }  # fmt: skip
    assert {posted["organiser"], posted["administrator"]} <= {200, 302}
    client.logout()
    assert client.get(page(cohort)).headers["Location"].startswith(reverse("account_login"))


def test_the_page_changes_the_rules_and_says_who_did(client: Client, own: Rubric, by: User) -> None:
    cohort = make_cohort(version=own.version)
    client.force_login(by)
    form = client.get(page(cohort)).context["form"]
    data = {"rubric": own.pk, "spread_limit": "7", "seen": form["seen"].value()}
    shown = client.post(page(cohort), data, follow=True).content.decode()
    assert "The rules are saved." in shown
    assert "Айгүл Сейітова" in shown
    assert '<span class="was">Realigned</span> Own en' in shown
    assert (rules_of(cohort).rubric, rules_of(cohort).spread_limit) == (own, 7)


def test_who_saves_second_is_told_and_keeps_what_was_typed(client: Client, own: Rubric, by: User) -> None:
    cohort = make_cohort(version=own.version)
    client.force_login(by)
    seen = client.get(page(cohort)).context["form"]["seen"].value()
    change_rules(cohort, rubric=own, spread_limit=20, by=make_user("gulmira@institute.example", name="Гүлмира"))
    realigned = own.version.rubrics.get(reading="realigned")
    answer = client.post(page(cohort), {"rubric": realigned.pk, "spread_limit": "5", "seen": seen})
    said = answer.context["form"].non_field_errors()
    assert "Limit of the difference: “10” became “20” (Гүлмира" in " ".join(said)
    form = answer.context["form"]
    # Typed by this user: stays. Not touched by this user: the newer value.
    assert (form["spread_limit"].value(), form["rubric"].value()) == ("5", own.pk)
    assert rules_of(cohort).spread_limit == 20


@pytest.mark.parametrize("typed", ["", "ten", "-1", "101", "1.5"])
def test_a_limit_that_is_none_is_told_beside_the_field(client: Client, own: Rubric, by: User, typed: str) -> None:
    cohort = make_cohort(version=own.version)
    client.force_login(by)
    answer = client.post(page(cohort), {"rubric": own.pk, "spread_limit": typed, "seen": "0"})
    assert answer.context["form"].errors.keys() == {"spread_limit"}
    assert rules_of(cohort).spread_limit == 10


def test_after_the_first_mark_the_page_says_why_nothing_changes(client: Client) -> None:
    scene = make_day()
    scene.give(scene.chair, (20,))
    client.force_login(scene.organiser)
    answer = client.get(page(scene.cohort))
    assert answer.context["form"] is None
    assert "The rules no longer change: the commission has given marks by them." in answer.content.decode()


def test_a_cohort_without_a_decision_on_r_says_what_to_decide(client: Client, by: User) -> None:
    cohort = make_cohort(decisions={})
    CohortRules.objects.all().delete()
    client.force_login(by)
    shown = client.get(page(cohort)).content.decode()
    assert "has no table of criteria: decide on discrepancy R of its programme first." in shown


@pytest.mark.parametrize("name", ["defences", "results"])
def test_the_tabs_of_the_defence_and_the_results_lead_to_the_rules(client: Client, by: User, name: str) -> None:
    cohort = make_cohort()
    client.force_login(by)
    assert page(cohort) in client.get(reverse(f"assessment:{name}", args=[cohort.pk])).content.decode()


def test_the_page_asks_as_much_after_thirty_changes(client: Client, own: Rubric, by: User) -> None:
    cohort = make_cohort(version=own.version)
    client.force_login(by)
    counts: list[int] = []
    for changes in (1, 29):
        for n in range(changes):
            change_rules(cohort, rubric=own, spread_limit=len(counts) * 40 + n, by=organiser())
        with CaptureQueriesContext(connection) as asked:
            client.get(page(cohort))
        counts.append(len(asked))
    assert counts[0] == counts[1]
