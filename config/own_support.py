"""What a graduate can do today for their own support: book, join a discussion, tick what was agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from people.models import User
from postcourse.booking import open_until, why_not
from postcourse.models import AgreedAction, Discussion, Plan

SHOWN = 3


@dataclass(frozen=True)
class OwnSupport:
    plan: Plan
    can_book: bool
    discussions: list[Discussion]
    actions: list[AgreedAction]

    @property
    def is_worth_a_panel(self) -> bool:
        return self.can_book or bool(self.discussions)


def own_support(user: User, now: datetime) -> OwnSupport | None:
    """Of the newest plan; nothing for who has none, or whose support is over."""
    plans = Plan.objects.filter(attempt__enrolment__person__in=user.own_records)
    plan = plans.with_people().select_related("result").order_by("-pk").first()
    if plan is None:
        return None
    going_on = timezone.localdate(now) <= open_until(plan)
    mine = plan.consultations.open().exclude(discussion=None).values("discussion")
    ahead = Discussion.objects.for_plan(plan).coming(now).exclude(pk__in=mine).with_seats().order_by("starts_at", "pk")
    actions = AgreedAction.objects.open().filter(consultation__plan__in=plans).order_by("due_on", "pk")
    return OwnSupport(
        plan,
        can_book=not why_not(plan, now=now),
        discussions=list(ahead[:SHOWN]) if going_on else [],
        actions=list(actions[:SHOWN]),
    )
