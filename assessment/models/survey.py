from __future__ import annotations

from functools import cached_property

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from assessment import instrument
from people.languages import Language


class Instrument(models.Model):
    """A version of the readiness survey, loaded from its file and never changed: rounds stay on theirs."""

    code = models.SlugField()
    number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    # The whole file as loaded; `assessment.instrument` reads it.
    source = models.JSONField()
    loaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["code", "-number"]
        constraints = [models.UniqueConstraint(fields=["code", "number"], name="one_instrument_per_number")]

    def __str__(self) -> str:
        return f"{self.content} ({self.number})"

    @cached_property
    def content(self) -> instrument.Content:
        return instrument.read(self.source)


class SurveyWave(models.Model):
    """The survey of one cohort at one end of the course; its days follow the cohort's, or are the organiser's."""

    class Kind(models.TextChoices):
        ENTRY = "entry", _("Before the course")
        EXIT = "exit", _("After the course")

    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="survey_waves")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    # The version that the cohort began with: entry and exit are compared, so both are on the same one.
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="waves")
    opens_on = models.DateField(_("open from"), null=True, blank=True)
    closes_on = models.DateField(_("open through"), null=True, blank=True)
    # Nobody fills it in until the organiser lets it go on, whatever the days.
    is_stopped = models.BooleanField(default=False)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "kind"], name="one_survey_wave_per_kind"),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
                name="survey_wave_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort}: {self.get_kind_display()}"


class SurveyResponse(models.Model):
    """What one participant answered in one wave, kept as it is filled in; no history keeps what was taken back.

    `answers` are by the key of the item: a level from 1 to 5, the key of an option, a list of them, or a short text.
    """

    wave = models.ForeignKey(SurveyWave, on_delete=models.PROTECT, related_name="responses")
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="survey_responses")
    invited_at = models.DateTimeField(null=True)
    consented_at = models.DateTimeField(null=True)
    # The words that were agreed to, as they were shown.
    consent_text = models.TextField(blank=True)
    declined_at = models.DateTimeField(null=True)
    answers = models.JSONField(default=dict)
    language = models.CharField(max_length=2, choices=Language.choices, blank=True)
    saved_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "enrolment"], name="one_survey_response_per_wave"),
            models.CheckConstraint(
                condition=Q(consented_at=None) | Q(declined_at=None), name="survey_consented_or_declined"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | Q(consented_at__isnull=False), name="survey_submitted_with_consent"
            ),
            models.CheckConstraint(
                condition=Q(saved_at=None) | Q(consented_at__isnull=False), name="survey_saved_with_consent"
            ),
            models.CheckConstraint(
                condition=Q(consented_at=None) | ~Q(consent_text=""), name="survey_consent_has_its_text"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wave_id}: {self.pk}"
