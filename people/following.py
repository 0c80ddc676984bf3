"""A participant's sign-in follows the record: its name, and the address of which the person is the only owner.

Who inherits a school's mailbox must not inherit the sign-in of the predecessor. A corrected address must open the door
that the wrong one opened before, and the wrong one nothing any more. Members of staff keep the address that they were
appointed with.
"""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from people.models import Person, User, UserEvent
from people.models.user import NOWHERE


def follow(person: Person, *, by: User | None) -> None:
    """Called in the transaction that changed the record."""
    user = User.objects.select_for_update(of=("self",)).filter(person=person).first()
    if user is None or user.role_grants.exists():
        return
    if user.name != person.full_name:
        user.name = person.full_name
        user.save(update_fields=["name"])
    free = is_free(person.email, person)
    address = person.email if free else f"{user.pk}@{NOWHERE}"
    if user.email != address:
        _move(user, address, free=free, by=by)


def detach(user: User, *, by: User | None) -> None:
    """The participant's sign-in is over: another one leads to the record."""
    _move(user, f"{user.pk}@{NOWHERE}", free=False, by=by)


def lead(user: User, person: Person, *, active: bool = False) -> None:
    """From now on this sign-in is that record's; its address and name follow."""
    user.person = person
    user.is_active = user.is_active or active
    user.save(update_fields=["person", "is_active"])


def begin(user: User, person: Person) -> User:
    """A sign-in that led to no record leads to this one, whose address it has: as fresh as if it were made now."""
    UserEvent.objects.create(user=user, kind=UserEvent.Kind.LED, old=user.name, new=person.full_name, by=user)
    user.person, user.name = person, person.full_name
    user.set_unusable_password()
    user.save(update_fields=["person", "name", "password"])
    # Whoever read the mailbox before may have made one.
    Authenticator.objects.filter(user=user).delete()
    _end_sessions(user)
    return user


def _move(user: User, address: str, *, free: bool, by: User | None) -> None:
    """To the new address; where there is none, the sign-in is over, and the next address makes another one."""
    UserEvent.objects.create(user=user, kind=UserEvent.Kind.ADDRESS, old=user.email, new=address if free else "", by=by)
    user.email = address
    # What an administrator ended keeps its person, so that no address opens it again.
    if not free and user.is_active:
        user.person, user.is_active = None, False
    # A password or a passkey was made by whoever read the old address: neither opens the record any more.
    user.set_unusable_password()
    if free:
        Authenticator.objects.filter(user=user).delete()
    user.save(update_fields=["email", "person", "is_active", "password"])
    EmailAddress.objects.filter(user=user).delete()
    _end_sessions(user)


def _end_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()


def is_free(address: str, person: Person) -> bool:
    """Whether it is nobody else's: neither on another record, nor what somebody signs in with."""
    if not address or Person.objects.current().filter(email=address).exclude(pk=person.pk).exists():
        return False
    return not User.objects.filter(email__iexact=address).exclude(person=person).exists()
