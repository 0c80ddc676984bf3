"""Every page that a role reaches from home by links: accessible and fitting, phone and desktop, light and dark."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, ViewportSize
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from certificates.rendering import sweep as render_all
from people.languages import speak
from people.models import User
from tests.accessible import DESK, flaws, too_wide
from tests.browser import PHONE, open_page, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(1500),
]
LINK = re.compile(r'\shref="(/[^"#]*)"')
NOT_PAGES = re.compile(
    r"^/(static|language|account/logout|healthz)|\.(pdf|xlsx|ics|json)(\?|$)|/pdf/$|/preview/|logo/$"
)
# Of the links that lead to one view a role follows so many: rows of one table are linked by one line of a template.
FOLLOWED = 3
# What a role reads there is its own.
SAID_TO_EACH = {"home", "people:person", "people:people"}
# Each page is loaded on a phone, looked at by axe in both schemes, and drawn out to a desk's width; the languages take
# turns.
NARROW: ViewportSize = {"width": 390, "height": 844}


def reachable(user: User | None, dead: list[str]) -> Iterator[tuple[str, str]]:
    """Each view that links lead to from home and one address of it, in the order in which they are met.

    `dead` is filled with the links that lead nowhere: to a refusal, to nothing, to a failure.
    """
    client = Client()
    if user is not None:
        client.force_login(user)
    waiting, met, views = [("/", "")], {"/"}, set()
    followed: Counter[str] = Counter()
    while waiting:
        address, seen_on = waiting.pop(0)
        response = client.get(address, follow=True)
        landed = response.redirect_chain[-1][0] if response.redirect_chain else address
        if response.status_code != 200:
            dead.append(f"{seen_on} → {address}: {response.status_code}")
            continue
        view = resolve(urlsplit(landed).path).view_name
        if view in views or not response["Content-Type"].startswith("text/html"):
            continue
        views.add(view)
        yield view, landed
        for link in map(unescape, LINK.findall(response.content.decode())):
            if link in met or NOT_PAGES.search(link):
                continue
            met.add(link)
            name = view_of(link)
            followed[name] += 1
            if followed[name] <= FOLLOWED:
                waiting.append((link, landed))


def view_of(link: str) -> str:
    """Its name; what leads to no view of ours is followed, and found dead."""
    try:
        return str(resolve(urlsplit(link).path).view_name)
    except Resolver404:
        return link


@pytest.fixture
def demo(settings: Settings, tmp_path: Path) -> dict[str, User | None]:
    """The living demonstration with its papers made, and who signs in to it."""
    settings.DATA_DIR = tmp_path
    call_command("load_programme", verbosity=0)
    call_command("make_demo")
    render_all(seconds=600)
    rows = json.loads((tmp_path / "signins.json").read_text())
    return {"nobody": None, **{row["role"]: User.objects.get(email=row["email"]) for row in rows}}


def test_every_page_is_accessible_and_fits(
    demo: dict[str, User | None], browser: Browser, live_server: LiveServer
) -> None:
    found: list[str] = []
    seen: dict[str, int] = {}
    looked_at: set[str] = set()
    languages = cycle(["kk", "ru", "en"])
    for role, user in demo.items():
        dead: list[str] = []
        views = dict(reachable(user, dead))
        seen[role] = len(views)
        # Links are followed for every role; a page that another role was shown already is looked at only once.
        addresses = [views[view] for view in views if view not in looked_at]
        looked_at |= views.keys() - SAID_TO_EACH
        found += [f"{role}: {link}" for link in dead]
        context, page, complaints = open_page(browser, live_server.url, color_scheme="dark", **PHONE)
        page.set_default_timeout(90_000)
        if user is not None:
            sign_in(page, user)
        for address in addresses:
            language = next(languages)
            if user is None:
                context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
            else:
                speak(user, language)
            page.goto(address)
            found += [f"{role}, {flaw}" for flaw in flaws(page)]
            page.set_viewport_size(DESK)
            found += [f"{role}, {flaw}" for flaw in too_wide(page)]
            page.set_viewport_size(NARROW)
        found += [f"{role}: {complaint}" for complaint in complaints]
        context.close()
    assert found == []
    assert seen["organiser"] >= 30
    assert min(seen.values()) >= 3
