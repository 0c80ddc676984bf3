"""The protocol of a closed day, one for each cohort: numbered, frozen, signed later by the head."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessment import protocol_paper as paper
from assessment.models import CohortRules, CommissionMember, Criterion, Defence, DefenceDay, Protocol, Result
from assessment.rules import rules_of
from courses.models import Cohort
from courses.numbering import next_number
from people.models import Provider, Signatory, User
from people.written import PaperLanguage, Words

OUTCOMES: dict[str, Literal["scored", "absent", "absent_excused"]] = {
    Defence.Outcome.DEFENDED: "scored",
    Defence.Outcome.ABSENT: "absent",
    Defence.Outcome.ABSENT_VALID: "absent_excused",
}


@transaction.atomic
def make_protocol(day: DefenceDay, cohort: Cohort, *, by: User) -> Protocol:
    """Take the next number and freeze what was decided on this day about this cohort; once."""
    if made := Protocol.objects.filter(day=day, cohort=cohort).first():
        return made
    if day.defences.pending().exists():
        raise ValidationError(_("The protocol is made when every participant of the day is decided."), code="undecided")
    specimen = settings.DOCUMENTS_ARE_SPECIMENS or cohort.is_demo
    year = day.held_on.year
    number = next_number("protocol_specimen" if specimen else "protocol", year)
    return Protocol.objects.create(
        day=day,
        cohort=cohort,
        is_specimen=specimen,
        year=year,
        number=number,
        snapshot=snapshot_of(day, cohort, number=str(number), specimen=specimen),
    )


def unsigned_protocols(cohort: Cohort) -> QuerySet[Protocol]:
    """The cohort's protocols that wait for the head's signature."""
    return Protocol.objects.filter(cohort=cohort, signed_at=None).order_by("year", "number", "pk")


@transaction.atomic
def sign_protocols(
    protocols: Iterable[Protocol], *, by: User, now: datetime, signatory: Signatory | None = None
) -> list[Protocol]:
    """The head's signature under exactly these protocols, as far as they wait for one; the snapshot takes the one who
    signed. What has come into being since they were looked at waits for another signature.
    """
    seen = [protocol.pk for protocol in protocols]
    signed = []
    for protocol in Protocol.objects.select_for_update().filter(pk__in=seen, signed_at=None).order_by("pk"):
        if signatory is not None:
            protocol.snapshot = {**protocol.snapshot, "head": _head(signatory)}
        protocol.signed_at, protocol.signed_by = now, by
        protocol.save(update_fields=["snapshot", "signed_at", "signed_by"])
        signed.append(protocol)
    return signed


def snapshot_of(day: DefenceDay, cohort: Cohort, *, number: str | None, specimen: bool) -> paper.ProtocolSnapshot:
    """What the protocol prints, as assessment.protocol_paper wants it; without a number it is a draft."""
    rules = rules_of(cohort)
    members = list(CommissionMember.objects.filter(day=day).chair_first())
    seats = {member.user_id: place for place, member in enumerate(members)}
    signatory = Signatory.objects.in_office(day.held_on).order_by("is_acting", "-since").first()
    return {
        "language": cast(PaperLanguage, cohort.language),
        "specimen": specimen,
        "number": number,
        "date": day.held_on.isoformat(),
        "room": day.room,
        "cohort": cohort.name,
        "programme": _words(cohort.version, "title"),
        "provider": _provider(),
        "commission": [{"name": str(member), "post": "", "chair": member.is_chair} for member in members],
        "criteria": [_criterion(criterion) for criterion in rules.rubric.criteria.all()],
        "bands": _bands(rules),
        "rows": [_row(defence, seats) for defence in _defences(day, cohort)],
        "head": _head(signatory),
    }


def _defences(day: DefenceDay, cohort: Cohort) -> list[Defence]:
    rows = Defence.objects.filter(day=day, attempt__enrolment__cohort=cohort).order_by("order")
    return list(rows.with_people().select_related("result"))


def _row(defence: Defence, seats: dict[int, int]) -> paper.Row:
    enrolment = defence.attempt.enrolment
    result: Result | None = getattr(defence, "result", None)
    row: paper.Row = {
        "name": enrolment.person.full_name,
        "school": str(enrolment.organisation),
        "topic": enrolment.project_topic,
        "outcome": OUTCOMES[defence.outcome],
        "attempt": defence.attempt.number,
        "points": [],
        "exact": "",
        "total": None,
        "band": "",
        "sheets": [],
        "note": defence.outcome_reason,
    }
    if result is None:
        return row
    row |= {
        "points": [each["points"] for each in result.criteria],
        "carried": [each.get("carried", False) for each in result.criteria],
        "exact": f"{result.exact}",
        "total": result.total,
        "band": result.band_key,
        "sheets": [
            {
                "member": seats[each["user"]],
                "points": each["points"],
                "total": each["total"],
                "excused": each["excused"],
            }
            for each in result.members
        ],
        "note": result.spread_reason,
    }
    return row


def _criterion(criterion: Criterion) -> paper.Criterion:
    return {
        "label": _words(criterion, "label"),
        "maximum": f"{criterion.maximum.normalize():f}",
        "coursework": criterion.is_coursework,
    }


def _bands(rules: CohortRules) -> list[paper.Band]:
    return [
        {"key": band.key, "label": _words(band, "label"), "floor": band.floor, "passed": band.passed}
        for band in rules.rubric.bands.all()
    ]


def _provider() -> paper.Provider:
    provider = Provider.objects.first()
    if provider is None:
        raise ValidationError(
            _("The provider is not filled in yet: its name stands on the protocol."), code="no_provider"
        )
    return {"name": _words(provider, "legal_name"), "city": _words(provider, "city"), "bin": provider.bin}


def _head(signatory: Signatory | None) -> paper.Head:
    if signatory is None:
        return {"name": "", "capacity": Words(kk="", ru="", en=""), "acting": False}
    return {"name": signatory.name, "capacity": _words(signatory, "capacity"), "acting": signatory.is_acting}


def _words(source: object, name: str) -> Words:
    return Words(kk=getattr(source, f"{name}_kk"), ru=getattr(source, f"{name}_ru"), en=getattr(source, f"{name}_en"))
