"""What the register holds on a human: their documents, what happened to each, batches that wait for a signature, and
what they checked themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from certificates import reported, sheets
from certificates.models import BatchItem, BlankUse, Checker, Document, DocumentEvent, ListCheck
from people.held import Held, Line, sentences
from people.human import Human


def held_on(human: Human, *, own: bool) -> list[Held]:
    return [
        Held(_("Documents in preparation"), list(_items(human))),
        Held(_("Issued documents"), list(_documents(human))),
        Held(_("What happened to the documents"), [*_events(human), *_blanks(human)]),
        Held(_("Checks of lists"), [*_as_checker(human), *_list_checks(human)]),
        *sheets.held_on(human),
        *reported.held_on(human, own=own),
    ]


def _items(human: Human) -> Iterator[Line]:
    kinds = dict(Document.Kind.choices)
    rows = BatchItem.objects.filter(result__attempt__enrolment__person__in=human.keys)
    rows = rows.select_related("batch__cohort", "batch__replaces")
    for row in rows.order_by("batch__prepared_at", "pk"):
        batch = row.batch
        facts = (
            (_("Document"), kinds.get(row.kind, row.kind)), (_("State"), batch.get_state_display()),
            (_("Issued in place of"), batch.replaces or ""), (_("Reason"), batch.get_reason_display()),
            (_("Ground"), batch.ground),
        )  # fmt: skip
        yield Line(batch.prepared_at, str(batch), sentences(*facts))


def _documents(human: Human) -> Iterator[Line]:
    rows = Document.objects.filter(person__in=human.keys).select_related("standing", "file", "job", "support_period")
    for row in rows.order_by("issued_on", "pk"):
        standing, file, job = (getattr(row, name, None) for name in ("standing", "file", "job"))
        facts: list[tuple[str, Any]] = [
            (_("Code"), row.pretty_code), (_("State"), standing.get_state_display() if standing else ""),
            (_("Valid through"), row.valid_through), (_("Post-course support"), getattr(row, "support_period", "")),
            (_("Name as printed"), row.snapshot.get("name", {}).get("full")),
            (_("Withheld from the public"), _("yes") if standing and standing.withheld else ""),
            (_("Stored PDF"), file.created_at if file else (job.get_state_display() if job else "")),
        ]  # fmt: skip
        yield Line(row.issued_on, f"{row.get_kind_display()} №\xa0{row}", sentences(*facts))


def _events(human: Human) -> Iterator[Line]:
    rows = DocumentEvent.objects.filter(document__person__in=human.keys).select_related("document", "by")
    for row in rows.order_by("at", "pk"):
        facts = (
            (_("On"), row.happened_on), (_("Reason"), row.get_reason_class_display()), (_("By"), row.by),
        )  # fmt: skip
        yield Line(row.at, f"№\xa0{row.document}: {row.get_kind_display()}", sentences(*facts, text=row.said))


def _blanks(human: Human) -> Iterator[Line]:
    rows = BlankUse.objects.filter(document__person__in=human.keys).select_related("document", "recorded_by")
    for row in rows.order_by("recorded_at", "pk"):
        facts = (_("Blank"), row), (_("By"), row.recorded_by)
        yield Line(row.recorded_at, f"№\xa0{row.document}", sentences(*facts))


def _as_checker(human: Human) -> Iterator[Line]:
    """What they registered with to check lists of codes, and what was done to that."""
    for row in Checker.objects.filter(user__in=human.users).prefetch_related("events__by").order_by("pk"):
        facts = (_("Organisation"), row.organisation), (_("What you check certificates for"), row.purpose)
        yield Line(row.confirmed_at, _("May check lists of codes"), sentences(*facts, text=row.consent))
        for event in row.events.all():
            yield Line(event.at, event.get_kind_display(), sentences((_("By"), event.by), text=event.why))


def _list_checks(human: Human) -> Iterator[Line]:
    for row in ListCheck.objects.filter(checker__user__in=human.users).order_by("at", "pk"):
        yield Line(row.at, _("A list of codes was checked"), sentences((_("Codes"), row.rows)))
