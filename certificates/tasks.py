"""An id in, one rule called: the rows are the truth, so a task may run twice, late or never."""

from __future__ import annotations

from celery import shared_task

from certificates import counting, registration, rendering, reported_paper, reporting
from people.chains import link
from people.nudging import nudge

# Then the other tasks have their turn; whoever was called goes on.
SECONDS = 10


@shared_task  # type: ignore[untyped-decorator]
def sweep_renders(token: str = "") -> None:
    """Whoever signs nudges one; it calls others to help for as long as there is more than it can take."""
    if following := link("papers", token):
        rendering.sweep(seconds=SECONDS, call=lambda: nudge(sweep_renders, following))


@shared_task  # type: ignore[untyped-decorator]
def fold_checks() -> None:
    """What Redis has counted goes into the rows."""
    counting.fold()


@shared_task  # type: ignore[untyped-decorator]
def sweep_forgery_contacts() -> None:
    reporting.sweep_contacts()
    reported_paper.sweep_papers()


@shared_task  # type: ignore[untyped-decorator]
def sweep_checkers() -> None:
    """Registrations that nobody uses any more."""
    registration.sweep()
