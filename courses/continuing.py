"""Who did not pass is assessed with the next stream: a new enrolment that continues the old one (Programme §8)."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses import alternatives
from courses.enrolling import OPEN_TO_PEOPLE, Status, active_elsewhere, amend, enrol, places_of
from courses.locking import lock_to_go_on
from courses.models import Cohort, Enrolment
from people.models import User


def streams_of(enrolment: Enrolment) -> list[Cohort]:
    """Later cohorts of the programme that take people."""
    cohorts = Cohort.objects.filter(
        version__programme=enrolment.programme_id, status__in=OPEN_TO_PEOPLE, starts_on__gt=enrolment.cohort.starts_on
    )
    known = places_of(enrolment.person).values("cohort")
    return list(cohorts.exclude(pk__in=known).select_related("version__programme").order_by("starts_on", "name"))


def obstacle(enrolment: Enrolment, streams: Sequence[Cohort]) -> ValidationError | None:
    """Why the person cannot join a next stream now, as a sentence; with the enrolment that stands in the way."""
    if enrolment.status != Status.NOT_PASSED:
        return ValidationError(
            _("The next stream is for those who did not pass: the status is “%(status)s”."),
            code="not_failed",
            params={"status": enrolment.get_status_display()},
        )
    if after := gone_on(enrolment) or taken_otherwise(enrolment):
        return after
    if not streams:
        return ValidationError(_("No later cohort of this programme takes people now."), code="no_stream")
    return None


def gone_on(enrolment: Enrolment) -> ValidationError | None:
    """That whoever did not pass studies elsewhere already, with the enrolment in which they do."""
    if elsewhere := active_elsewhere(enrolment.cohort, enrolment.person):
        return elsewhere
    if after := Enrolment.objects.filter(continues=enrolment).select_related("cohort").first():
        return ValidationError(
            _("This enrolment was continued in the cohort “%(cohort)s”."),
            code="continued",
            params={"cohort": after.cohort, "enrolment": after.pk},
        )
    return None


def taken_otherwise(enrolment: Enrolment) -> ValidationError | None:
    """That whoever did not pass is about to be assessed once more where they are."""
    return alternatives.standing(Enrolment.objects.filter(pk=enrolment.pk))


@transaction.atomic
def join_next(enrolment: Enrolment, target: Cohort, *, by: User) -> Enrolment:
    """Put the person on the later cohort's list as applied, with the same school and project."""
    row = lock_to_go_on(enrolment)
    streams = streams_of(row)
    if refusal := obstacle(row, streams):
        raise refusal
    if target not in streams:
        raise ValidationError(
            {"target": _("Choose a later cohort of the same programme that takes people.")}, code="no_stream"
        )
    opened = enrol(
        cohort=target,
        person=row.person.merged_into or row.person,  # whose record was merged goes on under the kept one
        organisation=row.organisation,
        position=row.position,
        continues=row,
        by=by,
    )
    return amend(opened, by=by, project_type=row.project_type, project_topic=row.project_topic)
