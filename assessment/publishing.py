"""The plan of a day is sent to everybody whom it concerns; after that, exactly those are told whose time has changed.

What was told stands in PlanNotice, so that the difference between that and the plan is what is sent next. Until it is,
the participant's pages and everybody's calendars show what was told, not what is being planned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment import plan_letters
from assessment.conflicts import hindrances_of, open_pairs
from assessment.models import Attempt, CommissionMember, Defence, DefenceDay, PlanNotice
from assessment.recording import save_by
from courses.calendar_feed import Appointment
from people.models import Person, User

# So many days before a defence the organiser is reminded that nobody knows of it.
NEAR = 14


class Kind(Enum):
    NEW = "new"
    MOVED = "moved"
    OFF = "off"


@dataclass(frozen=True)
class Time:
    """What somebody is told: when, where, and whether they chair."""

    starts_at: datetime
    ends_at: datetime
    room: str
    is_chair: bool = False


@dataclass(frozen=True)
class Change:
    """One person who has to be told something: `time` as the plan is, `told` as they know it."""

    kind: Kind
    who: Person | User
    time: Time | None
    told: PlanNotice | None
    attempt: Attempt | None = None


def changes_of(day: DefenceDay) -> list[Change]:
    return changes_of_all([day])[day.pk]


def changes_of_all(days: Sequence[DefenceDay]) -> dict[int, list[Change]]:
    """By day, who does not know yet what the plan says: members first, then participants; in four queries for all."""
    keys = [day.pk for day in days]
    defences, seats = _defences(keys), _seats(keys)
    notices = list(_notices(keys))
    told_members = {(notice.day_id, notice.member_id): notice for notice in notices if notice.member_id}
    told = _told([defence.attempt_id for rows in defences.values() for defence in rows])
    found = {}
    for day in days:
        order, members = defences[day.pk], seats[day.pk]
        changes = [*_of_members(day, order, members, told_members), *_of_participants(day, order, told)]
        standing = {defence.attempt_id for defence in order}
        for notice in notices:
            if notice.day_id != day.pk or notice.cancelled_at:
                continue
            if notice.attempt is not None and notice.attempt_id not in standing:
                changes.append(Change(Kind.OFF, notice.attempt.enrolment.person, None, notice, notice.attempt))
            elif notice.member is not None and (
                not order or notice.member_id not in {member.user_id for member in members}
            ):
                changes.append(Change(Kind.OFF, notice.member, None, notice))
        found[day.pk] = changes
    return found


@transaction.atomic
def publish(day: DefenceDay, *, by: User, now: datetime | None = None) -> list[Change]:
    """Tell everybody what they do not know yet; told twice, nobody hears anything the second time."""
    now = now or timezone.now()
    row = DefenceDay.objects.select_for_update(of=("self",)).get(pk=day.pk)
    _lock_notices(row)
    _require_to_publish(row, now, *_standing(row))
    changes = changes_of(row)
    if not changes and row.edition:
        return []
    row.edition += 1
    row.published_at, row.published_by = now, by
    save_by(row, by)
    for change in changes:
        _tell(row, change, now)
    return changes


def call_off(day: DefenceDay, *, now: datetime | None = None) -> int:
    """The day will not be: whoever was told of it is told that. The day is locked by whoever calls."""
    _lock_notices(day)
    return _tell_off(day, _notices([day.pk]), now or timezone.now())


def tell_gone(day: DefenceDay, *, now: datetime | None = None) -> int:
    """The day was closed by taking its last ones off it: nobody can publish it any more, so they are told at once."""
    _lock_notices(day)
    gone = _notices([day.pk]).filter(attempt__isnull=False).exclude(attempt__in=day.defences.values("attempt"))
    return _tell_off(day, gone, now or timezone.now())


def obstacle_to_publishing(day: DefenceDay, now: datetime, *, people: int, pairs: int) -> str:
    """Why the plan cannot be sent now, as a sentence; empty when it can. `pairs` are those that cannot stay."""
    try:
        _require_to_publish(day, now, people, pairs)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


def unpublished_changes(now: datetime) -> list[tuple[DefenceDay, list[Change]]]:
    """The days to come that were published and have changed since, with whom it concerns."""
    today = timezone.localdate(now)
    days = list(DefenceDay.objects.filter(edition__gt=0, finalised_at=None, held_on__gte=today).order_by("held_on"))
    if not days:
        return []
    found = changes_of_all(days)
    return [(day, found[day.pk]) for day in days if found[day.pk]]


def never_published(now: datetime) -> QuerySet[DefenceDay]:
    """Days of the coming weeks on which somebody is to defend, and of which nobody was ever told."""
    today = timezone.localdate(now)
    waiting = Defence.objects.pending().values("day")
    near = DefenceDay.objects.filter(held_on__gte=today, held_on__lte=today + timedelta(days=NEAR))
    return near.filter(pk__in=waiting, edition=0, finalised_at=None).order_by("held_on", "pk")


def own_notices(user: User) -> QuerySet[PlanNotice]:
    """What somebody was told about themselves, and still holds: as a participant, and as a member of commissions."""
    rows = PlanNotice.objects.held()
    own = rows.filter(member=user)
    if user.person_id:
        own = own | rows.filter(attempt__enrolment__person__in=user.own_records)
    return own.select_related("attempt__enrolment__cohort", "day").order_by("starts_at", "pk")


def appointments_of(user: User) -> list[Appointment]:
    """For the private calendar and the timetable: what they were told, under the UID of the letter."""
    return [
        Appointment(
            plan_letters.uid_of(notice), notice.sequence, notice.sent_at, notice.starts_at, notice.ends_at,
            plan_letters.summary_of(notice), notice.room, plan_letters.page_of(notice),
        )
        for notice in own_notices(user)
    ]  # fmt: skip


def _tell_off(day: DefenceDay, notices: Iterable[PlanNotice], now: datetime) -> int:
    standing = [notice for notice in notices if not notice.cancelled_at and notice.ends_at > now]
    for notice in standing:
        who = notice.member or (notice.attempt.enrolment.person if notice.attempt else None)
        if who is not None:
            _tell(day, Change(Kind.OFF, who, None, notice, notice.attempt), now)
    return len(standing)


def _lock_notices(day: DefenceDay) -> None:
    """Two days that know one participant are published one after the other: each letter has a number of its own."""
    keys = PlanNotice.objects.filter(Q(day=day) | Q(attempt__defences__day=day)).values("pk")
    list(PlanNotice.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))


def _standing(day: DefenceDay) -> tuple[int, int]:
    """How many people stand in the order, and how many pairs cannot stay as they are."""
    order = list(day.defences.with_people().order_by("order"))
    for defence in order:
        defence.day = day
    return len(order), len(open_pairs(hindrances_of(day, order, list(day.members.chair_first()))))


def _require_to_publish(day: DefenceDay, now: datetime, people: int, pairs: int) -> None:
    if day.finalised_at is not None:
        raise ValidationError(_("The day is closed and its protocol is made."), code="day_closed")
    if day.held_on < timezone.localdate(now):
        raise ValidationError(_("The day is over: change its date first."), code="day_over")
    if not people and not day.edition:
        raise ValidationError(_("Nobody stands in the order yet: there is nothing to publish."), code="empty")
    if pairs:
        said = ngettext(
            "%(n)s participant cannot be assessed by a member of this commission: excuse the member or move the "
            "participant first.",
            "%(n)s participants cannot be assessed by a member of this commission: excuse the members or move the "
            "participants first.",
            pairs,
        )
        raise ValidationError(said, code="hindered", params={"n": pairs})


def _defences(days: Iterable[int]) -> defaultdict[int, list[Defence]]:
    found: defaultdict[int, list[Defence]] = defaultdict(list)
    for defence in Defence.objects.filter(day__in=days).with_people().order_by("day", "order"):
        found[defence.day_id].append(defence)
    return found


def _seats(days: Iterable[int]) -> defaultdict[int, list[CommissionMember]]:
    found: defaultdict[int, list[CommissionMember]] = defaultdict(list)
    for member in CommissionMember.objects.filter(day__in=days).chair_first():
        found[member.day_id].append(member)
    return found


def _notices(days: Iterable[int]) -> QuerySet[PlanNotice]:
    rows = PlanNotice.objects.filter(day__in=days)
    return rows.select_related("member", "attempt__enrolment__person", "attempt__enrolment__cohort").order_by("pk")


def _told(attempts: Iterable[int]) -> dict[int, PlanNotice]:
    """What participants know of their attempt, also where they were told of another day."""
    rows = PlanNotice.objects.filter(attempt__in=attempts).with_missed()
    return {notice.attempt_id: notice for notice in rows if notice.attempt_id}


def _of_members(
    day: DefenceDay,
    order: Sequence[Defence],
    members: Iterable[CommissionMember],
    told: dict[tuple[int | None, int], PlanNotice],
) -> Iterable[Change]:
    """A member is there from the first participant to the last."""
    if not order:
        return
    begins, ends = day.slot(1)[0], day.slot(len(order))[1]
    for member in members:
        time = Time(timezone.make_aware(begins), timezone.make_aware(ends), day.room, member.is_chair)
        if kind := _difference(day, time, known := told.get((day.pk, member.user_id))):
            yield Change(kind, member.user, time, known)


def _of_participants(day: DefenceDay, order: Iterable[Defence], told: dict[int, PlanNotice]) -> Iterable[Change]:
    """Who is decided, or did not appear, is told nothing any more."""
    for defence in order:
        if not defence.is_pending:
            continue
        begins, ends = day.slot(defence.order)
        time = Time(timezone.make_aware(begins), timezone.make_aware(ends), day.room)
        if kind := _difference(day, time, known := told.get(defence.attempt_id)):
            yield Change(kind, defence.attempt.enrolment.person, time, known, defence.attempt)


def _difference(day: DefenceDay, time: Time, known: PlanNotice | None) -> Kind | None:
    # Who did not appear is told of a new time, not that the old one is void.
    if known is None or known.cancelled_at or vars(known).get("is_missed"):
        return Kind.NEW
    if known.day_id != day.pk:
        return Kind.MOVED
    same = Time(known.starts_at, known.ends_at, known.room, known.is_chair) == time
    return None if same else Kind.MOVED


def _tell(day: DefenceDay, change: Change, now: datetime) -> None:
    """Write down what they know from now on, and the letter that tells them."""
    member = change.who if isinstance(change.who, User) else None
    notice = change.told or PlanNotice(attempt=change.attempt, member=member)
    if notice.pk:
        notice.sequence += 1
    notice.sent_at = now
    if change.time is None:
        notice.cancelled_at = now
    else:
        notice.day, notice.cancelled_at = day, None
        notice.starts_at, notice.ends_at = change.time.starts_at, change.time.ends_at
        notice.room, notice.is_chair = change.time.room, change.time.is_chair
    notice.save()
    plan_letters.tell(notice, change.kind.value, now=now)
