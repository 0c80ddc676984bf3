from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from people.languages import Language


class Cohort(models.Model):
    """One stream of a programme: who studies from when to when, and on which version."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ENROLLING = "enrolling", _("Enrolling")
        RUNNING = "running", _("Running")
        DEFENDING = "defending", _("Defending")
        CLOSED = "closed", _("Closed")
        CANCELLED = "cancelled", _("Cancelled")

    class Form(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        DISTANCE = "distance", _("Distance")
        BLENDED = "blended", _("Blended")

    name = models.CharField(_("name"), max_length=100, unique=True)
    version = models.ForeignKey(
        "courses.ProgrammeVersion", on_delete=models.PROTECT, related_name="cohorts", verbose_name=_("programme")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    form = models.CharField(_("form of study"), max_length=10, choices=Form.choices, default=Form.BLENDED)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.KK)
    place = models.CharField(_("place"), max_length=200, blank=True)
    trainer = models.ForeignKey(
        "people.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cohorts_taught",
        verbose_name=_("trainer"),
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    # In a demo cohort every document is a specimen, always (design §3.11).
    is_demo = models.BooleanField(default=False, editable=False)
    # The readings in force when the cohort opened: {"H": "as_printed", …}; frozen from then on.
    decisions = models.JSONField(default=dict, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("cohort")
        ordering = ["-starts_on", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="cohort_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return self.name


class CohortEvent(models.Model):
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="events")
    old = models.CharField(max_length=10, choices=Cohort.Status.choices)
    new = models.CharField(max_length=10, choices=Cohort.Status.choices)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class Order(models.Model):
    """An order of the head (бұйрық). The number is ours, gapless; the paper's own number is a second, free field."""

    class Kind(models.TextChoices):
        ADMISSION = "admission", _("Admission")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    paper_number = models.CharField(_("number on paper"), max_length=40, blank=True)
    dated = models.DateField(_("date of the order"))
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="orders")
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

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="one_counter_per_kind_and_year")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.next}"


class Enrolment(models.Model):
    """A person in a cohort. Studying is not a status: an admitted enrolment studies while its cohort runs."""

    class Status(models.TextChoices):
        APPLIED = "applied", _("Applied")
        ADMITTED = "admitted", _("Admitted")
        ON_HOLD = "on_hold", _("On hold")
        PASSED = "passed", _("Passed")
        NOT_PASSED = "not_passed", _("Not passed")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        TRANSFERRED = "transferred", _("Transferred")
        EXPELLED = "expelled", _("Expelled")

    ACTIVE: ClassVar[tuple[str, ...]] = ("applied", "admitted", "on_hold")

    class ProjectType(models.TextChoices):
        PROJECT = "project", _("Managerial project")
        DEVELOPMENT = "development", _("Part of a school development programme")
        DECISION = "decision", _("Managerial decision")

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="enrolments")
    # Repeated from the cohort so that the database itself refuses a second active enrolment (design §3.1).
    programme = models.ForeignKey("courses.Programme", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.APPLIED)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("place of work")
    )
    position = models.CharField(_("position"), max_length=200, blank=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments")
    agreement_date = models.DateField(_("date of the agreement"), null=True, blank=True)
    project_type = models.CharField(_("kind of project"), max_length=12, choices=ProjectType.choices, blank=True)
    project_topic = models.CharField(_("topic of the project"), max_length=400, blank=True)
    name_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The day of the attestation that decided the outcome.
    result_date = models.DateField(null=True, blank=True, editable=False)
    continues = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="continued_by", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("enrolment")
        ordering = ["cohort", "person__name_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person"], name="one_enrolment_per_person_and_cohort"),
            models.UniqueConstraint(
                fields=["person", "programme"],
                condition=Q(status__in=("applied", "admitted", "on_hold")),
                name="one_active_enrolment_per_person_and_programme",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("passed", "not_passed")) ^ Q(result_date=None),
                name="enrolment_decided_iff_result_date",
            ),
            models.CheckConstraint(
                condition=~Q(status="admitted") | Q(agreement_date__isnull=False, order__isnull=False),
                name="enrolment_admitted_has_agreement_and_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.cohort}"


class EnrolmentEvent(models.Model):
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="events")
    old = models.CharField(max_length=12, choices=Enrolment.Status.choices, blank=True)
    new = models.CharField(max_length=12, choices=Enrolment.Status.choices)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class ListImport(models.Model):
    """One uploaded list: its cells as read, how its columns are understood, and whether it was admitted."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Being checked")
        ADMITTED = "admitted", _("Admitted")

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    # {"headers": [...], "rows": [[number, [cell, …]], …], "notes": [...]}: see courses.sheets.
    content = models.JSONField()
    # Field name by column index: {"0": "iin", …}.
    mapping = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    outcome = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    admitted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name
