"""One human as the database knows them: their records, their sign-ins, whatever they were called and reached by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from people.models import Merge, Person, RoleGrant, User, UserEvent


@dataclass(frozen=True)
class Loan:
    """The address of another human, which a record had while the two were taken for one."""

    addresses: frozenset[str]
    since: datetime
    until: datetime

    def covers(self, address: str, at: datetime) -> bool:
        return self.since <= at <= self.until and address.lower() in self.addresses


@dataclass(frozen=True)
class Human:
    """The kept record first, then those merged into it; every spelling that the history has, in small letters.

    An IIN or an address that stands on somebody else's record today is theirs, whatever the history has.
    """

    records: tuple[Person, ...]
    users: tuple[User, ...]
    iins: frozenset[str]
    emails: frozenset[str]
    names: frozenset[tuple[str, str]]
    loans: tuple[Loan, ...]
    # Where every row had to be read to find them: the keys of those that were found, once that was done.
    found: Mapping[type[Model], frozenset[Any]] = field(default_factory=dict)

    @property
    def kept(self) -> Person:
        return self.records[0]

    @property
    def keys(self) -> list[int]:
        return [record.pk for record in self.records]

    def among(self, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        """Of these rows those that are worth reading: all of them, until they were read once."""
        found = self.found.get(rows.model)
        return rows if found is None else rows.filter(pk__in=found)

    def is_known_as(self, other: Human) -> bool:
        """Whether the one is found wherever the other is."""
        return (self.iins, self.emails, self.names, self.users) == (other.iins, other.emails, other.names, other.users)

    def own_address(self, address: str, at: datetime) -> str:
        """As it was on record then; nothing where it was another human's."""
        return "" if _is_lent(address, at, self.loans) else address


def human_of(person: Person) -> Human:
    """Seven queries however long the history."""
    related = Person.objects.records_of(person).select_related("organisation").order_by("pk")
    records = sorted(related, key=lambda record: record.pk != person.pk)
    keys = [record.pk for record in records]
    spelt, loans = list(_history(keys)), _loans(keys)
    states = [*records, *spelt]
    iins = {each.iin for each in states if each.iin.isdecimal()}
    names = frozenset((each.surname.casefold(), each.given_name.casefold()) for each in states if each.surname)
    dated = [(record.email, None) for record in records] + [(each.email, each.history_date) for each in spelt]
    emails = {email.lower() for email, at in dated if email and not (at and _is_lent(email, at, loans))}
    others = _of_others(keys, iins, emails)
    full = {" ".join(filter(None, (each.surname, each.given_name, each.patronymic))) for each in states}
    return Human(
        records=tuple(records),
        users=tuple(_users(keys, frozenset(emails), full - {""}, {each.email.lower() for each in records} - others)),
        iins=frozenset(iins - others),
        emails=frozenset(emails - others),
        names=names,
        loans=loans,
    )


def _history(keys: Iterable[int]) -> Any:
    history: Any = Person.history.model
    return history.objects.filter(id__in=list(keys)).order_by("history_id")


def _loans(keys: list[int]) -> tuple[Loan, ...]:
    """Of merges that were taken back: what the kept record had of the other one meanwhile."""
    rows = Merge.objects.filter(kept__in=keys, took_email=True).exclude(undone_at=None).exclude(merged__in=keys)
    back = list(rows.values_list("merged", "at", "undone_at"))
    addresses: dict[int, set[str]] = {}
    for pk, email in _history(other for other, _at, _until in back).values_list("id", "email"):
        addresses.setdefault(pk, set()).add(email.lower())
    return tuple(Loan(frozenset(addresses.get(other, ())), at, until) for other, at, until in back if until)


def _is_lent(address: str, at: datetime, loans: Iterable[Loan]) -> bool:
    return any(loan.covers(address, at) for loan in loans)


def _of_others(keys: list[int], iins: Iterable[str], emails: Iterable[str]) -> set[str]:
    """Of these IINs and addresses those that stand on other records: put right since, or a mailbox that is shared."""
    others = Person.objects.exclude(pk__in=keys).filter(Q(iin__in=iins) | Q(email__in=emails), erased_at=None)
    return {value.lower() for pair in others.order_by().values_list("iin", "email") for value in pair}


def _users(keys: list[int], emails: frozenset[str], names: set[str], own: set[str]) -> list[User]:
    """Those that lead to a record, and those that ended: with a merge, or when the address became somebody else's.

    And who signs in with their address alone, to check lists: the next sign-in would lead to the record.
    """
    merges = Merge.objects.filter(Q(merged__in=keys) | Q(kept__in=keys), undone_at=None).exclude(ended=None)
    moved = UserEvent.objects.filter(kind=UserEvent.Kind.ADDRESS, old__in=emails).values("user")
    ended = Q(pk__in=merges.values("ended")) | Q(pk__in=moved, name__in=names)
    nobodys = Q(~Exists(RoleGrant.objects.filter(user=OuterRef("pk"))), email__in=own - {""})
    rows = User.objects.filter(Q(person__in=keys) | Q(ended | nobodys, person=None))
    return list(rows.prefetch_related("role_grants").order_by("pk"))
