"""What is written to participants and members about the plan of a defence: once for each version of their time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from assessment.models import Attempt, PlanNotice
from people import invitation, outbox
from people.invitation import CANCEL, REQUEST, Entry, day_and_time
from people.models import User

NEW, MOVED, OFF = "new", "moved", "off"


def tell(notice: PlanNotice, kind: str, *, now: datetime) -> None:
    """`kind` is new, moved or off."""
    if notice.attempt is not None:
        _to_participant(notice, notice.attempt, kind, now)
    elif notice.member is not None:
        _to_member(notice, notice.member, kind, now)


def uid_of(notice: PlanNotice) -> str:
    return invitation.uid_of("assessment.plan", notice.pk)


def when(notice: PlanNotice) -> str:
    """дүйсенбі, 2026 жылғы 23 қараша, 10:40–11:00."""
    return f"{day_and_time(notice.starts_at)}–{notice.ends_at.astimezone(invitation.ALMATY):%H:%M}"


def summary_of(notice: PlanNotice) -> str:
    return _("Defence of the project") if notice.attempt_id else _("Defence commission")


def page_of(notice: PlanNotice) -> str:
    """Where the participant, or the member, finds it."""
    if notice.attempt_id or notice.day_id is None:
        return f"{settings.SITE_URL}{reverse('home')}"
    return f"{settings.SITE_URL}{reverse('assessment:day', args=[notice.day_id])}"


def _to_participant(notice: PlanNotice, attempt: Attempt, kind: str, now: datetime) -> None:
    person = attempt.enrolment.person
    if person.erased_at:
        return
    address = outbox.address_of(person)
    with override(person.language):
        subject, opening = _participant_words(notice, kind)
        greeting = _("Dear %(name)s,") % {"name": person.full_name}
        closing = _("Your way through the course:") + f"\n{page_of(notice)}" if address else ""
        parts = [greeting, opening, "" if kind == OFF else _facts(notice), closing]
        outbox.post(
            cause=cause_of(notice),
            kind="defence-time",
            language=person.language,
            subject=subject,
            text="\n\n".join(part for part in parts if part),
            calendar=_calendar(notice, kind, person.full_name, address, now) if address else "",
            person=person,
        )


def _to_member(notice: PlanNotice, member: User, kind: str, now: datetime) -> None:
    if not member.is_active:
        return
    with override(member.language):
        subject, opening = _member_words(notice, kind)
        parts = [opening, "" if kind == OFF else "\n".join([_facts(notice), *_pauses(notice), _role(notice)])]
        if kind != OFF:
            parts.append(_("Open the day:") + f"\n{page_of(notice)}")
        outbox.post(
            cause=cause_of(notice),
            kind="defence-commission",
            language=member.language,
            subject=subject,
            text="\n\n".join(part for part in parts if part),
            calendar=_calendar(notice, kind, member.name, member.email, now),
            to_email=member.email,
        )


def cause_of(notice: PlanNotice) -> str:
    return f"defence-plan:{notice.pk}:{notice.sequence}"


def _participant_words(notice: PlanNotice, kind: str) -> tuple[str, str]:
    at = {"when": when(notice)}
    if kind == NEW:
        return _("Defence of your project: %(when)s") % at, _("The time of the defence of your project is set.")
    if kind == MOVED:
        return (
            _("The time of your defence has changed: %(when)s") % at,
            _("The time or the place of the defence of your project has changed. What you were told before is void."),
        )
    return (
        _("Cancelled: defence of your project, %(when)s") % at,
        _("You do not defend your project at this time. If another time is set, we shall write to you."),
    )


def _member_words(notice: PlanNotice, kind: str) -> tuple[str, str]:
    at = {"when": when(notice)}
    if kind == NEW:
        return _("Defence commission: %(when)s") % at, _("You sit on a defence commission.")
    if kind == MOVED:
        return (
            _("The defence commission has changed: %(when)s") % at,
            _("The time, the place or your part on the defence commission has changed."),
        )
    return (
        _("Cancelled: defence commission, %(when)s") % at,
        _("You do not sit on a defence commission at this time."),
    )


def _facts(notice: PlanNotice) -> str:
    lines = [
        _("When: %(when)s (Almaty time)") % {"when": when(notice)},
        _("Where: %(place)s") % {"place": notice.room},
    ]
    return "\n".join(lines)


def _role(notice: PlanNotice) -> str:
    people = notice.day.defences.count() if notice.day else 0
    said = ngettext("%(n)s participant defends.", "%(n)s participants defend.", people) % {"n": people}
    role = _("You chair the commission.") if notice.is_chair else _("You are a member of the commission.")
    return f"{role} {said}"


def _pauses(notice: PlanNotice) -> list[str]:
    """For a member, who is there all day: when the commission rests."""
    day = notice.day if notice.member_id else None
    if day is None:
        return []
    last = day.defences.count()
    ends = [(day.slot(rest.after)[1], rest.minutes) for rest in day.rests if 0 < rest.after < last]
    return [
        _("Pause: %(from)s–%(until)s") % {"from": f"{at:%H:%M}", "until": f"{at + timedelta(minutes=minutes):%H:%M}"}
        for at, minutes in ends
    ]


def _calendar(notice: PlanNotice, kind: str, name: str, email: str, now: datetime) -> str:
    entry = Entry(
        uid_of(notice),
        notice.sequence,
        notice.starts_at,
        notice.ends_at,
        summary_of(notice),
        "\n".join([*_pauses(notice), page_of(notice)]),
        page_of(notice),
        notice.room,
    )
    return invitation.calendar_file(
        entry,
        method=CANCEL if kind == OFF else REQUEST,
        product="Defences",
        organiser=invitation.sender(),
        attendee=(name, email),
        stamp=now,
    )
