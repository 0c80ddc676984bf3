"""When a cohort's survey is open: at entry from the admission to shortly after the first day, at exit around the last.

The days follow the cohort's own, also when those move; the organiser sets others, and stops a wave or lets it go on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessment.disclosure import FEWEST
from assessment.models import SurveyResponse, SurveyWave
from assessment.recording import save_by
from assessment.survey_loading import newest_instrument
from courses.models import Cohort, Enrolment
from people.models import User
from people.versions import refuse_if_changed

Kind = SurveyWave.Kind
Status = Enrolment.Status
WEEK = timedelta(days=6)
TWO_WEEKS = timedelta(days=13)
# Who is asked: at entry those who study, at exit also those who have their result.
ASKED: dict[str, tuple[str, ...]] = {
    Kind.ENTRY: (Status.ADMITTED,),
    Kind.EXIT: (Status.ADMITTED, Status.PASSED, Status.NOT_PASSED),
}
NOT_HELD = (Cohort.Status.DRAFT, Cohort.Status.CANCELLED)


@dataclass(frozen=True)
class Window:
    """The days on which a wave is open, both included; without a first day from the admission on."""

    first: date | None
    last: date

    def is_open(self, today: date) -> bool:
        return not self.is_ahead(today) and today <= self.last

    def is_ahead(self, today: date) -> bool:
        return self.first is not None and today < self.first


def window_of(cohort: Cohort, kind: str, wave: SurveyWave | None = None) -> Window:
    """The days of the organiser where they set some, else those that follow from the cohort's."""
    derived = _derived(cohort, kind)
    if wave is None:
        return derived
    first, last = wave.opens_on or derived.first, wave.closes_on or derived.last
    return Window(first, max(first or last, last))


def _derived(cohort: Cohort, kind: str) -> Window:
    """Through the first week; from the last week for two weeks beyond. In a short course exit waits for entry's end."""
    day = timedelta(days=1)
    through = max(min(cohort.starts_on + WEEK, cohort.ends_on - day), cohort.starts_on)
    if kind == Kind.ENTRY:
        return Window(None, through)
    return Window(max(cohort.ends_on - WEEK, through + day), cohort.ends_on + TWO_WEEKS)


def wave_of(cohort: Cohort, kind: str) -> SurveyWave:
    """The wave, made on first need with the version of the other one, or the newest."""
    if found := SurveyWave.objects.select_related("instrument").filter(cohort=cohort, kind=kind).first():
        return found
    other = SurveyWave.objects.filter(cohort=cohort).select_related("instrument").first()
    instrument = other.instrument if other else newest_instrument()
    if instrument is None:
        raise ValidationError(_("No survey is loaded."), code="no_survey")
    return SurveyWave.objects.get_or_create(cohort=cohort, kind=kind, defaults={"instrument": instrument})[0]


def obstacle_to(enrolment: Enrolment, kind: str, wave: SurveyWave | None, now: datetime) -> ValidationError | None:
    """Why it cannot be filled in now, as a sentence for the page and for the rule."""
    cohort, today = enrolment.cohort, timezone.localdate(now)
    if cohort.status in NOT_HELD:
        return ValidationError(_("This cohort is not held, so there is no survey."), code="not_held")
    if enrolment.status not in ASKED[kind] or enrolment.person.erased_at:
        return ValidationError(
            _("Your place on the course is “%(status)s”: this survey is not for you now."),
            code="not_asked",
            params={"status": enrolment.get_status_display()},
        )
    window = window_of(cohort, kind, wave)
    if window.is_ahead(today):
        return ValidationError(_("The survey opens on %(day)s."), code="not_yet", params={"day": _day(window.first)})
    if not window.is_open(today):
        return ValidationError(
            _("The survey could be filled in through %(day)s."), code="too_late", params={"day": _day(window.last)}
        )
    if wave is not None and wave.is_stopped:
        return ValidationError(_("The organiser has stopped the survey for now."), code="stopped")
    return None


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""


@transaction.atomic
def set_days(
    cohort: Cohort, kind: str, *, opens_on: date | None, closes_on: date | None, by: User, seen: int | None = None
) -> SurveyWave:
    """Days of the organiser's own; an empty one follows the cohort's again. `seen` is the version of the form."""
    row = _locked(cohort, kind)
    refuse_if_changed(row, seen)
    derived = _derived(cohort, kind)
    first, last = opens_on or derived.first, closes_on or derived.last
    if first is not None and last < first:
        raise ValidationError(
            {"closes_on": _("The last day is before the first one, %(day)s.") % {"day": _day(first)}}, code="order"
        )
    row.opens_on, row.closes_on = opens_on, closes_on
    save_by(row, by)
    return row


@transaction.atomic
def stop(cohort: Cohort, kind: str, *, by: User) -> SurveyWave:
    """From now on nobody fills it in; what is answered stays."""
    row = _locked(cohort, kind)
    if row.is_stopped:
        raise ValidationError(_("The survey is stopped already."), code="stopped")
    row.is_stopped = True
    save_by(row, by)
    return row


@transaction.atomic
def let_go_on(cohort: Cohort, kind: str, *, by: User, now: datetime | None = None) -> SurveyWave:
    """Open from today on, whatever kept it shut: stopped, its first day to come, or its last day over."""
    row, today = _locked(cohort, kind), timezone.localdate(now)
    window = window_of(cohort, kind, row)
    if window.is_open(today) and not row.is_stopped:
        raise ValidationError(_("The survey is open already."), code="open")
    if cohort.status in NOT_HELD:
        raise ValidationError(_("This cohort is not held, so there is no survey."), code="not_held")
    row.is_stopped = False
    if window.is_ahead(today):
        row.opens_on = today
    if today > window.last:
        row.closes_on = today + WEEK
    save_by(row, by)
    return row


def _locked(cohort: Cohort, kind: str) -> SurveyWave:
    pk = wave_of(cohort, kind).pk
    return SurveyWave.objects.select_for_update(of=("self",)).get(pk=pk)


@dataclass(frozen=True)
class State:
    """A wave as a page tells it: `key` is ahead, open, stopped or over."""

    kind: SurveyWave.Kind
    wave: SurveyWave | None
    window: Window
    key: str


def states_of(cohort: Cohort, waves: dict[str, SurveyWave], now: datetime) -> list[State]:
    return [_state(cohort, kind, waves.get(kind), timezone.localdate(now)) for kind in Kind]


def _state(cohort: Cohort, kind: Any, wave: SurveyWave | None, today: date) -> State:
    window = window_of(cohort, kind, wave)
    if window.is_ahead(today):
        key = "ahead"
    elif not window.is_open(today) or cohort.status in NOT_HELD:
        key = "over"
    else:
        key = "stopped" if wave is not None and wave.is_stopped else "open"
    return State(kind, wave, window, key)


States = list[State]


@dataclass(frozen=True)
class Progress:
    """How far the participants of a cohort are with a wave; `handed_in` is nothing for fewer than five."""

    asked: int
    handed_in: int | None


def progress_of(cohort: Cohort) -> dict[str, Progress]:
    """By the kind of the wave; three queries. Who left after handing it in is among those who were asked."""
    statuses = dict(cohort.enrolments.order_by().values_list("status").annotate(n=Count("pk")))
    rows = SurveyResponse.objects.filter(wave__cohort=cohort, submitted_at__isnull=False).order_by()
    done = dict(rows.values_list("wave__kind").annotate(n=Count("pk")))
    here = (*ASKED[Kind.EXIT], Status.ON_HOLD)
    left = dict(rows.exclude(enrolment__status__in=here).values_list("wave__kind").annotate(n=Count("pk")))
    asked = sum(n for status, n in statuses.items() if status in here)
    return {kind: Progress(asked + left.get(kind, 0), _or_nothing(done.get(kind, 0))) for kind in Kind.values}


def _or_nothing(n: int) -> int | None:
    return None if 0 < n < FEWEST else n


def waves_in(cohort: Cohort) -> dict[str, SurveyWave]:
    return {wave.kind: wave for wave in cohort.survey_waves.select_related("instrument")}
