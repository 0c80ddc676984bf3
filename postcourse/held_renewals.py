"""What the reminders of the renewal hold on a human: when they were written, the consent, the letters to schools."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.held import Held, Line, messages, sentences
from people.human import Human
from postcourse.models import RenewalReminder, SchoolConsent
from postcourse.renewal_letters import letters_to_schools_about


def renewals_on(human: Human) -> list[Held]:
    return [
        Held(_("Reminders that a certificate expires"), list(_reminders(human))),
        Held(_("Consents to tell the school"), list(_consents(human))),
        Held(_("Letters to the school about the certificate"), messages(letters_to_schools_about(human.keys))),
    ]


def _reminders(human: Human) -> Iterator[Line]:
    rows = RenewalReminder.objects.filter(document__person__in=human.keys).select_related("document")
    for row in rows.order_by("written_at", "pk"):
        said = ngettext("%(n)s day before", "%(n)s days before", row.step) % {"n": row.step}
        told = (_("The school was told, too"), _("yes") if row.to_school else _("no"))
        yield Line(row.written_at, f"№\xa0{row.document.number_text}: {said}", sentences(told))


def _consents(human: Human) -> Iterator[Line]:
    rows = SchoolConsent.objects.filter(person__in=human.keys)
    for row in rows.order_by("given_at", "pk"):
        withdrawn = (_("Withdrawn"), row.withdrawn_at)
        yield Line(row.given_at, _("Consent to tell the school"), sentences(withdrawn, text=row.text))
