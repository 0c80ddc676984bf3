"""What is written when a certificate expires: to its holder, and to the school where they work if they agreed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from certificates.models import Document
from certificates.verifying import days_left
from people import outbox
from people.models import Organisation, OutboxMessage, Person
from postcourse.expiring import last_day_of
from postcourse.models import RenewalReminder
from postcourse.next_cohort import Offer, next_cohort
from postcourse.renewal_days import BY_POST

KIND, TO_SCHOOL = "renewal-reminder", "renewal-school"


def write(document: Document, holder: Person, *, step: int, today: date, to_school: bool) -> None:
    """`document` with its cohort; `holder` is the record that was kept."""
    cohort = document.result.attempt.enrolment.cohort
    offer = next_cohort(cohort.version.programme_id, is_demo=cohort.is_demo, today=today)
    _to_holder(document, holder, step, today, offer)
    if to_school and holder.organisation is not None:
        _to_school(document, holder, holder.organisation, step, offer)


def cause_of(document: int, step: int) -> str:
    return f"renewal:{document}:{step}"


def document_of(cause: str) -> int:
    """The certificate that a reminder, to its holder or to the school, is about."""
    return int(cause.split(":")[1])


def letters_to_schools_about(people: Iterable[int]) -> QuerySet[OutboxMessage, OutboxMessage]:
    """What their schools were written: found by the reminders that caused it, for the letters belong to the schools."""
    told = RenewalReminder.objects.filter(document__person__in=list(people), to_school=True)
    causes = [f"{cause_of(pk, step)}:school" for pk, step in told.order_by().values_list("document", "step")]
    return OutboxMessage.objects.filter(cause__in=causes)


def _to_holder(document: Document, holder: Person, step: int, today: date, offer: Offer | None) -> None:
    address = outbox.address_of(holder)
    if not address and step not in BY_POST and _was_told(document, step):
        return
    with override(holder.language):
        last_day = _day(document)
        page = f"{settings.SITE_URL}{reverse('postcourse:renewal')}"
        parts = [
            _("Dear %(name)s,") % {"name": holder.full_name},
            _expires(document, today),
            _what_to_do(offer, personal=True),
            *([_("Your certificate and its renewal:") + f"\n{page}"] if address else []),
        ]
        outbox.post(
            cause=cause_of(document.pk, step),
            kind=KIND,
            language=holder.language,
            subject=_("Your certificate expires on %(day)s") % {"day": last_day},
            text="\n\n".join(parts),
            person=holder,
        )


def _was_told(document: Document, step: int) -> bool:
    """At an earlier step; of whom nobody was told, a late letter says more than none."""
    rows = RenewalReminder.objects.filter(document__person=document.person_id)
    return rows.filter(document__valid_through=document.valid_through, step__gt=step).exists()


def _expires(document: Document, today: date) -> str:
    left = days_left(last_day_of(document), today)
    said = ngettext(
        "Your certificate № %(number)s is valid through %(day)s: %(n)s more day.",
        "Your certificate № %(number)s is valid through %(day)s: %(n)s more days.",
        left,
    )
    if not left:
        said = _("Today is the last day of your certificate № %(number)s.")
    return said % {"number": document.number_text, "day": _day(document), "n": left}


def _what_to_do(offer: Offer | None, *, personal: bool) -> str:
    if offer is None:
        return _("No cohort is enrolling just now. Write to us or call: we will say when the next one begins.")
    said = _("It is renewed by taking the course again. The next cohort, “%(name)s”, studies %(first)s – %(last)s.") % {
        "name": offer.cohort.name,
        "first": date_format(offer.cohort.starts_on, "SHORT_DATE_FORMAT"),
        "last": date_format(offer.cohort.ends_on, "SHORT_DATE_FORMAT"),
    }
    if not (personal and offer.link):
        return said + " " + _("Write to us or call to enrol.")
    return f"{said}\n\n" + _("Apply for a place:") + f"\n{offer.link}"


def _to_school(document: Document, holder: Person, school: Organisation, step: int, offer: Offer | None) -> None:
    language = document.result.attempt.enrolment.cohort.language
    with override(language):
        parts = [
            _("To: %(school)s") % {"school": school},
            _("The certificate of professional development of somebody who works at your school expires:"),
            holder.full_name,
            _("Certificate № %(number)s, valid through %(day)s.")
            % {"number": document.number_text, "day": _day(document)},
            _what_to_do(offer, personal=False),
            _("We write to you because the holder of the certificate agreed to it."),
        ]
        outbox.post(
            cause=f"{cause_of(document.pk, step)}:school",
            kind=TO_SCHOOL,
            language=language,
            subject=_("A certificate expires on %(day)s") % {"day": _day(document)},
            text="\n\n".join(parts),
            organisation=school,
        )


def _day(document: Document) -> str:
    return date_format(last_day_of(document), "SHORT_DATE_FORMAT")
