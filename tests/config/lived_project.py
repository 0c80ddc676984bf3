"""Of the person who has lived through everything: their project in practice, each text with a word of its own."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from certificates.models import Document
from postcourse import (
    expert_feedback,
    goal_setting,
    implementing,
    progress_reporting,
    result_analysing,
    status_judging,
)
from postcourse.models import Goal, GoalOutcome, Implementation, Plan, Standing

if TYPE_CHECKING:
    from tests.config.lived import Lived


def puts_into_practice(lived: Lived, document: Document) -> None:
    """Goals, one of them dropped; a report with a file, the trainer's status and feedback, the analysis handed back."""
    row = implementing.begin(document.result.attempt.plan, now=timezone.now())
    assert row is not None
    Implementation.objects.filter(pk=row.pk).update(topic=lived.word())
    goals = [_goal(lived, row) for _ in range(2)]
    for word in (lived.word(), lived.word()):
        goals[0].title = word
        goal_setting.change_goal(goals[0], by=lived.user)
    goal_setting.drop_goal(goals[1], why=lived.word(), by=lived.user)
    said: dict[str, Any] = {"words": lived.word(), "files": [lived.pdf()], "by": lived.user}
    progress_reporting.report(row, values={goals[0].pk: goals[0].target}, **said)
    criteria = {expert_feedback.Criterion.TEAM: (expert_feedback.Level.PARTLY, lived.word())}
    expert_feedback.give(row, criteria=criteria, words=lived.word(), by=lived.trainer)
    outcome = result_analysing.Outcome(GoalOutcome.Reached.FULLY, goals[0].target, lived.word())
    texts: dict[str, Any] = {name: lived.word() for name in ("effect", "lasting", "reflection")}
    result_analysing.hand_in(row, outcomes={goals[0].pk: outcome}, **texts, by=lived.user)
    result_analysing.hand_back(row, why=lived.word(), by=lived.trainer)
    status_judging.judge(row, Standing.LATE, why=lived.word(), by=lived.trainer)


def practises(lived: Lived, plan: Plan) -> None:
    row = implementing.begin(plan, now=timezone.now())
    assert row is not None
    goal = _goal(lived, row)
    progress_reporting.report(row, values={goal.pk: goal.baseline}, by=lived.user)
    expert_feedback.give(row, criteria={}, words=lived.word(), by=lived.trainer)


def _goal(lived: Lived, row: Implementation) -> Goal:
    goal = Goal(
        implementation=row, origin="project", passage=lived.word(), title=lived.word(), indicator=lived.word(),
        unit=lived.word(), baseline=Decimal(1), target=Decimal(2), due_on=timezone.localdate() + timedelta(days=14),
    )  # fmt: skip
    return goal_setting.set_goal(goal, by=lived.user)
