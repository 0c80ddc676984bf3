"""The protocol of a commission's session on a review: numbered, frozen, in a series of its own. The first protocol
stays as it was signed.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from assessment.models import Addendum, CommissionMember, Defence, Protocol, Result, Review
from assessment.protocols import provider_words, words_of
from assessment.seating import SEATED
from courses.numbering import next_number
from people.models import User
from people.roles import Role


def make_addendum(review: Review) -> Addendum:
    """Take the next number in the transaction of the decision, and freeze what was decided."""
    specimen = settings.DOCUMENTS_ARE_SPECIMENS or review.result.attempt.enrolment.cohort.is_demo
    day = timezone.localdate(review.decided_at)
    number = next_number("addendum_specimen" if specimen else "addendum", day.year)
    return Addendum.objects.create(
        review=review,
        is_specimen=specimen,
        year=day.year,
        number=number,
        snapshot=_snapshot(review, number=str(number), specimen=specimen),
    )


def seen_addenda(user: User) -> QuerySet[Addendum]:
    """Those that this user may print: all of them for organisers and heads, else those of their commissions."""
    if user.has_role(Role.ORGANISER, Role.ADMINISTRATOR, Role.HEAD):
        return Addendum.objects.all()
    if not user.has_role(*SEATED):
        return Addendum.objects.none()
    seats = CommissionMember.everyone.filter(user=user)
    asked = Q(third_call__member__in=seats.filter(called=True))
    heard = Defence.objects.filter(Q(day__in=seats.filter(called=False).values("day")) | asked)
    return Addendum.objects.filter(
        review__result__attempt__in=heard.filter(outcome=Defence.Outcome.DEFENDED).values("attempt")
    )


def _snapshot(review: Review, *, number: str, specimen: bool) -> dict[str, Any]:
    old, new = review.result, review.new_result
    enrolment = old.attempt.enrolment
    protocol = _protocol_of(old)
    decided = review.decided_at
    return {
        "language": enrolment.cohort.language,
        "specimen": specimen,
        "number": number,
        "date": timezone.localdate(decided).isoformat(),
        "provider": provider_words(),
        "programme": words_of(enrolment.cohort.version, "title"),
        "cohort": enrolment.cohort.name,
        "protocol": {"number": str(protocol.number), "date": old.attested_on.isoformat()} if protocol else None,
        "name": enrolment.person.full_name,
        "school": str(enrolment.organisation),
        "topic": enrolment.project_topic,
        "kind": review.kind,
        "text": review.text,
        "requested_on": timezone.localdate(review.requested_at).isoformat(),
        "requested_by": str(review.requested_by),
        "upheld": new is not None,
        "reason": review.reason,
        "commission": [
            {"name": str(member), "chair": member.is_chair} for member in review.took_part.chair_first()
        ],
        "recorded_by": str(review.decided_by),
        "criteria": _criteria(old, new),
        "before": _total(old),
        "after": None if new is None else _total(new),
    }  # fmt: skip


def _criteria(old: Result, new: Result | None) -> list[dict[str, Any]]:
    rows = []
    for place, row in enumerate(old.criteria):
        after = new.criteria[place]["points"] if new is not None else row["points"]
        label = {code: row[f"label_{code}"] for code in ("kk", "ru", "en")}
        rows.append({"label": label, "maximum": row["maximum"], "before": row["points"], "after": after})
    return rows


def _total(result: Result) -> dict[str, Any]:
    band = {code: getattr(result, f"band_{code}") for code in ("kk", "ru", "en")}
    return {"exact": f"{result.exact}", "total": result.total, "band": band}


def _protocol_of(result: Result) -> Protocol | None:
    days = result.attempt.defences.filter(outcome="defended").values("day")
    return Protocol.objects.filter(day__in=days, cohort=result.attempt.enrolment.cohort_id).first()
