from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from courses import programme_file
from courses.models import Task
from courses.programme_content import TASK_KINDS, Hours, Programme
from courses.programme_file import PROGRAMME


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def programme() -> Programme:
    return programme_file.load()


@pytest.fixture(scope="module")
def text() -> str:
    return PROGRAMME.read_text(encoding="utf-8")


def test_the_programme_declares_eighty_hours_and_three_years(programme: Programme) -> None:
    assert programme.code == "management"
    assert programme.title.kk == "Білім берудегі менеджмент: басқарудағы инновациялық тәсілдер"
    assert (programme.declared_hours, programme.validity_years) == (80, 3)


def test_the_hours_are_those_of_the_source_and_four_are_missing(programme: Programme) -> None:
    hours = [(m.hours.lecture, m.hours.practice, m.hours.self_study, m.hours.total) for m in programme.modules]
    assert hours == [
        (4, 4, 4, 12), (4, 6, 4, 14), (3, 6, 3, 12), (3, 5, 4, 12), (2, 5, 3, 10), (3, 4, 3, 10), (0, 4, 2, 6),
    ]  # fmt: skip
    assert programme.printed_totals == Hours(19, 34, 23, 80)
    assert programme.sums == Hours(19, 34, 23, 76)
    assert programme.undistributed_hours == 4


def test_the_line_that_may_be_added_closes_the_gap_in_the_printed_shares(programme: Programme) -> None:
    readings = {r.key: r for d in programme.discrepancies if d.code == "H" for r in d.readings}
    extra = readings["add_line"].extra
    assert readings["as_printed"].extra is None
    assert extra is not None
    assert extra.hours == Hours(1, 2, 1, 4)
    totals = [
        getattr(programme.sums, kind) + getattr(extra.hours, kind) for kind in ("lecture", "practice", "self_study")
    ]
    assert [Decimal(total) / 80 for total in totals] == [Decimal("0.25"), Decimal("0.45"), Decimal("0.30")]


def test_only_the_last_line_is_the_attestation_and_the_modules_have_task_and_result(programme: Programme) -> None:
    assert [module.is_attestation for module in programme.modules] == [False] * 6 + [True]
    assert all(module.task and module.result for module in programme.modules[:6])
    assert programme.modules[3].title.kk == "Басшының көшбасшылығы және адами ресурстарды басқару"


def test_both_readings_of_the_criteria_have_the_printed_points(programme: Programme) -> None:
    points = {rubric.reading: [criterion.maximum for criterion in rubric.criteria] for rubric in programme.rubrics}
    assert points == {"realigned": [20, 25, 15, 30, 10], "as_printed": [20, 25, 15, 30, 10]}
    realigned, as_printed = programme.rubrics
    assert [c.label for c in realigned.criteria[:4]] == [c.label for c in as_printed.criteria[1:]]
    assert as_printed.criteria[0].label.kk == "Бағалау критерийі"
    assert realigned.criteria[4].short.en == "Reflection"
    assert programme.step == Decimal("0.5")


def test_the_realigned_reading_earns_theory_cases_and_tasks_during_the_course(programme: Programme) -> None:
    realigned, as_printed = programme.rubrics
    assert [(c.stage, c.tasks) for c in realigned.criteria] == [
        ("coursework", ("practical",)),
        ("coursework", ("case",)),
        ("coursework", ("analytical",)),
        ("defence", ()),
        ("defence", ()),
    ]
    assert {c.stage for c in as_printed.criteria} == {"defence"}


def test_the_kinds_of_tasks_are_those_of_the_courses() -> None:
    assert set(TASK_KINDS) == set(Task.Kind.values)


def test_bands_and_levels_stand_on_the_same_floors(programme: Programme) -> None:
    assert [(band.floor, band.passed) for band in programme.bands] == [(85, True), (70, True), (50, True), (0, False)]
    assert [level.floor_percent for level in programme.levels] == [0, 50, 70, 85]
    assert [level.label.kk for level in programme.levels] == ["Төмен", "Орташа", "Жақсы", "Үздік"]


def test_every_discrepancy_proposes_the_reading_that_we_advise(programme: Programme) -> None:
    assert {each.code: each.proposed for each in programme.discrepancies} == {
        "H": "as_printed", "R": "realigned", "B": "half_up", "V": "issue_date", "Q": "both", "Y": "rolling",
    }  # fmt: skip


@pytest.mark.parametrize(("key", "count"), [("materials", 9), ("self_study", 4), ("support", 5), ("support_forms", 5)])
def test_the_lists_of_sections_7_and_9_are_whole(programme: Programme, key: str, count: int) -> None:
    section = programme.section(key)
    assert section is not None
    assert len(section.items) == count


def test_the_digest_follows_the_content_and_not_the_comments(programme: Programme, text: str) -> None:
    assert programme_file.parse(f"# a remark\n{text}").digest == programme.digest
    assert programme_file.parse(text.replace("validity_years = 3", "validity_years = 5")).digest != programme.digest
    assert len(programme.digest) == 64


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('code = "management"', "code = management", " cannot be read: Invalid value (at line 8, column 8)"),
        ("declared_hours = 80", "declared_hours = 0", ", “declared_hours”: a whole number from 1 is expected."),
        ("declared_hours = 80", "declared_houts = 80", ", “declared_hours”: the field is missing."),
        ("hour_minutes = 45", "hour_minute = 45", ", “hour_minute”: there is no such field."),
        ("hours = { lecture = 4, practice = 6, self_study = 4, total = 14 }",
         "hours = { lecture = 4, practice = 6, self_study = 5, total = 14 }",
         ", “modules 2 → hours”: the hours add up to 15, not 14."),
        ('task.en = "Developing the potential of the staff"\n', "",
         ", “modules 4 → task → en”: the field is missing."),
        ('task.en = "Developing the potential of the staff"', 'task.en = " "',
         ", “modules 4 → task → en”: a text is expected."),
        ("maximum = 30", "maximum = 29",
         ": the criteria of the reading “realigned” add up to 99 points, not 100."),
        ('stage = "coursework"', 'stage = "exam"',
         ", “rubrics 1 → criteria 1 → stage”: one of these is expected: coursework, defence."),
        ('tasks = ["case"]', 'tasks = ["essay"]', ", “rubrics 1 → criteria 2 → tasks”: a list of these is expected: "
         "practical, case, analytical, reflection, project."),
        ('stage = "defence"', 'stage = "coursework"',
         ": nothing is left to score at the defence in the reading “realigned”."),
        ('stage = "defence"', 'stage = "exam"',
         ", “marking → stage”: one of these is expected: coursework, defence."),
        ("floor = 70", "floor = 90", ": the floors of the bands must fall, down to 0."),
        ("floor_percent = 70", "floor_percent = 40", ": the floors of the levels must rise, from 0 %."),
        ('proposed = "realigned"', 'proposed = "guessed"',
         ": discrepancy R must propose one of its readings: realigned, as_printed."),
        ('reading = "as_printed"', 'reading = "other"',
         ": each reading of discrepancy R needs its table of criteria."),
        ("attestation = true", "attestation = 1", ", “modules 7 → attestation”: true or false is expected."),
        ('code = "B"', 'code = "R"', ": two discrepancies have the same letter."),
        ("hours = { lecture = 1, practice = 2, self_study = 1, total = 4 }",
         "hours = { lecture = 1, practice = 2, self_study = 2, total = 5 }",
         ": the line that the reading “add_line” adds has 5 hours, but 4 are missing."),
    ],
)  # fmt: skip
def test_a_slip_in_the_file_is_told_with_its_place(text: str, old: str, new: str, sentence: str) -> None:
    assert old in text
    with pytest.raises(ValidationError) as refused:
        programme_file.parse(text.replace(old, new, 1))
    assert refused.value.messages == [f"The programme file{sentence}"]


def test_sums_that_differ_are_refused_where_no_discrepancy_tells_of_them(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        programme_file.parse(text.replace('code = "H"', 'code = "Z"', 1))
    assert refused.value.messages == [
        "The programme file: the modules add up to 19 + 34 + 23 = 76, the totals say 19 + 34 + 23 = 80, "
        "and 80 hours are declared."
    ]
