"""What of the consultations speaks against a session of a timetable: its trainer meets graduates at that time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from courses.clashes import Clash, times
from courses.models import Session
from postcourse.holding import BINDING, LENGTH
from postcourse.models import TakenTime


def consultations_meanwhile(sessions: Sequence[Session]) -> list[list[Clash]]:
    """Of each of the sessions, in their order; one query. What nobody was invited to yet gives way by itself."""
    taken = _taken(sessions)
    return [list(_clashes(session, taken[session.trainer_id])) for session in sessions]


def _clashes(session: Session, taken: Sequence[datetime]) -> Iterator[Clash]:
    if any(at < session.ends_at and at + LENGTH > session.starts_at for at in taken):
        said = _("%(trainer)s has a consultation with graduates at this time (%(times)s).")
        yield Clash("consultation", said % {"trainer": session.trainer, "times": times(session)})


def _taken(sessions: Sequence[Session]) -> defaultdict[int | None, list[datetime]]:
    found: defaultdict[int | None, list[datetime]] = defaultdict(list)
    trainers = {session.trainer_id for session in sessions if session.trainer_id}
    if not trainers:
        return found
    first, last = min(each.starts_at for each in sessions), max(each.ends_at for each in sessions)
    known = Q(discussion__isnull=False) | Q(consultation__status__in=BINDING)
    rows = TakenTime.objects.filter(known, trainer__in=trainers, at__gt=first - LENGTH, at__lt=last)
    for trainer, at in rows.values_list("trainer", "at"):
        found[trainer].append(at)
    return found
