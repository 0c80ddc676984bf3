"""The page of a person, open to the apps downstream: each adds its own section, and this app never knows which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from people.models import Person, User


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
