"""Two contents of a programme side by side, without a database: what was added, removed, moved and changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from courses.draft_content import LANGUAGES, kind_of
from courses.draft_hours import sum_of
from courses.draft_words import FIELDS
from courses.models import Cohort
from courses.programme_content import FORMS, HOUR_KINDS
from people.languages import Language, in_language

Content = Mapping[str, Any]
# Titles that share less than this are taken for two modules, not for one that was renamed.
ALIKE = 0.6


@dataclass(frozen=True)
class Fact:
    label: str
    was: str
    now: str


@dataclass(frozen=True)
class Line:
    """A line of the programme in both contents, or in one of them. States: added, removed, changed, moved, same."""

    state: str
    name: str
    title: str
    facts: list[Fact]


@dataclass(frozen=True)
class ListChange:
    heading: str
    removed: list[str]
    added: list[str]


@dataclass(frozen=True)
class Comparison:
    facts: list[Fact]
    lines: list[Line]
    sums: list[Fact]
    lists: list[ListChange]
    marking_differs: bool

    @property
    def anything(self) -> bool:
        changed = any(line.state != "same" for line in self.lines)
        return bool(self.facts or changed or self.lists or self.marking_differs)


def compare(was: Content, now: Content) -> Comparison:
    return Comparison(
        facts=list(_heads(was, now)),
        lines=_lines(was.get("modules", []), now.get("modules", [])),
        sums=_sums(was, now),
        lists=list(_lists(was, now)),
        marking_differs=any(was.get(key) != now.get(key) for key in ("rubrics", "marking", "levels", "bands")),
    )


def _heads(was: Content, now: Content) -> Iterator[Fact]:
    for name in ("title", "audience"):
        yield from _texts(str(FIELDS[name]), was.get(name, {}), now.get(name, {}))
    for name in ("code", "declared_hours", "validity_years"):
        yield from _fact(str(FIELDS[name]), was.get(name), now.get(name))
    yield from _fact(str(FIELDS["forms"]), _forms(was), _forms(now))
    yield from _fact(_("Discrepancies"), _letters(was), _letters(now))


def _lines(was: Sequence[Content], now: Sequence[Content]) -> list[Line]:
    """In the order of the newer content; a removed line stands where it stood."""
    pairs = pair(was, now)
    stayed = _in_order([before for before in pairs if before is not None])
    lines = [
        _line(None if before is None else was[before], module, n, before is None or before in stayed)
        for n, (module, before) in enumerate(zip(now, pairs, strict=True), start=1)
    ]
    for place, module in enumerate(was):
        if place not in pairs:
            lines.insert(min(place, len(lines)), _line(module, None, place + 1, True))
    return lines


def pair(was: Sequence[Content], now: Sequence[Content]) -> list[int | None]:
    """For each line its place in the older content: the same title first, then the most alike of one kind."""
    found: dict[int, int] = {}
    scores = sorted(
        (
            (_alike(before, after), -abs(i - j), i, j)
            for i, before in enumerate(was)
            for j, after in enumerate(now)
            if kind_of(before) == kind_of(after)
        ),
        reverse=True,
    )
    for score, _nearness, i, j in scores:
        if score >= ALIKE and j not in found and i not in found.values():
            found[j] = i
    return [found.get(j) for j in range(len(now))]


def _alike(one: Content, other: Content) -> float:
    if kind_of(one) == "attestation":
        return 1.0
    ratios = (
        SequenceMatcher(None, one["title"][code], other["title"][code]).ratio() for code in LANGUAGES
        if one["title"][code] and other["title"][code]
    )  # fmt: skip
    return max(ratios, default=0.0)


def _in_order(places: list[int]) -> set[int]:
    """The longest run of lines that kept their order: the others are those that were moved."""
    longest: list[int] = []
    runs: list[list[int]] = [[]]
    for place in places:
        before: list[int] = max((run for run in runs if not run or run[-1] < place), key=len)
        runs.append([*before, place])
        longest = max(longest, runs[-1], key=len)
    return set(longest)


def _line(before: Content | None, after: Content | None, number: int, kept_place: bool) -> Line:
    shown = after or before or {}
    facts = list(line_facts(before or {}, after or {}))
    if before is None or after is None:
        state = "added" if before is None else "removed"
        facts = [fact for fact in facts if fact.label in {str(FIELDS[kind]) for kind in HOUR_KINDS}]
    else:
        state = "changed" if facts else "same" if kept_place else "moved"
    return Line(state, line_name(shown, number), in_language(shown["title"]), facts)


def line_name(line: Content, number: int) -> str:
    names = {"module": _("Module %(n)s") % {"n": number}, "attestation": _("Defence"), "extra": _("Extra line")}
    return names[kind_of(line)]


def line_facts(before: Content, after: Content) -> Iterator[Fact]:
    for name in ("title", "task", "result"):
        yield from _texts(str(FIELDS[name]), before.get(name, {}), after.get(name, {}))
    for kind in HOUR_KINDS:
        yield from _fact(str(FIELDS[kind]), before.get("hours", {}).get(kind), after.get("hours", {}).get(kind))


def _sums(was: Content, now: Content) -> list[Fact]:
    old, new = (sum_of({"modules": content.get("modules", [])}) for content in (was, now))
    return [Fact(str(FIELDS[kind]), str(old[kind]), str(new[kind])) for kind in (*HOUR_KINDS, "total")]


def _lists(was: Content, now: Content) -> Iterator[ListChange]:
    """Lines that are in one content only, in the language of the page; a changed one is among both."""
    old, new = ({section["key"]: section for section in content.get("sections", [])} for content in (was, now))
    for key in [*old, *(key for key in new if key not in old)]:
        before, after = _items(old.get(key)), _items(new.get(key))
        gone = [in_language(item) for item in before if item not in after]
        come = [in_language(item) for item in after if item not in before]
        if gone or come:
            yield ListChange(in_language(new.get(key) or old[key]), gone, come)


def _items(section: Content | None) -> list[dict[str, str]]:
    rows = (section, *section["items"]) if section else ()
    return [{code: row[code] for code in LANGUAGES} for row in rows]


def _texts(label: str, before: Content, after: Content) -> Iterator[Fact]:
    for code in LANGUAGES:
        yield from _fact(f"{label} ({Language(code).label})", before.get(code), after.get(code))


def _fact(label: str, before: Any, after: Any) -> Iterator[Fact]:
    if before != after:
        yield Fact(label, "–" if before in (None, "") else str(before), "–" if after in (None, "") else str(after))


def _forms(content: Content) -> str:
    return ", ".join(str(Cohort.Form(form).label) for form in FORMS if form in (content.get("forms") or FORMS))


def _letters(content: Content) -> str:
    return ", ".join(each["code"] for each in content.get("discrepancies", []))
