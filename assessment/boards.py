"""The board of a day: who has submitted what, in counts only; and the spread of one defence, once it may be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.judging import Judgement, Seat, judgements_of
from assessment.models import CommissionMember, Defence, DefenceDay, Sheet
from assessment.scales import Sign, chart_bands, sign_of, signs_of
from assessment.spread_page import spread_picture
from people import charts


@dataclass(frozen=True)
class BoardLine:
    """One participant: how far each member is, and what the chair can do next."""

    judgement: Judgement
    sign: Sign | None
    excused: dict[int, Sheet]
    # One for each column of the board; empty under a third member who was not asked for this defence.
    cells: Sequence[tuple[CommissionMember, Seat | None]] = ()

    @property
    def defence(self) -> Defence:
        return self.judgement.defence

    @property
    def is_begun(self) -> bool:
        return any(seat.given or seat.is_submitted for seat in self.judgement.seats)

    @property
    def is_heard(self) -> bool:
        """Somebody has submitted a sheet, so the participant was there."""
        return any(seat.is_submitted for seat in self.judgement.seats)

    @property
    def waits_for_coursework(self) -> bool:
        """The commission has spoken, but the trainer has not given all points for the work during the course."""
        return self.is_heard and bool(self.judgement.uncounted) and not self.judgement.waiting


@dataclass(frozen=True)
class Board:
    day: DefenceDay
    members: Sequence[CommissionMember]
    lines: Sequence[BoardLine]

    @property
    def decided(self) -> int:
        return sum(not line.defence.is_pending for line in self.lines)

    @property
    def ready(self) -> list[BoardLine]:
        """Those that the chair can finalise with one button."""
        return [line for line in self.lines if line.judgement.is_ready and not line.judgement.is_flagged]

    @property
    def flagged(self) -> list[BoardLine]:
        return [line for line in self.lines if line.judgement.is_ready and line.judgement.is_flagged]

    @property
    def totals(self) -> list[int]:
        """The totals that are final."""
        return [
            line.judgement.grade.total
            for line in self.lines
            if line.judgement.grade and line.defence.outcome == Defence.Outcome.DEFENDED
        ]

    @property
    def bands(self) -> list[charts.Band]:
        return chart_bands(self.lines[0].judgement.bands) if self.lines else []

    @property
    def spreads(self) -> list[charts.Spread]:
        """The members' totals of all that all have submitted, for the picture of the chair."""
        return [spread_picture(line.judgement) for line in self.lines if line.judgement.grade]


def board_of(day: DefenceDay) -> Board:
    judgements = judgements_of(day)
    members = list(CommissionMember.everyone.filter(day=day).chair_first())
    return Board(day, members, [_line(judgement, members) for judgement in judgements])


def _line(judgement: Judgement, members: Sequence[CommissionMember]) -> BoardLine:
    final = judgement.grade if judgement.defence.outcome == Defence.Outcome.DEFENDED else None
    sign = sign_of(signs_of(judgement.bands), final.total) if final else None
    excused = {sheet.member_id: sheet for sheet in judgement.defence.sheets.all() if sheet.excused_at}
    seats = {seat.member.pk: seat for seat in judgement.seats}
    return BoardLine(judgement, sign, excused, [(member, seats.get(member.pk)) for member in members])
