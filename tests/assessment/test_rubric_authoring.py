"""A table of criteria from its copy to its publication: what it keeps, what it refuses, what never changes again."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from assessment import rubric_authoring as authoring
from assessment.loading import load_rubrics
from assessment.models import Band, CohortRules, Criterion, Rubric, RubricDraft
from assessment.rubric_comparing import compare
from assessment.rubric_content import add_row, drop_row, move_criterion
from courses.draft_content import LANGUAGES, row_of
from courses.programme_file import load
from people.models import User
from people.versions import CHANGED_MEANWHILE
from tests.assessment.rubrics import make_draft, make_own
from tests.cast import aigul, make_cohort, make_user
from tests.courses.drafts import loaded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def by() -> User:
    return aigul()


@pytest.fixture
def realigned(by: User) -> Rubric:
    return loaded().rubrics.get(reading="realigned")


def refused(rule: Any, *args: Any, **kwargs: Any) -> list[str]:
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        rule(*args, **kwargs)
    return list(refusal.value.messages)


def test_a_copy_published_unchanged_says_the_same_under_another_name(realigned: Rubric, by: User) -> None:
    own = make_own(realigned, by)
    was, now = authoring.content_of(realigned), authoring.content_of(own)
    assert not compare(was, now).anything
    assert {key: value for key, value in was.items() if key != "name"} == {
        key: value for key, value in now.items() if key != "name"
    }
    assert (own.version, own.based_on, own.made_by, own.reading) == (realigned.version, realigned, by, "")
    assert str(own) == "Own en"
    assert not RubricDraft.objects.exists()


def test_a_copy_is_named_after_what_it_was_copied_from_in_each_language(realigned: Rubric, by: User) -> None:
    draft = authoring.start(realigned, by=by)
    assert draft.content["name"]["en"] == "Realigned: a copy"
    assert all(draft.content["name"][code] for code in LANGUAGES)


def test_what_is_published_is_what_was_written(realigned: Rubric, by: User) -> None:
    draft = make_draft(realigned, by)
    about = {("criteria", "c4", "about", "good", code): f"good {code}" for code in LANGUAGES}
    values: dict[Any, Any] = {
        ("criteria", "c4", "maximum"): 50, ("criteria", "c4", "step"): 2, ("criteria", "c1", "stage"): "defence",
        ("bands", "satisfactory", "floor"): 60, **about,
    }  # fmt: skip

    def one_more(content: Any) -> None:
        key = add_row(content, "criteria")
        row_of(content["criteria"], key).update(
            label=dict.fromkeys(LANGUAGES, "Speech"), short=dict.fromkeys(LANGUAGES, "Speech"), maximum=10
        )
        move_criterion(content, key, -9)
        drop_row(content, "levels", "low")
        row_of(content["levels"], "fair")["floor"] = 0

    draft = authoring.change(draft, values, seen=draft.revision, by=by, act=one_more)
    assert draft.content["removed"][0]["row"]["label"]["en"] == "Low"
    own = authoring.publish(draft, seen=draft.revision, by=by)
    rows = list(own.criteria.all())
    assert [(row.label_en, row.maximum, row.stage) for row in rows[:2]] == [
        ("Speech", Decimal(5), "defence"), (rows[1].label_en, Decimal(20), "defence")
    ]  # fmt: skip
    # Tasks suggest points of the coursework only.
    assert rows[1].task_kinds == []
    assert rows[2].task_kinds == ["case"]
    assert (rows[4].maximum, rows[4].step) == (Decimal(25), Decimal(1))
    assert rows[4].descriptors == {"good": {code: f"good {code}" for code in LANGUAGES}}
    assert [level["floor"] for level in own.levels] == [0, 70, 85]
    assert [band.floor for band in own.bands.all()] == [85, 70, 60, 0]


def test_an_unfinished_draft_is_kept_and_refused_with_every_sentence(realigned: Rubric, by: User) -> None:
    draft = make_draft(realigned, by)
    values: dict[Any, Any] = {("criteria", "c1", "maximum"): None, ("bands", "good", "label", "ru"): ""}
    draft = authoring.change(draft, values, seen=draft.revision, by=by)
    assert refused(authoring.publish, draft, seen=draft.revision, by=by) == [
        "“Theory”: write the maximum, more than 0 points.",
        "The maxima add up to 80 points: 20 are missing to 100.",
        "“good”: Name: nothing is written in Russian.",
    ]
    assert RubricDraft.objects.get().content["bands"][1]["label"]["ru"] == ""


def test_a_name_that_another_table_has_is_refused(realigned: Rubric, by: User) -> None:
    make_own(realigned, by)
    draft = make_draft(realigned, by, kk="Басқа", ru="Другая")
    assert refused(authoring.publish, draft, seen=draft.revision, by=by) == [
        "Another table of criteria is called “Own en”: choose another name."
    ]


def test_who_publishes_has_seen_the_newest(realigned: Rubric, by: User) -> None:
    draft = make_draft(realigned, by)
    other = make_user("gulmira@institute.example", name="Гүлмира Асанова")
    authoring.change(draft, {("bands", "good", "floor"): 71}, seen=draft.revision, by=other)
    assert refused(authoring.publish, draft, seen=draft.revision, by=by) == [
        "The draft was changed meanwhile: Гүлмира Асанова. Look through it again, then publish."
    ]
    assert Rubric.objects.filter(reading="").count() == 0


def test_two_who_write_at_different_places_both_keep_theirs(realigned: Rubric, by: User) -> None:
    draft, other = make_draft(realigned, by), make_user("gulmira@institute.example")
    seen = draft.revision
    authoring.change(draft, {("bands", "good", "floor"): 71}, seen=seen, by=other)
    row = authoring.change(draft, {("criteria", "c1", "maximum"): 30}, seen=seen, by=by)
    assert (row_of(row.content["bands"], "good")["floor"], row.content["criteria"][0]["maximum"]) == (71, 30)
    assert authoring.others_since(row, seen, by) == [other]


def test_the_second_at_one_place_is_told_what_the_first_wrote(realigned: Rubric, by: User) -> None:
    draft, other = make_draft(realigned, by), make_user("gulmira@institute.example", name="Гүлмира")
    seen = draft.revision
    values: dict[Any, Any] = {("criteria", "c1", "maximum"): 31, ("criteria", "c1", "step"): 2, ("name", "kk"): "Жаңа"}
    authoring.change(draft, values, seen=seen, by=other)
    with pytest.raises(ValidationError) as refusal:
        authoring.change(draft, dict.fromkeys(values, 1), seen=seen, by=by)
    assert {error.code for error in refusal.value.error_list} == {CHANGED_MEANWHILE}
    head, *told = refusal.value.messages
    assert head == "Somebody else has saved this meanwhile. Look at what changed, then save again:"
    assert [sentence.partition(" (Гүлмира")[0] for sentence in told] == [
        "“Theory”: Maximum: “20” became “15.5”",
        "“Theory”: Step: “half points” became “whole points”",
        "Name of the table (Қазақша): “Own kk” became “Жаңа”",
    ]


def test_a_removed_line_is_told_once_and_comes_back_with_what_was_typed(realigned: Rubric, by: User) -> None:
    draft, other = make_draft(realigned, by), make_user("gulmira@institute.example", name="Гүлмира")
    seen = draft.revision
    row = authoring.change(draft, {}, seen=seen, by=other, act=lambda content: drop_row(content, "bands", "good"))
    values: dict[Any, Any] = {("bands", "good", "floor"): 72, ("bands", "good", "label", "kk"): "жақсы-ақ"}
    with pytest.raises(ValidationError) as refusal:
        authoring.change(draft, values, seen=seen, by=by)
    assert len(refusal.value.messages) == 2
    assert refusal.value.messages[1].startswith("“good”: “good” became “removed” (Гүлмира")
    after = authoring.change(draft, values, seen=row.revision, by=by)
    back = row_of(after.content["bands"], "good")
    assert (back["floor"], back["label"]["kk"], back["label"]["ru"]) == (72, "жақсы-ақ", "хорошо")


def test_nobody_removes_a_line_that_was_written_on_meanwhile(realigned: Rubric, by: User) -> None:
    draft, other = make_draft(realigned, by), make_user("gulmira@institute.example", name="Гүлмира")
    seen = draft.revision
    authoring.change(draft, {("criteria", "c1", "short", "en"): "Norms"}, seen=seen, by=other)
    touched = [("criteria", "c1", "short", "en"), ("criteria", "c1", "maximum")]
    drop = {"act": lambda content: drop_row(content, "criteria", "c1"), "touched": touched}
    said = refused(authoring.change, draft, {}, seen=seen, by=by, **drop)
    assert said[1].startswith("“Theory”: Short name (English): “Theory” became “Norms” (Гүлмира")
    assert row_of(RubricDraft.objects.get().content["criteria"], "c1") is not None


def test_only_a_draft_is_thrown_away(realigned: Rubric, by: User) -> None:
    draft = make_draft(realigned, by)
    authoring.discard(draft, seen=draft.revision, by=by)
    assert not RubricDraft.objects.exists()
    assert refused(authoring.discard, draft, seen=draft.revision, by=by) == [
        "This draft is no longer there: somebody has published or discarded it."
    ]


def test_a_table_in_use_cannot_be_deleted_and_no_cohort_is_assessed_by_a_draft(realigned: Rubric, by: User) -> None:
    own = make_own(realigned, by)
    cohort = make_cohort(version=realigned.version)
    CohortRules.objects.filter(cohort=cohort).update(rubric=own)
    with pytest.raises(ProtectedError):
        own.delete()
    with pytest.raises(ProtectedError):
        realigned.delete()
    assert CohortRules._meta.get_field("rubric").related_model is Rubric


def test_a_table_is_retired_and_offered_again(realigned: Rubric, by: User) -> None:
    own = make_own(realigned, by)
    cohort = make_cohort(version=realigned.version)
    offered = [str(each) for each in Rubric.objects.offered_to(cohort)]
    assert sorted(offered) == ["As printed", "Own en", "Realigned"]
    authoring.retire(own, by=by)
    own.refresh_from_db()
    assert (own.retired_by, own.retired_at is None) == (by, False)
    assert own not in Rubric.objects.offered_to(cohort)
    authoring.offer_again(own, by=by)
    assert own in Rubric.objects.offered_to(cohort)
    history: Any = Rubric.history
    assert [row.history_user for row in history.filter(id=own.pk)] == [by, by, by]


def test_a_reading_of_the_programme_is_not_retired(realigned: Rubric, by: User) -> None:
    assert refused(authoring.retire, realigned, by=by) == [
        "This is a reading of the programme's own table: which one is in force, the decision on R says."
    ]


def test_another_version_of_the_programme_offers_what_was_written_and_not_the_readings(
    realigned: Rubric, by: User
) -> None:
    own, first = make_own(realigned, by), realigned.version
    second = type(first).objects.create(
        programme=first.programme, number=2, digest="2" * 64, title_kk="2", title_ru="2", title_en="2",
        declared_hours=80, validity_years=3, source=first.source,
    )  # fmt: skip
    load_rubrics(second, load())
    offered = Rubric.objects.offered_to(make_cohort(version=second))
    assert {(each.version_id, str(each)) for each in offered} == {
        (second.pk, "Realigned"), (second.pk, "As printed"), (first.pk, "Own en")
    }  # fmt: skip
    assert own in offered


# ---- what the database holds by itself


def test_the_database_wants_a_reading_or_a_name_in_three_languages_and_an_author(realigned: Rubric, by: User) -> None:
    own = make_own(realigned, by)
    for wrong in ({"name_ru": ""}, {"made_by": None}, {"made_at": None}, {"based_on": None}, {"retired_by": by}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rubric.objects.filter(pk=own.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rubric.objects.filter(pk=realigned.pk).update(retired_at=own.made_at, retired_by=by)


def test_the_database_holds_steps_floors_and_limits_within_the_scale(realigned: Rubric, by: User) -> None:
    cohort = make_cohort(version=realigned.version)
    for rows, wrong in (
        (Criterion.objects.all(), {"step": Decimal("0.3")}),
        (Band.objects.filter(key="very_good"), {"floor": 101}),
        (CohortRules.objects.filter(cohort=cohort), {"spread_limit": 101}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
