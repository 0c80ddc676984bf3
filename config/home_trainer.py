"""What waits for a trainer today: their commissions, what was handed in, who was there, how a consultation went."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import Review
from assessment.reading import OwnDay, days_of_member
from assessment.reviewing import may_decide
from assessment.signing import due_from
from config.home import feedback_in, unmarked
from config.home_booking import consulting_of
from config.home_coursework import points_to_give_in
from config.home_implementation import projects_of_trainer
from config.home_network import waiting_for_moderator
from config.home_task import Task
from config.home_webinars import webinars_held_by
from courses.models import Cohort, Session
from people.models import User
from postcourse.models import Consultation


def tasks_of(user: User, now: datetime) -> list[Task]:
    """Everything that waits for this trainer, what other people wait for first."""
    return [
        *defences(user, now),
        *protocols(user),
        *reviews(user),
        *points_to_give_in(Cohort.objects.visible_to(user), now),
        *feedback_in(Cohort.objects.visible_to(user)),
        *attendance(user, now),
        *consultations(user, now),
        *webinars_held_by(user, now),
        *projects_of_trainer(user, now),
        *consulting_of(user, now),
        *waiting_for_moderator(user),
    ]


def defences(user: User, now: datetime) -> Iterator[Task]:
    """Today's days lead straight to the first open sheet; those that are over, to what is still undecided."""
    days = days_of_member(user, timezone.localdate(now))
    for each in days["today"]:
        if each.day.finalised_at is None:
            yield _today(each)
    for each in days["past"]:
        undecided = each.people - each.decided
        if each.day.finalised_at is None and undecided and (each.left or each.is_chair):
            title = ngettext("%(n)s defence is not decided", "%(n)s defences are not decided", undecided)
            note = f"{each.day.held_on:%d.%m.%Y}, {each.day.room}"
            url = reverse("assessment:day", args=[each.day.pk])
            yield Task("bad", "scale", title % {"n": undecided}, note, url, _("Open"))


def protocols(user: User) -> Iterator[Task]:
    """Protocols of their commissions that wait for their signature before the head's."""
    for protocol in due_from(user):
        note = f"{protocol.cohort}, {protocol.day.held_on:%d.%m.%Y}"
        url = reverse("assessment:protocol_sign", args=[protocol.pk])
        title = _("Sign the protocol %(number)s") % {"number": protocol}
        yield Task("warn", "pen", title, note, url, _("Look and sign"))


def reviews(user: User) -> Iterator[Task]:
    """Appeals and corrections whose decision they record."""
    waiting = Review.objects.pending().filter(result__attempt__defences__day__members__user=user).distinct()
    for row in waiting.with_people().order_by("requested_at", "pk"):
        if may_decide(row, user):
            enrolment = row.result.attempt.enrolment
            title = _("%(kind)s: %(person)s") % {"kind": row.get_kind_display(), "person": enrolment.person}
            url = reverse("assessment:review", args=[row.pk])
            yield Task("warn", "scale", title, str(enrolment.cohort), url, _("Decide"))


def _today(each: OwnDay) -> Task:
    sheets = _("%(done)s of %(people)s sheets submitted") % {"done": each.submitted, "people": each.people}
    note = f"{each.day.starts_at:%H:%M}, {each.day.room}. {sheets}"
    if each.next_defence is None:
        return Task("ok", "scale", _("Defence today"), note, reverse("assessment:day", args=[each.day.pk]), _("Open"))
    action = _("Go on scoring") if each.submitted else _("Score")
    url = reverse("assessment:score", args=[each.next_defence])
    return Task("warn", "scale", _("Defence today"), note, url, action)


def attendance(user: User, now: datetime) -> Iterator[Task]:
    """One line for each cohort with sessions of theirs that nobody has marked, and from it to the earliest."""
    rows = unmarked(now).filter(pk__in=Session.objects.visible_to(user).values("pk")).order_by("starts_at", "pk")
    by_cohort: dict[str, list[tuple[int, datetime]]] = {}
    for pk, starts_at, cohort in rows.values_list("pk", "starts_at", F("cohort__name")):
        by_cohort.setdefault(cohort, []).append((pk, starts_at))
    for cohort, sessions in by_cohort.items():
        (first, since), n = sessions[0], len(sessions)
        title = ngettext("%(n)s session lacks attendance", "%(n)s sessions lack attendance", n) % {"n": n}
        note = _("%(cohort)s, since %(day)s") % {"cohort": cohort, "day": f"{timezone.localdate(since):%d.%m.%Y}"}
        yield Task("warn", "users", title, note, reverse("courses:session_attendance", args=[first]), _("Mark"))


def consultations(user: User, now: datetime) -> Iterator[Task]:
    overdue = Consultation.objects.visible_to(user).to_record(now).count()
    if overdue:
        title = ngettext("%(n)s consultation is not recorded", "%(n)s consultations are not recorded", overdue)
        note = _("Held or missed: say how it went")
        yield Task("warn", "message", title % {"n": overdue}, note, reverse("postcourse:consultations"), _("Open"))
