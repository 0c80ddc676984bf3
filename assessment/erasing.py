"""Points and outcomes stay, for protocols that others signed say them; every word beside them is scrubbed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from assessment import erasing_reviews, held_coursework, held_plan, held_retakes, held_survey
from assessment.held import protocols_of
from assessment.models import Attempt, Defence, Result, Sheet
from people.human import Human
from people.models import User
from people.scrubbing import NOTHING, Kept, Obstacle, Scrub, blank


def obstacles(human: Human) -> list[Obstacle]:
    """A protocol is made when its day is closed, and prints the names as they are then."""
    days = Defence.objects.filter(attempt__in=_attempts(human), day__finalised_at=None).select_related("day")
    sentence = _("The defence day %(day)s is not closed yet: its protocol needs the name.")
    open_days = [
        Obstacle(sentence % {"day": row.day}, reverse("assessment:day", args=[row.day_id]))
        for row in days.order_by("day__held_on", "pk")
    ]
    return [*open_days, *erasing_reviews.obstacles(human)]


def scrubs(human: Human, *, by: User, now: datetime) -> list[Scrub]:
    defences = Defence.objects.filter(attempt__in=_attempts(human))
    sheets = Sheet.objects.filter(defence__in=defences.order_by().values("pk"))
    of_defence: Any = Defence.history.model
    of_sheet: Any = Sheet.history.model
    absences = of_defence.objects.filter(id__in=defences.order_by().values("pk"))
    excuses = of_sheet.objects.filter(id__in=sheets.order_by().values("pk"))
    results = Result.objects.filter(attempt__in=_attempts(human))
    return [
        Scrub(_("reasons of absence from the defence"), defences.exclude(outcome_reason=""), blank(outcome_reason="")),
        Scrub(_("earlier reasons of absence"), absences.exclude(outcome_reason=""), blank(outcome_reason="")),
        Scrub(_("reasons why a member was excused"), sheets.exclude(excused_reason=""), blank(excused_reason=NOTHING)),
        Scrub(
            _("earlier reasons why a member was excused"),
            excuses.exclude(excused_reason=""),
            blank(excused_reason=NOTHING),
        ),
        Scrub(_("results: reasons in words"), results, _scrub_results),
        *erasing_reviews.scrubs(human),
        *held_survey.scrubs(human),
        *held_retakes.scrubs(human),
        *held_coursework.scrubs(human),
        *held_plan.scrubs(human),
    ]


def kept(human: Human) -> list[Kept]:
    why = _("A protocol is signed by the head and stays as it was signed.")
    results = Result.objects.filter(attempt__in=_attempts(human))
    return [
        Kept(_("protocols that name the person"), protocols_of(_attempts(human)), why),
        Kept(_("results: points and band"), results, _("The documents and the protocols rest on them.")),
        *held_coursework.kept(human),
        *erasing_reviews.kept(human),
    ]


def _attempts(human: Human) -> QuerySet[Attempt]:
    return Attempt.objects.filter(enrolment__person__in=human.keys)


def _scrub_results(rows: QuerySet[Result, Any]) -> None:
    """A result never changes: not its points. The words of its chair and members are no part of the sum."""
    for result in rows:
        members = [{**each, "excused": NOTHING if each.get("excused") else ""} for each in result.members]
        Result.objects.filter(pk=result.pk).update(
            spread_reason=NOTHING if result.spread_reason else "", members=members
        )
