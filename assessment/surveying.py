"""A participant answers the survey: consent first, then section by section, kept as it is filled in, then handed in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.instrument import CHOICE, SCALE, SEVERAL, Content, Item, Section
from assessment.models import SurveyResponse, SurveyWave
from assessment.survey_waves import obstacle_to, wave_of, window_of
from courses.locking import lock_with_person
from courses.models import Enrolment
from people.alphabet import INVISIBLE
from people.languages import Language, in_language
from people.models import Provider

LEVELS = range(1, 6)
# Letters of what somebody writes of their own.
SHORT = 120


def consent_text(content: Content, language: str) -> str:
    """The wording as the participant reads it, with the provider's legal name."""
    provider = Provider.objects.first()
    name = in_language(provider, "legal_name", language) if provider else "Basqaru"
    return in_language(content.consent, language=language).format(provider=name)


@transaction.atomic
def agree(enrolment: Enrolment, kind: str, *, language: str, now: datetime | None = None) -> SurveyResponse:
    """Record what they agreed to, in the words that they read; also after a refusal, while the wave is open."""
    at = now or timezone.now()
    row = _open_response(enrolment, kind, at)
    if row.consented_at is None:
        row.consented_at, row.declined_at = at, None
        row.language = Language(language)
        row.consent_text = consent_text(row.wave.instrument.content, row.language)
        row.save()
    return row


@transaction.atomic
def decline(enrolment: Enrolment, kind: str, *, now: datetime | None = None) -> SurveyResponse:
    """They do not take part: nobody asks again, and nothing but this is kept."""
    at = now or timezone.now()
    row = _open_response(enrolment, kind, at)
    if row.consented_at is not None:
        raise ValidationError(_("You have agreed to take part: withdraw instead."), code="agreed")
    row.declined_at = at
    row.save()
    return row


@transaction.atomic
def save_section(
    enrolment: Enrolment,
    kind: str,
    section: str,
    filled: Mapping[str, Any],
    *,
    seen: str | None = None,
    now: datetime | None = None,
) -> SurveyResponse:
    """Keep what a section has so far; what is empty is not answered.

    `seen` is what the section had when its page was opened or saved last (`version_of`): another tab or device, or what
    was kept without a network and is sent later, overwrites nothing that was saved since.
    """
    at = now or timezone.now()
    row = _to_fill_in(enrolment, kind, at)
    part = row.wave.instrument.content.section(section)
    if part is None or not set(filled) <= {item.key for item in part.items}:
        raise ValidationError(_("There is no such question in this survey."), code="no_such_item")
    given = _checked(part, filled)
    kept = {key: value for key, value in row.answers.items() if key not in {item.key for item in part.items}}
    answers = {**kept, **given}
    if answers == row.answers and row.saved_at is not None:
        return row
    if seen is not None and version_of(row, part) != seen:
        raise ValidationError(
            _("What you had filled in earlier was not saved: something newer was saved since. Open the page again."),
            code="changed_meanwhile",
        )
    row.answers, row.saved_at = answers, at
    row.save()
    return row


@transaction.atomic
def submit(enrolment: Enrolment, kind: str, *, now: datetime | None = None) -> SurveyResponse:
    """Hand it in: every statement needs its level, all else may be left out."""
    at = now or timezone.now()
    row = _to_fill_in(enrolment, kind, at)
    if missing := missing_in(row):
        sentence = ngettext("%(n)s statement has no level yet.", "%(n)s statements have no level yet.", len(missing))
        raise ValidationError(sentence % {"n": len(missing)}, code="incomplete")
    row.submitted_at = at
    row.save()
    return row


@transaction.atomic
def withdraw(enrolment: Enrolment, kind: str, *, now: datetime | None = None) -> SurveyResponse:
    """They take it back: every answer is deleted, and nobody asks again. Until the survey after the course closes."""
    at = now or timezone.now()
    row = _response(lock_with_person(enrolment), kind)
    if row.consented_at is None:
        raise ValidationError(_("There is nothing to withdraw."), code="nothing")
    last = last_day_to_withdraw(row.enrolment)
    if timezone.localdate(at) > last:
        raise ValidationError(
            _("It could be withdrawn through %(day)s: since then it is counted in the reports without your name."),
            code="too_late",
            params={"day": date_format(last, "SHORT_DATE_FORMAT")},
        )
    row.answers, row.consent_text, row.language = {}, "", ""
    row.consented_at = row.saved_at = row.submitted_at = None
    row.declined_at = at
    row.save()
    return row


def last_day_to_withdraw(enrolment: Enrolment) -> Any:
    """The last day of the wave at exit, for both of them."""
    cohort = enrolment.cohort
    return window_of(cohort, "exit", SurveyWave.objects.filter(cohort=cohort, kind="exit").first()).last


def missing_in(row: SurveyResponse) -> list[Item]:
    """What has to be answered and is not."""
    return [
        item for item in row.wave.instrument.content.items.values() if item.is_needed and item.key not in row.answers
    ]


def version_of(row: SurveyResponse, section: Section) -> str:
    """What a page says of what it shows: a fingerprint of the section's answers."""
    kept = [[item.key, row.answers.get(item.key)] for item in section.items]
    return sha256(json.dumps(kept, ensure_ascii=False).encode()).hexdigest()[:16]


def _to_fill_in(enrolment: Enrolment, kind: str, at: datetime) -> SurveyResponse:
    row = _open_response(enrolment, kind, at)
    if row.consented_at is None:
        raise ValidationError(_("Agree to take part first."), code="no_consent")
    return row


def _open_response(enrolment: Enrolment, kind: str, at: datetime) -> SurveyResponse:
    place = lock_with_person(enrolment)
    row = _response(place, kind)
    if obstacle := obstacle_to(place, kind, row.wave, at):
        raise obstacle
    if row.submitted_at is not None:
        raise ValidationError(
            _("You handed the survey in on %(day)s: it stays as it is."),
            code="submitted",
            params={"day": date_format(timezone.localtime(row.submitted_at), "SHORT_DATE_FORMAT")},
        )
    return row


def _response(enrolment: Enrolment, kind: str) -> SurveyResponse:
    """Their place in the wave, made on first need; the lock on the enrolment keeps two of them apart."""
    wave = wave_of(enrolment.cohort, kind)
    row, _made = SurveyResponse.objects.get_or_create(wave=wave, enrolment=enrolment)
    row.wave, row.enrolment = wave, enrolment
    return row


def _checked(section: Section, filled: Mapping[str, Any]) -> dict[str, Any]:
    """What is answered, by its key; raises with a sentence for each item that cannot be."""
    given: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for item in section.items:
        value = filled.get(item.key)
        if value in (None, "", []):
            continue
        try:
            given[item.key] = _value(item, value)
        except ValueError as error:
            wrong[item.key] = str(error)
    if wrong:
        raise ValidationError(wrong)
    return {key: value for key, value in given.items() if value not in ("", [])}


def _value(item: Item, value: Any) -> Any:
    if item.kind == SCALE:
        text = str(value)
        if not (text.isascii() and text.isdecimal() and int(text) in LEVELS):
            raise ValueError(_("Choose one of the five levels."))
        return int(text)
    keys = [option.key for option in item.options]
    if item.kind == CHOICE:
        if value not in keys:
            raise ValueError(_("Choose one of the answers."))
        return value
    if item.kind in SEVERAL:
        if not isinstance(value, list) or not set(value) <= set(keys):
            raise ValueError(_("Choose from the answers."))
        return [key for key in keys if key in value]
    text = " ".join(INVISIBLE.sub("", str(value)).split())
    if len(text) > SHORT:
        raise ValueError(_("At most %(most)s characters.") % {"most": SHORT})
    return text
