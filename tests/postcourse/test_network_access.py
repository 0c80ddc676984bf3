"""The pages of the network: who may open what, who may do what, and who learns what of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from people.models import User
from postcourse import practice_talking
from postcourse.models import Practice, PracticeComment
from tests.cast import bolat, marat
from tests.postcourse.asking import ask
from tests.postcourse.network_scenes import make_draft, make_graduate, make_published, organiser, pdf, trainer, url

pytestmark = pytest.mark.django_db


PAGES: dict[str, tuple[Callable[[Practice], str], tuple[int, ...]]] = {
    # organiser, trainer, author, another graduate, head, stranger
    "network": (lambda row: url("network"), (200, 200, 200, 200, 403, 403)),
    "mine": (lambda row: url("network_mine"), (403, 403, 200, 200, 403, 403)),
    "moderation": (lambda row: url("network_moderation"), (200, 200, 403, 403, 403, 403)),
    "new": (lambda row: url("practice_new"), (403, 403, 200, 200, 403, 403)),
    "practice": (lambda row: url("practice", row.pk), (200, 200, 200, 200, 403, 403)),
    "file": (lambda row: url("practice_file", row.pk, row.uploads.get().pk), (200, 200, 200, 200, 403, 403)),
    "edit": (lambda row: url("practice_edit", row.pk), (403, 403, 200, 403, 403, 403)),
    "report": (lambda row: url("practice_report", row.pk), (200, 200, 200, 200, 403, 403)),
}  # fmt: skip


def cast(author: User) -> list[User]:
    return [organiser(), trainer(), author, make_graduate(), bolat(), marat()]


@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_for_those_whom_it_concerns(page: str) -> None:
    author = make_graduate()
    row = make_published(author, trainer())
    row.uploads.add(make_draft(author, files=[pdf()]).uploads.get())
    address, expected = PAGES[page]
    answers = []
    for user in cast(author):
        client = Client()
        client.force_login(user)
        answers.append(client.get(address(row)).status_code)
    assert tuple(answers) == expected
    assert Client().get(address(row)).status_code == 302


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("draft", (404, 404, 200, 404)), ("submitted", (200, 200, 200, 404)), ("returned", (200, 200, 200, 404)),
        ("hidden", (200, 200, 200, 404)), ("erased", (404, 404, 404, 404)),
    ],
)  # fmt: skip
def test_what_is_not_published_is_not_there_for_the_others(state: str, expected: tuple[int, ...]) -> None:
    author = make_graduate()
    row = make_published(author, trainer())
    row.uploads.add(make_draft(author, files=[pdf()]).uploads.get())
    Practice.objects.filter(pk=row.pk).update(state=state)
    client, readers = Client(), cast(author)[:4]
    for address in (url("practice", row.pk), url("practice_file", row.pk, row.uploads.get().pk)):
        answers = []
        for user in readers:
            client.force_login(user)
            answers.append(client.get(address).status_code)
        assert tuple(answers) == expected


ACTS = ("practice_submit", "practice_withdraw", "practice_publish", "practice_return", "practice_hide", "practice_keep")
TALK = ("comment_remove", "comment_hide", "comment_show", "comment_keep")


def test_nobody_does_with_somebody_elses_what_is_not_theirs_to_do() -> None:
    author, other = make_graduate(), make_graduate()
    row = make_published(author, trainer())
    said = practice_talking.comment(row, text="Сөз", by=author)
    sent = {"why": "Себеп", "seen": "1"}
    for user, status in ((other, 403), (marat(), 403), (bolat(), 403)):
        addresses = [*(url(name, row.pk) for name in ACTS), *(url(name, said.pk) for name in TALK)]
        assert {ask(user, address, sent)[0] for address in addresses} == {status}
    for name in ACTS[2:]:
        assert ask(author, url(name, row.pk), sent)[0] == 403
    for name in ACTS[:2]:
        assert ask(trainer(), url(name, row.pk), sent)[0] == 403
    for address in (*(url(name, 987654) for name in ACTS), *(url(name, 987654) for name in TALK)):
        assert ask(trainer(), address, sent)[0] == 404
        assert ask(author, address)[0] == 405
    row.refresh_from_db()
    assert (row.state, PracticeComment.objects.get().state) == ("published", "shown")


def test_a_hidden_comment_is_there_for_its_author_alone() -> None:
    author, reader = make_graduate(), make_graduate()
    row = make_published(author, trainer())
    said = practice_talking.comment(row, text="Жасырылатын сөз", by=author)
    practice_talking.hide(said, why="Сыпайы болайық", by=trainer())
    seen = {who: ask(who, url("practice", row.pk))[1] for who in (author, reader, organiser())}
    assert ["Жасырылатын сөз" in page for page in seen.values()] == [True, False, True]
    assert "Сыпайы болайық" in seen[author]
    assert ask(reader, url("comment_report", said.pk))[0] == 404


def test_only_the_organiser_takes_the_network_out() -> None:
    author = make_graduate()
    make_published(author, trainer())
    client = Client()
    for user, status in ((trainer(), 403), (author, 403), (organiser(), 200)):
        client.force_login(user)
        assert client.post(url("network_export")).status_code == status
    assert client.get(url("network_export")).status_code == 405
