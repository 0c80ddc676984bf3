"""Pages of apps downstream that belong beside the register: this app never knows whose they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    icon: str
    label: str
    url: str


Source = Callable[[], Link]
_sources: list[Source] = []


def offer(source: Source) -> None:
    """Called once by an app when it is ready."""
    if source not in _sources:
        _sources.append(source)


def links() -> list[Link]:
    return [source() for source in _sources]
