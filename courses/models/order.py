from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Order(models.Model):
    """An order of the head (бұйрық). The number is ours, gapless; the paper's own number is a second, free field."""

    class Kind(models.TextChoices):
        ADMISSION = "admission", _("Admission")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    paper_number = models.CharField(_("number on paper"), max_length=40, blank=True)
    dated = models.DateField(_("date of the order"))
    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="orders")
    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [models.UniqueConstraint(fields=["kind", "year", "number"], name="one_order_per_number")]

    def __str__(self) -> str:
        return f"№\xa0{self.number} ({self.year})"


class Counter(models.Model):
    """The next number of a kind of paper in a year: one row, locked while its number is taken (design §3.4)."""

    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    next = models.PositiveIntegerField(default=1)
    # The number that the year began with: the proof that there are no gaps counts from here.
    first = models.PositiveIntegerField(default=1)
    set_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="one_counter_per_kind_and_year")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.next}"
