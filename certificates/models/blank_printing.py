from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

FURTHEST = 200  # tenths of a millimetre that a page can be moved
_bounds = [MinValueValidator(-FURTHEST), MaxValueValidator(FURTHEST)]


class Printer(models.Model):
    """A printer, and how far its pages have to be moved so that they meet what is on the blank already."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    # In tenths of a millimetre, to the right and down.
    offset_x = models.SmallIntegerField(_("to the right"), default=0, validators=_bounds)
    offset_y = models.SmallIntegerField(_("down"), default=0, validators=_bounds)
    is_active = models.BooleanField(_("in use"), default=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(offset_x__range=(-FURTHEST, FURTHEST), offset_y__range=(-FURTHEST, FURTHEST)),
                name="a_page_is_moved_by_at_most_20_mm",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PrintJobQuerySet(models.QuerySet["PrintJob"]):
    def open(self) -> PrintJobQuerySet:
        """Printed, or about to be, and nobody has said yet how it came out; the oldest first."""
        jobs = self.filter(state=PrintJob.State.OPEN).select_related("printer", "pile", "by")
        return jobs.annotate(pages=Count("sheets")).order_by("at", "pk")


class PrintJob(models.Model):
    """Documents on their way to blanks: one PDF, page after page in the order of the pile."""

    class State(models.TextChoices):
        OPEN = "open", _("Waits for your word on how it came out")
        CONFIRMED = "confirmed", pgettext_lazy("print job", "Confirmed")
        GIVEN_UP = "given_up", _("Not printed")

    pile = models.ForeignKey("certificates.BlankPile", on_delete=models.PROTECT, related_name="jobs")
    printer = models.ForeignKey(Printer, on_delete=models.PROTECT, related_name="jobs")
    # As the printer had them then: the pages of a job stay where they are.
    offset_x = models.SmallIntegerField()
    offset_y = models.SmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    # Of the PDF as it was first made; a page that would come out otherwise is not given out.
    sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    closed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = PrintJobQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open") ^ Q(closed_at__isnull=False), name="job_open_iff_not_closed"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pile.series}, {timezone.localtime(self.at):%d.%m.%Y, %H:%M}"


class PrintSheet(models.Model):
    """One page of a job: which blank was given to which document, and how it came out."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Not confirmed yet")
        GOOD = "good", _("Printed well")
        SPOILED = "spoiled", _("Spoiled")
        UNUSED = "unused", _("Not printed")

    job = models.ForeignKey(PrintJob, on_delete=models.PROTECT, related_name="sheets")
    place = models.PositiveSmallIntegerField()
    blank = models.ForeignKey("certificates.Blank", on_delete=models.PROTECT, related_name="sheets")
    document = models.ForeignKey("certificates.Document", on_delete=models.PROTECT, related_name="sheets")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)

    class Meta:
        ordering = ["job", "place"]
        constraints = [
            models.UniqueConstraint(fields=["job", "place"], name="one_sheet_per_place"),
            models.UniqueConstraint(
                fields=["blank"], condition=~Q(outcome="unused"), name="a_blank_is_printed_on_once"
            ),
            models.UniqueConstraint(
                fields=["document"], condition=Q(outcome="waiting"), name="one_open_sheet_per_document"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.blank}: {self.document}"
