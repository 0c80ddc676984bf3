"""The facts that the report is made of, read once: a fixed number of queries, however many people were supported."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from assessment.models import Result
from certificates.models import Document, Standing
from postcourse.completing import PROMISED
from postcourse.implementation_reading import Line as Project
from postcourse.implementation_reading import for_reading, line_of
from postcourse.models import Consultation, ExpertFeedback, Implementation, Plan, WebinarGuest
from postcourse.picturing import Status
from postcourse.support_report import Scope


class Talk(NamedTuple):
    """One consultation, or one place in a discussion; `again` is the key of the missed one in whose place it stands."""

    pk: int
    plan: int
    trainer: int | None
    kind: str
    status: str
    starts_at: datetime
    discussion: int | None
    again: int | None


@dataclass
class Done:
    """What one trainer did, by key: a discussion once, however many were there."""

    held: set[tuple[str, int]] = field(default_factory=set)
    missed: set[tuple[str, int]] = field(default_factory=set)
    hosted: set[int] = field(default_factory=set)
    feedback: int = 0


@dataclass
class Facts:
    """By the key of the plan, or of the person's record that is kept; and by the key of the trainer."""

    talks: dict[int, list[Talk]] = field(default_factory=lambda: defaultdict(list))
    webinars: dict[int, set[tuple[int, date]]] = field(default_factory=lambda: defaultdict(set))
    feedback: Counter[int] = field(default_factory=Counter)
    projects: dict[int, Project] = field(default_factory=dict)
    statements: dict[int, str] = field(default_factory=dict)
    # By the enrolment, whether the second attempt was passed.
    retaken: dict[int, bool] = field(default_factory=dict)
    done_by: dict[int, Done] = field(default_factory=lambda: defaultdict(Done))

    def is_lost(self, plan: int) -> bool:
        """Something that the plan promises was missed, and not planned again."""
        talks = self.talks[plan]
        again = {talk.again for talk in talks}
        return any(talk.status == Status.MISSED and talk.kind in PROMISED and talk.pk not in again for talk in talks)


def read(scope: Scope, plans: Sequence[Plan], now: datetime) -> Facts:
    facts, keys = Facts(), [plan.pk for plan in plans]
    _read_talks(scope, keys, facts)
    _read_webinars(scope, plans, facts)
    said = ExpertFeedback.objects.filter(implementation__plan__in=keys).order_by()
    for plan, by, at in said.values_list("implementation__plan", "by", "at"):
        if is_in(scope, at):
            facts.feedback[plan] += 1
            if by:
                facts.done_by[by].feedback += 1
    today = timezone.localdate(now)
    projects = for_reading(Implementation.objects.filter(plan__in=keys))
    facts.projects = {each.plan_id: line_of(each, today=today) for each in projects}
    facts.statements = _statements(scope, plans)
    facts.retaken = _retaken(plans)
    return facts


def _read_talks(scope: Scope, keys: list[int], facts: Facts) -> None:
    asked = "pk", "plan", "trainer", "kind", "status", "starts_at", "discussion", "replans"
    for row in Consultation.objects.filter(plan__in=keys).order_by("pk").values_list(*asked):
        talk = Talk(*row)
        facts.talks[talk.plan].append(talk)
        if talk.trainer and is_in(scope, talk.starts_at):
            done, key = facts.done_by[talk.trainer], ("d", talk.discussion) if talk.discussion else ("c", talk.pk)
            if talk.status == Status.HELD:
                done.held.add(key)
            elif talk.status == Status.MISSED:
                done.missed.add(key)


def _read_webinars(scope: Scope, plans: Sequence[Plan], facts: Facts) -> None:
    people = {kept_key(plan) for plan in plans}
    came = WebinarGuest.objects.filter(Q(person__in=people) | Q(person__merged_into__in=people), status="came")
    came = came.filter(webinar__starts_at__date__range=(scope.first, scope.last)).order_by()
    asked = "person", "person__merged_into", "webinar", "webinar__host", "webinar__starts_at"
    for person, kept, webinar, host, starts_at in came.values_list(*asked):
        facts.webinars[kept or person].add((webinar, timezone.localdate(starts_at)))
        facts.done_by[host].hosted.add(webinar)


def _statements(scope: Scope, plans: Sequence[Plan]) -> dict[int, str]:
    """The newest statement in force by the enrolment, if the first of its line was issued by the end of the period."""
    rows = Document.objects.filter(
        kind=Document.Kind.SUPPORT, standing__state__in=(Standing.State.IN_FORCE, Standing.State.SUPERSEDED),
        result__attempt__enrolment__in=[plan.attempt.enrolment_id for plan in plans],
    )  # fmt: skip
    found = list(rows.select_related("standing", "result__attempt").order_by("issued_on", "pk"))
    since: dict[int, date] = {}
    for row in found:  # whatever a correction stands for was issued before it
        since[row.pk] = since.get(row.supersedes_id or 0, row.issued_on)
    return {
        row.result.attempt.enrolment_id: row.number_text
        for row in found
        if row.standing.state == Standing.State.IN_FORCE and since[row.pk] <= scope.last
    }


def _retaken(plans: Sequence[Plan]) -> dict[int, bool]:
    prepared = [plan.attempt.enrolment_id for plan in plans if plan.kind == Plan.Kind.RETAKE]
    second = Result.objects.current().confirmed().filter(attempt__number=2, attempt__enrolment__in=prepared)
    return dict(second.order_by().values_list("attempt__enrolment", "passed"))


def kept_key(plan: Plan) -> int:
    """The record of the human that is kept, whichever this enrolment is on."""
    person = plan.attempt.enrolment.person
    return person.merged_into_id or person.pk


def is_in(scope: Scope, moment: datetime) -> bool:
    return scope.first <= timezone.localdate(moment) <= scope.last
