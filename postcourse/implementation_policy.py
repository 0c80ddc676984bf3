"""The figures of putting the project into practice, which the programme leaves open (Programme §9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction


@dataclass(frozen=True)
class ImplementationPolicy:
    # Goals are written within so many months of the issue date. When progress is reported and the results are
    # analysed, the template of the plan says.
    goals_month: int = 1
    # Whoever is found late is given so long for the first thing that is due; what would be due sooner is left out.
    least_time: timedelta = timedelta(days=21)
    # A report counts for a milestone from so long before its day; an analysis is taken from so long before its own.
    report_opens: timedelta = timedelta(days=30)
    analysis_opens: timedelta = timedelta(days=60)
    # A reminder goes out so long before the day, and one so long after it.
    remind_before: timedelta = timedelta(days=14)
    remind_after: timedelta = timedelta(days=7)
    # Late: without goals for so long, or a goal so much behind its own time.
    goals_within: timedelta = timedelta(days=45)
    behind: Fraction = Fraction(25, 100)
    # Stuck: nothing heard for so long, or a goal so long past its day.
    silent: timedelta = timedelta(days=120)
    long_past: timedelta = timedelta(days=90)
    most_goals: int = 7
    most_files: int = 5

    @property
    def behind_percent(self) -> int:
        return int(self.behind * 100)


IMPLEMENTATION = ImplementationPolicy()
