"""Which language a page speaks: what the address asks for, then the account, then the browser, then Kazakh."""

from __future__ import annotations

import pytest
from django.test import Client

from people.languages import speak
from tests.cast import aigul

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "account", "browser", "spoken"),
    [
        ("en", "ru", "kk", "en"),
        ("", "ru", "en", "ru"),
        ("xx", "ru", "en", "ru"),
        ("", "ru", "", "ru"),
        ("", "", "en", "en"),
        ("", "", "xx", "kk"),
        ("", "", "", "kk"),
    ],
)
def test_an_account_keeps_its_language_on_a_shared_pc(
    client: Client, asked: str, account: str, browser: str, spoken: str
) -> None:
    if account:
        user = aigul()
        speak(user, account)
        client.force_login(user)
    if browser:
        client.cookies["django_language"] = browser
    response = client.get("/verify" if not account else "/people/", {"lang": asked} if asked else {})
    assert response.headers["Content-Language"] == spoken


def test_the_switch_is_kept_by_the_account_and_comes_along_to_another_pc(client: Client) -> None:
    user = aigul()
    client.force_login(user)
    answer = client.post("/language/", {"language": "ru", "next": "/people/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/people/")
    elsewhere = Client()
    elsewhere.force_login(user)
    for reader in (client, elsewhere):
        assert reader.get("/people/").headers["Content-Language"] == "ru"


@pytest.mark.parametrize("chosen", ["xx", ""])
def test_what_is_no_language_of_ours_changes_nothing(client: Client, chosen: str) -> None:
    user = aigul()
    client.force_login(user)
    client.post("/language/", {"language": chosen})
    client.get("/language/", {"language": "en"})
    user.refresh_from_db()
    assert user.language == "kk"


def test_a_stranger_keeps_the_choice_in_the_browser(client: Client) -> None:
    client.post("/language/", {"language": "ru", "next": "/account/login/"})
    assert client.get("/account/login/").headers["Content-Language"] == "ru"
