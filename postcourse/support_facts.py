"""The facts of the report, read once: a fixed number of queries, however many people were supported."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from certificates.models import Document, Standing
from people.models import User
from people.regions import region_in_language
from postcourse.calendar import add_months
from postcourse.completing import is_completed
from postcourse.implementation_reading import Line as Project
from postcourse.implementation_reading import for_reading, line_of
from postcourse.models import Consultation, ExpertFeedback, Implementation, Plan, PlanTemplate, WebinarGuest
from postcourse.models.support import PlanQuerySet
from postcourse.picturing import LIVE, Status
from postcourse.policy import POLICY
from postcourse.support_report import Line, Report, Scope, TrainerRow
from postcourse.templates_of import content_of

# A longer one is taken out in parts: nobody reads it, and others would wait for it.
MOST = 5_000
FIRST_YEAR = 2000
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


def plans_of(scope: Scope) -> PlanQuerySet:
    """Everybody to whom support was promised in these days, and with whom somebody talked in them."""
    rows = Plan.objects.filter(counted_from__lte=scope.last)
    whose = Q(attempt__enrolment__cohort=scope.cohort) if scope.cohort else Q(
        attempt__enrolment__cohort__is_demo=scope.demo
    )  # fmt: skip
    talked = Consultation.objects.filter(status__in=(Status.HELD, Status.MISSED))
    inside = talked.filter(starts_at__date__range=(scope.first, scope.last)).order_by().values("plan")
    return rows.filter(whose).filter(_promised_since(scope.first) | Q(pk__in=inside))


def _promised_since(first: date) -> Q:
    """By the months of each version of a template; there are few of them."""
    support, found = Q(kind=Plan.Kind.SUPPORT), Q(
        kind=Plan.Kind.RETAKE, counted_from__gte=_months_before(first, POLICY.retake_months)
    )  # fmt: skip
    for template in [None, *PlanTemplate.objects.order_by("pk")]:
        since = _months_before(first, content_of(template).last_month)
        found |= support & Q(template=template, counted_from__gte=since)
    return found


def _months_before(day: date, months: int) -> date:
    """A slip of the hand may be any year: before that of the first plan there is nothing."""
    return add_months(day, -months) if day.year > FIRST_YEAR else date.min


def report_of(scope: Scope, *, now: datetime) -> Report:
    """Refuses with a sentence what would be too long. Names are in the language that is active."""
    rows = plans_of(scope).select_related(
        "attempt__enrolment__person__merged_into", "attempt__enrolment__organisation", "attempt__enrolment__cohort",
        "trainer",
    )  # fmt: skip
    plans = list(rows.order_by("attempt__enrolment__person__name_key", "pk")[: MOST + 1])
    if len(plans) > MOST:
        said = _("More than %(most)s plans of support: choose a shorter period.")
        raise ValidationError(said, params={"most": number_format(MOST, force_grouping=True)})
    facts = _read(scope, plans, now)
    lines = [_line(scope, plan, facts, now) for plan in plans]
    webinars = {key for line in lines for key in line.webinars}
    return Report(scope, lines, _trainers(lines, facts, webinars), len(webinars))


def _read(scope: Scope, plans: Sequence[Plan], now: datetime) -> Facts:
    facts, keys = Facts(), [plan.pk for plan in plans]
    talks = Consultation.objects.filter(plan__in=keys).order_by()
    for plan, trainer, status, starts_at in talks.values_list("plan", "trainer", "status", "starts_at"):
        facts.consultations[plan].append((status, starts_at))
        if trainer and _is_in(scope, starts_at):
            facts.done_by[trainer][status] += 1
    _read_webinars(scope, plans, facts)
    said = ExpertFeedback.objects.filter(implementation__plan__in=keys).order_by()
    for plan, by, at in said.values_list("implementation__plan", "by", "at"):
        if _is_in(scope, at):
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


def _line(scope: Scope, plan: Plan, facts: Facts, now: datetime) -> Line:
    enrolment, project = plan.attempt.enrolment, facts.projects.get(plan.pk)
    rows, school, retake = facts.consultations[plan.pk], enrolment.organisation, plan.kind == Plan.Kind.RETAKE
    inside = Counter(status for status, starts_at in rows if _is_in(scope, starts_at))
    came = () if retake else facts.webinars[kept_key(plan)]
    is_over = project is None or project.implementation.state == Implementation.State.ENDED
    counted: dict[str, Any] = {} if project is None or is_over else {
        "goals": len(project.goals), "reached": project.reached, "standing": project.standing,
        "reports": sum(_is_in(scope, report.at) for report in project.implementation.reports.all()),
        "feedback": facts.feedback[plan.pk],
    }  # fmt: skip
    state = project.implementation.state if project else None
    return Line(
        plan=plan.pk,
        person=kept_key(plan),
        name=(enrolment.person.merged_into or enrolment.person).full_name,
        school=str(school or ""),
        region=region_in_language(school.region) if school else "",
        cohort=(enrolment.cohort_id, str(enrolment.cohort)),
        trainer=(plan.trainer.pk, str(plan.trainer)) if plan.trainer else None,
        retake=retake,
        held=inside[Status.HELD],
        missed=inside[Status.MISSED],
        ahead=sum(status in LIVE and starts_at > now for status, starts_at in rows),
        webinars=frozenset(webinar for webinar, day in came if day >= plan.counted_from),
        completed=is_completed(plan.kind, [status for status, _at in rows], state),
        statement="" if retake else facts.statements.get(enrolment.pk, ""),
        **counted,
    )


def _trainers(lines: Iterable[Line], facts: Facts, webinars: set[int]) -> list[TrainerRow]:
    people: dict[int, set[int]] = defaultdict(set)
    for line in lines:
        if line.trainer:
            people[line.trainer[0]].add(line.person)
    hosted = {host: len(held & webinars) for host, held in facts.hosted.items() if held & webinars}
    keys = people.keys() | hosted.keys() | {key for key, done in facts.done_by.items() if done.keys() & DONE}
    rows = [
        TrainerRow(
            user.pk, str(user), len(people[user.pk]), facts.done_by[user.pk][Status.HELD],
            facts.done_by[user.pk][Status.MISSED], hosted.get(user.pk, 0), facts.done_by[user.pk]["feedback"],
        )
        for user in User.objects.filter(pk__in=keys)
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.name, row.key))


DONE = {Status.HELD, Status.MISSED, "feedback"}


def kept_key(plan: Plan) -> int:
    """The record of the human that is kept, whichever this enrolment is on."""
    person = plan.attempt.enrolment.person
    return person.merged_into_id or person.pk


def _is_in(scope: Scope, moment: datetime) -> bool:
    return scope.first <= timezone.localdate(moment) <= scope.last
