"""A line on somebody's home: one thing that waits for them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """One thing that waits: what, why or since when, and the one page where it is done."""

    tone: str
    icon: str
    title: str
    note: str
    url: str
    action: str
