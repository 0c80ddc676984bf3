"""An order gets its number on paper afterwards, once: our own number, its date and the rest of its paper stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from courses.models import Order
from courses.order_paper import order_html
from courses.ordering import issue_order, note_paper_number
from tests.cast import aigul, make_cohort, make_enrolment, make_provider

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def english_in_2026() -> Iterator[None]:
    with translation.override("en"), time_machine.travel(datetime(2026, 11, 21, 9, tzinfo=UTC)):
        yield


def order(**fields: Any) -> Order:
    make_provider()
    enrolment = make_enrolment(make_cohort(name="Қараша-1"))
    return issue_order(enrolment.cohort, dated=DAY, enrolments=[enrolment], by=None, **fields)


def test_the_number_of_the_register_on_paper_is_printed_instead_of_ours() -> None:
    made, organiser, now = order(), aigul(), timezone.now()
    assert "№\xa01<" in order_html(made.snapshot)
    noted = Order.objects.get(pk=note_paper_number(made, " 45-қ ", by=organiser, now=now).pk)
    assert (noted.paper_number, noted.paper_number_by, noted.paper_number_at) == ("45-қ", organiser, now)
    assert "№\xa045-қ<" in order_html(noted.snapshot)


def test_nothing_else_of_the_order_changes_and_the_next_one_follows_without_a_gap() -> None:
    made = order()
    noted = note_paper_number(made, "45-қ", by=aigul())
    assert {**noted.snapshot, "paper_number": ""} == made.snapshot
    assert (noted.number, noted.year, noted.dated) == (1, 2026, DAY)
    assert issue_order(made.cohort, dated=DAY, by=None).number == 2


def test_an_order_older_than_its_paper_gets_a_number_and_still_has_no_paper() -> None:
    made = order()
    Order.objects.filter(pk=made.pk).update(snapshot={})
    assert note_paper_number(made, "45-қ", by=aigul()).snapshot == {}


@pytest.mark.parametrize(
    ("before", "number", "sentence"),
    [
        ("9-қ", "45-қ", "This order has its number on paper already: 9-қ."),
        ("", "   ", "Write the number that stands on the paper."),
    ],
)
def test_it_is_written_once_and_not_without_a_number(before: str, number: str, sentence: str) -> None:
    made = order(paper_number=before)
    with pytest.raises(ValidationError) as refusal:
        note_paper_number(made, number, by=aigul())
    assert refusal.value.messages == [sentence]
    assert Order.objects.get(pk=made.pk).paper_number == before


@pytest.mark.usefixtures("in_english")
def test_through_its_page(client: Client) -> None:
    made, organiser = order(), aigul()
    client.force_login(organiser)
    where, orders = reverse("courses:paper_number", args=[made.pk]), reverse("courses:orders", args=[made.cohort_id])
    assert f'href="{where}"' in client.get(orders).content.decode()
    assert client.post(where, {"number": "45-қ"}).headers["Location"] == orders
    page = client.get(orders).content.decode()
    assert (f'href="{where}"' in page, "45-қ" in page, str(organiser) in page) == (False, True, True)
    again = client.post(where, {"number": "46-қ"}).content.decode()
    assert "This order has its number on paper already: 45-қ." in again
    assert Order.objects.get(pk=made.pk).paper_number == "45-қ"
