"""Who may book, publish hours, and hold a discussion: a stranger gets 404, the wrong role 403."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from people.access import require_role, staff
from people.models import User
from people.roles import Role
from postcourse.access import arranges, consultation_for, holds, is_own, plan_for_reader, reader
from postcourse.booking import OWN
from postcourse.models import AgreedAction, Consultation, Discussion, Plan

ORGANISERS = (Role.ORGANISER, Role.ADMINISTRATOR)


def trainer_for(request: HttpRequest, pk: int) -> User:
    """Somebody's hours: their own for a trainer, everybody's for the organiser."""
    user = require_role(request, Role.ORGANISER, Role.TRAINER)
    teaching = User.objects.filter(role_grants__role=Role.TRAINER).distinct()
    return get_object_or_404(teaching if user.has_role(*ORGANISERS) else teaching.filter(pk=user.pk), pk=pk)


def plan_to_book(request: HttpRequest, pk: int) -> Plan:
    """The plan in which a graduate books for themselves; its trainer or the organiser do for one who phones."""
    plan, user = plan_for_reader(request, pk), staff(request)
    if not user.owns(plan.attempt.enrolment.person_id) and not arranges(user, plan):
        raise PermissionDenied
    return plan


def given_up_by(request: HttpRequest, pk: int) -> Consultation:
    """What a graduate took by themselves, and may give up."""
    row = consultation_for(request, pk)
    if not is_own(staff(request), row) or row.kind not in OWN:
        raise PermissionDenied
    return row


def discussion_for(request: HttpRequest, pk: int) -> Discussion:
    return get_object_or_404(Discussion.objects.visible_to(reader(request)).with_seats(), pk=pk)


def leads(user: User, discussion: Discussion) -> bool:
    """Changes and records it: its trainer, or the organiser for them."""
    teaches = user.has_role(Role.TRAINER) and discussion.trainer_id == user.pk
    return teaches or user.has_role(*ORGANISERS)


def led_discussion(request: HttpRequest, pk: int) -> Discussion:
    discussion = discussion_for(request, pk)
    if not leads(staff(request), discussion):
        raise PermissionDenied
    return discussion


def action_for(request: HttpRequest, pk: int, *, own: bool) -> AgreedAction:
    """One that was agreed: ticked by the graduate or by who holds the consultation, dropped by the latter alone."""
    action = get_object_or_404(AgreedAction.objects.select_related("consultation"), pk=pk)
    consultation, user = consultation_for(request, action.consultation_id), staff(request)
    if not holds(user, consultation) and not (own and is_own(user, consultation)):
        raise PermissionDenied
    return action
