"""What a member says of themselves, or the organiser for them: when they are away, where they work, whom they know."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from assessment.access import organises
from assessment.models import Conflict, Defence, Unavailability, Workplace
from assessment.recording import remove_by, save_by
from courses.models import Cohort, Enrolment
from people.models import Organisation, Person, User

# Whose people may come before a commission one day.
COMING = (Cohort.Status.ENROLLING, Cohort.Status.RUNNING, Cohort.Status.DEFENDING)
IN_COURSE = (Enrolment.Status.APPLIED, Enrolment.Status.ADMITTED, Enrolment.Status.ON_HOLD)


@transaction.atomic
def be_away(user: User, *, starts_at: datetime, ends_at: datetime, note: str, by: User) -> Unavailability:
    if ends_at <= starts_at:
        raise ValidationError({"ends_at": _("It ends before it begins.")}, code="ends_before")
    row = Unavailability(user=user, starts_at=starts_at, ends_at=ends_at, note=note.strip())
    save_by(row, by)
    return row


@transaction.atomic
def work_at(user: User, organisation: Organisation, *, by: User) -> Workplace:
    """Said twice, it is said once."""
    row = Workplace.objects.filter(user=user, organisation=organisation).first()
    if row is None:
        row = Workplace(user=user, organisation=organisation)
        save_by(row, by)
    return row


@transaction.atomic
def declare(member: User, person: Person, *, kind: str, reason: str, by: User) -> Conflict:
    """The reason is for the organiser; the protocol says only that a conflict was declared."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say what the conflict is.")}, code="no_reason")
    human = person.merged_into or person
    if human.pk == member.person_id:
        raise ValidationError(_("Nobody sits on their own commission in any case."), code="oneself")
    row = Conflict.objects.filter(member=member, person=human).first() or Conflict(member=member, person=human)
    row.kind, row.reason = kind, reason.strip()
    save_by(row, by)
    return row


def take_back(row: Unavailability | Workplace | Conflict, *, by: User) -> None:
    """The history keeps what was said, and who took it back."""
    remove_by(row, by)


def known_to(user: User) -> QuerySet[Enrolment]:
    """Whom somebody may name: for the organiser all who study, for a member their cohorts and their commissions."""
    rows = Enrolment.objects.filter(cohort__status__in=COMING, status__in=IN_COURSE)
    if not organises(user):
        heard = Defence.objects.filter(day__members__user=user).values("attempt__enrolment")
        rows = rows.filter(Q(cohort__in=Cohort.objects.visible_to(user).values("pk")) | Q(pk__in=heard))
    return rows.select_related("person", "organisation", "cohort").order_by("person__name_key", "pk")


def schools_known_to(user: User) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=known_to(user).order_by().values("organisation")).order_by("name", "pk")
