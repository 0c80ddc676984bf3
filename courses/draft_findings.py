"""What stands between a draft and its publication: sentences a person can act on, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.draft_content import LANGUAGES, Content, Path, as_file, kind_of
from courses.draft_hours import hours_agree, sum_of
from courses.draft_words import FIELDS, IN_LANGUAGE, name_of
from courses.models import Programme, ProgrammeDraft
from courses.programme_content import HOUR_KINDS
from courses.programme_file import digest_of, read
from people.languages import in_language


@dataclass(frozen=True)
class Finding:
    """The path leads to the page and the field where it is put right."""

    sentence: str
    path: Path
    code: str


def findings(draft: ProgrammeDraft) -> list[Finding]:
    """Everything at once, in the order of the pages; the checks of the programme file have the last word."""
    content: Content = draft.content
    found = [*_of_head(draft), *_of_modules(content), *_of_hours(draft), *_of_lists(content)]
    return found or [*_of_file(content), *_same_as_newest(draft)]


def _of_head(draft: ProgrammeDraft) -> Iterator[Finding]:
    if draft.programme_id is None and Programme.objects.filter(code=draft.content["code"]).exists():
        yield Finding(_("There is a programme with this code already: choose another."), ("code",), "code")
    for name in ("title", "audience"):
        yield from _unwritten((name,), str(FIELDS[name]), draft.content[name])


def _of_modules(content: Content) -> Iterator[Finding]:
    if not any(kind_of(module) == "attestation" for module in content["modules"]):
        yield Finding(_("The attestation is missing: add its line."), ("modules",), "attestation")
    for module in content["modules"]:
        path, name = ("modules", module["key"]), name_of(content, module["key"])
        for field in ("title", "task", "result"):
            if field in module:
                yield from _unwritten((*path, field), f"{name}: {FIELDS[field]}", module[field])
        if not any(module["hours"][kind] for kind in HOUR_KINDS):
            yield Finding(_("%(module)s has no hours yet.") % {"module": name}, (*path, "hours"), "no_hours")


def _of_hours(draft: ProgrammeDraft) -> Iterator[Finding]:
    """The hours agree, or they differ in just the way that discrepancy H of the copied version tells of."""
    content, source = draft.content, draft.based_on.source
    told = any(each["code"] == "H" for each in content["discrepancies"])
    if hours_agree(content) or (told and figures(content) == figures(source)):
        return
    sums, printed = sum_of(content), content["printed_totals"]
    yield Finding(
        _(
            "The hours do not agree: the lines add up to %(sums)s, the totals in the document say %(printed)s, "
            "and %(declared)s hours are declared."
        )
        % {"sums": spoken(sums), "printed": spoken(printed), "declared": content["declared_hours"]},
        ("hours",),
        "hours",
    )


def _of_lists(content: Content) -> Iterator[Finding]:
    for section in content["sections"]:
        path, name = ("sections", section["key"]), in_language(section) or section["key"]
        yield from _unwritten(path, _("The heading of a list"), section)
        missing = [code for code in LANGUAGES if any(not item[code] for item in section["items"])]
        if missing:
            yield _gap(path, name, missing)


def _of_file(content: Content) -> Iterator[Finding]:
    try:
        read(as_file(content))
    except ValidationError as refusal:
        yield Finding(" ".join(refusal.messages), (), "file")


def _same_as_newest(draft: ProgrammeDraft) -> Iterator[Finding]:
    newest = draft.programme.versions.order_by("-number").first() if draft.programme else None
    if newest and newest.digest == digest_of(as_file(draft.content)):
        sentence = _("This draft says the same as version %(n)s: there is nothing to publish.") % {"n": newest.number}
        yield Finding(sentence, (), "same")


def _unwritten(path: Path, name: str, text: Mapping[str, Any]) -> Iterator[Finding]:
    if missing := [code for code in LANGUAGES if not text[code]]:
        yield _gap(path, name, missing)


def _gap(path: Path, name: str, missing: list[str]) -> Finding:
    languages = ", ".join(str(IN_LANGUAGE[code]) for code in missing)
    sentence = _("%(place)s: nothing is written %(languages)s.") % {"place": name, "languages": languages}
    return Finding(sentence, (*path, missing[0]), "language")


def figures(content: Mapping[str, Any]) -> tuple[object, ...]:
    """All that discrepancy H speaks of."""
    return sum_of(content), content["printed_totals"], content["declared_hours"]


def spoken(hours: Mapping[str, int]) -> str:
    return f"{hours['lecture']} + {hours['practice']} + {hours['self_study']} = {hours['total']}"
