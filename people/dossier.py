"""The pages of a person, of a school and of a message, open to the apps downstream: each adds its own section there,
and this app never knows which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from people.models import Organisation, OutboxMessage, Person, User


@dataclass(frozen=True)
class Section:
    """A part of the page: a template, which brings its own heading, and what it shows."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


Teller = Callable[[Person, User], Section | None]
_tellers: list[Teller] = []


def add(teller: Teller) -> None:
    """Called once by an app when it is ready; sections stand in the order of the apps."""
    if teller not in _tellers:
        _tellers.append(teller)


def sections(person: Person, user: User) -> list[Section]:
    return [section for teller in _tellers if (section := teller(person, user))]


SchoolTeller = Callable[[Organisation, User], Section | None]
_school_tellers: list[SchoolTeller] = []


def add_of_school(teller: SchoolTeller) -> None:
    """Called once by an app when it is ready: what it knows of a school."""
    if teller not in _school_tellers:
        _school_tellers.append(teller)


def sections_of_school(organisation: Organisation, user: User) -> list[Section]:
    return [section for teller in _school_tellers if (section := teller(organisation, user))]


Encloser = Callable[[OutboxMessage, User], Section | None]
_enclosers: list[Encloser] = []


def enclose(encloser: Encloser) -> None:
    """Called once by an app when it is ready: what goes into the envelope with a letter of its kind."""
    if encloser not in _enclosers:
        _enclosers.append(encloser)


def enclosures(message: OutboxMessage, user: User) -> list[Section]:
    return [section for encloser in _enclosers if (section := encloser(message, user))]
