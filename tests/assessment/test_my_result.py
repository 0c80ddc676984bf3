"""The participant's own result: points, words, median, and what can be done next; nobody else's eyes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessment import retaking
from assessment.finalising import record_absence
from assessment.models import DefenceFeedback, Result, Retake
from assessment.own_result import own_result
from assessment.publishing import publish
from courses.models import Enrolment
from people.models import User
from tests.assessment.retake_scenes import admitted, chair, failed, organiser, retake_day, retaken, spring
from tests.cast import make_cohort, make_enrolment, make_user, marat, saule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
TODAY = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def in_june() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 6, 15, 9, tzinfo=UTC)):
        yield


def of(row: Enrolment) -> User:
    return User.objects.filter(person=row.person).first() or make_user(row.person.email, person=row.person)


def url(row: Enrolment, name: str = "my_result") -> str:
    return reverse(f"assessment:{name}", args=[row.pk])


def read(client: Client, row: Enrolment, user: User | None = None) -> str:
    client.force_login(user or of(row))
    return " ".join(client.get(url(row)).content.decode().split())


# ---- who reads it
def test_it_is_read_by_its_owner_and_the_organiser_and_exists_for_nobody_else(client: Client) -> None:
    row = failed()
    readers = [(of(row), 200), (organiser(), 200), (saule(), 404), (marat(), 404), (chair(), 403)]
    for user, status in readers:
        client.force_login(user)
        assert client.get(url(row)).status_code == status, user
    client.logout()
    assert client.get(url(row)).status_code == 302
    assert client.get(url(make_enrolment())).status_code == 302


def test_there_is_no_page_without_a_result(client: Client) -> None:
    row = make_enrolment()
    client.force_login(of(row))
    assert client.get(url(row)).status_code == 404


@pytest.mark.parametrize("name", ["retake_admit", "retake_back"])
def test_only_the_organiser_decides_on_a_retake(client: Client, name: str) -> None:
    row = failed()
    for user, status in ((of(row), 403), (saule(), 404), (chair(), 403), (organiser(), 302)):
        client.force_login(user)
        assert client.post(url(row, name)).status_code == status
    assert Retake.objects.filter(enrolment=row).exists() is (name == "retake_admit")


@pytest.mark.parametrize("name", ["my_result", "retake_wish_back"])
def test_nobody_asks_in_the_name_of_another(client: Client, name: str) -> None:
    row = failed()
    for user, status in ((organiser(), 403), (saule(), 404), (chair(), 403)):
        client.force_login(user)
        assert client.post(url(row, name), {"wish": ""}).status_code == status
    assert not Retake.objects.exists()


# ---- what it says
def test_until_the_head_has_signed_only_points_and_band_are_told(client: Client) -> None:
    row = failed(signed=False, exact="44")
    page = read(client, row)
    assert '<b class="num">44</b>' in page
    assert "is shown here when the head has signed" in page.replace("are shown", "is shown")
    assert "Criterion 1" not in page
    assert "Ask for the retake" not in page
    Result.objects.update(confirmed_at=timezone.now(), confirmed_by=chair())
    page = read(client, row)
    assert "Criterion 1" in page
    assert "Ask for the retake" in page


def test_the_sum_is_exact_and_its_one_rounding_is_told(client: Client) -> None:
    page = read(client, failed(exact="44.5"))
    assert "The exact sum is 44.50; it is rounded once, to 45." in page
    assert "The exact sum: nothing is rounded." in read(client, failed(exact="44"))


def test_the_bar_of_a_criterion_is_its_exact_share() -> None:
    row = failed(exact="44.5")
    found = own_result(row, timezone.now())
    assert found is not None
    lines = found.newest.parts[0].lines
    assert [(line.done, line.of) for line in lines] == [(240, 240), (294, 300), (0, 180), (0, 360), (0, 120)]


def test_carried_points_stand_apart_and_are_marked(client: Client) -> None:
    row = failed()
    result = Result.objects.get(attempt__enrolment=row)
    criteria = [{**each, "stage": "coursework", "carried": True} for each in result.criteria[:2]]
    Result.objects.update(criteria=[*criteria, *result.criteria[2:]])
    found = own_result(row, timezone.now())
    assert found is not None
    parts = [(part.stage, str(part.points), str(part.maximum)) for part in found.newest.parts]
    assert parts == [("coursework", "44.00", "45.00"), ("defence", "0.00", "55.00")]
    assert "carried over from the first attempt" in read(client, row)


@pytest.mark.parametrize(("others", "shown"), [(8, False), (9, True)])
def test_the_median_of_the_cohort_is_told_from_ten_signed_first_results_on(
    client: Client, others: int, shown: bool
) -> None:
    cohort = spring()
    row = failed(cohort)
    for n in range(others):
        failed(cohort, str(60 + n))
    failed(cohort, "99", signed=False)
    again = admitted(spring())
    retaken(again, "100")
    page = read(client, row)
    assert ("Median of the cohort: 63.5 points." in page) is shown
    assert ("Median" in page) is shown


def test_words_of_the_commission_are_read_once_the_head_has_signed(client: Client) -> None:
    row = admitted()
    result = retaken(row, "70")
    assert result.defence is not None
    DefenceFeedback.objects.create(defence=result.defence, text="A strong\nplan <b>", written_by=chair())
    assert "A strong" not in read(client, row)
    Result.objects.update(confirmed_at=timezone.now(), confirmed_by=chair())
    assert "<p>A strong<br>plan &lt;b&gt;</p>" in read(client, row)


def test_both_attempts_stand_on_the_page_the_later_one_first(client: Client) -> None:
    row = admitted()
    retaken(row, "70")
    page = read(client, row)
    assert 0 < page.index("Second attempt") < page.index("First attempt")
    assert "What you can do now" not in page


def test_no_public_page_tells_points(client: Client) -> None:
    row = failed()
    client.logout()
    assert client.get(url(row)).headers["Location"].startswith("/account/login/")
    client.force_login(of(row))
    assert "no-store" in client.get(url(row)).headers["Cache-Control"]


# ---- what can be done
def test_a_participant_asks_changes_the_wish_and_takes_it_back(client: Client) -> None:
    row = failed()
    client.force_login(of(row))
    for wish in ("In autumn", "In September"):
        assert client.post(url(row), {"wish": wish}).status_code == 302
    assert (Retake.objects.get().wish, "In September" in read(client, row)) == ("In September", True)
    client.post(url(row, "retake_wish_back"))
    assert not Retake.objects.exists()


def test_a_refusal_is_said_on_the_page(client: Client) -> None:
    row = failed()
    with time_machine.travel(datetime(2027, 3, 21, 9, tzinfo=UTC)):
        client.force_login(of(row))
        page = client.post(url(row), {"wish": ""}).content.decode()
    assert "The retake was possible until 20.03.2027." in page
    assert "twelve months from the failed attestation" in page


def test_the_ways_that_are_left_are_named_with_their_days(client: Client) -> None:
    row = failed()
    make_cohort(
        version=row.cohort.version, name="Autumn", status="enrolling", starts_on=date(2026, 9, 1),
        ends_on=date(2026, 9, 19),
    )  # fmt: skip
    page = read(client, row)
    assert "It is possible until 20.03.2027 inclusive: 278 days are left." in page
    assert "Autumn: 01.09.2026 – 19.09.2026" in page
    assert "another stream that begins in 2026" in page


def test_the_day_of_the_retake_is_told_as_it_was_sent_not_as_it_is_being_planned(client: Client) -> None:
    row = admitted()
    day = retake_day(row, held_on=TODAY + timedelta(days=9))
    assert "Your retake is being planned" in read(client, row)
    publish(day, by=organiser())
    assert "Your retake is on 24.06.2026, 09:00–09:20, 305." in read(client, row)


def test_the_organiser_sees_who_may_retake_until_when_and_admits_with_one_button(client: Client) -> None:
    row = failed()
    retaking.ask(row, wish="In autumn", by=of(row))
    client.force_login(organiser())
    home = client.get("/").content.decode()
    results = reverse("assessment:results", args=[row.cohort_id])
    assert f"{results}#retakes" in home
    assert "1 participant asks for the retake" in home
    page = " ".join(client.get(results).content.decode().split())
    assert "«In autumn»" in page
    assert "20.03.2027" in page
    assert "278 days left" in page
    client.post(url(row, "retake_admit"))
    assert "1 retake has no day yet" in client.get("/").content.decode()


def test_the_home_of_the_participant_leads_there(client: Client) -> None:
    row = failed()
    client.force_login(of(row))
    home = " ".join(client.get("/").content.decode().split())
    assert url(row) in home
    assert "Once, until 20.03.2027 inclusive." in home


# ---- how much it costs
def test_the_page_costs_as_much_in_a_cohort_of_thirty_as_alone(client: Client) -> None:
    counts = []
    for people in (1, 30):
        cohort = spring()
        row = failed(cohort)
        for _ in range(people - 1):
            failed(cohort, "60")
        client.force_login(of(row))
        client.get(url(row))
        with CaptureQueriesContext(connection) as taken:
            client.get(url(row))
        counts.append(len(taken))
    assert counts[0] == counts[1]


def test_the_results_tab_costs_as_much_with_thirty_retakes_as_with_one(client: Client) -> None:
    client.force_login(organiser())
    counts = []
    for people in (1, 30):
        cohort = spring()
        for _ in range(people):
            admitted(cohort)
        client.get(reverse("assessment:results", args=[cohort.pk]))
        with CaptureQueriesContext(connection) as taken:
            client.get(reverse("assessment:results", args=[cohort.pk]))
        counts.append(len(taken))
    assert counts[0] == counts[1]


def test_a_time_that_was_missed_is_not_told_as_the_one_to_come(client: Client) -> None:
    row = admitted()
    day = retake_day(row)
    publish(day, by=organiser())
    assert "Your retake is on 15.06.2026, 09:00–09:20, 305." in read(client, row)
    assert "Your retake is on 15.06.2026, 09:00–09:20, 305." in " ".join(client.get("/").content.decode().split())
    record_absence(day.defences.get(), valid_reason=False, by=chair())
    retake_day(row, held_on=TODAY + timedelta(days=9))
    assert "15.06.2026, 09:00" not in read(client, row)
    assert "Your retake is being planned" in read(client, row)
    assert "A day is being planned for you." in client.get("/").content.decode()
