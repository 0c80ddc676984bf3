"""A draft from an older version never takes back in silence what a newer version says."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from config.publishing import publish
from courses import authoring, draft_content, programme_file
from courses.draft_content import Content, as_file, opened
from courses.models import ProgrammeDraft, ProgrammeVersion
from courses.overtaking import taken_back
from people.models import User
from tests.cast import aigul
from tests.courses.drafts import loaded, make_draft

Change = Callable[[Content], Any]


pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def organiser(client: Client) -> User:
    user = aigul()
    client.force_login(user)
    return user


def write(draft: ProgrammeDraft, values: authoring.Values, by: User) -> ProgrammeDraft:
    return authoring.change(draft, values, seen=draft.revision, by=by)


@pytest.fixture
def late(organiser: User) -> ProgrammeDraft:
    """Two drafts of version 1: the one with the title has been published, this one changes the validity."""
    first, second = (make_draft(loaded(), organiser) for _n in range(2))
    publish(write(first, {("title", "en"): "Leading a school"}, organiser), by=organiser)
    return write(second, {("validity_years",): 4}, organiser)


# ---- what is taken back


def put(*path: str, value: Any) -> Change:
    return lambda content: draft_content.put(content, path, value)


def nothing(_content: Content) -> None:
    pass


def drop_an_item(content: Content) -> None:
    draft_content.row_of(content["sections"], "self_study")["items"].pop(0)


def add_a_line(content: Content) -> None:
    draft_content.add_module(content, "extra", {"kk": "Ж", "ru": "Н", "en": "A new line"}, lecture=2)


HOURS = ("modules", "m2", "hours", "practice")


@pytest.mark.parametrize(
    ("theirs", "mine", "told"),
    [
        (nothing, put("title", "en", value="Mine"), []),
        (put("title", "en", value="Theirs"), put("title", "en", value="Theirs"), []),
        (put("title", "en", value="Theirs"), put("title", "ru", value="Моё"), [("Title (English)", "Theirs", None)]),
        (put("title", "en", value="Theirs"), put("title", "en", value="Mine"), [("Title (English)", "Theirs", "Mine")]),
        (put("validity_years", value=4), nothing,
         [("Validity of the certificate, in years", "4", "3")]),
        (put(*HOURS, value=9), put("modules", "m2", "hours", "lecture", value=1), [("Module 2, Practice", "9", "6")]),
        (put("modules", "m2", "title", "en", value="Strategy"), nothing,
         [("Module 2, Title (English)", "Strategy", None)]),
        (add_a_line, nothing, [("Extra line", "A new line", "–")]),
        (add_a_line, add_a_line, []),
        (lambda c: draft_content.drop_module(c, "m2"), nothing, [("Module 2", "–", None)]),
        (lambda c: draft_content.drop_module(c, "m2"), lambda c: draft_content.drop_module(c, "m2"), []),
        (put(*HOURS, value=9), lambda c: draft_content.drop_module(c, "m2"), [("Module 2", None, "–")]),
        (nothing, lambda c: draft_content.drop_module(c, "m2"), []),
        (lambda c: draft_content.move_module(c, "m5", -4), nothing, [("Order of the modules", None, None)]),
        (nothing, lambda c: draft_content.move_module(c, "m5", -4), []),
        (drop_an_item, nothing, [("Independent work of the participants", "–", None)]),
        (nothing, drop_an_item, []),
    ],
)  # fmt: skip
def test_what_the_newest_version_changed_and_the_draft_says_otherwise_is_taken_back(
    theirs: Change, mine: Change, told: list[tuple[str, str | None, str | None]]
) -> None:
    base = dict(programme_file.load().data)
    newest, now = opened(base), opened(base)
    theirs(newest)
    mine(now)
    found = taken_back(base, as_file(newest), as_file(now))
    assert [fact.label for fact in found] == [label for label, _was, _now in told]
    for fact, (_label, was, after) in zip(found, told, strict=True):
        assert was is None or fact.was == was
        assert after is None or fact.now == after


def test_tables_of_criteria_of_a_newer_file_are_told_as_well() -> None:
    base = dict(programme_file.load().data)
    newest = deepcopy(base)
    newest["bands"] = newest["bands"][:-1]
    assert [fact.label for fact in taken_back(base, newest, base)] == ["Tables of criteria, levels and bands"]


# ---- publishing


@pytest.mark.django_db
def test_the_second_of_two_drafts_is_published_only_over_the_version_that_was_looked_at(
    late: ProgrammeDraft, organiser: User
) -> None:
    for over in (None, 1, 3):
        with pytest.raises(ValidationError) as refused:
            publish(late, by=organiser, over=over)
        assert refused.value.messages == [
            "Version 2 is newer than version 1, from which this draft was copied. Look at what its publication takes "
            "back, and tick that this is meant."
        ]
    assert ProgrammeVersion.objects.count() == 2
    published = publish(late, by=organiser, over=2)
    assert (published.number, published.validity_years) == (3, 4)
    assert published.title_en == ProgrammeVersion.objects.get(number=1).title_en != "Leading a school"


@pytest.mark.django_db
def test_a_tick_for_one_newer_version_does_not_count_for_the_next_one(late: ProgrammeDraft, organiser: User) -> None:
    newest = ProgrammeVersion.objects.newest().get()
    publish(write(make_draft(newest, organiser), {("title", "ru"): "Иначе"}, organiser), by=organiser)
    with pytest.raises(ValidationError, match="Version 3 is newer than version 1"):
        publish(late, by=organiser, over=2)


@pytest.mark.django_db
def test_a_draft_that_says_what_the_newest_version_says_needs_no_tick(late: ProgrammeDraft, organiser: User) -> None:
    row = write(late, {("title", "en"): "Leading a school"}, organiser)
    published = publish(row, by=organiser)
    assert (published.number, published.title_en, published.validity_years) == (3, "Leading a school", 4)


@pytest.mark.django_db
def test_the_page_shows_what_is_taken_back_and_asks_for_a_tick(
    client: Client, late: ProgrammeDraft, organiser: User
) -> None:
    address = reverse("draft_publish", args=[late.pk])
    response = client.get(address)
    assert [(fact.label, fact.was) for fact in response.context["taken_back"]] == [
        ("Title (English)", "Leading a school")
    ]
    assert {fact.label for fact in response.context["comparison"].facts} == {
        "Title (English)", "Validity of the certificate, in years",
    }  # fmt: skip
    text = response.content.decode()
    assert "Version 2 is newer than version 1, from which this draft was copied." in text
    assert 'name="over" value="2"' in text
    seen = response.context["draft"].revision
    refused = client.post(address, {"seen": seen})
    assert "tick that this is meant" in str(next(iter(get_messages(refused.wsgi_request))))
    assert ProgrammeVersion.objects.count() == 2
    client.post(address, {"seen": seen, "over": "2"})
    assert ProgrammeVersion.objects.newest().get().number == 3


@pytest.mark.django_db
def test_a_draft_of_the_newest_version_is_asked_nothing(client: Client, organiser: User) -> None:
    draft = write(make_draft(loaded(), organiser), {("validity_years",): 4}, organiser)
    response = client.get(reverse("draft_publish", args=[draft.pk]))
    assert (response.context["newer"], response.context["taken_back"]) == (None, [])
    assert 'name="over"' not in response.content.decode()
