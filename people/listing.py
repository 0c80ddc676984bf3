"""Long lists: filters that other apps may add to, and a page whose cost does not grow with the list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from people.models import Organisation, Person
from people.models.person import PersonQuerySet
from people.regions import region_choices

PAGE = 50
Choices = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Filter:
    """A choice above the list of people: its name in the address, what it is called, and what can be chosen."""

    name: str
    label: Callable[[], str]
    choices: Callable[[], Choices]


@dataclass(frozen=True)
class Narrowing:
    """Filters that belong together, and how the chosen values narrow the list."""

    filters: tuple[Filter, ...]
    narrow: Callable[[PersonQuerySet, Mapping[str, str]], PersonQuerySet]


@dataclass(frozen=True)
class Shown:
    """A filter as the page draws it."""

    name: str
    label: str
    choices: list[tuple[str, str]]
    chosen: str


def _by_school(people: PersonQuerySet, chosen: Mapping[str, str]) -> PersonQuerySet:
    if region := chosen.get("region"):
        people = people.filter(organisation__region=region)
    if kind := chosen.get("kind"):
        people = people.filter(organisation__kind=kind)
    return people


REGION = Filter("region", lambda: _("Region"), lambda: region_choices()[1:])
KIND = Filter("kind", lambda: _("Kind of school"), lambda: [(v, str(label)) for v, label in Organisation.Kind.choices])
_narrowings: list[Narrowing] = [Narrowing((REGION, KIND), _by_school)]


def add(narrowing: Narrowing) -> None:
    """Called once by an app when it is ready."""
    if narrowing not in _narrowings:
        _narrowings.append(narrowing)


def filters() -> list[Filter]:
    return [each for narrowing in _narrowings for each in narrowing.filters]


def chosen_of(asked: QueryDict, among: Iterable[Filter]) -> dict[str, str]:
    """What was chosen and can be chosen: anything else in the address is nothing."""
    return {each.name: value for each in among if (value := asked.get(each.name, "")) and value in dict(each.choices())}


def narrowed(people: PersonQuerySet, chosen: Mapping[str, str]) -> PersonQuerySet:
    for narrowing in _narrowings:
        people = narrowing.narrow(people, chosen)
    return people


def shown(among: Iterable[Filter], chosen: Mapping[str, str]) -> list[Shown]:
    return [Shown(each.name, each.label(), list(each.choices()), chosen.get(each.name, "")) for each in among]


def in_words(among: Iterable[Filter], chosen: Mapping[str, str]) -> str:
    """The chosen filters as the log of exports has them."""
    return "; ".join(f"{each.name}={chosen[each.name]}" for each in among if each.name in chosen)


def page_of(people: PersonQuerySet, number: Any) -> Page[Any]:
    """A page in the Kazakh order. The keys come first: what is asked of each person is asked of those shown only."""
    keys: QuerySet[Person, Any] = people.order_by("name_key", "pk").values_list("pk", flat=True)
    page = Paginator(keys, PAGE).get_page(number)
    rows = (
        Person.objects.filter(pk__in=list(page.object_list))
        .with_shared_email()
        .with_refused_email()
        .select_related("organisation")
    )
    page.object_list = list(rows.order_by("name_key", "pk"))
    return page
