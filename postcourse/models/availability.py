"""When a trainer is free for consultations: the hours of a week, and the days that are otherwise."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class FreeHours(models.Model):
    """Hours of each week in which graduates may book; Monday is 1."""

    trainer = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="free_hours")
    weekday = models.PositiveSmallIntegerField()
    begins = models.TimeField()
    ends = models.TimeField()
    # Where a consultation of these hours is held: a booking has its room or link at once.
    place = models.CharField(_("room or link"), max_length=200, blank=True)
    made_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    # Who took it back stays on record.
    history = HistoricalRecords()

    class Meta:
        ordering = ["weekday", "begins"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="free_hours_are_of_a_weekday"),
            models.CheckConstraint(condition=Q(begins__lt=F("ends")), name="free_hours_end_after_they_begin"),
            models.UniqueConstraint(fields=["trainer", "weekday", "begins"], name="free_hours_begin_once"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday}: {self.begins:%H:%M}–{self.ends:%H:%M}"


class HoursException(models.Model):
    """Days on which it is otherwise: away, the whole day or for hours of it; or free at other hours than usual."""

    trainer = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="hours_exceptions")
    is_free = models.BooleanField(default=False)
    first = models.DateField()
    last = models.DateField()
    # Without hours it is whole days; free hours are always named.
    begins = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    place = models.CharField(_("room or link"), max_length=200, blank=True)
    made_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    # Who took it back stays on record.
    history = HistoricalRecords()

    class Meta:
        ordering = ["first", "begins", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="hours_exception_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(begins__isnull=True, ends__isnull=True)
                | Q(begins__isnull=False, ends__isnull=False, begins__lt=F("ends")),
                name="hours_exception_has_both_hours_or_none",
            ),
            models.CheckConstraint(
                condition=Q(is_free=False) | Q(begins__isnull=False), name="extra_hours_have_their_hours"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.last}"
