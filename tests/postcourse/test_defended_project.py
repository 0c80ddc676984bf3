"""Goals are taken from the defended project: what it says stands beside them, and the trainer compares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from courses.models import Enrolment
from people.models import User
from people.roles import Role
from postcourse import goal_confirming, goal_setting
from postcourse.defended_project import drafts_of, works_of
from postcourse.models import Goal, Implementation
from tests.cast import make_enrolment, make_user
from tests.postcourse.implementation_scenes import (
    days_on,
    evidence,
    graduate_of,
    make_implementation,
    report,
    set_goal,
    trainer_of,
)
from tests.postcourse.project_scenes import SAYS, hand_in_project
from tests.postcourse.test_implementation_pages import page, press

pytestmark = pytest.mark.django_db


def refused(row: Implementation, seen: int | None = None) -> str:
    with pytest.raises(ValidationError) as refusal:
        confirmed(row, seen)
    return str(refusal.value.error_list[0].code)


def confirmed(row: Implementation, seen: int | None = None) -> Implementation:
    newest = goal_confirming.newest_change(row) if seen is None else seen
    return goal_confirming.confirm(row, by=trainer_of(row), seen=newest, now=days_on(12))


# ---- what was defended


def test_the_newest_of_each_task_is_the_project_and_nothing_of_anybody_else() -> None:
    row = make_implementation()
    hand_in_project(row.plan.attempt.enrolment, "Бірінші нұсқа")
    newest = hand_in_project(row.plan.attempt.enrolment)
    hand_in_project(make_enrolment(row.plan.attempt.enrolment.cohort), "Басқаныкі")
    assert works_of(row) == [newest]


def test_who_went_on_to_a_later_stream_has_defended_what_was_handed_in_before() -> None:
    row = make_implementation()
    before = make_enrolment(person=row.person, status="not_passed", result_date="2026-06-01")
    work = hand_in_project(before)
    assert works_of(row) == []
    Enrolment.objects.filter(pk=row.plan.attempt.enrolment_id).update(continues=before)
    row = Implementation.objects.with_people().get(pk=row.pk)
    assert works_of(row) == [work]


def test_its_files_open_for_a_trainer_of_the_plan_who_does_not_teach_the_cohort() -> None:
    row, other = make_implementation(), make_implementation()
    trainer = make_user("supports@institute.example", Role.TRAINER)
    row.plan.trainer = trainer
    row.plan.save()
    work = hand_in_project(row.plan.attempt.enrolment, SAYS, evidence("жоба.pdf"))
    foreign = hand_in_project(other.plan.attempt.enrolment, SAYS, evidence("жоба.pdf"))
    upload, theirs = work.uploads.get(), foreign.uploads.get()
    assert (
        reverse("postcourse:project_file", args=[row.pk, work.pk, upload.pk])
        in page(trainer, "implementation", row.pk)[1]
    )
    asked = [(row.pk, work.pk, upload.pk), (row.pk, foreign.pk, theirs.pk), (row.pk, work.pk, theirs.pk),
             (other.pk, foreign.pk, theirs.pk)]  # fmt: skip
    assert [page(trainer, "project_file", *keys)[0] for keys in asked] == [200, 404, 404, 404]


# ---- goals begin with what it says


def test_a_goal_begins_with_what_the_project_says_and_each_is_offered_once() -> None:
    row = make_implementation()
    hand_in_project(row.plan.attempt.enrolment)
    user = graduate_of(row)
    text = page(user, "goal_new", row.pk)[1]
    assert 'value="Педагогтер бірін-бірі оқытады"' in text
    assert 'value="2027-05-20"' in text
    assert 'value="60"' in text
    assert 'value="Есеп азаяды"' in page(user, "goal_new", row.pk, query="&draft=2")[1]
    for none in ("0", "9", "x", "9" * 30):
        assert 'value="Педагогтер' not in page(user, "goal_new", row.pk, query=f"&draft={none}")[1]
    first, second = drafts_of(row, works_of(row))
    said: dict[str, Any] = {"origin": "project", "passage": first.words, "title": first.title,
            "indicator": first.indicator,
            "baseline": "20", "target": "60", "unit": "%", "due_on": "2027-05-20"}  # fmt: skip
    assert press(user, "goal_new", row.pk, **said) == 302
    goal = row.goals.get()
    assert (goal.origin, goal.passage) == ("project", first.words)
    assert drafts_of(row, works_of(row)) == [second]
    assert f"From the defended project: <q>{first.words}</q>" in page(trainer_of(row), "implementation", row.pk)[1]


def test_a_goal_says_where_it_comes_from() -> None:
    row = make_implementation()
    said: dict[str, Any] = {"title": "Т", "indicator": "И", "baseline": "1", "target": "2", "due_on": "2027-05-20"}
    others: list[dict[str, Any]] = [{}, {"origin": "else"}]
    found = [press(graduate_of(row), "goal_new", row.pk, **said, **more) for more in others]
    assert (found, row.goals.count()) == ([400, 400], 0)


# ---- the trainer compares


def test_the_trainer_confirms_what_they_saw_and_every_change_opens_it_again() -> None:
    row = make_implementation()
    first, second = set_goal(row), set_goal(row, origin="later")
    assert confirmed(row).goals_confirmed_by == trainer_of(row)
    confirmed(row)
    assert [(event.kind, event.new) for event in row.events.all()] == [("goals", "confirmed")], "twice is once"
    goal_setting.change_goal(first, by=graduate_of(row), now=days_on(13))
    row.refresh_from_db()
    assert row.goals_confirmed_at, "what was saved as it stood has changed nothing"

    def change() -> Goal:
        first.title = "Басқа сөз"
        return goal_setting.change_goal(first, by=graduate_of(row), now=days_on(13))

    acts: list[Callable[[], Goal]] = [
        change,
        lambda: set_goal(row),
        lambda: goal_setting.drop_goal(second, why="x", by=graduate_of(row)),
    ]
    for act in acts:
        confirmed(row)
        act()
        row.refresh_from_db()
        assert (row.goals_confirmed_at or row.goals_confirmed_by, row.events.latest("pk").new) == (None, "open")
    confirmed(row)
    report(row, first, "5", day=20)
    row.refresh_from_db()
    assert row.goals_confirmed_at, "a report changes no goal"


def test_what_was_not_seen_or_does_not_come_from_the_project_is_not_confirmed() -> None:
    row = make_implementation()
    assert refused(row) == "none_of_it"
    set_goal(row, origin="later")
    seen = goal_confirming.newest_change(row)
    assert refused(row) == "none_of_it"
    set_goal(row)
    assert refused(row, seen) == "newer"
    Goal.objects.filter(origin="later").update(origin="")
    assert refused(row) == "no_origin"
    with pytest.raises(IntegrityError), transaction.atomic():
        Implementation.objects.filter(pk=row.pk).update(goals_confirmed_at=days_on(1))


def test_it_is_confirmed_on_the_page_by_its_trainer() -> None:
    row = make_implementation()
    set_goal(row)
    trainer: User = trainer_of(row)
    assert "Your trainer compares the goals" in page(graduate_of(row), "implementation", row.pk)[1]
    newest = goal_confirming.newest_change(row)
    assert f'name="seen" value="{newest}"' in page(trainer, "implementation", row.pk)[1]
    for seen, done in (("", False), (str(newest), True)):
        assert press(trainer, "goals_confirm", row.pk, seen=seen) == 302
        row.refresh_from_db()
        assert bool(row.goals_confirmed_at) is done
    assert "Compared by Дәулет Оспанов on 23.11.2026." in page(graduate_of(row), "implementation", row.pk)[1]


def test_the_plan_leads_to_the_project() -> None:
    row = make_implementation()
    led = reverse("postcourse:implementation", args=[row.pk])
    row.milestones.all().delete()
    assert f'<a class="btn btn-quiet" href="{led}"' in page(graduate_of(row), "plan", row.plan_id)[1]
    Implementation.objects.filter(pk=row.pk).update(state="ended")
    assert led not in page(graduate_of(row), "plan", row.plan_id)[1]
