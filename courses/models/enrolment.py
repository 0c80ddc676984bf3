from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from people.languages import Language
from people.models import Person
from people.roles import Role

if TYPE_CHECKING:
    from people.models import User

FULL_NAME = Concat(
    "person__surname",
    Value(" "),
    "person__given_name",
    Case(When(person__patronymic="", then=Value("")), default=Concat(Value(" "), F("person__patronymic"))),
)


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, user: User) -> EnrolmentQuerySet:
        """Everybody's for the organiser, those of their cohorts for the trainer, their own for the participant."""
        if user.has_role(Role.ORGANISER, Role.ADMINISTRATOR):
            return self
        own = Q(person__in=user.own_records)
        return self.filter(own | Q(cohort__trainer=user) if user.has_role(Role.TRAINER) else own)

    def active(self) -> EnrolmentQuerySet:
        return self.filter(status__in=Enrolment.ACTIVE)

    def concerning_paper(self) -> EnrolmentQuerySet:
        """Those whose name is, or will be, printed."""
        return self.filter(status__in=Enrolment.PRINTED)

    def name_unconfirmed(self) -> EnrolmentQuerySet:
        """Those who have not confirmed the spelling of the name that is on record now."""
        living = self.filter(person__erased_at=None).alias(name_now=FULL_NAME)
        return living.exclude(name_confirmed_at__isnull=False, confirmed_name=F("name_now"))

    def with_shared_email(self) -> EnrolmentQuerySet:
        """`email_is_shared`: the person's address is somebody else's, too, so that nobody can sign in with it."""
        others = Person.objects.current().filter(email=OuterRef("person__email")).exclude(pk=OuterRef("person_id"))
        return self.annotate(email_is_shared=Exists(others.exclude(email="")))


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
    # Those whose name is, or will be, printed.
    PRINTED: ClassVar[tuple[str, ...]] = ("applied", "admitted", "on_hold", "passed", "not_passed")

    class ProjectType(models.TextChoices):
        PROJECT = "project", _("Managerial project")
        DEVELOPMENT = "development", _("Part of a school development programme")
        DECISION = "decision", _("Managerial decision")

    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="enrolments")
    # Repeated from the cohort so that the database itself refuses a second active enrolment (design §3.1).
    programme = models.ForeignKey("courses.Programme", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.APPLIED)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("place of work")
    )
    position = models.CharField(_("position"), max_length=200, blank=True)
    order = models.ForeignKey(
        "courses.Order", on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    agreement_date = models.DateField(_("date of the agreement"), null=True, blank=True)
    project_type = models.CharField(_("kind of project"), max_length=12, choices=ProjectType.choices, blank=True)
    project_topic = models.CharField(_("topic of the project"), max_length=400, blank=True)
    name_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The spelling that was confirmed: a later change of the person's name asks for a new confirmation.
    confirmed_name = models.CharField(_("confirmed name"), max_length=320, blank=True, default="", editable=False)
    # What the participant says is wrong with the name; empty again once it is settled.
    name_objection = models.CharField(_("mistake in the name"), max_length=300, blank=True, default="", editable=False)
    # The day of the attestation that decided the outcome.
    result_date = models.DateField(null=True, blank=True, editable=False)
    continues = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="continued_by", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()
    objects = EnrolmentQuerySet.as_manager()

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

    @property
    def is_active(self) -> bool:
        return self.status in self.ACTIVE

    @property
    def leads_to_paper(self) -> bool:
        return self.status in self.PRINTED

    @property
    def is_unreachable(self) -> bool:
        """Has no e-mail address of their own; asks for rows from `with_shared_email()`."""
        return not self.person.email or bool(vars(self)["email_is_shared"])

    @property
    def name_is_confirmed(self) -> bool:
        if self.person.erased_at:  # no name is printed any more
            return True
        return self.name_confirmed_at is not None and self.confirmed_name == self.person.full_name


class EnrolmentEvent(models.Model):
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="events")
    old = models.CharField(max_length=12, choices=Enrolment.Status.choices, blank=True)
    new = models.CharField(max_length=12, choices=Enrolment.Status.choices)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=300, blank=True)
    # The retake was not passed either: the outcome stays.
    failed_retake = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(failed_retake=False) | Q(old="not_passed", new="not_passed"),
                name="failed_retake_keeps_the_outcome",
            )
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"

    @property
    def keeps_outcome(self) -> bool:
        """A transfer of who did not pass: they went, and that outcome stays."""
        return self.old == self.new == Enrolment.Status.NOT_PASSED and not self.failed_retake


class EnrolmentPaper(models.Model):
    """A document that somebody brought for a move of their enrolment, such as a hold. Insert-only."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="papers")
    upload = models.ForeignKey("people.Upload", on_delete=models.PROTECT, related_name="+")
    # The status that the document was brought for.
    moved_to = models.CharField(max_length=12, choices=Enrolment.Status.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.upload}"


class ApplicationQuerySet(models.QuerySet["Application"]):
    def open(self) -> ApplicationQuerySet:
        """Those that an organiser has to look at."""
        return self.filter(settled_at=None)


class Application(models.Model):
    """What somebody wrote on a cohort's public page, as it was written; nothing that was on record changes by it."""

    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="applications")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="applications")
    # The place on the list that it led to; none where the person was on this list or another one already.
    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, null=True, related_name="application")
    # The fields of `courses.applying.Said`.
    said = models.JSONField()
    # What the visitor agreed to; it becomes the consent of a person who was not on record before.
    consent_version = models.CharField(max_length=20)
    language = models.CharField(max_length=2, choices=Language.choices)
    at = models.DateTimeField(default=timezone.now)
    # At once where there is nothing to decide; else when the organiser has looked at it.
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.cohort_id}: {self.person_id}"
