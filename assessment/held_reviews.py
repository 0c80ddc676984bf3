"""What the assessment holds on a human beside marks and results: how totals were resolved, appeals and corrections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessment.models import Addendum, Attempt, Resolution, Review, ThirdCall
from people.held import Held, Line, sentences
from people.human import Human


def held_on(human: Human) -> list[Held]:
    attempts = Attempt.objects.filter(enrolment__person__in=human.keys)
    return [
        Held(_("How differing totals were resolved"), [*_calls(attempts), *_agreed(attempts)]),
        Held(_("Appeals and corrections"), list(_reviews(attempts))),
        Held(_("Protocols of sessions on appeals"), list(_addenda(attempts))),
    ]


def _calls(attempts: QuerySet[Attempt]) -> Iterator[Line]:
    """Once there is a result: until then nobody learns what members gave."""
    rows = ThirdCall.objects.filter(defence__attempt__in=attempts, defence__result__isnull=False)
    for row in rows.select_related("member__user", "asked_by").order_by("asked_at", "pk"):
        what = _("Third member: %(member)s.") % {"member": row.member}
        yield Line(row.asked_at, what, sentences((_("By"), row.asked_by), text=row.reason))


def _agreed(attempts: QuerySet[Attempt]) -> Iterator[Line]:
    rows = Resolution.objects.filter(defence__attempt__in=attempts).select_related("decided_by")
    told = rows.prefetch_related("marks__criterion", "took_part__user")
    for row in told.order_by("decided_at", "pk"):
        marks = sorted(row.marks.all(), key=lambda mark: mark.criterion.order)
        facts: list[tuple[str, Any]] = [(str(mark.criterion), mark.points) for mark in marks]
        who = ", ".join(str(member) for member in row.took_part.all())
        said = sentences(*facts, (_("Took part"), who), (_("By"), row.decided_by), text=row.reason)
        yield Line(row.decided_at, _("Reasoned consensus"), said)


def _reviews(attempts: QuerySet[Attempt]) -> Iterator[Line]:
    rows = Review.objects.filter(result__attempt__in=attempts).with_people().select_related("upload", "new_result")
    for row in rows.prefetch_related("took_part__user").order_by("requested_at", "pk"):
        who = ", ".join(str(member) for member in row.took_part.all())
        facts = [
            (_("By"), row.requested_by), (_("File"), row.upload.name if row.upload else ""),
            (_("Outcome"), row.get_outcome_display()), (_("On"), row.decided_at), (_("Took part"), who),
            (_("Points"), row.new_result.total if row.new_result else None), (_("Decided by"), row.decided_by),
        ]  # fmt: skip
        yield Line(row.requested_at, row.get_kind_display(), sentences(*facts, text=f"{row.text} {row.reason}"))


def _addenda(attempts: QuerySet[Attempt]) -> Iterator[Line]:
    for row in addenda_of(attempts).order_by("created_at", "pk"):
        yield Line(row.created_at, _("Protocol of the session № %(number)s") % {"number": row.number}, "")


def addenda_of(attempts: QuerySet[Attempt]) -> QuerySet[Addendum]:
    return Addendum.objects.filter(review__result__attempt__in=attempts)
