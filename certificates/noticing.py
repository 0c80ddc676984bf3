"""What differs from what somebody would expect of a batch: said to the head before anything is signed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import Result
from certificates.blanks.stock import Kind
from certificates.eligibility import DECIDED, Line
from certificates.models import Batch, Document
from certificates.reissuing import Draft
from courses.models import Enrolment
from people.paper import unprintable

# Who of a list is expected to get a paper in the end.
EXPECTED = (*DECIDED, Enrolment.Status.ADMITTED, Enrolment.Status.ON_HOLD)
NAMED = 12


@dataclass(frozen=True)
class Notice:
    """One sentence, and whom it is about; `more` of them are not named."""

    icon: str
    sentence: str
    details: list[str]
    more: int = 0


def notices_of(batch: Batch, found: list[Line], lines: list[Line], today: date) -> list[Notice]:
    """Of a cohort's batch: `found` is the whole dry run, `lines` what would be signed."""
    return [
        *_about(lines, "alert", _is_unconfirmed, _unconfirmed, _with_objection),
        *_about(lines, "alert", _has_odd_letters, _odd_letters, _with_letters),
        *_about(lines, "scale", _decided_otherwise, _otherwise, _with_rule),
        *_about(lines, "file", _is_instead, _instead, _with_total),
        *_about(lines, "refresh", _touches_another, _touching, _with_old),
        *_about(lines, "eye-off", _is_withheld, _withheld, _with_withheld),
        *_without(found, lines),
        *in_the_past(batch, today),
    ]


def notices_of_support(batch: Batch, lines: list[Line], today: date) -> list[Notice]:
    """Of statements of completed support, which say nothing of the result."""
    return [
        *_about(lines, "alert", _is_unconfirmed, _unconfirmed, _with_objection),
        *_about(lines, "alert", _has_odd_letters, _odd_letters, _with_letters),
        *in_the_past(batch, today),
    ]


def notices_of_reissue(batch: Batch, draft: Draft, today: date) -> list[Notice]:
    """Of one paper in place of another; what differs between the two is a table of its own."""
    is_withheld = draft.old.standing.withheld
    name, unconfirmed = draft.snapshot["name"]["full"], not batch.is_duplicate and not draft.name_is_confirmed
    return [
        *([Notice("alert", _unconfirmed(1) % {"n": 1}, [name])] if unconfirmed else []),
        *([Notice("alert", _odd_letters(1) % {"n": 1}, [f"{name}: {unprintable(name)}"])] if unprintable(name) else []),
        *([Notice("eye-off", _withheld(1) % {"n": 1}, [f"{name}: №\xa0{draft.old}"])] if is_withheld else []),
        *_expired_before(batch, draft),
        *in_the_past(batch, today),
    ]


def _expired_before(batch: Batch, draft: Draft) -> Iterator[Notice]:
    """A duplicate runs from the first issue: one that is dated after the last day is void from the start."""
    last = draft.old.valid_through
    if last is not None and last < batch.issued_on:
        said = _("It expired on %(day)s: the new document will be out of date from the day of its issue.")
        yield Notice("alert", said % {"day": date_format(last, "SHORT_DATE_FORMAT")}, [])


def in_the_past(batch: Batch, today: date) -> Iterator[Notice]:
    """The paper would be dated before the day on which it is signed."""
    days = (today - batch.issued_on).days
    if days > 0:
        said = ngettext(
            "The date of issue, %(day)s, is %(n)s day before the signature.",
            "The date of issue, %(day)s, is %(n)s days before the signature.",
            days,
        )
        yield Notice("calendar", said % {"day": date_format(batch.issued_on, "SHORT_DATE_FORMAT"), "n": days}, [])


def too_few_blanks(needed: int, kind: Kind | None) -> Iterator[Notice]:
    """Of the blanks that can carry these papers; where none were received within a year nobody misses them."""
    if kind is not None and kind.is_missed and kind.ready < needed:
        said = ngettext(
            "%(n)s protected blank is needed, and %(ready)s are ready.",
            "%(n)s protected blanks are needed, and %(ready)s are ready.",
            needed,
        )
        yield Notice("file", said % {"n": needed, "ready": kind.ready}, [])


def _about(
    lines: Iterable[Line],
    icon: str,
    concerns: Callable[[Line], bool],
    sentence: Callable[[int], str],
    detail: Callable[[Line], str],
) -> Iterator[Notice]:
    rows = [line for line in lines if concerns(line)]
    if rows:
        named = [detail(line) for line in rows[:NAMED]]
        yield Notice(icon, sentence(len(rows)) % {"n": len(rows)}, named, len(rows) - len(named))


def _without(found: list[Line], lines: list[Line]) -> Iterator[Notice]:
    """Fewer than were admitted."""
    signed = {line.enrolment.pk for line in lines}
    expected = [line for line in found if line.enrolment.status in EXPECTED]
    rows = [line for line in expected if line.enrolment.pk not in signed and not line.is_done]
    if rows:
        said = ngettext(
            "%(n)s of %(total)s on the list gets nothing with this batch:",
            "%(n)s of %(total)s on the list get nothing with this batch:",
            len(rows),
        )
        named = [f"{line.person.full_name}: {_why_nothing(line)}" for line in rows[:NAMED]]
        yield Notice("minus", said % {"n": len(rows), "total": len(expected)}, named, len(rows) - len(named))


def _why_nothing(line: Line) -> str:
    return line.obstacle or _("The result came after the batch was prepared.")


# ---- which lines, and what is said of them ---------------------------------------------------------------------------
def _is_unconfirmed(line: Line) -> bool:
    return not line.name_is_confirmed


def _unconfirmed(n: int) -> str:
    return ngettext(
        "%(n)s person has not confirmed the spelling of the name:",
        "%(n)s people have not confirmed the spelling of the name:",
        n,
    )


def _with_objection(line: Line) -> str:
    objection = line.enrolment.name_objection
    return f"{line.person.full_name} («{objection}»)" if objection else line.person.full_name


def _has_odd_letters(line: Line) -> bool:
    return bool(unprintable(line.printed_name))


def _odd_letters(n: int) -> str:
    return ngettext(
        "%(n)s name has letters that the paper's font has not:",
        "%(n)s names have letters that the paper's font has not:",
        n,
    )


def _with_letters(line: Line) -> str:
    return f"{line.printed_name}: {unprintable(line.printed_name)}"


def _decided_otherwise(line: Line) -> bool:
    """Not by the mean of the members alone; before there were such rules the chair's word stood for it."""
    return line.decided.rule != Result.Rule.MEAN or bool(line.decided.spread_reason)


def _otherwise(n: int) -> str:
    return ngettext(
        "%(n)s result did not come about by the members' mean alone:",
        "%(n)s results did not come about by the members' mean alone:",
        n,
    )


def _with_rule(line: Line) -> str:
    result = line.decided
    said = [str(result.get_rule_display())] if result.rule != Result.Rule.MEAN else []
    return f"{line.person.full_name}: {'. '.join([*said, result.spread_reason])}"


def _is_instead(line: Line) -> bool:
    return line.kind == Document.Kind.STATEMENT


def _instead(n: int) -> str:
    return ngettext(
        "%(n)s person gets a statement instead of a certificate:",
        "%(n)s people get a statement instead of a certificate:",
        n,
    )


def _with_total(line: Line) -> str:
    return f"{line.person.full_name}: {line.decided.total}"


def _touches_another(line: Line) -> bool:
    return line.replaces is not None or line.revokes is not None


def _touching(n: int) -> str:
    return ngettext(
        "%(n)s document in force is replaced or revoked in the same act:",
        "%(n)s documents in force are replaced or revoked in the same act:",
        n,
    )


def _with_old(line: Line) -> str:
    said = _("№ %(number)s is revoked") if line.revokes else _("№ %(number)s is replaced")
    return f"{line.person.full_name}: {said % {'number': line.revokes or line.replaces}}"


def _is_withheld(line: Line) -> bool:
    old = line.replaces or line.revokes
    return old is not None and old.standing.withheld


def _withheld(n: int) -> str:
    return ngettext(
        "%(n)s document is withheld at the holder's request: the one that comes after it is withheld, too:",
        "%(n)s documents are withheld at the holder's request: those that come after them are withheld, too:",
        n,
    )


def _with_withheld(line: Line) -> str:
    return f"{line.person.full_name}: №\xa0{line.replaces or line.revokes}"
