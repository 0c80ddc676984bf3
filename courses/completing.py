"""The order of completion: it names those of a cohort who passed and whom no such order names yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from courses.enrolling import Status
from courses.models import Cohort, Enrolment, Order, OrderLine
from courses.ordering import issue_order
from people.models import User

# Of an app downstream: who of a cohort cannot be named yet, by the key of the enrolment, and for what.
Awaited = Callable[[Cohort], Mapping[int, str]]
_awaited: list[Awaited] = []


def wait_for(awaited: Awaited) -> None:
    """Called once by an app when it is ready."""
    if awaited not in _awaited:
        _awaited.append(awaited)


def to_complete(cohort: Cohort) -> QuerySet[Enrolment]:
    """Those who passed for good and wait for the order, in alphabetical order."""
    return _unnamed(cohort).exclude(pk__in=list(_not_yet(cohort)))


def to_wait(cohort: Cohort) -> list[tuple[Enrolment, str]]:
    """Those who passed and cannot be named yet, each with what is still to come."""
    reasons = _not_yet(cohort)
    return [(row, reasons[row.pk]) for row in _unnamed(cohort).filter(pk__in=list(reasons))] if reasons else []


def _unnamed(cohort: Cohort) -> QuerySet[Enrolment]:
    named = OrderLine.objects.filter(enrolment=OuterRef("pk"), order__kind=Order.Kind.COMPLETION)
    rows = cohort.enrolments.filter(~Exists(named), status=Status.PASSED)
    return rows.select_related("person", "organisation").order_by("person__name_key", "pk")


def _not_yet(cohort: Cohort) -> dict[int, str]:
    return {pk: reason for awaited in _awaited for pk, reason in awaited(cohort).items()}


@transaction.atomic
def complete(cohort: Cohort, *, order_date: date, paper_number: str = "", by: User) -> Order:
    """One order for all who passed by now; of two who press together, the second is told that it is done."""
    locked = Cohort.objects.select_for_update(of=("self",)).select_related("version").get(pk=cohort.pk)
    passed = list(to_complete(locked))
    if not passed and to_wait(locked):
        raise ValidationError(
            _("Nobody can be named yet: the defence day of those who passed is not closed."), code="not_closed"
        )
    if not passed:
        raise ValidationError(
            _("Nobody waits for an order of completion: everybody who passed is named in one already."),
            code="nobody_passed",
        )
    attested = max(row.result_date for row in passed if row.result_date)
    if order_date < attested:
        raise ValidationError(
            {"order_date": _("The order follows the attestation of %(day)s.") % {"day": f"{attested:%d.%m.%Y}"}},
            code="order_too_early",
        )
    return issue_order(
        locked,
        kind=Order.Kind.COMPLETION,
        dated=order_date,
        paper_number=paper_number,
        enrolments=passed,
        by=by,
    )
