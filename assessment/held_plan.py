"""What the plan holds on a human: when they were told to defend, and which members declared a conflict with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessment.models import Conflict, PlanNotice
from people.held import Held, Line, sentences
from people.human import Human
from people.scrubbing import NOTHING, Scrub, blank


def held_on(human: Human) -> list[Held]:
    return [
        Held(_("Times of the defence that were told"), list(_times(human))),
        Held(_("Conflicts of interest of members"), list(_conflicts(human))),
    ]


def scrubs(human: Human) -> list[Scrub]:
    """Who declared a conflict stays, for the protocol says that the member was excused; the words go."""
    return [
        Scrub(_("conflicts of interest: reasons in words"), _declared(human), blank(reason=NOTHING)),
        Scrub(_("earlier conflicts of interest: reasons in words"), _ever_declared(human), blank(reason=NOTHING)),
    ]


def _declared(human: Human) -> QuerySet[Conflict]:
    return Conflict.objects.filter(person__in=human.keys)


def _ever_declared(human: Human) -> Any:
    history: Any = Conflict.history
    return history.filter(person__in=human.keys)


def _times(human: Human) -> Iterator[Line]:
    rows = PlanNotice.objects.filter(attempt__enrolment__person__in=human.keys).order_by("starts_at", "pk")
    for row in rows:
        yield Line(row.starts_at, row.room, sentences((_("Sent"), row.sent_at), (_("Cancelled"), row.cancelled_at)))


def _conflicts(human: Human) -> Iterator[Line]:
    """As they stand, and those that were taken back."""
    for row in _declared(human).select_related("member"):
        yield Line(row.declared_at, str(row.member), sentences((_("Kind"), row.get_kind_display()), text=row.reason))
    for gone in _ever_declared(human).filter(history_type="-").select_related("member"):
        facts = (_("Kind"), gone.get_kind_display()), (_("Taken back"), gone.history_date)
        yield Line(gone.declared_at, str(gone.member), sentences(*facts, text=gone.reason))
