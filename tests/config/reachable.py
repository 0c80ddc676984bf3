"""Which models hang on a person: found by the keys of the database, so that a new one cannot be forgotten."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Model

from people.models import Person, Upload, User

# Of whom signs in only what is named so is theirs: `by` and its like say who of the staff wrote something down.
OWN = "user"
# Signing in as a member of the staff stands against an erasure: these hang on the staff alone.
STAFF = {"assessment.CommissionMember", "assessment.HistoricalCommissionMember", "people.RoleGrant",
         "people.Signatory", "people.HistoricalSignatory", "assessment.Unavailability",
         "assessment.HistoricalUnavailability", "assessment.ProtocolSignature",
         "assessment.Workplace", "assessment.HistoricalWorkplace"}  # fmt: skip


def reachable() -> set[type[Model]]:
    """Every model with a key to a person, to one who signs in, or to what hangs on them; and what was uploaded."""
    found: set[type[Model]] = {Person, User, Upload, Person.history.model}
    models = [model for model in apps.get_models() if model._meta.label not in STAFF]
    while more := {model for model in models if model not in found and _hangs_on(model, found)}:
        found |= more
    return found


def _hangs_on(model: type[Model], found: set[type[Model]]) -> bool:
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        to = field.related_model
        if to in found and (field.name == OWN if to is User else to is not Upload):
            return True
    # A row of a history has no key to what it is a state of, but to the same things.
    return getattr(model, "instance_type", None) in found
