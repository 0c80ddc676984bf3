"""The report of a period: whose support it tells of, and a line for each of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from people.models import User
from people.regions import region_in_language
from postcourse.calendar import add_months
from postcourse.completing import is_completed
from postcourse.implementation_reading import Line as Project
from postcourse.models import Consultation, Implementation, Plan, PlanTemplate
from postcourse.models.support import PlanQuerySet
from postcourse.picturing import LIVE, Status
from postcourse.policy import POLICY
from postcourse.support_facts import Facts, is_in, kept_key, read
from postcourse.support_report import Report, Scope, TrainerRow
from postcourse.support_sums import Line
from postcourse.templates_of import content_of

# A longer one is taken out in parts: nobody reads it, and others would wait for it.
MOST = 5_000
FIRST_YEAR = 2000
DONE = {Status.HELD, Status.MISSED, "feedback"}


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
    facts = read(scope, plans, now)
    lines = [_line(scope, plan, facts, now) for plan in plans]
    webinars = {key for line in lines for key in line.webinars}
    return Report(scope, lines, _trainers(lines, facts, webinars), len(webinars))


def _line(scope: Scope, plan: Plan, facts: Facts, now: datetime) -> Line:
    enrolment, rows, retake = plan.attempt.enrolment, facts.consultations[plan.pk], plan.kind == Plan.Kind.RETAKE
    school, project = enrolment.organisation, facts.projects.get(plan.pk)
    inside = Counter(status for status, starts_at in rows if is_in(scope, starts_at))
    came = () if retake else facts.webinars[kept_key(plan)]
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
        **_of_project(scope, project, facts),
    )


def _of_project(scope: Scope, project: Project | None, facts: Facts) -> dict[str, Any]:
    """Nothing of a project that an appeal has ended."""
    if project is None or project.implementation.state == Implementation.State.ENDED:
        return {}
    row = project.implementation
    return {
        "goals": len(project.goals),
        "reached": project.reached,
        "standing": project.standing,
        "reports": sum(is_in(scope, report.at) for report in row.reports.all()),
        "feedback": facts.feedback[row.plan_id],
    }


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
