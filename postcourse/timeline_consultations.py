"""Consultations on the timeline: how each stands, and what the staff have done with it, in words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.models import User
from people.roles import Role
from postcourse.models import Consultation, ConsultationEvent, Plan
from postcourse.picturing import STATES
from postcourse.templatetags.consultations import PILLS
from postcourse.timeline_entry import PLANNED, Act, Entry
from postcourse.wording import about, short_time

Status = Consultation.Status


def consultations_of(plan: Plan) -> list[Consultation]:
    """Those of the plan with all that is told of them; asked for once, however often."""
    rows = Consultation.objects.select_related("trainer").prefetch_related("events__by")
    prefetch_related_objects([plan], Prefetch("consultations", rows))
    return list(plan.consultations.all())


def consultation_entries(plan: Plan, reader: User | None) -> Iterator[Entry]:
    own = reader is not None and reader.owns(plan.attempt.enrolment.person_id)
    for row in consultations_of(plan):
        holds = reader is not None and not own and _is_theirs(reader, row)
        tone, icon = PILLS[Status(row.status)]
        words = about(row)
        yield Entry(
            when=row.starts_at,
            kind="consultation",
            title=words[:1].upper() + words[1:],
            tone=tone,
            icon=icon,
            word=str(row.get_status_display()),
            url=reverse("postcourse:consultation", args=[row.pk]) if own or holds else "",
            who=str(row.trainer or ""),
            times=short_time(row).partition(", ")[2],
            ends=row.ends_at,
            place=row.place,
            said=tuple(_said(row)),
            acts=tuple(_acts(row)) if holds else (),
            state=STATES.get(Status(row.status), PLANNED),
        )


def _is_theirs(reader: User, row: Consultation) -> bool:
    """As `access.holds`: everybody's for the organiser, their own for a trainer."""
    return reader.has_role(Role.ORGANISER, Role.ADMINISTRATOR) or row.trainer_id == reader.pk


def _acts(row: Consultation) -> Iterator[Act]:
    """A step that nobody was invited to yet is moved and closed; later its own page has what can be done."""
    if row.status == Status.PLANNED:
        yield Act("calendar", _("Move"), reverse("postcourse:step_move", args=[row.pk]))
        yield Act("x", _("Call off"), reverse("postcourse:consultation_cancel", args=[row.pk]))


def _said(row: Consultation) -> Iterator[str]:
    """What people have done with it, and why: added, moved before anybody was invited, closed."""
    events = list(row.events.all())
    if row.kind == Consultation.Kind.BOOKED and events and events[0].by and not _owns(events[0].by, row):
        yield _("Booked by %(who)s on %(day)s.") % _who_and_when(events[0])
    if row.kind == Consultation.Kind.ADDED and not row.replans_id and events and events[0].by:
        yield _("Added by %(who)s on %(day)s.") % _who_and_when(events[0])
    for before, event in pairwise(events):
        if event.by and event.old == event.new == Status.PLANNED and event.starts_at != before.starts_at:
            yield _with_reason(_("Moved by %(who)s on %(day)s, from %(was)s to %(now)s") % _move(before, event), event)
        if event.by and event.new == Status.CANCELLED:
            yield _with_reason(_("Cancelled by %(who)s on %(day)s") % _who_and_when(event), event)


def _owns(user: User, row: Consultation) -> bool:
    return user.owns(row.plan.attempt.enrolment.person_id)


def _who_and_when(event: ConsultationEvent) -> dict[str, str]:
    return {"who": str(event.by), "day": date_format(timezone.localdate(event.at), "SHORT_DATE_FORMAT")}


def _move(before: ConsultationEvent, event: ConsultationEvent) -> dict[str, str]:
    was, now = (timezone.localtime(each.starts_at).strftime("%d.%m.%Y %H:%M") for each in (before, event))
    return {**_who_and_when(event), "was": was, "now": now}


def _with_reason(sentence: str, event: ConsultationEvent) -> str:
    return f"{sentence}. {_('Reason: %(why)s') % {'why': event.why}}" if event.why else f"{sentence}."
