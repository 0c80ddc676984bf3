"""What the staff change in a plan: they move a step that nobody was invited to yet, and add one.

A step is closed, with a reason, by the door that cancels a consultation (`consulting.cancel`).
"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.locking import lock as lock_records
from people.models import User
from postcourse.consulting import locked, move, new_consultation
from postcourse.models import Consultation, Plan
from postcourse.step_times import check, is_over, taken_already
from postcourse.timing import counted_back, lock
from postcourse.whereabouts import place_at

Status = Consultation.Status


@transaction.atomic
def move_step(
    consultation: Consultation, *, starts_at: datetime, by: User, why: str = "", now: datetime | None = None
) -> Consultation:
    """Another time for a step that nobody was invited to; once they are, the graduate has a say (`reschedule`)."""
    at = now or timezone.now()
    lock(consultation.trainer)
    row = locked(consultation)
    if row.status != Status.PLANNED:
        raise not_planned()
    if starts_at == row.starts_at:
        raise ValidationError(_("That is the time it has already: choose another one."))
    check(starts_at, row.plan, row, now=at)
    place = place_at(row, starts_at, row.trainer)
    return move(row, Status.PLANNED, by=by, why=why.strip(), place=place, **counted_back(starts_at))


def not_planned() -> ValidationError:
    return ValidationError(
        _("People are invited to this consultation, or it is over: look at it again."), code="not_planned"
    )


@transaction.atomic
def add_step(
    plan: Plan, *, topic: str, starts_at: datetime, by: User, place: str = "", now: datetime | None = None
) -> Consultation:
    """A consultation more, about a topic of its own, with the plan's trainer; the graduate is invited as ever."""
    at, topic, found = now or timezone.now(), topic.strip(), _ours(plan)
    if not topic:
        raise ValidationError({"topic": _("Say in a few words what it is about.")})
    if found.person.erased_at:
        raise ValidationError(_("The data of this person were erased: nothing is planned any more."), code="erased")
    if is_over(found):
        raise ValidationError(_("The term of this plan is over: nothing is added any more."), code="over")
    check(starts_at, found, now=at)
    return _placed(found, topic, starts_at=starts_at, place=place.strip(), by=by)


def _ours(plan: Plan) -> Plan:
    """The plan as it stands once nobody else adds to it, hands it on, or erases its graduate."""
    lock(plan.trainer)
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    lock_records([plan.person.pk])
    # Read once more: what PostgreSQL joins to a row it has waited for is from before the wait.
    return Plan.objects.with_people().select_related("result", "template").get(pk=plan.pk)


def _placed(plan: Plan, topic: str, *, starts_at: datetime, place: str, by: User) -> Consultation:
    try:
        with transaction.atomic():
            said = {"kind": Consultation.Kind.ADDED, "topic": topic, "place": place}
            return new_consultation(plan, starts_at=starts_at, by=by, trainer=plan.trainer, **said)
    except IntegrityError:
        raise taken_already() from None
