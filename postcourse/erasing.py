"""What was talked about is scrubbed, and what was still to come is called off; that there were consultations stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from people.erasing import scrub_messages
from people.human import Human
from people.models import User
from people.scrubbing import Kept, Obstacle, Scrub, blank
from postcourse import erasing_implementation, erasing_renewals
from postcourse.consulting import move, withdraw
from postcourse.erasing_booking import scrubs_of
from postcourse.erasing_network import kept_of_network, lock_practices, scrubs_of_network
from postcourse.held import letters_about
from postcourse.models import Consultation, ConsultationEvent
from postcourse.webinar_erasing import kept_of_webinars, lock_webinars, scrubs_of_webinars


def obstacles(human: Human) -> list[Obstacle]:
    """None: nobody waits for a consultation of somebody who wants to be forgotten."""
    return []


def scrubs(human: Human, *, by: User, now: datetime) -> list[Scrub]:
    consultations = _consultations(human)
    keys = consultations.order_by().values("pk")
    history: Any = Consultation.history.model
    events = ConsultationEvent.objects.filter(consultation__in=keys)
    earlier = history.objects.filter(id__in=keys)
    return [
        Scrub(_("notes of consultations"), consultations.exclude(notes=""), blank(notes="")),
        Scrub(_("earlier notes of consultations"), earlier.exclude(notes=""), blank(notes="")),
        *scrubs_of(consultations),
        Scrub(_("reasons of changed consultations"), events.exclude(why=""), blank(why="")),
        Scrub(_("letters to trainers: text, subject and address"), letters_about(consultations), scrub_messages),
        *scrubs_of_webinars(human, by=by, now=now),
        *erasing_implementation.scrubs(human),
        *erasing_renewals.scrubs(human, now=now),
        *scrubs_of_network(human, by=by, now=now),
    ]


def kept(human: Human) -> list[Kept]:
    why = _("The record of the support that was given; without the name and the notes.")
    consultations = Kept(_("consultations: time, trainer, whether it was held"), _consultations(human), why)
    return [
        consultations,
        *kept_of_webinars(human),
        *erasing_implementation.kept(human),
        *erasing_renewals.kept(human),
        *kept_of_network(human),
    ]


def lock(human: Human) -> None:
    """Whoever invites them holds the trainer and the consultation when the letter to them is written."""
    rows = _consultations(human).open().order_by("starts_at", "pk")
    trainers = User.objects.filter(pk__in=rows.order_by().values("trainer")).order_by("pk")
    list(trainers.select_for_update(no_key=True))
    list(rows.select_for_update(of=("self",), no_key=True))
    lock_webinars(human)
    erasing_implementation.lock(human)
    lock_practices(human)


def call_off(human: Human, *, by: User, now: datetime) -> None:
    """After the record is scrubbed, so that the letter to the trainer names nobody; the person gets none."""
    for row in _consultations(human).open().order_by("starts_at", "pk"):
        if row.starts_at > now:
            withdraw(row, by=by)
        else:
            move(row, Consultation.Status.CANCELLED, by=by)
    erasing_implementation.call_off(human, by=by, now=now)


def still_open(human: Human) -> int:
    return int(_consultations(human).open().count())


def _consultations(human: Human) -> Any:
    return Consultation.objects.filter(plan__attempt__enrolment__person__in=human.keys)
