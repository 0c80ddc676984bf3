"""A member who cannot go on is excused by the chair, with a reason."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessment.excusing import call_back, excuse
from assessment.judging import judgement_of
from assessment.models import Sheet
from tests.assessment.scenes import MARKS, make_day

pytestmark = pytest.mark.django_db


def test_only_the_chair_excuses_and_only_with_a_reason() -> None:
    scene = make_day()
    member = scene.seat(scene.members[1])
    with pytest.raises(PermissionDenied):
        excuse(member, [scene.first], by=scene.members[1], reason="кетіп қалды")
    with pytest.raises(ValidationError) as refusal:
        excuse(member, [scene.first], by=scene.chair, reason="  ")
    assert refusal.value.code == "no_reason"
    assert not Sheet.objects.exists()


def test_submitted_sheets_stay_when_a_member_is_excused_from_the_rest() -> None:
    scene = make_day(participants=3)
    scene.hand_in(scene.members[1], MARKS["85"])
    sheets = excuse(scene.seat(scene.members[1]), scene.defences, by=scene.chair, reason="ауырып қалды")
    assert {sheet.defence_id for sheet in sheets} == {defence.pk for defence in scene.defences[1:]}
    with pytest.raises(ValidationError) as refusal:
        excuse(scene.seat(scene.members[1]), [scene.first], by=scene.chair, reason="ауырып қалды")
    assert refusal.value.code == "nothing_open"


def test_marks_begun_by_an_excused_member_do_not_count() -> None:
    scene = make_day()
    scene.give(scene.members[1], MARKS["0"])
    scene.hand_in(scene.chair, MARKS["85"])
    excuse(scene.seat(scene.members[1]), [scene.first], by=scene.chair, reason="ауырып қалды")
    grade = judgement_of(scene.first).grade
    assert grade is not None
    assert grade.total == 85


def test_nobody_comes_back_to_marks_that_the_chair_has_seen() -> None:
    scene = make_day()
    sheet = excuse(scene.seat(scene.chair), [scene.first], by=scene.chair, reason="туысы")[0]
    scene.hand_in(scene.members[1], MARKS["85"])
    with pytest.raises(ValidationError) as refusal:
        call_back(sheet, by=scene.chair)
    assert refusal.value.code == "spread_open"


def test_when_everybody_is_excused_one_can_be_called_back() -> None:
    scene = make_day()
    for user in scene.members:
        sheet = excuse(scene.seat(user), [scene.first], by=scene.chair, reason="өрт дабылы")[0]
    assert judgement_of(scene.first).grade is None
    assert call_back(sheet, by=scene.chair).is_open


def test_the_database_refuses_a_sheet_both_submitted_and_excused_or_excused_without_a_reason() -> None:
    scene = make_day()
    scene.hand_in(scene.chair, MARKS["85"])
    now = timezone.now()
    with pytest.raises(IntegrityError, match="sheet_not_both"), transaction.atomic():
        Sheet.objects.update(excused_at=now, excused_reason="x")
    with pytest.raises(IntegrityError, match="sheet_excused_iff_reason"), transaction.atomic():
        Sheet.objects.update(submitted_at=None, excused_at=now)
