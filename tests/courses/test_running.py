"""A cohort lives by one table; the readings it opened with are its own for ever."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from courses.deciding import decide
from courses.models import Cohort, CohortEvent, Material, ProgrammeVersion, Task
from courses.running import MOVES, NEED_A_REASON, Status, move, obstacle_to, save_cohort
from tests.cast import DECISIONS, aigul, make_cohort, make_enrolment, make_session, make_version

pytestmark = pytest.mark.django_db
LEGAL = [(old, new) for old, allowed in MOVES.items() for new in allowed]
ILLEGAL = [(old, new) for old, new in product(Status, Status) if new not in MOVES[old]]


def decide_all(version: ProgrammeVersion, **instead: str) -> None:
    organiser = aigul()
    for discrepancy in version.discrepancies.all():
        decide(discrepancy, instead.get(discrepancy.code, discrepancy.proposed), by=organiser)


def ready(old: Status, new: Status) -> Cohort:
    """A cohort that nothing stands in the way of."""
    cohort = make_cohort(status=old)
    if new == Status.ENROLLING:
        decide_all(cohort.version)
    if (old, new) == (Status.ENROLLING, Status.RUNNING):
        make_enrolment(cohort)
    return cohort


@pytest.mark.parametrize(("old", "new"), LEGAL)
def test_a_legal_move_is_made_and_written_down(old: Status, new: Status) -> None:
    cohort = ready(old, new)
    assert move(cohort, new, by=None, why="a reason").status == new
    event = CohortEvent.objects.get(cohort=cohort)
    assert (event.old, event.new, event.why) == (old, new, "a reason")


@pytest.mark.parametrize(("old", "new"), ILLEGAL)
def test_an_illegal_move_is_refused(old: Status, new: Status) -> None:
    cohort = make_cohort(status=old)
    with pytest.raises(ValidationError) as refusal:
        move(cohort, new, by=None, why="a reason")
    assert refusal.value.code == "illegal_move"
    assert not CohortEvent.objects.exists()


@pytest.mark.parametrize(("old", "new"), sorted(NEED_A_REASON & set(LEGAL)))
def test_a_step_back_and_a_cancellation_need_a_reason(old: Status, new: Status) -> None:
    with pytest.raises(ValidationError) as refusal:
        move(ready(old, new), new, by=None)
    assert refusal.value.code == "no_reason"


def test_an_undecided_discrepancy_keeps_the_cohort_closed_and_is_named() -> None:
    cohort = make_cohort(status=Status.DRAFT)
    decide_all(cohort.version)
    cohort.version.discrepancies.get(code="R").decisions.all().delete()
    with pytest.raises(ValidationError) as refusal:
        move(cohort, Status.ENROLLING, by=None)
    assert refusal.value.code == "undecided"
    assert " R " in f" {refusal.value.messages[0].replace('.', ' ')} "


def test_an_opened_cohort_keeps_its_readings_whatever_is_decided_later() -> None:
    version = make_version()
    h = version.discrepancies.get(code="H")
    h.readings = [*h.readings, {"key": "add_line", "text_kk": "", "text_ru": "", "text_en": ""}]
    h.save()
    decide_all(version)
    first = move(make_cohort(version=version, status=Status.DRAFT, decisions={}), Status.ENROLLING, by=None)
    decide(h, "add_line", by=first.version.discrepancies.get(code="V").decisions.get().decided_by)
    second = move(make_cohort(version=version, status=Status.DRAFT, decisions={}), Status.ENROLLING, by=None)
    first.refresh_from_db()
    assert (first.decisions, second.decisions) == (DECISIONS, {**DECISIONS, "H": "add_line"})


@pytest.mark.parametrize(
    ("old", "new", "inside", "code"),
    [
        (Status.ENROLLING, Status.RUNNING, "applied", "nobody_admitted"),
        (Status.DEFENDING, Status.CLOSED, "applied", "no_outcome"),
        (Status.DEFENDING, Status.CLOSED, "admitted", "no_outcome"),
        (Status.ENROLLING, Status.CANCELLED, "applied", "people_inside"),
        (Status.RUNNING, Status.CANCELLED, "on_hold", "people_inside"),
    ],
)
def test_people_stand_in_the_way(old: Status, new: Status, inside: str, code: str) -> None:
    cohort = make_cohort(status=old)
    make_enrolment(cohort, status=inside)
    with pytest.raises(ValidationError) as refusal:
        move(cohort, new, by=None, why="a reason")
    assert refusal.value.code == code


@pytest.mark.parametrize("inside", ["declined", "withdrawn", "on_hold"])
def test_those_who_left_or_wait_do_not_keep_a_cohort_open(inside: str) -> None:
    cohort = make_cohort(status=Status.DEFENDING)
    make_enrolment(cohort, status=inside)
    assert obstacle_to(cohort, Status.CLOSED) is None


def test_an_open_cohort_cannot_change_its_version() -> None:
    cohort = make_cohort()
    cohort.version = make_version()
    with pytest.raises(ValidationError) as refusal:
        save_cohort(cohort, by=None)
    assert refusal.value.code == "version"


def furnish(cohort: Cohort, what: str) -> None:
    module = cohort.version.modules.first()
    assert module is not None
    if what == "sessions":
        make_session(cohort)
    elif what == "materials":
        Material.objects.create(cohort=cohort, module=module, kind="reading", title="Заң")
    elif what == "tasks":
        Task.objects.create(cohort=cohort, module=module, kind="task", title="Талдау", due_on=cohort.ends_on)


@pytest.mark.parametrize("what", ["sessions", "materials", "tasks", ""])
def test_a_draft_changes_its_version_only_while_nothing_hangs_on_it(what: str) -> None:
    cohort = make_cohort(status=Status.DRAFT)
    old, new = cohort.version, make_version()
    furnish(cohort, what)
    cohort.version = new
    if not what:
        assert save_cohort(cohort, by=None).version == new
        return
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        save_cohort(cohort, by=None)
    assert refusal.value.message_dict == {
        "version": [
            f"The cohort stays on its version of the programme, because it already has: {what}."
            " For another version make a new cohort."
        ]
    }
    cohort.refresh_from_db()
    assert cohort.version == old
    cohort.place = "Астана"
    assert save_cohort(cohort, by=None).place == "Астана"


@pytest.mark.parametrize("status", [Status.CLOSED, Status.CANCELLED])
def test_a_cohort_that_is_over_is_not_changed(status: Status) -> None:
    cohort = make_cohort(status=status)
    cohort.place = "305"
    with pytest.raises(ValidationError) as refusal:
        save_cohort(cohort, by=None)
    assert refusal.value.code == "over"


def test_a_form_left_open_does_not_turn_the_status_back() -> None:
    stale = make_cohort(status=Status.RUNNING)
    move(stale, Status.DEFENDING, by=None)
    stale.place = "305"
    saved = save_cohort(stale, by=aigul())
    assert (saved.status, saved.place) == (Status.DEFENDING, "305")


def test_the_database_refuses_a_cohort_that_ends_before_it_begins() -> None:
    cohort = make_cohort()
    with pytest.raises(IntegrityError), transaction.atomic():
        Cohort.objects.filter(pk=cohort.pk).update(ends_on=date(2000, 1, 1))
