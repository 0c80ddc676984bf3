from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Order(models.Model):
    """An order of the head (бұйрық). The number is ours, gapless; the paper's own number is a second, free field."""

    class Kind(models.TextChoices):
        ADMISSION = "admission", _("Admission")
        EXPULSION = "expulsion", _("Expulsion")
        TRANSFER = "transfer", _("Transfer")
        COMPLETION = "completion", _("Completion")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    paper_number = models.CharField(_("number on paper"), max_length=40, blank=True)
    # Where it was written down after the order, from a register kept on paper: by whom and when, once.
    paper_number_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    paper_number_at = models.DateTimeField(null=True, editable=False)
    dated = models.DateField(_("date of the order"))
    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="orders")
    # Of a demonstration, or of an installation without a public address: its own series (design §3.11).
    is_specimen = models.BooleanField(default=False)
    # Everything the paper says, as it stood on that day: see `courses.order_paper`. Nothing printed is read anew.
    snapshot = models.JSONField(default=dict)
    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "is_specimen", "year", "number"], name="one_order_per_number")
        ]

    def __str__(self) -> str:
        return f"№\xa0{self.number} ({self.year})"


class OrderLine(models.Model):
    """One of those whom an order names."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="order_lines")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "enrolment"], name="one_line_per_order_and_enrolment")]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.enrolment_id}"


class CommissionDecision(models.Model):
    """What the commission on applications decided before somebody was expelled (Programme §8)."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="decision")
    dated = models.DateField(_("date of the decision"))
    paper_number = models.CharField(_("number of the minutes"), max_length=40, blank=True)
    members = models.TextField(_("members of the commission, one on a line"))
    grounds = models.TextField(_("what the breach of the agreement was"))

    class Meta:
        verbose_name = _("decision of the commission")

    def __str__(self) -> str:
        return f"{self.dated:%d.%m.%Y}"


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
