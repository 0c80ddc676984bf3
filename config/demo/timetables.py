"""Every cohort of the demonstration has its timetable: made as an organiser makes one, in the first way that fits."""

from __future__ import annotations

from datetime import time
from itertools import product

from courses.clashes import seal_of
from courses.generating import Wishes, draft, generate
from courses.models import Cohort
from people.models import User

# Who teaches, where and by which link; two cohorts that overlap want the same room, so that the home has a clash.
TEACHING: dict[str, tuple[str, str, str]] = {
    "Қыркүйек-1": ("daulet", "305-кабинет", ""),
    "Қазан-1": ("daulet", "305-кабинет", ""),
    "Қазан-3": ("saule", "204-кабинет", ""),
    "Қазан-2": ("baqyt", "210-кабинет", ""),
    "Қараша-1": ("daulet", "305-кабинет", "https://meet.institute.example/qarasha-1"),
    "Қараша-2": ("saule", "305-кабинет", ""),
}
FIVE_DAYS, SIX_DAYS = (0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5)


def plan(cohort: Cohort, staff: dict[str, User], *, by: User) -> None:
    """Six hours a day on five days, or a little more where holidays take days away."""
    name, room, link = TEACHING[cohort.name]
    for weekdays, hours in product((FIVE_DAYS, SIX_DAYS), (6, 7, 8)):
        wishes = Wishes(cohort.starts_on, weekdays, hours, time(9), 10, staff[name], room, link)
        proposal = draft(cohort, wishes)
        if not proposal.proposal.over:
            generate(cohort, wishes, by=by, confirmed=seal_of(proposal.clashes))
            return
