"""Consultations and discussions in somebody's private calendar, under the UID and SEQUENCE of their invitations."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Max
from django.utils.translation import gettext as _

from courses.calendar_feed import Appointment
from people.models import User
from people.roles import Role
from postcourse import group_letters, invitation, letters
from postcourse.holding import BINDING
from postcourse.models import Consultation, Discussion
from postcourse.wording import in_calendar


def consultations_of(user: User) -> Iterator[Appointment]:
    """What a graduate is invited to or has booked, and what a trainer holds; of a discussion the trainer has one entry.

    Whoever has the address reads it: whom a trainer meets stands on the page that it leads to, for who is signed in.
    """
    rows = Consultation.objects.filter(status__in=BINDING).annotate(told_at=Max("events__at")).with_people()
    if user.person_id is not None:
        for row in rows.filter(plan__attempt__enrolment__person__in=user.own_records):
            yield _alone(row, in_calendar(row, other=row.trainer.name if row.trainer else ""))
    if user.has_role(Role.TRAINER):
        for row in rows.filter(trainer=user, discussion=None):
            yield _alone(row, _("Consultation"))
        open_ones = Discussion.objects.filter(trainer=user, status=Discussion.Status.OPEN)
        for discussion in open_ones.annotate(told_at=Max("events__at")):
            yield _of_several(discussion)


def _alone(row: Consultation, summary: str) -> Appointment:
    return Appointment(
        invitation.uid(row), row.sequence, vars(row)["told_at"], row.starts_at, row.ends_at, summary, row.place,
        letters.page(row),
    )  # fmt: skip


def _of_several(row: Discussion) -> Appointment:
    return Appointment(
        group_letters.uid(row), row.sequence, vars(row)["told_at"], row.starts_at, row.ends_at,
        _("Case discussion: %(topic)s") % {"topic": row.topic}, row.place, group_letters.page(row),
    )  # fmt: skip
