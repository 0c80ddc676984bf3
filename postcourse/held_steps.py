"""The steps that the staff have added to somebody's plan: told to the person, and scrubbed with the rest."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from people.held import Held, Line, sentences
from people.human import Human
from people.scrubbing import Scrub, blank
from postcourse.models import AddedStep


def held_steps(human: Human) -> Held:
    return Held(_("Steps that were added to the plan"), list(_lines(human)))


def scrubbed_steps(human: Human) -> Scrub:
    return Scrub(_("topics of added consultations"), _steps(human).exclude(topic=""), blank(topic=""))


def _lines(human: Human) -> Iterator[Line]:
    for row in _steps(human).select_related("by", "consultation").order_by("at", "pk"):
        facts = (_("Begins"), row.consultation.starts_at), (_("By"), row.by)
        yield Line(row.at, _("Added consultation"), sentences(*facts, text=row.topic))


def _steps(human: Human) -> QuerySet[AddedStep]:
    return AddedStep.objects.filter(consultation__plan__attempt__enrolment__person__in=human.keys)
