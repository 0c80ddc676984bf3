"""The organiser's and the participant's work through the pages themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.confirming import object_to_name
from courses.models import Cohort, Enrolment, Order
from people.consent import CURRENT
from people.models import Consent, OutboxMessage, User
from tests.cast import aigul, make_cohort, make_enrolment, make_organisation, make_person, make_version, saule

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(client: Client) -> User:
    user = aigul()
    client.force_login(user)
    return user


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


COHORT = {"name": "Қараша-2", "starts_on": "2026-11-02", "ends_on": "20.11.2026", "form": "blended", "language": "kk"}


@time_machine.travel("2026-11-21 12:00+05:00")
def test_a_cohort_is_made_opened_filled_and_admitted(client: Client, organiser: User) -> None:
    version = make_version()
    client.post(reverse("courses:cohort_new"), {**COHORT, "version": version.pk})
    cohort = Cohort.objects.get()
    assert (cohort.status, cohort.starts_on, cohort.ends_on) == ("draft", date(2026, 11, 2), date(2026, 11, 20))
    opening = reverse("courses:cohort_move", args=[cohort.pk, "enrolling"])
    blocked = client.get(opening)
    assert blocked.context["obstacle"].code == "undecided"
    assert reverse("courses:programme", args=[version.pk]) in blocked.content.decode()
    for discrepancy in version.discrepancies.all():
        client.post(reverse("courses:decide", args=[discrepancy.pk]), {"reading": discrepancy.proposed})
    client.post(opening)
    client.post(
        reverse("courses:enrolment_new", args=[cohort.pk]),
        {"iin": "750312190004", "surname": "Ахметова", "given_name": "Сәуле", "language": "kk",
         "email": "saule@mektep.example", "organisation_name": "№ 7 лицей"},
    )  # fmt: skip
    enrolment = Enrolment.objects.get()
    client.post(
        reverse("courses:admission", args=[cohort.pk]),
        {"pick": enrolment.pk, "agreement_date": "2026-11-01", "order_date": "2026-11-01", "paper_number": "45-қ"},
    )
    enrolment.refresh_from_db()
    assert (enrolment.status, enrolment.order) == ("admitted", Order.objects.get(number=1, year=2026))
    assert cohort.history.first().history_user == organiser
    authors = [*cohort.events.values_list("by", flat=True), *enrolment.events.values_list("by", flat=True)]
    assert authors == [organiser.pk] * 3


def test_dates_the_wrong_way_round_are_told_beside_the_field(client: Client, organiser: User) -> None:
    version = make_version()
    response = client.post(reverse("courses:cohort_new"), {**COHORT, "version": version.pk, "ends_on": "2026-11-01"})
    assert list(response.context["form"].errors) == ["ends_on"]


def test_a_warning_is_shown_once_and_then_taken_as_typed(client: Client, organiser: User) -> None:
    cohort = make_cohort()
    address = reverse("courses:enrolment_new", args=[cohort.pk])
    typed = {"iin": "750312190004", "surname": "Ахметова", "given_name": "Сәуле", "language": "kk",
             "organisation_name": "№ 7 лицей"}  # fmt: skip
    first = client.post(address, typed)
    assert (len(first.context["findings"]), Enrolment.objects.count()) == (1, 0)
    client.post(address, {**typed, "seen": "on"})
    assert Enrolment.objects.get().person.surname == "Ахметова"


def test_the_suggested_spelling_is_taken_at_a_press(client: Client, organiser: User) -> None:
    cohort = make_cohort()
    typed = {"iin": "750312190004", "surname": "Aхметова", "given_name": "СӘУЛЕ", "language": "kk",
             "organisation_name": "№ 7 лицей", "email": "saule@mektep.example"}  # fmt: skip
    address = reverse("courses:enrolment_new", args=[cohort.pk])
    assert str(client.post(address, typed).context["suggested"]) == "Ахметова Сәуле"
    client.post(address, {**typed, "mend": "1"})
    assert Enrolment.objects.get().person.full_name == "Ахметова Сәуле"


@pytest.mark.parametrize(
    ("iin", "sentence_of"), [("750312190005", "check_digit"), ("7503121900", "length"), ("65123149067x", "characters")]
)
def test_a_wrong_iin_is_refused_with_its_reason(client: Client, organiser: User, iin: str, sentence_of: str) -> None:
    response = client.post(reverse("courses:enrolment_new", args=[make_cohort().pk]), {"iin": iin})
    assert [error.code for error in response.context["form"].errors.as_data()["iin"]] == [sentence_of]


def test_declining_asks_for_a_reason_and_keeps_it(client: Client, organiser: User) -> None:
    enrolment = make_enrolment(status="applied")
    address = reverse("courses:enrolment_move", args=[enrolment.pk, "declined"])
    assert "why" in client.post(address, {}).context["form"].errors
    client.post(address, {"why": "басқа аймақ"})
    assert list(enrolment.events.values_list("new", "why", "by")) == [("declined", "басқа аймақ", organiser.pk)]


def test_somebody_taken_on_elsewhere_meanwhile_is_told(client: Client, organiser: User) -> None:
    declined = make_enrolment(status="declined")
    elsewhere = make_enrolment(make_cohort(), declined.person, status="applied")
    response = client.post(reverse("courses:enrolment_move", args=[declined.pk, "applied"]))
    assert elsewhere.cohort.name in str(response.context["form"].non_field_errors())


def test_the_school_of_an_enrolment_changes_and_the_history_says_by_whom(client: Client, organiser: User) -> None:
    enrolment = make_enrolment(organisation=make_organisation(name="№ 40 мектеп"))
    client.post(
        reverse("courses:enrolment_edit", args=[enrolment.pk]),
        {"organisation_name": "№ 54 мектеп", "organisation_locality": "Қарағанды", "project_type": "decision",
         "project_topic": "Сапа"},
    )  # fmt: skip
    page = client.get(reverse("courses:enrolment", args=[enrolment.pk]))
    work = next(change for change in page.context["changes"] if "54" in change.new)
    assert (work.old, work.new, work.by) == ("№ 40 мектеп, Қарағанды", "№ 54 мектеп, Қарағанды", organiser)


def test_the_participant_agrees_confirms_and_may_take_the_consent_back(client: Client) -> None:
    user = saule()
    enrolment = make_enrolment(person=user.person)
    client.force_login(user)
    address = reverse("courses:confirm_name")
    name = enrolment.person.full_name
    assert "consent" in client.post(address, {"name": name}).context["form"].errors
    client.post(address, {"name": name, "consent": "on"})
    enrolment.refresh_from_db()
    consent = Consent.objects.get(person=user.person)
    assert (enrolment.name_is_confirmed, consent.text_version, consent.language) == (True, CURRENT, "kk")
    client.post(reverse("courses:withdraw_consent"))
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None


def test_the_participant_objects_and_the_organiser_sees_it_on_the_cohort(client: Client) -> None:
    user = saule()
    enrolment = make_enrolment(person=user.person)
    client.force_login(user)
    client.post(reverse("courses:confirm_name"), {"text": "Ахмет, Ахметова емес"})
    client.force_login(aigul())
    page = client.get(reverse("courses:cohort", args=[enrolment.cohort_id]))
    assert "Ахмет, Ахметова емес" in page.content.decode()
    client.post(reverse("courses:objection_settled", args=[enrolment.pk]))
    enrolment.refresh_from_db()
    assert enrolment.name_objection == ""


def test_a_name_changed_between_seeing_and_confirming_is_not_confirmed(client: Client) -> None:
    user = saule()
    make_enrolment(person=user.person)
    client.force_login(user)
    response = client.post(reverse("courses:confirm_name"), {"name": "Ахметова Сауле", "consent": "on"})
    assert response.context["form"].non_field_errors()
    assert not Consent.objects.exists()


def test_those_without_an_address_are_not_counted_as_asked(client: Client, organiser: User) -> None:
    cohort = make_cohort()
    make_enrolment(cohort)
    make_enrolment(cohort, make_person(email=""))
    response = client.post(reverse("courses:ask_names", args=[cohort.pk]))
    again = client.post(reverse("courses:ask_names", args=[cohort.pk]))
    assert OutboxMessage.objects.count() == 1
    assert len(said(response)) == 1
    # The first sentence is still there, because no page has shown it yet.
    assert [each.level_tag for each in get_messages(again.wsgi_request)] == ["success", "info"]


def test_a_decision_and_the_one_before_it_stand_on_the_page(client: Client, organiser: User) -> None:
    discrepancy = make_version().discrepancies.get(code="H")
    discrepancy.readings = [
        {"key": key, "text_kk": key, "text_ru": key, "text_en": key} for key in ("as_printed", "add_line")
    ]
    discrepancy.save()
    for reading in ("as_printed", "add_line"):
        client.post(reverse("courses:decide", args=[discrepancy.pk]), {"reading": reading})
    page = client.get(reverse("courses:programme", args=[discrepancy.version_id]))
    shown = next(each for each in page.context["discrepancies"] if each["discrepancy"] == discrepancy)
    assert (shown["chosen"], [decision.reading for decision, _words in shown["history"]]) == (
        "add_line",
        ["add_line", "as_printed"],
    )


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_a_cohort_of_thirty_costs_no_more_queries_than_a_cohort_of_one(client: Client, organiser: User) -> None:
    small, large = make_cohort(), make_cohort()
    object_to_name(make_enrolment(small), text="қате", by=None)
    for n in range(30):
        row = make_enrolment(large, status="applied" if n % 2 else "admitted")
        object_to_name(row, text="қате", by=None)
    one, thirty = (queries(client, reverse("courses:cohort", args=[c.pk])) for c in (small, large))
    assert (one, thirty) == (one, one)


def test_a_list_of_thirty_cohorts_costs_no_more_queries_than_a_list_of_one(client: Client, organiser: User) -> None:
    make_enrolment()
    one = queries(client, reverse("courses:cohorts"))
    for _ in range(29):
        make_enrolment()
    assert queries(client, reverse("courses:cohorts")) == one
