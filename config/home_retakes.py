"""What needs an organiser of the retakes: who asks for one, and who is admitted and has no day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.retake_days import retake_until
from assessment.retake_list import wishes
from assessment.retake_standing import Stage, standings_of
from assessment.retaking import awaiting
from config.home_task import Task
from courses.models import Cohort


def retakes_to_admit(now: datetime) -> Iterator[Task]:
    """One line for each cohort, with the nearest deadline."""
    today = timezone.localdate(now)
    by_cohort: dict[Cohort, list[date]] = {}
    for standing in standings_of(wishes()):
        if standing.until and standing.stage(today) == Stage.ASKED:
            by_cohort.setdefault(standing.enrolment.cohort, []).append(standing.until)
    for cohort, days in sorted(by_cohort.items(), key=lambda pair: min(pair[1])):
        title = ngettext("%(n)s participant asks for the retake", "%(n)s participants ask for the retake", len(days))
        url = f"{reverse('assessment:results', args=[cohort.pk])}#retakes"
        yield Task("info", "message", title % {"n": len(days)}, _note(cohort.name, min(days)), url, _("Decide"))


def retakes_to_plan(now: datetime) -> Iterator[Task]:
    """Who is admitted to the retake and stands in the order of no day."""
    by_cohort: dict[tuple[int, str], list[date]] = {}
    rows: Any = awaiting()  # annotated with `failed_on`
    for cohort, name, failed_on in rows.values_list("cohort", "cohort__name", "failed_on").order_by("failed_on"):
        by_cohort.setdefault((cohort, name), []).append(retake_until(failed_on))
    for (cohort, name), days in by_cohort.items():
        title = ngettext("%(n)s retake has no day yet", "%(n)s retakes have no day yet", len(days)) % {"n": len(days)}
        url = reverse("assessment:defences", args=[cohort])
        yield Task("warn", "calendar", title, _note(name, days[0]), url, _("Plan"))


def _note(cohort: str, until: date) -> str:
    return _("%(cohort)s. Possible until %(day)s") % {"cohort": cohort, "day": f"{until:%d.%m.%Y}"}
