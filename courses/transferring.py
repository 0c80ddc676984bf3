"""A transfer to another cohort within the same calendar year, for a valid reason shown by a document (Programme §8).

The old enrolment is closed and a linked one opened, under one order; hours and marks go along (`courses.carrying`).
Who did not pass may be transferred, too: that outcome stays, and the linked enrolment goes on from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import leaving
from courses.carrying import carry, luggage_of
from courses.confirming import take_along
from courses.continuing import gone_on
from courses.enrolling import OPEN_TO_PEOPLE, Status, amend, enrol, legal_moves, move, places_of, refuse_illegal
from courses.holding import keep_papers, require_document
from courses.locking import lock_to_go_on
from courses.models import Cohort, Enrolment, EnrolmentEvent, Order
from courses.order_snapshots import Particulars
from courses.ordering import issue_order, name_also
from people import uploading
from people.models import User


@dataclass(frozen=True)
class Transfer:
    closed: Enrolment
    opened: Enrolment
    order: Order


def targets_of(enrolment: Enrolment) -> list[Cohort]:
    """Cohorts of the programme that take people, begin in the same year and have not had the person before."""
    cohorts = Cohort.objects.filter(
        version__programme=enrolment.programme_id,
        status__in=OPEN_TO_PEOPLE,
        starts_on__year=enrolment.cohort.starts_on.year,
    )
    known = places_of(enrolment.person).values("cohort")
    return list(cohorts.exclude(pk__in=known).select_related("version").order_by("starts_on", "name"))


def obstacle(enrolment: Enrolment, targets: Sequence[Cohort]) -> ValidationError | None:
    """Why the person cannot be transferred now, as a sentence."""
    if enrolment.status == Status.NOT_PASSED:
        if after := gone_on(enrolment):
            return after
    elif Status.TRANSFERRED not in legal_moves(enrolment):
        return ValidationError(
            _("Only somebody who was admitted can be transferred: the status is “%(status)s”."),
            code="illegal_move",
            params={"status": enrolment.get_status_display()},
        )
    if another_year := _not_this_year(enrolment):
        return another_year
    if not targets:
        return ValidationError(
            _("No other cohort of this programme that begins in %(year)s takes people now."),
            code="no_target",
            params={"year": enrolment.cohort.starts_on.year},
        )
    return None


def transfer(
    enrolment: Enrolment,
    target: Cohort,
    *,
    why: str,
    files: Sequence[File[bytes]],
    order_date: date,
    paper_number: str = "",
    admitted: bool = True,
    by: User,
) -> Transfer:
    """Close here, open there, with the order, the document and what goes along: all of it or nothing."""
    require_document(files)
    if not why.strip():
        raise ValidationError(_("Say why: the reason stays in the history."), code="no_reason")
    with uploading.kept_with(files, by=by) as uploads:
        source = lock_to_go_on(enrolment)
        _refuse_impossible(source, target, order_date)
        luggage = luggage_of(source, target)
        closed = _close(source, why=why.strip(), by=by)
        keep_papers(closed, uploads, moved_to=Status.TRANSFERRED, by=by)
        opened = _open(source, target, by=by)
        order = issue_order(
            source.cohort,
            kind=Order.Kind.TRANSFER,
            dated=order_date,
            paper_number=paper_number,
            enrolments=[source],
            particulars=Particulars(
                target=target, carried=luggage.total_hours, marks=luggage.marked_tasks, reason=why.strip()
            ),
            by=by,
        )
        name_also(order, opened)
        carry(luggage, to=opened)
        if admitted:
            opened = move(opened, Status.ADMITTED, by=by, order=order, agreement_date=source.agreement_date)
    return Transfer(closed, opened, order)


def _close(source: Enrolment, *, why: str, by: User) -> Enrolment:
    """Who did not pass keeps that outcome; that they went, why and by whom is written down all the same."""
    if source.status != Status.NOT_PASSED:
        return move(source, Status.TRANSFERRED, by=by, why=why)
    leaving.leave(source, by=by)
    EnrolmentEvent.objects.create(enrolment=source, old=source.status, new=source.status, by=by, why=why)
    return source


def _open(source: Enrolment, target: Cohort, *, by: User) -> Enrolment:
    opened = enrol(
        cohort=target,
        person=source.person.merged_into or source.person,  # whose record was merged goes on under the kept one
        organisation=source.organisation,
        position=source.position,
        continues=source,
        by=by,
    )
    amend(opened, by=by, project_type=source.project_type, project_topic=source.project_topic)
    return take_along(opened, before=source, by=by)


def _not_this_year(enrolment: Enrolment) -> ValidationError | None:
    """“Within the current year”, read as the calendar year that the studies began in (Programme §8)."""
    year = enrolment.cohort.starts_on.year
    if year == timezone.localdate().year:
        return None
    return ValidationError(
        _("A transfer stays within one calendar year: from a cohort of %(year)s it is possible in that year only."),
        code="not_this_year",
        params={"year": year},
    )


def _refuse_impossible(source: Enrolment, target: Cohort, order_date: date) -> None:
    if source.status != Status.NOT_PASSED:
        refuse_illegal(source, Status.TRANSFERRED)
    elif after := gone_on(source):
        raise after
    if another_year := _not_this_year(source):
        raise another_year
    if target not in targets_of(source):
        raise ValidationError(
            {
                "target": _(
                    "“%(cohort)s” cannot take this person: choose a cohort of the same programme and the same year "
                    "that takes people."
                )
                % {"cohort": target}
            },
            code="no_target",
        )
    if order_date.year != source.cohort.starts_on.year:
        raise ValidationError(
            {
                "order_date": _("A transfer stays within one calendar year: the order is dated in %(year)s.")
                % {"year": source.cohort.starts_on.year}
            },
            code="another_year",
        )
