"""The pages of the network: what they show and refuse, what they cost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from config.home_network import practices_to_moderate, waiting_for_moderator
from people.models import User
from people.roles import Role
from postcourse import practice_reports, practice_talking, practices
from postcourse.models import Practice, PracticeReport
from tests.cast import marat
from tests.postcourse.asking import ask
from tests.postcourse.network_scenes import (
    NOW,
    make_draft,
    make_graduate,
    make_published,
    organiser,
    pdf,
    trainer,
    url,
    words,
)

pytestmark = pytest.mark.django_db


HUGE = str(10**30)
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


def test_a_change_that_nobody_would_send_changes_nothing() -> None:
    user = make_graduate()
    row = make_draft(user, files=[pdf()])
    right = {"kind": "case", "module": str(row.module_id), "title": "Т", "text": "М", "whole": "1", "seen": "1"}
    for wrong in ({"keep": HUGE}, {"keep": "x"}, {"module": HUGE}, {"seen": HUGE}, {"seen": ""}, {"seen": "2"}):
        assert ask(user, url("practice_edit", row.pk), {**right, **wrong})[0] == 400
    row.refresh_from_db()
    assert (row.version, row.title, row.uploads.count()) == (1, "Апталық жиналыс", 1)


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
    topic = f"{other.module.version.programme_id}-{other.module_id}"
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


def test_the_home_of_a_graduate_leads_to_the_network_and_to_what_was_returned() -> None:
    author = make_graduate()
    make_published(author, trainer(), title="Жарияланған")
    row = practices.submit(make_draft(author, title="Қайтарылған"), by=author)
    practices.send_back(row, why="Толықтырыңыз", by=trainer())
    page = ask(author, "/")[1]
    assert all(text in page for text in ("Жарияланған", "Қайтарылған", url("network")))
    assert url("network") not in ask(marat(), "/")[1]


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
