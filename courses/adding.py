"""One person added to a cohort by hand: the same checks as for a list, the same rules behind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.enrolling import amend, enrol
from courses.headers import Field
from courses.models import Cohort, Enrolment
from courses.problems import Level
from courses.rows import check
from courses.sheets import Row
from people.models import Person, User
from people.names import Name, clean, suggest
from people.registering import amend_person, register_person, work_of

# The fields of the form as the columns of a list of one row.
COLUMNS = {
    Field.IIN: "iin", Field.SURNAME: "surname", Field.GIVEN_NAME: "given_name", Field.PATRONYMIC: "patronymic",
    Field.ORGANISATION: "organisation_name", Field.LOCALITY: "organisation_locality", Field.BIN: "organisation_bin",
    Field.POSITION: "position", Field.EMAIL: "email", Field.PHONE: "phone", Field.BIRTH_DATE: "birth_date",
    Field.PROJECT_TOPIC: "project_topic",
}  # fmt: skip
NAME = ("surname", "given_name", "patronymic")
OF_PERSON = (
    "surname", "given_name", "patronymic", "birth_date", "email", "phone", "language", "position", "organisation"
)  # fmt: skip


def look_at(data: dict[str, Any], *, today: date) -> list[str]:
    """What a person should look at before the record is made; an error that a form cannot see is raised."""
    cells = tuple(_typed(data.get(name)) for name in COLUMNS.values())
    rows = check([Row(1, cells)], dict(enumerate(COLUMNS)), today=today, as_typed=True).rows
    problems = [problem for row in rows for problem in row.problems]
    if errors := [problem.sentence for problem in problems if problem.level is Level.ERROR]:
        raise ValidationError(errors)
    known = _known(data["iin"])
    unsaid = {"email_missing"} if known and known.email else set()  # the record has one, and that is said
    return [each.sentence for each in problems if each.code not in unsaid] + _against_the_record(known, data)


def suggested(data: Mapping[str, Any]) -> Name | None:
    """The spelling that the system proposes for the name, where it is not the one that was typed."""
    typed = Name(*(clean(str(data.get(part) or "")) for part in NAME))
    proposed = suggest(typed)
    return None if proposed == typed else proposed


@transaction.atomic
def add_by_hand(cohort: Cohort, data: dict[str, Any], *, by: User) -> Enrolment:
    """Put the person on record, or amend what is on record under their IIN, and enrol them."""
    work = work_of(
        name=data["organisation_name"], locality=data["organisation_locality"], bin=data["organisation_bin"], by=by
    )
    if work is None:
        raise ValidationError({"organisation_name": _("Write the name of the school or its BIN.")})
    told: dict[str, Any] = {name: data.get(name) for name in OF_PERSON} | {"organisation": work}
    known = _known(data["iin"])
    if known is None:
        person = register_person(iin=data["iin"], by=by, **told)
    else:
        person = amend_person(known, by=by, **{name: value for name, value in told.items() if value})
    enrolment = enrol(cohort=cohort, person=person, organisation=work, position=data["position"], by=by)
    return amend(enrolment, by=by, project_type=data["project_type"], project_topic=data["project_topic"])


def _known(iin: str) -> Person | None:
    person = Person.objects.select_related("merged_into").filter(iin=iin).first()
    return person.merged_into if person and person.merged_into else person


def _against_the_record(known: Person | None, data: dict[str, Any]) -> list[str]:
    found = []
    typed = " ".join(part for part in (data["surname"], data["given_name"], data["patronymic"]) if part)
    if known is not None and known.full_name != typed:
        found.append(
            _("This IIN is on record as “%(known)s”: the record will be changed to “%(typed)s”.")
            % {"known": known.full_name, "typed": typed}
        )
    email = data.get("email", "").strip().lower()
    if known is not None and known.email and known.email != email:
        found.append(
            _("The e-mail on record is %(known)s: it will be changed to %(typed)s.")
            % {"known": known.email, "typed": email}
            if email
            else _("The e-mail on record stays: %(known)s.") % {"known": known.email}
        )
    if email and Person.objects.current().filter(email=email).exclude(iin=data["iin"]).exists():
        found.append(_("Somebody else has the same e-mail: nobody will be able to sign in with it."))
    return found


def _typed(value: Any) -> str:
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value or "")
