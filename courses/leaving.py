"""Who leaves a cohort, or stops for a while, leaves also what the apps downstream keep a place in for them: each says
what stands against it and what will come of it, and does that in the transaction of the move."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from courses.models import Enrolment
from people.models import User

AWAY = frozenset(
    {
        Enrolment.Status.WITHDRAWN,
        Enrolment.Status.ON_HOLD,
        Enrolment.Status.TRANSFERRED,
        Enrolment.Status.EXPELLED,
    }
)


@dataclass(frozen=True)
class Follower:
    """Of one app: sentences that refuse the move, sentences on what it brings about, and the act itself."""

    obstacles: Callable[[Enrolment], Iterable[str]]
    outcomes: Callable[[Enrolment], Iterable[str]]
    leave: Callable[[Enrolment, User | None], None]


_followers: list[Follower] = []


def follow(follower: Follower) -> None:
    """Called once by an app when it is ready."""
    if follower not in _followers:
        _followers.append(follower)


def obstacle(enrolment: Enrolment) -> ValidationError | None:
    """Why the person cannot leave the cohort now, as far as other apps know."""
    found = [sentence for follower in _followers for sentence in follower.obstacles(enrolment)]
    return ValidationError(found, code="cannot_leave") if found else None


def outcomes(enrolment: Enrolment) -> list[str]:
    """What the move will bring about besides, for whoever looks at it first."""
    return [sentence for follower in _followers for sentence in follower.outcomes(enrolment)]


def leave(enrolment: Enrolment, *, by: User | None) -> None:
    """Inside the transaction of the move, with the enrolment locked."""
    for follower in _followers:
        follower.leave(enrolment, by)
