"""WCAG 2.2 AA by axe, and a page that fits its window: what every page of the product is held to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
_axe = Axe()


Scheme = Literal["dark", "light"]
# All that changes with the theme.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


DESK: ViewportSize = {"width": 1280, "height": 900}


def flaws(page: Page) -> list[str]:
    """What axe finds on the page as it stands, whether it has to be pushed sideways, and what is too faint when the
    machine prefers the other scheme; one line each. The page is left as it was.
    """
    worn, other = _schemes(page)
    found = [f"{worn}, {flaw}" for flaw in _found(page, RULES)]
    found += too_wide(page)
    wear(page, other)
    found += [f"{other}, {flaw}" for flaw in _found(page, COLOURS)]
    wear(page, worn)
    return found


def flaws_in_both_windows(page: Page) -> list[str]:
    """What axe finds on the page as it stands on a phone, what is too faint when it is drawn out to a desk's width in
    the other scheme, and whether it has to be pushed sideways in either. The page is left as it was.
    """
    worn, other = _schemes(page)
    phone = page.viewport_size
    assert phone is not None
    found = [f"{worn}, {flaw}" for flaw in _found(page, RULES)] + too_wide(page)
    page.set_viewport_size(DESK)
    wear(page, other)
    found += [f"{other}, desk, {flaw}" for flaw in _found(page, COLOURS)] + too_wide(page)
    wear(page, worn)
    page.set_viewport_size(phone)
    return found


def _schemes(page: Page) -> tuple[Scheme, Scheme]:
    """The one that is worn, and the other."""
    is_dark = page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    return ("dark", "light") if is_dark else ("light", "dark")


def too_wide(page: Page) -> list[str]:
    """Whether it has to be pushed sideways."""
    is_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [f"{page.url}: wider than the window of {page.viewport_size}"] if is_wide else []


def wear(page: Page, scheme: Scheme) -> None:
    """Let the machine prefer this scheme; the page follows without a reload."""
    # Colours that fade from one to the other would be measured on their way.
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.wait_for_function("scheme => document.documentElement.dataset.bsTheme === scheme", arg=scheme)


def _found(page: Page, rules: Mapping[str, object]) -> list[str]:
    # A bar at the foot of the window covers whatever lies there now; a reader scrolls it free, axe does not.
    page.evaluate("for (const bar of document.querySelectorAll('.act, .dock')) bar.style.position = 'static'")
    return [
        f"{page.url}: {violation['id']}: {node['html'][:160]}"
        for violation in _axe.run(page, options=rules).response["violations"]
        for node in violation["nodes"]
    ]
