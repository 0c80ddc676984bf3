"""Expulsion for a breach of the agreement (Programme §8): the commission's decision, the head's order and the letter
to the employer come into being together or not at all; the letter's delivery is tracked in the outbox.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from courses.enrolling import Status, move, refuse_illegal
from courses.locking import lock_with_person
from courses.models import CommissionDecision, Enrolment, Order
from courses.order_snapshots import Particulars
from courses.ordering import issue_order
from people import outbox
from people.languages import in_language
from people.models import OutboxMessage, User
from people.written import NO_BREAK, date_in_words

LONGEST_REASON = 300


@dataclass(frozen=True)
class Ruling:
    """What the commission on applications decided, as the form has it."""

    decided_on: date
    members: str
    grounds: str
    minutes: str = ""


@dataclass(frozen=True)
class Expulsion:
    enrolment: Enrolment
    order: Order
    decision: CommissionDecision
    letter: OutboxMessage


@transaction.atomic
def expel(enrolment: Enrolment, ruling: Ruling, *, order_date: date, paper_number: str = "", by: User) -> Expulsion:
    """The decision, the order, the move and the letter to the employer, in one transaction."""
    row = lock_with_person(enrolment)
    refuse_illegal(row, Status.EXPELLED)
    _refuse_wrong_dates(row, ruling, order_date)
    order = issue_order(
        row.cohort,
        kind=Order.Kind.EXPULSION,
        dated=order_date,
        paper_number=paper_number,
        enrolments=[row],
        particulars=Particulars(decided_on=ruling.decided_on, minutes=ruling.minutes, grounds=ruling.grounds),
        by=by,
    )
    decision = CommissionDecision.objects.create(
        order=order,
        dated=ruling.decided_on,
        paper_number=ruling.minutes,
        members=ruling.members,
        grounds=ruling.grounds,
    )
    moved = move(row, Status.EXPELLED, by=by, why=_shortened(ruling.grounds))
    return Expulsion(moved, order, decision, _write_to_employer(row, order, ruling))


def employer_letter(enrolment: Enrolment, *, order_date: date, number: str, decided_on: date) -> tuple[str, str]:
    """Subject and text, in the cohort's language; the name stands on a line of its own."""
    language = enrolment.cohort.language
    with translation.override(language):
        subject = _("A participant of the professional development course was expelled")
        text = _(
            "To: %(employer)s\n\n"
            "We inform you that this participant of the professional development course was expelled for a breach of "
            "the agreement on the course:\n\n%(name)s\n%(position)s\n\n"
            "Programme: “%(programme)s”. Cohort: %(cohort)s.\n\n"
            "Ground: the decision of the commission on applications (%(decided)s) and the order of the head "
            "(%(order)s, %(ordered)s)."
        ) % {
            "employer": enrolment.organisation,
            "name": enrolment.person.full_name,
            "position": enrolment.position or "–",
            "programme": in_language(enrolment.cohort.version, "title", language),
            "cohort": enrolment.cohort.name,
            "decided": date_in_words(decided_on, language),
            "order": f"№{NO_BREAK}{number}",
            "ordered": date_in_words(order_date, language),
        }
    return subject, text


def _write_to_employer(enrolment: Enrolment, order: Order, ruling: Ruling) -> OutboxMessage:
    subject, text = employer_letter(
        enrolment,
        order_date=order.dated,
        number=order.paper_number or str(order.number),
        decided_on=ruling.decided_on,
    )
    return outbox.post(
        cause=f"expulsion:{order.pk}",
        kind="expulsion",
        language=enrolment.cohort.language,
        subject=subject,
        text=text,
        organisation=enrolment.organisation,
    )


def _refuse_wrong_dates(enrolment: Enrolment, ruling: Ruling, order_date: date) -> None:
    if ruling.decided_on > order_date:
        raise ValidationError(
            {"order_date": _("The order follows the decision: it cannot be dated before it.")}, code="order_too_early"
        )
    agreed = enrolment.agreement_date
    if agreed and ruling.decided_on < agreed:
        raise ValidationError(
            {"decided_on": _("The agreement was made on %(day)s: it cannot have been breached before.")
             % {"day": f"{agreed:%d.%m.%Y}"}},
            code="decision_too_early",
        )  # fmt: skip


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_REASON else f"{line[: LONGEST_REASON - 1]}…"
