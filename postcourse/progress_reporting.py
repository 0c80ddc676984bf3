"""A graduate reports how the goals stand, in values, words and files; what was reported is never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from people import uploading
from people.models import Upload, User
from postcourse.implementation_policy import IMPLEMENTATION
from postcourse.implementing import meet, still_running
from postcourse.models import Goal, GoalValue, Implementation, Milestone, ProgressReport
from postcourse.status_judging import take_back

LONGEST = 4_000


def report(
    implementation: Implementation,
    *,
    values: Mapping[int, Decimal],
    words: str = "",
    files: Sequence[File[bytes]] = (),
    by: User | None,
    seen: int | None = None,
    now: datetime | None = None,
) -> ProgressReport:
    """One more report; `values` by the keys of the goals. `seen` is how many the page showed: nothing is sent twice."""
    at, said = now or timezone.now(), words.strip()
    _refuse_content(values, said, len(files))
    with uploading.kept_with(files, by=by) as uploads:
        row = still_running(implementation)
        goals = row.goals.filter(dropped_at=None).in_bulk()
        _refuse_goals(values, goals)
        count = row.reports.count()
        if seen is not None and count > seen:
            raise ValidationError(
                _("A report was sent meanwhile: look at it on the page of the project, and report again only if "
                  "something is missing in it."), code="newer",
            )  # fmt: skip
        made = _write(row, {goals[pk]: value for pk, value in values.items()}, said, uploads, by=by, at=at)
        meet(row, Milestone.Kind.REPORT, now=at)
        if row.judged:
            take_back(row, by=None, now=at)
    return made


def _refuse_content(values: Mapping[int, Decimal], words: str, files: int) -> None:
    if not values and not words:
        raise ValidationError(_("Give a value of today, or say in a few words how it goes."), code="empty")
    if files > IMPLEMENTATION.most_files:
        raise ValidationError(
            _("At most %(most)s files at once."), code="too_many", params={"most": IMPLEMENTATION.most_files}
        )
    if len(words) > LONGEST:
        raise ValidationError(
            {"words": _("At most %(most)s characters: put a longer text into a file.") % {"most": LONGEST}}
        )


def _refuse_goals(values: Mapping[int, Decimal], goals: Mapping[int, Goal]) -> None:
    if not goals:
        raise ValidationError(_("Write the goals of the project first: progress is measured by them."), code="no_goals")
    if not values.keys() <= goals.keys():
        raise ValidationError(_("The goals have changed meanwhile: open the page again."), code="other_goals")


def _write(
    row: Implementation,
    values: Mapping[Goal, Decimal],
    words: str,
    uploads: list[Upload],
    *,
    by: User | None,
    at: datetime,
) -> ProgressReport:
    last = row.reports.aggregate(last=Max("number"))["last"] or 0
    made = ProgressReport.objects.create(implementation=row, number=last + 1, words=words, by=by, at=at)
    made.uploads.set(uploads)
    GoalValue.objects.bulk_create(GoalValue(report=made, goal=goal, value=value) for goal, value in values.items())
    return made
