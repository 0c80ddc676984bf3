"""The pages on which a programme is written: who may open them, what they keep, and how much they ask the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.publishing import publish
from courses import authoring, draft_content, programme_file
from courses.draft_changes import changes_since
from courses.forms_drafts import BasicsForm, HoursForm, ModuleForm, SectionForm
from courses.models import Cohort, Module, ProgrammeDraft, ProgrammeVersion
from people.models import User
from people.roles import Role
from tests.cast import aigul, bolat, daulet, make_user, marat, saule
from tests.courses.drafts import filled, loaded, make_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def organiser(client: Client) -> User:
    user = aigul()
    client.force_login(user)
    return user


@pytest.fixture
def draft(organiser: User) -> ProgrammeDraft:
    return make_draft(loaded(), organiser)


def page(name: str, draft: ProgrammeDraft, *args: str) -> str:
    return reverse(f"courses:{name}", args=[draft.pk, *args])


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def module_of(draft: ProgrammeDraft, key: str) -> Any:
    draft.refresh_from_db()
    return draft_content.row_of(draft.content["modules"], key)


def drop(client: Client, draft: ProgrammeDraft, key: str) -> Any:
    """The button of the line's page, as the page stands."""
    form = client.get(page("draft_module", draft, key)).context["form"]
    return client.post(page("draft_drop", draft, key), {"seen": form["seen"].value()}, follow=True)


def hours_form(draft: ProgrammeDraft, **changes: Any) -> dict[str, Any]:
    return filled(HoursForm(draft=draft), **changes)


def module_form(draft: ProgrammeDraft, key: str, **changes: Any) -> dict[str, Any]:
    return filled(ModuleForm(draft=draft, module=module_of(draft, key)), **changes)


# ---- who may


ALL = {"organiser": 200, "administrator": 200, "trainer": 200, "head": 200, "participant": 403, "stranger": 403}
WRITERS = {**ALL, "trainer": 403, "head": 403}


@pytest.mark.parametrize(
    ("name", "args", "expected"),
    [
        ("courses:programme_compare", [], ALL),
        ("courses:programmes", [], ALL),
        ("courses:draft_copy", ["version"], WRITERS),
        ("courses:draft", ["draft"], WRITERS),
        ("courses:draft_basics", ["draft"], WRITERS),
        ("courses:draft_module", ["draft", "m1"], WRITERS),
        ("courses:draft_section", ["draft", "materials"], WRITERS),
        ("courses:draft_changes", ["draft"], WRITERS),
        ("draft_publish", ["draft"], WRITERS),
    ],
)
def test_organisers_write_and_the_staff_reads(
    client: Client, draft: ProgrammeDraft, organiser: User, name: str, args: list[str], expected: dict[str, int]
) -> None:
    publish(authoring.change(make_draft(), {("validity_years",): 4}, seen=1, by=organiser), by=organiser)
    users = {
        "organiser": organiser, "administrator": make_user("root@institute.example", Role.ADMINISTRATOR),
        "trainer": daulet(), "head": bolat(), "participant": saule(), "stranger": marat(),
    }  # fmt: skip
    keys = {"version": draft.based_on_id, "draft": draft.pk}
    address = reverse(name, args=[keys.get(arg, arg) for arg in args])
    seen = {}
    for who, user in users.items():
        client.force_login(user)
        seen[who] = client.get(address).status_code
    assert seen == expected
    client.logout()
    assert client.get(address).headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(("name", "args"), [("draft_discard", []), ("draft_drop", ["m1"])])
def test_what_throws_away_is_only_posted_and_only_by_the_organiser(
    client: Client, draft: ProgrammeDraft, name: str, args: list[str]
) -> None:
    assert client.get(page(name, draft, *args)).status_code == 405
    client.force_login(daulet())
    assert client.post(page(name, draft, *args)).status_code == 403
    assert ProgrammeDraft.objects.get().revision == 1


@pytest.mark.parametrize(
    ("name", "args"),
    [("draft_module", ["m99"]), ("draft_section", ["nothing"]), ("draft_section", ["forms_of_study"])],
)
def test_a_part_that_is_not_there_has_no_page(
    client: Client, draft: ProgrammeDraft, name: str, args: list[str]
) -> None:
    assert client.get(page(name, draft, *args)).status_code == 404
    assert client.get(reverse("courses:draft", args=[draft.pk + 1])).status_code == 404


# ---- writing


def test_a_copy_is_written_on_and_published(client: Client, organiser: User) -> None:
    version = loaded()
    client.post(reverse("courses:draft_copy", args=[version.pk]), {"kind": "version", "code": ""})
    draft = ProgrammeDraft.objects.get()
    client.post(page("draft", draft), hours_form(draft, act="line"))
    draft.refresh_from_db()
    client.post(page("draft_basics", draft), filled(BasicsForm(draft=draft), title_en="Leading", forms=["blended"]))
    draft.refresh_from_db()
    response = client.post(reverse("draft_publish", args=[draft.pk]), {"seen": draft.revision}, follow=True)
    assert "Version 2 is published." in said(response)
    published = ProgrammeVersion.objects.newest().get()
    assert (published.title_en, published.forms_of_study) == ("Leading", ["blended"])
    assert published.published_by == organiser
    assert "Айгүл Сейітова" in response.content.decode()


def test_a_new_programme_needs_a_code(client: Client, organiser: User) -> None:
    address = reverse("courses:draft_copy", args=[loaded().pk])
    assert "code" in client.post(address, {"kind": "programme", "code": ""}).context["form"].errors
    assert "code" in client.post(address, {"kind": "programme", "code": "management"}).context["form"].errors
    client.post(address, {"kind": "programme", "code": "leadership"})
    assert ProgrammeDraft.objects.get().content["code"] == "leadership"


def test_the_server_says_the_sums_of_what_was_typed(client: Client, draft: ProgrammeDraft) -> None:
    client.post(page("draft", draft), hours_form(draft, m1_lecture=6))
    context = client.get(page("draft", draft)).context
    assert [(sum.kind, sum.sum, sum.difference) for sum in context["sums"]] == [
        ("lecture", 21, -2), ("practice", 34, 0), ("self_study", 23, 0), ("total", 78, 2),
    ]  # fmt: skip
    assert (context["missing_hours"], context["agree"]) == (2, False)
    assert [url for _sentence, url in context["findings"]] == [f"{page('draft', draft)}#hours"]


def test_buttons_of_the_outline_save_what_was_typed_and_then_do_their_work(
    client: Client, draft: ProgrammeDraft
) -> None:
    response = client.post(page("draft", draft), hours_form(draft, m1_lecture=5, act="down m1"))
    assert response.headers["Location"].endswith("#down-m1")
    assert module_of(draft, "m1")["hours"]["lecture"] == 5
    assert [module["key"] for module in draft.content["modules"][:3]] == ["m2", "m1", "m3"]
    client.post(page("draft", draft), hours_form(draft, act="sums"))
    draft.refresh_from_db()
    assert draft.content["printed_totals"] == {"lecture": 20, "practice": 34, "self_study": 23, "total": 77}


def test_an_added_module_has_a_page_at_once_and_a_removed_one_can_be_brought_back(
    client: Client, draft: ProgrammeDraft
) -> None:
    response = client.post(page("draft", draft), hours_form(draft, act="add module"))
    assert response.headers["Location"] == page("draft_module", draft, "m8")
    drop(client, draft, "m2")
    assert module_of(draft, "m2") is None
    assert [module["key"] for module in client.get(page("draft", draft)).context["removed"]] == ["m2"]
    client.post(page("draft", draft), hours_form(draft, act="back m2"))
    assert module_of(draft, "m2")["title"]["en"].startswith("Strategic management")
    client.post(page("draft", draft), hours_form(draft, act="back m2"))
    client.post(page("draft", draft), hours_form(draft, act="add attestation"))
    draft.refresh_from_db()
    assert [module["key"] for module in draft.content["modules"]] == ["m1", "m3", "m4", "m5", "m6", "m8", "m2", "m7"]


def test_languages_that_are_missing_are_marked_where_they_are_missing(client: Client, draft: ProgrammeDraft) -> None:
    client.post(page("draft_module", draft, "m1"), module_form(draft, "m1", task_ru="", result_en=""))
    rows = {row.key: row.missing for row in client.get(page("draft", draft)).context["rows"]}
    assert (rows["m1"], rows["m2"]) == (["ru", "en"], [])
    texts = client.get(page("draft_module", draft, "m1")).context["form"].texts
    missing = [(str(three.label), [field.name for field, _name, gap in three.fields if gap]) for three in texts]
    assert missing == [("Title", []), ("Task", ["task_ru"]), ("Expected result", ["result_en"])]
    urls = [url for _sentence, url in client.get(page("draft", draft)).context["findings"]]
    assert page("draft_module", draft, "m1") + "#id_task_ru" in urls


def test_lines_of_a_list_are_added_moved_and_left_out(client: Client, draft: ProgrammeDraft) -> None:
    def items() -> list[str]:
        draft.refresh_from_db()
        return [item["en"] for item in draft_content.row_of(draft.content["sections"], "self_study")["items"]]

    def post(**changes: Any) -> None:
        draft.refresh_from_db()
        form = SectionForm(draft=draft, key="self_study")
        client.post(page("draft_section", draft, "self_study"), filled(form, **changes))

    first, second, *_rest = items()
    post(line4_kk="Жаңа", line4_ru="Новое", line4_en="New", act="more")
    assert items()[4:] == ["New"]
    post(act="up 2")
    assert items()[:2] == [second, first]
    post(act="drop 1")
    assert items()[0] == first
    post(line3_kk="", line3_ru="", line3_en="")
    assert len(items()) == 3


def test_an_emptied_list_is_refused(client: Client, draft: ProgrammeDraft) -> None:
    empty = {f"line{n}_{code}": "" for n in range(7) for code in ("kk", "ru", "en")}
    data = filled(SectionForm(draft=draft, key="self_study"), **empty)
    response = client.post(page("draft_section", draft, "self_study"), data)
    assert response.context["form"].non_field_errors() == ["A list needs one line at least."]


# ---- two at once


def test_the_second_save_is_told_what_changed_and_keeps_what_was_typed(client: Client, draft: ProgrammeDraft) -> None:
    mine = module_form(draft, "m1", title_en="My title")
    other = make_user("erlan@institute.example", Role.ORGANISER, name="Ерлан")
    theirs = {("modules", "m1", "title", "en"): "Theirs", ("modules", "m1", "task", "en"): "Their task"}
    authoring.change(draft, theirs, seen=1, by=other)
    refused = client.post(page("draft_module", draft, "m1"), mine)
    sentences = refused.context["form"].non_field_errors()
    assert len(sentences) == 3
    assert "Ерлан" in sentences[1]
    form = refused.context["form"]
    assert (form["title_en"].value(), form["task_en"].value(), form["seen"].value()) == ("My title", "Their task", "2")
    client.post(page("draft_module", draft, "m1"), filled(form))
    assert module_of(draft, "m1")["title"]["en"] == "My title"
    assert module_of(draft, "m1")["task"]["en"] == "Their task"


def add_line(content: draft_content.Content) -> str:
    return draft_content.add_module(content, "module", {"en": "Their line"}, lecture=4, practice=6)


def test_a_line_that_somebody_adds_keeps_its_hours_through_every_save_of_an_older_page(
    client: Client, draft: ProgrammeDraft
) -> None:
    mine = hours_form(draft, m1_lecture=5)
    other = make_user("erlan@institute.example", Role.ORGANISER, name="Ерлан")
    authoring.change(draft, {}, seen=1, by=other, act=add_line)
    response = client.post(page("draft", draft), mine, follow=True)
    assert said(response) == ["Saved. Other parts of the draft were changed meanwhile: Ерлан."]
    assert module_of(draft, "m1")["hours"]["lecture"] == 5
    assert module_of(draft, "m8")["hours"] == {"lecture": 4, "practice": 6, "self_study": 0}


def test_a_refused_page_shows_the_hours_of_the_line_that_somebody_added(client: Client, draft: ProgrammeDraft) -> None:
    mine = hours_form(draft, m1_lecture=5)
    other = make_user("erlan@institute.example", Role.ORGANISER, name="Ерлан")
    authoring.change(draft, {("modules", "m1", "hours", "lecture"): 6}, seen=1, by=other, act=add_line)
    context = client.post(page("draft", draft), mine).context
    form = context["form"]
    assert len(form.non_field_errors()) == 2
    assert [field.value() for field in form.hours_of("m8")] == ["4", "6", "0"]
    totals = {row.key: row.total for row in context["rows"]}
    assert (totals["m8"], context["sums"][0].sum) == (10, 19 - 4 + 5 + 4)
    client.post(page("draft", draft), filled(form))
    assert module_of(draft, "m1")["hours"]["lecture"] == 5
    assert module_of(draft, "m8")["hours"] == {"lecture": 4, "practice": 6, "self_study": 0}


def test_what_somebody_wrote_in_a_line_that_is_new_is_told_by_the_name_of_the_line(draft: ProgrammeDraft) -> None:
    other = make_user("erlan@institute.example", Role.ORGANISER, name="Ерлан")
    authoring.change(draft, {}, seen=1, by=other, act=add_line)
    changes = changes_since(draft, 1, [("modules", "m8", "hours", "lecture")])
    assert [(change.label, change.old, change.new) for change in changes] == [("Module 7: Lecture", "–", "4")]


def test_who_saves_another_part_is_told_who_else_has_saved(client: Client, draft: ProgrammeDraft) -> None:
    mine = module_form(draft, "m1", title_en="My title")
    other = make_user("erlan@institute.example", Role.ORGANISER, name="Ерлан")
    authoring.change(draft, {("title", "en"): "Theirs"}, seen=1, by=other)
    response = client.post(page("draft_module", draft, "m1"), mine, follow=True)
    assert said(response) == ["Saved. Other parts of the draft were changed meanwhile: Ерлан."]


def test_what_is_typed_for_a_module_removed_meanwhile_comes_back_with_the_next_save(
    client: Client, draft: ProgrammeDraft, organiser: User
) -> None:
    mine = module_form(draft, "m1", title_en="My title")
    drop(client, draft, "m1")
    refused = client.post(page("draft_module", draft, "m1"), mine)
    assert refused.context["form"]["title_en"].value() == "My title"
    client.post(page("draft_module", draft, "m1"), filled(refused.context["form"]))
    assert module_of(draft, "m1")["title"]["en"] == "My title"


def test_a_line_is_not_removed_over_what_a_colleague_has_written_in_it_meanwhile(
    client: Client, draft: ProgrammeDraft
) -> None:
    other = make_user("erlan@institute.example", Role.ORGANISER, name="Ерлан")
    authoring.change(draft, {("title", "en"): "Elsewhere"}, seen=1, by=other)
    authoring.change(draft, {("modules", "m2", "hours", "practice"): 9}, seen=2, by=other)
    response = client.post(page("draft_drop", draft, "m2"), {"seen": "1"}, follow=True)
    head, told = said(response)
    assert head.startswith("Somebody else has saved this meanwhile.")
    assert "Module 2: Practice:" in told
    assert "became “9” (Ерлан," in told
    assert module_of(draft, "m2")["hours"]["practice"] == 9
    assert said(drop(client, draft, "m2"))[-1] == "Removed: Module 2."
    assert module_of(draft, "m2") is None


def test_a_line_of_another_part_of_the_draft_is_removed_whatever_was_saved_elsewhere(
    client: Client, draft: ProgrammeDraft
) -> None:
    other = make_user("erlan@institute.example", Role.ORGANISER)
    authoring.change(draft, {("modules", "m3", "title", "en"): "Elsewhere"}, seen=1, by=other)
    client.post(page("draft_drop", draft, "m2"), {"seen": "1"})
    assert module_of(draft, "m2") is None


def test_a_line_that_a_colleague_has_removed_already_is_told(client: Client, draft: ProgrammeDraft) -> None:
    drop(client, draft, "m2")
    response = client.post(page("draft_drop", draft, "m2"), {"seen": "1"}, follow=True)
    assert said(response)[-1] == "This line is removed already."
    assert ProgrammeDraft.objects.get().revision == 2
    assert client.post(page("draft_drop", draft, "m99"), {"seen": "2"}).status_code == 404


def test_a_line_that_was_written_in_the_draft_can_be_brought_back_with_all_that_it_said(
    client: Client, draft: ProgrammeDraft
) -> None:
    client.post(page("draft", draft), hours_form(draft, act="add module"))
    client.post(page("draft_module", draft, "m8"), module_form(draft, "m8", title_en="My hour of work", lecture=4))
    drop(client, draft, "m8")
    client.post(page("draft", draft), hours_form(draft, act="add extra"))
    assert module_of(draft, "m8") is None
    assert module_of(draft, "m9")["extra"] is True
    context = client.get(page("draft", draft)).context
    assert [module["key"] for module in context["removed"]] == ["m8"]
    client.post(page("draft", draft), hours_form(draft, act="back m8"))
    back = module_of(draft, "m8")
    assert (back["title"]["en"], back["hours"]["lecture"]) == ("My hour of work", 4)
    assert client.get(page("draft", draft)).context["removed"] == []


def test_an_empty_line_that_was_removed_is_not_offered_again(client: Client, draft: ProgrammeDraft) -> None:
    client.post(page("draft", draft), hours_form(draft, act="add module"))
    drop(client, draft, "m8")
    assert client.get(page("draft", draft)).context["removed"] == []
    draft.refresh_from_db()
    assert [module["key"] for module in draft.content["removed"]] == ["m8"]
    assert draft_content.as_file(draft.content) == draft.based_on.source


def test_a_list_changed_by_another_is_told_line_by_line_and_keeps_ones_own(
    client: Client, draft: ProgrammeDraft
) -> None:
    mine = filled(SectionForm(draft=draft, key="self_study"), line0_en="Mine")
    section = draft_content.row_of(draft.content["sections"], "self_study")
    theirs = {**section, "items": [*section["items"], {"kk": "Ж", "ru": "Н", "en": "Theirs"}]}
    other = make_user("erlan@institute.example", Role.ORGANISER, name="Ерлан")
    authoring.change(draft, {("sections", "self_study"): theirs}, seen=1, by=other)
    refused = client.post(page("draft_section", draft, "self_study"), mine)
    sentences = refused.context["form"].non_field_errors()
    assert "“–” became “Ж; Н; Theirs”" in sentences[1]
    assert refused.context["form"]["line0_en"].value() == "Mine"


def test_forms_of_study_chosen_by_another_are_not_undone_by_an_untouched_page(
    client: Client, draft: ProgrammeDraft
) -> None:
    mine = filled(BasicsForm(draft=draft), title_en="My title")
    authoring.change(draft, {("forms",): ["distance"]}, seen=1, by=make_user("erlan@institute.example", Role.ORGANISER))
    refused = client.post(page("draft_basics", draft), mine)
    assert refused.context["form"]["forms"].value() == ["distance"]
    client.post(page("draft_basics", draft), filled(refused.context["form"]))
    draft.refresh_from_db()
    assert (draft.content["forms"], draft.content["title"]["en"]) == (["distance"], "My title")


@pytest.mark.parametrize("how", ["published", "discarded"])
def test_who_writes_on_a_draft_that_is_gone_learns_why_and_finds_the_words_again(
    client: Client, draft: ProgrammeDraft, organiser: User, how: str
) -> None:
    mine = module_form(draft, "m1", title_en="Words of an hour")
    row = authoring.change(draft, {("validity_years",): 4}, seen=1, by=organiser)
    if how == "published":
        publish(row, by=organiser)
    else:
        authoring.discard(row, by=organiser)
    response = client.post(page("draft_module", draft, "m1"), mine)
    text = response.content.decode()
    assert response.status_code == 410
    assert f"It was {how}." in text
    assert "Words of an hour" in text


def test_what_somebody_saved_after_the_last_look_is_not_published_unseen(
    client: Client, draft: ProgrammeDraft, organiser: User
) -> None:
    looked = client.get(reverse("draft_publish", args=[draft.pk])).context["draft"].revision
    other = make_user("erlan@institute.example", Role.ORGANISER, name="Ерлан")
    authoring.change(draft, {("validity_years",): 4}, seen=1, by=other)
    response = client.post(reverse("draft_publish", args=[draft.pk]), {"seen": looked})
    assert said(response) == ["The draft was changed meanwhile: Ерлан. Look through the changes again, then publish."]
    assert ProgrammeVersion.objects.count() == 1
    client.post(reverse("draft_publish", args=[draft.pk]), {"seen": response.context["draft"].revision + 1})
    assert ProgrammeVersion.objects.count() == 1
    client.post(reverse("draft_publish", args=[draft.pk]), {"seen": response.context["draft"].revision})
    assert ProgrammeVersion.objects.newest().get().validity_years == 4


# ---- what is published stays


def test_no_page_changes_a_row_that_is_published(client: Client, draft: ProgrammeDraft) -> None:
    before = [list(model.objects.order_by("pk").values()) for model in (ProgrammeVersion, Module)]
    steps: list[tuple[str, Callable[[], dict[str, Any]]]] = [
        (page("draft", draft), lambda: hours_form(draft, m1_lecture=9, act="add extra")),
        (page("draft_basics", draft), lambda: filled(BasicsForm(draft=draft), title_kk="Басқа", forms=["distance"])),
        (page("draft_module", draft, "m1"), lambda: module_form(draft, "m1", title_kk="Басқа")),
        (page("draft_section", draft, "support"), lambda: filled(SectionForm(draft=draft, key="support"), line0_kk="")),
        (page("draft_drop", draft, "m2"), lambda: {"seen": draft.revision}),
        (reverse("draft_publish", args=[draft.pk]), lambda: {"seen": draft.revision}),
        (page("draft_discard", draft), dict),
    ]  # fmt: skip
    for name, data in steps:
        draft.refresh_from_db()
        assert client.post(name, data()).status_code in {200, 302}
    assert [list(model.objects.order_by("pk").values()) for model in (ProgrammeVersion, Module)] == before
    assert not ProgrammeDraft.objects.exists()


# ---- cohorts take what their version offers


COHORT = {"name": "Қараша-2", "starts_on": "2026-11-02", "ends_on": "2026-11-20", "language": "kk", "form": "blended"}


def test_a_cohort_takes_a_form_of_study_of_its_version(client: Client, draft: ProgrammeDraft, organiser: User) -> None:
    row = authoring.change(draft, {("forms",): ["in_person", "distance"]}, seen=1, by=organiser)
    version = publish(row, by=organiser)
    other = publish(make_draft(version, organiser, code="leadership"), by=organiser)
    choices = client.get(reverse("courses:cohort_new")).context["form"].fields["form"].choices
    assert [value for value, _label in choices] == ["in_person", "distance"]
    refused = client.post(reverse("courses:cohort_new"), {**COHORT, "version": version.pk})
    assert list(refused.context["form"].errors) == ["form"]
    client.post(reverse("courses:cohort_new"), {**COHORT, "version": other.pk, "form": "distance"})
    assert Cohort.objects.get().form == "distance"


def test_a_form_that_only_another_version_offers_is_refused_with_those_of_this_one(
    client: Client, draft: ProgrammeDraft, organiser: User
) -> None:
    everything = publish(make_draft(draft.based_on, organiser, code="leadership"), by=organiser)
    version = publish(authoring.change(draft, {("forms",): ["distance"]}, seen=1, by=organiser), by=organiser)
    refused = client.post(reverse("courses:cohort_new"), {**COHORT, "version": version.pk})
    assert refused.context["form"].errors == {"form": ["This version of the programme is taught otherwise: Distance."]}
    client.post(reverse("courses:cohort_new"), {**COHORT, "version": everything.pk})
    assert Cohort.objects.get().form == "blended"


# ---- comparing


def test_two_versions_are_compared_with_their_sums(client: Client, draft: ProgrammeDraft, organiser: User) -> None:
    row = authoring.change(draft, {("modules", "m4", "title", "en"): "Leading people"}, seen=1, by=organiser)
    version = publish(authoring.change(row, {}, seen=2, by=organiser, act=draft_content.close_gap), by=organiser)
    context = client.get(reverse("courses:programme_compare")).context
    assert [one.pk for one in context["pair"]] == [draft.based_on_id, version.pk]
    lines = {line.name: line.state for line in context["comparison"].lines}
    assert (lines["Module 4"], lines["Extra line"], lines["Defence"]) == ("changed", "added", "same")
    assert [(fact.was, fact.now) for fact in context["comparison"].sums] == [
        ("19", "20"), ("34", "36"), ("23", "24"), ("76", "80"),
    ]  # fmt: skip
    turned = client.get(reverse("courses:programme_compare"), {"was": version.pk, "now": draft.based_on_id})
    assert {line.state for line in turned.context["comparison"].lines} == {"changed", "removed", "same"}


def test_a_version_is_given_out_as_the_file_that_would_make_it(client: Client, draft: ProgrammeDraft) -> None:
    client.force_login(daulet())
    response = client.get(reverse("courses:programme_toml", args=[draft.based_on_id]))
    assert response.headers["Content-Disposition"] == 'attachment; filename="management-1.toml"'
    assert programme_file.parse(response.content.decode()).digest == draft.based_on.digest
    client.force_login(marat())
    assert client.get(reverse("courses:programme_toml", args=[draft.based_on_id])).status_code == 403


def test_versions_that_do_not_exist_are_told_beside_the_field(client: Client, draft: ProgrammeDraft) -> None:
    response = client.get(reverse("courses:programme_compare"), {"was": "99999", "now": "nonsense"})
    assert set(response.context["form"].errors) == {"was", "now"}


# ---- how much the pages ask


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", ["courses:draft", "courses:draft_changes", "draft_publish", "courses:draft_basics"])
def test_a_draft_of_thirty_modules_saved_thirty_times_asks_no_more_than_a_fresh_one(
    client: Client, draft: ProgrammeDraft, organiser: User, name: str
) -> None:
    def add(content: draft_content.Content) -> str:
        return draft_content.add_module(content, "module", {"kk": "М", "ru": "М", "en": "M"}, lecture=1)

    address = reverse(name, args=[draft.pk])
    draft = authoring.change(draft, {}, seen=1, by=organiser, act=add)
    before = queries(client, address)
    for _n in range(30):
        draft = authoring.change(draft, {}, seen=draft.revision, by=organiser, act=add)
    assert queries(client, address) == before


@pytest.mark.parametrize("name", ["programmes", "programme", "programme_compare"])
def test_thirty_versions_ask_no_more_than_two(
    client: Client, draft: ProgrammeDraft, organiser: User, name: str
) -> None:
    def another(years: int) -> ProgrammeVersion:
        row = make_draft(ProgrammeVersion.objects.newest().get(), organiser)
        return publish(authoring.change(row, {("validity_years",): years}, seen=1, by=organiser), by=organiser)

    newest = another(4)
    address = reverse(f"courses:{name}", args=[newest.pk] if name == "programme" else [])
    before = queries(client, address)
    for years in range(5, 33):
        another(years)
    assert queries(client, address) == before
