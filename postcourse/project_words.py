"""What the text of a project says of its goals, as drafts of goals: arithmetic over lines, without the database.

Read are the lines under a heading such as “Expected results”, “Күтілетін нәтижелері” or “Цели”. In each: words before a
colon, the indicator after it, “20 % → 60 %” or “с 4 до 12”, and a date. What a line does not say stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from people.alphabet import INVISIBLE
from people.names import clean

MOST, LONGEST = 10, 300
RESULTS = (
    "күтілетін нәтиже", "нәтиже көрсеткіш", "көрсеткіш", "ожидаем", "показател", "индикатор", "expected result",
    "expected outcome", "indicator",
)  # fmt: skip
OTHERS = (
    "мәселе", "проблем", "problem", "қадам", "іс-шара", "шаг", "мероприят", "step", "ресурс", "resource", "бюджет",
    "budget", "тәуекел", "риск", "risk", "қатысушы", "участник", "мерзім", "срок", "міндет", "задач", "task",
    "қорытынды", "вывод", "conclusion", "кіріспе", "введение", "өзекті", "актуальн", "әдебиет", "литератур",
)  # fmt: skip
AIMS = ("мақсат", "жобаның мақсат", "жоба мақсат", "цел", "aim", "goal", "objective")
# A heading stands alone in its line, or before a colon.
HEADING_LENGTH = 60
# No line is read further, and no run of spaces is long: what is sent may be anything.
LINE_LENGTH = 1_000
SPACES = re.compile(r"[^\S\t]+|\t\s*")
MARK = re.compile(r"^(?:[\s•▪‣·*–—−-]+|\d{1,2}[.)]\s+)+")
NUMBER = r"(-?\d{1,9}(?:[.,]\d{1,2})?)"
MEASURE = re.compile(
    rf"(?:\b(?:с|от|from)\s+)?(?<![\d.,]){NUMBER}\s*(%)?\s*(?:-?(?:тан|тен|дан|ден|нан|нен)\b|→|->|=>|\bдо\b|\bto\b)"
    rf"\s*{NUMBER}(?![\d.,]*\d)\s*(%)?(?:-?(?:ға|ге|қа|ке)\b)?(?:\s+(?:дейін))?",
    re.IGNORECASE,
)
DAY = re.compile(
    r"(?:\b(?:до|к|by)\s+)?\b(\d{1,2})\.(\d{1,2})\.(20\d\d)\b(?:\s*(?:г\.|ж\.|жылға|дейін))*", re.IGNORECASE
)
EDGES = " \t,;:.()–—-"


@dataclass(frozen=True)
class Draft:
    """A goal as far as the project says it; `words` are those of the project itself."""

    words: str
    title: str
    indicator: str = ""
    unit: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    due_on: date | None = None


def drafts(text: str) -> list[Draft]:
    """From the expected results and indicators; where there are none, from the aims."""
    found: dict[str, dict[str, None]] = {"results": {}, "aims": {}, "other": {}, "": {}}
    for section, line in _lines(text):
        found[section][line] = None
    return [_draft(line) for line in list(found["results"] or found["aims"])[:MOST]]


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Each line with the section that it stands in."""
    section = ""
    for long in text.splitlines():
        raw = SPACES.sub(lambda run: run[0][0] if run[0][0] == "\t" else " ", long[: 3 * LINE_LENGTH])[:LINE_LENGTH]
        line = MARK.sub("", raw).strip()
        head, colon, rest = line.partition(":")
        named = _section(head) if len(head) <= HEADING_LENGTH and (colon or _stands_alone(raw, head)) else None
        if named is None and line.endswith(":"):
            named = "other"
        if named is not None:
            section, line = named, rest.strip()
        if len(line) > 9:
            yield section, line


def _section(head: str) -> str | None:
    said = head.casefold()
    if said.startswith(RESULTS):
        return "results"
    if said.startswith(AIMS):
        return "aims"
    return "other" if said.startswith(OTHERS) else None


def _stands_alone(raw: str, line: str) -> bool:
    """A heading is no item of a list, says no figure and ends without a full stop."""
    return not raw.lstrip().startswith(("•", "-", "–", "—", "*")) and not re.search(r"\d|[.;,\t]$", line)


def _draft(line: str) -> Draft:
    words = clean(INVISIBLE.sub(" ", line))[:LONGEST].strip()
    measure, day = MEASURE.search(line), DAY.search(line)
    rest = DAY.sub(" ", MEASURE.sub(" ", line, count=1), count=1)
    title, indicator = _parted(rest)
    title = title if indicator else words
    baseline, target = (Decimal(measure[n].replace(",", ".")) for n in (1, 3)) if measure else (None, None)
    if baseline == target:
        baseline, target = None, None
    unit = "%" if measure and baseline is not None and (measure[2] or measure[4]) else ""
    return Draft(words, title[:LONGEST], indicator[:LONGEST], unit, baseline, target, _day(day))


def _parted(line: str) -> tuple[str, str]:
    """The goal and its indicator: two cells of a table, or what stands before and after a colon."""
    parts = re.split(r"\t+|:\s+", line, maxsplit=1)
    title, indicator = (re.sub(r"\s+", " ", part).strip(EDGES) for part in [*parts, ""][:2])
    return title, indicator


def _day(found: re.Match[str] | None) -> date | None:
    if found is None:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None
