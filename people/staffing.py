"""Who of the staff may sign in, and as what: the administrator's acts, each of them on record."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import Person, RoleGrant, User, UserEvent
from people.roles import Role
from people.signing_in import ensure_user

Kind = UserEvent.Kind


@transaction.atomic
def appoint(*, email: str, name: str, language: str, roles: Iterable[str], participant: bool = False, by: User) -> User:
    """Let somebody sign in as a member of staff; nothing is sent, they ask for a code with this address."""
    if not (wanted := sorted(roles)):
        raise ValidationError(_("Choose at least one role."))
    user = known(email, participant=participant)
    if user is not None and user.role_grants.exists():
        raise ValidationError(_("This address already belongs to a member of staff."), code="known")
    if user is None:
        user = User.objects.create_user(email, None, name=name.strip(), language=language)
    elif not user.name:
        user.name, user.language = name.strip(), language
        user.save(update_fields=["name", "language"])
    reopen(user, by=by)
    for role in wanted:
        RoleGrant.objects.create(user=user, role=role, granted_by=by)
    UserEvent.objects.create(user=user, kind=Kind.APPOINTED, new=", ".join(wanted), by=by)
    return user


def known(email: str, *, participant: bool) -> User | None:
    """The user of this address; that of a participant only where it is meant, for they would get the roles."""
    address = email.strip().lower()
    user = User.objects.select_related("person").filter(email__iexact=address).first()
    if user is not None and user.role_grants.exists():
        return user
    owners = [user.person] if user and user.person else list(Person.objects.current().filter(email=address)[:3])
    if owners and not participant:
        sentence = _("This is the address of a participant: %(people)s. Whoever reads its mail would get the roles.")
        raise ValidationError(
            {"participant": ValidationError(sentence % {"people": ", ".join(map(str, owners))}, code="participant")}
        )
    return user or (ensure_user(address) if owners else None)


def reopen(user: User, *, by: User | None) -> None:
    """An appointment that cannot be used would be none: who is given a role may sign in."""
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        UserEvent.objects.create(user=user, kind=Kind.REACTIVATED, by=by)


@transaction.atomic
def amend_user(user: User, *, name: str, language: str, roles: Iterable[str], by: User) -> User:
    """Change the name, the language and the roles; the last administrator stays one."""
    _wait_for_other_administrators()
    row = User.objects.select_for_update().get(pk=user.pk)
    if (row.name, row.language) != (name.strip(), language):
        old, new = f"{row.name} ({row.language})", f"{name.strip()} ({language})"
        row.name, row.language = name.strip(), language
        row.save(update_fields=["name", "language"])
        UserEvent.objects.create(user=row, kind=Kind.RENAMED, old=old, new=new, by=by)
    before, after = set(row.role_grants.values_list("role", flat=True)), set(roles)
    if before != after:
        row.role_grants.filter(role__in=before - after).delete()
        for role in sorted(after - before):
            RoleGrant.objects.create(user=row, role=role, granted_by=by)
        UserEvent.objects.create(
            user=row, kind=Kind.ROLES, old=", ".join(sorted(before)), new=", ".join(sorted(after)), by=by
        )
        _require_an_administrator()
    return row


@transaction.atomic
def deactivate(user: User, *, by: User) -> User:
    """End somebody's sign-in at once; what they did stays with their name."""
    if user.pk == by.pk:
        raise ValidationError(_("You cannot end your own sign-in."))
    return _set_active(user, False, Kind.DEACTIVATED, by)


@transaction.atomic
def reactivate(user: User, *, by: User) -> User:
    return _set_active(user, True, Kind.REACTIVATED, by)


def _set_active(user: User, active: bool, kind: UserEvent.Kind, by: User) -> User:
    _wait_for_other_administrators()
    row = User.objects.select_for_update().get(pk=user.pk)
    if active and row.is_erased:
        raise ValidationError(
            _("The data of this person were erased: nobody signs in with it any more."), code="erased"
        )
    if row.is_active != active:
        row.is_active = active
        row.save(update_fields=["is_active"])
        UserEvent.objects.create(user=row, kind=kind, by=by)
        _require_an_administrator()
    return row


def _wait_for_other_administrators() -> None:
    """Before any other lock: of two who end each other at once, the second finds what the first has left."""
    list(RoleGrant.objects.select_for_update().filter(role=Role.ADMINISTRATOR).order_by("pk").values_list("pk"))


def _require_an_administrator() -> None:
    if not User.objects.filter(role_grants__role=Role.ADMINISTRATOR, is_active=True).exists():
        raise ValidationError(_("The last administrator stays: give the role to somebody else first."), code="last")
