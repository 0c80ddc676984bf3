"""What a participant can do after a result: apps downstream add their own steps, and this app never knows which."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from courses.models import Enrolment


@dataclass(frozen=True)
class NextStep:
    """One thing that follows, and the page where it is done."""

    icon: str
    title: str
    note: str
    url: str
    action: str


Source = Callable[[Enrolment], Iterable[NextStep]]
_sources: list[Source] = []


def offer(source: Source) -> None:
    """Called once by an app when it is ready; steps stand in the order of the apps."""
    if source not in _sources:
        _sources.append(source)


def steps_after(enrolment: Enrolment) -> list[NextStep]:
    return [step for source in _sources for step in source(enrolment)]
