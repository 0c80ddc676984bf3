"""When a cohort begins to defend: with the first mark that is saved, or the first absence that is recorded.

Opening a page changes nothing, and nobody has to remember a button on the morning of the defence.
"""

from __future__ import annotations

from courses import running
from courses.models import Cohort
from people.models import User


def begin(cohort: Cohort, *, by: User) -> None:
    """Move a cohort that still studies to defending; in any later state it is left as it is."""
    if cohort.status != Cohort.Status.RUNNING:
        return
    row = Cohort.objects.select_for_update(of=("self",)).get(pk=cohort.pk)
    if row.status == Cohort.Status.RUNNING:
        running.move(row, Cohort.Status.DEFENDING, by=by)
    cohort.status = Cohort.Status.DEFENDING
