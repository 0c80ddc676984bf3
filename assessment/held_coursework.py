"""What coursework holds on a human: the points for each criterion, what the tasks suggested, and why they differ."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessment.models import CourseworkMark
from people.held import Held, Line, sentences
from people.human import Human
from people.scrubbing import NOTHING, Kept, Scrub, blank


def held_on(human: Human) -> list[Held]:
    marks = _marks(human).select_related("criterion", "given_by", "enrolment__cohort")
    standing = list(marks.order_by("given_at", "pk"))
    earlier = _earlier(human, {mark.pk for mark in standing})
    return [
        Held(_("Coursework points"), [_line(row) for row in standing]),
        Held(_("Earlier coursework points"), [_line(row) for row in earlier]),
    ]


def scrubs(human: Human) -> list[Scrub]:
    """The points stay: the total of a result is made from them. The words beside them go."""
    # Also of points that were taken back and are in the history alone.
    before = _versions(human)
    return [
        Scrub(_("coursework points: reasons in words"), _marks(human).exclude(reason=""), blank(reason=NOTHING)),
        Scrub(_("earlier coursework points: reasons in words"), before.exclude(reason=""), blank(reason=NOTHING)),
    ]


def kept(human: Human) -> list[Kept]:
    return [Kept(_("coursework points"), _marks(human), _("The results and the protocols rest on them."))]


def _versions(human: Human) -> Any:
    history: Any = CourseworkMark.history
    return history.filter(enrolment__person__in=human.keys)


def _marks(human: Human) -> QuerySet[CourseworkMark]:
    return CourseworkMark.objects.filter(enrolment__person__in=human.keys)


def _earlier(human: Human, standing: Collection[int]) -> Iterator[Any]:
    """What stood there before it was changed or taken back: every version but those that stand now."""
    versions = _versions(human).select_related("criterion", "given_by", "enrolment__cohort")
    newest: set[int] = set()
    for row in versions.exclude(history_type="-").order_by("-history_date", "-history_id"):
        if row.id in standing and row.id not in newest:
            newest.add(row.id)
            continue
        yield row


def _line(row: Any) -> Line:
    facts = [
        (_("Points"), f"{row.points:f} / {row.maximum:f}"), (_("Suggested by the tasks"), row.suggested),
        (_("Cohort"), row.enrolment.cohort), (_("By"), row.given_by),
    ]  # fmt: skip
    return Line(row.given_at, str(row.criterion), sentences(*facts, text=row.reason))
