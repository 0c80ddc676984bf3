"""What the lists of people, schools and messages are as workbooks."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Organisation, OutboxMessage, Person, User
from people.workbooks import Column, export

CHUNK = 2_000
LISTS = {
    "people": gettext_lazy("People"),
    "schools": gettext_lazy("Schools"),
    "outbox": gettext_lazy("Outbox"),
    "data-subject": gettext_lazy("What is held on one person"),
}
WORDS = {
    "search": gettext_lazy("by searched words"),
    "search=yes": gettext_lazy("by searched words"),
    "region": gettext_lazy("Region"),
    "reach=no_email": gettext_lazy("Without e-mail"),
    "reach=shared_email": gettext_lazy("Shared address"),
    "show=to_post": gettext_lazy("To print and post"),
    "show=given_up": gettext_lazy("Could not be sent"),
    "show=waiting": gettext_lazy("Waiting"),
    "show=sent": gettext_lazy("Sent"),
    "show=posted": gettext_lazy("Posted"),
    **{f"kind={value}": label for value, label in Organisation.Kind.choices},
}


def names_of(keys: Iterable[int]) -> dict[int, str]:
    """The people whom filters refer to."""
    return {pk: person.full_name for pk, person in Person.objects.in_bulk(keys).items()}


def export_people(people: QuerySet[Person], *, by: User, filters: str = "") -> FileResponse:
    columns = [
        Column(_("Full name"), 36), Column(_("IIN"), 16), Column(_("Date of birth"), 14),
        Column(_("Place of work"), 42),
        Column(_("Region"), 24), Column(_("Position"), 26), Column(_("Phone"), 20),
        Column(_("E-mail"), 30), Column(_("Language"), 12),
    ]  # fmt: skip
    rows = (
        (
            person.full_name, person.iin, person.birth_date, str(person.organisation or ""),
            person.organisation.region if person.organisation else "", person.position, person.phone, person.email,
            str(person.get_language_display()),
        )
        for person in people.iterator(chunk_size=CHUNK)
    )  # fmt: skip
    return export("people", _("People"), columns, rows, by=by, filters=filters)


def export_schools(schools: QuerySet[Organisation], *, by: User, filters: str = "") -> FileResponse:
    columns = [
        Column(_("Name"), 44), Column(_("Kind of school"), 26), Column(_("BIN"), 16), Column(_("Region"), 26),
        Column(_("City or district"), 24), Column(_("E-mail"), 30), Column(_("Phone"), 20), Column(_("People"), 10),
    ]  # fmt: skip
    rows = (
        (
            row.name, str(row.get_kind_display()), row.bin or "", row.region, row.locality, row.email, row.phone,
            int(vars(row)["headcount"]),
        )
        for row in schools.iterator(chunk_size=CHUNK)
    )  # fmt: skip
    return export("schools", _("Schools"), columns, rows, by=by, filters=filters)


def export_outbox(letters: QuerySet[OutboxMessage], *, by: User, filters: str = "") -> FileResponse:
    columns = [
        Column(_("To"), 36), Column(_("E-mail"), 30), Column(_("Subject"), 44), Column(_("Written"), 18),
        Column(_("State"), 24), Column(_("Sent"), 18), Column(_("Posted"), 14),
    ]  # fmt: skip
    rows = (
        (
            str(row.person or row.organisation or ""), row.to_email, row.title, row.created_at,
            str(row.get_state_display()), row.sent_at, row.posted_on,
        )
        for row in letters.iterator(chunk_size=CHUNK)
    )  # fmt: skip
    return export("outbox", _("Outbox"), columns, rows, by=by, filters=filters)
