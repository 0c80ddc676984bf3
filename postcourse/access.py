"""Fetching with permission: what is not theirs does not exist for them; a role without consultations gets 403."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from courses.models import Cohort
from people.access import staff
from people.models import User
from people.roles import Role
from postcourse.models import Consultation, Plan


def reader(request: HttpRequest) -> User:
    """Somebody who has consultations at all: organiser, trainer, or a graduate."""
    user = staff(request)
    if user.is_staff_member and not user.person_id and not user.has_role(*STAFF):
        raise PermissionDenied
    return user


STAFF = (Role.ORGANISER, Role.TRAINER, Role.ADMINISTRATOR)


def consultation_for(request: HttpRequest, pk: int) -> Consultation:
    return get_object_or_404(Consultation.objects.visible_to(reader(request)).with_people(), pk=pk)


def plan_for_reader(request: HttpRequest, pk: int) -> Plan:
    return get_object_or_404(
        Plan.objects.visible_to(reader(request)).with_people().select_related("result", "template", "implementation"),
        pk=pk,
    )


def cohort_for(request: HttpRequest, pk: int) -> Cohort:
    cohorts = Cohort.objects.visible_to(staff(request))
    return get_object_or_404(cohorts.select_related("version", "trainer"), pk=pk)


def is_own(user: User, consultation: Consultation) -> bool:
    """The graduate's own: they confirm, move and read; they record nothing."""
    return user.owns(consultation.plan.attempt.enrolment.person_id)


def holds(user: User, consultation: Consultation) -> bool:
    """Records it and arranges it: its trainer, or the organiser for them; never the graduate themselves."""
    if is_own(user, consultation):
        return False
    return user.has_role(Role.ORGANISER, Role.ADMINISTRATOR) or consultation.trainer_id == user.pk


def arranges(user: User, plan: Plan) -> bool:
    """Adds steps to it: its trainer, or the organiser; never the graduate themselves."""
    if user.owns(plan.attempt.enrolment.person_id):
        return False
    return user.has_role(Role.ORGANISER, Role.ADMINISTRATOR) or plan.trainer_id == user.pk


def require_arranger(request: HttpRequest, pk: int) -> Plan:
    plan = plan_for_reader(request, pk)
    if not arranges(staff(request), plan):
        raise PermissionDenied
    return plan


def require_holder(request: HttpRequest, pk: int) -> Consultation:
    consultation = consultation_for(request, pk)
    if not holds(staff(request), consultation):
        raise PermissionDenied
    return consultation
