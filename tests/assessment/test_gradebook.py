"""The gradebook of a cohort: what each place says, who may open it, confirming at once, the workbook."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from assessment import coursework
from assessment.gradebook import book_of, row_of
from assessment.models import CourseworkMark
from assessment.ruling import change_rules
from courses.models import Cohort, Enrolment, Task
from people.alphabet import kazakh_key
from people.models import ExportEvent, User
from tests.assessment.coursework_scenes import criteria_of, earned_cohort, earned_day, marked
from tests.assessment.scenes import gulnar, serik
from tests.cast import (
    aigul,
    bolat,
    daulet,
    make_cohort,
    make_enrolment,
    make_person,
    make_result,
    make_rubric,
    make_user,
    saule,
)
from tests.courses.way_scenes import make_task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def trainer() -> User:
    return daulet()


@pytest.fixture
def cohort(trainer: User) -> Cohort:
    return earned_cohort(trainer=trainer)


def somebody(cohort: Cohort, surname: str = "Абаева", **fields: object) -> Enrolment:
    person = make_person(surname=surname, given_name="Айша", patronymic="", name_key=kazakh_key(surname))
    return make_enrolment(cohort, person, **fields)


def trainer_of(cohort: Cohort) -> User:
    assert cohort.trainer is not None
    return cohort.trainer


def page(client: Client, cohort: Cohort, name: str = "gradebook") -> str:
    return client.get(reverse(f"assessment:{name}", args=[cohort.pk])).content.decode()


# ---- what each place says


def test_a_place_is_confirmed_changed_suggested_or_empty(cohort: Cohort, trainer: User) -> None:
    enrolment = somebody(cohort)
    theory, cases, tasks = criteria_of(cohort)
    marked(enrolment, "9")
    marked(enrolment, "8", kind="case")
    states = [cell.state for cell in book_of(cohort).cells]
    assert states == ["suggested", "suggested", "none"]
    coursework.give(enrolment, theory, halves=36, by=trainer)
    coursework.give(enrolment, cases, halves=30, reason="кеш", by=trainer)
    coursework.give(enrolment, tasks, halves=23, by=trainer)
    book = book_of(cohort)
    assert [(cell.state, cell.value) for cell in book.cells] == [
        ("confirmed", "18"), ("changed", "15"), ("confirmed", "11.5")
    ]  # fmt: skip
    assert (book.rows[0].sum_halves, book.maximum_halves, book.given, book.rows[0].missing) == (89, 120, 3, 0)


def test_the_tasks_may_come_to_something_else_after_the_points_were_given(cohort: Cohort, trainer: User) -> None:
    enrolment = somebody(cohort)
    marked(enrolment, "9")
    coursework.give(enrolment, criteria_of(cohort)[0], halves=36, by=trainer)
    assert not book_of(cohort).cells[0].is_outdated
    marked(enrolment, "5")
    cell = book_of(cohort).cells[0]
    assert (cell.is_outdated, cell.suggested, cell.value) == (True, "14", "18")


def test_the_share_is_told_before_it_is_rounded(cohort: Cohort) -> None:
    enrolment = somebody(cohort)
    marked(enrolment, "1", out_of=3)
    cell = book_of(cohort).cells[0]
    assert (cell.exact, cell.suggested) == (Decimal("6.67"), "6.5")


def test_the_list_is_everybody_who_was_admitted_in_its_order(cohort: Cohort, trainer: User) -> None:
    for surname, status in [("Ғабитов", "admitted"), ("Абаева", "on_hold"), ("Бекова", "applied")]:
        somebody(cohort, surname, status=status)
    somebody(cohort, "Әлиев", status="expelled")
    passed = somebody(cohort, "Өтегенов")
    make_result(passed, by=trainer)
    book = book_of(cohort)
    assert [row.enrolment.person.surname for row in book.rows] == ["Абаева", "Ғабитов", "Өтегенов"]
    assert [row.is_open for row in book.rows] == [True, True, False]
    assert not any(cell.is_confirmable for cell in book.rows[2].cells)


def test_a_table_without_a_coursework_stage_has_no_gradebook(client: Client, trainer: User) -> None:
    cohort = make_cohort(trainer=trainer)
    enrolment = somebody(cohort)
    client.force_login(trainer)
    assert "leaves every criterion to the defence" in page(client, cohort)
    assert row_of(enrolment) is None
    answer = client.get(reverse("assessment:coursework", args=[enrolment.pk]))
    assert "leaves every criterion to the defence" in answer.content.decode()


def test_a_cohort_whose_programme_is_not_decided_yet_says_the_same(client: Client) -> None:
    cohort = make_cohort(decisions={}, status=Cohort.Status.DRAFT)
    cohort.rules.delete()
    client.force_login(aigul())
    assert "Nothing is scored during the course" in page(client, cohort)


def test_the_page_costs_the_same_for_one_participant_and_for_thirty(client: Client, cohort: Cohort) -> None:
    client.force_login(trainer_of(cohort))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("assessment:gradebook", args=[cohort.pk])).status_code == 200
        return len(queries)

    def add(surname: str) -> None:
        enrolment = somebody(cohort, surname)
        marked(enrolment, "9")
        coursework.give(enrolment, criteria_of(cohort)[1], halves=30, by=trainer_of(cohort))

    add("Абаева")
    one = asked()
    for n in range(29):
        add(f"Бекова{n}")
    assert (asked(), len(book_of(cohort).rows)) == (one, 30)


# ---- who may open it


@pytest.mark.parametrize(
    ("who", "looks", "writes"),
    [
        ("trainer", 200, 200), ("organiser", 200, 200), ("member", 200, 403), ("other", 403, 403), ("head", 403, 403),
        ("participant", 404, 404), ("formerly", 404, 404),
    ],
)  # fmt: skip
def test_trainer_and_organisers_write_the_commission_looks_others_do_not(
    client: Client, who: str, looks: int, writes: int
) -> None:
    scene = earned_day(members=2)
    enrolment = scene.first.attempt.enrolment
    people: dict[str, Callable[[], User]] = {
        "trainer": lambda: scene.chair, "organiser": lambda: scene.organiser, "member": lambda: scene.members[1],
        "other": serik, "head": bolat, "participant": saule,
        "formerly": lambda: make_user("formerly@institute.example"),
    }  # fmt: skip
    user = people[who]()
    if who == "formerly":
        Cohort.objects.filter(pk=scene.cohort.pk).update(trainer=user)
    client.force_login(user)
    by_cohort, by_enrolment = [scene.cohort.pk], [enrolment.pk]
    reads = [("gradebook", by_cohort), ("coursework", by_enrolment)]
    assert [client.get(reverse(f"assessment:{name}", args=args)).status_code for name, args in reads] == [looks, looks]
    written = [client.get(reverse("assessment:gradebook_confirm", args=by_cohort)).status_code]
    for name, args in [("gradebook_confirm", by_cohort), ("gradebook_undo", by_cohort), ("coursework", by_enrolment)]:
        written.append(client.post(reverse(f"assessment:{name}", args=args), follow=True).status_code)
    written.append(client.post(reverse("assessment:gradebook_export", args=by_cohort)).status_code)
    assert written == [writes] * 5


def test_a_member_finds_the_gradebook_on_the_page_of_the_day(client: Client) -> None:
    scene = earned_day(members=2)
    client.force_login(scene.members[1])
    day = client.get(reverse("assessment:day", args=[scene.day.pk])).content.decode()
    assert f'href="{reverse("assessment:gradebook", args=[scene.cohort.pk])}"' in day


def test_who_only_looks_sees_no_field_no_button_and_no_way_to_other_pages_of_the_cohort(client: Client) -> None:
    scene = earned_day(members=2)
    enrolment = scene.first.attempt.enrolment
    marked(enrolment, "9")
    client.force_login(scene.members[1])
    for address in (
        reverse("assessment:gradebook", args=[scene.cohort.pk]), reverse("assessment:coursework", args=[enrolment.pk])
    ):  # fmt: skip
        said = client.get(address).content.decode()
        assert "Suggested" in said
        for absent in ("data-gradebook", "gb-ok", "gradebook.js", "/tasks/", "/timetable/", 'name="cell"'):
            assert absent not in said


def test_a_stranger_signs_in_first(client: Client, cohort: Cohort) -> None:
    answer = client.get(reverse("assessment:gradebook", args=[cohort.pk]))
    assert (answer.status_code, "/account/" in answer["Location"]) == (302, True)


# ---- the page of one participant: everything works without a script


def fields(client: Client, enrolment: Enrolment, **typed: str) -> dict[str, str]:
    """The form as the page has it, with some fields typed over: `points_1` is of the first criterion."""
    found = {}
    for place, form in enumerate(client.get(address_of(enrolment)).context["forms"], start=1):
        for name in ("points", "reason", "seen", "reason_seen"):
            found[form.add_prefix(name)] = typed.get(f"{name}_{place}", str(form[name].value()))
    return found


def address_of(enrolment: Enrolment) -> str:
    return reverse("assessment:coursework", args=[enrolment.pk])


def test_the_page_says_how_a_suggestion_came_about(client: Client, cohort: Cohort) -> None:
    enrolment = somebody(cohort)
    tasks = marked(enrolment, "9", "8")
    make_task(cohort)
    client.force_login(trainer_of(cohort))
    said = client.get(address_of(enrolment)).content.decode()
    assert (
        "The marked tasks come to 17 of 20 points. The same share of the criterion's 20 points is 17.00, "
        "rounded half up to the step of the criterion: 17."
    ) in said
    assert "1 task is not marked yet and does not count." in said
    for task in tasks:
        assert reverse("courses:work", args=[task.pk, enrolment.pk]) in said
    part = client.get(address_of(enrolment), {"of": criteria_of(cohort)[0].pk}).content.decode()
    assert "The marked tasks come to 17 of 20 points" in part
    assert "<html" not in part
    for nobody_s in ("", "x", "999999"):
        assert client.get(address_of(enrolment), {"of": nobody_s}).status_code == 404


def test_the_form_saves_what_was_typed_and_leaves_the_rest(client: Client, cohort: Cohort) -> None:
    enrolment = somebody(cohort)
    marked(enrolment, "9")
    client.force_login(trainer_of(cohort))
    answer = client.post(address_of(enrolment), fields(client, enrolment, points_2="11,5"), follow=True)
    assert "The coursework points are saved." in answer.content.decode()
    assert [(mark.criterion.order, mark.points) for mark in CourseworkMark.objects.all()] == [(2, Decimal("11.5"))]
    client.post(address_of(enrolment), fields(client, enrolment, points_2=""))
    assert not CourseworkMark.objects.exists()


def test_what_is_wrong_with_one_criterion_keeps_no_other_from_being_saved(client: Client, cohort: Cohort) -> None:
    enrolment = somebody(cohort)
    marked(enrolment, "9")
    client.force_login(trainer_of(cohort))
    answer = client.post(address_of(enrolment), fields(client, enrolment, points_1="12", points_2="көп", points_3="10"))
    said = answer.content.decode()
    assert "The tasks suggest 18 points: say in words why you give others." in said
    assert "Write the points as a number: 11 or 11.5." in said
    assert [mark.criterion.order for mark in CourseworkMark.objects.all()] == [3]
    assert [form["points"].value() for form in answer.context["forms"]] == ["12", "көп", "10"]


def test_the_form_tells_of_points_that_somebody_gave_meanwhile_and_then_lets_them_be_changed(
    client: Client, cohort: Cohort
) -> None:
    enrolment = somebody(cohort)
    client.force_login(trainer_of(cohort))
    opened = fields(client, enrolment, points_1="12")
    coursework.give(enrolment, criteria_of(cohort)[0], halves=25, by=gulnar())
    answer = client.post(address_of(enrolment), opened)
    assert "Гүлнар Ахметова has given 12.5 points meanwhile: look at them, then decide." in answer.content.decode()
    parts = ("points", "reason", "seen", "reason_seen")
    again = {form.add_prefix(part): form[part].value() for form in answer.context["forms"] for part in parts}
    client.post(address_of(enrolment), again)
    assert CourseworkMark.objects.get().points == 12


def test_points_of_others_are_not_emptied_by_a_form_that_was_opened_before(client: Client, cohort: Cohort) -> None:
    enrolment = somebody(cohort)
    client.force_login(trainer_of(cohort))
    opened = fields(client, enrolment, points_2="10")
    coursework.give(enrolment, criteria_of(cohort)[0], halves=25, by=gulnar())
    client.post(address_of(enrolment), opened)
    assert sorted(mark.points for mark in CourseworkMark.objects.all()) == [10, Decimal("12.5")]


def test_a_reason_that_somebody_put_in_better_words_is_not_undone_by_a_form_that_was_opened_before(
    client: Client, cohort: Cohort
) -> None:
    enrolment = somebody(cohort)
    theory, trainer = criteria_of(cohort)[0], trainer_of(cohort)
    coursework.give(enrolment, theory, halves=25, reason="кеш", by=trainer)
    client.force_login(trainer)
    opened = fields(client, enrolment, points_2="10")
    coursework.give(enrolment, theory, halves=25, reason="екі апта кеш", by=gulnar())
    assert (
        "The coursework points are saved." in client.post(address_of(enrolment), opened, follow=True).content.decode()
    )
    assert CourseworkMark.objects.get(criterion=theory).reason == "екі апта кеш"


def test_a_reason_is_taken_away_where_none_is_needed_and_missed_where_one_is(client: Client, cohort: Cohort) -> None:
    enrolment, needed = somebody(cohort, "Абаева"), somebody(cohort, "Бекова")
    marked(needed, "9")
    for each in (enrolment, needed):
        coursework.give(each, criteria_of(cohort)[0], halves=25, reason="кеш", by=trainer_of(cohort))
    client.force_login(trainer_of(cohort))
    client.post(address_of(enrolment), fields(client, enrolment, reason_1=""))
    answer = client.post(address_of(needed), fields(client, needed, reason_1=""))
    assert "The tasks suggest 18 points: say in words why you give others." in answer.content.decode()
    assert {mark.enrolment: mark.reason for mark in CourseworkMark.objects.all()} == {enrolment: "", needed: "кеш"}


def test_a_page_of_other_criteria_or_of_nobody_says_that_nothing_is_saved(client: Client, cohort: Cohort) -> None:
    enrolment = somebody(cohort)
    client.force_login(trainer_of(cohort))
    opened = fields(client, enrolment, points_1="12")
    other = make_rubric(cohort.version, "other", coursework=2)
    change_rules(cohort, rubric=other, spread_limit=10, by=aigul())
    answer = client.post(address_of(enrolment), opened, follow=True).content.decode()
    assert "Nothing is saved: these criteria are not those that the page has shown." in answer
    opened = fields(client, enrolment, points_1="12")
    Enrolment.objects.filter(pk=enrolment.pk).update(status="withdrawn")
    answer = client.post(address_of(enrolment), opened, follow=True).content.decode()
    assert "Nothing is saved" in answer
    assert "The coursework points are saved." not in answer
    assert not CourseworkMark.objects.exists()


def test_a_result_that_came_meanwhile_is_told_although_nothing_can_be_typed_any_more(
    client: Client, cohort: Cohort
) -> None:
    enrolment = somebody(cohort)
    client.force_login(trainer_of(cohort))
    opened = fields(client, enrolment, points_1="12")
    make_result(enrolment, by=cohort.trainer)
    answer = client.post(address_of(enrolment), opened, follow=True).content.decode()
    assert "has a result: it is changed by an appeal or a correction only." in answer
    assert not CourseworkMark.objects.exists()


# ---- confirming at once


def confirm(client: Client, cohort: Cohort, criterion: int | None = None) -> str:
    """Preview, then the button with what the preview has shown."""
    address = reverse("assessment:gradebook_confirm", args=[cohort.pk])
    shown = client.get(address, {"criterion": criterion} if criterion else {}).context["cells"]
    cells = [f"{each.enrolment}:{each.criterion}:{each.halves}" for each in shown]
    return client.post(address, {"cell": cells}, follow=True).content.decode()


@pytest.fixture
def three(cohort: Cohort, client: Client) -> list[Enrolment]:
    """Two with marked tasks of two kinds, one without any."""
    people = [somebody(cohort, surname) for surname in ("Абаева", "Бекова", "Ғабитов")]
    for enrolment in people[:2]:
        marked(enrolment, "9")
        marked(enrolment, "8", kind="case")
    client.force_login(trainer_of(cohort))
    return people


@pytest.mark.usefixtures("in_english", "three")
def test_a_column_is_confirmed_in_one_act_after_its_number_was_shown(client: Client, cohort: Cohort) -> None:
    theory = criteria_of(cohort)[0]
    address = reverse("assessment:gradebook_confirm", args=[cohort.pk])
    assert "Confirm 2 suggestions" in client.get(address, {"criterion": theory.pk}).content.decode()
    assert not CourseworkMark.objects.exists()
    assert "2 suggestions are confirmed." in confirm(client, cohort, theory.pk)
    assert {(mark.criterion_id, mark.points, mark.reason) for mark in CourseworkMark.objects.all()} == {
        (theory.pk, Decimal(18), "")
    }


@pytest.mark.usefixtures("in_english", "three")
def test_everything_is_confirmed_and_undone_once(client: Client, cohort: Cohort) -> None:
    said = confirm(client, cohort)
    assert "4 suggestions are confirmed." in said
    assert "You have confirmed 4 suggestions at once." in said
    undo = reverse("assessment:gradebook_undo", args=[cohort.pk])
    assert "4 places are empty again." in client.post(undo, follow=True).content.decode()
    assert not CourseworkMark.objects.exists()
    assert CourseworkMark.history.count() == 8
    assert "0 places are empty again." in client.post(undo, follow=True).content.decode()


def test_undo_leaves_what_was_changed_since(client: Client, cohort: Cohort, three: list[Enrolment]) -> None:
    confirm(client, cohort)
    coursework.give(three[0], criteria_of(cohort)[0], halves=38, reason="қосымша", by=aigul())
    said = client.post(reverse("assessment:gradebook_undo", args=[cohort.pk]), follow=True).content.decode()
    assert "3 places are empty again." in said
    assert "Айгүл Сейітова has given 19 points meanwhile" in said
    assert CourseworkMark.objects.get().points == 19


@pytest.mark.usefixtures("in_english", "three")
def test_what_somebody_else_was_quicker_to_confirm_is_not_undone_with_mine(client: Client, cohort: Cohort) -> None:
    address = reverse("assessment:gradebook_confirm", args=[cohort.pk])
    shown = client.get(address).context["cells"]
    cells = [f"{each.enrolment}:{each.criterion}:{each.halves}" for each in shown]
    second = Client()
    second.force_login(aigul())
    second.post(address, {"cell": cells[:3]})
    said = client.post(address, {"cell": cells}, follow=True).content.decode()
    assert "You have confirmed 1 suggestion at once." in said
    client.post(reverse("assessment:gradebook_undo", args=[cohort.pk]))
    assert CourseworkMark.objects.count() == 3


def test_undo_leaves_the_same_points_that_somebody_has_given_a_reason_for(
    client: Client, cohort: Cohort, three: list[Enrolment]
) -> None:
    confirm(client, cohort)
    coursework.give(three[0], criteria_of(cohort)[0], halves=36, reason="тексерілді", by=aigul())
    said = client.post(reverse("assessment:gradebook_undo", args=[cohort.pk]), follow=True).content.decode()
    assert "Айгүл Сейітова has given 18 points meanwhile" in said
    assert CourseworkMark.objects.get().reason == "тексерілді"


def test_what_nothing_suggests_any_more_is_not_confirmed(
    client: Client, cohort: Cohort, three: list[Enrolment]
) -> None:
    address = reverse("assessment:gradebook_confirm", args=[cohort.pk])
    shown = client.get(address).context["cells"]
    cells = [f"{each.enrolment}:{each.criterion}:{each.halves}" for each in shown]
    Task.objects.filter(kind="practical").update(max_points=None)
    said = client.post(address, {"cell": cells}, follow=True).content.decode()
    assert f"{three[0].person}: the tasks no longer suggest any points." in said
    assert {mark.criterion for mark in CourseworkMark.objects.all()} == {criteria_of(cohort)[1]}


def test_what_changed_after_the_preview_is_not_confirmed_unseen(
    client: Client, cohort: Cohort, three: list[Enrolment]
) -> None:
    address = reverse("assessment:gradebook_confirm", args=[cohort.pk])
    shown = client.get(address).context["cells"]
    cells = [f"{each.enrolment}:{each.criterion}:{each.halves}" for each in shown]
    marked(three[0], "5")
    coursework.give(three[1], criteria_of(cohort)[0], halves=40, reason="үздік", by=gulnar())
    said = client.post(address, {"cell": cells}, follow=True).content.decode()
    assert "2 suggestions are confirmed." in said
    assert "The tasks suggest 14 points: say in words why you give others." in said
    assert "Гүлнар Ахметова has given 20 points meanwhile" in said


@pytest.mark.parametrize("cell", ["", "1:2", "a:b:c", "1:2:3:4", "-1:2:3", "1:2:99999"])
def test_cells_that_no_preview_has_shown_are_refused(client: Client, cohort: Cohort, cell: str) -> None:
    client.force_login(trainer_of(cohort))
    answer = client.post(reverse("assessment:gradebook_confirm", args=[cohort.pk]), {"cell": [cell]})
    assert answer.status_code == 400


def test_a_suggestion_of_another_cohort_is_not_confirmed_here(client: Client, cohort: Cohort) -> None:
    client.force_login(trainer_of(cohort))
    elsewhere = somebody(earned_cohort())
    marked(elsewhere, "9")
    criterion = criteria_of(elsewhere.cohort)[0]
    answer = client.post(
        reverse("assessment:gradebook_confirm", args=[cohort.pk]),
        {"cell": [f"{elsewhere.pk}:{criterion.pk}:36"]},
        follow=True,
    )
    assert "This participant is no longer in the cohort." in answer.content.decode()
    assert not CourseworkMark.objects.exists()


# ---- the workbook


def test_the_workbook_has_points_as_numbers_and_leaves_a_trace(client: Client, cohort: Cohort) -> None:
    first, second = somebody(cohort, "Абаева"), somebody(cohort, "Бекова")
    marked(first, "9")
    coursework.give(first, criteria_of(cohort)[0], halves=23, reason="=кеш", by=trainer_of(cohort))
    marked(second, "8")
    client.force_login(trainer_of(cohort))
    answer = client.post(reverse("assessment:gradebook_export", args=[cohort.pk]))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    assert rows[0][:7] == ["№", "Participant", "Place of work", "Criterion 1, of 20", "State", "Suggested by the tasks",
                           "Reason"]  # fmt: skip
    assert rows[1][3:7] == [11.5, "Changed, with a reason", 18.0, "=кеш"]
    assert rows[2][3:7] == ["", "Suggested, not confirmed", 16.0, ""]
    assert [row[-1] for row in rows] == ["Sum, of 60", 11.5, 0.0]
    event = ExportEvent.objects.get()
    assert (event.list, event.rows, event.filters, event.by) == ("gradebook", 2, f"cohort={cohort.pk}", cohort.trainer)
