"""What goes along with a transfer finds its own line and its own task in the other cohort, or stays behind."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone, translation

from courses.carrying import HoursLot, attended_hours, carry, luggage_of
from courses.hours_earned import attendance_of
from courses.models import Cohort, Enrolment, Module, ProgrammeVersion, Session
from courses.setting_tasks import take_starting_set
from tests.cast import make_version
from tests.courses.drafts import loaded
from tests.courses.way_scenes import attended, autumn, handed_in, make_task, spring, studying

pytestmark = pytest.mark.django_db
LINE = {"title_kk": "Кіріспе", "title_ru": "Введение", "title_en": "Introduction"}
HELD = {"key": "realigned", "extra": {**LINE, "lecture": 2, "practice": 2, "self_study": 0}}


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def with_a_line_before_the_attestation() -> ProgrammeVersion:
    """The next version: the named line has taken the place of the attestation, which comes after it."""
    version = make_version()
    version.modules.filter(is_attestation=True).update(order=F("order") + 1)
    Module.objects.create(version=version, order=7, is_extra=True, lecture=2, practice=2, self_study=0, **LINE)
    return version


def held_beside(**fields: Any) -> Cohort:
    """A cohort whose decision on H adds the named line, held beside its last module."""
    version = make_version()
    version.discrepancies.filter(code="H").update(readings=[HELD])
    return spring(version=version, decisions={"H": "realigned"}, **fields)


def told(lots: tuple[HoursLot, ...]) -> list[tuple[str, str, int]]:
    return [(lot.line.title, lot.kind, lot.hours) for lot in lots]


def test_hours_of_a_defence_go_to_a_defence_wherever_it_stands() -> None:
    source = studying(spring(version=make_version()))
    attended(source, 7, "practice", 4)
    attended(source, 6, "lecture", 2)
    bag = luggage_of(source, autumn(version=with_a_line_before_the_attestation()))
    assert told(bag.hours) == [("Module 6", "lecture", 2), ("Module 7", "practice", 4)]
    assert [lot.line.module.is_attestation for lot in bag.hours] == [False, True]


def test_hours_of_a_defence_stay_behind_where_there_is_none() -> None:
    source, other = studying(spring(version=make_version())), make_version()
    attended(source, 7, "practice", 4)
    other.modules.filter(order=7).update(is_attestation=False)
    bag = luggage_of(source, autumn(version=other))
    assert (told(bag.hours), told(bag.lost_hours)) == ([], [("Module 7", "practice", 4)])


def test_modules_that_have_changed_places_keep_their_hours() -> None:
    source, other = studying(spring(version=make_version())), make_version()
    attended(source, 1, "lecture", 3)
    other.modules.filter(order=1).update(order=9)
    other.modules.filter(order=2).update(order=1)
    (lot,) = luggage_of(source, autumn(version=other)).hours
    assert (lot.line.title, lot.line.module.order) == ("Module 1", 9)


@pytest.mark.parametrize("as_a_module", [True, False])
def test_hours_of_the_named_line_go_to_the_named_line(as_a_module: bool) -> None:
    source = studying(held_beside())
    attended(source, 6, "practice", 2)
    attended(source, 6, "practice", 1)
    Session.objects.filter(hours=1).update(is_extra=True)
    version = with_a_line_before_the_attestation() if as_a_module else source.cohort.version
    target = autumn(version=version, decisions={"H": "realigned"})
    assert told(luggage_of(source, target).hours) == [("Module 6", "practice", 2), ("Introduction", "practice", 1)]


def test_hours_of_the_named_line_count_for_it_and_not_for_the_module_beside_it() -> None:
    source = studying(held_beside())
    attended(source, 6, "practice", 2)
    attended(source, 6, "practice", 1)
    Session.objects.filter(hours=1).update(is_extra=True)
    target = autumn(version=source.cohort.version, decisions={"H": "realigned"})
    opened = studying(target)
    carry(luggage_of(source, target), to=opened)
    assert (
        attended_hours(opened)
        == attended_hours(source)
        == [(((6, False), "practice"), 2), (((6, True), "practice"), 1)]
    )
    module = target.version.modules.get(order=6)
    (participant,) = attendance_of(target, timezone.now()).participants
    assert {key: n for key, n in participant.balance.earned.items() if n} == {
        (module.pk, False, "practice"): 2, (module.pk, True, "practice"): 1,
    }  # fmt: skip


def test_hours_of_the_named_line_stay_behind_where_no_such_line_is_held() -> None:
    source = studying(held_beside())
    attended(source, 6, "practice", 1)
    Session.objects.update(is_extra=True)
    bag = luggage_of(source, autumn(version=source.cohort.version, decisions={"H": "as_printed"}))
    assert (told(bag.hours), told(bag.lost_hours)) == ([], [("Introduction", "practice", 1)])


# ---- tasks


def both_with_the_set(**target: Any) -> tuple[Enrolment, Cohort]:
    version = loaded()
    source, other = spring(version=version, language="kk"), autumn(version=version, **target)
    for cohort in (source, other):
        take_starting_set(cohort, by=None)
    return studying(source), other


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_two_cohorts_that_each_took_the_programmes_set_have_the_same_tasks(language: str) -> None:
    source, target = both_with_the_set(language=language)
    for task in source.cohort.tasks.all():
        handed_in(source, task)
    bag = luggage_of(source, target)
    assert (len(bag.tasks), bag.lost_tasks) == (10, ())
    assert all((lot.task.kind, lot.task.module) == (lot.like.kind, lot.like.module) for lot in bag.tasks)
    assert {lot.like for lot in bag.tasks} == set(target.tasks.all())


def test_a_task_of_the_set_is_known_by_another_title() -> None:
    source, target = both_with_the_set()
    task = source.cohort.tasks.filter(kind="practical").first()
    assert task is not None
    target.tasks.filter(module=task.module, kind="practical").update(title="Жарғыны талдау")
    handed_in(source, task)
    assert [lot.like.title for lot in luggage_of(source, target).tasks] == ["Жарғыны талдау"]


def test_tasks_written_by_hand_are_the_same_by_module_kind_and_title_each_once() -> None:
    source, target = studying(), autumn()
    twins = [make_task(source.cohort, title="Талдау") for _ in range(2)]
    case = make_task(source.cohort, title="Талдау", kind="case")
    for task in (*twins, case):
        handed_in(source, task)
    like = make_task(target, title="Талдау")
    bag = luggage_of(source, target)
    assert ([(lot.task, lot.like) for lot in bag.tasks], bag.lost_tasks) == ([(twins[0], like)], (twins[1], case))


def test_a_task_of_another_module_is_another_task() -> None:
    source, target = studying(), autumn()
    handed_in(source, make_task(source.cohort, title="Талдау"))
    make_task(target, title="Талдау", module=target.version.modules.get(order=2))
    assert luggage_of(source, target).tasks == ()
