"""Reports of forgery: anybody sends one, the organiser finds out, and who left an address is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.codes import is_valid, normalise, pretty
from certificates.models import Document, ForgeryEvent, ForgeryReport, Standing
from certificates.reported_paper import kept_of, months
from certificates.reporter_consent import CURRENT, consent_text
from people.erasing import scrub_messages
from people.models import OutboxMessage, User
from people.outbox import post
from people.uploading import kept_with

State = ForgeryReport.State
KIND = "forgery-answer"
MOVES: dict[State, frozenset[State]] = {
    State.NEW: frozenset({State.CHECKING, State.FORGERY, State.GENUINE, State.NO_ANSWER}),
    State.CHECKING: frozenset({State.FORGERY, State.GENUINE, State.NO_ANSWER}),
    # What was said too early is looked at once more, and answered once more.
    State.FORGERY: frozenset({State.CHECKING}),
    State.GENUINE: frozenset({State.CHECKING}),
    State.NO_ANSWER: frozenset({State.CHECKING}),
}


@dataclass(frozen=True)
class Reporter:
    """What somebody says of themselves; nothing is fine."""

    name: str = ""
    email: str = ""
    agrees: bool = False

    @property
    def is_told(self) -> bool:
        return bool(self.name or self.email)


@transaction.atomic
def report(
    *,
    code: str,
    wrong: str,
    text: str,
    reporter: Reporter,
    language: str,
    file: File[bytes] | None = None,
    now: datetime | None = None,
) -> ForgeryReport:
    """Keep what somebody says; the same for a code that exists, one that does not and one that is withheld."""
    at = now or timezone.now()
    if wrong == ForgeryReport.Wrong.OTHER and not text.strip():
        raise ValidationError({"text": _("Say in a few words what is wrong.")})
    if reporter.is_told and not reporter.agrees:
        raise ValidationError({"agrees": _("Tick this, or leave your name and your address out.")})
    paper = kept_of(file, at) if file is not None else None
    with kept_with([paper] if paper else [], by=None) as uploads:
        return ForgeryReport.objects.create(
            code=code.strip()[:64],
            document=Document.objects.filter(code=normalise(code)).first(),
            wrong=wrong,
            text=text.strip(),
            upload=uploads[0] if uploads else None,
            reporter=reporter.name,
            email=reporter.email.strip().lower(),
            language=language,
            agreed_at=at if reporter.is_told else None,
            **(_consent(language) if reporter.is_told else {}),
            sent_at=at,
        )


@transaction.atomic
def move(report: ForgeryReport, to: str, *, by: User, said: str = "", now: datetime | None = None) -> ForgeryEvent:
    """The one door of its states; what ends the question is answered to who left an address."""
    row = ForgeryReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if to not in MOVES[State(row.state)]:
        raise ValidationError(
            _("The report is in the state “%(state)s”: that cannot be done now."),
            params={"state": row.get_state_display()},
        )
    if to == State.GENUINE and row.email and _is_withheld(row):
        raise ValidationError(
            _(
                "This document is withheld, and the reporter would learn from this answer that it exists. "
                "Choose “It cannot be said”."
            )
        )
    event = ForgeryEvent.objects.create(
        report=row, old=row.state, new=to, by=by, said=said.strip(), at=now or timezone.now()
    )
    row.state = to
    row.save(update_fields=["state"])
    report.state = to
    if not row.is_open and row.email:
        _answer(row, event)
    return event


def _is_withheld(report: ForgeryReport) -> bool:
    """Nobody withholds it or shows it while it is asked."""
    standing = Standing.objects.select_for_update(of=("self",)).filter(document=report.document_id).first()
    return standing is not None and standing.withheld


def sweep_contacts(now: datetime | None = None) -> int:
    """Forget who reported, and the letters to them, when their time is over; what was reported stays."""
    at = now or timezone.now()
    old = ForgeryReport.objects.filter(
        scrubbed_at=None, sent_at__lt=at - months(settings.FORGERY_CONTACT_MONTHS)
    ).exclude(agreed_at=None)
    keys = list(old.values_list("pk", flat=True))
    forget_reporters(keys, now=at)
    return len(keys)


@transaction.atomic
def forget_reporter(report: ForgeryReport, *, by: User, now: datetime | None = None) -> ForgeryEvent:
    """They took their consent back: what they said of themselves goes at once, and what they saw stays."""
    at = now or timezone.now()
    row = ForgeryReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not (row.reporter or row.email):
        raise ValidationError(_("Nobody is named in this report."))
    forget_reporters([row.pk], now=at)
    return ForgeryEvent.objects.create(report=row, old=row.state, new=row.state, by=by, at=at)


@transaction.atomic
def forget_reporters(keys: list[int], *, now: datetime) -> None:
    """Name and address of who sent these reports, there and in the answers to them."""
    ForgeryReport.objects.filter(pk__in=keys).update(reporter="", email="", scrubbed_at=now)
    scrub_messages(answers_to(keys))


def answers_to(keys: list[int]) -> QuerySet[OutboxMessage]:
    events = ForgeryEvent.objects.filter(report__in=keys).values_list("pk", flat=True)
    return OutboxMessage.objects.filter(cause__in=[_cause(pk) for pk in events])


def say_less(letters: QuerySet[OutboxMessage, Any]) -> None:
    """The answer goes out all the same: neither the code nor the organiser's words are in it any more."""
    for letter in letters:
        event = ForgeryEvent.objects.select_related("report").get(pk=int(letter.cause.partition(":")[2]))
        event.report.code = event.said = ""
        with override(event.report.language):
            letter.text = "\n\n".join(_letter(event.report, event))
        letter.html = ""  # made of the same words
        letter.save(update_fields=["text", "html"])


def _consent(language: str) -> dict[str, str]:
    with override(language):
        return {"consent_version": CURRENT, "consent": consent_text()}


def _cause(event: int) -> str:
    return f"{KIND}:{event}"


def _answer(report: ForgeryReport, event: ForgeryEvent) -> None:
    with override(report.language):
        post(
            cause=_cause(event.pk),
            kind=KIND,
            language=report.language,
            subject=_("Your report of a forgery"),
            text="\n\n".join(_letter(report, event)),
            to_email=report.email,
        )


def _letter(report: ForgeryReport, event: ForgeryEvent) -> list[str]:
    day = f"{timezone.localtime(report.sent_at):%d.%m.%Y}"
    code = pretty(normalise(report.code)) if is_valid(report.code) else report.code
    about = {"day": day, "code": code}
    opening = (
        _("On %(day)s you reported a paper with the code %(code)s. Thank you.")
        if code
        else _("On %(day)s you reported a paper. Thank you.")
    )
    found = {
        State.FORGERY: _("We have checked it: the paper that you saw is a forgery. Do not accept it."),
        State.GENUINE: _("We have checked it: the paper that you saw is genuine."),
        State.NO_ANSWER: _("We have checked it and cannot say what the paper is worth: what we know is not enough."),
    }[State(event.new)]
    return [opening % about, found, *([event.said] if event.said else [])]
