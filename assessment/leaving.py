"""Who leaves a cohort stands in the order of no defence any more; on a day that has come, the chair decides first."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Defence
from assessment.planning import sentence_has_come, take_off
from assessment.starting import is_to_come
from courses.leaving import Follower
from courses.models import Enrolment
from people.models import User


def obstacles(enrolment: Enrolment) -> Iterator[str]:
    for defence in _places(enrolment):
        if not is_to_come(defence.day, timezone.now()):
            yield sentence_has_come(defence)


def outcomes(enrolment: Enrolment) -> Iterator[str]:
    for defence in _places(enrolment):
        yield _("The place in the order of the defence is given up, and whoever comes after moves up: %(day)s.") % {
            "day": defence.day
        }


def leave(enrolment: Enrolment, by: User | None) -> None:
    for defence in _places(enrolment):
        take_off(defence, by=by)


def _places(enrolment: Enrolment) -> QuerySet[Defence]:
    """Where they stand and nothing is decided: one place, by a constraint of the database."""
    return Defence.objects.pending().filter(attempt__enrolment=enrolment).with_people()


DEFENCES = Follower(obstacles, outcomes, leave)
