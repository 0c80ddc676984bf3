"""Coursework points as they are typed: cell by cell, a block at once, or everything that the tasks suggest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessment.coursework import give, take_back
from assessment.grading import to_halves
from assessment.models import CourseworkMark, Criterion
from courses.half_points import read_points
from courses.models import Cohort, Enrolment
from people.models import User

NOTHING = -1  # halves that say: this place was seen empty


@dataclass(frozen=True)
class Entry:
    """What was typed into one cell; `seen` are the halves that stood there, `NOTHING` where there were none.

    `at_once` are many cells that nobody looked at one by one: only what the tasks suggest is given, and only what the
    same user has given is taken back.
    """

    enrolment: int
    criterion: int
    text: str
    seen: int | None = None
    reason: str = ""
    at_once: bool = False


@dataclass(frozen=True)
class Answer:
    """One cell's own answer: saved, with the points that stand there now, or why not."""

    entry: Entry
    refusal: ValidationError | None = None
    mark: CourseworkMark | None = None


@dataclass(frozen=True)
class Suggested:
    """A suggestion as it was shown when somebody decided to confirm it."""

    enrolment: int
    criterion: int
    halves: int


def read_halves(text: str) -> int | None:
    """`11,5` and `11.5` are 23; nothing where nothing was typed. ValidationError with a sentence for anything else."""
    points = read_points(text)
    if points is None:
        return None
    try:
        return to_halves(points)
    except ValueError as no_halves:
        raise ValidationError(_("Points are given in halves: 11 or 11.5."), code="halves") from no_halves


def enter(
    enrolment: Enrolment,
    criterion: Criterion,
    *,
    text: str,
    reason: str = "",
    seen: int | None = None,
    at_once: bool = False,
    by: User,
    now: datetime | None = None,
) -> CourseworkMark | None:
    """Give the points that were typed; an emptied field takes them back."""
    halves = read_halves(text)
    if halves is None:
        take_back(enrolment, criterion, seen=seen, only_own=at_once, by=by)
        return None
    return give(enrolment, criterion, halves=halves, reason=reason, seen=seen, as_suggested=at_once, by=by, now=now)


def enter_all(cohort: Cohort, entries: Sequence[Entry], *, by: User, now: datetime | None = None) -> list[Answer]:
    """Each cell in a transaction of its own: what is wrong with one keeps none of the others from being saved.

    Members of a commission who score at the same time wait for one cell, never for a whole block.
    """
    enrolments = cohort.enrolments.in_bulk({entry.enrolment for entry in entries})
    criteria = Criterion.objects.in_bulk({entry.criterion for entry in entries})
    return [
        _answer(entry, enrolments.get(entry.enrolment), criteria.get(entry.criterion), by=by, now=now)
        for entry in entries
    ]


def confirm_all(
    cohort: Cohort, cells: Iterable[Suggested], *, by: User, now: datetime | None = None
) -> tuple[list[Suggested], list[Answer]]:
    """Confirm suggestions as they were shown; returns those that this user has confirmed, and the refused with their
    reasons.

    Where the tasks suggest something else by now, or somebody has given points meanwhile, nothing is done.
    """
    chosen = list(cells)
    entries = [
        Entry(each.enrolment, each.criterion, f"{each.halves // 2}{'.5' * (each.halves % 2)}", NOTHING, at_once=True)
        for each in chosen
    ]
    answers = enter_all(cohort, entries, by=by, now=now)
    # The same points that somebody else was quicker to give are theirs: they are not undone with this act.
    own = [
        each for each, answer in zip(chosen, answers, strict=True) if answer.mark and answer.mark.given_by_id == by.pk
    ]
    return own, [answer for answer in answers if answer.refusal is not None]


def take_back_all(cohort: Cohort, cells: Iterable[Suggested], *, by: User) -> tuple[int, list[Answer]]:
    """Undo such a confirmation, as far as nobody has changed the points since; how many places are empty again."""
    entries = [Entry(each.enrolment, each.criterion, "", each.halves, at_once=True) for each in cells]
    answers = enter_all(cohort, entries, by=by)
    refused = [answer for answer in answers if answer.refusal is not None]
    return len(answers) - len(refused), refused


def _answer(
    entry: Entry, enrolment: Enrolment | None, criterion: Criterion | None, *, by: User, now: datetime | None
) -> Answer:
    if enrolment is None or criterion is None:
        return Answer(entry, ValidationError(_("This participant is no longer in the cohort."), code="gone"))
    try:
        mark = enter(
            enrolment, criterion, text=entry.text, reason=entry.reason, seen=entry.seen, at_once=entry.at_once,
            by=by, now=now,
        )  # fmt: skip
    except ValidationError as refusal:
        return Answer(entry, refusal)
    return Answer(entry, mark=mark)
