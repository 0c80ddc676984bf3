"""The report of a period: a line for everybody whose support it tells of, and what the trainers did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from people.alphabet import kazakh_key
from people.models import User
from people.regions import region_in_language
from postcourse.completing import is_completed, is_over
from postcourse.implementation_reading import Line as Project
from postcourse.models import Implementation, Plan
from postcourse.picturing import LIVE, Status
from postcourse.support_facts import Done, Facts, is_in, kept_key, read
from postcourse.support_plans import plans_of
from postcourse.support_report import Report, Scope, TrainerRow
from postcourse.support_sums import Line

# A longer one is taken out in parts: nobody reads it, and others would wait for it.
MOST = 5_000


def report_of(scope: Scope, *, now: datetime) -> Report:
    """Refuses with a sentence what would be too long. Names are in the language that is active."""
    rows = plans_of(scope).select_related(
        "attempt__enrolment__person__merged_into", "attempt__enrolment__organisation", "attempt__enrolment__cohort",
        "trainer",
    )  # fmt: skip
    plans = list(rows.order_by("pk")[: MOST + 1])
    if len(plans) > MOST:
        said = _("More than %(most)s plans of support: choose a shorter period.")
        raise ValidationError(said, params={"most": number_format(MOST, force_grouping=True)})
    facts = read(scope, plans, now)
    lines = sorted(
        (_line(scope, plan, facts, now) for plan in plans), key=lambda line: (kazakh_key(line.name), line.plan)
    )
    webinars = {key for line in lines for key in line.webinars}
    return Report(scope, lines, _trainers(lines, facts.done_by, webinars), len(webinars))


def _line(scope: Scope, plan: Plan, facts: Facts, now: datetime) -> Line:
    enrolment, talks, retake = plan.attempt.enrolment, facts.talks[plan.pk], plan.kind == Plan.Kind.RETAKE
    school, project = enrolment.organisation, facts.projects.get(plan.pk)
    held = [talk for talk in talks if talk.status == Status.HELD and is_in(scope, talk.starts_at)]
    came = () if retake else facts.webinars[kept_key(plan)]
    return Line(
        plan=plan.pk,
        person=kept_key(plan),
        name=(enrolment.person.merged_into or enrolment.person).full_name,
        school=str(school or ""),
        region=region_in_language(school.region) if school else "",
        cohort=(enrolment.cohort_id, str(enrolment.cohort)),
        trainer=(plan.trainer.pk, str(plan.trainer)) if plan.trainer else None,
        retake=retake,
        held=len(held),
        in_groups=sum(talk.discussion is not None for talk in held),
        missed=sum(talk.status == Status.MISSED and is_in(scope, talk.starts_at) for talk in talks),
        ahead=sum(talk.status in LIVE and talk.starts_at > now for talk in talks),
        webinars=frozenset(webinar for webinar, day in came if day >= plan.counted_from),
        **_came_of_it(plan, project, facts),
        **_of_project(scope, project, facts),
    )


def _came_of_it(plan: Plan, project: Project | None, facts: Facts) -> dict[str, Any]:
    enrolment, statuses = plan.attempt.enrolment, [talk.status for talk in facts.talks[plan.pk]]
    state = project.implementation.state if project else None
    if plan.kind == Plan.Kind.RETAKE:
        return {"retaken": facts.retaken.get(enrolment.pk)}
    statement = facts.statements.get(enrolment.pk, "")
    # What was still to come for somebody who is erased was called off: that is no completion.
    erased = (enrolment.person.merged_into or enrolment.person).erased_at is not None
    completed = not erased and is_completed(plan.kind, statuses, state, lost=facts.is_lost(plan.pk))
    # The head has signed that it was completed: nothing that is reckoned says otherwise.
    return {"statement": statement, "completed": completed or bool(statement), "over": is_over(statuses, state)}


def _of_project(scope: Scope, project: Project | None, facts: Facts) -> dict[str, Any]:
    """Of one that was ended (an appeal, an erasure) what was done for it, but no goals: nobody pursues them."""
    if project is None:
        return {}
    row = project.implementation
    done = {
        "reports": sum(is_in(scope, report.at) for report in row.reports.all()),
        "feedback": facts.feedback[row.plan_id],
    }
    if row.state == Implementation.State.ENDED:
        return done
    return {**done, "goals": len(project.goals), "reached": project.reached, "standing": project.standing}


def _trainers(lines: Iterable[Line], done_by: dict[int, Done], webinars: set[int]) -> list[TrainerRow]:
    people: dict[int, set[int]] = defaultdict(set)
    for line in lines:
        if line.trainer:
            people[line.trainer[0]].add(line.person)
    active = {
        key for key, done in done_by.items() if done.held or done.missed or done.feedback or done.hosted & webinars
    }
    rows = []
    for user in User.objects.filter(pk__in=people.keys() | active):
        done = done_by[user.pk]
        missed, hosted = len(done.missed - done.held), len(done.hosted & webinars)
        care = len(people[user.pk])
        rows.append(TrainerRow(user.pk, str(user), care, len(done.held), missed, hosted, done.feedback))
    return sorted(rows, key=lambda row: (kazakh_key(row.name), row.key))
