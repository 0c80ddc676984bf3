"""What is written to graduate and trainer about a consultation, each in their own language, once per cause."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from people import outbox
from people.invitation import sender
from people.models import User
from postcourse import invitation
from postcourse.models import Consultation
from postcourse.wording import about, in_calendar, when

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

Kind = Consultation.Kind


def invite(consultation: Consultation) -> None:
    """The invitation, and the same again after each change of time or place."""
    cause = f"invite:{consultation.pk}:{consultation.sequence}"
    changed = consultation.sequence > 0
    _to_graduate(consultation, cause, "consultation-invitation", invitation.REQUEST, lambda: _invitation(consultation))
    _to_trainer(consultation, cause, invitation.REQUEST, lambda: _news(consultation, changed=changed))


def remind(consultation: Consultation) -> None:
    """The day before, with the entry that the calendar has already (UID and SEQUENCE stay): no second one comes of it.

    Nobody is reminded by post: the letter would come when the consultation is over.
    """
    if not outbox.address_of(consultation.person):
        return
    cause = f"remind:{consultation.pk}:{consultation.sequence}"
    _to_graduate(consultation, cause, "consultation-reminder", invitation.REQUEST, lambda: _reminder(consultation))


def call_off(consultation: Consultation, *, why: StrOrPromise) -> None:
    cause = f"cancel:{consultation.pk}:{consultation.sequence}"
    _to_graduate(
        consultation, cause, "consultation-cancelled", invitation.CANCEL, lambda: _cancellation(consultation, why)
    )
    _to_trainer(consultation, cause, invitation.CANCEL, lambda: _cancellation(consultation, why))


def take_from(trainer: User, consultation: Consultation) -> None:
    """Another trainer holds it: it leaves this one's calendar."""
    cause = f"cancel:{consultation.pk}:{consultation.sequence}"
    _to_trainer(consultation, cause, invitation.CANCEL, lambda: _handed_on(consultation), trainer=trainer)


def to_keep(consultation: Consultation, *, for_trainer: bool) -> str:
    """The calendar file that a reader takes from the page."""
    return _calendar(consultation, invitation.PUBLISH, "", "", for_trainer=for_trainer)


Words = Callable[[], tuple[str, str]]


def _to_graduate(consultation: Consultation, cause: str, kind: str, method: str, words: Words) -> None:
    person = consultation.person
    if person.erased_at:
        return
    address = outbox.address_of(person)
    with override(person.language):
        subject, text = words()
        calendar = _calendar(consultation, method, person.full_name, address) if address else ""
        greeting = _("Dear %(name)s,") % {"name": person.full_name}
        outbox.post(
            cause=cause,
            kind=kind,
            language=person.language,
            subject=subject,
            text=f"{greeting}\n\n{text}\n\n{_how_to_answer(consultation, address)}",
            calendar=calendar,
            person=person,
        )


def _to_trainer(
    consultation: Consultation, cause: str, method: str, words: Words, *, trainer: User | None = None
) -> None:
    to = trainer or consultation.trainer
    if to is None or not to.is_active:  # whoever has left is told of nobody
        return
    if consultation.discussion_id is not None:  # of a discussion the trainer has one entry for all
        return
    with override(to.language):
        subject, text = words()
        way = _("Open the consultation:")
        outbox.post(
            cause=f"{cause}:trainer:{to.pk}",
            kind="consultation-trainer",
            language=to.language,
            subject=subject,
            text=f"{text}\n\n{way}\n{page(consultation)}",
            calendar=_calendar(consultation, method, to.name, to.email, for_trainer=True),
            to_email=to.email,
        )


def page(consultation: Consultation) -> str:
    return f"{settings.SITE_URL}{reverse('postcourse:consultation', args=[consultation.pk])}"


def _how_to_answer(consultation: Consultation, address: str) -> str:
    if not consultation.is_open:
        return _("If you have a question, write to us or call.")
    agreed = consultation.status == Consultation.Status.CONFIRMED
    if not address:
        asked = _("To confirm that you take part, or to choose another time, call us.")
        return _("To choose another time, call us.") if agreed else asked
    way = _("Look at it, or choose another time:") if agreed else _("Confirm, or choose another time:")
    return f"{way}\n{page(consultation)}"


def _facts(consultation: Consultation) -> str:
    trainer = consultation.trainer
    lines = [
        _("When: %(when)s (Almaty time)") % {"when": when(consultation)},
        _("With: %(name)s") % {"name": trainer.name or trainer.email} if trainer else "",
        _("Where: %(place)s") % {"place": consultation.place}
        if consultation.place
        else _("Where: your trainer will tell you the room or send a link"),
        _("About: %(topic)s") % {"topic": about(consultation)},
    ]
    return "\n".join(line for line in lines if line)


def _invitation(consultation: Consultation) -> tuple[str, str]:
    if consultation.sequence:
        subject = _("Your consultation has changed: %(when)s") % {"when": when(consultation)}
        opening = _("The time or the place of your consultation has changed.")
    elif consultation.kind == Kind.GROUP:
        subject = _("Case discussion: %(when)s") % {"when": when(consultation)}
        opening = _("You have a place in the discussion.")
    else:
        subject = _("Consultation: %(when)s") % {"when": when(consultation)}
        opening = _("We invite you to a consultation after the course. It is free of charge.")
        if consultation.kind == Kind.BOOKED and consultation.replans_id is None:
            opening = _("As agreed, a consultation is booked for you. It is free of charge.")
            if _booked_by_themselves(consultation):
                opening = _("You have booked a consultation. It is free of charge.")
    return subject, f"{opening}\n\n{_facts(consultation)}"


def _booked_by_themselves(consultation: Consultation) -> bool:
    """Not planned once more, and not by somebody who took their call."""
    first = consultation.events.select_related("by").earliest("at", "pk")
    return first.by is not None and first.by.owns(consultation.plan.attempt.enrolment.person_id)


def _reminder(consultation: Consultation) -> tuple[str, str]:
    subject = _("Reminder: consultation, %(when)s") % {"when": when(consultation)}
    opening = _("Your consultation is soon.")
    return subject, f"{opening}\n\n{_facts(consultation)}"


def _cancellation(consultation: Consultation, why: StrOrPromise) -> tuple[str, str]:
    subject = _("Cancelled: consultation, %(when)s") % {"when": when(consultation)}
    opening = _("The consultation will not be held.")
    if consultation.discussion is not None and consultation.discussion.is_open:
        subject = _("Case discussion: your place is free again, %(when)s") % {"when": when(consultation)}
        opening = _("The discussion will be held; you have no place in it any more.")
    parts = [opening, _with_whom(consultation)]
    if why:
        parts.append(_("Reason: %(why)s") % {"why": why})
    return subject, "\n\n".join(parts)


def _news(consultation: Consultation, *, changed: bool) -> tuple[str, str]:
    title = _("Consultation changed: %(name)s, %(when)s") if changed else _("Consultation: %(name)s, %(when)s")
    if consultation.kind == Kind.BOOKED and not changed and _booked_by_themselves(consultation):
        title = _("Booked by the participant: %(name)s, %(when)s")
    subject = title % {"name": consultation.person.full_name, "when": when(consultation)}
    return subject, _with_whom(consultation)


def _handed_on(consultation: Consultation) -> tuple[str, str]:
    subject = _("Another trainer holds it: consultation, %(when)s") % {"when": when(consultation)}
    return subject, _with_whom(consultation)


def _with_whom(consultation: Consultation) -> str:
    lines = [
        _("Participant: %(name)s") % {"name": consultation.person.full_name},
        _("When: %(when)s (Almaty time)") % {"when": when(consultation)},
        _("Where: %(place)s") % {"place": consultation.place} if consultation.place else "",
        _("About: %(topic)s") % {"topic": about(consultation)},
    ]
    return "\n".join(line for line in lines if line)


def _calendar(consultation: Consultation, method: str, name: str, email: str, *, for_trainer: bool = False) -> str:
    trainer = consultation.trainer
    other = consultation.person.full_name if for_trainer else trainer.name if trainer else ""
    return invitation.calendar_file(
        consultation,
        method=method,
        summary=in_calendar(consultation, other=other),
        description=f"{about(consultation)}\n{page(consultation)}",
        url=page(consultation),
        organiser=sender(),
        attendee=(name, email) if email else None,
        stamp=timezone.now(),
    )
