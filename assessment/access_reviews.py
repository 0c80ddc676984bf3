"""Who may ask for a review of a result, and who sees it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from assessment.access import organises
from assessment.addenda import seen_addenda
from assessment.models import Addendum, Result, Review
from assessment.models.day import CommissionMemberQuerySet
from assessment.reviewing import heard_by
from assessment.seating import SEATED
from people.access import staff
from people.models import User
from people.roles import Role


def own_result(request: HttpRequest, pk: int) -> Result:
    """The participant's own; staff are refused, for strangers it does not exist."""
    user, result = staff(request), _result(pk)
    if user.owns(result.attempt.enrolment.person_id):
        return result
    raise PermissionDenied if user.is_staff_member else Http404


def corrected_result(request: HttpRequest, pk: int) -> Result:
    """For whoever may ask to correct a clerical error: organisers and the chair of the day."""
    user, result = staff(request), _result(pk)
    if organises(user) or seats_of(user, result).filter(is_chair=True).exists():
        return result
    raise PermissionDenied if user.is_staff_member else Http404


def seen_review(request: HttpRequest, pk: int) -> Review:
    """Organisers, heads and the commission that heard it."""
    user = staff(request)
    review = get_object_or_404(Review.objects.with_people().select_related("upload", "addendum", "new_result"), pk=pk)
    if _sees(user, review.result):
        return review
    raise PermissionDenied if user.is_staff_member else Http404


def file_of_review(request: HttpRequest, pk: int) -> Review:
    """Also for the participant who sent it."""
    user = staff(request)
    review = get_object_or_404(Review.objects.with_people().select_related("upload"), pk=pk, upload__isnull=False)
    if user.owns(review.result.attempt.enrolment.person_id) or _sees(user, review.result):
        return review
    raise PermissionDenied if user.is_staff_member else Http404


def printed_addendum(request: HttpRequest, pk: int) -> Addendum:
    """Organisers, heads, the commission, and the participant whose result it is about."""
    user = staff(request)
    addendum = get_object_or_404(Addendum.objects.select_related("review__result__attempt__enrolment"), pk=pk)
    if user.owns(addendum.review.result.attempt.enrolment.person_id):
        return addendum
    if seen_addenda(user).filter(pk=pk).exists():
        return addendum
    raise PermissionDenied if user.is_staff_member else Http404


def _result(pk: int) -> Result:
    return get_object_or_404(Result.objects.with_people(), pk=pk)


def _sees(user: User, result: Result) -> bool:
    if organises(user) or user.has_role(Role.HEAD):
        return True
    return seats_of(user, result).exists()


def seats_of(user: User, result: Result) -> CommissionMemberQuerySet:
    """Theirs on the commission that heard it; no longer than the role lasts that gave the seat."""
    seats = heard_by(result).filter(user=user)
    return seats if user.has_role(*SEATED) else seats.none()
