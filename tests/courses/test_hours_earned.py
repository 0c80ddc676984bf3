"""Hours earned against the plan: the arithmetic by table, and what the one read makes of a cohort."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.attending import mark
from courses.hours_earned import attendance_of, balance, percent
from courses.models import CarriedHours, Cohort, Enrolment, Session
from tests.cast import daulet, make_cohort, make_enrolment, make_session

NOW = timezone.now().replace(microsecond=0)
KEY = (1, False, "lecture")


@pytest.mark.parametrize(
    ("present", "missed", "carried", "coming", "earned", "lost", "reachable"),
    [
        (0, 0, 0, 8, 0, 0, 8),
        (4, 0, 0, 4, 4, 0, 8),
        (4, 2, 0, 2, 4, 2, 6),
        (10, 0, 0, 0, 8, 0, 8),  # no line gives more than it holds
        (0, 4, 8, 0, 8, 0, 8),  # what was carried makes up for missing the same hours again
        (2, 4, 4, 0, 6, 2, 6),
        (0, 0, 4, 8, 4, 0, 8),
    ],
)
def test_a_line_is_filled_by_presence_then_by_absence_then_by_what_comes(
    present: int, missed: int, carried: int, coming: int, earned: int, lost: int, reachable: int
) -> None:
    result = balance(
        {KEY: 8}, present={KEY: present}, missed={KEY: missed}, carried={KEY: carried}, coming={KEY: coming}
    )
    assert (result.total, result.missed[KEY], result.reachable) == (earned, lost, reachable)
    assert result.total_due == 8


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(0, 0, None), (0, 4, 0), (799, 1000, 79), (3, 3, 100), (2, 3, 66)]
)
def test_percent_never_rounds_up(part: int, whole: int, shown: int | None) -> None:
    assert percent(part, whole) == shown


@pytest.mark.parametrize(
    ("present", "missed", "coming", "minimum", "below"),
    [
        (0, 0, 10, 80, False),  # nothing said yet
        (8, 2, 0, 80, False),  # exactly
        (7, 2, 1, 80, True),  # 77 % so far
        (1, 0, 6, 80, True),  # all so far, but three hours were before the person came
        (4, 1, 5, 80, False),
        (0, 10, 0, None, False),  # no minimum
    ],
)
def test_below_is_by_the_hours_so_far_or_by_what_can_still_be_reached(
    present: int, missed: int, coming: int, minimum: int | None, below: bool
) -> None:
    result = balance({KEY: 10}, present={KEY: present}, missed={KEY: missed}, carried={}, coming={KEY: coming})
    assert result.is_below(minimum) is below


def classes(cohort: Cohort, number: int) -> list[Session]:
    """So many sessions of two hours of practice, the last yesterday."""
    modules = list(cohort.version.modules.all())
    return [
        make_session(cohort, module=modules[n % 6], starts_at=NOW - timedelta(days=number - n)) for n in range(number)
    ]


@pytest.mark.django_db
def test_self_study_counts_when_it_is_marked() -> None:
    enrolment, trainer = make_enrolment(), daulet()
    session = make_session(enrolment.cohort, kind="self_study", starts_at=NOW - timedelta(days=1))
    assert attendance_of(enrolment.cohort, NOW).participants[0].balance.total == 0
    mark(session, enrolment, "present", by=trainer, now=NOW)
    (participant,) = attendance_of(enrolment.cohort, NOW).participants
    account = participant.balance
    assert (account.of_kind(account.earned, "self_study"), account.total, account.total_due) == (2, 2, 76)
    assert account.percent_so_far == 100


@pytest.mark.django_db
def test_hours_by_kind_and_module_with_what_a_transfer_brought() -> None:
    enrolment, trainer = make_enrolment(), daulet()
    first, second, third = classes(enrolment.cohort, 3)
    CarriedHours.objects.create(enrolment=enrolment, module=first.module, kind="lecture", hours=3)
    for session, state in ((first, "present"), (second, "absent"), (third, "excused")):
        mark(session, enrolment, state, by=trainer, now=NOW)
    (participant,) = attendance_of(enrolment.cohort, NOW).participants
    account = participant.balance
    assert {key: n for key, n in account.earned.items() if n} == {
        (first.module_id, False, "practice"): 2, (first.module_id, False, "lecture"): 3,
    }  # fmt: skip
    assert (account.so_far, account.percent_so_far, participant.carried) == (9, 55, 3)


@pytest.mark.django_db
def test_what_is_not_said_yet_is_neither_earned_nor_missed() -> None:
    enrolment, trainer = make_enrolment(), daulet()
    said, unsaid = classes(enrolment.cohort, 2)
    future = make_session(enrolment.cohort, starts_at=NOW + timedelta(days=1))
    mark(said, enrolment, "present", by=trainer, now=NOW)
    seen = attendance_of(enrolment.cohort, NOW)
    (participant,) = seen.participants
    assert participant.marks == {said.pk: "present", unsaid.pk: "", future.pk: ""}
    assert ([each.pk for each in seen.unsaid], participant.balance.percent_so_far) == ([unsaid.pk], 100)
    assert participant.balance.reachable == 76


@pytest.mark.django_db
def test_below_the_minimum_are_only_those_who_await_the_defence() -> None:
    cohort, trainer = make_cohort(minimum_attendance=80), daulet()
    people = [make_enrolment(cohort) for _ in range(3)]
    (session,) = classes(cohort, 1)
    for enrolment, state in zip(people, ("absent", "present", "absent"), strict=True):
        mark(session, enrolment, state, by=trainer, now=NOW)
    Enrolment.objects.filter(pk=people[2].pk).update(status="withdrawn")
    assert [each.enrolment for each in attendance_of(cohort, NOW).below] == [people[0]]


@pytest.mark.django_db
@pytest.mark.parametrize("people", [1, 30])
def test_the_read_costs_the_same_for_one_and_for_thirty(people: int) -> None:
    cohort, trainer = make_cohort(), daulet()
    enrolments = [make_enrolment(cohort) for _ in range(people)]
    sessions = classes(cohort, people)
    for enrolment in enrolments:
        mark(sessions[-1], enrolment, "present", by=trainer, now=NOW)
    cohort = Cohort.objects.select_related("version").get(pk=cohort.pk)
    with CaptureQueriesContext(connection) as asked:
        attendance_of(cohort, NOW)
    assert len(asked) == 7
