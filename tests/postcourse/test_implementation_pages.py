"""Who sees which page of a project in practice, what can be sent to it, and that lists cost the same for thirty."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from people.models import User
from people.roles import Role
from postcourse import implementing, planning
from postcourse.models import Implementation, Plan
from tests.cast import aigul, bolat, daulet, make_cohort, make_user, marat
from tests.postcourse.implementation_scenes import (
    BEGUN,
    days_on,
    evidence,
    graduate_of,
    make_done,
    make_implementation,
    report,
    set_goal,
    trainer_of,
)
from tests.postcourse.project_scenes import hand_in_project
from tests.postcourse.scenes import ISSUED, at, make_signed

pytestmark = pytest.mark.django_db
HUGE = "ж" * 20_000


def client_of(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def page(user: User | None, name: str, *args: int, day: int = 30, query: str = "") -> tuple[int, str]:
    with time_machine.travel(days_on(day), tick=True):
        response = client_of(user).get(f"{reverse(f'postcourse:{name}', args=args)}?lang=en{query}")
    return response.status_code, "" if response.streaming else response.content.decode()


def press(user: User, name: str, *args: int, day: int = 30, **data: Any) -> int:
    with time_machine.travel(days_on(day), tick=True):
        return client_of(user).post(f"{reverse(f'postcourse:{name}', args=args)}?lang=en", data).status_code


def the_cast(row: Implementation) -> dict[str, User | None]:
    other = make_implementation(surname="Ахметова")
    return {
        "organiser": aigul(),
        "trainer": row.plan.trainer,
        "graduate": graduate_of(row),
        "another trainer": make_user("t@institute.example", Role.TRAINER),
        "another graduate": graduate_of(other),
        "stranger": marat(),
        "head": bolat(),
        "nobody": None,
    }


STAFF, ALL = ("organiser", "trainer"), ("organiser", "trainer", "graduate")
WHO_SEES = {
    "implementation": ALL, "goal_new": ALL, "goal": ALL, "goal_drop": ALL, "progress_report": ALL, "analysis": ALL,
    "evidence": ALL, "project_file": ALL, "expert_feedback": STAFF, "judge": STAFF, "analysis_return": STAFF,
    "cohort_implementation": STAFF,
}  # fmt: skip


def test_each_page_is_seen_by_those_whom_it_concerns() -> None:
    row = make_implementation()
    goal = set_goal(row)
    made = report(row, goal, "5", day=20, files=[evidence()])
    args = {
        "goal": [goal.pk], "goal_drop": [goal.pk], "evidence": [made.pk, made.uploads.get().pk],
        "cohort_implementation": [row.plan.attempt.enrolment.cohort_id], "project_file": [row.pk, *handed_in(row)],
    }  # fmt: skip
    cast = the_cast(row)
    for name, seers in WHO_SEES.items():
        expected, found = {}, {}
        for who, user in cast.items():
            forbidden = who == "head" or (who == "graduate" and seers == STAFF)
            if name == "cohort_implementation" and who in ("graduate", "another graduate", "stranger"):
                forbidden = True
            expected[who] = 200 if who in seers else 302 if who == "nobody" else 403 if forbidden else 404
            found[who] = page(user, name, *args.get(name, [row.pk]))[0]
        assert (name, found) == (name, expected)


def test_nobody_else_writes_and_no_get_does() -> None:
    row = make_implementation()
    goal = set_goal(row)
    cast = the_cast(row)
    acts = {
        "goal_new": row.pk, "goal": goal.pk, "goal_drop": goal.pk, "progress_report": row.pk, "expert_feedback": row.pk,
        "goals_confirm": row.pk, "judge": row.pk, "unjudge": row.pk, "analysis": row.pk,
        "analysis_accept": row.pk, "analysis_return": row.pk,
    }  # fmt: skip
    judged = ("goals_confirm", "expert_feedback", "judge", "unjudge", "analysis_accept", "analysis_return")
    for name, pk in acts.items():
        outside = ("another trainer", "another graduate", "stranger", "head")
        found = [press(user, name, pk) for who in outside if (user := cast[who])]
        assert (name, found) == (name, [404, 404, 404, 403])
        if name in judged:
            assert press(graduate_of(row), name, pk) == 403
    assert [
        page(aigul_, name, row.pk)[0]
        for aigul_ in [cast["organiser"]]
        for name in ("unjudge", "analysis_accept", "goals_confirm")
    ] == [405, 405, 405]


def test_a_graduate_writes_a_goal_reports_and_reads_what_the_trainer_says() -> None:
    row = make_implementation()
    user, trainer = graduate_of(row), trainer_of(row)
    assert "Write the first goal" in page(user, "implementation", row.pk)[1]
    said: dict[str, Any] = {
        "origin": "project",
        "title": "Сабаққа ену",
        "indicator": "Саны",
        "baseline": "4",
        "target": "12,5",
        "due_on": "2027-05-20",
    }
    assert press(user, "goal_new", row.pk, **said) == 302
    goal = row.goals.get()
    sent: dict[str, Any] = {
        f"value_{goal.pk}": "8,5",
        "words": "Кесте бар",
        "attached": [evidence()],
        "whole": "1",
        "seen": "0",
    }
    assert press(user, "progress_report", row.pk, **sent) == 302
    assert press(user, "progress_report", row.pk, **{**sent, "attached": [evidence()]}) == 400, "sent twice"
    seen = page(trainer, "implementation", row.pk)[1]
    assert "Кесте бар" in seen
    assert "8.5" in seen
    assert press(trainer, "expert_feedback", row.pk, level_effect="3", words_effect="Көрініп тұр", seen="0") == 302
    read = page(user, "implementation", row.pk)[1]
    assert "Көрініп тұр" in read
    assert "Mostly" in read


def test_a_year_is_analysed_handed_back_and_accepted_on_the_pages() -> None:
    row = make_implementation()
    goal = make_done(row)
    user, trainer = graduate_of(row), trainer_of(row)
    said: dict[str, Any] = {
        f"reached_{goal.pk}": "fully",
        f"value_{goal.pk}": "12",
        f"words_{goal.pk}": "Кесте",
        "effect": "Ә",
        "reflection": "Р",
    }
    assert press(user, "analysis", row.pk, day=101, **said) == 302
    assert "Accept the analysis" in page(trainer, "implementation", row.pk, day=102)[1]
    assert press(trainer, "analysis_return", row.pk, day=102, why="Толықтырыңыз") == 302
    assert "Ә</textarea>" in page(user, "analysis", row.pk, day=103)[1], "what was written is in the form again"
    assert press(user, "analysis", row.pk, day=103, **said) == 302
    assert press(trainer, "analysis_accept", row.pk, day=104, seen="1") == 302
    assert "Accept the analysis" in page(trainer, "implementation", row.pk, day=104)[1], "the first came back since"
    assert press(trainer, "analysis_accept", row.pk, day=104, seen="2") == 302
    assert "Completed: the analysis of the results is accepted." in page(user, "implementation", row.pk, day=104)[1]
    assert "nothing can be changed in it now" in page(user, "analysis", row.pk, day=105)[1]


def handed_in(row: Implementation) -> list[int]:
    work = hand_in_project(row.plan.attempt.enrolment, "Жоба", evidence("жоба.pdf"))
    return [work.pk, work.uploads.get().pk]


def hostile(goal: int) -> list[tuple[str, dict[str, Any]]]:
    return [
        ("goal_new", {}),
        ("goal_new", {"title": HUGE, "indicator": HUGE, "unit": HUGE, "baseline": "9" * 50, "due_on": "9999-99-99"}),
        ("goal_new", {"title": "т", "indicator": "и", "baseline": "1e9", "target": "٣", "due_on": "2027-05-20"}),
        ("progress_report", {}),
        ("progress_report", {"whole": "1", "words": HUGE, f"value_{goal}": "9" * 30, "seen": HUGE}),
        ("progress_report", {"whole": "1", "value_999999": "5", "seen": "x"}),
        ("progress_report", {"whole": "1", f"value_{goal}": "5", "attached": [SimpleUploadedFile("a.pdf", b"MZ")]}),
        ("progress_report", {f"value_{goal}": "5"}),
        ("expert_feedback", {}),
        ("expert_feedback", {"level_effect": "9", "words_goals": HUGE, "words": HUGE}),
        ("judge", {}),
        ("judge", {"standing": "closed", "why": HUGE}),
        ("analysis", {}),
        ("analysis", {f"reached_{goal}": "never", f"value_{goal}": "x", "effect": HUGE, "reflection": HUGE}),
        ("analysis_return", {"why": HUGE}),
    ]  # fmt: skip


def test_what_was_never_on_the_page_is_refused_on_it() -> None:
    row = make_implementation()
    goal, organiser = set_goal(row), aigul()
    found = [press(organiser, name, row.pk, **data) for name, data in hostile(goal.pk)]
    assert found == [400] * len(found)
    assert (row.goals.count(), row.reports.count(), row.events.count(), row.feedback.count()) == (1, 0, 0, 0)


def test_two_who_change_one_goal_are_told_of_each_other() -> None:
    row = make_implementation()
    goal = set_goal(row)
    said: dict[str, Any] = {
        "origin": "project",
        "title": "Бір",
        "indicator": "Саны",
        "unit": "сабақ",
        "baseline": "4",
        "target": "12",
        "due_on": "2027-05-20",
    }
    seen = goal.history.latest().history_id
    assert press(aigul(), "goal", goal.pk, **said, seen=str(seen)) == 302
    assert press(graduate_of(row), "goal", goal.pk, **{**said, "title": "Екі"}, seen=str(seen)) == 400


def test_the_board_puts_what_needs_somebody_first_and_filters_and_goes_out_as_a_workbook() -> None:
    cohort = make_cohort(trainer=daulet())
    good, stuck = (
        make_implementation(cohort=cohort, surname="Абаева"),
        make_implementation(cohort=cohort, surname="Яковлева"),
    )
    make_done(good, day=20)
    organiser = aigul()
    text = page(organiser, "cohort_implementation", cohort.pk, day=130)[1]
    assert text.index("Яковлева") < text.index("Абаева")
    assert 'aria-label="Stuck: 1, Done: 1"' in text
    only = page(organiser, "cohort_implementation", cohort.pk, day=130, query="&show=done")[1]
    assert ("Абаева" in only, "Яковлева" in only) == (True, False)
    assert "Яковлева" in page(organiser, "cohort_implementation", cohort.pk, day=130, query="&show=nonsense")[1]
    with time_machine.travel(days_on(130), tick=True):
        response = client_of(organiser).post(reverse("postcourse:implementation_export", args=[cohort.pk]) + "?lang=en")
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(response)))
    rows = book.get_sheet_by_index(0).to_python()
    assert [(str(row[0]).split()[0], row[3], row[5], row[6]) for row in rows[1:]] == [
        ("Абаева", "Done", 1, 100),
        ("Яковлева", "Stuck", 0, 0),
    ]
    assert stuck.is_running


def test_the_board_leads_a_trainer_of_the_cohort_only_to_pages_that_open() -> None:
    teacher = make_user("teaches@institute.example", Role.TRAINER)
    cohort = make_cohort(trainer=teacher)
    row, theirs = (make_implementation(cohort=cohort) for _ in range(2))
    supports = make_user("supports@institute.example", Role.TRAINER)
    Plan.objects.filter(pk=row.plan_id).update(trainer=supports)
    row.plan.consultations.update(trainer=supports)
    Plan.objects.filter(pk=theirs.plan_id).update(trainer=teacher)
    text = page(teacher, "cohort_implementation", cohort.pk)[1]
    led = [reverse("postcourse:implementation", args=[each.pk]) in text for each in (row, theirs)]
    assert led == [False, True]
    assert page(teacher, "implementation", row.pk)[0] == 404


@pytest.mark.parametrize("people", [1, 30])
def test_the_board_costs_the_same_for_one_and_for_thirty(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cohort = make_cohort(trainer=daulet())
    for _ in range(people):
        make_signed("100", cohort=cohort)
    planning.sweep(now=at(ISSUED))
    implementing.sweep(now=BEGUN)
    for row in Implementation.objects.all():
        report(row, set_goal(row), "5", day=20)
    client = client_of(aigul())
    with time_machine.travel(days_on(30), tick=True), django_assert_num_queries(12):
        assert client.get(reverse("postcourse:cohort_implementation", args=[cohort.pk])).status_code == 200


def test_a_page_costs_the_same_however_much_was_written(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    short, long = make_implementation(), make_implementation()
    for row, turns in ((short, 1), (long, 5)):
        goal = make_done(row, day=11)
        for turn in range(turns):
            set_goal(row, day=12)
            report(row, goal, "13", day=13 + turn, words="Сөз", files=[evidence()])
        set_goal(row, day=40)
        with time_machine.travel(days_on(60), tick=True):
            client = client_of(graduate_of(row))
            with django_assert_num_queries(22):
                assert client.get(reverse("postcourse:implementation", args=[row.pk])).status_code == 200
