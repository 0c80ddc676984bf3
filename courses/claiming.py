"""The addresses of those who came on record by a public link: an organiser takes over those that are known as right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from courses.applying import applicant, differences, settle
from courses.models import Application, Cohort
from people.locking import lock
from people.models import Person, User

ADDRESS = frozenset({"email"})


@dataclass(frozen=True)
class Waiting:
    """What waits on a cohort's page: `claims` differ by an address alone, which is nobody else's; the rest is looked
    at one by one."""

    claims: list[Application]
    others: list[Application]


def waiting_in(cohort: Cohort) -> Waiting:
    """A handful of queries, however many have applied."""
    records = ("person__organisation", "person__merged_into__organisation", "enrolment__organisation")
    rows = list(cohort.applications.open().select_related(*records))
    new = [row for row in rows if row.enrolment_id and _lacks_only_the_address(row)]
    said = Counter(row.said["email"] for row in new)
    taken = _taken(said.keys())
    claims = [row for row in new if said[row.said["email"]] == 1 and row.said["email"] not in taken]
    return Waiting(claims, [row for row in rows if row not in claims])


@transaction.atomic
def take_addresses(cohort: Cohort, chosen: Collection[int], *, by: User) -> int:
    """Take the chosen addresses into the records and settle those applications; how many there were."""
    picked = [row for row in waiting_in(cohort).claims if row.pk in chosen]
    if not picked:
        raise ValidationError(_("Choose at least one address to take over."), code="nothing")
    # In the order of one application that is settled by itself: first these, then the people.
    rows = Application.objects.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in picked])
    list(rows.order_by("pk"))
    lock(applicant(row).pk for row in picked)
    for row in picked:
        settle(row, take=ADDRESS, by=by)
    return len(picked)


def _lacks_only_the_address(row: Application) -> bool:
    person = applicant(row)
    return not person.email and {each.key for each in differences(person, row.said)} == ADDRESS


def _taken(addresses: Collection[str]) -> set[str]:
    """Those that stand on a record, or that somebody signs in with."""
    if not addresses:
        return set()
    on_record = Person.objects.current().filter(email__in=addresses).order_by().values_list("email", flat=True)
    users = User.objects.annotate(address=Lower("email")).filter(address__in=addresses)
    return {*on_record, *users.values_list("address", flat=True)}
