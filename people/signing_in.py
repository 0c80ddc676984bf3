"""The user of a participant comes into being at the first sign-in (design §2)."""

from __future__ import annotations

from django.db import transaction

from people.models import Person, User


@transaction.atomic
def ensure_user(email: str) -> User | None:
    """The user of this address; made when it belongs to exactly one person, refused where a school shares it."""
    address = email.strip().lower()
    user = User.objects.filter(email__iexact=address).first()
    if user is not None:
        return user
    owners = list(Person.objects.filter(email__iexact=address, merged_into=None)[:2])
    if len(owners) != 1 or hasattr(owners[0], "user"):
        return None
    person = owners[0]
    user = User(email=address, name=person.full_name, person=person, language=person.language)
    user.set_unusable_password()
    user.save()
    return user
