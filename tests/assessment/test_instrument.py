"""The survey's file, and its versions."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from assessment import instrument
from assessment.instrument import BANDS, FILE, SCALE, read
from assessment.models import Instrument
from assessment.survey_loading import load_instrument, newest_instrument
from courses import programme_file

DATA = tomllib.loads(FILE.read_text(encoding="utf-8"))


def test_the_file_has_the_three_sections_of_the_study_and_statements_for_every_module() -> None:
    content, _data = instrument.load()
    assert [section.key for section in content.sections] == ["about", "awareness", "challenges"]
    assert 12 <= len(content.statements) <= 15
    modules = {place for place, module in enumerate(programme_file.load().modules, 1) if not module.is_attestation}
    assert {item.module for item in content.statements} == modules
    assert {place for barrier in content.barriers for place in barrier.modules} <= modules


def test_the_published_counts_are_those_of_the_study() -> None:
    content, _data = instrument.load()
    baseline = content.baseline
    assert (baseline.people, [baseline.bands[key] for key in BANDS]) == (116, [0, 72, 44])
    assert {each.key: each.named for each in content.barriers} == {
        "resources": 93, "preparedness": 23, "motivation": 97, "methods": None, "fostering": None, "knowledge": 107,
    }  # fmt: skip
    in_table = [each for each in content.barriers if each.in_table]
    assert len(in_table) == 5
    assert all(each.outcome for each in in_table)


def test_every_text_is_there_in_three_languages_and_differs() -> None:
    content, _data = instrument.load()
    texts = [content.title, content.consent, *(item.label for item in content.items.values())]
    texts += [text for each in content.barriers for text in (each.label, each.solution)]
    for text in texts:
        assert len({text["kk"], text["ru"], text["en"]}) == 3
    for each in content.consent.values():
        assert "{provider}" in each


Slip = Callable[[dict[str, Any]], Any]


@pytest.mark.parametrize(
    ("slip", "sentence"),
    [
        (lambda data: data["scale"].pop(), "the levels 1 to 5"),
        (lambda data: data["bands"].reverse(), "high, intermediate and low"),
        (lambda data: data["bands"][0].update(floor=2), "the floors have to fall"),
        (lambda data: data["baseline"].update(low=45), "do not add up"),
        (lambda data: data["sections"].pop(1), "no statement to rate"),
        (lambda data: data["sections"][0]["items"][0].update(key="gender"), "the same key"),
        (lambda data: data["sections"][0]["items"][0].update(kind="guess"), "one of these is expected"),
        (lambda data: data["barriers"][0].update(modules="6"), "places of modules"),
        (lambda data: data["title"].pop("ru"), "the field is missing"),
        (lambda data: data.update(extra=1), "there is no such field"),
    ],
)
@pytest.mark.usefixtures("in_english")
@pytest.mark.django_db
def test_a_slip_in_the_file_is_told_with_its_place(slip: Slip, sentence: str) -> None:
    data = deepcopy(DATA)
    slip(data)
    with pytest.raises(ValidationError, match=sentence) as refusal:
        read(data)
    assert "The survey file, “" in refusal.value.messages[0]


@pytest.mark.django_db
def test_an_unchanged_file_changes_nothing_and_a_changed_one_is_a_new_version(tmp_path: Path) -> None:
    first, made = load_instrument()
    assert (made, load_instrument()) == (True, (first, False))
    changed = tmp_path / "readiness.toml"
    text = FILE.read_text(encoding="utf-8")
    changed.write_text(text.replace("floor = 4", "floor = 5"), encoding="utf-8")
    second, made = load_instrument(changed)
    assert (made, second.number, newest_instrument()) == (True, 2, second)
    assert Instrument.objects.get(number=1).content.floors["high"] == 4
    commented = tmp_path / "commented.toml"
    commented.write_text(f"# the same\n{changed.read_text(encoding='utf-8')}", encoding="utf-8")
    assert load_instrument(commented) == (second, False)


@pytest.mark.django_db
@pytest.mark.usefixtures("in_english")
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("code =", encoding="utf-8")
    with pytest.raises(ValidationError, match="The survey file cannot be read"):
        load_instrument(broken)
    assert newest_instrument() is None


def test_only_statements_have_to_be_answered() -> None:
    content, _data = instrument.load()
    assert {item.kind for item in content.items.values() if item.is_needed} == {SCALE}
