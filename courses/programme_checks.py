"""Whether a programme agrees with itself: where it does not, a discrepancy must tell of it, or the file is refused."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.programme_content import Hours, Programme

FULL_MARKS = 100


def check(programme: Programme) -> None:
    """Refuse a contradiction that the file does not describe, with a sentence that names it."""
    for part in (_check_hours, _check_rubrics, _check_scale, _check_discrepancies):
        part(programme)


def _check_hours(programme: Programme) -> None:
    """Sums that differ from what is printed and declared are allowed only where discrepancy H tells of them."""
    if not any(module.is_attestation for module in programme.modules):
        raise _contradiction(_("no module is marked as the attestation"))
    told = {discrepancy.code for discrepancy in programme.discrepancies}
    sums, printed = programme.sums, programme.printed_totals
    if "H" not in told and (sums != printed or programme.undistributed_hours):
        raise _contradiction(
            _("the modules add up to %(sums)s, the totals say %(printed)s, and %(declared)s hours are declared")
            % {"sums": _spoken(sums), "printed": _spoken(printed), "declared": programme.declared_hours}
        )
    if "H" in told and sums == printed and not programme.undistributed_hours:
        raise _contradiction(_("discrepancy H tells of hours that differ, but they agree"))
    for discrepancy in programme.discrepancies:
        for reading in discrepancy.readings:
            if reading.extra and reading.extra.hours.sum != programme.undistributed_hours:
                raise _contradiction(
                    _("the line that the reading “%(key)s” adds has %(hours)s hours, but %(missing)s are missing")
                    % {"key": reading.key, "hours": reading.extra.hours.sum, "missing": programme.undistributed_hours}
                )


def _check_rubrics(programme: Programme) -> None:
    for rubric in programme.rubrics:
        points = sum(criterion.maximum for criterion in rubric.criteria)
        if points != FULL_MARKS:
            raise _contradiction(
                _("the criteria of the reading “%(reading)s” add up to %(points)s points, not 100")
                % {"reading": rubric.reading, "points": points}
            )
        if any(criterion.maximum % programme.step for criterion in rubric.criteria):
            raise _contradiction(_("a criterion's maximum is no multiple of the step"))
        if all(criterion.stage == "coursework" for criterion in rubric.criteria):
            raise _contradiction(
                _("nothing is left to score at the defence in the reading “%(reading)s”") % {"reading": rubric.reading}
            )


def _check_scale(programme: Programme) -> None:
    floors = [band.floor for band in programme.bands]
    if floors != sorted(set(floors), reverse=True) or floors[-1] != 0 or floors[0] >= FULL_MARKS:
        raise _contradiction(_("the floors of the bands must fall, down to 0"))
    shares = [level.floor_percent for level in programme.levels]
    if shares != sorted(set(shares)) or shares[0] != 0 or shares[-1] >= FULL_MARKS:
        raise _contradiction(_("the floors of the levels must rise, from 0 %"))


def _check_discrepancies(programme: Programme) -> None:
    codes = [discrepancy.code for discrepancy in programme.discrepancies]
    if len(codes) != len(set(codes)):
        raise _contradiction(_("two discrepancies have the same letter"))
    for discrepancy in programme.discrepancies:
        keys = [reading.key for reading in discrepancy.readings]
        if len(keys) != len(set(keys)) or discrepancy.proposed not in keys:
            raise _contradiction(
                _("discrepancy %(code)s must propose one of its readings: %(keys)s")
                % {"code": discrepancy.code, "keys": ", ".join(keys)}
            )
        if discrepancy.code == "R" and sorted(keys) != sorted(rubric.reading for rubric in programme.rubrics):
            raise _contradiction(_("each reading of discrepancy R needs its table of criteria"))


def _spoken(hours: Hours) -> str:
    return f"{hours.lecture} + {hours.practice} + {hours.self_study} = {hours.total}"


def _contradiction(what: str) -> ValidationError:
    return ValidationError(_("The programme file: %(what)s."), code="contradiction", params={"what": what})
