"""The chair's decision: a defence becomes a frozen result or a recorded absence; the last one closes the day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.consensus import Consensus, require_sound
from assessment.freezing import freeze
from assessment.grading import to_points, to_twelfths
from assessment.judging import Judgement, judgement_of
from assessment.models import ConsensusMark, Defence, DefenceDay, Resolution, Result
from assessment.protocols import make_protocol
from assessment.recording import save_by
from assessment.starting import begin, require_begun
from courses import enrolling
from courses.locking import lock_with_person
from courses.models import Cohort, Enrolment
from people.models import User

Outcome = Defence.Outcome

# One table of legal moves; DEFENDED and an absence on a closed day are final.
MOVES: dict[Outcome, frozenset[Outcome]] = {
    Outcome.PENDING: frozenset({Outcome.DEFENDED, Outcome.ABSENT, Outcome.ABSENT_VALID}),
    Outcome.ABSENT: frozenset({Outcome.PENDING}),
    Outcome.ABSENT_VALID: frozenset({Outcome.PENDING}),
    Outcome.DEFENDED: frozenset(),
}


@transaction.atomic
def finalise(
    defence: Defence,
    *,
    by: User,
    consensus: Consensus | None = None,
    seen: int | None = None,
    now: datetime | None = None,
) -> Result:
    """Freeze the result of a defence, move the enrolment and, after the last one, close the day with its protocols.

    The sheets of all members must be submitted or excused. Totals that lie too far apart are resolved first: by a
    third member (`assessment.calling`), or by what the commission agrees on. `seen` is the mean of the totals, in
    twelfths, that the chair had before the eyes: the trainer may have changed points of the coursework since.
    """
    now = now or timezone.now()
    row = open_defence(defence, by=by, now=now)
    judgement = judgement_of(row)
    require_ready(judgement)
    _require_seen(judgement, seen)
    if judgement.is_flagged:
        _resolve(judgement, consensus, by=by, now=now)
        judgement = judgement_of(row)
    elif consensus is not None:
        raise ValidationError(_("The members' totals do not differ widely: the mean stands."), code="not_flagged")
    result = freeze(judgement, by=by, now=now)
    _decide(row, Outcome.DEFENDED, by=by, now=now)
    _move_enrolment(row, result, by=by)
    _close_if_decided(row.day, by=by, now=now)
    return result


@transaction.atomic
def record_absence(
    defence: Defence, *, valid_reason: bool, reason: str = "", by: User, now: datetime | None = None
) -> Defence:
    """Record that a participant did not appear. It is no result and no zero: the enrolment stays as it is, the attempt
    is not used up, and the organiser decides what follows (another day, a hold, a transfer). A valid reason must be
    said in words.
    """
    now = now or timezone.now()
    row = open_defence(defence, by=by, now=now)
    if valid_reason and not reason.strip():
        raise ValidationError(_("Say what the valid reason is: it is printed in the protocol."), code="no_reason")
    if row.attempt.is_open and row.sheets.filter(submitted_at__isnull=False).exists():
        raise ValidationError(
            _("Marks of %(person)s are already submitted: somebody has heard the defence."),
            code="marks_submitted",
            params={"person": row.attempt.enrolment.person},
        )
    begin(row.attempt.enrolment.cohort, by=by)
    _decide(row, Outcome.ABSENT_VALID if valid_reason else Outcome.ABSENT, by=by, now=now, reason=reason.strip())
    _close_if_decided(row.day, by=by, now=now)
    return row


@transaction.atomic
def take_back_absence(defence: Defence, *, by: User) -> Defence:
    """The participant has come after all, while the day is not closed."""
    row = open_defence(defence, by=by, now=timezone.now())
    _decide(row, Outcome.PENDING, by=by, now=None)
    return row


def confirm(results: Iterable[Result], *, by: User, now: datetime) -> int:
    """Note that the head has signed these results; once, so a second signature changes nothing. Returns how many."""
    keys = [result.pk for result in results]
    return Result.objects.filter(pk__in=keys, confirmed_at=None).update(confirmed_at=now, confirmed_by=by)


def close_if_decided(day: DefenceDay, *, by: User, now: datetime | None = None) -> None:
    """Close a day whose last undecided participant was taken off it."""
    _close_if_decided(day, by=by, now=now or timezone.now())


def open_defence(defence: Defence, *, by: User, now: datetime) -> Defence:
    """The defence of a day that has come and is not closed, for the chair of its commission.

    Both are locked, and before them whose defence it is: whoever leaves the cohort takes them in this order, too.
    """
    lock_with_person(defence.attempt.enrolment)
    day = DefenceDay.objects.select_for_update(of=("self",)).get(pk=defence.day_id)
    row = (
        Defence.objects.select_for_update(of=("self",))
        .select_related("attempt__enrolment__person", "attempt__enrolment__cohort")
        .get(pk=defence.pk)
    )
    row.day = day
    if not day.members.filter(user=by, is_chair=True).exists():
        raise PermissionDenied
    if day.finalised_at is not None:
        raise ValidationError(_("The day is closed and its protocol is made."), code="day_closed")
    require_begun(day, now)
    return row


def _require_seen(judgement: Judgement, seen: int | None) -> None:
    if seen is not None and judgement.grade is not None and seen != to_twelfths(judgement.grade.exact):
        raise ValidationError(
            _("%(person)s: the points of the coursework were changed meanwhile. Look at the total, then decide."),
            code="changed",
            params={"person": judgement.defence.attempt.enrolment.person},
        )


def _resolve(judgement: Judgement, consensus: Consensus | None, *, by: User, now: datetime) -> None:
    """Keep what the commission agreed on; without it nothing stands."""
    if consensus is None:
        raise ValidationError(
            _("%(person)s: the members' totals lie too far apart. Ask a third member, or agree on a consensus."),
            code="spread",
            params={"person": judgement.defence.attempt.enrolment.person},
        )
    require_sound(judgement, consensus)
    resolution = Resolution.objects.create(
        defence=judgement.defence, reason=consensus.reason.strip(), decided_by=by, decided_at=now
    )
    resolution.took_part.set(seat.member for seat in judgement.counted if seat.member.pk in consensus.took_part)
    ConsensusMark.objects.bulk_create(
        ConsensusMark(
            resolution=resolution,
            criterion=criterion,
            points=to_points(consensus.halves[criterion.pk]),
            maximum=criterion.maximum,
        )
        for criterion in judgement.criteria
        if not criterion.is_coursework
    )


def require_ready(judgement: Judgement) -> None:
    """Nothing is decided before every sheet is in, and not twice."""
    person = judgement.defence.attempt.enrolment.person
    if not judgement.defence.is_pending:
        raise ValidationError(_("%(person)s is already decided."), code="decided", params={"person": person})
    if judgement.waiting:
        names = ", ".join(str(seat.member) for seat in judgement.waiting)
        raise ValidationError(
            ngettext(
                "%(person)s: the sheet of %(names)s is not submitted yet.",
                "%(person)s: the sheets of %(names)s are not submitted yet.",
                len(judgement.waiting),
            ),
            code="not_submitted",
            params={"person": person, "names": names},
        )
    if judgement.uncounted and judgement.counted:
        labels = ", ".join(f"“{criterion}”" for criterion in judgement.uncounted)
        raise ValidationError(
            _("%(person)s: the trainer has given no points yet for %(criteria)s."),
            code="no_coursework",
            params={"person": person, "criteria": labels},
        )
    if judgement.grade is None:
        raise ValidationError(
            _("%(person)s: every member is excused, so there is nothing to decide on."),
            code="nobody_scored",
            params={"person": person},
        )


def _move_enrolment(row: Defence, result: Result, *, by: User) -> None:
    """Who fails the retake, too, stays where they are, and the ledger tells of it."""
    enrolment = row.attempt.enrolment
    if row.attempt.is_retake and not result.passed:
        enrolling.fail_again(enrolment, by=by)
        return
    to = Enrolment.Status.PASSED if result.passed else Enrolment.Status.NOT_PASSED
    enrolling.move(enrolment, to, by=by, result_date=row.day.held_on)


def _decide(row: Defence, to: Outcome, *, by: User, now: datetime | None, reason: str = "") -> None:
    old = Outcome(row.outcome)
    if to not in MOVES[old]:
        raise ValidationError(
            _("%(person)s: “%(now)s” cannot become “%(to)s”."),
            code="illegal_move",
            params={"person": row.attempt.enrolment.person, "now": old.label, "to": to.label},
        )
    row.outcome, row.outcome_reason, row.outcome_at = to, reason, now
    row.outcome_by = by if now else None
    save_by(row, by)


def _close_if_decided(day: DefenceDay, *, by: User, now: datetime) -> None:
    if day.finalised_at is not None or not day.defences.exists() or day.defences.pending().exists():
        return
    day.finalised_at = now
    save_by(day, by)
    for cohort in Cohort.objects.filter(enrolments__attempts__defences__day=day).distinct():
        make_protocol(day, cohort, by=by)
