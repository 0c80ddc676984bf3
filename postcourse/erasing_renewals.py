"""Of the renewal: the letters to schools are scrubbed and the consent ends; that somebody was reminded stays."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from people.erasing import scrub_messages
from people.human import Human
from people.scrubbing import Kept, Scrub, blank
from postcourse.models import RenewalReminder, SchoolConsent
from postcourse.renewal_letters import letters_to_schools_about


def scrubs(human: Human, *, now: datetime) -> list[Scrub]:
    standing = SchoolConsent.objects.filter(person__in=human.keys, withdrawn_at=None)
    letters = letters_to_schools_about(human.keys)
    return [
        Scrub(_("letters to the school about the certificate: text, subject and address"), letters, scrub_messages),
        Scrub(_("consents to tell the school: withdrawn"), standing, blank(withdrawn_at=now)),
    ]


def kept(human: Human) -> list[Kept]:
    reminders = RenewalReminder.objects.filter(document__person__in=human.keys)
    consents = SchoolConsent.objects.filter(person__in=human.keys)
    return [
        Kept(_("reminders that a certificate expires: day alone"), reminders, _("They hold no name and no text.")),
        Kept(_("consents to tell the school"), consents, _("They prove that it was lawful.")),
    ]
