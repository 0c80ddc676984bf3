"""The administrator sees who took which list out, in words, whoever it was and whichever list."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people import exported
from people.models import User
from people.roles import Role
from tests.cast import aigul, bolat, daulet, make_cohort, make_person, make_user, marat, saule

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(client: Client) -> User:
    user = make_user("root@institute.example", Role.ADMINISTRATOR, language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def page(client: Client, **asked: str) -> list[tuple[str, str, int, str]]:
    context = client.get(reverse("people:exports"), asked).context
    return [(name, narrowed, event.rows, str(event.by)) for event, name, narrowed in context["lines"]]


def test_each_list_is_told_in_words_the_newest_first(client: Client, root: User) -> None:
    by, cohort, person = aigul(), make_cohort(name="Қараша-1"), make_person()
    exported.log("people", rows=3, by=by, filters="region=Абай облысы; reach=no_email; search")
    exported.log("participants", rows=25, by=by, filters=f"cohort={cohort.pk}; status=applied; pdf")
    exported.log("data-subject", rows=9, by=root, filters=f"person={person.pk}")
    exported.log("of old", rows=1, by=root, filters="cohort=987654; what")
    assert page(client) == [
        ("of old", "cohort=987654, what", 1, str(root)),
        ("What is held on one person", person.full_name, 9, str(root)),
        ("List of participants", "Қараша-1, Applied, on paper (PDF)", 25, str(by)),
        ("People", "Region: Абай облысы, Without e-mail, by searched words", 3, str(by)),
    ]


def test_one_taker_or_one_list_is_shown_alone_and_nonsense_narrows_nothing(client: Client, root: User) -> None:
    by = aigul()
    exported.log("people", rows=1, by=by)
    exported.log("register", rows=2, by=by)
    exported.log("people", rows=3, by=root)
    assert [rows for _name, _narrowed, rows, _by in page(client, by=str(by.pk))] == [2, 1]
    assert [rows for _name, _narrowed, rows, _by in page(client, list="people")] == [3, 1]
    assert [rows for _name, _narrowed, rows, _by in page(client, list="people", by=str(root.pk))] == [3]
    assert len(page(client, list="nonsense", by="x")) == 3
    assert "Nobody took such a list." in client.get(reverse("people:exports"), {"list": "order"}).content.decode()


def test_fifty_stand_on_a_page_and_the_rest_follows(client: Client, root: User) -> None:
    for n in range(51):
        exported.log("people", rows=n, by=root)
    assert (len(page(client, list="people")), len(page(client, list="people", page="2"))) == (50, 1)
    assert "list=people&amp;page=2" in client.get(reverse("people:exports"), {"list": "people"}).content.decode()


def test_it_opens_from_the_users_and_from_the_register_for_the_administrator_alone(client: Client, root: User) -> None:
    link = reverse("people:exports")
    for name in ("users", "people"):
        assert link in client.get(reverse(f"people:{name}")).content.decode()
    client.force_login(aigul())
    assert link not in client.get(reverse("people:people")).content.decode()


@pytest.mark.parametrize("someone", [aigul, daulet, bolat, saule, marat])
def test_nobody_but_the_administrator_reads_it(client: Client, someone: Callable[[], User]) -> None:
    address = reverse("people:exports")
    assert client.get(address)["Location"].startswith(reverse("account_login"))
    client.force_login(someone())
    assert client.get(address).status_code == 403


def test_thirty_lines_cost_no_more_queries_than_one(client: Client, root: User) -> None:
    def after(n: int) -> int:
        for serial in range(n):
            taker = make_user(f"t{n}-{serial}@institute.example", Role.ORGANISER)
            exported.log("participants", rows=1, by=taker, filters=f"cohort={make_cohort().pk}")
            exported.log("data-subject", rows=1, by=taker, filters=f"person={make_person().pk}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("people:exports")).context["lines"]
        return len(queries)

    assert after(1) == after(29)
