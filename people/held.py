"""What is held on a human, in plain words: each app tells its own part, `config` puts them together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Field, Model, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from people.human import Human
from people.models import (
    Consent,
    Distinction,
    Merge,
    Organisation,
    OutboxMessage,
    Person,
    QuietHours,
    RefusedAddress,
    SearchWord,
    UserEvent,
)
from people.roles import Role

# Letters beyond which a page folds a text away.
LONG = 400


@dataclass(frozen=True)
class Line:
    """One thing that is held: when it came into being, what it is, and what it says."""

    when: date | datetime | None
    what: str
    said: str = ""

    @property
    def shown(self) -> str:
        return shown(self.when)

    @property
    def is_long(self) -> bool:
        return len(self.said) > LONG


@dataclass(frozen=True)
class Held:
    """One kind of things that are held; without lines nothing of the kind is."""

    title: str
    lines: list[Line]


FACTS = (
    "surname", "given_name", "patronymic", "iin", "birth_date", "email", "phone", "language", "organisation", "position"
)  # fmt: skip


def held_on(human: Human, *, own: bool) -> list[Held]:
    """The record and all that leads to it: names of old, merges, the sign-in, consents, messages."""
    return [
        Held(_("On record"), list(_records(human))),
        Held(_("Earlier entries of the record"), _earlier(human)),
        Held(_("Words by which the record is found"), _words(human)),
        Held(_("Merged records"), list(_merges(human))),
        Held(_("Records that are known to be different humans"), list(_distinctions(human))),
        Held(_("Sign-in"), [*_sign_ins(human), *_ways_in(human)]),
        Held(_("What was done to the sign-in"), list(_user_events(human))),
        Held(_("Consents"), list(_consents(human))),
        Held(_("Addresses that mail servers refused"), list(_refused(human))),
        Held(_("Quiet hours"), list(_quiet_hours(human))),
        Held(_("Messages"), messages(OutboxMessage.objects.filter(person__in=human.keys))),
    ]


def _refused(human: Human) -> Iterator[Line]:
    for row in RefusedAddress.objects.filter(email__in=human.emails).order_by("at", "pk"):
        yield Line(row.at, row.email, row.error)


def _quiet_hours(human: Human) -> Iterator[Line]:
    for row in QuietHours.objects.filter(person__in=human.keys).select_related("by").order_by("at", "pk"):
        yield Line(row.at, str(row), sentences((_("By"), row.by)))


def messages(rows: QuerySet[OutboxMessage]) -> list[Line]:
    """Each with where it went, what became of it, and its text."""
    return [
        Line(
            row.created_at,
            row.title,
            sentences(
                (_("To"), row.to_email), (_("State"), row.get_state_display()), (_("Sent"), shown(row.sent_at)),
                (_("Posted"), shown(row.posted_on)), text=row.text,
            ),
        )
        for row in rows.order_by("created_at", "pk")
    ]  # fmt: skip


def shown(value: Any) -> str:
    """A value as the sheet says it; nothing for nothing."""
    if value in (None, ""):
        return ""
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, Decimal):
        return number_format(value.normalize() if value % 1 else int(value))
    return date_format(value, "SHORT_DATE_FORMAT") if isinstance(value, date) else str(value)


def sentences(*facts: tuple[str, Any], text: str = "") -> str:
    """The facts that there are, one on a line with its label; a longer text below them."""
    said = [f"{label}: {words}" for label, value in facts if (words := shown(value))]
    return "\n".join([*said, *([text.strip()] if text.strip() else [])])


def changes_of(rows: Iterable[Any], model: type[Model], names: Sequence[str]) -> list[Line]:
    """From the history of several rows of a model: each field that was changed, from what to what, by whom."""
    fields: list[Field[Any, Any]] = [model._meta.get_field(name) for name in names]  # type: ignore[misc]
    states = [list(group) for _key, group in groupby(rows, key=lambda row: row.id)]
    pairs = [pair for group in states for pair in pairwise(group)]
    changed = [
        (new, field, old)
        for old, new in pairs
        for field in fields
        if getattr(old, field.attname) != getattr(new, field.attname)
    ]
    schools = _schools(changed)
    return [
        Line(
            new.history_date,
            str(field.verbose_name).capitalize(),
            sentences(
                (_("Was"), _in_words(field, old, schools)), (_("Became"), _in_words(field, new, schools)),
                (_("By"), new.history_user),
            ),
        )
        for new, field, old in sorted(changed, key=lambda each: (each[0].history_date, each[0].history_id))
    ]  # fmt: skip


def _schools(changed: Iterable[tuple[Any, Any, Any]]) -> dict[int, Organisation]:
    keys = {
        state.organisation_id for new, field, old in changed if field.name == "organisation" for state in (new, old)
    }
    return Organisation.objects.in_bulk(keys - {None}) if keys else {}


def _in_words(field: Any, state: Any, schools: dict[int, Organisation]) -> str:
    value = getattr(state, field.attname)
    if field.name == "organisation":
        value = schools.get(value, "")
    if field.choices:
        value = dict(field.flatchoices).get(value, value)
    return shown(value) or "–"


def _records(human: Human) -> Iterator[Line]:
    for record in human.records:
        name = _("Record № %(number)s") % {"number": record.pk}
        facts = [
            (_("Full name"), record.full_name), (_("IIN"), record.shown_iin), (_("Date of birth"), record.birth_date),
            (_("Place of work"), record.organisation), (_("Position"), record.position), (_("E-mail"), record.email),
            (_("Phone"), record.phone), (_("Language"), record.get_language_display()),
            (_("Erased"), record.erased_at),
        ]  # fmt: skip
        yield Line(record.created_at, name, sentences(*facts))


def _earlier(human: Human) -> list[Line]:
    history: Any = Person.history.model
    rows = history.objects.filter(id__in=human.keys).select_related("history_user").order_by("id", "history_id")
    for row in (states := list(rows)):
        row.email = human.own_address(row.email, row.history_date)
    return changes_of(states, Person, FACTS)


def _words(human: Human) -> list[Line]:
    words = SearchWord.objects.filter(person__in=human.keys).order_by("word").values_list("word", flat=True)
    found = sorted(set(words))
    return [Line(None, _("Letters of the name, folded for the search"), ", ".join(found))] if found else []


def _merges(human: Human) -> Iterator[Line]:
    concerned = Q(merged__in=human.keys) | Q(kept__in=human.keys)
    for row in Merge.objects.filter(concerned).select_related("by", "undone_by").order_by("at", "pk"):
        what = _("Record № %(one)s was merged into record № %(other)s") % {"one": row.merged_id, "other": row.kept_id}
        taken_back = (_("Taken back"), row.undone_at), (_("Taken back by"), row.undone_by)
        yield Line(row.at, what, sentences((_("By"), row.by), *taken_back))


def _distinctions(human: Human) -> Iterator[Line]:
    concerned = Q(one__in=human.keys) | Q(other__in=human.keys)
    for row in Distinction.objects.filter(concerned).select_related("by", "undone_by").order_by("at", "pk"):
        what = _("Record № %(one)s is another human than record № %(other)s")
        taken_back = (_("Taken back"), row.undone_at), (_("Taken back by"), row.undone_by)
        yield Line(row.at, what % {"one": row.one_id, "other": row.other_id}, sentences((_("By"), row.by), *taken_back))


def _sign_ins(human: Human) -> Iterator[Line]:
    labels = dict(Role.choices)
    for user in human.users:
        roles = ", ".join(str(labels.get(grant.role, grant.role)) for grant in user.role_grants.all())
        facts = [
            (_("E-mail"), user.email), (_("Full name"), user.name), (_("Language"), user.get_language_display()),
            (_("May sign in"), _("yes") if user.is_active else _("no")), (_("Last sign-in"), user.last_login),
            (_("Roles"), roles), (_("Password"), _("yes") if user.has_usable_password() else ""),
        ]  # fmt: skip
        yield Line(user.date_joined, _("Sign-in № %(number)s") % {"number": user.pk}, sentences(*facts))


def _ways_in(human: Human) -> Iterator[Line]:
    for address in EmailAddress.objects.filter(user__in=human.users).order_by("pk"):
        yield Line(None, _("Address of the sign-in"), address.email)
    for key in Authenticator.objects.filter(user__in=human.users).order_by("pk"):
        used = (_("Last used"), key.last_used_at)
        yield Line(
            key.created_at, _("Second step of the sign-in"), sentences((_("Kind"), key.get_type_display()), used)
        )
    for session in UserSession.objects.filter(user__in=human.users).order_by("pk"):
        seen = (_("Last seen"), session.last_seen_at)
        facts = (_("IP address"), session.ip), (_("Browser"), session.user_agent)
        yield Line(session.created_at, _("Signed in"), sentences(*facts, seen))


def _user_events(human: Human) -> Iterator[Line]:
    rows = UserEvent.objects.filter(user__in=human.users).select_related("by").order_by("at", "pk")
    labels = dict(Role.choices)
    for row in rows:
        was, became = (
            ", ".join(str(labels.get(part, part)) for part in human.own_address(said, row.at).split(", "))
            for said in (row.old, row.new)
        )
        facts = (_("Was"), was), (_("Became"), became), (_("By"), row.by)
        yield Line(row.at, str(row.get_kind_display()), sentences(*facts))


def _consents(human: Human) -> Iterator[Line]:
    for row in Consent.objects.filter(person__in=human.keys).select_related("recorded_by").order_by("given_at", "pk"):
        facts = (
            (_("Version of the text"), row.text_version), (_("Withdrawn"), row.withdrawn_at),
            (_("Recorded by"), row.recorded_by),
        )  # fmt: skip
        yield Line(row.given_at, _("Consent to the use of data"), sentences(*facts, text=row.text))
