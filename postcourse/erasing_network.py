"""Of the network: what somebody wrote goes, and what others wrote under it or about it; their name goes with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from people.human import Human
from people.models import OutboxMessage, Upload, User
from people.scrubbing import Kept, Scrub, blank, remove, take_bytes_away
from postcourse import practice_reports
from postcourse.held_network import practices_of
from postcourse.models import (
    DigestRefusal,
    Practice,
    PracticeComment,
    PracticeDigest,
    PracticeEvent,
    PracticeReport,
)

State = OutboxMessage.State
OPEN = Q(settled_at=None)
GONE = {"title": "", "text": "", "search_key": "", "state": Practice.State.ERASED}


def scrubs_of_network(human: Human, *, by: User, now: datetime) -> list[Scrub]:
    """The messages and files first: they are found by the practices."""
    practices = practices_of(human)
    keys = practices.order_by().values("pk")
    sent = Practice.uploads.through.objects.filter(practice__in=keys).values("upload")
    files = Upload.objects.filter(pk__in=sent, erased_at=None)
    said = PracticeComment.objects.filter(Q(user__in=human.users) | Q(practice__in=keys))
    about = Q(practice__in=keys) | Q(comment__user__in=human.users)
    reports = PracticeReport.objects.filter(~Q(why="") & Q(user__in=human.users) | (~Q(why="") | OPEN) & about)
    events = PracticeEvent.objects.filter(practice__in=keys)
    return [
        Scrub(_("digests to others that name their practices: text"), _digests_naming(practices), _unsay),
        Scrub(_("files of practices: their content"), files, take_bytes_away),
        Scrub(_("words of moderators on practices"), events.exclude(why=""), blank(why="")),
        Scrub(_("reports to a moderator: words"), reports, _unreport(about, by, now)),
        Scrub(_("comments in the network, and those on their practices"), said.exclude(text="", why=""), _take_back),
        Scrub(_("practices: title and text"), practices.exclude(state=Practice.State.ERASED), blank(**GONE)),
        Scrub(_("choices about the digest"), DigestRefusal.objects.filter(person__in=human.keys), remove),
    ]  # fmt: skip


def kept_of_network(human: Human) -> list[Kept]:
    numbers = _("Days and numbers alone, without a name and without words.")
    digests = PracticeDigest.objects.filter(person__in=human.keys)
    comments = PracticeComment.objects.filter(user__in=human.users)
    return [
        Kept(_("practices: topic, days and decisions"), practices_of(human), numbers),
        Kept(_("comments: the place of each"), comments, numbers),
        Kept(_("digests: the week alone"), digests, numbers),
    ]


def lock_practices(human: Human) -> None:
    """Whoever decides on one, comments on it or tells of it holds it before its author."""
    list(practices_of(human).order_by("pk").select_for_update(of=("self",), no_key=True))


def _digests_naming(practices: QuerySet[Practice]) -> QuerySet[OutboxMessage]:
    digests = PracticeDigest.objects.filter(practices__in=practices.order_by().values("pk"))
    return OutboxMessage.objects.filter(pk__in=digests.order_by().values("message")).exclude(text="")


def _unsay(rows: QuerySet[OutboxMessage, Any]) -> None:
    """To whom they went and when stays; what has not gone out would tell what is gone, and never goes."""
    messages = OutboxMessage.objects.filter(pk__in=list(rows.order_by().values_list("pk", flat=True)))
    messages.exclude(state__in=(State.SENT, State.POSTED)).update(state=State.ERASED)
    messages.update(text="", html="")


def _unreport(about: Q, by: User, now: datetime) -> Callable[[QuerySet[PracticeReport, Any]], None]:
    """The words go; what is gone with its author waits for no moderator any more."""

    def scrub(rows: QuerySet[PracticeReport, Any]) -> None:
        keys = list(rows.order_by().values_list("pk", flat=True))
        of_theirs = PracticeReport.objects.filter(about, pk__in=keys).order_by().values_list("pk", flat=True)
        practice_reports.settle(PracticeReport.objects.filter(pk__in=list(of_theirs)), "gone", by=by, now=now)
        PracticeReport.objects.filter(pk__in=keys).update(why="")

    return scrub


def _take_back(rows: QuerySet[PracticeComment, Any]) -> None:
    keys = list(rows.order_by().values_list("pk", flat=True))
    PracticeComment.objects.filter(pk__in=keys).update(text="", why="", state=PracticeComment.State.REMOVED)
