"""What the cohorts of the demonstration answered: before the course much as in the published study, after it better."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db.models import F, Max
from django.utils import timezone

from assessment.instrument import CHOICE, Content
from assessment.models import SurveyResponse, SurveyWave
from assessment.readiness import band_of
from assessment.survey_waves import ASKED, set_days, wave_of, window_of
from assessment.surveying import consent_text
from courses.models import Cohort, Enrolment
from people.models import User

ENTRY, EXIT = SurveyWave.Kind.ENTRY, SurveyWave.Kind.EXIT
# How many are high, intermediate and low at entry, and at exit.
BANDS: dict[str, tuple[tuple[int, int, int], tuple[int, int, int]]] = {
    "Қыркүйек-1": ((0, 15, 9), (8, 14, 0)),
    "Қазан-1": ((0, 6, 5), (5, 6, 0)),
    "Қазан-3": ((0, 16, 10), (9, 12, 0)),
    "Қазан-2": ((0, 14, 9), (0, 0, 0)),
    "Қараша-1": ((0, 16, 10), (0, 0, 0)),
}
# Named by so many per cent before the course and after it.
BARRIERS = {
    "resources": (76, 70), "preparedness": (44, 24), "motivation": (74, 52), "methods": (50, 28), "fostering": (48, 30),
    "knowledge": (78, 36),
}  # fmt: skip
WANTED = {"resources": 60, "preparedness": 52, "motivation": 56, "methods": 34, "fostering": 40, "knowledge": 66}
CHOICES = {
    "age": ("to_45", "to_45", "over_45"), "gender": ("woman", "woman", "woman", "woman", "man"),
    "education": ("bachelor", "bachelor", "master"), "category": ("manager", "manager", "organiser", "none"),
    "years": ("under_3", "to_5", "to_10", "over_10"), "school": ("general", "general", "ungraded", "gymnasium"),
    "place": ("city", "city", "village"),
}  # fmt: skip
MEANS = {"high": 4.3, "intermediate": 3.4, "low": 2.5}
WORDS = (
    "Уақыт тапшылығы", "Есептің көптігі", "Кадр тұрақсыздығы", "Интернет сапасы төмен", "Ата-аналардың сенімсіздігі",
    "Кабинет жетіспейді", "Білікті IT маман жоқ",
)  # fmt: skip


def answer(*, today: date, by: User) -> None:
    """Every cohort that has begun: at entry nearly all, at exit those whose course is over.

    The best of the finished cohort have begun and not handed in yet, so the organiser keeps that survey open.
    """
    finished = Cohort.objects.get(name="Қыркүйек-1")
    for name, (entry, out) in BANDS.items():
        cohort = Cohort.objects.get(name=name)
        chance = Random(f"{name}, survey")  # noqa: S311 - the same answers each time
        for kind, bands in ((ENTRY, entry), (EXIT, out)):
            if sum(bands):
                _Wave(cohort, kind, chance, today).fill(bands)
    set_days(finished, EXIT, opens_on=None, closes_on=today + timedelta(days=9), by=by)


@dataclass
class _Wave:
    cohort: Cohort
    kind: SurveyWave.Kind
    chance: Random
    today: date

    def fill(self, bands: tuple[int, int, int]) -> None:
        wave = wave_of(self.cohort, self.kind)
        content = wave.instrument.content
        rows = self.cohort.enrolments.filter(status__in=ASKED[EXIT]).annotate(total=Max("attempts__results__total"))
        people = list(rows.order_by(F("total").asc(nulls_first=True), "pk"))
        targets = [band for band, n in zip(MEANS, bands, strict=True) for _ in range(n)]
        late = people[-4:] if self.kind == EXIT and self.cohort.name == "Қыркүйек-1" else []
        asked = [row for row in people if row not in late]
        self.chance.shuffle(asked)
        text = consent_text(content, "kk")
        done = [
            self._response(wave, row, self._answers(content, band), text, whole=True)
            for row, band in zip(asked, targets, strict=False)
        ]
        begun = [
            self._response(wave, row, self._about(content), text, whole=False) for row in late
        ]  # fmt: skip
        SurveyResponse.objects.bulk_create([*done, *begun])

    def _response(
        self, wave: SurveyWave, enrolment: Enrolment, answers: dict[str, Any], text: str, *, whole: bool
    ) -> SurveyResponse:
        window = window_of(self.cohort, self.kind)
        first = window.first or self.cohort.starts_on - timedelta(days=3)
        day = min(first + timedelta(days=self.chance.randint(0, 6)), self.today - timedelta(days=1))
        at = timezone.make_aware(datetime.combine(day, time(self.chance.randint(9, 20), self.chance.randint(0, 59))))
        return SurveyResponse(
            wave=wave, enrolment=enrolment, invited_at=at - timedelta(hours=3), consented_at=at, consent_text=text,
            language="kk", answers=answers, saved_at=at, submitted_at=at + timedelta(minutes=11) if whole else None,
        )  # fmt: skip

    def _about(self, content: Content) -> dict[str, Any]:
        items = [item for item in content.items.values() if item.kind == CHOICE]
        return {item.key: self.chance.choice(CHOICES[item.key]) for item in items}

    def _answers(self, content: Content, band: str) -> dict[str, Any]:
        place = 0 if self.kind == ENTRY else 1
        own = {"other_barrier": self.chance.choice(WORDS)} if self.chance.random() < 0.15 else {}
        named = [key for key, share in BARRIERS.items() if self.chance.random() * 100 < share[place]]
        wanted = [key for key, share in WANTED.items() if self.chance.random() * 100 < share]
        levels = dict(zip((item.key for item in content.statements), self._levels(content, band), strict=True))
        return {**self._about(content), **levels, "barriers": named, **own, "solutions": wanted}

    def _levels(self, content: Content, band: str) -> list[int]:
        """Around the mean of the band, put right one statement after the other until they are in it."""
        levels = [min(max(round(self.chance.gauss(MEANS[band], 0.7)), 1), 5) for _ in content.statements]
        for place in self._places(len(levels)):
            if (now := band_of(levels, content.floors)) == band:
                break
            step = 1 if content.floors[now] < content.floors[band] else -1
            levels[place] = min(max(levels[place] + step, 1), 5)
        return levels

    def _places(self, n: int) -> Iterator[int]:
        while True:
            yield self.chance.randrange(n)
