"""Records that are probably one human: the same name and birth date, or the same e-mail and surname.

Those of whom an organiser said that they are two (`people.telling_apart`) are proposed no more.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from people.models import Distinction, Person
from people.models.person import PersonQuerySet
from people.telling_apart import pairs_apart


@dataclass(frozen=True)
class Twins:
    """Two or more records, and what they have in common."""

    people: list[Person]
    by_birth: bool


def twins_of(person: Person) -> PersonQuerySet:
    """The other records that are probably this human's; none for a record that leads to another one."""
    if person.merged_into_id or person.erased_at:
        return Person.objects.none()
    same = Q(pk=None)
    if person.birth_date:
        same |= Q(name_key=person.name_key, birth_date=person.birth_date)
    if person.email:
        same |= Q(email=person.email, surname=person.surname)
    told = Distinction.objects.standing()
    apart = Q(pk__in=told.filter(one=person).values("other")) | Q(pk__in=told.filter(other=person).values("one"))
    return Person.objects.current().filter(same).exclude(apart).exclude(pk=person.pk)


def probable() -> PersonQuerySet:
    """Everybody who has a twin on record, in the Kazakh order: twins stand beside each other."""
    apart = Distinction.objects.standing().filter(
        Q(one=OuterRef("pk"), other=OuterRef(OuterRef("pk"))) | Q(other=OuterRef("pk"), one=OuterRef(OuterRef("pk")))
    )
    others = Person.objects.current().filter(~Exists(apart)).exclude(pk=OuterRef("pk"))
    living = Person.objects.current()
    born = living.exclude(name_key="").exclude(birth_date=None).order_by().values("name_key")
    mailed = living.exclude(email="").order_by().values("email")
    # The groups first, each by one walk over an index; who is compared one by one is in such a group.
    return living.filter(
        Q(
            Exists(others.filter(name_key=OuterRef("name_key"), birth_date=OuterRef("birth_date"))),
            name_key__in=born.annotate(n=Count("pk")).filter(n__gt=1).values("name_key"),
        )
        | Q(
            Exists(others.filter(email=OuterRef("email"), surname=OuterRef("surname"))),
            email__in=mailed.annotate(n=Count("pk")).filter(n__gt=1).values("email"),
        )
    )


def beside_each_other(people: list[Person]) -> list[Twins]:
    """The records of a page as groups of twins: a query for all of them together."""
    groups: list[Twins] = []
    seen: set[int] = set()
    by_birth: dict[tuple[object, object], list[Person]] = {}
    by_email: dict[tuple[str, str], list[Person]] = {}
    pool = list(_with_twins(people))
    apart = pairs_apart(pool)
    for person in pool:
        if person.birth_date:
            by_birth.setdefault((person.name_key, person.birth_date), []).append(person)
        if person.email:
            by_email.setdefault((person.email, person.surname), []).append(person)
    for person in people:
        if person.pk in seen:
            continue
        alike = (
            by_birth.get((person.name_key, person.birth_date), []),
            by_email.get((person.email, person.surname), []),
        )
        born, mailed = ([person, *_not_apart(person, group, apart)] for group in alike)
        group = born if len(born) > 1 else mailed
        seen |= {each.pk for each in group}
        groups.append(Twins(group, group is born))
    return [group for group in groups if len(group.people) > 1]


def _not_apart(person: Person, alike: list[Person], apart: set[frozenset[int]]) -> list[Person]:
    return [each for each in alike if each != person and frozenset((each.pk, person.pk)) not in apart]


def _with_twins(people: list[Person]) -> PersonQuerySet:
    living = Person.objects.current()
    return living.filter(
        Q(name_key__in=[each.name_key for each in people]) | Q(email__in=[each.email for each in people if each.email])
    ).select_related("organisation")
