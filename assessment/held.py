"""What the assessment holds on a human: places in defence days, sheets of members, results, lines of protocols."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessment import held_coursework, held_plan, held_retakes, held_reviews, held_survey
from assessment.models import Attempt, Defence, Protocol, Result, Sheet
from people.held import Held, Line, sentences
from people.human import Human
from people.languages import in_language


def held_on(human: Human, *, own: bool) -> list[Held]:
    """The members' sheets only once there is a result: until then nobody sees another one's marks."""
    attempts = Attempt.objects.filter(enrolment__person__in=human.keys)
    return [
        Held(_("Defences of the project"), list(_defences(attempts))),
        Held(_("Marks of the members of the commission"), list(_sheets(attempts))),
        Held(_("Results"), list(_results(attempts))),
        Held(_("Lines of protocols"), list(_protocols(attempts))),
        *held_reviews.held_on(human),
        held_survey.held_on(human, own=own),
        *held_retakes.held_on(human, own=own),
        *held_coursework.held_on(human),
        *held_plan.held_on(human),
    ]


def _defences(attempts: QuerySet[Attempt]) -> Iterator[Line]:
    rows = Defence.objects.filter(attempt__in=attempts).select_related("day", "attempt", "outcome_by")
    for row in rows.order_by("day__held_on", "pk"):
        facts = [
            (_("Attempt"), row.attempt.number), (_("Place in the order"), row.order),
            (_("Outcome"), row.get_outcome_display()), (_("By"), row.outcome_by), (_("On"), row.outcome_at),
        ]  # fmt: skip
        yield Line(row.day.held_on, str(row.day), sentences(*facts, text=row.outcome_reason))


def _sheets(attempts: QuerySet[Attempt]) -> Iterator[Line]:
    rows = Sheet.objects.filter(defence__attempt__in=attempts, defence__result__isnull=False)
    told = rows.select_related("member__user", "defence__day", "excused_by").prefetch_related("marks__criterion")
    for row in told.order_by("defence__day__held_on", "member__order", "pk"):
        marks = sorted(row.marks.all(), key=lambda mark: mark.criterion.order)
        facts: list[tuple[str, Any]] = [(str(mark.criterion), mark.points) for mark in marks]
        excused = (_("Excused"), row.excused_at), (_("Excused by"), row.excused_by)
        when = row.submitted_at or row.excused_at or row.defence.day.held_on
        yield Line(when, str(row.member), sentences(*facts, *excused, text=row.excused_reason))


def _results(attempts: QuerySet[Attempt]) -> Iterator[Line]:
    rows = Result.objects.filter(attempt__in=attempts).select_related("attempt", "finalised_by", "confirmed_by")
    for row in rows.order_by("finalised_at", "pk"):
        criteria = [(in_language(each, "label"), f"{each['points']} / {each['maximum']}") for each in row.criteria]
        facts = [
            (_("Attempt"), row.attempt.number), (_("Points"), row.total), (_("Band"), in_language(row, "band")),
            (_("Exact sum"), row.exact), (_("Decided by"), row.finalised_by), (_("Confirmed"), row.confirmed_at),
            (_("Confirmed by"), row.confirmed_by),
        ]  # fmt: skip
        what = _("Passed") if row.passed else _("Not passed")
        yield Line(row.attested_on, what, sentences(*facts, *criteria, text=row.spread_reason))


def _protocols(attempts: QuerySet[Attempt]) -> Iterator[Line]:
    for row in protocols_of(attempts).select_related("cohort", "day").order_by("day__held_on", "pk"):
        what = _("Protocol %(number)s") % {"number": row}
        yield Line(row.day.held_on, what, sentences((_("Cohort"), row.cohort), (_("Signed"), row.signed_at)))


def protocols_of(attempts: QuerySet[Attempt]) -> QuerySet[Protocol]:
    """Those that have a line of theirs: of the day and the cohort of a defence."""
    days = Defence.objects.filter(attempt__in=attempts).values("day")
    cohorts = attempts.order_by().values("enrolment__cohort")
    return Protocol.objects.filter(day__in=days, cohort__in=cohorts)
