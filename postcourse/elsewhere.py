"""Where a trainer is expected beside consultations and discussions: in classes, on commissions, at webinars.

They keep to no grid, so a choice of a time asks here; webinars alone have their times held by the database as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from assessment.models import DefenceDay
from courses.models import Session
from people.models import User
from postcourse.holding import places_touched
from postcourse.models import Webinar


def elsewhere(trainer: User) -> set[datetime]:
    """Every place of the grid that one of them touches; of those that are to come, or were a day ago."""
    since = timezone.now() - timedelta(days=1)
    spans = (*_classes(trainer, since), *_commissions(trainer, since), *_webinars(trainer))
    return {at for begins, ends in spans for at in places_touched(begins, ends)}


def _classes(trainer: User, since: datetime) -> Iterator[tuple[datetime, datetime]]:
    taught = Session.objects.occupying().filter(trainer=trainer, ends_at__gt=since).order_by()
    yield from taught.values_list("starts_at", "ends_at")


def _commissions(trainer: User, since: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Days of defences on which they sit, until the last one in the order has ended."""
    days = DefenceDay.objects.filter(members__user=trainer, finalised_at=None, held_on__gte=timezone.localdate(since))
    for day in days.order_by().annotate(people=Count("defences", distinct=True)):
        last = max(vars(day)["people"], 1)
        yield timezone.make_aware(day.slot(1)[0]), timezone.make_aware(day.slot(last)[1])


def _webinars(trainer: User) -> Iterator[tuple[datetime, datetime]]:
    announced = Webinar.objects.announced().filter(host=trainer).order_by()
    yield from announced.values_list("starts_at", "ends_at")
