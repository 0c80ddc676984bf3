"""What is held on a human in print jobs: for which of their documents which blank went through a printer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from certificates.models import PrintSheet
from people.held import Held, Line, sentences
from people.human import Human
from people.scrubbing import Kept


def held_on(human: Human) -> list[Held]:
    rows = PrintSheet.objects.filter(document__person__in=human.keys).select_related("document", "blank", "job__by")
    lines = []
    for row in rows.order_by("job__at", "pk"):
        said = sentences(
            (_("Blank"), row.blank), (_("How it came out"), row.get_outcome_display()), (_("By"), row.job.by)
        )
        lines.append(Line(row.job.at, f"№\xa0{row.document}", said))
    return [Held(_("Printed on blanks"), lines)]


def kept(human: Human) -> list[Kept]:
    rows = PrintSheet.objects.filter(document__person__in=human.keys)
    why = _("Protected blanks are accounted for by law, each of them; the row says no more than the register does.")
    return [Kept(_("which blanks were printed for the documents"), rows, why)]
