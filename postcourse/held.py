"""What the support after the course holds on a human: plans, consultations with their notes, letters to trainers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from people.held import Held, Line, changes_of, messages, sentences
from people.human import Human
from people.models import OutboxMessage
from postcourse import held_implementation
from postcourse.held_booking import agreed_with
from postcourse.held_network import held_network
from postcourse.held_renewals import renewals_on
from postcourse.models import Consultation, ConsultationEvent, Plan
from postcourse.webinar_held import webinars_held_on
from postcourse.wording import about

CHANGING = ("place", "notes", "topic", "next_step")


def held_on(human: Human, *, own: bool) -> list[Held]:
    consultations = Consultation.objects.filter(plan__attempt__enrolment__person__in=human.keys)
    return [
        Held(_("Plans of support"), list(_plans(human))),
        Held(_("Consultations"), list(_consultations(consultations))),
        Held(_("How the consultations went"), list(_events(consultations))),
        Held(_("Earlier entries of the consultations"), _earlier(consultations)),
        agreed_with(consultations),
        Held(_("Letters to trainers"), messages(letters_about(consultations))),
        *webinars_held_on(human),
        *held_implementation.held(human),
        *renewals_on(human),
        *held_network(human),
    ]


def letters_about(consultations: QuerySet[Consultation]) -> QuerySet[OutboxMessage]:
    """To the trainer, who is told whom they meet: they are found by the consultation that caused them."""
    caused = Q(pk=None)
    for pk in consultations.order_by().values_list("pk", flat=True):
        for act in ("invite", "cancel"):
            caused |= Q(cause__startswith=f"{act}:{pk}:")
    return OutboxMessage.objects.filter(caused, person=None)


def _plans(human: Human) -> Iterator[Line]:
    rows = Plan.objects.filter(attempt__enrolment__person__in=human.keys)
    for row in rows.select_related("trainer", "template").order_by("created_at", "pk"):
        version = (_("Template of the support"), row.template.number if row.template else "")
        facts = (_("Counted from"), row.counted_from), (_("Trainer"), row.trainer), version
        yield Line(row.created_at, str(row.get_kind_display()), sentences(*facts))


def _consultations(consultations: QuerySet[Consultation]) -> Iterator[Line]:
    rows = consultations.select_related("trainer")
    for row in rows.order_by("starts_at", "pk"):
        facts = (_("Status"), row.get_status_display()), (_("Trainer"), row.trainer), (_("Place"), row.place)
        said = (*facts, (_("Topic"), row.topic), (_("Next step"), row.next_step))
        yield Line(row.starts_at, about(row), sentences(*said, text=row.notes))


def _events(consultations: QuerySet[Consultation]) -> Iterator[Line]:
    rows = ConsultationEvent.objects.filter(consultation__in=consultations).select_related("by")
    for row in rows.order_by("at", "pk"):
        facts = (
            (_("Was"), row.get_old_display()), (_("Became"), row.get_new_display()), (_("Begins"), row.starts_at),
            (_("By"), row.by),
        )  # fmt: skip
        yield Line(row.at, _("Consultation"), sentences(*facts, text=row.why))


def _earlier(consultations: QuerySet[Consultation]) -> list[Line]:
    history: Any = Consultation.history.model
    rows = history.objects.filter(id__in=consultations.order_by().values("pk")).select_related("history_user")
    return changes_of(rows.order_by("id", "history_id"), Consultation, CHANGING)
