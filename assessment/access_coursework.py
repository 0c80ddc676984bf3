"""Who may open a gradebook: the cohort's trainer and the organisers write, those who sit on a commission of its defence
days look, other staff are refused; for everybody else it does not exist.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from assessment.access import organises
from assessment.models import CommissionMember
from assessment.seating import SEATED
from courses.models import Cohort, Enrolment
from people.access import staff
from people.models import User
from people.roles import Role


def seen_gradebook(request: HttpRequest, pk: int) -> tuple[Cohort, bool]:
    """The cohort, and whether this user may write its points."""
    cohort = get_object_or_404(Cohort.objects.select_related("version__programme", "trainer"), pk=pk)
    return cohort, _may_write(cohort, staff(request))


def written_gradebook(request: HttpRequest, pk: int) -> Cohort:
    return _written(*seen_gradebook(request, pk))


def seen_coursework(request: HttpRequest, pk: int) -> tuple[Enrolment, bool]:
    """One participant's points, and whether this user may write them."""
    rows = Enrolment.objects.select_related("person", "organisation", "cohort__version__programme", "cohort__trainer")
    enrolment = get_object_or_404(rows, pk=pk)
    return enrolment, _may_write(enrolment.cohort, staff(request))


def writes_points(cohort: Cohort, user: User) -> bool:
    return organises(user) or (cohort.trainer_id == user.pk and user.has_role(Role.TRAINER))


def _may_write(cohort: Cohort, user: User) -> bool:
    if writes_points(cohort, user):
        return True
    if user.has_role(*SEATED) and _sits_for(cohort, user):
        return False
    raise PermissionDenied if user.is_staff_member else Http404


def _sits_for(cohort: Cohort, user: User) -> bool:
    seats = CommissionMember.objects.filter(user=user, day__defences__attempt__enrolment__cohort=cohort)
    return bool(seats.exists())


def _written(cohort: Cohort, writes: bool) -> Cohort:
    if not writes:
        raise PermissionDenied
    return cohort
