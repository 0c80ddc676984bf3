"""Points of the coursework criteria: suggested by the marks of the tasks, confirmed or changed by the trainer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.grading import HALVES, TWELFTHS, to_halves, to_points
from assessment.models import CourseworkMark, Criterion, Defence, Result, Sheet
from assessment.recording import remove_by, save_by
from assessment.rules import rules_of
from assessment.suggesting import suggestions_for
from courses.half_points import in_words
from courses.locking import lock_with_person
from courses.models import Enrolment
from people.models import User

LONGEST_REASON = 300  # letters
# Whose points may be given: a result that stands is changed by an appeal only.
OPEN = (Enrolment.Status.ADMITTED, Enrolment.Status.ON_HOLD)


def coursework_of(enrolments: Iterable[Enrolment]) -> dict[int, dict[int, int]]:
    """Halves by criterion, by the key of the enrolment; in one query."""
    keys = {enrolment.pk for enrolment in enrolments}
    found: dict[int, dict[int, int]] = {key: {} for key in keys}
    for mark in CourseworkMark.objects.filter(enrolment__in=keys):
        found[mark.enrolment_id][mark.criterion_id] = to_halves(mark.points)
    return found


def as_decided(defence: Defence, criteria: Iterable[Criterion]) -> dict[int, int]:
    """Halves by criterion that the result of a defence rests on: a correction changes those of the trainer afterwards.
    Empty without a result.
    """
    result: Result | None = getattr(defence, "result", None)
    rows = zip(criteria, result.criteria if result else (), strict=False)
    return {each.pk: int(row["twelfths"]) * HALVES // TWELFTHS for each, row in rows if each.is_coursework}


@transaction.atomic
def give(
    enrolment: Enrolment,
    criterion: Criterion,
    *,
    halves: int,
    reason: str = "",
    seen: int | None = None,
    as_suggested: bool = False,
    by: User,
    now: datetime | None = None,
) -> CourseworkMark:
    """Confirm the suggested points or give others, with the reason in words.

    `seen` are the halves that the trainer had before the eyes (-1: none): somebody else's newer mark is not
    overwritten unread. The same points once more change nothing. `as_suggested` are given only as long as the tasks
    suggest them.
    """
    row = _locked(enrolment)
    chosen, reason = _criterion(row, criterion), reason.strip()
    mark = CourseworkMark.objects.filter(enrolment=row, criterion=chosen).select_related("given_by").first()
    # Before the question what was seen: an answer that was lost on its way is asked for once more. Who has seen these
    # points takes the reason away knowingly.
    is_same = mark is not None and to_halves(mark.points) == halves
    if mark is not None and is_same and (reason == mark.reason or (not reason and seen != halves)):
        return mark
    _require_seen(mark, seen)
    _require_open(row)
    _require_in_range(chosen, halves)
    _require_short(reason)
    suggested = suggestions_for([row], [chosen])[row.pk][chosen.pk].halves
    if as_suggested and suggested is None:
        raise ValidationError(
            _("%(person)s: the tasks no longer suggest any points."),
            code="not_suggested",
            params={"person": row.person},
        )
    _require_reason(row, mark, halves=halves, suggested=suggested, reason=reason)
    mark = mark or CourseworkMark(enrolment=row, criterion=chosen)
    mark.points, mark.maximum = to_points(halves), chosen.maximum
    mark.suggested = None if suggested is None else to_points(suggested)
    mark.reason, mark.given_by, mark.given_at = reason, by, now or timezone.now()
    save_by(mark, by)
    return mark


@transaction.atomic
def take_back(
    enrolment: Enrolment, criterion: Criterion, *, seen: int | None = None, only_own: bool = False, by: User
) -> None:
    """Empty the place again, as long as nobody on the commission has submitted a sheet that counts with it.

    `only_own`: points that somebody else has given are not meant, were they the same.
    """
    row = _locked(enrolment)
    mark = CourseworkMark.objects.filter(enrolment=row, criterion=criterion).select_related("given_by").first()
    if mark is None:
        return
    _require_seen(mark, seen)
    if only_own and mark.given_by_id != by.pk:
        raise _given_meanwhile(mark)
    _require_open(row)
    if is_counted(row):
        raise ValidationError(
            _("%(person)s: a member of the commission has submitted a sheet that counts with these points. "
              "They can be changed, with a reason, but not left empty."),
            code="counted",
            params={"person": row.person},
        )  # fmt: skip
    remove_by(mark, by)


def is_counted(enrolment: Enrolment) -> bool:
    """Somebody on the commission has submitted a sheet, and saw a total that these points are part of."""
    return Sheet.objects.filter(defence__attempt__enrolment=enrolment, submitted_at__isnull=False).exists()


def _locked(enrolment: Enrolment) -> Enrolment:
    """The enrolment and its defences: no sheet is submitted between the question for a reason and the saving."""
    row = lock_with_person(enrolment)
    list(Defence.objects.select_for_update(of=("self",)).filter(attempt__enrolment=row).order_by("pk"))
    return row


def _criterion(enrolment: Enrolment, criterion: Criterion) -> Criterion:
    found = rules_of(enrolment.cohort).rubric.criteria.of_coursework().filter(pk=criterion.pk).first()
    if found is None:
        raise ValidationError(
            _("This criterion is not one of those that are scored during the course."), code="unknown_criterion"
        )
    return found


def _require_seen(mark: CourseworkMark | None, seen: int | None) -> None:
    there = -1 if mark is None else to_halves(mark.points)
    if seen is None or seen == there:
        return
    if mark is None:
        raise ValidationError(_("Somebody has emptied this place meanwhile."), code="changed")
    raise _given_meanwhile(mark)


def _given_meanwhile(mark: CourseworkMark) -> ValidationError:
    return ValidationError(
        _("%(who)s has given %(points)s points meanwhile: look at them, then decide."),
        code="changed",
        params={"who": mark.given_by, "points": in_words(mark.points)},
    )


def _require_open(enrolment: Enrolment) -> None:
    if Result.objects.filter(attempt__enrolment=enrolment).exists():
        raise ValidationError(
            _("%(person)s has a result: it is changed by an appeal or a correction only."),
            code="decided",
            params={"person": enrolment.person},
        )
    if enrolment.status not in OPEN:
        raise ValidationError(
            _("%(person)s does not study in the cohort now: “%(status)s”."),
            code="not_admitted",
            params={"person": enrolment.person, "status": enrolment.get_status_display()},
        )


def _require_in_range(criterion: Criterion, halves: int) -> None:
    if not 0 <= halves <= to_halves(criterion.maximum):
        raise ValidationError(
            _("“%(criterion)s”: from 0 to %(maximum)s points."),
            code="out_of_range",
            params={"criterion": criterion, "maximum": f"{criterion.maximum.normalize():f}"},
        )
    if halves % to_halves(criterion.step):
        raise ValidationError(
            _("“%(criterion)s”: points are given in steps of %(step)s."),
            code="step",
            params={"criterion": criterion, "step": in_words(criterion.step)},
        )


def _require_short(reason: str) -> None:
    if len(reason) > LONGEST_REASON:
        raise ValidationError(
            _("The reason is longer than %(n)s letters: say it more briefly."),
            code="long_reason",
            params={"n": LONGEST_REASON},
        )


def _require_reason(
    enrolment: Enrolment, mark: CourseworkMark | None, *, halves: int, suggested: int | None, reason: str
) -> None:
    if reason:
        return
    if suggested is not None and suggested != halves:
        raise ValidationError(
            _("The tasks suggest %(points)s points: say in words why you give others."),
            code="no_reason",
            params={"points": in_words(to_points(suggested))},
        )
    if mark is not None and is_counted(enrolment):
        raise ValidationError(
            _("A member of the commission has submitted a sheet that counts with these points: say why they change."),
            code="no_reason",
        )
