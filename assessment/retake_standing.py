"""Where everybody stands who did not pass: what they have done of a retake, and what stands against one.

Read-only, in a fixed number of queries; the rules that write are in `assessment.retaking`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from assessment.models import Defence, Result, Retake
from assessment.retake_days import days_left, retake_until
from courses.models import Enrolment

Status = Enrolment.Status
# Somebody who left a list before an order admitted them has chosen nothing.
NEVER_CAME = (Status.DECLINED, Status.WITHDRAWN)


class Stage(StrEnum):
    """How far a retake is, from the first wish to its end."""

    OPEN = "open"
    ASKED = "asked"
    ADMITTED = "admitted"
    PLANNED = "planned"
    PASSED = "passed"
    USED = "used"
    ELSEWHERE = "elsewhere"
    OVER = "over"
    UNSIGNED = "unsigned"
    NONE = "none"


@dataclass(frozen=True)
class Standing:
    """One enrolment: the results that count of its attempts, and whatever a second attempt depends on."""

    enrolment: Enrolment
    first: Result | None = None
    second: Result | None = None
    retake: Retake | None = None
    # In the order of which day they stand, and on which days they did not appear, in the second attempt.
    place: Defence | None = None
    absences: Sequence[Defence] = field(default_factory=list)
    # Where they study now, or went on: the next stream, or a transfer.
    elsewhere: Enrolment | None = None

    @property
    def until(self) -> date | None:
        """The last day of a retake; nothing for who has not failed."""
        return retake_until(self.first.attested_on) if self.first and not self.first.passed else None

    def left(self, today: date) -> int | None:
        """How many days follow today until it is over."""
        return days_left(self.first.attested_on, today) if self.first and not self.first.passed else None

    def stage(self, today: date) -> Stage:
        if self.second is not None:
            return Stage.PASSED if self.second.passed else Stage.USED
        if self.place is not None:
            return Stage.PLANNED
        if refusal := self.obstacle_from(today):
            return _STAGES.get(str(refusal.code), Stage.NONE)
        if self.retake is None:
            return Stage.OPEN
        return Stage.ADMITTED if self.retake.admitted_at else Stage.ASKED

    def obstacle_from(self, today: date) -> ValidationError | None:
        """Why no retake can be had from today on; nothing where one can, be it from tomorrow."""
        on = max(today, self.first.attested_on + timedelta(days=1)) if self.first else today
        return self.obstacle(on, today=today)

    def obstacle(self, on: date, *, today: date) -> ValidationError | None:
        """Why nobody retakes on that day, as a sentence that says what remains; nothing where it is possible."""
        person = self.enrolment.person
        if refusal := self._not_theirs():
            return refusal
        if self.second is not None:
            sentence = _("%(person)s has used the retake on %(day)s: it is possible once. What remains is the "
                         "assessment with the next stream.")  # fmt: skip
            return _refusal(sentence, "used", person=person, day=_day(self.second.attested_on))
        if self.elsewhere is not None:
            sentence = _("%(person)s goes on in the cohort “%(cohort)s” and is assessed there: either the retake or "
                         "the next stream is chosen.")  # fmt: skip
            where = self.elsewhere
            return _refusal(sentence, "elsewhere", person=person, cohort=where.cohort, enrolment=where.pk)
        return self._too_early(on) or self._too_late(on, today)

    def _not_theirs(self) -> ValidationError | None:
        """That the enrolment is not one of who did not pass."""
        person, status = self.enrolment.person, self.enrolment.status
        if person.erased_at:
            return _refusal(_("The data of this person were erased (%(person)s)."), "erased", person=person)
        if status == Status.PASSED:
            return _refusal(_("%(person)s has passed: there is nothing to retake."), "passed", person=person)
        if status == Status.TRANSFERRED:
            sentence = _("%(person)s was transferred and is assessed in the other cohort: there is no retake here.")
            return _refusal(sentence, "transferred", person=person)
        if status == Status.EXPELLED:
            sentence = _("%(person)s was expelled: there is no retake. Whoever wants to come again applies to another "
                         "cohort.")  # fmt: skip
            return _refusal(sentence, "expelled", person=person)
        if status != Status.NOT_PASSED or self.first is None or self.first.passed:
            sentence = _("A retake is for those who did not pass: the status of %(person)s is “%(status)s”.")
            return _refusal(sentence, "not_failed", person=person, status=self.enrolment.get_status_display())
        return None

    def _too_early(self, on: date) -> ValidationError | None:
        first = self.first
        if first is None:
            return None
        what = {"person": self.enrolment.person, "day": _day(first.attested_on)}
        if first.confirmed_at is None:
            sentence = _(
                "The head has not signed the result of %(person)s of %(day)s yet: the retake comes after that."
            )
            return _refusal(sentence, "unsigned", **what)
        if on <= first.attested_on:
            sentence = _("%(person)s did not pass on %(day)s: the retake is on a later day.")
            return _refusal(sentence, "too_early", **what)
        return None

    def _too_late(self, on: date, today: date) -> ValidationError | None:
        until = self.until
        if until is None or on <= until:
            return None
        what = {"person": self.enrolment.person, "until": _day(until), "day": _day(on)}
        if today > until:
            sentence = _("The retake of %(person)s was possible until %(until)s, twelve months from the failed "
                         "attestation. What remains is the assessment with the next stream.")  # fmt: skip
            return _refusal(sentence, "over", **what)
        sentence = _("%(day)s is too late for %(person)s: the retake is possible until %(until)s, twelve months from "
                     "the failed attestation. Choose an earlier day; after it the next stream remains.")  # fmt: skip
        return _refusal(sentence, "too_late", **what)


_STAGES = {"used": Stage.USED, "elsewhere": Stage.ELSEWHERE, "over": Stage.OVER, "unsigned": Stage.UNSIGNED}


def standing_of(enrolment: Enrolment) -> Standing:
    return standings_of([enrolment])[0]


def standings_of(enrolments: Iterable[Enrolment]) -> list[Standing]:
    """In the order given; four queries, however many. The rows bring their person and cohort."""
    rows = list(enrolments)
    keys = [row.pk for row in rows]
    results: dict[tuple[int, int], Result] = {}
    for result in Result.objects.current().filter(attempt__enrolment__in=keys).select_related("attempt"):
        results[result.attempt.enrolment_id, result.attempt.number] = result
    retakes = {row.enrolment_id: row for row in Retake.objects.filter(enrolment__in=keys).select_related("asked_by")}
    places, absences = _places(keys)
    elsewhere = _elsewhere(rows)
    return [
        Standing(
            row,
            results.get((row.pk, 1)),
            results.get((row.pk, 2)),
            retakes.get(row.pk),
            places.get(row.pk),
            absences[row.pk],
            elsewhere.get(row.pk),
        )
        for row in rows
    ]


def _places(keys: Sequence[int]) -> tuple[dict[int, Defence], defaultdict[int, list[Defence]]]:
    again = Defence.objects.filter(attempt__enrolment__in=keys, attempt__number=2)
    places: dict[int, Defence] = {}
    absences: defaultdict[int, list[Defence]] = defaultdict(list)
    for row in again.select_related("day", "attempt").order_by("day__held_on", "pk"):
        if row.is_pending:
            places[row.attempt.enrolment_id] = row
        elif row.is_absent:
            absences[row.attempt.enrolment_id].append(row)
    return places, absences


def _elsewhere(rows: Sequence[Enrolment]) -> dict[int, Enrolment]:
    """Where they study on the same programme, on whichever of their records; else where this enrolment went on."""
    humans = {row.pk: row.person.merged_into_id or row.person_id for row in rows}
    people = set(humans.values())
    programmes = {row.programme_id for row in rows}
    active = Q(status__in=Enrolment.ACTIVE, programme__in=programmes)
    theirs = active & (Q(person__in=people) | Q(person__merged_into__in=people))
    went_on = Q(continues__in=humans) & ~Q(status__in=NEVER_CAME, order=None)
    others = list(Enrolment.objects.filter(theirs | went_on).select_related("cohort", "person").order_by("pk"))
    found: dict[int, Enrolment] = {}
    for row in rows:
        for other in others:
            same = (other.person.merged_into_id or other.person_id) == humans[row.pk]
            studies = same and other.is_active and other.programme_id == row.programme_id and other.pk != row.pk
            if studies or other.continues_id == row.pk:
                found[row.pk] = other
    return found


def _refusal(sentence: str, code: str, **params: object) -> ValidationError:
    return ValidationError(sentence, code=code, params=params)


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
