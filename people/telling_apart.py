"""Two records that look like one human and are two: an organiser says so, and they are proposed no more."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from people.locking import lock
from people.models import Distinction, Person, User


@transaction.atomic
def tell_apart(one: Person, other: Person, *, by: User) -> Distinction:
    """Said twice, it stands once."""
    rows = [row for _pk, row in sorted(lock([one.pk, other.pk]).items())]
    if len(rows) < 2:
        raise ValidationError(_("A record is not different from itself."), code="same")
    if any(row.merged_into_id or row.erased_at for row in rows):
        raise ValidationError(_("One of the two records was merged or erased meanwhile."), code="gone")
    lower, higher = rows
    return standing_between(lower, higher) or Distinction.objects.create(one=lower, other=higher, by=by)


@transaction.atomic
def take_back(row: Distinction, *, by: User) -> Distinction:
    """From now on the two are proposed again, if they still look alike."""
    row = Distinction.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.undone_at is not None:
        raise ValidationError(_("This was taken back already."), code="undone")
    row.undone_by, row.undone_at = by, timezone.now()
    row.save(update_fields=["undone_by", "undone_at"])
    return row


def standing_between(one: Person, other: Person) -> Distinction | None:
    lower, higher = sorted((one.pk, other.pk))
    return Distinction.objects.standing().filter(one=lower, other=higher).select_related("by").first()


def pairs_apart(people: Iterable[Person]) -> set[frozenset[int]]:
    """Which of these are different from each other, as it was said."""
    keys = [person.pk for person in people]
    pairs = Distinction.objects.standing().filter(Q(one__in=keys) & Q(other__in=keys)).values_list("one", "other")
    return {frozenset(pair) for pair in pairs.order_by()}
