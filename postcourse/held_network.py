"""What the network of principals holds on a human: what they wrote, what was decided and said of it, their digests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from people.held import Held, Line, sentences
from people.human import Human
from people.models import Person
from postcourse.models import (
    DigestRefusal,
    Practice,
    PracticeComment,
    PracticeDigest,
    PracticeEvent,
    PracticeReport,
)


def held_network(human: Human) -> list[Held]:
    practices = practices_of(human)
    return [
        Held(_("Practices that were shared"), list(_practices(practices))),
        Held(_("What became of the practices"), list(_events(practices))),
        Held(_("Comments in the network"), list(_comments(human, practices))),
        Held(_("Reports to a moderator"), list(_reports(human, practices))),
        Held(_("Digests of the network"), [*_digests(human), *_refusals(human)]),
    ]


def practices_of(human: Human) -> QuerySet[Practice]:
    return Practice.objects.filter(author__in=human.keys)


def practices_held(person: Person) -> tuple[str, int]:
    records = Person.objects.records_of(person).order_by().values("pk")
    return _("Practices that were shared"), Practice.objects.filter(author__in=records).count()


def _practices(practices: QuerySet[Practice]) -> Iterator[Line]:
    rows = practices.select_related("module").prefetch_related("uploads")
    for row in rows.order_by("created_at", "pk"):
        files = ", ".join(upload.name for upload in row.uploads.all() if upload.name)
        facts: list[tuple[str, Any]] = [
            (_("Kind"), row.get_kind_display()), (_("Topic"), row.module), (_("State"), row.get_state_display()),
            (_("Submitted"), row.submitted_at), (_("Published"), row.published_at), (_("Files"), files),
        ]  # fmt: skip
        yield Line(row.created_at, row.title or _("The text was erased"), sentences(*facts, text=row.text))


def _events(practices: QuerySet[Practice]) -> Iterator[Line]:
    rows = PracticeEvent.objects.filter(practice__in=practices).select_related("by", "practice")
    for row in rows.order_by("at", "pk"):
        facts = (_("Was"), row.get_old_display()), (_("Became"), row.get_new_display()), (_("By"), row.by)
        yield Line(row.at, row.practice.title or _("Practice that was shared"), sentences(*facts, text=row.why))


def _comments(human: Human, practices: QuerySet[Practice]) -> Iterator[Line]:
    """Their own, and those of others on what they shared."""
    rows = PracticeComment.objects.filter(Q(user__in=human.users) | Q(practice__in=practices))
    for row in rows.select_related("user__person", "practice", "decided_by").order_by("at", "pk"):
        facts: list[tuple[str, Any]] = [
            (_("Title"), row.practice.title), (_("By"), row.user), (_("State"), row.get_state_display()),
            (_("Reason"), row.why), (_("Decided by"), row.decided_by),
        ]  # fmt: skip
        yield Line(row.at, _("Comment"), sentences(*facts, text=row.text))


def _reports(human: Human, practices: QuerySet[Practice]) -> Iterator[Line]:
    """Theirs, and those about what they wrote; who reported them is not told."""
    about = Q(practice__in=practices, comment=None) | Q(comment__user__in=human.users)
    rows = PracticeReport.objects.filter(Q(user__in=human.users) | about)
    users = {user.pk for user in human.users}
    for row in rows.select_related("practice", "settled_by").order_by("at", "pk"):
        what = _("Reported by this person") if row.user_id in users else _("Reported by somebody")
        facts = (_("Title"), row.practice.title), (_("Outcome"), row.get_outcome_display()), (_("By"), row.settled_by)
        yield Line(row.at, what, sentences(*facts, text=row.why))


def _digests(human: Human) -> Iterator[Line]:
    for row in PracticeDigest.objects.filter(person__in=human.keys).order_by("until", "pk"):
        yield Line(row.until, _("Digest of the week"))


def _refusals(human: Human) -> Iterator[Line]:
    for row in DigestRefusal.objects.filter(person__in=human.keys).order_by("at", "pk"):
        yield Line(row.at, _("Wants no digest"))
