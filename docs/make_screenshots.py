"""Take the pictures of docs/journey.md from a running trial: `.venv/bin/python docs/make_screenshots.py [address]`.

Needs the test environment (`python3 start.py test` makes it) and the system's Chromium.
"""

from __future__ import annotations

import io
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

BASE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("DATA_DIR", BASE / "var"))
FOLDER = BASE / "docs" / "screenshots"
PHONE, DESK = 390, 1280


@dataclass(frozen=True)
class Shot:
    """One picture: whose page, where the page is found (a path, or links to follow from home), how it is looked at."""

    name: str
    role: str
    start: str = "/"
    follow: tuple[str, ...] = ()
    width: int = DESK
    language: str = "kk"
    dark: bool = False

    @property
    def file(self) -> str:
        return f"{self.name}-{self.width}-{self.language}-{'dark' if self.dark else 'light'}.png"


# From the organiser's home to the cohort whose hours are drawn there.
RUNNING = ('main a[href^="/cohorts/"]:has-text("Топты ашу")',)
# To the cohort that defends today.
DEFENDING = ('a[href="/cohorts/"]', 'main a[href^="/cohorts/"]:has-text("Қазан-2")')
SHOTS = [
    Shot("landing", ""),
    Shot("home-organiser", "organiser"),
    Shot("home-organiser", "organiser", dark=True),
    Shot("home-organiser", "organiser", language="ru"),
    Shot("home-organiser", "organiser", language="en", width=PHONE),
    Shot("programme", "organiser", follow=('a[href="/programmes/"]',)),
    Shot("cohorts", "organiser", follow=('a[href="/cohorts/"]',)),
    Shot("timetable", "organiser", follow=(*RUNNING, '.tabs a[href$="/timetable/"]')),
    Shot("attendance", "organiser", follow=(*RUNNING, '.tabs a[href$="/attendance/"]')),
    Shot("study", "organiser", follow=(*RUNNING, '.tabs a[href$="/study/"]')),
    Shot("orders", "organiser", follow=(*RUNNING, '.tabs a[href$="/orders/"]')),
    Shot("gradebook", "organiser", follow=(*DEFENDING, '.tabs a[href$="/coursework/"]')),
    Shot("survey", "organiser", follow=('main a[href="/survey/"]',)),
    Shot("register", "organiser", start="/register/"),
    Shot("designs", "organiser", start="/designs/"),
    Shot("blanks", "organiser", start="/blanks/"),
    Shot("to-sign", "head"),
    Shot("to-sign", "head", follow=('main a[href^="/to-sign/"]',), width=PHONE),
    Shot("defences", "trainer", width=PHONE),
    Shot("scoring", "trainer", follow=('main a[href$="/score/"]',), width=PHONE),
    Shot("scoring", "trainer", follow=('main a[href$="/score/"]',), width=PHONE, dark=True),
    Shot("home-participant", "participant", width=PHONE),
    Shot("result", "participant", follow=('main a[href^="/my/result/"]',), width=PHONE),
    Shot("plan", "participant", follow=('main a[href^="/support/"]',), width=PHONE),
    Shot("book", "participant", follow=('main a[href$="/book/"]',), width=PHONE),
    Shot("implementation", "organiser", start="/cohorts/2/implementation/"),
    Shot("status", "organiser", start="/status/"),
    Shot("document", "participant", follow=('main a[href^="/documents/"]:not([href$="/pdf/"])',), width=PHONE),
    Shot("check-file", "", start="/verify/file", width=PHONE),
    Shot("verdict", "participant", follow=('main a[href*="/v/"]',), width=PHONE),
    Shot("verdict", "participant", follow=('main a[href*="/v/"]',)),
    Shot("verdict", "participant", follow=('main a[href*="/v/"]',), language="en", dark=True),
]


def main(address: str) -> None:
    sign_ins = {row["role"]: row for row in json.loads((DATA / "signins.json").read_text())}
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for shot in SHOTS:
            take(browser, address, shot, sign_ins.get(shot.role, {}))
            print(shot.file)
        browser.close()


def take(browser: Browser, address: str, shot: Shot, sign_in: dict[str, str]) -> None:
    context = browser.new_context(
        base_url=address,
        viewport={"width": shot.width, "height": 844 if shot.width == PHONE else 800},
        color_scheme="dark" if shot.dark else "light",
        device_scale_factor=2 if shot.width == PHONE else 1,
    )
    context.add_cookies([{"name": "django_language", "value": shot.language, "url": address}])
    page = context.new_page()
    if sign_in:
        enter(page, sign_in)
        with page.expect_navigation():  # on a phone the switch lies in the menu
            page.locator(f".top-r form.lang button[value={shot.language}]").evaluate("button => button.click()")
    page.goto(shot.start)
    for link in shot.follow:
        target = page.locator(link).first.get_attribute("href")
        assert target, f"{shot.name}: nothing at {link}"
        page.goto(f"{target}?lang={shot.language}" if "/v/" in target else target)
    page.wait_for_load_state("networkidle")
    # A palette keeps the folder small; these pages have few colours.
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    picture.quantize(128, dither=Image.Dither.NONE).save(FOLDER / shot.file, optimize=True)
    context.close()


def enter(page: Page, sign_in: dict[str, str]) -> None:
    page.goto("/account/login/")
    page.locator("details:has(input[name=login]) > summary").click()
    page.fill("input[name=login]", sign_in["email"])
    page.fill("input[name=password]", sign_in["password"])
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000")
