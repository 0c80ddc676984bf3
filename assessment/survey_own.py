"""The survey as a participant has it: where each wave stands, and a section as its page draws it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from assessment.instrument import TEXT, Content, Item, Section
from assessment.models import Instrument, SurveyResponse, SurveyWave
from assessment.survey_loading import newest_instrument
from assessment.survey_waves import Window, obstacle_to, waves_in, window_of
from courses.models import Enrolment


@dataclass(frozen=True)
class OwnWave:
    """A wave for one participant; `obstacle` says why it cannot be filled in now."""

    kind: SurveyWave.Kind
    response: SurveyResponse | None
    obstacle: ValidationError | None
    window: Window
    may_withdraw: bool

    @property
    def state(self) -> str:
        """submitted, declined, begun, open, or shut."""
        row = self.response
        if row is not None and row.submitted_at:
            return "submitted"
        if row is not None and row.declined_at:
            return "declined"
        if self.obstacle is not None:
            return "shut"
        return "begun" if row is not None and row.consented_at else "open"

    @property
    def waits(self) -> bool:
        """Whether it asks for an answer today."""
        return self.state in {"open", "begun"}


def own_waves(enrolment: Enrolment, now: datetime) -> list[OwnWave]:
    """Both waves; nothing where no survey is loaded."""
    waves = {wave.kind: wave for wave in enrolment.cohort.survey_waves.all()}
    if not waves and not Instrument.objects.exists():
        return []
    responses = {row.wave_id: row for row in enrolment.survey_responses.all()} if waves else {}
    last = window_of(enrolment.cohort, SurveyWave.Kind.EXIT, waves.get(SurveyWave.Kind.EXIT)).last
    return [_own(enrolment, kind, waves.get(kind), responses, last, now) for kind in SurveyWave.Kind]


def _own(
    enrolment: Enrolment,
    kind: SurveyWave.Kind,
    wave: SurveyWave | None,
    responses: Mapping[int, SurveyResponse],
    last: date,
    now: datetime,
) -> OwnWave:
    response = responses.get(wave.pk) if wave else None
    given = response is not None and response.consented_at is not None
    return OwnWave(
        kind,
        response,
        obstacle_to(enrolment, kind, wave, now),
        window_of(enrolment.cohort, kind, wave),
        may_withdraw=given and timezone.localdate(now) <= last,
    )


def own_response(enrolment: Enrolment, kind: str) -> SurveyResponse | None:
    rows = SurveyResponse.objects.select_related("wave__instrument")
    return rows.filter(enrolment=enrolment, wave__cohort=enrolment.cohort_id, wave__kind=kind).first()


def content_for(enrolment: Enrolment, kind: str) -> Content | None:
    """What they are asked, or would be."""
    waves = waves_in(enrolment.cohort)
    wave = waves.get(kind) or next(iter(waves.values()), None)
    instrument = wave.instrument if wave else newest_instrument()
    return instrument.content if instrument else None


@dataclass(frozen=True)
class Question:
    item: Item
    value: Any
    error: str = ""

    @property
    def chosen(self) -> list[str]:
        """The keys of what is ticked."""
        return self.value if isinstance(self.value, list) else [str(self.value or "")]


@dataclass(frozen=True)
class Sheet:
    """A section with what is answered so far, and where it stands among the others."""

    content: Content
    section: Section
    questions: list[Question]
    number: int
    answered: int

    @property
    def of(self) -> int:
        return len(self.content.sections)

    @property
    def items(self) -> int:
        return len(self.content.items)

    @property
    def has_text(self) -> bool:
        return any(item.kind == TEXT for item in self.section.items)

    @property
    def before(self) -> Section | None:
        return self.content.sections[self.number - 2] if self.number > 1 else None

    @property
    def after(self) -> Section | None:
        return self.content.sections[self.number] if self.number < self.of else None


def sheet_of(
    response: SurveyResponse,
    section: Section,
    *,
    filled: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Sheet:
    """As it is kept, or with what somebody has just filled in and what is wrong with it."""
    content = response.wave.instrument.content
    values = response.answers if filled is None else filled
    questions = [Question(item, values.get(item.key), (errors or {}).get(item.key, "")) for item in section.items]
    number = content.sections.index(section) + 1
    return Sheet(content, section, questions, number, answered=len(response.answers))


def first_open(response: SurveyResponse) -> Section:
    """Where to go on: the first section of which nothing is kept, or that lacks what is needed; else the last."""
    content = response.wave.instrument.content
    for section in content.sections:
        kept = [item for item in section.items if item.key in response.answers]
        if not kept or any(item.is_needed and item.key not in response.answers for item in section.items):
            return section
    return content.sections[-1]
