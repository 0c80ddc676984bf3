"""The trainer's feedback on an implementation, criterion by criterion; the graduate is told of each once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from postcourse import implementation_letters
from postcourse.implementing import locked
from postcourse.models import CriterionFeedback, ExpertFeedback, Implementation, ProgressReport

Criterion, Level = CriterionFeedback.Criterion, CriterionFeedback.Level
Said = Mapping[CriterionFeedback.Criterion, tuple[CriterionFeedback.Level | None, str]]
LONGEST = 4_000
OVER = (Implementation.State.CLOSED, Implementation.State.ENDED)


@transaction.atomic
def give(
    implementation: Implementation,
    *,
    criteria: Said,
    words: str = "",
    by: User,
    seen: int | None = None,
    on: int | None = None,
    now: datetime | None = None,
) -> ExpertFeedback:
    """A further feedback. `seen` is the newest feedback that the page showed, 0 for none; `on` is the report that it
    showed first, 0 for none: what came since waits for feedback of its own. Without it, it is on the newest one.
    """
    row, said = locked(implementation), words.strip()[:LONGEST]
    if row.state in OVER:
        raise ValidationError(_("The implementation is over: no more feedback is given."), code="not_running")
    told = {criterion: pair for criterion, pair in criteria.items() if pair[0] is not None or pair[1]}
    if not told and not said:
        raise ValidationError(_("Choose a level for a criterion, or write a few words."), code="empty")
    newest = row.feedback.first()
    if newest is not None and seen is not None and newest.pk != seen:
        raise ValidationError(
            _("Meanwhile a feedback was given: look at it on the page of the project first."), code="newer"
        )
    feedback = ExpertFeedback.objects.create(
        implementation=row, report=_report_read(row, on), words=said, by=by, at=now or timezone.now()
    )
    CriterionFeedback.objects.bulk_create(
        CriterionFeedback(feedback=feedback, criterion=criterion, level=level, words=text[:500])
        for criterion, (level, text) in told.items()
    )
    implementation_letters.tell_of_feedback(feedback)
    return feedback


def _report_read(row: Implementation, on: int | None) -> ProgressReport | None:
    return row.reports.first() if on is None else row.reports.filter(pk=on).first()
