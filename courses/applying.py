"""People apply by a cohort's public link. A stranger may put somebody new on record and on the list, and never changes
what is there: nobody who was on record before comes on a list before an organiser has looked at it.

An e-mail address is what a participant signs in with and where the certificate goes. Nobody has proved that the one
in an application is that human's, so it stands on no record before an organiser has taken it over.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypedDict

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.enrolling import active_elsewhere, amend, closed_to_people, enrol, places_of, retaken_elsewhere
from courses.models import Application, Cohort, Enrolment
from people.consent import CURRENT, give_consent
from people.following import is_free
from people.models import Organisation, Person, User
from people.registering import amend_person, register_organisation, register_person

# What two visitors who write the same in one moment may meet: the second try finds the first one's rows.
MEANWHILE = frozenset({"iin_taken", "enrolled_meanwhile"})


class Said(TypedDict):
    """What the visitor wrote, beside the IIN."""

    surname: str
    given_name: str
    patronymic: str
    email: str
    phone: str
    position: str
    organisation: str
    bin: str
    region: str
    locality: str


@dataclass(frozen=True)
class Difference:
    """One thing that the visitor wrote and the record has otherwise; `key` names it where the organiser chooses.

    `warning`: what to know before it is taken over.
    """

    key: str
    label: str
    on_record: str
    said: str
    warning: str = ""


# ---- the link


@transaction.atomic
def open_link(cohort: Cohort, *, until: date | None, by: User, today: date) -> Cohort:
    """Turn the link on, or change its last day; an address that was given out once stays the same while it is on."""
    row = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if refusal := closed_to_people(row):
        raise refusal
    if until and until < today:
        raise ValidationError({"until": _("The last day is today or later.")}, code="past")
    row.apply_token, row.apply_until = row.apply_token or secrets.token_urlsafe(16), until
    return _save(row, by)


@transaction.atomic
def close_link(cohort: Cohort, *, by: User) -> Cohort:
    """Turn the link off: the address leads nowhere from now on, and the next one is another."""
    row = Cohort.objects.select_for_update().get(pk=cohort.pk)
    row.apply_token, row.apply_until = None, None
    return _save(row, by)


def link_of(cohort: Cohort) -> str:
    """The address to give out; empty while the link is off."""
    token = cohort.apply_token
    return settings.SITE_URL + reverse("courses:apply", args=[token]) if token else ""


def is_open(cohort: Cohort, today: date) -> bool:
    """Whether the link takes applications on that day, its last day included."""
    if not cohort.apply_token or closed_to_people(cohort):
        return False
    return cohort.apply_until is None or today <= cohort.apply_until


# ---- what comes in by it


def apply(cohort: Cohort, *, iin: str, said: Said, language: str, now: datetime | None = None) -> Application:
    """Keep the application; the same visitor who sends it twice has applied once."""
    at = now or timezone.now()
    try:
        return _apply(cohort, iin, said, language, at)
    except IntegrityError:
        return _apply(cohort, iin, said, language, at)
    except ValidationError as refusal:
        if getattr(refusal, "code", None) not in MEANWHILE:
            raise
        return _apply(cohort, iin, said, language, at)


@transaction.atomic
def _apply(cohort: Cohort, iin: str, said: Said, language: str, at: datetime) -> Application:
    row = Cohort.objects.select_for_update(of=("self",)).select_related("version__programme").get(pk=cohort.pk)
    if not is_open(row, timezone.localdate(at)):
        raise ValidationError(_("Applications to this cohort are closed."), code="closed")
    known = _known(iin)
    if known and (same := _same(row, known, said)):
        return same
    work = _work(said)
    person = known or _register(iin, said, work, language)
    # Who knows an IIN need not be its owner: a place that a stranger took would keep the owner off every other list.
    enrolment = None
    if known is None:
        enrolment = enrol(cohort=row, person=person, organisation=work, position=said["position"], by=None)
    return Application.objects.create(
        cohort=row,
        person=person,
        enrolment=enrolment,
        said=said,
        consent_version=CURRENT,
        language=language,
        at=at,
    )


def differences(person: Person, said: Said) -> list[Difference]:
    """Where the application says something else than the record."""
    work = person.organisation
    name = " ".join(filter(None, (said["surname"], said["given_name"], said["patronymic"])))
    place = ", ".join(filter(None, (said["organisation"], said["locality"])))
    pairs = [
        Difference("name", _("Full name"), person.full_name, name),
        Difference("email", _("E-mail"), person.email, said["email"]),
        Difference("phone", _("Phone"), person.phone, said["phone"]),
        Difference("organisation", _("Place of work"), str(work) if work else "", place),
        Difference("position", _("Position"), person.position, said["position"]),
    ]
    same_work = work is not None and (
        (bool(said["bin"]) and work.bin == said["bin"]) or str(work).casefold() == place.casefold()
    )
    return [
        pair
        for pair in pairs
        if pair.said and pair.said != pair.on_record and not (pair.key == "organisation" and same_work)
    ]


def to_decide(application: Application) -> list[Difference]:
    """Where an open application differs, each with what to know before it is taken."""
    person, found = applicant(application), differences(applicant(application), application.said)
    return [replace(each, warning=_of_address(each.said, person)) if each.key == "email" else each for each in found]


def _of_address(email: str, person: Person) -> str:
    if is_free(email, person):
        return ""
    if Person.objects.current().filter(email=email).exclude(pk=person.pk).exists():
        return _("Somebody else has the address %(email)s, too: nobody can sign in with it.") % {"email": email}
    return _("Somebody else signs in with the address %(email)s: this person cannot.") % {"email": email}


def applicant(application: Application) -> Person:
    """Whose application it is; where the record was merged since, the one that it leads to."""
    return application.person.merged_into or application.person


def obstacle_to_list(application: Application) -> ValidationError | None:
    """Why the person of an open application is not on this list by it: is here already, or in another cohort."""
    return None if application.enrolment_id else _obstacle(application.cohort, applicant(application))


def joins(application: Application) -> bool:
    """Whether settling it puts the person on the list."""
    free = application.enrolment_id is None and not closed_to_people(application.cohort)
    return free and not _obstacle(application.cohort, applicant(application))


# ---- what the organiser makes of it


@transaction.atomic
def settle(application: Application, *, take: frozenset[str], by: User, now: datetime | None = None) -> Application:
    """Take what was chosen over into the record, and put the person on the list where nothing stands in the way."""
    row = _unsettled(application)
    said: Said = row.said
    person, work = applicant(row), _work(said)
    refused = {each.key for each in differences(person, said)} - take
    if changes := _chosen(said, take, work):
        amend_person(person, by=by, **changes)
    if joins(row):
        row.enrolment = enrol(cohort=row.cohort, person=person, organisation=work, position=said["position"], by=by)
    # What the organiser left out is not printed on an order either, nor written to as the employer.
    kept = {name: getattr(person, name) for name in ("organisation", "position") if name in refused}
    if row.enrolment and row.enrolment.status == Enrolment.Status.APPLIED and any(kept.values()):
        amend(row.enrolment, by=by, **{name: value for name, value in kept.items() if value})
    return _settled(row, by, now)


@transaction.atomic
def set_aside(application: Application, *, by: User, now: datetime | None = None) -> Application:
    """The organiser knows that it is not this person's: nothing of it is taken, and nobody comes on the list."""
    row = _unsettled(application)
    if row.enrolment_id:
        raise ValidationError(
            _("The person is on the list by this application: decline them there."), code="on_the_list"
        )
    return _settled(row, by, now)


def _unsettled(application: Application) -> Application:
    rows = Application.objects.select_for_update(of=("self",))
    row = rows.select_related("person__merged_into", "cohort__version__programme").get(pk=application.pk)
    if row.settled_at:
        raise ValidationError(_("Somebody has settled this application already."), code="settled")
    return row


def _settled(row: Application, by: User, now: datetime | None) -> Application:
    row.settled_at, row.settled_by = now or timezone.now(), by
    row.save(update_fields=["enrolment", "settled_at", "settled_by"])
    return row


def _chosen(said: Said, take: frozenset[str], work: Organisation) -> dict[str, object]:
    changes: dict[str, object] = {}
    if "name" in take:
        changes |= {
            "surname": said["surname"], "given_name": said["given_name"], "patronymic": said["patronymic"],
        }  # fmt: skip
    if "email" in take:
        changes["email"] = said["email"]
    if "phone" in take:
        changes["phone"] = said["phone"]
    if "position" in take:
        changes["position"] = said["position"]
    if "organisation" in take:
        changes["organisation"] = work
    return changes


def _obstacle(cohort: Cohort, person: Person) -> ValidationError | None:
    here = places_of(person).filter(cohort=cohort).first()
    if here is not None:
        return ValidationError(
            _("%(person)s is already in this cohort: “%(status)s”."),
            code="already_here",
            params={"person": person, "status": here.get_status_display(), "enrolment": here.pk},
        )
    return active_elsewhere(cohort, person) or retaken_elsewhere(cohort, person)


def _known(iin: str) -> Person | None:
    person = Person.objects.select_related("merged_into").filter(iin=iin).first()
    return person.merged_into if person and person.merged_into else person


def _same(cohort: Cohort, person: Person, said: Said) -> Application | None:
    """The same application of the same person, which still waits or has led to their place on the list."""
    earlier = cohort.applications.filter(person=person).select_related("enrolment").order_by("-at")[:20]
    return next(
        (
            each
            for each in earlier
            if each.said == said
            and (each.settled_at is None or (each.enrolment is not None and each.enrolment.is_active))
        ),
        None,
    )


def _register(iin: str, said: Said, work: Organisation, language: str) -> Person:
    person = register_person(
        iin=iin,
        surname=said["surname"],
        given_name=said["given_name"],
        patronymic=said["patronymic"],
        phone=said["phone"],
        language=language,
        organisation=work,
        position=said["position"],
        by=None,
    )
    give_consent(person, language=language, by=None)
    return person


def _work(said: Said) -> Organisation:
    """The school on record with this BIN, else with this name and place, as it is there; else a new one."""
    found = Organisation.objects.filter(bin=said["bin"]).first() if said["bin"] else None
    if found is None:
        same = Organisation.objects.filter(name__iexact=said["organisation"], locality__iexact=said["locality"])
        found = (same.filter(bin=None) if said["bin"] else same).order_by("pk").first()
    return found or register_organisation(
        name=said["organisation"], locality=said["locality"], bin=said["bin"], region=said["region"], by=None
    )


def _save(row: Cohort, by: User) -> Cohort:
    row._history_user = by  # type: ignore[attr-defined]
    row.save()
    return row
