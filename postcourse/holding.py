"""Who is expected when, written down so that the database itself refuses a second one at the same time."""

from __future__ import annotations

from datetime import datetime, timedelta

from postcourse.models import Consultation, Discussion, TakenTime, Webinar
from postcourse.policy import POLICY

LENGTH = timedelta(minutes=POLICY.minutes)
BINDING = (Consultation.Status.INVITED, Consultation.Status.CONFIRMED)


def places_of(starts_at: datetime, minutes: int) -> list[datetime]:
    """The places of the grid that something of this length fills."""
    return [starts_at + LENGTH * n for n in range(-(-minutes // POLICY.minutes))]


def places_touched(starts_at: datetime, ends_at: datetime) -> list[datetime]:
    """The places of the grid that something touches which may begin at any minute, as a webinar does."""
    first = starts_at - timedelta(minutes=starts_at.minute % POLICY.minutes)
    first = first.replace(second=0, microsecond=0)
    return places_of(first, -((first - ends_at) // timedelta(minutes=1)))


def hold(consultation: Consultation) -> None:
    """Its times are taken while it is open: the trainer's own, and the graduate's once they are invited.

    A place in a discussion takes the graduate's alone: the trainer's are the discussion's.
    """
    TakenTime.objects.filter(consultation=consultation).delete()
    if not consultation.is_open:
        return
    trainer = None if consultation.discussion_id else consultation.trainer_id
    person = kept_record(consultation) if consultation.status in BINDING else None
    if trainer or person:
        TakenTime.objects.bulk_create(
            TakenTime(at=at, trainer_id=trainer, person_id=person, consultation=consultation)
            for at in places_of(consultation.starts_at, consultation.minutes)
        )


def hold_discussion(discussion: Discussion) -> None:
    TakenTime.objects.filter(discussion=discussion).delete()
    if discussion.is_open:
        TakenTime.objects.bulk_create(
            TakenTime(at=at, trainer_id=discussion.trainer_id, discussion=discussion)
            for at in places_of(discussion.starts_at, discussion.minutes)
        )


def hold_webinar(webinar: Webinar) -> None:
    """Of whoever holds it, from the announcement on: nobody counts on a draft yet."""
    TakenTime.objects.filter(webinar=webinar).delete()
    if webinar.is_open:
        TakenTime.objects.bulk_create(
            TakenTime(at=at, trainer_id=webinar.host_id, webinar=webinar)
            for at in places_touched(webinar.starts_at, webinar.ends_at)
        )


def kept_record(consultation: Consultation) -> int:
    """One human has one time: that of the record that was kept."""
    person = consultation.person
    return person.merged_into_id or person.pk
