"""A participant rates themselves on the expected result of each module, before the studies and after them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.locking import lock_with_person
from courses.models import Cohort, Enrolment, Module, SelfAssessment
from people.languages import in_language

Moment = SelfAssessment.Moment
WEEK = timedelta(days=6)
LONGEST = 10_000


class Level(models.IntegerChoices):
    NOT_YET = 1, gettext_lazy("Not yet")
    WITH_HELP = 2, gettext_lazy("With help")
    ALONE = 3, gettext_lazy("On my own")
    SURELY = 4, gettext_lazy("Confidently")
    TEACHES = 5, gettext_lazy("I can teach it to others")


@dataclass(frozen=True)
class Window:
    """The days on which it may be filled in, both included; without a last day until the cohort is closed."""

    first: date | None
    last: date | None

    def is_open(self, today: date) -> bool:
        return (self.first is None or self.first <= today) and (self.last is None or today <= self.last)


def window_of(enrolment: Enrolment, moment: str) -> Window:
    """Before: from the admission through the first week of study. After: from the last week until the cohort closes.

    Who was admitted later has a week from that day; in a short cohort "after" waits for the end of "before".
    """
    cohort = enrolment.cohort
    joined = max(cohort.starts_on, timezone.localdate(_admitted_at(enrolment)))
    until = min(joined + WEEK, cohort.ends_on - timedelta(days=1)) if cohort.ends_on > joined else joined
    if moment == Moment.BEFORE:
        return Window(None, until)
    return Window(max(cohort.ends_on - WEEK, until + timedelta(days=1)), None)


def _admitted_at(enrolment: Enrolment) -> datetime:
    """The last time, for who came back; until then nothing can be filled in, however long ago they applied."""
    admissions = enrolment.events.filter(old=Enrolment.Status.APPLIED, new=Enrolment.Status.ADMITTED)
    last = admissions.last()
    return last.at if last else enrolment.created_at


def assessed_modules(enrolment: Enrolment) -> list[Module]:
    """Those with an expected result; the attestation has none."""
    modules = enrolment.cohort.version.modules.order_by("order")
    return [module for module in modules if not module.is_attestation and in_language(module, "result")]


def obstacle_to(enrolment: Enrolment, moment: str, now: datetime) -> ValidationError | None:
    """Why it cannot be filled in now, as a sentence for the page and for the rule."""
    if enrolment.cohort.status in {Cohort.Status.CLOSED, Cohort.Status.CANCELLED}:
        return ValidationError(_("The cohort is over: the self-assessment stays as it is."), code="over")
    if enrolment.status != Enrolment.Status.ADMITTED:
        return ValidationError(
            _("Your place on the course is “%(status)s”: the self-assessment stays as it is."),
            code="not_studying",
            params={"status": enrolment.get_status_display()},
        )
    window, today = window_of(enrolment, moment), timezone.localdate(now)
    if window.first and today < window.first:
        day = date_format(window.first, "SHORT_DATE_FORMAT")
        return ValidationError(_("It opens on %(day)s."), code="not_yet", params={"day": day})
    if window.last and today > window.last:
        day = date_format(window.last, "SHORT_DATE_FORMAT")
        return ValidationError(_("It could be filled in through %(day)s."), code="too_late", params={"day": day})
    return None


@transaction.atomic
def assess_oneself(
    enrolment: Enrolment,
    moment: str,
    *,
    levels: Mapping[int, int],
    reflection: str,
    seen: str | None = None,
    now: datetime | None = None,
) -> SelfAssessment:
    """Keep what is filled in so far: levels by the order of the module, not all of them are needed.

    `seen` comes with what a page had kept and sends later by itself: the version that it had shown ("" for none). It
    overwrites nothing that was saved since.
    """
    at = now or timezone.now()
    row = lock_with_person(enrolment)
    if obstacle := obstacle_to(row, moment, at):
        raise obstacle
    places = {module.order for module in assessed_modules(row)}
    if not (set(levels) <= places and set(levels.values()) <= set(Level.values)):
        raise ValidationError(_("Choose one of the five levels."), code="no_level")
    if len(reflection) > LONGEST:
        raise ValidationError(_("At most %(most)s characters.") % {"most": LONGEST}, code="too_long")
    kept, is_new = SelfAssessment.objects.get_or_create(enrolment=row, moment=moment)
    filled = {str(place): level for place, level in sorted(levels.items())}, reflection.strip()
    if seen is not None and not is_new and version_of(kept) != seen:
        if (kept.levels, kept.reflection) == filled:
            return kept
        raise ValidationError(
            _("What you had filled in earlier was not saved: something newer was saved since. Compare the two."),
            code="changed_meanwhile",
        )
    (kept.levels, kept.reflection), kept.at = filled, at
    kept.save()
    return kept


def version_of(kept: SelfAssessment | None) -> str:
    """What a page says of what it shows."""
    return kept.at.astimezone(UTC).isoformat() if kept else ""
