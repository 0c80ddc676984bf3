"""The facts that the report is made of, read once: a fixed number of queries, however many people were supported."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from certificates.models import Document, Standing
from postcourse.implementation_reading import Line as Project
from postcourse.implementation_reading import for_reading, line_of
from postcourse.models import Consultation, ExpertFeedback, Implementation, Plan, WebinarGuest
from postcourse.support_report import Scope

Statuses = list[tuple[str, datetime]]


@dataclass
class Facts:
    """By the key of the plan, or of the person's record that is kept; and by the key of the trainer."""

    consultations: dict[int, Statuses] = field(default_factory=lambda: defaultdict(list))
    webinars: dict[int, set[tuple[int, date]]] = field(default_factory=lambda: defaultdict(set))
    feedback: Counter[int] = field(default_factory=Counter)
    projects: dict[int, Project] = field(default_factory=dict)
    statements: dict[int, str] = field(default_factory=dict)
    done_by: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    hosted: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


def read(scope: Scope, plans: Sequence[Plan], now: datetime) -> Facts:
    facts, keys = Facts(), [plan.pk for plan in plans]
    talks = Consultation.objects.filter(plan__in=keys).order_by()
    for plan, trainer, status, starts_at in talks.values_list("plan", "trainer", "status", "starts_at"):
        facts.consultations[plan].append((status, starts_at))
        if trainer and is_in(scope, starts_at):
            facts.done_by[trainer][status] += 1
    _read_webinars(scope, plans, facts)
    said = ExpertFeedback.objects.filter(implementation__plan__in=keys).order_by()
    for plan, by, at in said.values_list("implementation__plan", "by", "at"):
        if is_in(scope, at):
            facts.feedback[plan] += 1
            if by:
                facts.done_by[by]["feedback"] += 1
    today = timezone.localdate(now)
    projects = for_reading(Implementation.objects.filter(plan__in=keys))
    facts.projects = {each.plan_id: line_of(each, today=today) for each in projects}
    facts.statements = _statements(scope, plans)
    return facts


def _read_webinars(scope: Scope, plans: Sequence[Plan], facts: Facts) -> None:
    people = {kept_key(plan) for plan in plans}
    came = WebinarGuest.objects.filter(Q(person__in=people) | Q(person__merged_into__in=people), status="came")
    came = came.filter(webinar__starts_at__date__range=(scope.first, scope.last)).order_by()
    asked = "person", "person__merged_into", "webinar", "webinar__host", "webinar__starts_at"
    for person, kept, webinar, host, starts_at in came.values_list(*asked):
        facts.webinars[kept or person].add((webinar, timezone.localdate(starts_at)))
        facts.hosted[host].add(webinar)


def _statements(scope: Scope, plans: Sequence[Plan]) -> dict[int, str]:
    """The newest statement in force by the enrolment, if it was issued by the end of the period."""
    rows = Document.objects.filter(
        kind=Document.Kind.SUPPORT, standing__state=Standing.State.IN_FORCE, issued_on__lte=scope.last,
        result__attempt__enrolment__in=[plan.attempt.enrolment_id for plan in plans],
    )  # fmt: skip
    found = rows.select_related("result__attempt").order_by("issued_on", "pk")
    return {row.result.attempt.enrolment_id: row.number_text for row in found}


def kept_key(plan: Plan) -> int:
    """The record of the human that is kept, whichever this enrolment is on."""
    person = plan.attempt.enrolment.person
    return person.merged_into_id or person.pk


def is_in(scope: Scope, moment: datetime) -> bool:
    return scope.first <= timezone.localdate(moment) <= scope.last
