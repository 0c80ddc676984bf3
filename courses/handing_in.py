"""A participant hands in a text and files, again and again until the task is closed; nothing handed in is changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.handing_out import OVER
from courses.models import Enrolment, Submission, Task
from courses.task_states import has_opened
from people import uploading
from people.models import Upload, User

MOST_FILES = 5
LONGEST = 20_000


def hand_in(
    task: Task,
    enrolment: Enrolment,
    *,
    text: str,
    files: Sequence[File[bytes]] = (),
    keep: Sequence[Upload] = (),
    by: User | None,
    seen: int | None = None,
    now: datetime | None = None,
) -> Submission:
    """One more submission: text, new files, and those of the one before that are to stay.

    `seen` is how many the page showed: the same sent twice is not handed in twice.
    """
    at = now or timezone.now()
    if obstacle := obstacle_to(task, enrolment, at):
        raise obstacle
    words = text.strip()
    _refuse_content(words, len(files) + len(keep))
    with uploading.kept_with(files, by=by) as uploads:
        # The bytes are there; from here on it takes an instant, and the trainer's closing waits or comes first.
        enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
        task = Task.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=task.pk)
        if obstacle := obstacle_to(task, enrolment, at):
            raise obstacle
        own = Submission.objects.filter(task=task, enrolment=enrolment)
        if seen is not None and own.count() > seen:
            raise _handed_in_meanwhile(own)
        last = own.aggregate(last=Max("number"))["last"] or 0
        earlier = _handed_in_before(keep, own)
        submission = Submission.objects.create(task=task, enrolment=enrolment, number=last + 1, text=words, at=at)
        submission.uploads.set([*earlier, *uploads])
    return submission


def obstacle_to(task: Task, enrolment: Enrolment, at: datetime) -> ValidationError | None:
    """Why nothing can be handed in now, as a sentence; for the page that offers it and for the rule."""
    if task.cohort.status in OVER:
        return ValidationError(_("The cohort is over: nothing more can be handed in."), code="over")
    if enrolment.status != Enrolment.Status.ADMITTED:
        return ValidationError(
            _("Your place on the course is “%(status)s”: nothing can be handed in now."),
            code="not_studying",
            params={"status": enrolment.get_status_display()},
        )
    if task.closed_at is not None:
        return ValidationError(
            _("The task was closed on %(day)s."),
            code="closed",
            params={"day": date_format(timezone.localtime(task.closed_at), "SHORT_DATETIME_FORMAT")},
        )
    if task.opens_on and not has_opened(task, timezone.localdate(at)):
        day = date_format(task.opens_on, "SHORT_DATE_FORMAT")
        return ValidationError(_("The task opens on %(day)s."), code="not_open", params={"day": day})
    return None


def _refuse_content(text: str, files: int) -> None:
    if not text and not files:
        raise ValidationError(_("Write something or choose a file."), code="empty")
    if files > MOST_FILES:
        raise ValidationError(
            _("At most %(most)s files together with those that stay."), code="too_many", params={"most": MOST_FILES}
        )
    if len(text) > LONGEST:
        raise ValidationError(
            {"text": _("At most %(most)s characters: put a longer text into a file.") % {"most": LONGEST}}
        )


def _handed_in_meanwhile(own: QuerySet[Submission]) -> ValidationError:
    at = own.latest("number").at
    return ValidationError(
        _(
            "Something was handed in meanwhile (%(when)s): look at it on this page, and hand in again only if it is "
            "not what you want to be looked at."
        ),
        code="newer",
        params={"when": date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")},
    )


def _handed_in_before(keep: Sequence[Upload], own: QuerySet[Submission]) -> list[Upload]:
    """Only what this participant handed in for this task may be handed in again."""
    return list(Upload.objects.filter(pk__in=own.values("uploads"), erased_at=None).filter(pk__in=[u.pk for u in keep]))
