"""After a year: the graduate analyses the results, the trainer accepts the analysis or hands it back with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.models import User
from postcourse import implementation_letters
from postcourse.implementation_reading import Line, read
from postcourse.implementing import locked, meet, move, still_running
from postcourse.models import GoalOutcome, Implementation, Milestone, ResultAnalysis
from postcourse.status_judging import take_back

State, Reached = Implementation.State, GoalOutcome.Reached


@dataclass(frozen=True)
class Outcome:
    reached: GoalOutcome.Reached
    value: Decimal | None = None
    words: str = ""


@transaction.atomic
def hand_in(
    implementation: Implementation,
    *,
    outcomes: Mapping[int, Outcome],
    effect: str,
    reflection: str,
    lasting: str = "",
    by: User | None,
    now: datetime | None = None,
) -> ResultAnalysis:
    """What was reached of each goal (by its key), what effect it had, and the reflection; then the trainer reads it."""
    at = now or timezone.now()
    row = still_running(implementation)
    if obstacle := obstacle_to(read(row, today=timezone.localdate(at))):
        raise obstacle
    goals = row.goals.filter(dropped_at=None).in_bulk()
    if outcomes.keys() != goals.keys():
        raise ValidationError(_("The goals have changed meanwhile: open the page again."), code="other_goals")
    if not effect.strip() or not reflection.strip():
        raise ValidationError(_("Describe the effect, and write your reflection."), code="empty")
    last = row.analyses.aggregate(last=Max("number"))["last"] or 0
    made = ResultAnalysis.objects.create(
        implementation=row, number=last + 1, effect=effect.strip(), lasting=lasting.strip(),
        reflection=reflection.strip(), by=by, at=at,
    )  # fmt: skip
    GoalOutcome.objects.bulk_create(
        GoalOutcome(
            analysis=made, goal=goals[pk], reached=each.reached, value=each.value, words=each.words.strip()[:1000]
        )
        for pk, each in outcomes.items()
    )
    meet_all(row, now=at)
    if row.judged:
        take_back(row, by=None, now=at)
    move(row, State.ANALYSED, by=by, now=at)
    return made


def meet_all(row: Implementation, *, now: datetime) -> None:
    """The analysis says all that the reports would have said; whoever is through early is through."""
    today = timezone.localdate(now)
    row.milestones.filter(met_at=None, opens_on__gt=today).update(opens_on=today)
    for kind in (Milestone.Kind.REPORT, Milestone.Kind.ANALYSIS):
        meet(row, kind, now=now)


def obstacle_to(line: Line) -> ValidationError | None:
    """Why it is too early, as a sentence: from two months before its day on, or once every goal is reached."""
    if not line.goals:
        return ValidationError(
            _("Write the goals of the project first: progress is measured by them."), code="no_goals"
        )
    if line.may_be_analysed or line.analysis is None:
        return None
    day = date_format(line.analysis.opens_on, "SHORT_DATE_FORMAT")
    sentence = _("The results are analysed from %(day)s on, or as soon as every goal is reached.")
    return ValidationError(sentence, code="too_early", params={"day": day})


@transaction.atomic
def accept(
    implementation: Implementation, *, by: User, seen: int | None = None, now: datetime | None = None
) -> Implementation:
    """The project is completed. `seen` is the number of the analysis that was read."""
    newest = locked(implementation).analyses.aggregate(last=Max("number"))["last"]
    if seen is not None and newest != seen:
        raise ValidationError(_("The analysis was handed in anew meanwhile: read it first."), code="newer")
    row = move(implementation, State.CLOSED, by=by, now=now)
    implementation_letters.tell_of_analysis(row.events.latest("at", "pk"))
    return row


@transaction.atomic
def hand_back(implementation: Implementation, *, why: str, by: User, now: datetime | None = None) -> Implementation:
    """The graduate adds to it; what they have written is kept."""
    said = why.strip()[:300]
    if not said:
        raise ValidationError({"why": _("Say what is missing: the participant reads it.")})
    if locked(implementation).state != State.ANALYSED:
        raise ValidationError(_("There is no analysis to hand back."), code="no_move")
    row = move(implementation, State.RUNNING, by=by, why=said, now=now)
    implementation_letters.tell_of_analysis(row.events.latest("at", "pk"))
    return row
