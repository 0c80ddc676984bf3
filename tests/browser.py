"""Real Chromium against the live server: `phone_page`, `desk_page`, and signing in without the form.

Any test that takes one of these is marked `browser`. Console errors, broken CSP included, fail the test at its end.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from people.models import User
from tests.phones import session_key

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 900}}
# A refused request, a lost network and a question overtaken by the next are part of some tests; a broken script or
# policy never is.
HARMLESS = (
    "Failed to load resource", "net::ERR", "htmx:sendAbort", "htmx:afterRequest", "htmx:sendError",
    "Response Status Error Code 401",
)  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.fail(f"Chromium is not at {CHROMIUM}: install it (apt-get install chromium) or set CHROMIUM.")
    # Playwright's loop runs in this thread; Django would take every query of the test for an asynchronous one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def open_page(browser: Browser, address: str, **options: Any) -> tuple[BrowserContext, Page, list[str]]:
    """A fresh browser window at an address of its own; the list fills with what the console complains of."""
    context = browser.new_context(base_url=address, locale="kk-KZ", timezone_id="Asia/Almaty", **options)
    context.set_default_timeout(15_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return context, page, complaints


@pytest.fixture
def phone_page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    yield from _page(browser, live_server, PHONE)


@pytest.fixture
def desk_page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    yield from _page(browser, live_server, DESK)


def _page(browser: Browser, live_server: LiveServer, options: dict[str, Any]) -> Iterator[Page]:
    context, page, complaints = open_page(browser, live_server.url, **options)
    yield page
    context.close()
    broken = [text for text in complaints if not any(known in text for known in HARMLESS)]
    assert not broken, broken


def sign_in(page: Page, user: User) -> None:
    """Sign the user in by a session cookie, as the server would after the form."""
    # A cookie knows no port: this one is for the live server wherever it listens.
    cookie = {"name": "sessionid", "value": session_key(user), "domain": "localhost", "path": "/"}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
