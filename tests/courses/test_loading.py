"""The programme file becomes a version; nothing that is there is ever changed by another load."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from config.publishing import publish
from courses import programme_file
from courses.loading import load_version
from courses.models import Discrepancy, Module, Programme, ProgrammeDraft, ProgrammeVersion
from tests.at_once import at_once
from tests.cast import aigul, make_cohort
from tests.courses.drafts import loaded, make_draft

pytestmark = pytest.mark.django_db
SOURCE = programme_file.PROGRAMME.read_text(encoding="utf-8")


def test_loading_twice_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_programme")
    before = [list(model.objects.order_by("pk").values()) for model in (ProgrammeVersion, Module, Discrepancy)]
    call_command("load_programme")
    after = [list(model.objects.order_by("pk").values()) for model in (ProgrammeVersion, Module, Discrepancy)]
    assert before == after
    assert [line.split(": ")[-1] for line in capsys.readouterr().out.splitlines()] == [
        "loaded.",
        "is there already, nothing has changed.",
    ]


def test_what_is_loaded_is_what_the_source_says() -> None:
    version, _made = load_version(programme_file.load())
    hours = list(version.modules.values_list("lecture", "practice", "self_study", "is_attestation"))
    assert hours == [
        (4, 4, 4, False), (4, 6, 4, False), (3, 6, 3, False), (3, 5, 4, False), (2, 5, 3, False), (3, 4, 3, False),
        (0, 4, 2, True),
    ]  # fmt: skip
    assert (version.declared_hours, version.validity_years) == (80, 3)
    assert [each.code for each in version.discrepancies.all()] == ["H", "R", "B", "V", "Q", "Y"]
    assert version.title_kk == "Білім берудегі менеджмент: басқарудағы инновациялық тәсілдер"
    h = version.discrepancies.get(code="H")
    extra = next(reading["extra"] for reading in h.readings if reading["key"] == "add_line")
    assert (extra["lecture"], extra["practice"], extra["self_study"]) == (1, 2, 1)
    assert version.rubrics.count() == 0


def test_both_rubrics_come_with_the_command() -> None:
    call_command("load_programme")
    version = ProgrammeVersion.objects.get()
    assert sorted(version.rubrics.values_list("reading", flat=True)) == ["as_printed", "realigned"]


def test_a_changed_file_makes_a_new_version_and_running_cohorts_stay(tmp_path: Path) -> None:
    call_command("load_programme")
    cohort = make_cohort(version=ProgrammeVersion.objects.get())
    changed = tmp_path / "programme.toml"
    changed.write_text(SOURCE.replace("validity_years = 3", "validity_years = 5"), encoding="utf-8")
    call_command("load_programme", file=changed)
    cohort.refresh_from_db()
    assert (cohort.version.number, cohort.version.validity_years) == (1, 3)
    newest = ProgrammeVersion.objects.newest().get()
    assert (newest.number, newest.validity_years, newest.rubrics.count()) == (2, 5, 2)


def test_a_file_turned_back_is_the_version_it_was() -> None:
    programme = programme_file.load()
    other = replace(programme, digest="another", validity_years=5)
    loaded = [load_version(each) for each in (programme, other, programme, other)]
    assert [(version.number, made) for version, made in loaded] == [(1, True), (2, True), (1, False), (2, False)]


def test_comments_and_order_of_lines_are_no_change(tmp_path: Path) -> None:
    call_command("load_programme")
    commented = tmp_path / "programme.toml"
    commented.write_text("# a remark\n" + SOURCE, encoding="utf-8")
    call_command("load_programme", file=commented)
    assert ProgrammeVersion.objects.count() == 1


@pytest.mark.parametrize("content", [b"not = [toml", b"code = 'x'", "бағдарлама".encode("utf-16")])
def test_a_file_that_cannot_be_used_gets_one_sentence_and_changes_nothing(tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "programme.toml"
    broken.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("load_programme", file=broken)
    assert not ProgrammeVersion.objects.exists()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nowhere\.toml"):
        call_command("load_programme", file=tmp_path / "nowhere.toml")


@pytest.mark.usefixtures("in_english")
def test_a_new_programme_never_becomes_a_version_of_one_that_has_taken_its_code_meanwhile() -> None:
    """The moment after the draft was found to be ready: somebody else's programme of that code has just come."""
    checked = programme_file.load()
    stranger, _made = load_version(replace(checked, digest="another"))
    with pytest.raises(ValidationError) as refused:
        load_version(checked, is_new=True)
    assert refused.value.messages == ["There is a programme with this code already: choose another."]
    assert ProgrammeVersion.objects.get() == stranger


@pytest.mark.django_db(transaction=True)
def test_of_two_new_programmes_with_one_code_published_at_once_one_is_told_to_choose_another() -> None:
    organiser, version = aigul(), loaded()
    drafts = [make_draft(version, organiser, code="leadership") for _n in range(2)]
    codes = at_once(*(partial(publish, draft, by=organiser) for draft in drafts))
    # Whoever comes second reads it from the findings, or, in the very same moment, from the database.
    assert sorted(codes) in (["", "code"], ["", "code_taken"])
    assert [(each.code, each.versions.count()) for each in Programme.objects.order_by("code")] == [
        ("leadership", 1), ("management", 1),
    ]  # fmt: skip
    assert ProgrammeDraft.objects.count() == 1
