"""The weekly digest: what was published, and what was said of one's own; nothing to tell is no message.

A week is over on Monday at nine in Almaty. Each graduate is claimed once for it by a row that is written with the
message; a sweep that was away tells what has come since the last digest.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from people import outbox
from people.locking import lock
from people.models import Person
from postcourse import digest_refusing, network
from postcourse.calendar import ALMATY
from postcourse.digest_letter import News, write
from postcourse.models import DigestRefusal, DigestWeek, Practice, PracticeComment, PracticeDigest, PracticeEvent

log = structlog.get_logger()
WEEK = timedelta(days=7)
HOUR = 9
# Whoever was told nothing for longer is told of so much.
LONGEST = 4 * WEEK
MOST = 10  # practices in one message; the others are on the page
AT_ONCE = 500


@dataclass(frozen=True)
class Week:
    """What there is to tell once it is over."""

    until: datetime
    # The end of the last week in which everybody was seen to.
    since: datetime
    # When each practice was last published.
    shown: Mapping[int, datetime]


def end_of_week(now: datetime) -> datetime:
    """The last Monday at nine that has passed."""
    local = now.astimezone(ALMATY)
    monday = (local - timedelta(days=local.weekday())).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return monday if monday <= local else monday - WEEK


def sweep(*, seconds: float = 50, now: datetime | None = None) -> int:
    """Everybody who has not been seen to for the week that is over; how many were written to."""
    at, deadline = now or timezone.now(), time.monotonic() + seconds
    until = end_of_week(at)
    row, _new = DigestWeek.objects.get_or_create(until=until)
    if row.done_at is not None:
        return 0
    week = week_until(until)
    sent, failed, last = 0, 0, 0
    while people := _next(until, last) if week.shown or _any_comments(week) else []:
        for person in people:
            if time.monotonic() > deadline:
                return sent
            try:
                sent += tell(person, week)
            except Exception as error:
                failed += 1
                log.error("digest_not_written", person=person.pk, error=type(error).__name__)
        last = people[-1].pk
    if not failed:
        DigestWeek.objects.filter(pk=row.pk, done_at=None).update(done_at=at)
    return sent


def is_done(now: datetime) -> bool:
    """Whether everybody was seen to for the week that is over."""
    return DigestWeek.objects.filter(until=end_of_week(now)).exclude(done_at=None).exists()


def tell(person: Person, week: Week) -> bool:
    """Once: the row and the message are one transaction; whoever opts out waits for it, or is not written to."""
    since = _since(person, week)
    fresh = [pk for pk, at in week.shown.items() if at > since]
    if not fresh and not _comments(person, since, week.until):
        return False
    try:
        with transaction.atomic():
            return _tell(person, fresh, since, week.until)
    except IntegrityError:  # another sweep was faster
        return False


def _tell(person: Person, fresh: list[int], since: datetime, until: datetime) -> bool:
    """Practices before people, as everything does that holds both: an erasure waits, and finds what was told."""
    told_before = PracticeDigest.objects.filter(person__in=_records(person))
    rows = Practice.objects.published().filter(pk__in=fresh).exclude(digests__in=told_before)
    rows = rows.select_for_update(of=("self",), no_key=True)
    standing = [each for each in rows.select_related("author", "module").order_by("pk") if not _is_own(each, person)]
    row = lock([person.pk])[person.pk]
    address = outbox.address_of(row)
    if row.erased_at or row.merged_into_id or not address or digest_refusing.refuses(row):
        return False
    if told_before.filter(until=until).exists():
        return False
    standing.sort(key=lambda each: (each.published_at or until, each.pk), reverse=True)
    told = News(standing[:MOST], len(standing[MOST:]), _comments(row, since, until))
    if not told.practices and not told.comments:
        return False
    message = write(row, told, address=address, until=until)
    digest = PracticeDigest.objects.create(person=row, until=until, message=message)
    digest.practices.set(told.practices)
    return True


def _is_own(practice: Practice, person: Person) -> bool:
    return person.pk in (practice.author_id, practice.author.merged_into_id)


def week_until(until: datetime) -> Week:
    """Shown again after a correction, a practice is news for whoever was not told of it before."""
    done = DigestWeek.objects.filter(until__lt=until).exclude(done_at=None).aggregate(last=Max("until"))["last"]
    rows = Practice.objects.published().filter(published_at__gt=until - LONGEST, published_at__lte=until)
    events = PracticeEvent.objects.filter(new="published", practice__in=rows).order_by()
    shown = events.values_list("practice").annotate(Max("at"))
    begin = max(done or until - LONGEST, until - LONGEST)
    return Week(until, begin, {pk: at for pk, at in shown if at <= until})


def _any_comments(week: Week) -> bool:
    return PracticeComment.objects.filter(at__gt=week.since, at__lte=week.until).exists()


def _next(until: datetime, after: int) -> list[Person]:
    """Those who are still to be seen to, the lowest key first."""
    told = PracticeDigest.objects.filter(person=OuterRef("pk"), until=until)
    refused = DigestRefusal.objects.filter(person=OuterRef("pk"))
    people = network.graduates().filter(pk__gt=after).exclude(email="").filter(~Exists(told), ~Exists(refused))
    return list(people.order_by("pk")[:AT_ONCE])


def _since(person: Person, week: Week) -> datetime:
    """Of a week in which not everybody was seen to, they may have been told already."""
    told = PracticeDigest.objects.filter(person__in=_records(person), until__lt=week.until)
    last = told.aggregate(last=Max("until"))["last"]
    return max(last, week.since) if last else week.since


def _comments(person: Person, since: datetime, until: datetime) -> int:
    """Of others, on what they have published themselves."""
    return _on_own(person).filter(at__gt=since, at__lte=until).exclude(user__person=person).count()


def _records(person: Person) -> QuerySet[Person, Any]:
    return Person.objects.records_of(person).order_by().values("pk")


def _on_own(person: Person) -> QuerySet[PracticeComment]:
    own = Practice.objects.published().filter(author__in=_records(person))
    return PracticeComment.objects.filter(practice__in=own.order_by().values("pk"), state="shown")
