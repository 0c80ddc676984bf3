"""What a human wrote, brought and did on the courses is scrubbed; that somebody studied, where and when, stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.held import letters_about
from courses.list_rows import found_in_lists, without
from courses.models import (
    Application,
    Attendance,
    AttendanceEvent,
    CalendarFeed,
    CommissionDecision,
    Enrolment,
    EnrolmentEvent,
    EnrolmentPaper,
    Feedback,
    ListImport,
    OrderLine,
    SelfAssessment,
    Submission,
)
from people.erasing import scrub_messages
from people.human import Human
from people.models import OutboxMessage, Upload, User
from people.scrubbing import Kept, Obstacle, Scrub, blank, remove, take_bytes_away

WENT = OutboxMessage.State.SENT, OutboxMessage.State.POSTED
WORDS = {"position": "", "project_topic": "", "confirmed_name": "", "name_objection": ""}


def obstacles(human: Human) -> list[Obstacle]:
    """Who is on a list is not erased, nor before the employer has been told of an expulsion."""
    active = _enrolments(human).active().select_related("cohort")
    on_lists = _("The person is on the list of “%(cohort)s” (%(status)s): end that first.")
    unsent = letters_about(_enrolments(human)).exclude(state__in=WENT).order_by("pk")
    owed = _("The letter to the employer about the expulsion has not gone out yet.")
    return [
        *(
            Obstacle(
                on_lists % {"cohort": row.cohort, "status": row.get_status_display()},
                reverse("courses:enrolment", args=[row.pk]),
            )
            for row in active.order_by("pk")
        ),
        *(Obstacle(owed, reverse("people:message", args=[letter.pk])) for letter in unsent),
    ]


def scrubs(human: Human, *, by: User, now: datetime) -> list[Scrub]:
    enrolments = _enrolments(human)
    keys = enrolments.order_by().values("pk")
    history: Any = Enrolment.history.model
    events, taps = EnrolmentEvent.objects.filter(enrolment__in=keys), _taps(keys)
    work, said = Submission.objects.filter(enrolment__in=keys), Feedback.objects.filter(submission__enrolment__in=keys)
    rated = SelfAssessment.objects.filter(enrolment__in=keys)
    decisions = CommissionDecision.objects.filter(order__lines__enrolment__in=keys)
    return [
        Scrub(_("files that were handed in or brought: their content"), _uploads(keys), take_bytes_away),
        Scrub(_("rows of uploaded lists"), _lists(human), _take_rows_out(human)),
        Scrub(_("applications: what was written"), _applications(human), _scrub_applications(by, now)),
        Scrub(_("texts that were handed in"), work.exclude(text=""), blank(text="")),
        Scrub(_("feedback: texts"), said.exclude(text=""), blank(text="")),
        Scrub(_("self-assessments"), rated, remove),
        Scrub(_("reasons of corrected attendance"), taps.exclude(why=""), blank(why="")),
        Scrub(_("reasons of what happened on a course"), events.exclude(why=""), blank(why="")),
        Scrub(_("grounds of decisions of the commission"), _by_key(decisions), blank(grounds="")),
        Scrub(_("letters to the employer: text, subject and address"), letters_about(enrolments), scrub_messages),
        Scrub(_("courses: position, topic of the project, confirmed name"), enrolments, blank(**WORDS)),
        Scrub(_("earlier entries of the courses"), history.objects.filter(id__in=keys), blank(**WORDS)),
        Scrub(_("private addresses of the calendar"), CalendarFeed.objects.filter(user__in=human.users), remove),
    ]  # fmt: skip


def lock(human: Human) -> None:
    """Whoever settles an application, or admits a list, holds it and then writes to the records."""
    for rows in (_applications(human), _lists(human)):
        list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))


def kept(human: Human) -> list[Kept]:
    keys = _enrolments(human).order_by().values("pk")
    lines = OrderLine.objects.filter(enrolment__in=keys)
    present = Attendance.objects.filter(enrolment__in=keys)
    return [
        Kept(_("orders that name the person"), lines, _("An order of the head is an official paper.")),
        Kept(
            _("courses: cohort, dates, status, place of work"),
            _enrolments(human),
            _("The record of who was trained, and sent by which school; without the name."),
        ),
        Kept(_("attendance"), present, _("The journal is an official paper; from now on it prints no name here.")),
    ]


def _enrolments(human: Human) -> Any:
    return Enrolment.objects.filter(person__in=human.keys)


def _taps(keys: QuerySet[Any, Any]) -> QuerySet[AttendanceEvent]:
    return AttendanceEvent.objects.filter(attendance__enrolment__in=keys)


def _uploads(keys: QuerySet[Any, Any]) -> QuerySet[Upload]:
    """Of submissions, which a transfer copies without their files, and of documents that were brought."""
    handed_in = Submission.uploads.through.objects.filter(submission__enrolment__in=keys).values("upload")
    brought = EnrolmentPaper.objects.filter(enrolment__in=keys).values("upload")
    return Upload.objects.filter(Q(pk__in=handed_in) | Q(pk__in=brought), erased_at=None)


def _lists(human: Human) -> QuerySet[ListImport]:
    return ListImport.objects.filter(pk__in=found_in_lists(human))


def _take_rows_out(human: Human) -> Callable[[QuerySet[ListImport, Any]], None]:
    def take_out(rows: QuerySet[ListImport, Any]) -> None:
        for listed in rows.select_for_update(of=("self",)):
            if content := without(listed, human):
                listed.content = content
                listed.save(update_fields=["content"])

    return take_out


def _applications(human: Human) -> QuerySet[Application]:
    return Application.objects.filter(person__in=human.keys)


def _scrub_applications(by: User, now: datetime) -> Callable[[QuerySet[Application, Any]], None]:
    """One that waited is settled: nobody can decide on it any more."""

    def scrub(rows: QuerySet[Application, Any]) -> None:
        rows.filter(settled_at=None).update(settled_at=now, settled_by=by)
        for application in rows:
            application.said = dict.fromkeys(application.said, "")
            application.save(update_fields=["said"])

    return scrub


def _by_key(decisions: QuerySet[CommissionDecision]) -> QuerySet[CommissionDecision]:
    """Without the join, which an update cannot have; an order may name somebody twice."""
    return CommissionDecision.objects.filter(pk__in=decisions.order_by().values("pk"))
