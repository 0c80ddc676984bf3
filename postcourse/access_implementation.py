"""Who may see an implementation, who writes in it and who judges it: what is not theirs does not exist for them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from people.access import staff
from people.models import Upload, User
from people.roles import Role
from postcourse.access import reader
from postcourse.defended_project import works_of
from postcourse.models import Goal, Implementation, ProgressReport


def implementation_for(request: HttpRequest, pk: int) -> Implementation:
    return get_object_or_404(Implementation.objects.visible_to(reader(request)).with_people(), pk=pk)


def is_own(user: User, implementation: Implementation) -> bool:
    return user.owns(implementation.plan.attempt.enrolment.person_id)


def judges(user: User, implementation: Implementation) -> bool:
    """The trainer of the plan, or the organiser for them; never the graduate themselves."""
    if is_own(user, implementation):
        return False
    return user.has_role(Role.ORGANISER, Role.ADMINISTRATOR) or implementation.plan.trainer_id == user.pk


def writes(user: User, implementation: Implementation) -> bool:
    """The graduate; and who judges writes down what somebody without e-mail says on the phone."""
    return is_own(user, implementation) or judges(user, implementation)


def require_writer(request: HttpRequest, pk: int) -> Implementation:
    found = implementation_for(request, pk)
    if not writes(staff(request), found):
        raise PermissionDenied
    return found


def require_judge(request: HttpRequest, pk: int) -> Implementation:
    found = implementation_for(request, pk)
    if not judges(staff(request), found):
        raise PermissionDenied
    return found


def goal_for_writer(request: HttpRequest, pk: int) -> Goal:
    visible = Implementation.objects.visible_to(reader(request))
    goal = get_object_or_404(
        Goal.objects.filter(implementation__in=visible).select_related(
            "implementation__plan__attempt__enrolment__person", "implementation__plan__attempt__enrolment__cohort"
        ),
        pk=pk,
    )
    if not writes(staff(request), goal.implementation):
        raise PermissionDenied
    return goal


def evidence_for(request: HttpRequest, pk: int, upload_pk: int) -> Upload:
    """A file of a report: for whoever sees the implementation."""
    visible = Implementation.objects.visible_to(reader(request))
    report = get_object_or_404(ProgressReport.objects.filter(implementation__in=visible), pk=pk)
    return get_object_or_404(report.uploads, pk=upload_pk)


def project_file_for(request: HttpRequest, pk: int, submission_pk: int, upload_pk: int) -> Upload:
    """A file of what was handed in as the project: for whoever sees the implementation."""
    works = {work.pk: work for work in works_of(implementation_for(request, pk))}
    if submission_pk not in works:
        raise Http404
    return get_object_or_404(works[submission_pk].uploads, pk=upload_pk)
