"""Whatever the pages of a draft accept passes the checks of the programme file, and comes back from such a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses import authoring, draft_content, programme_file
from courses.draft_content import as_file
from courses.draft_findings import findings
from courses.draft_hours import hours_agree, missing_hours, proposed_line, sum_of
from courses.forms_drafts import BasicsForm, HoursForm, ModuleForm, PartForm, SectionForm
from courses.models import ProgrammeDraft
from courses.programme_content import FORMS, HOUR_KINDS
from courses.programme_writing import as_toml
from people.models import User
from tests.cast import aigul
from tests.courses.drafts import filled, loaded, make_draft

# What people paste: letters of three alphabets, quotes, control signs, invisible spaces, signs beyond the first plane.
ODD = "Әқұ «»\"'\\\t\n\r\u00a0\u200b\u0301\x01\x7f#=[]🎓ﬁ\u0958"
PASTED = st.text(st.one_of(st.sampled_from(ODD), st.characters(codec="utf-8")))
TEXTS = st.one_of(st.text(alphabet="Әқю d1", max_size=12), PASTED, st.just("а" * 301))
NUMBERS = st.one_of(st.integers(0, 9).map(str), st.sampled_from(["", "-1", "10000", "10001", "1,5", "сегіз"]))


@pytest.fixture
def draft(transactional_db: None) -> ProgrammeDraft:
    return make_draft(loaded(), aigul())


def posted(draw: Callable[..., Any], form: PartForm) -> dict[str, Any]:
    """The form with some of its fields written over."""
    names = [name for name in form.fields if name not in {"seen", "count", "forms"}]
    over = {
        name: draw(NUMBERS if name in numbers(form) else TEXTS)
        for name in draw(st.lists(st.sampled_from(names), max_size=4))
    }
    if "forms" in form.fields:
        over["forms"] = draw(st.lists(st.sampled_from(FORMS), unique=True))
    return filled(form, **over)


def numbers(form: PartForm) -> set[str]:
    return {name for name, field in form.fields.items() if type(field).__name__ == "IntegerField"}


def forms_of(draft: ProgrammeDraft) -> list[tuple[type[PartForm], dict[str, Any]]]:
    modules = [(ModuleForm, {"module": module}) for module in draft.content["modules"]]
    lists = [(SectionForm, {"key": section["key"]}) for section in draft.content["sections"]]
    return [(BasicsForm, {}), (HoursForm, {}), *modules, *lists]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_the_pages_accept_the_file_accepts(draft: ProgrammeDraft, data: st.DataObject) -> None:
    organiser = User.objects.get()
    row = authoring.start(draft.based_on, by=organiser)
    for _n in range(3):
        kind, extra = data.draw(st.sampled_from(forms_of(row)))
        form = kind(posted(data.draw, kind(draft=row, **extra)), draft=row, **extra)
        if form.is_valid():
            row = authoring.change(row, form.values(), seen=row.revision, by=organiser)
        for act in data.draw(st.lists(st.sampled_from(ACTS), max_size=2)):
            row = authoring.change(row, {}, seen=row.revision, by=organiser, act=act)
    content = as_file(row.content)
    found = findings(row)
    # Only what the sentences for people do not know of would be left to the last word of the file's own checks.
    assert [each.sentence for each in found if each.code == "file"] == []
    if {each.code for each in found} <= {"same"}:
        programme = programme_file.read(content)
        assert programme.data == programme_file.parse(as_toml(content)).data
        assert programme.digest == programme_file.parse(as_toml(content)).digest


ACTS = [
    draft_content.close_gap,
    draft_content.take_sums,
    lambda content: draft_content.move_module(content, "m2", 3),
    lambda content: draft_content.drop_module(content, "m3"),
]


@settings(max_examples=300, deadline=None)
@given(
    hours=st.lists(st.tuples(*[st.integers(0, 40)] * 3), min_size=1, max_size=8), declared=st.integers(1, 400)
)  # fmt: skip
def test_the_proposed_line_has_just_the_hours_that_are_missing(
    hours: list[tuple[int, int, int]], declared: int
) -> None:
    modules = [{"key": f"m{n}", "hours": dict(zip(HOUR_KINDS, row, strict=True))} for n, row in enumerate(hours, 1)]
    content: draft_content.Content = {"declared_hours": declared, "modules": modules, "discrepancies": []}
    line = proposed_line(content)
    assert sum(line.values()) == max(missing_hours(content), 0)
    assert all(n >= 0 for n in line.values())
    if line:
        draft_content.close_gap(content)
        assert hours_agree(content)
        assert sum_of(content)["total"] == declared


def test_the_shares_of_the_source_give_one_lecture_two_practices_and_one_self_study() -> None:
    content = draft_content.opened(programme_file.load().data)
    assert proposed_line(content) == {"lecture": 1, "practice": 2, "self_study": 1}


def test_the_file_of_a_version_is_read_back_as_it_was() -> None:
    programme = programme_file.load()
    assert programme_file.parse(as_toml(programme.data)).digest == programme.digest
