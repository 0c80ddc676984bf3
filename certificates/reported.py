"""Reports of forgery as they concern a human: those they sent, and those on a paper that bears their code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from certificates.models import CheckCount, Document, ForgeryEvent, ForgeryReport
from certificates.reporting import answers_to, forget_reporters
from people.erasing import scrub_messages
from people.held import Held, Line, sentences
from people.human import Human
from people.models import Upload
from people.scrubbing import NOTHING, Kept, Scrub, blank, take_bytes_away


def held_on(human: Human) -> list[Held]:
    return [
        Held(_("Reports of a forgery that they sent"), list(_sent(human))),
        Held(_("Reports of a forgery on their documents"), list(_on_documents(human))),
        Held(_("How often the documents were checked"), list(_checks(human))),
    ]


def scrubs(human: Human, *, now: datetime) -> list[Scrub]:
    """Of a report the day, the kind and the outcome stay: words and pictures may have a name in them.

    Who reported somebody else's paper is somebody else, and still waits for the answer.
    """
    keys = list(_concerning(human).values_list("pk", flat=True))
    rows = ForgeryReport.objects.filter(pk__in=keys)
    files = Upload.objects.filter(pk__in=rows.exclude(upload=None).order_by().values("upload"), erased_at=None)
    events = ForgeryEvent.objects.filter(report__in=keys).exclude(said="")

    def forget(reports: QuerySet[ForgeryReport, Any]) -> None:
        forget_reporters(list(reports.values_list("pk", flat=True)), now=now)

    return [
        Scrub(_("reports of a forgery: pictures and files"), files, take_bytes_away),
        Scrub(_("reports of a forgery: what was written"), rows, blank(text=NOTHING, code="")),
        Scrub(_("reports of a forgery: what was answered"), events, blank(said="")),
        Scrub(_("letters about reports of a forgery"), answers_to(keys), scrub_messages),
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


def _sent(human: Human) -> Iterator[Line]:
    rows = ForgeryReport.objects.filter(email__in=human.emails).select_related("upload")
    for row in rows.order_by("sent_at", "pk"):
        facts = [
            (_("Code"), row.code), (_("Name"), row.reporter), (_("E-mail"), row.email),
            (_("State"), row.get_state_display()), (_("File"), row.upload), (_("Agreed to its use"), row.agreed_at),
        ]  # fmt: skip
        yield Line(row.sent_at, row.get_wrong_display(), sentences(*facts, text=row.text))


def _on_documents(human: Human) -> Iterator[Line]:
    """Who reported it, and in which words, is the reporter's."""
    rows = ForgeryReport.objects.filter(document__person__in=human.keys).select_related("document")
    for row in rows.order_by("sent_at", "pk"):
        facts = (_("What is wrong"), row.get_wrong_display()), (_("State"), row.get_state_display())
        yield Line(row.sent_at, f"№\xa0{row.document}", sentences(*facts))


def _checks(human: Human) -> Iterator[Line]:
    rows = Document.objects.filter(person__in=human.keys).annotate(looks=Sum("checks__n")).exclude(looks=None)
    for row in rows.order_by("issued_on", "pk"):
        yield Line(None, f"№\xa0{row}", sentences((_("Checked so many times"), row.looks)))
