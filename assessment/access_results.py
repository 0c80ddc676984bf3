"""Whose result a page shows: one's own, or anybody's for the organiser; to others it does not exist."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from assessment.access import organises, seat_on
from assessment.models import Defence
from courses.models import Enrolment
from people.access import staff


def result_page(request: HttpRequest, pk: int) -> tuple[Enrolment, bool]:
    """The enrolment, and whether it is the reader's own; other staff are refused, for strangers it does not exist."""
    user = staff(request)
    rows = Enrolment.objects.select_related("person__merged_into", "organisation", "cohort__version__programme")
    enrolment = get_object_or_404(rows, pk=pk)
    if user.owns(enrolment.person_id):
        return enrolment, True
    if organises(user):
        return enrolment, False
    raise PermissionDenied if user.is_staff_member else Http404


def own_enrolment(request: HttpRequest, pk: int) -> Enrolment:
    """For what only the participant does: the organiser may look, not ask in their name."""
    enrolment, own = result_page(request, pk)
    if not own:
        raise PermissionDenied
    return enrolment


def organised_enrolment(request: HttpRequest, pk: int) -> Enrolment:
    """For what the organiser decides; the participant may look at their own, not decide on it."""
    enrolment, _own = result_page(request, pk)
    if not organises(staff(request)):
        raise PermissionDenied
    return enrolment


def commented_defence(request: HttpRequest, pk: int) -> Defence:
    """A defence on which the chair of its day writes; other members and the organiser are refused."""
    user = staff(request)
    defence = get_object_or_404(Defence.objects.with_people(), pk=pk)
    seat = seat_on(defence.day, user)
    if seat is not None and seat.is_chair:
        return defence
    raise PermissionDenied if seat is not None or organises(user) else Http404
