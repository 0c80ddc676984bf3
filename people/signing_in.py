"""Who an address lets in. The user of a participant comes into being at the first sign-in (design §2)."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from people import following
from people.models import Person, User


@transaction.atomic
def ensure_user(email: str) -> User | None:
    """The user of this address; made when it belongs to exactly one person, refused where a school shares it."""
    address = email.strip().lower()
    user = User.objects.select_related("person").filter(email__iexact=address).first()
    owners = list(Person.objects.current().filter(email__iexact=address)[:2])
    if user is not None:
        if len(owners) == 1 and is_nobodys(user) and not hasattr(owners[0], "user"):
            return following.begin(user, owners[0])
        return None if shares_address(user) else user
    if len(owners) != 1:
        return None
    person = owners[0]
    if not hasattr(person, "user"):
        user = User(email=address, name=person.full_name, person=person, language=person.language)
        user.set_unusable_password()
        try:
            with transaction.atomic():
                user.save()
            return user
        except IntegrityError:  # asked for twice at once: the other request has made it
            pass
    return User.objects.filter(email__iexact=address, person=person).first()


def is_nobodys(user: User) -> bool:
    """Signs in without a role and without a record: an employer who checks lists and comes to study later."""
    return user.is_active and user.person_id is None and not user.role_grants.exists()


def shares_address(user: User) -> bool:
    """Whether somebody else on record has the participant's address, too: then it does not tell who is signing in.

    Asked at each sign-in, by whatever means, and not when the other comes on record: a slip in a list, once mended,
    leaves the sign-in as it was. Members of staff keep the address that they were appointed with.
    """
    person = user.person
    if person is None or user.role_grants.exists():
        return False
    others = Person.objects.current().filter(email=user.email)
    return others.exclude(pk=person.merged_into_id or person.pk).exists()
