"""A member's way through a day: every participant in order, with this member's own marks and nobody else's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from assessment.coursework import as_decided, coursework_of
from assessment.grading import HALVES, to_halves, to_points
from assessment.models import CommissionMember, Defence, DefenceDay, Sheet
from assessment.rules import rules_of_all
from assessment.scales import Scale, Sign, scale_of, sign_of
from assessment.starting import is_to_come, sentence_to_come
from courses.half_points import in_words
from courses.models import Enrolment
from courses.task_marks import Total, marks_by_enrolment, total_of

OPEN, SUBMITTED, EXCUSED, ABSENT, AWAY, EARLY = "open", "submitted", "excused", "absent", "away", "early"


@dataclass(frozen=True)
class Entry:
    """One participant in a member's round, and the member's sheet as it stands."""

    defence: Defence
    place: int
    scale: Scale
    marks: Mapping[int, int]
    stamps: Mapping[int, int]
    state: str
    note: str
    saved_at: datetime | None
    tasks: Total
    # Halves of the coursework criteria that the trainer has given points for, by criterion.
    common: Mapping[int, int]

    @property
    def enrolment(self) -> Enrolment:
        return self.defence.attempt.enrolment

    @property
    def given(self) -> int:
        return len(self.marks)

    @property
    def missing(self) -> int:
        return len(self.scale.cards) - len(self.marks)

    @property
    def is_open(self) -> bool:
        return self.state == OPEN

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def common_halves(self) -> int:
        return sum(self.common.values())

    @property
    def is_counted(self) -> bool:
        """Every criterion has its points, the coursework too: only then the total stands in a band."""
        return self.is_complete and len(self.common) == len(self.scale.coursework)

    @property
    def own_halves(self) -> int:
        return sum(self.marks.values())

    @property
    def sum_halves(self) -> int:
        return self.own_halves + self.common_halves

    @property
    def total(self) -> int:
        """The sum rounded half up, as the band takes it."""
        return (self.sum_halves + 1) // HALVES

    @property
    def is_rounded(self) -> bool:
        return self.sum_halves % HALVES == 1

    @property
    def sign(self) -> Sign:
        return sign_of(self.scale.signs, self.total)

    @property
    def may_fail(self) -> bool:
        """Unfinished, and what is given does not pass yet: no band is named that the rest may still change."""
        return not self.is_counted and not self.sign.passed

    @property
    def slot_text(self) -> str:
        begins, ends = self.defence.slot
        return f"{begins:%H:%M}–{ends:%H:%M}"

    @property
    def tasks_text(self) -> str:
        """What was earned during the course (Programme §8): the trainer's points where the table of criteria has a
        coursework stage, else the marks of the tasks that the commission can rest on; empty without a mark.
        """
        if self.scale.coursework:
            return self._coursework_text()
        if not self.tasks.count:
            return ""
        marks = {"points": in_words(self.tasks.points), "most": in_words(self.tasks.maximum)}
        return _("Tasks of the course: %(points)s of %(most)s points") % marks

    def _coursework_text(self) -> str:
        if len(self.common) < len(self.scale.coursework):
            return _("Coursework: the trainer has not given all points yet")
        points, most = to_points(self.common_halves), to_points(self.scale.coursework_maximum)
        return _("Coursework: %(points)s of %(most)s points") % {"points": in_words(points), "most": in_words(most)}

    @property
    def saved_text(self) -> str:
        return time_format(timezone.localtime(self.saved_at), "H:i") if self.saved_at else ""


@dataclass(frozen=True)
class Round:
    day: DefenceDay
    member: CommissionMember
    entries: Sequence[Entry]
    scales: Mapping[int, Scale]

    def entry(self, pk: int) -> Entry:
        return next(entry for entry in self.entries if entry.defence.pk == pk)

    def beside(self, entry: Entry, step: int) -> Entry | None:
        place = self.entries.index(entry) + step
        return self.entries[place] if 0 <= place < len(self.entries) else None

    @property
    def next_open(self) -> Entry | None:
        return next((entry for entry in self.entries if entry.is_open), None)

    @property
    def complete(self) -> list[Entry]:
        """Open sheets in which nothing is missing: they wait for being submitted."""
        return [entry for entry in self.entries if entry.is_open and entry.is_complete]


def round_of(day: DefenceDay, member: CommissionMember) -> Round:
    """The whole round of a member in a fixed number of queries."""
    own = Sheet.objects.filter(member=member).prefetch_related("marks")
    heard = {"third_call__member": member} if member.called else {}
    defences = list(
        Defence.objects.filter(day=day, **heard)
        .select_related("attempt__enrolment__person", "attempt__enrolment__organisation", "attempt__enrolment__cohort")
        .select_related("result")
        .prefetch_related(Prefetch("sheets", queryset=own, to_attr="own_sheets"))
        .order_by("order")
    )
    rules = rules_of_all(defence.attempt.enrolment.cohort for defence in defences)
    by_cohort = {pk: scale_of(each) for pk, each in rules.items()}
    enrolments = [defence.attempt.enrolment for defence in defences]
    marks, common = marks_by_enrolment(enrolments), coursework_of(enrolments)
    for defence in defences:
        defence.day = day
    entries = [
        _entry(
            defence,
            place,
            by_cohort[defence.attempt.enrolment.cohort_id],
            total_of(marks[defence.attempt.enrolment_id]),
            as_decided(defence, by_cohort[defence.attempt.enrolment.cohort_id].criteria)
            or common[defence.attempt.enrolment_id],
        )
        for place, defence in enumerate(defences, start=1)
    ]
    return Round(day, member, entries, {scale.key: scale for scale in by_cohort.values()})


def as_data(entry: Entry) -> dict[str, Any]:
    """An entry for the page's script: halves and milliseconds, whole numbers only."""
    enrolment = entry.enrolment
    return {
        "id": entry.defence.pk,
        "url": reverse("assessment:score", args=[entry.defence.pk]),
        "when": entry.slot_text,
        "name": enrolment.person.full_name,
        "school": str(enrolment.organisation),
        "topic": enrolment.project_topic,
        "tasks": entry.tasks_text,
        "cohort": enrolment.cohort.name,
        "rubric": entry.scale.key,
        "marks": entry.marks,
        "common": entry.common_halves,
        "counted": len(entry.common) == len(entry.scale.coursework),
        "stamps": entry.stamps,
        "state": entry.state,
        "note": entry.note,
        "saved": entry.saved_text,
    }


def scale_data(scale: Scale) -> dict[str, Any]:
    return {
        "criteria": [
            {
                "id": card.key,
                "number": card.number,
                "max": card.maximum,
                "levels": [[s.level.low, s.level.high, s.level.middle] for s in card.steps],
            }
            for card in scale.cards
        ],
        "bands": [{"floor": sign.floor, "passed": sign.passed, "word": sign.word} for sign in scale.signs],
    }


def milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _entry(defence: Defence, place: int, scale: Scale, tasks: Total, common: Mapping[int, int]) -> Entry:
    sheets: list[Sheet] = getattr(defence, "own_sheets", [])
    sheet = sheets[0] if sheets else None
    marks = list(sheet.marks.all()) if sheet else []
    state, note = _state(defence, sheet)
    return Entry(
        defence,
        place,
        scale,
        {mark.criterion_id: to_halves(mark.points) for mark in marks},
        {mark.criterion_id: milliseconds(mark.tapped_at) for mark in marks},
        state,
        note,
        max((mark.saved_at for mark in marks), default=None),
        tasks,
        common,
    )


def _state(defence: Defence, sheet: Sheet | None) -> tuple[str, str]:
    if defence.is_absent:
        return ABSENT, str(defence.get_outcome_display())
    if sheet is not None and sheet.submitted_at is not None:
        when = time_format(timezone.localtime(sheet.submitted_at), "H:i")
        return SUBMITTED, _("You submitted this sheet at %(time)s. Its marks no longer change.") % {"time": when}
    if sheet is not None and sheet.excused_at is not None:
        return EXCUSED, _("The chair has excused you: %(reason)s") % {"reason": sheet.excused_reason}
    if not defence.attempt.is_open:
        return AWAY, _("Does not study in the cohort now: “%(status)s”.") % {
            "status": defence.attempt.enrolment.get_status_display()
        }
    if is_to_come(defence.day, timezone.now()):
        return EARLY, sentence_to_come(defence.day)
    return OPEN, ""
