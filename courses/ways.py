"""Where an enrolment can go from where it stands: the moves that are offered, and why the others are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses import continuing, leaving, transferring
from courses.enrolling import Status, active_elsewhere, closed_to_people
from courses.models import Enrolment

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@dataclass(frozen=True)
class Way:
    """One move: its name and page; with an obstacle it is not offered, and the obstacle says why."""

    name: StrPromise
    icon: str
    url: str
    obstacle: ValidationError | None = None
    tone: str = "quiet"

    @property
    def in_the_way(self) -> int | None:
        """The other enrolment that stands in the way, if it is one."""
        params = getattr(self.obstacle, "params", None) or {}
        return params.get("enrolment")


NAMES: dict[str, StrPromise] = {
    "admit": _("Admit"),
    "declined": _("Decline"),
    "withdrawn": _("Withdraw"),
    "applied": _("Put back on the list"),
    "hold": _("Put on hold"),
    "bring_back": _("Bring back from hold"),
    "transfer": _("Transfer to another cohort"),
    "expel": _("Expel"),
    "next_stream": _("Join the next stream"),
}


def ways_of(enrolment: Enrolment) -> list[Way]:
    """What an organiser can do with the enrolment now, the likeliest first; nothing once the person was erased."""
    if enrolment.person.erased_at:
        return []
    ways = {name: _WAYS[name](enrolment) for name in _FROM[Status(enrolment.status)]}
    blocked = leaving.obstacle(enrolment) if _AWAY & ways.keys() else None
    return [replace(way, obstacle=way.obstacle or (blocked if name in _AWAY else None)) for name, way in ways.items()]


def continued_by(enrolment: Enrolment) -> Enrolment | None:
    """The enrolment in which a transfer or the next stream goes on."""
    return Enrolment.objects.filter(continues=enrolment).select_related("cohort").first()


def _admit(enrolment: Enrolment) -> Way:
    url = reverse("courses:admission", args=[enrolment.cohort_id]) + f"?pick={enrolment.pk}"
    return Way(NAMES["admit"], "check", url, tone="primary")


def _move(to: str, icon: str) -> Callable[[Enrolment], Way]:
    def way(enrolment: Enrolment) -> Way:
        return Way(NAMES[to], icon, reverse("courses:enrolment_move", args=[enrolment.pk, to]))

    return way


def _page(name: str, icon: str, tone: str = "quiet") -> Callable[[Enrolment], Way]:
    def way(enrolment: Enrolment) -> Way:
        return Way(NAMES[name], icon, reverse(f"courses:{name}", args=[enrolment.pk]), tone=tone)

    return way


def _put_back(enrolment: Enrolment) -> Way:
    url = reverse("courses:enrolment_move", args=[enrolment.pk, "applied"])
    obstacle = closed_to_people(enrolment.cohort) or active_elsewhere(enrolment.cohort, enrolment.person)
    return Way(NAMES["applied"], "undo", url, obstacle)


def _transfer(enrolment: Enrolment) -> Way:
    obstacle = transferring.obstacle(enrolment, transferring.targets_of(enrolment))
    return Way(NAMES["transfer"], "share", reverse("courses:transfer", args=[enrolment.pk]), obstacle)


def _next_stream(enrolment: Enrolment) -> Way:
    obstacle = continuing.obstacle(enrolment, continuing.streams_of(enrolment))
    return Way(
        NAMES["next_stream"], "chevron-right", reverse("courses:next_stream", args=[enrolment.pk]), obstacle, "primary"
    )


_WAYS: dict[str, Callable[[Enrolment], Way]] = {
    "admit": _admit,
    "declined": _move("declined", "x"),
    "withdrawn": _move("withdrawn", "sign-out"),
    "applied": _put_back,
    "hold": _page("hold", "pause"),
    "bring_back": _page("bring_back", "play", "primary"),
    "transfer": _transfer,
    "expel": _page("expel", "x", "danger"),
    "next_stream": _next_stream,
}
# Those by which somebody leaves the cohort or stops for a while.
_AWAY = frozenset({"withdrawn", "hold", "transfer", "expel"})
_FROM: dict[Status, tuple[str, ...]] = {
    Status.APPLIED: ("admit", "declined", "withdrawn"),
    Status.ADMITTED: ("hold", "transfer", "withdrawn", "expel"),
    Status.ON_HOLD: ("bring_back", "transfer", "withdrawn", "expel"),
    Status.NOT_PASSED: ("next_stream", "transfer"),
    Status.DECLINED: ("applied",),
    Status.WITHDRAWN: ("applied",),
    Status.PASSED: (),
    Status.TRANSFERRED: (),
    Status.EXPELLED: (),
}
