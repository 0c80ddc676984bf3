"""The plan of the cohort that defends today: lunch, a colleague excused, letters sent; and a day for the rest."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from assessment import declaring, publishing, recusing, rescheduling
from assessment.models import Conflict, Defence, DefenceDay
from assessment.planning import plan_day, remove_participant
from courses.models import Cohort
from people.models import User

LUNCH_AFTER, LUNCH = 9, 60
ROOM = "210-кабинет"
# How many of the list wait for the second day, and from which place on a member is excused from somebody.
LEFT, COLLEAGUE = 4, 12
# In minutes: seven were heard, with this delay; later than at four the day would go on after midnight.
HEARD, LATE, LATEST = 140, 12, 960


def lay_out(day: DefenceDay, *, by: User) -> None:
    """Before anybody is heard: the plan as an organiser would finish it, and publish it the day before."""
    for defence in list(day.defences.order_by("-order")[:LEFT]):
        remove_participant(defence, by=by)
    rescheduling.set_pause(day, after=LUNCH_AFTER, minutes=LUNCH, by=by)
    member = day.members.get(is_chair=False, order=2)
    defence = Defence.objects.with_people().get(day=day, order=COLLEAGUE)
    declaring.work_at(member.user, defence.attempt.enrolment.organisation, by=member.user)
    recusing.recuse(member, defence, by=by)
    publishing.publish(day, by=by)


def begins(now: datetime) -> time:
    """So that the eighth is due and the commission a little late, whenever the story is told."""
    minutes = timezone.localtime(now).hour * 60 + timezone.localtime(now).minute - HEARD - LATE
    minutes = min(max(minutes - minutes % 5, 0), LATEST)
    return time(minutes // 60, minutes % 60)


def second_day(cohort: Cohort, on: date, *, chair: User, second: User, by: User) -> DefenceDay:
    """Tomorrow, with nobody in the order yet: the proposal fills it, around an hour for which the chair is away."""
    day = plan_day(
        cohort=cohort, held_on=on, starts_at=time(10), slot_minutes=20, room=ROOM, chair=chair,
        members=[second], by=by,
    )  # fmt: skip
    away = timezone.make_aware(datetime.combine(on, time(10, 40)))
    declaring.be_away(chair, starts_at=away, ends_at=away + timedelta(minutes=40), note="Сабақ өткізеді", by=chair)
    waiting = cohort.enrolments.filter(attempts__defences=None, status="admitted").order_by("person__name_key").last()
    if waiting is not None:
        kind = Conflict.Kind.SUPERVISOR
        declaring.declare(second, waiting.person, kind=kind, reason="Жобаға жетекшілік етті", by=second)
    return day


def wake(day: DefenceDay) -> None:
    """The story is told again on a later day: the people of the plan are told anew, and the second day is tomorrow."""
    by = day.published_by
    if by is not None:
        # A visitor may have put somebody there who must not be: then it waits for them.
        with suppress(ValidationError):
            publishing.publish(day, by=by)
    own = {"created_by": day.created_by, "room": ROOM, "defences": None, "finalised_at": None}
    other = DefenceDay.objects.filter(**own, held_on__lte=day.held_on).order_by("pk").first()
    if other is not None and other.created_by is not None:
        other.held_on = day.held_on + timedelta(days=1)
        other.save()
