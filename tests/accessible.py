"""WCAG 2.2 AA by axe, and a page that fits its window: what every page of the product is held to."""

from __future__ import annotations

from collections.abc import Mapping

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
_axe = Axe()


# All that changes with the theme.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def faint(page: Page) -> list[str]:
    """What axe finds too faint on the page as it stands."""
    return _found(page, COLOURS)


def flaws(page: Page) -> list[str]:
    """What axe finds on the page as it stands, and whether it has to be pushed sideways; one line each."""
    found = _found(page, RULES)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{page.url}: wider than the window of {page.viewport_size}")
    return found


def _found(page: Page, rules: Mapping[str, object]) -> list[str]:
    return [
        f"{page.url}: {violation['id']}: {node['html'][:160]}"
        for violation in _axe.run(page, options=rules).response["violations"]
        for node in violation["nodes"]
    ]
