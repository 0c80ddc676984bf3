"""The pages of the network: who sees what, what they refuse, what they cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page, expect

from config.home_network import practices_to_moderate, waiting_for_moderator
from people.models import User
from people.roles import Role
from postcourse import practice_reports, practice_talking, practices
from postcourse.models import Practice, PracticeComment, PracticeReport
from tests.accessible import flaws_in_both_windows
from tests.browser import sign_in
from tests.cast import bolat, marat
from tests.postcourse.asking import ask
from tests.postcourse.network_scenes import (
    NOW,
    make_draft,
    make_graduate,
    make_published,
    organiser,
    pdf,
    trainer,
    words,
)

pytestmark = pytest.mark.django_db


def url(name: str, *args: int) -> str:
    return reverse(f"postcourse:{name}", args=args)


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


HOSTILE = [{}, {"title": "а" * 201}, {"text": "а" * 20_001}, {"module": "987654"}, {"module": "x"}, {"kind": "x"},
           {"title": "\x00"}, {"text": " "}, {"whole": ""}]  # fmt: skip


@pytest.mark.parametrize("wrong", HOSTILE)
def test_a_form_that_nobody_would_send_writes_nothing(wrong: dict[str, str]) -> None:
    user = make_graduate()
    said = words(user)
    right = {"kind": said.kind, "module": str(said.module.pk), "title": said.title, "text": said.text, "whole": "1"}
    status, _page = ask(user, url("practice_new"), {**right, **wrong} if wrong else {})
    assert (status, Practice.objects.count()) == (400, 0)


def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_kept() -> None:
    user = make_graduate()
    said, client = words(user), Client()
    client.force_login(user)
    data = {"kind": said.kind, "module": said.module.pk, "title": "Т", "text": "М", "whole": "1",
            "attached": SimpleUploadedFile("x.pdf", b"<script>alert(1)</script>")}  # fmt: skip
    assert client.post(url("practice_new"), data).status_code == 400
    data["attached"] = pdf()
    assert client.post(url("practice_new"), {**data, "submit": "1"}).status_code == 302
    assert Practice.objects.get().state == "submitted"


def test_words_are_shown_as_words_and_a_link_leads_nowhere() -> None:
    author, reader = make_graduate(), make_graduate()
    row = make_published(author, trainer(), title="<b>Тақырып</b>", text="<script>1</script> https://evil.example/")
    practice_talking.comment(row, text="<img src=x> https://evil.example/", by=author)
    page = ask(reader, url("practice", row.pk))[1]
    assert "<b>Тақырып" not in page
    assert "<img src=x" not in page
    assert "<script>1" not in page
    assert 'href="https://evil.example' not in page


def test_a_search_keeps_words_out_of_the_address_and_narrows_by_topic() -> None:
    author = make_graduate()
    make_published(author, trainer(), title="Бюджет сағаты", module=1)
    other = make_published(author, trainer(), title="Жиналыс", module=2, kind="case")
    client = Client()
    client.force_login(author)
    found = client.post(url("network"), {"q": "бюджет"})
    assert "бюджет" not in found["Location"]
    page = client.get(found["Location"]).content.decode()
    assert ("Бюджет сағаты" in page, ">Жиналыс<" in page) == (True, False)
    topic = f"{other.module.version.programme_id}-2"
    page = client.get(url("network"), {"topic": topic, "kind": "case"}).content.decode()
    assert ("Бюджет сағаты" in page, ">Жиналыс<" in page) == (False, True)
    for odd in ({"topic": "9-9"}, {"topic": "x" * 3000}, {"kind": "%"}, {"page": "-1"}, {"search": "7"}):
        assert client.get(url("network"), odd).status_code == 200


def test_a_report_goes_to_the_home_of_moderators_and_its_author_sees_no_name() -> None:
    author, reader = make_graduate(), make_graduate(surname="Хабаршиева")
    row = make_published(author, trainer())
    waiting = make_draft(author)
    practices.submit(waiting, by=author)
    assert ask(reader, url("practice_report", row.pk), {"why": ""})[0] == 400
    assert ask(reader, url("practice_report", row.pk), {"why": "Оқушының аты"})[0] == 302
    assert [task.title for task in practices_to_moderate(NOW)] == [
        "1 report from the network", "1 practice waits to be published",
    ]  # fmt: skip
    assert len(list(waiting_for_moderator(trainer()))) == 2
    assert "Оқушының аты" in ask(trainer(), url("network_moderation"))[1]
    assert "Оқушының аты" not in ask(author, url("practice", row.pk))[1]
    assert ask(trainer(), url("practice_keep", row.pk), {})[0] == 302
    assert PracticeReport.objects.get().outcome == "kept"


def test_a_trainer_who_is_a_graduate_is_not_asked_to_decide_on_their_own() -> None:
    user = make_graduate()
    user.role_grants.create(role=Role.TRAINER)
    practices.submit(make_draft(user, title="Өзімдікі"), by=user)
    assert list(waiting_for_moderator(User.objects.get(pk=user.pk))) == []
    assert "Өзімдікі" not in ask(user, url("network_moderation"))[1]


def test_a_hidden_comment_is_there_for_its_author_alone() -> None:
    author, reader = make_graduate(), make_graduate()
    row = make_published(author, trainer())
    said = practice_talking.comment(row, text="Жасырылатын сөз", by=author)
    practice_talking.hide(said, why="Сыпайы болайық", by=trainer())
    seen = {who: ask(who, url("practice", row.pk))[1] for who in (author, reader, organiser())}
    assert ["Жасырылатын сөз" in page for page in seen.values()] == [True, False, True]
    assert "Сыпайы болайық" in seen[author]
    assert ask(reader, url("comment_report", said.pk))[0] == 404


def test_the_home_of_a_graduate_leads_to_the_network_and_to_what_was_returned() -> None:
    author = make_graduate()
    make_published(author, trainer(), title="Жарияланған")
    row = practices.submit(make_draft(author, title="Қайтарылған"), by=author)
    practices.send_back(row, why="Толықтырыңыз", by=trainer())
    page = ask(author, "/")[1]
    assert all(text in page for text in ("Жарияланған", "Қайтарылған", url("network")))
    assert url("network") not in ask(marat(), "/")[1]


def test_only_the_organiser_takes_the_network_out() -> None:
    author = make_graduate()
    make_published(author, trainer())
    client = Client()
    for user, status in ((trainer(), 403), (author, 403), (organiser(), 200)):
        client.force_login(user)
        assert client.post(url("network_export")).status_code == status
    assert client.get(url("network_export")).status_code == 405


@pytest.mark.parametrize("n", [1, 30])
def test_pages_cost_the_same_with_one_row_and_with_thirty(n: int) -> None:
    author, by = make_graduate(), trainer()
    row = make_published(author, by)
    for place in range(n):
        fellow = author if n == 1 else make_graduate() if place < 3 else author
        more = make_published(fellow, by, title=f"Тәжірибе {place}", now=NOW + timedelta(minutes=place))
        Practice.objects.filter(pk=practices.submit(make_draft(fellow), by=fellow).pk).update(created_at=NOW)
        said = practice_talking.comment(row, text=f"Сөз {place}", by=fellow)
        practice_reports.report(more, None, why="Себеп", by=organiser())
        practice_reports.report(row, said, why="Себеп", by=organiser())
        Practice.objects.filter(author=author.person).update(created_at=NOW - timedelta(days=2))
    cost = {}
    for user, name, args in (
        (by, "network", ()), (by, "network_moderation", ()), (author, "network_mine", ()), (by, "practice", (row.pk,)),
    ):  # fmt: skip
        client = Client()
        client.force_login(user)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url(name, *args)).status_code == 200
        cost[name] = len(asked)
    assert cost == {"network": 7, "network_moderation": 6, "network_mine": 9, "practice": 10}


@pytest.mark.browser
def test_a_graduate_shares_a_practice_on_a_phone_and_another_comments(phone_page: Page) -> None:
    author, reader, by = make_graduate(), make_graduate(), trainer()
    sign_in(phone_page, author)
    phone_page.goto("/")
    phone_page.locator(f"a[href='{url('network')}']").click()
    phone_page.locator(f"a[href='{url('practice_new')}']").first.click()
    assert flaws_in_both_windows(phone_page) == []
    phone_page.locator("#id_module").select_option(index=2)
    phone_page.fill("#id_title", "Апталық командалық жиналыс")
    phone_page.fill("#id_text", "Бір апта – бір мәселе.")
    phone_page.locator("button[name=submit]").click()
    expect(phone_page.locator("h1")).to_contain_text("Апталық командалық жиналыс")
    assert flaws_in_both_windows(phone_page) == []
    row = Practice.objects.get(state="submitted")
    sign_in(phone_page, by)
    phone_page.goto(url("network_moderation"))
    assert flaws_in_both_windows(phone_page) == []
    phone_page.locator(f"a[href='{url('practice', row.pk)}']").click()
    phone_page.locator("form[action$='/publish/'] button").click()
    sign_in(phone_page, reader)
    phone_page.goto(url("practice", row.pk))
    phone_page.fill("#id_text", "Бізде де байқап көреміз")
    phone_page.locator("form[action$='/comments/'] button").click()
    expect(phone_page.locator(".talk")).to_contain_text("Бізде де байқап көреміз")
    assert flaws_in_both_windows(phone_page) == []
    phone_page.goto(url("network"))
    assert flaws_in_both_windows(phone_page) == []
