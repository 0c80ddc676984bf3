"""What a strict content policy, a slow network and weak eyes ask of templates, styles and colours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

from people.icons import ICONS

BASE = Path(settings.BASE_DIR)
CSS = (BASE / "static/css/basqaru.css").read_text(encoding="utf-8")
TEMPLATES = sorted(path.relative_to(BASE / "templates") for path in (BASE / "templates").rglob("*.html"))
# Paper and mail are read by a printer and by mail programs: no content policy applies, no style sheet is loaded.
SCREEN = [path for path in TEMPLATES if "paper" not in path.parts and "mail" not in path.parts]


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_every_template_can_be_read_and_names_only_icons_that_exist(path: Path) -> None:
    source = get_template(str(path)).template.source  # type: ignore[attr-defined]
    named = re.findall(r'{% icon "([\w-]+)"', source) + re.findall(r'{% status "\w+" "([\w-]+)"', source)
    assert set(named) <= ICONS.keys()


@pytest.mark.parametrize("path", SCREEN, ids=str)
def test_no_page_carries_style_or_script_of_its_own(path: Path) -> None:
    source = (BASE / "templates" / path).read_text(encoding="utf-8")
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", source) == []
    scripts = re.findall(r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")[^>]*>", source)
    assert scripts == []
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//", source) == []


@pytest.mark.parametrize("path", SCREEN, ids=str)
def test_every_day_box_says_its_month_alike(path: Path) -> None:
    source = (BASE / "templates" / path).read_text(encoding="utf-8")
    boxes = re.findall(r'<div class="day"[^>]*>(.*?)</div>', source, re.DOTALL)
    assert [box for box in boxes if not re.match(r"<span>{{ [\w.]+\|month_word }}</span><b>", box)] == []


@pytest.mark.parametrize("place", sorted(set(re.findall(r"url\((\.\./[^)]+)\)", CSS))))
def test_the_style_sheet_names_only_files_that_are_there(place: str) -> None:
    assert (BASE / "static/css" / place).resolve().is_file()


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert re.findall(r"url\(\s*[\"']?https?:", CSS) == []
    assert "@import" not in CSS


def test_each_font_is_shipped_with_its_licence() -> None:
    fonts = {path.name.split("-")[0] for path in (BASE / "static/fonts").glob("*.woff2")}
    assert fonts == {"golos", "pt"}
    licences = {path.name for path in (BASE / "static/fonts").glob("*.txt")}
    assert licences == {"OFL-golos-text.txt", "OFL-pt-serif.txt", "LICENCE-paratype.txt"}


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(r"--([\w-]+):var\(--L,(#[0-9A-F]{6})\) var\(--D,(#[0-9A-F]{6})\)", CSS)
}
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-2", "kok", "kok-deep", "altyn-ink", "ok", "warn", "bad", "mute")
      for ground in ("surface", "ground")),
    ("ink", "inset"), ("ink-2", "inset"), ("on-kok", "kok"), ("on-kok", "kok-hover"), ("kok-deep", "kok-soft"),
    *((kind, f"{kind}-soft") for kind in ("ok", "warn", "bad", "mute")), ("altyn-ink", "altyn-soft"),
    *(("ink", f"{kind}-soft") for kind in ("ok", "warn", "bad", "mute", "kok")),
    *((f"on-m{n}", f"m{n}") for n in range(1, 7)), ("surface", "ok"), ("surface", "kok-deep"),
]  # fmt: skip
MARKS = [("ctl", "surface"), ("ctl", "ground"), ("kok-vivid", "surface"), ("altyn", "surface"), ("focus", "ground")]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), [*((*t, 4.5) for t in TEXT), *((*m, 3.0) for m in MARKS)])
def test_colours_can_be_told_apart(ink: str, ground: str, least: float, theme: int) -> None:
    assert contrast(TOKENS[ink][theme], TOKENS[ground][theme]) >= least
