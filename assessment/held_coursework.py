"""What coursework holds on a human: the points for each criterion, what the tasks suggested, and why they differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessment.models import CourseworkMark
from people.held import Held, Line, sentences
from people.human import Human
from people.scrubbing import NOTHING, Kept, Scrub, blank


def held_on(human: Human) -> list[Held]:
    return [Held(_("Coursework points"), list(_lines(human)))]


def scrubs(human: Human) -> list[Scrub]:
    """The points stay: the total of a result is made from them. The words beside them go."""
    history: Any = CourseworkMark.history
    # Also of points that were taken back and are in the history alone.
    before = history.filter(enrolment__person__in=human.keys)
    return [
        Scrub(_("coursework points: reasons in words"), _marks(human).exclude(reason=""), blank(reason=NOTHING)),
        Scrub(_("earlier coursework points: reasons in words"), before.exclude(reason=""), blank(reason=NOTHING)),
    ]


def kept(human: Human) -> list[Kept]:
    return [Kept(_("coursework points"), _marks(human), _("The results and the protocols rest on them."))]


def _marks(human: Human) -> QuerySet[CourseworkMark]:
    return CourseworkMark.objects.filter(enrolment__person__in=human.keys)


def _lines(human: Human) -> Iterator[Line]:
    rows = _marks(human).select_related("criterion", "given_by", "enrolment__cohort")
    for row in rows.order_by("given_at", "pk"):
        facts = [
            (_("Points"), f"{row.points:f} / {row.maximum:f}"), (_("Suggested by the tasks"), row.suggested),
            (_("Cohort"), row.enrolment.cohort), (_("By"), row.given_by),
        ]  # fmt: skip
        yield Line(row.given_at, str(row.criterion), sentences(*facts, text=row.reason))
