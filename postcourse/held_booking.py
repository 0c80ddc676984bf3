"""What bookings, discussions and agreements hold on a human."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from people.held import Held, Line, sentences
from postcourse.models import AgreedAction, Consultation


def agreed_with(consultations: QuerySet[Consultation]) -> Held:
    return Held(_("What was agreed at consultations"), list(_actions(consultations)))


def _actions(consultations: QuerySet[Consultation]) -> Iterator[Line]:
    rows = AgreedAction.objects.filter(consultation__in=consultations).select_related("made_by")
    for row in rows.order_by("made_at", "pk"):
        facts = (
            (_("Until when"), row.due_on), (_("By"), row.made_by), (_("Done"), row.done_at),
            (_("Taken off the list"), row.dropped_at),
        )  # fmt: skip
        yield Line(row.made_at, _("Agreement"), sentences(*facts, text=row.text))
