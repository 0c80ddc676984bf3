"""A draft that was copied from a version which is not the newest: what its publication takes back of the newest one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.comparing import Comparison, Content, Fact, compare, line_facts, line_name, pair
from courses.draft_content import as_file
from courses.models import Programme, ProgrammeDraft, ProgrammeVersion
from people.languages import in_language


def newer_than(draft: ProgrammeDraft) -> ProgrammeVersion | None:
    """The newest version of its programme, where the draft was copied from an older one."""
    newest = draft.programme.versions.order_by("-number").first() if draft.programme else None
    return newest if newest and newest.pk != draft.based_on_id else None


def refuse_if_overtaken(draft: ProgrammeDraft, *, over: int | None) -> None:
    """Raise if the draft takes back what a newer version says, unless that very version was looked at: its number."""
    if draft.programme_id is None:
        return
    # Whoever publishes at the same moment waits here, and then reads the version that has just come.
    Programme.objects.select_for_update().get(pk=draft.programme_id)
    newest = newer_than(draft)
    if newest is None or newest.number == over or not taken_back_by(draft, newest):
        return
    raise ValidationError(
        _(
            "Version %(n)s is newer than version %(base)s, from which this draft was copied. "
            "Look at what its publication takes back, and tick that this is meant."
        ),
        code="overtaken",
        params={"n": newest.number, "base": draft.based_on.number},
    )


def taken_back_by(draft: ProgrammeDraft, newest: ProgrammeVersion) -> list[Fact]:
    return taken_back(draft.based_on.source, newest.source, as_file(draft.content))


def taken_back(base: Content, newest: Content, now: Content) -> list[Fact]:
    """What the newest content changed in the base and the content now says otherwise, be it as before or anew."""
    changed, whole = compare(newest, base), compare(newest, now)
    touched = {fact.label for fact in changed.facts}
    found = [fact for fact in whole.facts if fact.label in touched]
    found += [*_of_lines(base, newest, now), *_of_order(base, newest, now), *_of_lists(changed, whole)]
    if changed.marking_differs and whole.marking_differs:
        found.append(Fact(_("Tables of criteria, levels and bands"), _("changed"), _("as before")))
    return found


def _of_lines(base: Content, newest: Content, now: Content) -> Iterator[Fact]:
    was, lines, here = base["modules"], newest["modules"], now["modules"]
    before, after = pair(was, lines), pair(here, lines)
    for n, (line, old, new) in enumerate(zip(lines, before, after, strict=True), start=1):
        name, title = line_name(line, n), in_language(line["title"])
        touched = {fact.label for fact in line_facts({} if old is None else was[old], line)}
        if new is None and touched:
            yield Fact(name, title, "–")
        elif new is not None:
            facts = (fact for fact in line_facts(line, here[new]) if fact.label in touched)
            yield from (Fact(f"{name}, {fact.label}", fact.was, fact.now) for fact in facts)
    for n, (line, old) in enumerate(zip(here, pair(was, here), strict=True), start=1):
        if old is not None and old not in before and n - 1 not in after:
            yield Fact(line_name(line, n), "–", in_language(line["title"]))


def _of_order(base: Content, newest: Content, now: Content) -> Iterator[Fact]:
    lines, here = newest["modules"], now["modules"]
    if _moved(pair(base["modules"], lines)) and _moved(pair(here, lines)):
        titles = ("; ".join(in_language(line["title"]) for line in rows) for rows in (lines, here))
        yield Fact(_("Order of the modules"), *titles)


def _moved(places: list[int | None]) -> bool:
    return any(after < before for before, after in pairwise(place for place in places if place is not None))


def _of_lists(changed: Comparison, whole: Comparison) -> Iterator[Fact]:
    come = {text for change in changed.lists for text in change.removed}
    gone = {text for change in changed.lists for text in change.added}
    for change in whole.lists:
        yield from (Fact(change.heading, text, "–") for text in change.removed if text in come)
        yield from (Fact(change.heading, "–", text) for text in change.added if text in gone)
