"""A list of people comes in: kept as read, its columns named by a person where need be, admitted once as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import enrolling, sheets
from courses.headers import Field
from courses.models import Cohort, ListImport, Order
from courses.previewing import Preview, preview
from courses.recording import record
from people.models import User

State = ListImport.State


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an admission did."""

    admitted: int
    updated: int
    rejected: int
    duplicates: int
    order: Order | None


def receive(cohort: Cohort, file: IO[bytes], *, name: str, size: int | None = None, by: User | None) -> ListImport:
    """Read an uploaded list at once and keep its cells; an unfinished list of the same cohort makes way for it."""
    sheet = sheets.read(file, size=size)
    file.seek(0)
    with transaction.atomic():
        cohort.imports.filter(state=State.UPLOADED, uploaded_by=by).delete()
        return ListImport.objects.create(
            cohort=cohort,
            file_name=name.rsplit("/", 1)[-1][-200:],
            digest=hashlib.sha256(file.read()).hexdigest(),
            content={
                "sheet": sheet.name,
                "others": sheet.others,
                "headers": sheet.headers,
                "rows": [[row.number, row.cells] for row in sheet.rows],
                "as_typed": False,
            },
            mapping={str(column): field.value for column, field in sheet.mapping.items()},
            uploaded_by=by,
        )


@transaction.atomic
def remap(listed: ListImport, mapping: Mapping[int, Field], *, as_typed: bool) -> ListImport:
    """Name the columns anew, and decide whether names are taken as typed or as suggested."""
    row = _unfinished(listed)
    if len(set(mapping.values())) < len(mapping):
        raise ValidationError(_("Two columns have the same meaning: choose one of them."), code="twice")
    row.mapping = {str(column): field.value for column, field in mapping.items()}
    row.content["as_typed"] = as_typed
    row.save(update_fields=["mapping", "content"])
    return row


@transaction.atomic
def discard(listed: ListImport) -> None:
    """Forget a list that was not admitted: nothing of it was recorded."""
    _unfinished(listed).delete()


@transaction.atomic
def admit(
    listed: ListImport,
    *,
    agreement_date: date,
    order_date: date,
    paper_number: str = "",
    by: User | None,
    now: datetime | None = None,
) -> Outcome:
    """Admit everybody on the list who can be: people, schools and enrolments, one order and agreement date for all.

    All of it or nothing, and only once: of two who press the button together, the second is told.
    """
    now = now or timezone.now()
    row = _unfinished(listed)
    plan = preview(row, today=timezone.localdate(now))
    if not plan.admitted and not plan.updated:
        raise ValidationError(_("There is nobody to admit and nothing to change in this list."), code="nothing")
    order = None
    if arriving := record(plan, row.cohort, by=by):
        order = enrolling.admit(
            arriving,
            cohort=row.cohort,
            agreement_date=agreement_date,
            order_date=order_date,
            paper_number=paper_number,
            by=by,
            now=now,
        )
    outcome = _outcome(plan, order)
    row.state, row.admitted_at = State.ADMITTED, now
    row.outcome = {
        "admitted": outcome.admitted,
        "updated": outcome.updated,
        "duplicates": outcome.duplicates,
        "rejected": outcome.rejected,
        "order": order.pk if order else None,
    }
    row.save(update_fields=["state", "admitted_at", "outcome"])
    return outcome


def _unfinished(listed: ListImport) -> ListImport:
    """The list, locked; whoever comes second finds it admitted."""
    lists = ListImport.objects.select_for_update(of=("self",)).select_related("cohort__version__programme")
    row = lists.filter(pk=listed.pk).first()
    if row is None or row.state != State.UPLOADED:
        raise ValidationError(_("This list has already been admitted or discarded."), code="finished")
    return row


def _outcome(plan: Preview, order: Order | None) -> Outcome:
    return Outcome(
        admitted=plan.admitted,
        updated=plan.updated,
        rejected=len(plan.rejected),
        duplicates=plan.duplicates,
        order=order,
    )
