"""Each participant confirms the spelling of the name before it is printed (an unconfirmed name blocks nothing)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from courses.enrolling import erased
from courses.locking import lock_with_person
from courses.models import Cohort, Enrolment
from people import outbox
from people.models import OutboxMessage, Provider, User


@transaction.atomic
def confirm_name(enrolment: Enrolment, *, name: str, by: User | None, now: datetime | None = None) -> Enrolment:
    """The participant says: this is how my name is written. `name` is what they saw, in case it changed meanwhile."""
    row = _locked(enrolment)
    if name != row.person.full_name:
        raise ValidationError(_("The name was changed meanwhile: look at it again."), code="changed_meanwhile")
    row.name_confirmed_at, row.confirmed_name, row.name_objection = now or timezone.now(), name, ""
    return _save(row, by)


@transaction.atomic
def object_to_name(enrolment: Enrolment, *, text: str, by: User | None) -> Enrolment:
    """The participant says what is wrong with the name; the organiser sees it until it is settled."""
    text = " ".join(text.split())
    if not text:
        raise ValidationError(_("Write how your name is spelt in the identity document."), code="empty")
    row = _locked(enrolment)
    row.name_confirmed_at, row.confirmed_name, row.name_objection = None, "", text
    return _save(row, by)


@transaction.atomic
def settle_objection(enrolment: Enrolment, *, by: User) -> Enrolment:
    """The organiser has looked at it and put right what was wrong; the name as it stands now awaits confirmation."""
    row = _locked(enrolment)
    row.name_objection = ""
    return _save(row, by)


@transaction.atomic
def take_along(enrolment: Enrolment, *, before: Enrolment, by: User) -> Enrolment:
    """What was said of the name in the cohort that the participant comes from holds in this one."""
    row = _locked(enrolment)
    row.name_confirmed_at, row.confirmed_name = before.name_confirmed_at, before.confirmed_name
    row.name_objection = before.name_objection
    return _save(row, by)


@transaction.atomic
def ask_for_confirmation(cohort: Cohort, *, by: User, now: datetime | None = None) -> int:
    """Write to those who have not confirmed and have an address of their own, at most once a day; how many letters."""
    day = timezone.localdate(now)
    unconfirmed = cohort.enrolments.concerning_paper().name_unconfirmed().filter(name_objection="")
    reachable = [row for row in unconfirmed.with_shared_email().select_related("person") if not row.is_unreachable]
    waiting = {f"confirm_name:{row.pk}:{day}": row for row in reachable}
    for cause in OutboxMessage.objects.filter(cause__in=waiting).values_list("cause", flat=True):
        del waiting[cause]
    provider = Provider.objects.first()
    for cause, row in waiting.items():
        _ask(row, cause=cause, provider=provider)
    return len(waiting)


def _ask(enrolment: Enrolment, *, cause: str, provider: Provider | None) -> None:
    person = enrolment.person
    with translation.override(person.language):
        outbox.post(
            cause=cause,
            kind="confirm_name",
            language=person.language,
            subject=_("Please confirm the spelling of your name"),
            text=_(
                "You study in the cohort “%(cohort)s”. Your certificate will carry this name:\n\n%(name)s\n\n"
                "Compare it letter by letter with your identity document. Then confirm it, or say what is "
                "wrong:\n%(link)s"
            )
            % {
                "cohort": enrolment.cohort,
                "name": person.full_name,
                "link": settings.SITE_URL + reverse("courses:confirm_name"),
            },
            person=person,
            to_email=person.email,
            provider=provider,
        )


def _locked(enrolment: Enrolment) -> Enrolment:
    row = lock_with_person(enrolment)
    if row.person.erased_at:
        raise erased(row.person)
    return row


def _save(row: Enrolment, by: User | None) -> Enrolment:
    row._history_user = by  # type: ignore[attr-defined]
    row.save()
    return row
