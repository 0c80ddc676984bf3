from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.languages import Language
from people.models.person import Person
from people.roles import Role

# No mail is ever delivered to a domain that ends like this (RFC 2606): nobody can ask for a code with such an address.
NOWHERE = "sign-in.invalid"
ERASED = "erased.invalid"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. A participant's user is made at the first sign-in; `Person` stands without it."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    person = models.OneToOneField(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="user", verbose_name=_("person")
    )
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.KK)
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_per_email")]

    def __str__(self) -> str:
        if self.is_erased:
            number = {"number": self.person_id}
            return gettext("Erased person №\xa0%(number)s") % number if self.person_id else gettext("Erased person")
        return self.name or self.email

    @property
    def is_erased(self) -> bool:
        """The data of whose sign-in it was were erased (`people.erasing`): no address, no name, no way in."""
        return self.email.endswith(f"@{ERASED}")

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(self.role_grants.values_list("role", flat=True))

    def has_role(self, *roles: Role) -> bool:
        return self.is_active and not self.roles.isdisjoint(roles)

    @property
    def own_records(self) -> models.QuerySet[Person, Any]:
        """The keys of the record that this sign-in leads to and of those merged into it, as part of a question."""
        records = Person.objects.all()
        mine = models.Q(pk=self.person_id) | models.Q(merged_into=self.person_id)
        return (records.filter(mine) if self.person_id else records.none()).order_by().values("pk")

    def owns(self, person: int) -> bool:
        """Whether this record is their own; asked of the database only where it may have been merged into theirs."""
        if self.person_id is None or person == self.person_id:
            return person == self.person_id
        return self.own_records.filter(pk=person).exists()

    @property
    def is_staff_member(self) -> bool:
        return bool(self.roles)


class RoleGrant(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    granted_at = models.DateTimeField(default=timezone.now)
    granted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="one_grant_per_role")]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class UserEvent(models.Model):
    """What an administrator did to a sign-in: who, when, from what to what."""

    class Kind(models.TextChoices):
        APPOINTED = "appointed", _("Added")
        RENAMED = "renamed", _("Name or language changed")
        ROLES = "roles", _("Roles changed")
        DEACTIVATED = "deactivated", _("May no longer sign in")
        REACTIVATED = "reactivated", _("May sign in again")
        # Nothing for the new address: the record has none of its own, and the sign-in is over.
        ADDRESS = "address", _("Address changed with the record")
        LED = "led", _("Leads to a person's record")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    old = models.CharField(max_length=200, blank=True)
    new = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind}"
