"""A new version is written in a draft: nothing that is published ever changes, and nobody's typing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db.models import Model
from django.utils import translation

from assessment.models import Band, Criterion, Rubric
from config.publishing import publish
from courses import authoring, draft_content, programme_file
from courses.draft_findings import findings
from courses.hours_due import lines_due
from courses.models import Discrepancy, Module, Programme, ProgrammeDraft, ProgrammeVersion
from people.models import User
from people.roles import Role
from tests.cast import aigul, make_cohort, make_user
from tests.courses.drafts import loaded, make_draft

pytestmark = pytest.mark.django_db
PUBLISHED: tuple[type[Model], ...] = (ProgrammeVersion, Module, Discrepancy, Rubric, Criterion, Band)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def organiser() -> User:
    return aigul()


@pytest.fixture
def version(organiser: User) -> ProgrammeVersion:
    return loaded()


@pytest.fixture
def draft(version: ProgrammeVersion, organiser: User) -> ProgrammeDraft:
    return make_draft(version, organiser)


def rows() -> list[list[dict[str, Any]]]:
    return [list(model._default_manager.order_by("pk").values()) for model in PUBLISHED]


def write(draft: ProgrammeDraft, by: User, values: authoring.Values, act: Any = None) -> ProgrammeDraft:
    return authoring.change(draft, values, seen=draft.revision, by=by, act=act)


def close(draft: ProgrammeDraft, by: User) -> ProgrammeDraft:
    return write(draft, by, {}, draft_content.close_gap)


def test_an_unchanged_copy_says_what_the_version_says(draft: ProgrammeDraft) -> None:
    assert draft_content.as_file(draft.content) == draft.based_on.source
    assert [each.sentence for each in findings(draft)] == [
        "This draft says the same as version 1: there is nothing to publish."
    ]


def test_the_gap_of_the_source_is_closed_by_its_named_line_and_discrepancy_h_goes(
    draft: ProgrammeDraft, organiser: User
) -> None:
    published = publish(close(draft, organiser), by=organiser)
    assert [(m.title_en, m.lecture, m.practice, m.self_study) for m in published.modules.filter(is_extra=True)] == [
        ("Introduction to the course and consultations on the project", 1, 2, 1)
    ]
    places = list(published.modules.values_list("order", "is_extra", "is_attestation"))
    assert places[-2:] == [(7, True, False), (8, False, True)]
    assert sum(module.total for module in published.modules.all()) == published.declared_hours == 80
    assert [each.code for each in published.discrepancies.all()] == ["R", "B", "V", "Q", "Y"]
    assert published.source["printed_totals"] == {"lecture": 20, "practice": 36, "self_study": 24, "total": 80}


def test_a_cohort_of_the_new_version_has_to_hold_all_declared_hours(draft: ProgrammeDraft, organiser: User) -> None:
    cohort = make_cohort(version=publish(close(draft, organiser), by=organiser), decisions={"R": "realigned"})
    lines = lines_due(cohort)
    assert sum(line.total for line in lines) == 80
    assert [line.short for line in lines[-2:]] == [
        "Introduction to the course and consultations on the project", "Defence",
    ]  # fmt: skip


def test_hours_of_ones_own_that_do_not_agree_are_told_with_figures_and_place(
    draft: ProgrammeDraft, organiser: User
) -> None:
    row = write(draft, organiser, {("modules", "m1", "hours", "lecture"): 6})
    assert [(each.sentence, each.path) for each in findings(row)] == [
        ("The hours do not agree: the lines add up to 21 + 34 + 23 = 78, the totals in the document say "
         "19 + 34 + 23 = 80, and 80 hours are declared.", ("hours",)),
    ]  # fmt: skip
    with pytest.raises(ValidationError, match="The hours do not agree"):
        publish(row, by=organiser)


def test_hours_that_only_move_between_modules_keep_discrepancy_h(draft: ProgrammeDraft, organiser: User) -> None:
    hours = {("modules", "m1", "hours", "lecture"): 5, ("modules", "m2", "hours", "lecture"): 3}
    published = publish(write(draft, organiser, hours), by=organiser)
    assert published.discrepancies.filter(code="H").exists()
    assert list(published.modules.values_list("lecture", flat=True))[:2] == [5, 3]


@pytest.mark.parametrize(
    ("values", "act", "sentence"),
    [
        ({("title", "ru"): ""}, None, "Title: nothing is written in Russian."),
        ({("audience", "kk"): "", ("audience", "en"): ""}, None, "For whom: nothing is written in Kazakh, in English."),
        ({("modules", "m3", "task", "en"): ""}, None, "Module 3: Task: nothing is written in English."),
        ({}, lambda c: draft_content.drop_module(c, "m7"), "The attestation is missing: add its line."),
        ({("modules", "m7", "hours", "practice"): 0, ("modules", "m7", "hours", "self_study"): 0}, None,
         "Defence has no hours yet."),
        ({}, lambda c: draft_content.add_module(c, "extra", lecture=4),
         "Line 7: Title: nothing is written in Kazakh, in Russian, in English."),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_all_at_once(
    draft: ProgrammeDraft, organiser: User, values: dict[tuple[str, ...], Any], act: Any, sentence: str
) -> None:
    row = write(draft, organiser, values, act)
    assert sentence in [each.sentence for each in findings(row)]
    with pytest.raises(ValidationError) as refused:
        publish(row, by=organiser)
    assert sentence in refused.value.messages
    assert ProgrammeVersion.objects.count() == 1


def test_publishing_keeps_who_when_and_what_was_copied_and_ends_the_draft(
    draft: ProgrammeDraft, organiser: User
) -> None:
    published = publish(close(draft, organiser), by=organiser)
    assert (published.number, published.published_by, published.based_on) == (2, organiser, draft.based_on)
    assert not ProgrammeDraft.objects.exists()
    with pytest.raises(ValidationError, match="no longer there"):
        publish(draft, by=organiser)
    assert ProgrammeVersion.objects.count() == 2


def test_criteria_levels_and_bands_go_along_unchanged(draft: ProgrammeDraft, organiser: User) -> None:
    published = publish(close(draft, organiser), by=organiser)

    def marking(version: ProgrammeVersion) -> list[Any]:
        return [
            (rubric.reading, rubric.levels, list(rubric.criteria.values_list("order", "maximum", "label_kk")),
             list(rubric.bands.values_list("floor", "key", "label_ru")))
            for rubric in version.rubrics.order_by("reading")
        ]  # fmt: skip

    assert marking(published) == marking(draft.based_on)
    assert len(marking(published)) == 2


def test_loading_the_file_again_leaves_an_authored_version_the_newest(
    draft: ProgrammeDraft, organiser: User, capsys: pytest.CaptureFixture[str]
) -> None:
    published = publish(close(draft, organiser), by=organiser)
    before = rows()
    call_command("load_programme")
    assert capsys.readouterr().out.strip() == "management, version 1: is there already, nothing has changed."
    assert rows() == before
    assert ProgrammeVersion.objects.newest().get() == published


def test_an_organiser_may_go_back_to_what_an_earlier_version_said(draft: ProgrammeDraft, organiser: User) -> None:
    publish(close(draft, organiser), by=organiser)
    back = publish(make_draft(draft.based_on, organiser), by=organiser, over=2)
    assert (back.number, back.digest) == (3, draft.based_on.digest)


def test_a_new_programme_has_its_own_code_and_begins_at_version_one(version: ProgrammeVersion, organiser: User) -> None:
    draft = make_draft(version, organiser, code="leadership")
    assert (draft.programme, Programme.objects.count()) == (None, 1)
    published = publish(draft, by=organiser)
    assert (published.programme.code, published.number, published.rubrics.count()) == ("leadership", 1, 2)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("management", "There is a programme with this code already: choose another."),
        ("Leader ship", "Small latin letters, digits and _ are expected."),
        ("l" * 41, "Small latin letters, digits and _ are expected."),
    ],
)
def test_a_code_that_cannot_be_used_is_refused(
    version: ProgrammeVersion, organiser: User, code: str, sentence: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        make_draft(version, organiser, code=code)
    assert refused.value.message_dict == {"code": [sentence]}


def test_a_code_taken_meanwhile_is_found_before_the_publication(version: ProgrammeVersion, organiser: User) -> None:
    first, second = (make_draft(version, organiser, code="leadership") for _ in range(2))
    publish(first, by=organiser)
    assert [each.path for each in findings(second)] == [("code",)]


def test_the_second_save_of_one_field_is_told_what_changed_by_whom(draft: ProgrammeDraft, organiser: User) -> None:
    other = make_user("erlan@institute.example", Role.ORGANISER, name="Ерлан")
    write(draft, other, {("modules", "m2", "title", "en"): "Strategy"})
    with pytest.raises(ValidationError) as refused:
        authoring.change(draft, {("modules", "m2", "title", "en"): "Planning"}, seen=1, by=organiser)
    head, told = refused.value.messages
    assert head == "Somebody else has saved this meanwhile. Look at what changed, then save again:"
    assert told.startswith("Module 2: Title (English): “Strategic management of the development")
    assert "became “Strategy” (Ерлан," in told
    draft.refresh_from_db()
    assert draft.content["modules"][1]["title"]["en"] == "Strategy"


def test_saves_of_different_parts_are_both_kept(draft: ProgrammeDraft, organiser: User) -> None:
    other = make_user("erlan@institute.example", Role.ORGANISER)
    write(draft, other, {("title", "en"): "Management"})
    row = authoring.change(draft, {("audience", "en"): "Principals"}, seen=1, by=organiser)
    assert (row.content["title"]["en"], row.content["audience"]["en"]) == ("Management", "Principals")
    assert authoring.others_since(row, 1, organiser) == [other]


def test_a_module_keeps_its_address_when_somebody_moves_it(draft: ProgrammeDraft, organiser: User) -> None:
    write(draft, organiser, {}, lambda content: draft_content.move_module(content, "m5", -4))
    row = authoring.change(draft, {("modules", "m5", "title", "en"): "Digital"}, seen=1, by=organiser)
    assert row.content["modules"][0]["title"]["en"] == "Digital"


def test_what_is_written_for_a_removed_module_is_told_and_then_brings_it_back(
    draft: ProgrammeDraft, organiser: User
) -> None:
    write(draft, organiser, {}, lambda content: draft_content.drop_module(content, "m3"))
    typed = {("modules", "m3", "title", "en"): "Monitoring", ("modules", "m3", "hours", "lecture"): 3}
    with pytest.raises(ValidationError) as refused:
        authoring.change(draft, typed, seen=1, by=organiser)
    assert len(refused.value.messages) == 2
    assert "became “removed”" in refused.value.messages[1]
    row = authoring.change(draft, typed, seen=2, by=organiser)
    assert [module["key"] for module in row.content["modules"]] == ["m1", "m2", "m4", "m5", "m6", "m3", "m7"]
    assert draft_content.value_at(row.content, ("modules", "m3", "title", "en")) == "Monitoring"


def test_every_save_stays_with_its_author(draft: ProgrammeDraft, organiser: User) -> None:
    other = make_user("erlan@institute.example", Role.ORGANISER)
    row = write(write(draft, other, {("validity_years",): 5}), organiser, {("validity_years",): 4})
    assert list(draft.history.order_by("revision").values_list("revision", "history_user")) == [
        (1, organiser.pk), (2, other.pk), (3, organiser.pk),
    ]  # fmt: skip
    assert write(row, organiser, {("validity_years",): 4}).revision == 3


def test_the_forms_of_study_that_are_chosen_are_those_that_people_read(draft: ProgrammeDraft, organiser: User) -> None:
    row = write(draft, organiser, {("forms",): ["distance"]})
    published = publish(row, by=organiser)
    assert published.forms_of_study == ["distance"]
    listed = next(section for section in published.source["sections"] if section["key"] == "forms_of_study")
    assert [item["en"] for item in listed["items"]] == ["Distance"]
    assert draft.based_on.forms_of_study == ["in_person", "distance", "blended"]


def test_no_rule_of_writing_changes_a_row_that_is_published(draft: ProgrammeDraft, organiser: User) -> None:
    before = rows()
    row = write(
        draft, organiser, {("title", "kk"): "Басқа", ("modules", "m1", "hours", "lecture"): 9, ("forms",): ["distance"]}
    )
    row = write(row, organiser, {}, lambda content: draft_content.drop_module(content, "m2"))
    row = write(row, organiser, {("sections", "materials"): {"kk": "а", "ru": "б", "en": "c", "items": []}})
    assert rows() == before
    authoring.discard(row, by=organiser)
    assert rows() == before
    closed = close(make_draft(draft.based_on, organiser), organiser)
    publish(closed, by=organiser)
    after = rows()
    assert [new[: len(old)] for new, old in zip(after, before, strict=True)] == before


def test_no_code_writes_over_or_deletes_what_is_published() -> None:
    names = "ProgrammeVersion|Module|Discrepancy|Rubric|Criterion|Band"
    rows = "version|module|discrepancy|rubric|criterion|band"
    writing = re.compile(
        rf"\b(?:{names})\.objects\b[^\n]*\.(?:update|bulk_update|update_or_create|delete)\("
        rf"|\b(?:{rows})\.(?:save|delete)\(|\b(?:{rows.replace('|', 's|')}s)\.(?:all\(\)\.)?(?:update|delete)\("
    )
    assert writing.search("module.save(") is not None
    assert writing.search("Module.objects.filter(pk=1).update(") is not None
    found = [
        f"{path}: {match.group()}"
        for app in ("people", "courses", "assessment", "certificates", "postcourse", "config")
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py")
        if "migrations" not in path.parts
        for match in writing.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_extra_line_of_a_file_has_no_task_and_is_no_attestation() -> None:
    text = programme_file.PROGRAMME.read_text(encoding="utf-8")
    with pytest.raises(ValidationError, match="the attestation is no extra line of hours"):
        programme_file.parse(text.replace("attestation = true", "attestation = true\nextra = true"))
    with pytest.raises(ValidationError, match="a list of these is expected: in_person, distance, blended"):
        programme_file.parse(text.replace("hour_minutes = 45", 'hour_minutes = 45\nforms = ["online"]'))


def test_a_file_whose_hours_agree_may_not_go_on_telling_of_discrepancy_h() -> None:
    text = programme_file.PROGRAMME.read_text(encoding="utf-8")
    agreed = text.replace("declared_hours = 80 ", "declared_hours = 76 ").replace("total = 80\n", "total = 76\n")
    with pytest.raises(ValidationError, match="discrepancy H tells of hours that differ, but they agree"):
        programme_file.parse(agreed)
