"""What was agreed at a consultation: written with its record, done once, dropped, never rewritten."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from postcourse import agreeing
from postcourse.agreeing import Agreed
from postcourse.consulting import Status
from postcourse.models import AgreedAction, Consultation
from tests.cast import aigul, daulet
from tests.postcourse.scenes import at, make_invited

pytestmark = pytest.mark.django_db
PLAN = Agreed("Мониторинг кестесін бекіту", date(2026, 12, 1))


def recorded(**said: Any) -> Consultation:
    row = make_invited(trainer=daulet())
    assert row.trainer
    whole = {"to": Status.HELD, "notes": "Мақсат нақтыланды.", "next_step": "Кесте", "agreed": [PLAN], **said}
    return agreeing.record(row, by=row.trainer, now=row.starts_at, **whole)


def test_a_record_keeps_notes_next_step_and_what_is_done_until_when() -> None:
    row = recorded()
    [action] = row.actions.all()
    assert (row.status, row.next_step, action.text, action.due_on) == ("held", "Кесте", PLAN.text, PLAN.due_on)
    assert row.trainer
    again = agreeing.record(
        row, Status.HELD, notes="", next_step="", agreed=[PLAN, Agreed("Есеп")], by=row.trainer, now=row.starts_at
    )
    assert (again.next_step, [each.text for each in again.actions.all()]) == ("Кесте", [PLAN.text, "Есеп"])


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"to": Status.MISSED}, "missed"),
        ({"agreed": [Agreed(str(n)) for n in range(11)]}, "Not more than 10"),
        ({"notes": " "}, "sentence"),
    ],
)
def test_a_refused_record_leaves_neither_record_nor_agreement(said: dict[str, Any], refusal: str) -> None:
    with pytest.raises(ValidationError, match=refusal):
        recorded(**said)
    assert not AgreedAction.objects.exists()
    assert not Consultation.objects.filter(status__in=("held", "missed")).exists()


def test_an_action_is_done_once_and_dropped_only_while_it_is_open() -> None:
    row, organiser = recorded(), aigul()
    action = row.actions.get()
    for _twice in range(2):
        agreeing.settle(action, by=organiser)
    action.refresh_from_db()
    assert (action.done_by, action.is_open) == (organiser, False)
    with pytest.raises(ValidationError, match="settled"):
        agreeing.drop(action, by=organiser)
    agreeing.reopen(action)
    agreeing.drop(action, by=organiser)
    with pytest.raises(ValidationError, match="settled"):
        agreeing.settle(action, by=organiser)
    action.refresh_from_db()
    assert (action.text, action.dropped_by, action.done_at) == (PLAN.text, organiser, None)


@pytest.mark.parametrize(("day", "late"), [("2026-12-01", False), ("2026-12-02", True)])
def test_an_action_is_late_from_the_day_after(day: str, late: bool) -> None:
    with time_machine.travel(at(day), tick=False):
        assert AgreedAction(text="Кесте", due_on=PLAN.due_on).is_late == late
        assert not AgreedAction(text="Кесте").is_late
