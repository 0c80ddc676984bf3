"""Who may open what of an assessment: not theirs is a 404, theirs but another's task is a 403."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from assessment.models import CommissionMember, Defence, DefenceDay, Protocol, ThirdCall
from assessment.seating import SEATED
from people.access import staff
from people.models import User
from people.roles import Role

ORGANISERS = (Role.ORGANISER, Role.ADMINISTRATOR)


def organises(user: User) -> bool:
    return user.has_role(*ORGANISERS)


def planned_day(request: HttpRequest, pk: int) -> DefenceDay:
    """A day to plan: the organiser's; other staff are refused, and for participants it does not exist."""
    user = staff(request)
    day = get_object_or_404(DefenceDay, pk=pk)
    if organises(user):
        return day
    raise PermissionDenied if user.is_staff_member else Http404


def seen_day(request: HttpRequest, pk: int) -> tuple[DefenceDay, CommissionMember | None]:
    """A day to look at: every day for the organiser, for a member those on whose commission they sit."""
    user = staff(request)
    day = get_object_or_404(DefenceDay, pk=pk)
    if organises(user):
        return day, seat_on(day, user) if user.has_role(*SEATED) else None
    return day, _own_seat(day, user)


def own_seat(request: HttpRequest, pk: int) -> tuple[DefenceDay, CommissionMember]:
    day = get_object_or_404(DefenceDay, pk=pk)
    return day, _own_seat(day, staff(request))


def chaired_day(request: HttpRequest, pk: int) -> DefenceDay:
    """A day that this user chairs; the organiser and the other members may look, but not decide."""
    day, member = seen_day(request, pk)
    if member is None or not member.is_chair:
        raise PermissionDenied
    return day


def own_defence(request: HttpRequest, pk: int) -> tuple[Defence, CommissionMember]:
    """A defence to score: only for those who sit on its commission."""
    defence = get_object_or_404(Defence.objects.with_people(), pk=pk)
    member = _own_seat(defence.day, staff(request))
    _require_heard(defence, member)
    return defence, member


def chaired_defence(request: HttpRequest, pk: int) -> Defence:
    defence = get_object_or_404(Defence.objects.with_people(), pk=pk)
    chaired_day(request, defence.day_id)
    return defence


def spread_of_defence(request: HttpRequest, pk: int) -> tuple[Defence, bool]:
    """A defence whose marks may be seen: by the chair as soon as all have submitted (which the page itself checks),
    by the other members and the organiser only when the result is final. Tells whether this user is the chair.
    """
    defence = get_object_or_404(Defence.objects.with_people(), pk=pk)
    _day, member = seen_day(request, defence.day_id)
    is_chair = member is not None and member.is_chair
    if member is not None and not organises(staff(request)):
        _require_heard(defence, member)
    if not is_chair and defence.outcome != Defence.Outcome.DEFENDED:
        raise PermissionDenied
    return defence, is_chair


def printed_protocol(request: HttpRequest, pk: int) -> Protocol:
    """A protocol to print: for the organiser, the head who signs it, and the commission."""
    user = staff(request)
    protocol = get_object_or_404(
        Protocol.objects.select_related("cohort", "day").prefetch_related("signatures__by"), pk=pk
    )
    if organises(user) or user.has_role(Role.HEAD):
        return protocol
    seat = seat_on(protocol.day, user)
    if user.has_role(*SEATED) and seat is not None and is_in(protocol, seat):
        return protocol
    raise PermissionDenied if user.is_staff_member else Http404


def seat_on(day: DefenceDay, user: User) -> CommissionMember | None:
    """Also of a third member: it opens the day, and of it only the defences that they were asked for."""
    return CommissionMember.everyone.filter(day=day, user=user).select_related("user").first()


def is_in(protocol: Protocol, seat: CommissionMember) -> bool:
    """A third member stands in the protocols of those cohorts alone of whose participants they have heard one."""
    return not seat.called or any(each.get("user") == seat.user_id for each in protocol.snapshot["commission"])


def _require_heard(defence: Defence, member: CommissionMember) -> None:
    if member.called and not ThirdCall.objects.filter(defence=defence, member=member).exists():
        raise Http404


def _own_seat(day: DefenceDay, user: User) -> CommissionMember:
    """The user's seat: without one the day does not exist for them, and a seat outlives no role that gave it."""
    member = seat_on(day, user)
    if member is None:
        raise Http404
    if not user.has_role(*SEATED):
        raise PermissionDenied
    return member
