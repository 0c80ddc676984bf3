"""What the pages of the network show: lists by topic and by words, a practice with its talk, the moderators' queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from people.models import User
from postcourse import network
from postcourse.models import Practice, PracticeComment, PracticeReport
from postcourse.models.practice import PracticeQuerySet
from postcourse.practice_topics import Topic

PAGE = 20


@dataclass(frozen=True)
class Reported:
    """One thing that is reported, by however many people."""

    practice: Practice
    comment: PracticeComment | None
    reports: list[PracticeReport]


def chosen_of(asked: Mapping[str, str], known: list[Topic]) -> dict[str, str]:
    """What was chosen and can be chosen: anything else in the address is nothing."""
    possible = {"topic": {each.key for each in known}, "kind": set(Practice.Kind.values)}
    return {name: value for name, values in possible.items() if (value := asked.get(name, "")) in values}


def narrowed(rows: PracticeQuerySet, chosen: Mapping[str, str], words: str, known: list[Topic]) -> PracticeQuerySet:
    if "topic" in chosen:
        rows = rows.filter(module__in=next(each.modules for each in known if each.key == chosen["topic"]))
    if "kind" in chosen:
        rows = rows.filter(kind=chosen["kind"])
    return rows.search(words) if words else rows


def page_of(rows: PracticeQuerySet, number: Any) -> Page[Any]:
    """With the number of comments that are shown."""
    shown = Count("comments", filter=Q(comments__state="shown"))
    found = rows.with_people().annotate(talk=shown).order_by("-published_at", "-pk")
    return Paginator(found, PAGE).get_page(number)


def own_of(user: User) -> list[Practice]:
    shown = Count("comments", filter=Q(comments__state="shown"))
    rows = Practice.objects.of(user).with_people().annotate(talk=shown)
    return list(rows.order_by("-created_at", "-pk"))


def comments_of(practice: Practice, reader: User) -> list[PracticeComment]:
    """Hidden ones for their author and for moderators; of what was removed its place."""
    rows = practice.comments.select_related("user__person")
    if not network.moderates(reader):
        rows = rows.filter(~Q(state="hidden") | Q(user=reader))
    return list(rows.order_by("at", "pk"))


def waiting_for(user: User) -> list[Practice]:
    """To be read by this moderator, the longest waiting first: never their own."""
    rows = Practice.objects.waiting().exclude(author__in=user.own_records)
    return list(rows.with_people().order_by("submitted_at", "pk"))


def reported_for(user: User) -> list[Reported]:
    """What this moderator can settle, the first reported first."""
    rows = PracticeReport.objects.to_settle_by(user)
    rows = rows.select_related("user", "comment__user", "practice__author__merged_into")
    found: dict[tuple[int, int | None], Reported] = {}
    for row in rows.order_by("at", "pk"):
        thing = Reported(row.practice, row.comment, [])
        found.setdefault((row.practice_id, row.comment_id), thing).reports.append(row)
    return list(found.values())
