"""What the page of a plan shows beside the order: its pauses, what speaks against it, and who knows of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext as _

from assessment.begun import first_to_move
from assessment.conflicts import Hindrance, Ties, hindrances_of, open_pairs, ties_on
from assessment.models import CommissionMember, Defence, DefenceDay
from assessment.publishing import Change, changes_of, obstacle_to_publishing
from courses.clashes import same_room


@dataclass(frozen=True)
class Line:
    """One participant in the order, and the pause before them."""

    defence: Defence
    pause: int
    is_movable: bool


@dataclass(frozen=True)
class PlanPage:
    lines: Sequence[Line]
    hindrances: Sequence[Hindrance]
    remarks: Sequence[str]
    changes: Sequence[Change]
    obstacle: str
    first: int

    @property
    def seen(self) -> str:
        """The order as it is shown, so that nobody overwrites another one unseen."""
        return ",".join(str(line.defence.pk) for line in self.lines)

    @property
    def has_chances(self) -> bool:
        """Whether anybody is left whose time can be changed."""
        return any(line.is_movable for line in self.lines)


def plan_page(day: DefenceDay, order: Sequence[Defence], now: datetime) -> PlanPage:
    """In as many queries for thirty as for one; the order has its people."""
    members = list(day.members.chair_first())
    ties = ties_on(day, members)
    pairs = open_pairs(hindrances_of(day, order, members, ties))
    first = first_to_move(day)
    pauses = {pause.after: pause.minutes for pause in day.rests}
    lines = [
        Line(row, pauses.get(row.order - 1, 0), row.is_pending and row.order >= first and not day.finalised_at)
        for row in order
    ]
    published = day.edition and not day.finalised_at
    return PlanPage(
        lines,
        pairs,
        remarks_of(day, order, members, ties),
        changes_of(day) if published else [],
        "" if day.finalised_at else obstacle_to_publishing(day, now, people=len(order), pairs=len(pairs)),
        first,
    )


def remarks_of(day: DefenceDay, order: Sequence[Defence], members: Sequence[CommissionMember], ties: Ties) -> list[str]:
    """What bars nobody and is worth knowing: a trainer of one's own cohort, another commission in the room."""
    said = []
    for member in members:
        own = sorted(
            {
                str(row.attempt.enrolment.cohort)
                for row in order
                if ties.is_trainee(member.user_id, row.attempt.enrolment)
            }
        )
        if own and not day.trainees_apart:
            said.append(_("%(member)s is the trainer of %(cohorts)s.") % {"member": member, "cohorts": ", ".join(own)})
    if order:
        begins, ends = day.slot(1)[0], day.slot(len(order))[1]
        others = DefenceDay.objects.filter(held_on=day.held_on, finalised_at=None).exclude(pk=day.pk)
        for other in others.annotate(people=Count("defences")):
            last = max(vars(other)["people"], 1)
            if same_room(other.room, day.room) and other.slot(1)[0] < ends and other.slot(last)[1] > begins:
                said.append(_("Another commission sits in the room “%(room)s” at this time.") % {"room": day.room})
    return said
