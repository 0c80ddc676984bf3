"""The pages on which tables of criteria are read and written: who may open them, what they keep, how much they ask."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment import rubric_authoring as authoring
from assessment.models import Rubric, RubricDraft
from assessment.rubric_content import drop_row
from courses.draft_content import row_of
from people.models import User
from people.roles import Role
from tests.assessment.rubrics import criterion_data, make_draft, make_own, outline_data
from tests.cast import aigul, bolat, daulet, make_cohort, make_user, marat, saule
from tests.courses.drafts import loaded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def organiser(client: Client) -> User:
    user = aigul()
    client.force_login(user)
    return user


@pytest.fixture
def realigned(organiser: User) -> Rubric:
    return loaded().rubrics.get(reading="realigned")


@pytest.fixture
def draft(organiser: User, realigned: Rubric) -> RubricDraft:
    return make_draft(realigned, organiser)


def page(name: str, *args: Any) -> str:
    return reverse(name if name == "rubrics" else f"assessment:{name}", args=args)


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


ALL = {"organiser": 200, "administrator": 200, "trainer": 200, "head": 200, "participant": 403, "stranger": 403}
WRITERS = {**ALL, "trainer": 403, "head": 403}
POSTED = {"rubric_copy": "rubric", "rubric_retire": "own", "rubric_offer": "own", "rubric_discard": "draft"}


@pytest.mark.parametrize(
    ("name", "args", "expected"),
    [
        ("rubrics", ["version"], ALL),
        ("rubric", ["rubric"], ALL),
        ("rubric", ["own"], ALL),
        ("rubric_compare", ["own"], ALL),
        ("rubric_draft", ["draft"], WRITERS),
        ("rubric_criterion", ["draft", "c1"], WRITERS),
        ("rubric_publish", ["draft"], WRITERS),
    ],
)
def test_organisers_write_and_the_staff_reads(
    client: Client, draft: RubricDraft, realigned: Rubric, organiser: User, name: str, args: list[str],
    expected: dict[str, int],
) -> None:  # fmt: skip
    own = make_own(realigned, organiser, kk="Тағы", ru="Ещё", en="More")
    users = {
        "organiser": organiser, "administrator": make_user("root@institute.example", Role.ADMINISTRATOR),
        "trainer": daulet(), "head": bolat(), "participant": saule(), "stranger": marat(),
    }  # fmt: skip
    keys = {"version": realigned.version_id, "rubric": realigned.pk, "own": own.pk, "draft": draft.pk}
    address = page(name, *(keys.get(arg, arg) for arg in args))
    seen = {}
    for who, user in users.items():
        client.force_login(user)
        seen[who] = client.get(address).status_code
    assert seen == expected
    client.logout()
    assert client.get(address).headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", POSTED)
def test_what_changes_something_is_only_posted_and_only_by_the_organiser(
    client: Client, draft: RubricDraft, realigned: Rubric, organiser: User, name: str
) -> None:
    own = make_own(realigned, organiser, kk="Тағы", ru="Ещё", en="More")
    address = page(name, {"rubric": realigned.pk, "own": own.pk, "draft": draft.pk}[POSTED[name]])
    assert client.get(address).status_code == 405
    client.force_login(daulet())
    assert client.post(address).status_code == 403
    own.refresh_from_db()
    assert (RubricDraft.objects.count(), own.retired_at) == (1, None)


@pytest.mark.parametrize("name", ["rubric", "rubric_compare", "rubric_draft", "rubric_publish"])
def test_what_is_not_there_is_not_found(client: Client, draft: RubricDraft, name: str) -> None:
    assert client.get(page(name, 999_999)).status_code == 404


def test_a_criterion_that_is_not_there_is_not_found(client: Client, draft: RubricDraft) -> None:
    assert client.get(page("rubric_criterion", draft.pk, "c99")).status_code == 404


# ---- from the list to a table that a cohort can choose


def test_a_table_is_copied_edited_and_published(client: Client, realigned: Rubric, organiser: User) -> None:
    assert page("rubrics", realigned.version_id) in client.get(
        reverse("courses:programme", args=[realigned.version_id])
    ).content.decode()  # fmt: skip
    client.post(page("rubric_copy", realigned.pk))
    draft = RubricDraft.objects.get()
    names = {"name_kk": "Өз кестеміз", "name_ru": "Своя таблица", "name_en": "Our table"}
    client.post(page("rubric_draft", draft.pk), outline_data(draft, **names, criteria_c1_maximum="19,5"))
    client.post(
        page("rubric_criterion", draft.pk, "c4"), criterion_data(draft, "c4", maximum="30.5", about_low_kk="Аз")
    )
    address = page("rubric_publish", draft.pk)
    refused = client.get(address).content.decode()
    assert "“Final project”: “Low”: nothing is written in Russian, in English." in refused
    assert f'href="{page("rubric_criterion", draft.pk, "c4")}#id_about_low_ru"' in refused
    client.post(
        page("rubric_criterion", draft.pk, "c4"),
        criterion_data(draft, "c4", about_low_ru="Мало", about_low_en="Little"),
    )
    seen = RubricDraft.objects.get().revision
    done = client.post(address, {"seen": seen}, follow=True)
    assert said(done)[-1] == "The table is ready: cohorts can be assessed by it."
    own = Rubric.objects.get(reading="")
    shown = done.content.decode()
    assert "Our table" in shown
    assert "copied from “Realigned”" in shown
    assert "Little" in shown
    assert "Our table" in client.get(page("rubrics", realigned.version_id)).content.decode()
    assert client.get(page("rubric_draft", draft.pk)).status_code == 410
    assert page("rubric", own.pk) in client.get(page("rubric_draft", draft.pk)).content.decode()


def test_an_incomplete_draft_is_saved_and_says_what_is_missing(client: Client, draft: RubricDraft) -> None:
    data = outline_data(draft, criteria_c1_maximum="", bands_good_floor="", bands_good_label_ru="", name_en="")
    shown = client.post(page("rubric_draft", draft.pk), data, follow=True).content.decode()
    for sentence in (
        "Name of the table: nothing is written in English.",
        "“Theory”: write the maximum, more than 0 points.",
        "The maxima add up to 80 points: 20 are missing to 100.",
        "“good”: Name: nothing is written in Russian.",
        "“good”: write from where it begins.",
    ):
        assert sentence in shown
    draft.refresh_from_db()
    assert draft.content["criteria"][0]["maximum"] is None


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("criteria_c1_maximum", "twenty", "Write the points as a number: 11 or 11.5."),
        ("criteria_c1_maximum", "11.3", "Points are given in halves: 11 or 11.5."),
        ("criteria_c1_maximum", "101", "Between 0 and 100 points."),
        ("criteria_c1_maximum", "-1", "Between 0 and 100 points."),
        ("bands_good_floor", "69.5", "Enter a whole number."),
        ("bands_good_floor", "101", "Ensure this value is less than or equal to 100."),
        ("levels_low_floor", "-1", "Ensure this value is greater than or equal to 0."),
        ("criteria_c1_step", "3", "Select a valid choice. 3 is not one of the available choices."),
        ("criteria_c1_stage", "home", "Select a valid choice. home is not one of the available choices."),
        ("name_kk", "а" * 121, "Ensure this value has at most 120 characters (it has 121)."),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_nothing_is_saved(
    client: Client, draft: RubricDraft, field: str, typed: str, sentence: str
) -> None:
    answer = client.post(page("rubric_draft", draft.pk), outline_data(draft, **{field: typed}))
    assert answer.context["form"].errors == {field: [sentence]}
    assert "Not saved: look at the marked fields." in answer.content.decode()
    assert RubricDraft.objects.get().revision == draft.revision


@pytest.mark.parametrize(("act", "order"), [("up criteria c2", [2, 1, 3, 4, 5]), ("down criteria c1", [2, 1, 3, 4, 5])])
def test_criteria_are_put_in_order_and_what_was_typed_is_saved_with_it(
    client: Client, draft: RubricDraft, act: str, order: list[int]
) -> None:
    data = outline_data(draft, criteria_c3_maximum="14.5", act=act)
    answer = client.post(page("rubric_draft", draft.pk), data)
    verb, _kind, key = act.split()
    assert answer.headers["Location"] == f"{page('rubric_draft', draft.pk)}#{verb}-{key}"
    draft.refresh_from_db()
    assert [row["key"] for row in draft.content["criteria"]] == [f"c{n}" for n in order]
    assert row_of(draft.content["criteria"], "c3")["maximum"] == 29


def test_lines_are_added_removed_and_brought_back(client: Client, draft: RubricDraft) -> None:
    address = page("rubric_draft", draft.pk)
    added = client.post(address, outline_data(draft, act="add criteria"))
    assert added.headers["Location"] == page("rubric_criterion", draft.pk, "c6")
    for kind in ("bands", "levels"):
        client.post(address, outline_data(draft, act=f"add {kind}"))
    client.post(address, outline_data(draft, act="drop criteria c1"))
    client.post(address, outline_data(draft, act="drop bands good"))
    draft.refresh_from_db()
    assert [row["key"] for row in draft.content["criteria"]] == ["c2", "c3", "c4", "c5", "c6"]
    assert [len(draft.content[kind]) for kind in ("bands", "levels")] == [4, 5]
    assert "Bring back" in client.get(address).content.decode()
    client.post(address, outline_data(draft, act="back bands good"))
    draft.refresh_from_db()
    assert row_of(draft.content["bands"], "good")["floor"] == 70


@pytest.mark.parametrize("act", ["drop", "add people", "up criteria c99", "drop bands nothing", "explode criteria c1"])
def test_a_button_that_is_none_only_saves(client: Client, draft: RubricDraft, act: str) -> None:
    was = draft.content
    assert client.post(page("rubric_draft", draft.pk), outline_data(draft, act=act)).status_code == 302
    draft.refresh_from_db()
    assert draft.content == was


# ---- two who write at the same time


def test_the_form_that_comes_back_shows_what_is_newer_beside_what_was_typed(client: Client, draft: RubricDraft) -> None:
    data = outline_data(draft, criteria_c1_maximum="21.5", bands_good_floor="70")
    other = make_user("gulmira@institute.example", name="Гүлмира")
    theirs: dict[Any, Any] = {("criteria", "c1", "maximum"): 44, ("criteria", "c2", "maximum"): 51}
    authoring.change(draft, theirs, seen=draft.revision, by=other)
    answer = client.post(page("rubric_draft", draft.pk), data)
    form = answer.context["form"]
    told = " ".join(form.non_field_errors())
    assert "“Theory”: Maximum: “20” became “22” (Гүлмира" in told
    values = form["criteria_c1_maximum"].value(), form["criteria_c2_maximum"].value()
    assert (values[0], str(values[1])) == ("21,5", "25.5")
    again = {name: form[name].value() for name in data if name != "act"}
    assert client.post(page("rubric_draft", draft.pk), again).status_code == 302
    draft.refresh_from_db()
    assert [row["maximum"] for row in draft.content["criteria"][:2]] == [43, 51]


def test_who_typed_into_a_band_that_is_gone_is_told(client: Client, draft: RubricDraft) -> None:
    data = outline_data(draft, bands_good_label_en="fairly good")
    other = make_user("gulmira@institute.example", name="Гүлмира")
    authoring.change(draft, {}, seen=draft.revision, by=other, act=lambda content: drop_row(content, "bands", "good"))
    answer = client.post(page("rubric_draft", draft.pk), data)
    assert "“good”: “good” became “removed” (Гүлмира" in " ".join(answer.context["form"].non_field_errors())


def test_a_criterion_that_was_removed_meanwhile_comes_back_with_what_was_typed(
    client: Client, draft: RubricDraft
) -> None:
    data = criterion_data(draft, "c2", label_en="Cases of management")
    other = make_user("gulmira@institute.example", name="Гүлмира")
    authoring.change(draft, {}, seen=draft.revision, by=other, act=lambda content: drop_row(content, "criteria", "c2"))
    answer = client.post(page("rubric_criterion", draft.pk, "c2"), data)
    assert "This criterion was removed meanwhile." in answer.content.decode()
    form = answer.context["form"]
    again = {name: form[name].value() for name in data}
    client.post(page("rubric_criterion", draft.pk, "c2"), again)
    draft.refresh_from_db()
    assert row_of(draft.content["criteria"], "c2")["label"]["en"] == "Cases of management"


def test_who_comes_to_a_draft_that_is_gone_keeps_what_was_typed(client: Client, draft: RubricDraft) -> None:
    data = outline_data(draft, name_en="Never to be lost")
    authoring.discard(draft, seen=draft.revision, by=make_user("gulmira@institute.example", name="Гүлмира"))
    answer = client.post(page("rubric_draft", draft.pk), data)
    shown = answer.content.decode()
    assert answer.status_code == 410
    assert "It was discarded." in shown
    assert "Гүлмира" in shown
    assert "Never to be lost" in shown


def test_nobody_discards_what_somebody_has_written_since(client: Client, draft: RubricDraft) -> None:
    opened = client.get(page("rubric_draft", draft.pk)).content.decode()
    assert f'<input type="hidden" name="seen" value="{draft.revision}">' in opened
    other = make_user("gulmira@institute.example", name="Гүлмира")
    authoring.change(draft, {("name", "en"): "Hers"}, seen=draft.revision, by=other)
    answer = client.post(page("rubric_discard", draft.pk), {"seen": draft.revision}, follow=True).content.decode()
    assert "The draft was changed meanwhile: Гүлмира. Look through it again before you discard it." in answer
    assert RubricDraft.objects.get().content["name"]["en"] == "Hers"
    client.post(page("rubric_discard", draft.pk), {"seen": draft.revision + 1})
    assert not RubricDraft.objects.exists()


def test_tasks_that_suggest_points_can_all_be_unticked(client: Client, draft: RubricDraft) -> None:
    data = {**criterion_data(draft, "c2")}
    assert data.pop("tasks") == ["case"]
    client.post(page("rubric_criterion", draft.pk, "c2"), data)
    draft.refresh_from_db()
    assert row_of(draft.content["criteria"], "c2")["tasks"] == []


# ---- reading and comparing


def test_two_tables_side_by_side_mark_what_differs_in_words(client: Client, realigned: Rubric, organiser: User) -> None:
    draft = make_draft(realigned, organiser)
    values: dict[Any, Any] = {("criteria", "c1", "maximum"): 30, ("criteria", "c4", "maximum"): 70}
    draft = authoring.change(draft, values, seen=draft.revision, by=organiser)
    own = authoring.publish(draft, seen=draft.revision, by=organiser)
    answer = client.get(page("rubric_compare", own.pk))
    comparison = answer.context["comparison"]
    states = [line.state for line in comparison.criteria]
    assert states == ["changed", "same", "same", "changed", "same"]
    first = comparison.criteria[0].facts[0]
    assert (first.was, first.now) == ("20", "15")
    assert [(fact.was, fact.now) for fact in comparison.sums] == [("100", "100"), ("40", "45")]
    shown = answer.content.decode()
    assert '<span class="was">20</span>' in shown
    assert "changed" in shown
    assert "as before" in shown


def test_the_two_readings_of_the_programme_differ_by_one_row(client: Client, realigned: Rubric) -> None:
    printed = realigned.version.rubrics.get(reading="as_printed")
    answer = client.get(page("rubric_compare", realigned.pk), {"was": realigned.pk, "now": printed.pk})
    states = {line.state for line in answer.context["comparison"].criteria}
    assert states >= {"added", "removed", "changed"}


@pytest.mark.parametrize("query", [{"was": "x"}, {"was": "999999", "now": "1"}, {"now": ""}])
def test_a_comparison_of_nothing_is_refused_in_the_form(
    client: Client, realigned: Rubric, query: dict[str, str]
) -> None:
    answer = client.get(page("rubric_compare", realigned.pk), query)
    assert answer.context["comparison"] is None
    assert answer.context["form"].errors


def test_a_table_is_retired_and_offered_again_on_its_page(client: Client, realigned: Rubric, organiser: User) -> None:
    own = make_own(realigned, organiser)
    shown = client.post(page("rubric_retire", own.pk), follow=True).content.decode()
    assert "not offered any more" in shown
    shown = client.post(page("rubric_offer", own.pk), follow=True).content.decode()
    assert "not offered any more" not in shown
    refused = client.post(page("rubric_retire", realigned.pk), follow=True)
    assert said(refused)[0].startswith("This is a reading of the programme's own table")


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_list_and_a_table_ask_as_much_at_one_as_at_thirty(
    client: Client, realigned: Rubric, organiser: User
) -> None:
    own = make_own(realigned, organiser)
    make_draft(realigned, organiser)
    make_cohort(version=realigned.version).rules.delete()
    addresses = [page("rubrics", realigned.version_id), page("rubric", own.pk), page("rubric_compare", own.pk)]
    before = [asked(client, address) for address in addresses]
    for n in range(29):
        make_own(realigned, organiser, kk=f"kk {n}", ru=f"ru {n}", en=f"en {n}")
        make_draft(realigned, organiser)
    assert [asked(client, address) for address in addresses] == before
    assert before == [12, 8, 17]
