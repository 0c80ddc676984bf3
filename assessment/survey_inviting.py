"""Each participant is written to once for each wave, when it opens for them; a sweep that was away catches up."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessment.models import SurveyResponse, SurveyWave
from assessment.survey_loading import newest_instrument
from assessment.survey_waves import ASKED, NOT_HELD, TWO_WEEKS, obstacle_to, states_of, wave_of, window_of
from courses.locking import lock_with_person
from courses.models import Cohort, Enrolment
from people import outbox

log = structlog.get_logger()
KIND = "survey-invitation"


def sweep(*, seconds: float = 50, now: datetime | None = None) -> int:
    """Invite everybody for whom a wave is open and who was not asked yet; how many were."""
    at, deadline = now or timezone.now(), time.monotonic() + seconds
    if newest_instrument() is None:
        return 0
    done = 0
    for kind, enrolment in to_invite(at):
        if time.monotonic() > deadline:
            break
        try:
            done += invite(enrolment, kind, now=at)
        except Exception as error:
            log.error("survey_not_written", enrolment=enrolment.pk, error=type(error).__name__)
    return done


def to_invite(now: datetime) -> Iterator[tuple[str, Enrolment]]:
    """Who has an address and has neither been written to nor said anything."""
    today = timezone.localdate(now)
    own_days = SurveyWave.objects.filter(closes_on__gte=today).values("cohort")
    late = Q(ends_on__gte=today - TWO_WEEKS - timedelta(days=1)) | Q(pk__in=own_days)
    cohorts = Cohort.objects.filter(late).exclude(status__in=NOT_HELD).prefetch_related("survey_waves")
    for cohort in cohorts.order_by("pk"):
        waves = {wave.kind: wave for wave in cohort.survey_waves.all()}
        for state in states_of(cohort, waves, now):
            if state.key == "open":
                yield from ((state.kind.value, row) for row in _not_asked(cohort, state.kind))


def _not_asked(cohort: Cohort, kind: str) -> QuerySet[Enrolment]:
    asked = SurveyResponse.objects.filter(wave__cohort=cohort, wave__kind=kind)
    said = asked.exclude(invited_at=None, consented_at=None, declined_at=None)
    rows = Enrolment.objects.filter(cohort=cohort, status__in=ASKED[kind], person__erased_at=None)
    return rows.exclude(person__email="").exclude(pk__in=said.values("enrolment")).order_by("pk")


@transaction.atomic
def invite(enrolment: Enrolment, kind: str, *, now: datetime) -> bool:
    """Once: whoever holds the lock first writes, the other finds that it is written. Nobody is invited by post."""
    place = lock_with_person(enrolment)
    wave = wave_of(place.cohort, kind)
    row, _made = SurveyResponse.objects.get_or_create(wave=wave, enrolment=place)
    said = row.invited_at or row.consented_at or row.declined_at
    if said or obstacle_to(place, kind, wave, now) or not outbox.address_of(place.person):
        return False
    row.invited_at = now
    row.save()
    _write(place, wave)
    return True


def _write(enrolment: Enrolment, wave: SurveyWave) -> None:
    person = enrolment.person
    with override(person.language):
        last = date_format(window_of(enrolment.cohort, wave.kind, wave).last, "SHORT_DATE_FORMAT")
        least, most = wave.instrument.content.minutes
        outbox.post(
            cause=f"survey:{wave.kind}:{enrolment.pk}",
            kind=KIND,
            language=person.language,
            subject=_subject(wave.kind),
            text="\n\n".join(
                [
                    _("Dear %(name)s,") % {"name": person.full_name},
                    _opening(wave.kind),
                    _("It takes %(least)s to %(most)s minutes on a phone, is kept as you fill it in, and is open "
                      "through %(day)s. Taking part is voluntary; reports never show one person's answers.")
                    % {"least": least, "most": most, "day": last},
                    f"{_('Open the survey:')}\n{settings.SITE_URL}{reverse('assessment:my_survey')}",
                ]
            ),
            person=person,
        )  # fmt: skip


def _subject(kind: str) -> str:
    if kind == SurveyWave.Kind.ENTRY:
        return _("A survey before the course")
    return _("The same survey after the course")


def _opening(kind: str) -> str:
    if kind == SurveyWave.Kind.ENTRY:
        return _("Please tell us where you stand with managing innovation before the course begins its work.")
    return _("Please answer the same questions once more, so that we see together what the course has changed.")
