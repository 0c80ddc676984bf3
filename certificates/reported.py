"""Reports of forgery as they concern a human: those they sent, and those on a paper that bears their code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from certificates.models import CheckCount, ForgeryEvent, ForgeryReport
from certificates.reporting import answers_to, forget_reporters, say_less
from people.erasing import scrub_messages
from people.held import Held, Line, sentences
from people.human import Human
from people.models import OutboxMessage, Upload
from people.scrubbing import NOTHING, Kept, Scrub, blank, take_bytes_away

Letter = OutboxMessage.State
ON_ITS_WAY = Letter.QUEUED, Letter.SENDING, Letter.FAILED, Letter.TO_POST


def held_on(human: Human, *, own: bool) -> list[Held]:
    return [
        Held(_("Reports of a forgery that they sent"), list(_sent(human, own=own))),
        Held(_("Reports of a forgery on their documents"), list(_on_documents(human))),
        Held(_("How often the documents were checked"), list(_checks(human))),
    ]


def scrubs(human: Human, *, now: datetime) -> list[Scrub]:
    """Of a report the day, the kind and the outcome stay: words and pictures may have a name in them.

    Who reported somebody else's paper is somebody else, and still waits for the answer.
    """
    keys = list(_concerning(human).values_list("pk", flat=True))
    waited_for = Q(state__in=ON_ITS_WAY) & ~Q(to_email__in=human.emails)
    letters = answers_to(keys)
    rows = ForgeryReport.objects.filter(pk__in=keys)
    files = Upload.objects.filter(pk__in=rows.exclude(upload=None).order_by().values("upload"), erased_at=None)
    events = ForgeryEvent.objects.filter(report__in=keys).exclude(said="")

    def forget(reports: QuerySet[ForgeryReport, Any]) -> None:
        forget_reporters(list(reports.values_list("pk", flat=True)), now=now)

    return [
        Scrub(_("reports of a forgery: pictures and files"), files, take_bytes_away),
        Scrub(_("reports of a forgery: what was written"), rows, blank(text=NOTHING, code="")),
        Scrub(_("reports of a forgery: what was answered"), events, blank(said="")),
        Scrub(_("letters about reports of a forgery"), letters.exclude(waited_for), scrub_messages),
        Scrub(_("letters about reports of a forgery: all but the answer"), letters.filter(waited_for), say_less),
        Scrub(_("reports of a forgery: who sent them"), rows.filter(email__in=human.emails), forget),
    ]


def kept(human: Human) -> list[Kept]:
    why = _("Days and figures alone, without a name.")
    return [
        Kept(_("reports of a forgery: day, kind and outcome"), _concerning(human), why),
        Kept(_("how often the documents were checked, by day"), _checks_of(human), why),
    ]


def _concerning(human: Human) -> QuerySet[ForgeryReport]:
    return ForgeryReport.objects.filter(Q(document__person__in=human.keys) | Q(email__in=human.emails))


def _checks_of(human: Human) -> QuerySet[CheckCount]:
    return CheckCount.objects.filter(document__person__in=human.keys)


def _sent(human: Human, *, own: bool) -> Iterator[Line]:
    """To themselves of what was found only what they were written."""
    for row in _told(Q(email__in=human.emails)):
        who = (_("Name"), row.reporter), (_("E-mail"), row.email)
        about = (_("Code"), row.code), (_("State"), row.get_state_display()), (_("File"), row.upload)
        said = sentences(*who, *about, (_("Agreed to its use"), row.agreed_at), text=row.text)
        yield Line(row.sent_at, row.get_wrong_display(), said)
        for event in row.events.all():
            if not own or event.new not in ForgeryReport.OPEN:
                yield Line(event.at, event.get_new_display(), sentences((_("By"), event.by), text=event.said))


def _on_documents(human: Human) -> Iterator[Line]:
    """What is settled, and no word of it: this page may be handed to the very person who is reported."""
    for row in _told(Q(document__person__in=human.keys)):
        if not row.is_open:
            about = sentences((_("State"), row.get_state_display()))
            yield Line(row.sent_at, f"№\xa0{row.document}: {row.get_wrong_display()}", about)


def _told(which: Q) -> QuerySet[ForgeryReport]:
    rows = ForgeryReport.objects.filter(which).select_related("upload", "document")
    return rows.prefetch_related("events__by").order_by("sent_at", "pk")


def _checks(human: Human) -> Iterator[Line]:
    rows = _checks_of(human).values("document", "document__snapshot__number").annotate(looks=Sum("n"))
    for row in rows.order_by("document"):
        yield Line(
            None, f"№\xa0{row['document__snapshot__number']}", sentences((_("Checked so many times"), row["looks"]))
        )
