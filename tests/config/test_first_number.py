"""`manage.py first_number`: a provider that comes in the middle of a year goes on with its own numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import translation
from pytest_django import Settings

from assessment.finalising import record_absence
from assessment.models import Protocol
from certificates.numbers import series_of
from config.management.commands.first_number import KINDS
from courses.models import Counter, Order
from courses.numbering import next_number
from courses.ordering import issue_order
from tests.assessment.scenes import make_day
from tests.cast import aigul, make_cohort
from tests.certificates.issued import certificate, statement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_2026(settings: Settings) -> Iterator[None]:
    settings.DOCUMENTS_ARE_SPECIMENS = False
    with translation.override("en"), time_machine.travel("2026-11-21 12:00+05:00"):
        yield


def order_number(kind: Order.Kind = Order.Kind.ADMISSION) -> int:
    return issue_order(make_cohort(), kind=kind, dated=date(2026, 11, 21), by=None).number


def protocol_number() -> int:
    scene = make_day()
    record_absence(scene.first, valid_reason=False, by=scene.chair)
    return Protocol.objects.get().number


def certificate_number() -> int:
    return certificate().number


def statement_number() -> int:
    return statement().number


def support_number() -> int:
    """A statement of support is issued months after the course; what it takes is the next number of its series."""
    with transaction.atomic():
        return next_number(series_of("support", is_specimen=False), 2026)


NEXT: dict[str, Callable[[], int]] = {
    **{f"order_{kind.value}": partial(order_number, kind) for kind in Order.Kind},
    "protocol": protocol_number,
    "certificate": certificate_number,
    "statement": statement_number,
    "support": support_number,
}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_next_paper_of_its_kind_gets_it(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("first_number", kind, "2026", "214")
    assert capsys.readouterr().out == f"The first {kind} of 2026 gets the number 214.\n"
    assert NEXT[kind]() == 214


def test_each_kind_of_order_that_takes_a_number_can_begin_with_another() -> None:
    kinds = {name for name in KINDS if name.startswith("order")}
    assert kinds == {f"order_{kind.value}" for kind in Order.Kind}
    call_command("first_number", "order_expulsion", "2026", "40")
    assert (order_number(Order.Kind.EXPULSION), order_number(), order_number(Order.Kind.EXPULSION)) == (40, 1, 41)


def test_it_stands_beside_the_number_who_decided_so() -> None:
    organiser = aigul()
    call_command("first_number", "order_transfer", "2026", "214", "--by", organiser.email.upper())
    assert Counter.objects.get().set_by == organiser


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("order_admission", "2026", "300"), "The numbers of 2026 have begun: the next one is 2, and the first can no"),
        (("protocol", "2026", "0"), "The first number must lie between 1 and 99999."),
        (("letter", "2026", "5"), "Error: argument kind: invalid choice: 'letter'"),
        (("order_admission", "3026", "5"), "Error: argument year: invalid choice: 3026"),
        (("protocol", "2026", "5", "--by=nobody@x.example"), "Nobody signs in as nobody@x.example."),
    ],
)
def test_it_is_refused_in_one_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    order_number()
    with pytest.raises(CommandError) as refusal:
        call_command("first_number", *arguments)
    assert str(refusal.value).startswith(sentence)
    assert Counter.objects.count() == 1
