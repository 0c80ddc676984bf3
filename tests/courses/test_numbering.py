"""Numbers without gaps: taken with their paper, lost with it, and never given twice."""

from __future__ import annotations

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from courses.models import Counter, Order
from courses.numbering import next_number, set_first_number
from courses.ordering import issue_order
from tests.cast import aigul, make_cohort, make_order

HANDS, EACH = 6, 8


@pytest.mark.django_db
def test_kinds_and_years_count_for_themselves() -> None:
    taken = [next_number(kind, year) for kind, year in [("a", 2026), ("a", 2026), ("b", 2026), ("a", 2027)]]
    assert taken == [1, 2, 1, 1]


@pytest.mark.django_db
def test_a_paper_that_is_not_written_takes_no_number() -> None:
    with transaction.atomic():
        next_number("order", 2026)
        transaction.set_rollback(True)
    assert next_number("order", 2026) == 1


@pytest.mark.django_db(transaction=True)
def test_a_number_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        next_number("order", 2026)


@pytest.mark.django_db
def test_a_year_begins_with_its_first_number_once() -> None:
    set_first_number("order", 2026, 214, by=aigul())
    assert [next_number("order", 2026) for _ in range(2)] == [214, 215]
    assert Counter.objects.get().first == 214
    with pytest.raises(ValidationError):
        set_first_number("order", 2026, 300, by=None)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [-1, 0, 100_000, 2**40])
def test_the_first_number_is_one_that_can_be_printed(number: int) -> None:
    with pytest.raises(ValidationError):
        set_first_number("order", 2026, number, by=None)
    assert not Counter.objects.exists()


@pytest.mark.django_db
def test_the_database_refuses_the_same_number_twice() -> None:
    order = make_order(make_cohort())
    with pytest.raises(IntegrityError), transaction.atomic():
        make_order(order.cohort, year=order.year, number=order.number)


@pytest.mark.django_db(transaction=True)
def test_many_hands_at_once_leave_no_gap_and_no_double() -> None:
    cohort = make_cohort()
    gate, failures = threading.Barrier(HANDS), []

    def hand(number: int) -> None:
        try:
            gate.wait()
            for turn in range(EACH):
                try:
                    with transaction.atomic():
                        issue_order(cohort, dated=cohort.starts_on, by=None)
                        if (number + turn) % 3 == 0:
                            raise RuntimeError("torn up")
                except RuntimeError:
                    continue
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    hands = [threading.Thread(target=hand, args=(number,)) for number in range(HANDS)]
    for each in hands:
        each.start()
    for each in hands:
        each.join()
    assert failures == []
    numbers = sorted(Order.objects.values_list("number", flat=True))
    kept = sum((number + turn) % 3 != 0 for number in range(HANDS) for turn in range(EACH))
    assert numbers == list(range(1, kept + 1))
