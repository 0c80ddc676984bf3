"""The protocol of a closed day, one for each cohort: numbered, frozen, signed later by the head."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from assessment import protocol_paper as paper
from assessment.models import (
    CohortRules,
    CommissionMember,
    Criterion,
    Defence,
    DefenceDay,
    Protocol,
    Result,
    Sheet,
    ThirdCall,
)
from assessment.rules import rules_of
from assessment.signing import require_signed
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
    signed. Chair and members sign before. What has come into being since they were looked at waits for another
    signature.
    """
    seen = [protocol.pk for protocol in protocols]
    signed = []
    for protocol in Protocol.objects.select_for_update().filter(pk__in=seen, signed_at=None).order_by("pk"):
        require_signed(protocol)
        if signatory is not None:
            protocol.snapshot = {**protocol.snapshot, "head": _head(signatory)}
        protocol.signed_at, protocol.signed_by = now, by
        protocol.save(update_fields=["snapshot", "signed_at", "signed_by"])
        signed.append(protocol)
    return signed


def snapshot_of(day: DefenceDay, cohort: Cohort, *, number: str | None, specimen: bool) -> paper.ProtocolSnapshot:
    """What the protocol prints, as assessment.protocol_paper wants it; without a number it is a draft."""
    rules = rules_of(cohort)
    members = _commission(day, cohort)
    seats = {member.user_id: place for place, member in enumerate(members)}
    spared = _spared(day, cohort)
    signatory = Signatory.objects.in_office(day.held_on).order_by("is_acting", "-since").first()
    return {
        "language": cast(PaperLanguage, cohort.language),
        "specimen": specimen,
        "number": number,
        "date": day.held_on.isoformat(),
        "room": day.room,
        "cohort": cohort.name,
        "programme": words_of(cohort.version, "title"),
        "provider": provider_words(),
        "commission": [_member(member, spared) for member in members],
        "criteria": [_criterion(criterion) for criterion in rules.rubric.criteria.all()],
        "bands": _bands(rules),
        "rows": [_row(defence, seats) for defence in _defences(day, cohort)],
        "head": _head(signatory),
    }


def _commission(day: DefenceDay, cohort: Cohort) -> list[CommissionMember]:
    """Who sat the whole day, and whoever was asked as a third member for somebody of this cohort."""
    asked = ThirdCall.objects.filter(defence__day=day, defence__attempt__enrolment__cohort=cohort).values("member")
    members = CommissionMember.everyone.filter(day=day).filter(Q(called=False) | Q(pk__in=asked))
    return list(members.chair_first())


def _spared(day: DefenceDay, cohort: Cohort) -> set[int]:
    """The members who were excused from every participant of this cohort who was heard: they attest nothing."""
    heard = Defence.objects.filter(day=day, attempt__enrolment__cohort=cohort, outcome=Defence.Outcome.DEFENDED)
    sheets = Sheet.objects.filter(defence__in=heard)
    gave = sheets.filter(submitted_at__isnull=False).values_list("member", flat=True)
    return set(sheets.filter(excused_at__isnull=False).values_list("member", flat=True)) - set(gave)


def _member(member: CommissionMember, spared: set[int]) -> paper.Member:
    return {
        "name": str(member),
        "post": "",
        "chair": member.is_chair,
        "user": member.user_id,
        "called": member.called,
        "signs": member.pk not in spared,
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
    if result.rule == Result.Rule.CONSENSUS:
        names = [who["name"] for who in result.resolution["took_part"]]
        points, total = result.resolution["points"], figure_of(result)
        row["resolved"] = {"rule": "consensus", "who": names, "points": points, "total": total}
    elif result.rule == Result.Rule.THIRD:
        row["resolved"] = {"rule": "third", "who": [result.resolution["name"]], "points": [], "total": ""}
    return row


def figure_of(result: Result) -> str:
    """The exact sum without idle zeros, as the sheets beside it are written."""
    return f"{result.exact.normalize():f}"


def _criterion(criterion: Criterion) -> paper.Criterion:
    return {
        "label": words_of(criterion, "label"),
        "maximum": f"{criterion.maximum.normalize():f}",
        "coursework": criterion.is_coursework,
    }


def _bands(rules: CohortRules) -> list[paper.Band]:
    return [
        {"key": band.key, "label": words_of(band, "label"), "floor": band.floor, "passed": band.passed}
        for band in rules.rubric.bands.all()
    ]


def provider_words() -> paper.Provider:
    provider = Provider.objects.first()
    if provider is None:
        raise ValidationError(
            _("The provider is not filled in yet: its name stands on the protocol."), code="no_provider"
        )
    return {"name": words_of(provider, "legal_name"), "city": words_of(provider, "city"), "bin": provider.bin}


def _head(signatory: Signatory | None) -> paper.Head:
    if signatory is None:
        return {"name": "", "capacity": Words(kk="", ru="", en=""), "acting": False}
    return {"name": signatory.name, "capacity": words_of(signatory, "capacity"), "acting": signatory.is_acting}


def words_of(source: object, name: str) -> Words:
    return Words(kk=getattr(source, f"{name}_kk"), ru=getattr(source, f"{name}_ru"), en=getattr(source, f"{name}_en"))
