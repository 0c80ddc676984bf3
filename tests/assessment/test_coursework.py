"""Points of the coursework: suggested by task marks, confirmed by the trainer, common to every member's total."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from assessment import coursework
from assessment.models import Attempt, CourseworkMark, Criterion
from assessment.suggesting import suggestions_for
from courses.models import Enrolment
from courses.transferring import transfer
from people.models import User
from tests.assessment.coursework_scenes import (
    criteria_of,
    earned_cohort,
    earned_day,
    enrolment_of,
    hand_in,
    marked,
    score,
)
from tests.assessment.scenes import gulnar
from tests.cast import aigul, daulet, make_enrolment, make_result
from tests.courses.way_scenes import ORDERED, autumn, handed_in, make_task, pdf, spring

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def enrolment() -> Enrolment:
    return make_enrolment(earned_cohort())


@pytest.fixture
def criterion(enrolment: Enrolment) -> Criterion:
    return criteria_of(enrolment.cohort)[0]


@pytest.fixture
def trainer() -> User:
    return daulet()


def refusal(code: str) -> pytest.RaisesExc[ValidationError]:
    return pytest.raises(ValidationError, check=lambda error: error.code == code)


def stored() -> list[tuple[Decimal, Decimal | None, str]]:
    return list(CourseworkMark.objects.order_by("pk").values_list("points", "suggested", "reason"))


# ---- what the tasks suggest


@pytest.mark.parametrize(
    ("points", "out_of", "halves"),
    [
        (["9", "8", "10"], 10, 36),  # 27 of 30 are nine tenths of 20 points
        (["8.5"], 10, 34),
        (["7", "6.5"], 10, 27),  # 13.5 of 20 points as they are
        (["1"], 3, 13),  # 6.67 points: to the nearest half, 6.5
        (["1"], 16, 3),  # 1.25 points lie between two halves: up
        (["0", "0"], 10, 0),
        (["10"], 10, 40),
    ],
)
def test_marks_of_the_tasks_add_up_to_a_share_of_the_criterion(
    enrolment: Enrolment, criterion: Criterion, points: list[str], out_of: int, halves: int
) -> None:
    marked(enrolment, *points, out_of=out_of)
    found = suggestions_for([enrolment], [criterion])[enrolment.pk][criterion.pk]
    assert (found.halves, len(found.marks), found.unmarked) == (halves, len(points), 0)


def test_tasks_of_other_kinds_and_without_points_do_not_count(enrolment: Enrolment) -> None:
    theory, cases, _tasks = criteria_of(enrolment.cohort)
    marked(enrolment, "5")
    marked(enrolment, "10", "9", kind="case")
    handed_in(enrolment, make_task(enrolment.cohort, max_points=None), None)
    found = suggestions_for([enrolment], [theory, cases])[enrolment.pk]
    assert (found[theory.pk].halves, found[cases.pk].halves) == (20, 48)
    assert found[theory.pk].unmarked == found[cases.pk].unmarked == 0


def test_unmarked_tasks_are_counted_and_suggest_nothing_by_themselves(
    enrolment: Enrolment, criterion: Criterion
) -> None:
    handed_in(enrolment, make_task(enrolment.cohort), None)
    make_task(enrolment.cohort)
    found = suggestions_for([enrolment], [criterion])[enrolment.pk][criterion.pk]
    assert (found.halves, found.marks, found.unmarked) == (None, [], 2)
    marked(enrolment, "6")
    found = suggestions_for([enrolment], [criterion])[enrolment.pk][criterion.pk]
    assert (found.halves, found.unmarked) == (24, 2)


def test_a_maximum_lowered_after_the_marking_gives_no_more_than_everything(
    enrolment: Enrolment, criterion: Criterion
) -> None:
    (task,) = marked(enrolment, "9")
    task.max_points = Decimal(6)
    task.save()
    assert suggestions_for([enrolment], [criterion])[enrolment.pk][criterion.pk].halves == 40


def test_marks_of_one_participant_suggest_nothing_for_another(enrolment: Enrolment, criterion: Criterion) -> None:
    other = make_enrolment(enrolment.cohort)
    marked(enrolment, "9")
    found = suggestions_for([enrolment, other], [criterion])
    assert (found[enrolment.pk][criterion.pk].halves, found[other.pk][criterion.pk].halves) == (36, None)
    assert found[other.pk][criterion.pk].unmarked == 1


# ---- giving


def test_what_the_tasks_suggest_is_confirmed_without_a_word(
    enrolment: Enrolment, criterion: Criterion, trainer: User
) -> None:
    marked(enrolment, "9", "8", "10")
    mark = coursework.give(enrolment, criterion, halves=36, by=trainer)
    assert stored() == [(Decimal(18), Decimal(18), "")]
    assert (mark.given_by, mark.maximum) == (trainer, Decimal(20))
    newest = CourseworkMark.history.get()
    assert (newest.points, newest.history_user) == (Decimal(18), trainer)


def test_other_points_need_a_reason_and_keep_what_was_suggested(
    enrolment: Enrolment, criterion: Criterion, trainer: User
) -> None:
    marked(enrolment, "9", "8", "10")
    with refusal("no_reason") as told:
        coursework.give(enrolment, criterion, halves=38, reason="  ", by=trainer)
    assert told.value.messages == ["The tasks suggest 18 points: say in words why you give others."]
    assert stored() == []
    coursework.give(enrolment, criterion, halves=38, reason=" қосымша жұмыс ", by=trainer)
    assert stored() == [(Decimal(19), Decimal(18), "қосымша жұмыс")]


def test_without_a_marked_task_points_are_given_freely(
    enrolment: Enrolment, criterion: Criterion, trainer: User
) -> None:
    coursework.give(enrolment, criterion, halves=23, by=trainer)
    assert stored() == [(Decimal("11.5"), None, "")]


def test_the_same_points_once_more_change_nothing_also_when_the_first_answer_was_lost(
    enrolment: Enrolment, criterion: Criterion, trainer: User
) -> None:
    first = coursework.give(enrolment, criterion, halves=23, seen=-1, by=trainer)
    again = coursework.give(enrolment, criterion, halves=23, seen=-1, by=aigul())
    assert (again.pk, again.given_by, CourseworkMark.history.count()) == (first.pk, trainer, 1)


def test_back_to_what_is_suggested_takes_the_reason_away(
    enrolment: Enrolment, criterion: Criterion, trainer: User
) -> None:
    marked(enrolment, "9")
    coursework.give(enrolment, criterion, halves=30, reason="кеш тапсырды", by=trainer)
    coursework.give(enrolment, criterion, halves=36, by=trainer)
    assert stored() == [(Decimal(18), Decimal(18), "")]
    assert [row.reason for row in CourseworkMark.history.all()] == ["", "кеш тапсырды"]


def test_a_reason_alone_can_be_put_in_better_words(enrolment: Enrolment, criterion: Criterion, trainer: User) -> None:
    marked(enrolment, "9")
    coursework.give(enrolment, criterion, halves=30, reason="кеш", by=trainer)
    coursework.give(enrolment, criterion, halves=30, reason="екі апта кеш тапсырды", seen=30, by=trainer)
    assert stored() == [(Decimal(15), Decimal(18), "екі апта кеш тапсырды")]


@pytest.mark.parametrize(
    ("halves", "step", "code", "sentence"),
    [
        (-1, "0.5", "out_of_range", "“Criterion 1”: from 0 to 20 points."),
        (41, "0.5", "out_of_range", "“Criterion 1”: from 0 to 20 points."),
        (23, "1", "step", "“Criterion 1”: points are given in steps of 1."),
    ],
)
def test_points_beyond_the_criterion_are_refused(
    enrolment: Enrolment, criterion: Criterion, trainer: User, halves: int, step: str, code: str, sentence: str
) -> None:
    Criterion.objects.filter(pk=criterion.pk).update(step=Decimal(step))
    with refusal(code) as told:
        coursework.give(enrolment, criterion, halves=halves, by=trainer)
    assert told.value.messages == [sentence]
    assert stored() == []


def test_a_criterion_of_the_defence_or_of_another_table_is_refused(enrolment: Enrolment, trainer: User) -> None:
    of_defence = enrolment.cohort.rules.rubric.criteria.at_defence()[0]
    elsewhere = Criterion.objects.filter(rubric__reading="realigned")[0]
    for criterion in (of_defence, elsewhere):
        with refusal("unknown_criterion") as told:
            coursework.give(enrolment, criterion, halves=2, by=trainer)
        assert told.value.messages == ["This criterion is not one of those that are scored during the course."]


def test_a_reason_longer_than_its_place_is_refused_in_words(
    enrolment: Enrolment, criterion: Criterion, trainer: User
) -> None:
    with refusal("long_reason") as told:
        coursework.give(enrolment, criterion, halves=2, reason="а" * 301, by=trainer)
    assert told.value.messages == ["The reason is longer than 300 letters: say it more briefly."]


def test_who_is_on_hold_may_be_given_points(enrolment: Enrolment, criterion: Criterion, trainer: User) -> None:
    Enrolment.objects.filter(pk=enrolment.pk).update(status="on_hold")
    coursework.give(enrolment, criterion, halves=2, by=trainer)
    assert stored() == [(Decimal(1), None, "")]


@pytest.mark.parametrize(("status", "word"), [("applied", "Applied"), ("expelled", "Expelled")])
def test_who_does_not_study_is_given_none(
    enrolment: Enrolment, criterion: Criterion, trainer: User, status: str, word: str
) -> None:
    Enrolment.objects.filter(pk=enrolment.pk).update(status=status)
    with refusal("not_admitted") as told:
        coursework.give(enrolment, criterion, halves=2, by=trainer)
    assert told.value.messages == [f"{enrolment.person} does not study in the cohort now: “{word}”."]


@pytest.mark.parametrize("exact", ["89.5", "30"])
def test_once_there_is_a_result_nothing_is_given_or_taken_back(
    enrolment: Enrolment, criterion: Criterion, trainer: User, exact: str
) -> None:
    coursework.give(enrolment, criterion, halves=2, by=trainer)
    make_result(enrolment, exact, by=trainer)
    sentence = f"{enrolment.person} has a result: it is changed by an appeal or a correction only."
    with refusal("decided") as told:
        coursework.give(enrolment, criterion, halves=4, reason="қате", by=trainer)
    assert told.value.messages == [sentence]
    with refusal("decided") as told:
        coursework.take_back(enrolment, criterion, by=trainer)
    assert told.value.messages == [sentence]
    assert stored() == [(Decimal(1), None, "")]


# ---- two at once


def test_somebody_else_s_newer_points_are_not_overwritten_unread(
    enrolment: Enrolment, criterion: Criterion, trainer: User
) -> None:
    coursework.give(enrolment, criterion, halves=25, by=gulnar())
    for seen in (-1, 30):
        with refusal("changed") as told:
            coursework.give(enrolment, criterion, halves=30 if seen < 0 else 32, seen=seen, by=trainer)
        assert told.value.messages == ["Гүлнар Ахметова has given 12.5 points meanwhile: look at them, then decide."]
        with refusal("changed"):
            coursework.take_back(enrolment, criterion, seen=seen, by=trainer)
    coursework.give(enrolment, criterion, halves=32, seen=25, by=trainer)
    assert stored() == [(Decimal(16), None, "")]


def test_points_that_were_taken_back_meanwhile_are_not_given_unread(
    enrolment: Enrolment, criterion: Criterion, trainer: User
) -> None:
    coursework.give(enrolment, criterion, halves=25, by=trainer)
    coursework.take_back(enrolment, criterion, seen=25, by=trainer)
    with refusal("changed") as told:
        coursework.give(enrolment, criterion, halves=30, seen=25, by=trainer)
    assert told.value.messages == ["Somebody has emptied this place meanwhile."]
    assert stored() == []


def test_an_empty_place_is_taken_back_as_often_as_one_likes(
    enrolment: Enrolment, criterion: Criterion, trainer: User
) -> None:
    coursework.take_back(enrolment, criterion, seen=25, by=trainer)
    assert CourseworkMark.history.count() == 0


# ---- after somebody on the commission has submitted a sheet


def test_after_a_submitted_sheet_points_change_only_with_a_reason_and_never_to_nothing() -> None:
    scene = earned_day()
    enrolment, (criterion, *_others) = enrolment_of(scene), criteria_of(scene.cohort)
    coursework.give(enrolment, criterion, halves=30, by=scene.chair)
    score(scene, scene.chair, 50, 10)
    assert not coursework.is_counted(enrolment)
    hand_in(scene, scene.chair, 50, 10)
    assert coursework.is_counted(enrolment)
    with refusal("no_reason") as told:
        coursework.give(enrolment, criterion, halves=32, by=scene.chair)
    assert told.value.messages == [
        "A member of the commission has submitted a sheet that counts with these points: say why they change."
    ]
    with refusal("counted") as told:
        coursework.take_back(enrolment, criterion, by=scene.chair)
    assert told.value.messages == [
        f"{enrolment.person}: a member of the commission has submitted a sheet that counts with these points. "
        "They can be changed, with a reason, but not left empty."
    ]
    coursework.give(enrolment, criterion, halves=32, reason="есептеу қатесі", by=scene.chair)
    assert stored() == [(Decimal(16), None, "есептеу қатесі")]


def test_points_that_were_missing_are_given_without_a_reason_also_after_a_sheet() -> None:
    scene = earned_day()
    hand_in(scene, scene.chair, 50, 10)
    coursework.give(enrolment_of(scene), criteria_of(scene.cohort)[0], halves=32, by=scene.chair)
    assert stored() == [(Decimal(16), None, "")]


# ---- what the database itself holds


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"points": "20.5"}, "coursework_within_its_criterion"),
        ({"points": "-1"}, "coursework_within_its_criterion"),
        ({"points": "0.3"}, "coursework_in_half_points"),
        ({"suggested": "18"}, "coursework_other_than_suggested_has_a_reason"),
    ],
)
def test_the_database_holds_the_bounds(
    enrolment: Enrolment, criterion: Criterion, trainer: User, fields: dict[str, str], constraint: str
) -> None:
    values = {"points": "12", "maximum": "20", "suggested": None, **fields}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CourseworkMark.objects.create(enrolment=enrolment, criterion=criterion, given_by=trainer, **values)


def test_there_is_one_mark_for_each_criterion(enrolment: Enrolment, criterion: Criterion, trainer: User) -> None:
    coursework.give(enrolment, criterion, halves=2, by=trainer)
    with pytest.raises(IntegrityError), transaction.atomic():
        CourseworkMark.objects.create(
            enrolment=enrolment, criterion=criterion, given_by=trainer, points=1, maximum=20, reason="екінші"
        )


# ---- another cohort


@pytest.fixture
def in_2026() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 21, 9, tzinfo=UTC)):
        yield


@pytest.mark.usefixtures("in_2026")
def test_a_transfer_begins_without_points_but_the_carried_tasks_suggest_them(trainer: User) -> None:
    source, target = earned_cohort(spring()), earned_cohort(autumn())
    enrolment = make_enrolment(source, position="директор")
    (task,) = marked(enrolment, "9")
    make_task(target, title=task.title)
    make_task(target, title="басқа")
    criterion = criteria_of(source)[0]
    coursework.give(enrolment, criterion, halves=38, reason="қосымша жұмыс", by=trainer)
    opened = transfer(enrolment, target, why="іссапар", files=[pdf()], order_date=ORDERED, by=aigul()).opened
    found = suggestions_for([opened], [criterion])[opened.pk][criterion.pk]
    assert coursework.coursework_of([opened]) == {opened.pk: {}}
    assert (found.halves, found.unmarked, [mark.carried for mark in found.marks]) == (36, 1, [True])
    assert not Attempt.objects.exists()
