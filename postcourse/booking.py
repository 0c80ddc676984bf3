"""A graduate books a consultation: within the trainer's hours, one at a time, agreed at once.

Whoever phones is booked for by the plan's trainer or the organiser, by the same rules.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people import locking
from people.models import User
from people.roles import Role
from postcourse import letters
from postcourse.calendar import ONE_DAY, add_months
from postcourse.consulting import locked, new_consultation, withdraw
from postcourse.expecting import published_by
from postcourse.models import Consultation, Plan
from postcourse.policy import POLICY
from postcourse.step_times import is_over
from postcourse.templates_of import template_of
from postcourse.timing import check_booking, lock, offered_on

Status, Kind = Consultation.Status, Consultation.Kind
# What graduates give up by themselves: what they took by themselves.
OWN = (Kind.BOOKED, Kind.GROUP)


def open_until(plan: Plan) -> date:
    """The last day that can be booked: as long as the support goes on, or the retake is open."""
    if plan.kind == Plan.Kind.RETAKE:
        return add_months(plan.result.attested_on, POLICY.retake_months) - ONE_DAY
    return add_months(plan.counted_from, max(template_of(plan).months))


def last_bookable(plan: Plan, *, now: datetime) -> date:
    return min(timezone.localdate(now) + POLICY.horizon, open_until(plan))


def open_booking(plan: Plan) -> Consultation | None:
    return plan.consultations.open().filter(kind=Kind.BOOKED).select_related("trainer").first()


def why_not(plan: Plan, *, now: datetime) -> str:
    """Why nothing can be booked in this plan now, in a sentence; nothing where it can."""
    if plan.person.erased_at:
        return _("The record of this person was erased.")
    if plan.trainer is None or not plan.trainer.is_active or not plan.trainer.has_role(Role.TRAINER):
        return _("There is no trainer yet: the organiser names one.")
    if timezone.localdate(now) > open_until(plan):
        return _("The support after the course ended on %(day)s.") % {
            "day": date_format(open_until(plan), "SHORT_DATE_FORMAT")
        }
    if is_over(plan):
        return _("The preparation for the retake is over.")
    if not published_by(plan.trainer).is_published:
        return _("The trainer has not published free times yet. The planned consultations go on as before.")
    if open_booking(plan) is not None:
        return _("A consultation is booked already. Move it, or cancel it before another one is booked.")
    return ""


def free_times(
    plan: Plan, *, first: date | None, days: int, now: datetime
) -> tuple[list[tuple[date, list[datetime]]], date | None]:
    """The next days with a free time, from `first` on, and from which day there are more."""
    if plan.trainer is None or not days:
        return [], None
    begin = timezone.localdate(now + POLICY.notice)
    begin, last = max(begin, first or begin), last_bookable(plan, now=now)
    ahead = (begin + timedelta(days=n) for n in range((last - begin).days + 1))
    found = offered_on(plan.trainer, plan.person, list(ahead), now=now)
    return found[:days], found[days][0] if len(found) > days else None


@transaction.atomic
def book(plan: Plan, *, starts_at: datetime, topic: str, by: User, now: datetime | None = None) -> Consultation:
    """Their trainer, at that time, agreed; both get it for their calendars."""
    at = now or timezone.now()
    lock(plan.trainer)
    row = Plan.objects.with_people().select_related("result").get(pk=plan.pk)
    living(row)
    refusal = why_not(row, now=at)
    if refusal or row.trainer is None:
        raise ValidationError(refusal)
    place = check_booking(row.trainer, row.person, starts_at, last=last_bookable(row, now=at), now=at)
    try:
        with transaction.atomic():
            booked = new_consultation(
                row, starts_at=starts_at, by=by, trainer=row.trainer, kind=Kind.BOOKED, topic=topic.strip()[:200],
                place=place, status=Status.CONFIRMED,
            )  # fmt: skip
    except IntegrityError:
        raise ValidationError(_("That time has just been taken: choose another one.")) from None
    booked = locked(booked)
    letters.invite(booked)
    return booked


def living(plan: Plan) -> None:
    """Whoever erases the person waits, or has done so already: then nothing is booked for them."""
    keys = {plan.person.pk, plan.person.merged_into_id or plan.person.pk}
    if any(record.erased_at for record in locking.lock(keys).values()):
        raise ValidationError(_("The record of this person was erased."))


@transaction.atomic
def give_up(consultation: Consultation, *, why: str, by: User, now: datetime | None = None) -> Consultation:
    """The graduate does not come to what they took by themselves; the trainer is told and the time is free again."""
    row = locked(consultation)
    if row.kind not in OWN:
        raise ValidationError(_("This consultation is part of your plan: choose another time for it."))
    if row.starts_at <= (now or timezone.now()):
        raise ValidationError(_("The consultation has begun: it cannot be cancelled any more."))
    return withdraw(row, by=by, why=why.strip())
