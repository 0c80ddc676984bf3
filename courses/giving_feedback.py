"""What the trainer says of a submission, with points where the task has some; the participant is told once of each."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.access_study import SEES
from courses.half_points import refuse_other_than_halves
from courses.handing_out import refuse_if_over
from courses.models import Enrolment, Feedback, Submission
from people import outbox
from people.models import User


@transaction.atomic
def give_feedback(
    submission: Submission,
    *,
    text: str,
    points: Decimal | None = None,
    by: User | None,
    seen: int | None = None,
    now: datetime | None = None,
) -> Feedback:
    """A further feedback; the earlier ones stay, and the newest points are the ones in force.

    `seen` is the newest one that the page showed, 0 for none: the same sent twice is one, and nobody overrides
    another's points without having read them.
    """
    # The task, too: its most points stay what these are given out of.
    rows = Submission.objects.select_for_update(of=("self", "task"))
    row = rows.select_related("task__cohort", "enrolment__person").get(pk=submission.pk)
    refuse_if_over(row.task.cohort)
    if Submission.objects.filter(task=row.task, enrolment=row.enrolment, number__gt=row.number).exists():
        raise ValidationError(
            _("Meanwhile the participant has handed in again: look at the new submission first."), code="newer"
        )
    words = text.strip()
    if points is None and not words:
        raise ValidationError(_("Write a feedback or give points."), code="empty")
    if points is not None:
        _refuse_points(points, row.task.max_points)
    newest = row.feedback.select_related("by").order_by("at", "pk").last()
    if newest is not None and seen is not None and newest.pk != seen:
        if (newest.text, newest.points, newest.by) == (words, points, by):
            return newest
        raise _given_meanwhile(newest)
    feedback = Feedback.objects.create(submission=row, text=words, points=points, by=by, at=now or timezone.now())
    _tell(row, feedback)
    return feedback


def _refuse_points(points: Decimal, most: Decimal | None) -> None:
    if most is None:
        raise ValidationError({"points": _("This task is commented on, not marked.")})
    refuse_other_than_halves(points, field="points", most=most)


def _given_meanwhile(newest: Feedback) -> ValidationError:
    return ValidationError(
        _("Meanwhile %(who)s has given a feedback (%(when)s): read it, and save yours if it is to stand beside it."),
        code="newer_feedback",
        params={
            "who": newest.by or "–",
            "when": date_format(timezone.localtime(newest.at), "SHORT_DATETIME_FORMAT"),
        },
    )


def hears_by_mail(enrolment: Enrolment) -> bool:
    """Only who can open it is written to: whoever cannot sign in hears it from the trainer."""
    return enrolment.status in SEES and bool(outbox.address_of(enrolment.person))


def _tell(submission: Submission, feedback: Feedback) -> None:
    person, task = submission.enrolment.person, submission.task
    if not hears_by_mail(submission.enrolment):
        return
    with translation.override(person.language):
        outbox.post(
            cause=f"feedback:{feedback.pk}",
            kind="feedback",
            language=person.language,
            subject=_("Feedback on your work: %(task)s") % {"task": task.title},
            text=_(
                "Your trainer has looked at what you handed in for the task “%(task)s” (%(cohort)s).\n\n"
                "Read the feedback; as long as the task is open, you can hand in again:\n%(link)s"
            )
            % {
                "task": task.title,
                "cohort": task.cohort,
                "link": settings.SITE_URL + reverse("courses:my_task", args=[task.pk]),
            },
            person=person,
        )
