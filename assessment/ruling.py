"""The rules of a cohort's assessment: what the organiser may change, and until when."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import CohortRules, CourseworkMark, Defence, DefenceDay, Mark, Result, Rubric
from assessment.recording import save_by
from assessment.rules import rules_of
from courses.models import Cohort, Enrolment
from people.models import User
from people.versions import refuse_if_changed

MOST_SPREAD = 100


@transaction.atomic
def change_rules(
    cohort: Cohort, *, rubric: Rubric, spread_limit: int, seen: int | None = None, by: User
) -> CohortRules:
    """Another table of criteria or another limit, before the first mark; who gives one meanwhile is waited for."""
    rules_of(cohort)
    _hold_marks(cohort)
    row = CohortRules.objects.select_for_update(of=("self",)).select_related("cohort__version").get(cohort=cohort)
    if row.rubric_id == rubric.pk and row.spread_limit == spread_limit:
        return row
    refuse_if_changed(row, seen)
    if why := obstacle_to_changing(cohort):
        raise ValidationError(why, code="begun")
    if row.rubric_id != rubric.pk and not Rubric.objects.offered_to(row.cohort).filter(pk=rubric.pk).exists():
        raise ValidationError({"rubric": _("This table of criteria is not offered to the cohort: choose another.")})
    if not 0 <= spread_limit <= MOST_SPREAD:
        raise ValidationError({"spread_limit": _("The limit is a number of points from 0 to 100.")})
    if not row.history.exists():
        # Rules made before their changes were kept: what they were is the first row of their history.
        CohortRules.history.bulk_history_create([row], default_date=row.created_at)
    row.rubric, row.spread_limit = rubric, spread_limit
    save_by(row, by)
    return row


def obstacle_to_changing(cohort: Cohort) -> str:
    """Why the rules stay as they are; empty while nobody has given a mark."""
    if Result.objects.filter(attempt__enrolment__cohort=cohort).exists():
        return _("The rules no longer change: participants of this cohort have results by them.")
    if Mark.objects.filter(sheet__defence__attempt__enrolment__cohort=cohort).exists():
        return _("The rules no longer change: the commission has given marks by them.")
    if CourseworkMark.objects.filter(enrolment__cohort=cohort).exists():
        return _("The rules no longer change: the trainer has given coursework points by them.")
    return ""


def _hold_marks(cohort: Cohort) -> None:
    """Every mark is given with its enrolment or its defence locked: with all of them held, none can appear.

    The days before the defences: whoever takes a participant off one numbers the others anew.
    """
    list(Enrolment.objects.select_for_update(of=("self",)).filter(cohort=cohort).order_by("pk").values_list("pk"))
    theirs = Defence.objects.filter(attempt__enrolment__cohort=cohort).values("day")
    list(DefenceDay.objects.select_for_update(of=("self",)).filter(pk__in=theirs).order_by("pk").values_list("pk"))
    defences = Defence.objects.select_for_update(of=("self",)).filter(attempt__enrolment__cohort=cohort)
    list(defences.order_by("pk").values_list("pk"))
