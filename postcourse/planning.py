"""From a confirmed result to a plan, once per attempt: the sweep pulls, certificates never know (design §4)."""

from __future__ import annotations

import time
from datetime import datetime

import structlog
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from assessment.models import Attempt, Result
from certificates.models import Document
from postcourse import steps
from postcourse.consulting import new_consultation, withdraw
from postcourse.models import Consultation, ConsultationEvent, Plan
from postcourse.policy import POLICY
from postcourse.steps import Step, step_key
from postcourse.templates_of import newest, template_of
from postcourse.timing import first_free_of, lock

log = structlog.get_logger()


def without_plan() -> QuerySet[Result]:
    """Confirmed results that stand and that nothing was planned for, or that another result was planned for.

    Who failed the retake has no further attempt in this enrolment, so nothing is prepared for.
    """
    standing = Result.objects.current().confirmed().filter(Q(passed=True) | Q(attempt__number=1))
    living = standing.filter(attempt__enrolment__person__erased_at=None)
    return living.exclude(attempt__plan__result=F("pk")).order_by("confirmed_at", "pk")


def sweep(*, seconds: float = 50, now: datetime | None = None) -> int:
    """Plan what is owed, until the next sweep is near; however many cannot be planned, the others are."""
    made, deadline = 0, time.monotonic() + seconds
    end_needless_preparation(now=now or timezone.now())
    for pk in list(without_plan().values_list("pk", flat=True)):
        if time.monotonic() > deadline:
            break
        try:
            result = Result.objects.select_related("attempt__enrolment__cohort__trainer").get(pk=pk)
            plan_for(result, now=now or timezone.now())
            made += 1
        except Exception as error:
            log.error("support_not_planned", result=pk, error=type(error).__name__)
    return made


def end_needless_preparation(*, now: datetime) -> int:
    """Nobody prepares any more for a retake that was not passed, or for one beside a course they have gone on in.

    Who passed it gets a plan of their own, and the preparation ends with that. A talk that was held is still recorded.
    """
    failed = Result.objects.current().confirmed().filter(attempt__number=2, passed=False)
    went_on = Q(plan__attempt__enrolment__continued_by__order__isnull=False)
    over = Q(plan__attempt__enrolment__in=failed.values("attempt__enrolment")) | went_on
    needless = Consultation.objects.open().preparing().filter(over, plan__attempt__number=1)
    ended = 0
    for consultation in needless.exclude(pk__in=Consultation.objects.to_record(now).values("pk")):
        try:
            withdraw(consultation, by=None)
            ended += 1
        except ValidationError as refusal:
            log.error("preparation_not_ended", consultation=consultation.pk, error=type(refusal).__name__)
    return ended


def plan_for(result: Result, *, now: datetime) -> Plan:
    """The plan of the attempt, made from this result; called again it changes nothing."""
    attempt = result.attempt
    try:
        with transaction.atomic():
            lock(attempt.enrolment.cohort.trainer)
            plan = Plan.objects.filter(attempt=attempt).select_related("trainer", "template").first()
            if plan is not None and plan.result_id == result.pk:
                return plan
            plan = _replanned(plan, result) if plan else _first(result, now=now)
            wanted = _wanted(result, plan, now=now)
            _withdraw_the_unwanted(plan, wanted)
            _place(plan, wanted)
    except IntegrityError:
        if quicker := Plan.objects.filter(attempt=attempt, result=result).first():
            return quicker
        raise
    log.info("support_planned", plan=plan.pk, kind=plan.kind)
    return plan


def _first(result: Result, *, now: datetime) -> Plan:
    """By the template that is in force now; whatever is written later, this plan keeps to it."""
    _end_preparation(result.attempt)
    enrolment = result.attempt.enrolment
    keeps = {"trainer": enrolment.cohort.trainer, "template": newest(enrolment.programme_id), **_made_from(result)}
    return Plan.objects.create(attempt=result.attempt, created_at=now, **keeps)


def _replanned(plan: Plan, result: Result) -> Plan:
    """An appeal put another result in the place of the one that this was planned from."""
    made = _made_from(result)
    if made["kind"] != plan.kind:  # what was added for the retake is not for the support, nor the other way round
        for row in plan.consultations.filter(kind=Consultation.Kind.ADDED, status=Consultation.Status.PLANNED):
            withdraw(row, by=None)
    for name, value in made.items():
        setattr(plan, name, value)
    plan.save()
    return plan


def _made_from(result: Result) -> dict[str, object]:
    kind = Plan.Kind.SUPPORT if result.passed else Plan.Kind.RETAKE
    document = Document.objects.filter(result=result).order_by("pk").first()
    confirmed_on = timezone.localdate(result.confirmed_at) if result.confirmed_at else result.attested_on
    return {"result": result, "kind": kind, "counted_from": document.issued_on if document else confirmed_on}


def _wanted(result: Result, plan: Plan, *, now: datetime) -> list[Step]:
    earliest = timezone.localdate(now) + POLICY.earliest_after
    if result.passed:
        policy = template_of(plan).policy
        return steps.support(result.criteria, issued_on=plan.counted_from, earliest=earliest, policy=policy)
    return steps.retake(issued_on=plan.counted_from, attested_on=result.attested_on, earliest=earliest)


def _withdraw_the_unwanted(plan: Plan, wanted: list[Step]) -> None:
    """Of what nobody was invited to yet, what no longer follows from the result; all else somebody has chosen."""
    keys = {step.key for step in wanted}
    for row in plan.consultations.following().filter(status=Consultation.Status.PLANNED):
        if step_key(row.kind, row.month, row.criterion) not in keys:
            withdraw(row, by=None)


def _place(plan: Plan, wanted: list[Step]) -> None:
    """Each step on its day, or the next with a free time; what is under way, or was closed by somebody, stays so."""
    cancelled = Consultation.Status.CANCELLED
    closed = ConsultationEvent.objects.filter(consultation__plan=plan, new=cancelled, by__isnull=False)
    gone = Q(status=cancelled) & ~Q(pk__in=closed.values("consultation"))
    there = {step_key(row.kind, row.month, row.criterion) for row in plan.consultations.following().exclude(gone)}
    for step in wanted:
        if step.key not in there:
            new_consultation(
                plan,
                starts_at=first_free_of(plan.trainer, step.day),
                trainer=plan.trainer,
                kind=step.kind,
                month=step.month,
                criterion=step.criterion,
            )


def _end_preparation(attempt: Attempt) -> None:
    """The retake is over: what was planned to prepare for it is not needed."""
    earlier = Consultation.objects.open().preparing().filter(plan__attempt__enrolment=attempt.enrolment_id)
    for consultation in earlier.exclude(plan__attempt=attempt):
        withdraw(consultation, by=None)
