"""A final result is looked at once more: asked for by an appeal or a correction, decided by the commission.

Nothing of the old result changes. Where the commission upholds, a new result in the same attempt takes its place, and
waits for the head's signature like any other. The programme sets no time limit for appeals, so there is none here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.access import organises
from assessment.addenda import make_addendum
from assessment.conflicts import ties_of
from assessment.consensus import FEWEST
from assessment.models import CommissionMember, Defence, DefenceDay, Result, Review
from assessment.models.day import CommissionMemberQuerySet
from assessment.recording import save_by
from assessment.restating import restate
from assessment.review_letters import tell_decided
from assessment.seating import may_sit
from courses import enrolling
from courses.locking import lock_with_person
from courses.models import Enrolment
from people import uploading
from people.models import User

Kind, Outcome = Review.Kind, Review.Outcome
Status = Enrolment.Status


@transaction.atomic
def request_review(
    result: Result, *, kind: str, text: str, file: File[bytes] | None = None, by: User, now: datetime | None = None
) -> Review:
    """Ask the commission to look at a result once more; one request at a time."""
    place = lock_with_person(result.attempt.enrolment)
    if place.person.erased_at:
        raise enrolling.erased(place.person)
    if obstacle := obstacle_to_review(result):
        raise ValidationError(obstacle, code="no_review")
    if not text.strip():
        raise ValidationError(_("Say in words what is wrong."), code="no_text")
    with uploading.kept_with([file] if file else [], by=by) as uploads:
        review = Review(
            result=result,
            kind=kind,
            text=text.strip(),
            upload=uploads[0] if uploads else None,
            requested_by=by,
            requested_at=now or timezone.now(),
        )
        try:
            with transaction.atomic():
                save_by(review, by)
        except IntegrityError as error:
            raise ValidationError(_("The commission is asked already: wait for its decision."), code="open") from error
    return review


def obstacle_to_review(result: Result) -> str:
    """Why nobody can ask for it now, as a sentence; empty where they can."""
    if Result.objects.filter(supersedes=result).exists():
        return _("This result was replaced by a decision of the commission: ask about the new one.")
    if Review.objects.pending().filter(result=result).exists():
        return _("The commission is asked already: wait for its decision.")
    day = day_of(result)
    if day is None:
        return _("This result has no defence day, so no commission can decide on it.")
    if day.finalised_at is None:
        return _("The defence day is not closed yet: its protocol comes with the last decision.")
    if _again(result).exists():
        return _("A second attempt stands in the order of a day or has its own result: that is what counts now.")
    return ""


@transaction.atomic
def reject(
    review: Review, *, reason: str, took_part: Collection[CommissionMember], by: User, now: datetime | None = None
) -> Review:
    """The result stands; the protocol of the session says why."""
    row = _open(review, by=by)
    _decide(row, Outcome.REJECTED, reason=reason, took_part=took_part, by=by, now=now or timezone.now())
    return row


@transaction.atomic
def uphold(
    review: Review,
    *,
    halves: Mapping[int, int],
    reason: str,
    took_part: Collection[CommissionMember],
    by: User,
    now: datetime | None = None,
) -> Result:
    """A new result in the same attempt: `halves` by criterion are the points that change, the others stay exactly.

    An appeal is about the defence; a clerical correction may touch the points of the coursework, too.
    """
    now = now or timezone.now()
    row = _open(review, by=by)
    _require_words(row, reason, took_part)
    result = restate(row, halves, reason=reason.strip(), took_part=took_part, by=by, now=now)
    _decide(row, Outcome.UPHELD, reason=reason, took_part=took_part, by=by, now=now, new_result=result)
    if result.passed != row.result.passed:
        to = Status.PASSED if result.passed else Status.NOT_PASSED
        why = f"{row.get_kind_display()}: {reason.strip()}"
        enrolling.move(row.result.attempt.enrolment, to, by=by, why=why[:300], result_date=result.attested_on)
    return result


def day_of(result: Result) -> DefenceDay | None:
    """The day on which it was defended: of a superseding result, that of the first one."""
    defence: Defence | None = (
        Defence.objects.filter(attempt=result.attempt_id, outcome=Defence.Outcome.DEFENDED)
        .select_related("day")
        .first()
    )
    return defence.day if defence else None


def may_decide(review: Review, user: User) -> bool:
    """The chair of the commission; another member of it where the chair cannot, and where none can, the organiser."""
    members = [each for each in commission_of(review) if not each.called]
    able = set(may_sit().filter(pk__in=[each.user_id for each in members]).values_list("pk", flat=True))
    seats = [each for each in members if each.user_id in able]
    if not seats:
        return organises(user)
    own = next((each for each in seats if each.user_id == user.pk), None)
    return own is not None and (own.is_chair or not any(each.is_chair for each in seats))


def commission_of(review: Review) -> list[CommissionMember]:
    """Who can take part: everybody who heard the defence, but for those who must not assess this participant."""
    enrolment, day = review.result.attempt.enrolment, day_of(review.result)
    members = list(heard_by(review.result).chair_first())
    ties, apart = ties_of(each.user_id for each in members), day is not None and day.trainees_apart
    free = [each for each in members if not ties.of_interest(each.user_id, enrolment, trainees_apart=apart)]
    return free or members


def heard_by(result: Result) -> CommissionMemberQuerySet:
    """The seats of the commission that heard the defence; of third members those who were asked for this one."""
    asked = Q(called=False) | Q(calls__defence__attempt=result.attempt_id)
    return CommissionMember.everyone.filter(asked, day=day_of(result))


def _open(review: Review, *, by: User) -> Review:
    """The review, with the person and the enrolment it is about, all of them ours until the transaction ends."""
    lock_with_person(review.result.attempt.enrolment)
    Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    row = Review.objects.with_people().get(pk=review.pk)
    if not may_decide(row, by):
        raise PermissionDenied
    if not row.is_pending:
        raise ValidationError(_("The commission has decided on this already."), code="decided")
    if _again(row.result).exists():
        raise ValidationError(
            _("A second attempt stands in the order of a day or has its own result: that is what counts now."),
            code="second_attempt",
        )
    return row


def _again(result: Result) -> Any:
    later = Defence.objects.filter(
        attempt__enrolment=result.attempt.enrolment_id, attempt__number__gt=result.attempt.number
    )
    return later.filter(outcome__in=(Defence.Outcome.PENDING, Defence.Outcome.DEFENDED))


def _require_words(review: Review, reason: str, took_part: Collection[CommissionMember]) -> None:
    if not reason.strip():
        raise ValidationError(_("Say why the commission decides so: the participant reads it."), code="no_reason")
    commission = {member.pk for member in commission_of(review)}
    chosen = {member.pk for member in took_part}
    if not chosen <= commission:
        raise ValidationError(_("Only members of this commission decide."), code="not_seated")
    if len(chosen) < min(FEWEST, len(commission)):
        raise ValidationError(_("At least two members decide: name them."), code="too_few")


def _decide(
    row: Review,
    outcome: str,
    *,
    reason: str,
    took_part: Collection[CommissionMember],
    by: User,
    now: datetime,
    new_result: Result | None = None,
) -> None:
    _require_words(row, reason, took_part)
    row.outcome, row.reason, row.decided_by, row.decided_at = outcome, reason.strip(), by, now
    row.new_result = new_result
    save_by(row, by)
    row.took_part.set(took_part)
    make_addendum(row)
    tell_decided(row)
