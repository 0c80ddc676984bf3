"""One line of a plan's timeline, whatever it is of: a consultation, a webinar, a milestone of the project."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

# Of the picture: people/charts/months.py draws these.
DONE, NEXT, PLANNED, MISSED, CANCELLED = "done", "next", "planned", "missed", "cancelled"


@dataclass(frozen=True)
class Act:
    """What the reader may do with it, on a page of its own."""

    icon: str
    label: str
    url: str


@dataclass(frozen=True)
class Entry:
    """When, what, how it stands, where one reads more, and with whom."""

    when: datetime | date
    # Of which kind: a provider names its own, "consultation" is the first.
    kind: str
    title: str
    # The status is always an icon, a word and a colour (`{% status tone icon word %}`).
    tone: str
    icon: str
    word: str
    # Empty where the reader may not open it.
    url: str = ""
    who: str = ""
    # 16:00–16:30; empty for what takes the whole day.
    times: str = ""
    # When it is over; without it, when its day is.
    ends: datetime | None = None
    place: str = ""
    # Who of the staff has added, moved or closed it, and why.
    said: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()
    # In the picture: done, planned, missed or cancelled; which one is next, the timeline finds.
    state: str = PLANNED

    @property
    def day(self) -> date:
        return timezone.localdate(self.when) if isinstance(self.when, datetime) else self.when

    @property
    def is_open(self) -> bool:
        return self.state in (PLANNED, NEXT)

    def is_ahead(self, now: datetime) -> bool:
        """Still to come, or going on; what is over and was not recorded is neither."""
        return self.is_open and (self.ends > now if self.ends else self.day >= timezone.localdate(now))

    @property
    def order(self) -> tuple[date, str, str]:
        """By day, then by time; what takes the whole day comes first."""
        return self.day, self.times, self.title
