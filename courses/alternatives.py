"""The ways that are open to who did not pass exclude each other (Programme §8): an app downstream knows of one of them
and says so here before the person goes on with another stream."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ValidationError

from courses.models.enrolment import EnrolmentQuerySet

# Of enrolments that did not pass: why another way is closed as long as this one is taken.
Watcher = Callable[[EnrolmentQuerySet], ValidationError | None]
_watchers: list[Watcher] = []


def watch(watcher: Watcher) -> None:
    """Called once by an app when it is ready."""
    if watcher not in _watchers:
        _watchers.append(watcher)


def standing(failed: EnrolmentQuerySet) -> ValidationError | None:
    """That one of these enrolments is under way to be assessed once more."""
    return next((found for watcher in _watchers if (found := watcher(failed))), None)
