"""From the rows to the snapshot of an order: the one moment at which anything that it prints is read from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.conf import settings

from courses import order_paper as paper
from courses.models import Cohort, Enrolment, Order
from people.models import Provider, Signatory
from people.written import PaperLanguage, Words

NOTHING = Words(kk="", ru="", en="")
STATUSES: dict[str, Words] = {
    "applied": Words(kk="Өтініш берген", ru="Подал заявку", en="Applied"),
    "admitted": Words(kk="Қабылданған", ru="Зачислен", en="Admitted"),
    "on_hold": Words(kk="Кідіртілген", ru="Приостановлен", en="On hold"),
    "passed": Words(kk="Өтті", ru="Прошёл", en="Passed"),
    "not_passed": Words(kk="Өтпеді", ru="Не прошёл", en="Not passed"),
}
LISTED = ("admitted", "on_hold", "passed", "not_passed")


@dataclass(frozen=True)
class Particulars:
    """What one kind of order says beside the names."""

    target: Cohort | None = None
    carried: int = 0
    marks: int = 0
    reason: str = ""
    decided_on: date | None = None
    minutes: str = ""
    grounds: str = ""


def order_snapshot(order: Order, enrolments: Iterable[Enrolment], particulars: Particulars) -> paper.OrderSnapshot:
    """What the order says; the enrolments come with their person and organisation."""
    cohort, kind = order.cohort, Order.Kind(order.kind)
    decision: paper.Decision | None = None
    if particulars.decided_on:
        decision = {
            "date": particulars.decided_on.isoformat(),
            "number": particulars.minutes,
            "grounds": particulars.grounds,
        }
    return {
        "kind": cast(paper.Kind, kind.value),
        "language": cast(PaperLanguage, cohort.language),
        "specimen": order.is_specimen,
        "number": str(order.number),
        "paper_number": order.paper_number,
        "date": order.dated.isoformat(),
        "cohort": _facts(cohort),
        "target": _facts(particulars.target) if particulars.target else None,
        "programme": _words(cohort.version, "title"),
        "hours": cohort.version.declared_hours,
        "carried": particulars.carried,
        "marks": particulars.marks,
        "reason": particulars.reason,
        "decision": decision,
        "provider": _provider(),
        "head": _head(order.dated),
        "rows": [_row(each, kind) for each in in_order(enrolments)],
    }


def participants_snapshot(
    cohort: Cohort, enrolments: Iterable[Enrolment], *, today: date
) -> paper.ParticipantsSnapshot:
    """The list of those who were admitted, as it stands today."""
    return {
        "language": cast(PaperLanguage, cohort.language),
        "specimen": is_specimen(cohort),
        "date": today.isoformat(),
        "cohort": _facts(cohort),
        "programme": _words(cohort.version, "title"),
        "hours": cohort.version.declared_hours,
        "provider": _provider(),
        "head": _head(today),
        "rows": [_row(each, None) for each in in_order(enrolments)],
    }


def is_specimen(cohort: Cohort) -> bool:
    """Of a demo cohort always, and wherever no public https address answers (design §3.11)."""
    return bool(settings.DOCUMENTS_ARE_SPECIMENS or cohort.is_demo)


def in_order(enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    return sorted(enrolments, key=lambda row: (row.person.name_key, row.pk))


def office_is_empty(day: date) -> bool:
    """Whether a paper of that day would have blank lines for the provider's name or for who signs."""
    return not Provider.objects.exists() or not Signatory.objects.in_office(day).exists()


def _row(enrolment: Enrolment, kind: Order.Kind | None) -> paper.Row:
    agreed = enrolment.agreement_date if kind == Order.Kind.ADMISSION else None
    attested = enrolment.result_date if kind == Order.Kind.COMPLETION else None
    return {
        "name": enrolment.person.full_name,
        "organisation": str(enrolment.organisation),
        "position": enrolment.position,
        "agreed_on": agreed.isoformat() if agreed else "",
        "attested_on": attested.isoformat() if attested else "",
        "status": STATUSES.get(enrolment.status, NOTHING) if kind is None else NOTHING,
    }


def _facts(cohort: Cohort) -> paper.CohortFacts:
    return {"name": cohort.name, "first": cohort.starts_on.isoformat(), "last": cohort.ends_on.isoformat()}


def _provider() -> paper.Provider:
    provider = Provider.objects.first()
    if provider is None:
        return {"name": NOTHING, "city": NOTHING, "bin": ""}
    return {"name": _words(provider, "legal_name"), "city": _words(provider, "city"), "bin": provider.bin}


def _head(day: date) -> paper.Head:
    """The head in office on that day, else who acts for them, else a line to sign on."""
    signatory = Signatory.objects.in_office(day).order_by("is_acting", "-since").first()
    if signatory is None:
        return {"name": "", "capacity": NOTHING, "acting": False}
    return {"name": signatory.name, "capacity": _words(signatory, "capacity"), "acting": signatory.is_acting}


def _words(source: object, name: str) -> Words:
    return Words(kk=getattr(source, f"{name}_kk"), ru=getattr(source, f"{name}_ru"), en=getattr(source, f"{name}_en"))
