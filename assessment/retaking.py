"""The retake: asked for by the participant, admitted to by the organiser, planned as a second attempt (Programme §8).

It is possible once. An absence is no assessment, with or without a valid reason: it is recorded, the attempt is not
used up, and another day may be planned in it until the deadline.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import retake_letters
from assessment.models import Attempt, Defence, DefenceDay, Result, Retake, Review
from assessment.recording import remove_by, save_by
from assessment.retake_days import failed_since
from assessment.retake_standing import Standing, standing_of, standings_of
from courses.locking import lock_with_person
from courses.models import Enrolment
from courses.models.enrolment import EnrolmentQuerySet
from people.models import Person, User

Status = Enrolment.Status
STANDING = (Defence.Outcome.PENDING, Defence.Outcome.DEFENDED)


@transaction.atomic
def ask(enrolment: Enrolment, *, wish: str = "", by: User, now: datetime | None = None) -> Retake:
    """The participant asks to be assessed once more; asked again, the wish is another one."""
    now = now or timezone.now()
    standing = _possible(enrolment, now)
    row = standing.retake or Retake(enrolment=standing.enrolment)
    if row.admitted_at is not None:
        raise ValidationError(_("You are admitted to the retake already: the organiser sets the day."), code="admitted")
    row.wish, row.asked_at, row.asked_by = wish.strip(), row.asked_at or now, row.asked_by or by
    save_by(row, by)
    return row


@transaction.atomic
def admit(enrolment: Enrolment, *, by: User, now: datetime | None = None) -> Retake:
    """The organiser lets them retake, asked or not: from now on they can be put on a defence day."""
    now = now or timezone.now()
    standing = _possible(enrolment, now)
    row = standing.retake or Retake(enrolment=standing.enrolment)
    if row.admitted_at is not None:
        return row
    row.admitted_at, row.admitted_by = now, by
    save_by(row, by)
    retake_letters.tell_admitted(replace(standing, retake=row))
    return row


@transaction.atomic
def take_back(enrolment: Enrolment, *, by: User, also_admission: bool = False) -> None:
    """The wish is taken back; by the organiser the admission, too, as long as no place on a day is planned."""
    standing = standing_of(lock_with_person(enrolment))
    if standing.retake is None:
        return
    if standing.retake.admitted_at is not None and not also_admission:
        raise ValidationError(
            _("You are admitted to the retake already: tell the organiser if you do not want it."), code="admitted"
        )
    if standing.place is not None or standing.second is not None:
        raise ValidationError(
            _("%(person)s stands in the order of a defence day: take them off it first."),
            code="planned",
            params={"person": standing.enrolment.person},
        )
    if standing.retake.admitted_at is None:
        remove_by(standing.retake, by)
        return
    retake_letters.tell_taken_back(standing)
    _end_admission(standing.retake, by=by)


def _end_admission(row: Retake, *, by: User) -> None:
    """Who asked for it still does: only the participant takes the wish back."""
    if row.asked_at is None:
        remove_by(row, by)
        return
    row.admitted_at = row.admitted_by = None
    save_by(row, by)


def awaiting() -> EnrolmentQuerySet:
    """Those who are admitted to a retake that is still possible today, and stand in the order of no day.

    `failed_on` is the day of the failed attestation.
    """
    failed = Result.objects.current().filter(attempt__enrolment=OuterRef("pk"), attempt__number=1, passed=False)
    again = Defence.objects.filter(attempt__enrolment=OuterRef("pk"), attempt__number=2, outcome__in=STANDING)
    rows = Enrolment.objects.filter(~Exists(again), status=Status.NOT_PASSED, retake__admitted_at__isnull=False)
    staying = rows.exclude(continued_by__order__isnull=False)
    dated = staying.annotate(failed_on=Subquery(failed.values("attested_on")[:1]))
    return dated.filter(failed_on__gte=failed_since(timezone.localdate()))


def attempt_for(enrolment: Enrolment) -> Attempt:
    """The attempt that a place on a day is part of: the second of who did not pass."""
    number = 2 if enrolment.status == Status.NOT_PASSED else 1
    return Attempt.objects.get_or_create(enrolment=enrolment, number=number)[0]


def require_retake(enrolment: Enrolment, *, held_on: date) -> None:
    """Refuse who was not admitted to a retake, or could not retake on that day."""
    standing, today = standing_of(enrolment), timezone.localdate()
    if refusal := _obstacle_to_place(standing, held_on, _reviewed([standing]), today=today):
        raise refusal


def refusals_on(
    enrolments: Iterable[Enrolment], days: Collection[date], *, now: datetime
) -> dict[int, dict[date, ValidationError]]:
    """Of those who are to retake, on which of the days they cannot, and why; in as many queries for all as for one."""
    again = [row for row in enrolments if row.status == Status.NOT_PASSED]
    if not again:
        return {}
    standings, today = standings_of(again), timezone.localdate(now)
    reviewed = _reviewed(standings)
    return {
        standing.enrolment.pk: {
            day: refusal for day in days if (refusal := _obstacle_to_place(standing, day, reviewed, today=today))
        }
        for standing in standings
    }


def _obstacle_to_place(
    standing: Standing, held_on: date, reviewed: Collection[int], *, today: date
) -> ValidationError | None:
    if refusal := standing.obstacle(held_on, today=today):
        return refusal
    who = {"person": standing.enrolment.person}
    if standing.retake is None or standing.retake.admitted_at is None:
        sentence = _("%(person)s did not pass: admit them to the retake first, on the page of the results.")
        return ValidationError(sentence, code="not_admitted_again", params=who)
    if standing.first is not None and standing.first.pk in reviewed:
        sentence = _(
            "The commission is asked to decide on the result of %(person)s once more: the retake is planned after that."
        )
        return ValidationError(sentence, code="reviewed", params=who)
    return None


def _reviewed(standings: Iterable[Standing]) -> set[int]:
    """Results on which the commission has still to decide: with a second attempt planned it could not any more."""
    keys = [each.first.pk for each in standings if each.first is not None]
    return set(Review.objects.pending().filter(result__in=keys).values_list("result", flat=True))


def require_in_time(day: DefenceDay, held_on: date) -> None:
    """Refuse another date of a day on which somebody who retakes could not retake any more."""
    again = Enrolment.objects.filter(
        attempts__number=2, attempts__defences__day=day, attempts__defences__outcome=Defence.Outcome.PENDING
    )
    for standing in standings_of(again.select_related("person", "cohort").order_by("pk")):
        if refusal := standing.obstacle(held_on, today=timezone.localdate()):
            raise refusal


def planned_again(failed: QuerySet[Enrolment]) -> ValidationError | None:
    """That one of these stands in the order of a day for the retake: of the two ways one is chosen."""
    places = Defence.objects.pending().filter(attempt__number=2, attempt__enrolment__in=failed.order_by().values("pk"))
    place = places.select_related("day", "attempt__enrolment__person", "attempt__enrolment__cohort").first()
    if place is None:
        return None
    return ValidationError(
        _("%(person)s is to retake with the cohort “%(cohort)s” on %(day)s: of the retake and another stream one is "
          "chosen. Take them off that day first."),
        code="retakes",
        params={
            "person": place.attempt.enrolment.person,
            "cohort": place.attempt.enrolment.cohort,
            "day": f"{place.day.held_on:%d.%m.%Y}",
            "enrolment": place.attempt.enrolment_id,
        },
    )  # fmt: skip


def _possible(enrolment: Enrolment, now: datetime) -> Standing:
    """The enrolment, locked after its person, where a retake is possible from today on."""
    standing = standing_of(lock_with_person(enrolment))
    if standing.place is not None:
        raise ValidationError(
            _("%(person)s already stands in the order of %(day)s."),
            code="planned",
            params={"person": standing.enrolment.person, "day": standing.place.day},
        )
    if refusal := standing.obstacle_from(timezone.localdate(now)):
        raise refusal
    return standing


def two_ways(kept: Person, merged: Person) -> Iterator[str]:
    """Two records of one human: the one is to retake, the other studies on the same programme."""
    for one, other in ((kept, merged), (merged, kept)):
        ones, others = (Person.objects.records_of(each.pk).order_by().values("pk") for each in (one, other))
        places = Defence.objects.pending().filter(attempt__number=2, attempt__enrolment__person__in=ones)
        for place in places.select_related("day", "attempt__enrolment__cohort"):
            enrolment = place.attempt.enrolment
            active = Enrolment.objects.filter(
                person__in=others, programme=enrolment.programme_id, status__in=Enrolment.ACTIVE
            )
            if (found := active.select_related("cohort").first()) is not None:
                yield _(
                    "One record is to retake with “%(one)s” on %(day)s, the other studies in “%(other)s”: take them "
                    "off that day, or end that enrolment first."
                ) % {"one": enrolment.cohort, "day": f"{place.day.held_on:%d.%m.%Y}", "other": found.cohort}
