"""Tasks: set, changed with their history, closed and opened again, and the starting set of the programme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import translation

from courses import setting_tasks
from courses.giving_feedback import give_feedback
from courses.half_points import in_words, read_points
from courses.handing_in import hand_in
from courses.models import Cohort, ProgrammeVersion, Task
from courses.starting_set import drafts_for
from courses.task_marks import marks_of
from people.history import changes
from people.versions import newest_version
from tests.cast import aigul, make_cohort, make_version
from tests.courses.study_scenes import Scene, make_scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def test_a_task_is_set_and_changed_and_the_history_says_by_whom(scene: Scene) -> None:
    task = scene.task()
    task.title, task.max_points = "Жарғыны талдау", Decimal("7.5")
    setting_tasks.change_task(task, by=scene.organiser)
    said = {(change.label, change.old, change.new, change.by) for change in changes(task, setting_tasks.AMENDABLE)}
    assert said == {
        ("Title", "Құқықтық талдау", "Жарғыны талдау", scene.organiser),
        ("Most points", "10", "7.5", scene.organiser),
    }


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"max_points": Decimal("10.25")}, "Points are given in halves: 11 or 11.5."),
        ({"max_points": Decimal(0)}, "Leave the points empty if the task is not marked."),
        ({"max_points": Decimal("100.5")}, "Between 0 and 100 points."),
        ({"max_points": Decimal(-1)}, "Between 0 and 100 points."),
        ({"title": ""}, "This field cannot be blank."),
        ({"kind": "essay"}, "Value 'essay' is not a valid choice."),
    ],
)
def test_a_task_that_makes_no_sense_is_refused(scene: Scene, fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        scene.task(**fields)
    assert (refusal.value.messages, Task.objects.count()) == ([sentence], 0)


def test_it_is_not_due_before_it_opens(scene: Scene) -> None:
    with pytest.raises(ValidationError, match="due before it opens"):
        scene.task(opens_on=scene.day(4), due_on=scene.day(3))


def test_a_module_of_another_version_is_refused(scene: Scene) -> None:
    with pytest.raises(ValidationError, match="another version of the programme"):
        scene.task(module=make_version().modules.get(order=1))


@pytest.mark.parametrize("most", [Decimal(20), Decimal("9.5"), None])
def test_what_points_were_given_out_of_stays(scene: Scene, most: Decimal | None) -> None:
    task = scene.task()
    work = hand_in(task, scene.enrolment, text="Жұмыс", by=None)
    give_feedback(work, text="", points=Decimal(9), by=scene.trainer)
    task.max_points = most
    with pytest.raises(ValidationError) as refusal:
        setting_tasks.change_task(task, by=scene.trainer)
    assert refusal.value.message_dict == {
        "max_points": [
            "Points out of 10 were given for this task already: the most stays as it is. For another scale set a "
            "further task."
        ]
    }
    (mark,) = marks_of(scene.enrolment)
    assert (mark.points, mark.maximum) == (Decimal(9), Decimal(10))


def test_as_long_as_no_points_were_given_the_most_may_change(scene: Scene) -> None:
    task = scene.task()
    give_feedback(hand_in(task, scene.enrolment, text="Жұмыс", by=None), text="Жақсы", by=scene.trainer)
    task.max_points = Decimal(20)
    assert setting_tasks.change_task(task, by=scene.trainer).max_points == 20


def test_the_second_of_two_savers_is_told_what_changed(scene: Scene) -> None:
    task = scene.task()
    seen = newest_version(task)
    task.title = "Біріншісі"
    setting_tasks.change_task(task, by=scene.organiser, seen=seen)
    mine = Task.objects.select_related("cohort", "module").get()
    mine.title = "Екіншісі"
    with pytest.raises(ValidationError, match="Somebody else has saved this meanwhile"):
        setting_tasks.change_task(mine, by=scene.trainer, seen=seen)
    assert Task.objects.get().title == "Біріншісі"


def test_a_task_is_closed_and_opened_again(scene: Scene) -> None:
    task = scene.task()
    first = setting_tasks.close_task(task, by=scene.trainer).closed_at
    assert first is not None
    assert setting_tasks.close_task(task, by=scene.trainer).closed_at == first
    assert setting_tasks.reopen_task(task, by=scene.organiser).closed_at is None
    assert [row.history_user for row in task.history.all()] == [scene.organiser, scene.trainer, scene.trainer]


@pytest.mark.parametrize("status", [Cohort.Status.CLOSED, Cohort.Status.CANCELLED])
def test_nothing_changes_in_a_cohort_that_is_over(scene: Scene, status: str) -> None:
    task = scene.task()
    Cohort.objects.update(status=status)
    scene.cohort.refresh_from_db()
    task.refresh_from_db()
    acts: list[Callable[[], object]] = [
        lambda: scene.task(), lambda: setting_tasks.change_task(task, by=scene.trainer),
        lambda: setting_tasks.close_task(task, by=scene.trainer),
        lambda: setting_tasks.reopen_task(task, by=scene.trainer),
        lambda: setting_tasks.take_starting_set(scene.cohort, by=scene.trainer),
    ]  # fmt: skip
    for act in acts:
        with pytest.raises(ValidationError, match="The cohort is over"):
            act()


def test_the_programme_itself_names_ten_tasks() -> None:
    """Programme §5 names one practical task a module, §7 a case, analytical tasks, reflection and the project."""
    call_command("load_programme")
    version = ProgrammeVersion.objects.get()
    cohort = make_cohort(version=version, language="ru")
    tasks = setting_tasks.take_starting_set(cohort, points=Decimal("7.5"), by=aigul())
    assert Counter(task.kind for task in tasks) == {
        "practical": 6, "case": 1, "analytical": 1, "reflection": 1, "project": 1,
    }  # fmt: skip
    titles = {task.kind: task.title for task in tasks if task.kind != "practical"}
    assert titles == {
        "case": "Анализ управленческих кейсов",
        "analytical": "Выполнение аналитических заданий",
        "reflection": "Рефлексия профессионального управленческого опыта",
        "project": "Подготовка материалов итогового проекта",
    }
    first = tasks[0]
    assert (first.title, first.module.order) == ("Применение знаний нормативной базы", 1)
    assert "Обеспечивает эффективное с правовой точки зрения управление" in first.text
    assert all(
        cohort.starts_on <= (task.opens_on or cohort.starts_on) <= task.due_on <= cohort.ends_on for task in tasks
    )
    assert {task.max_points for task in Task.objects.all()} == {Decimal("7.5")}
    assert {task.history.get().history_user.name for task in Task.objects.all()} == {"Айгүл Сейітова"}


def test_the_starting_set_comes_once(scene: Scene) -> None:
    setting_tasks.take_starting_set(scene.cohort, by=scene.trainer)
    number = Task.objects.count()
    with pytest.raises(ValidationError, match="has tasks already"):
        setting_tasks.take_starting_set(scene.cohort, by=scene.trainer)
    assert (Task.objects.count(), number) == (6, 6)


def test_a_programme_without_words_of_its_own_offers_none() -> None:
    cohort = make_cohort()
    assert drafts_for(cohort) == []
    with pytest.raises(ValidationError, match="names no tasks"):
        setting_tasks.take_starting_set(cohort, by=None)


@pytest.mark.parametrize(
    ("typed", "points"),
    [("11,5", "11.5"), ("11.5", "11.5"), (" 7 ", "7"), ("10,0", "10"), ("0", "0"), ("11.25", "11.25")],
)
def test_points_are_read_with_a_comma_and_with_a_point(typed: str, points: str) -> None:
    assert read_points(typed) == Decimal(points)


@pytest.mark.parametrize("typed", ["ten", "1e3", "NaN", "Infinity", "11,5,5", "١١", "--1", "9" * 40])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match="Write the points as a number"):
        read_points(typed)


def test_points_in_a_sentence_have_no_needless_zero() -> None:
    assert [in_words(Decimal(text)) for text in ("11.0", "11.5", "100", "0")] == ["11", "11.5", "100", "0"]
