"""What expires, for the organiser by quarter and region; for the graduate, their own and what the school is told."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries, Settings

from config.home import tasks
from people.models import ExportEvent, Person, User
from postcourse import renewing, school_consent
from postcourse.models import SchoolConsent
from tests.cast import aigul, daulet, make_cohort, make_enrolment, make_organisation, make_person, make_user, saule
from tests.postcourse.renewal_scenes import LAST_DAY, make_certificate, merged, noon, offered, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
EXPIRES, OWN, SCHOOL = (reverse(f"postcourse:{name}") for name in ("expiring", "renewal", "renewal_school"))
KARAGANDA, ABAI = "Қарағанды облысы", "Абай облысы"


def as_(user: User) -> Client:
    User.objects.filter(pk=user.pk).update(language="en")
    client = Client()
    client.force_login(user)
    return client


def living(region: str) -> Person:
    return make_person(organisation=make_organisation(region=region))


def test_it_is_counted_by_quarter_and_region_and_each_narrows_the_other() -> None:
    for last_day, region in ((LAST_DAY, KARAGANDA), (LAST_DAY, ABAI), (date(2030, 1, 10), KARAGANDA)):
        make_certificate(living(region), last_day=last_day)
    make_certificate(make_person(), last_day=date(2030, 9, 30))
    again = make_certificate(living(ABAI))
    make_enrolment(make_cohort(version=again.result.attempt.enrolment.cohort.version), again.person)
    renewing.sweep(now=noon(LAST_DAY - timedelta(days=60)))
    client = as_(aigul())
    page = client.get(EXPIRES, {"from": "2029-4"}).context
    assert [dict(row.counts) for row in page["rows"]] == [
        {"waiting": 0, "told": 2, "enrolled": 1}, {"waiting": 1, "told": 0, "enrolled": 0},
        {"waiting": 0, "told": 0, "enrolled": 0}, {"waiting": 1, "told": 0, "enrolled": 0},
    ]  # fmt: skip
    assert [(row.label, row.tally.total) for row in page["regions"]] == [
        ("Abai Region", 2), ("Karaganda Region", 2), ("Region unknown", 1),
    ]  # fmt: skip
    asked = {"from": "2029-4", "quarter": "2029-4", "region": KARAGANDA}
    narrowed = client.get(EXPIRES, asked)
    assert len(narrowed.context["page"].object_list) == narrowed.context["total"].total == 1
    assert len(client.get(EXPIRES, {"from": "2030-1", "region": ""}).context["page"].object_list) == 1
    sheet = load_workbook(BytesIO(b"".join(client.post(_export(asked)).streaming_content))).active  # type: ignore[attr-defined]
    assert [row[1:4:1] for row in sheet.iter_rows(values_only=True)][1][1] == "Karaganda Region"
    assert sheet.max_row == 2
    assert ExportEvent.objects.get().rows == 1


def _export(asked: dict[str, str]) -> str:
    return f"{reverse('postcourse:expiring_export')}?{'&'.join(f'{key}={value}' for key, value in asked.items())}"


@pytest.mark.parametrize(
    "asked", [{"from": "9999-9"}, {"quarter": "2040-1"}, {"region": "х" * 5000}, {"region": "\0"}, {"page": "-1"}]
)
def test_whatever_stands_in_the_address_is_answered(asked: dict[str, str]) -> None:
    assert as_(aigul()).get(EXPIRES, asked).status_code == 200


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_for_one_and_for_thirty(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cohort = make_cohort()
    for _n in range(count):
        make_certificate(living(ABAI), cohort=cohort)
    client = as_(aigul())
    with django_assert_num_queries(8):
        assert len(client.get(EXPIRES, {"from": "2029-4"}).context["page"].object_list) == count


def test_other_quarters_are_of_the_same_region() -> None:
    page = as_(aigul()).get(EXPIRES, {"from": "2029-4", "region": ABAI}).context
    assert [QueryDict(page[way][1:]).dict() for way in ("earlier", "later")] == [
        {"from": "2028-4", "region": ABAI}, {"from": "2030-4", "region": ABAI},
    ]  # fmt: skip


def test_where_real_certificates_are_issued_specimens_are_not_among_what_expires(settings: Settings) -> None:
    settings.DOCUMENTS_ARE_SPECIMENS = False
    real = make_certificate(last_day=today() + timedelta(days=50))
    make_certificate(last_day=today() + timedelta(days=50), is_specimen=True)
    client = as_(aigul())
    page = client.get(EXPIRES).context
    assert (list(page["page"].object_list), sum(row.tally.total for row in page["regions"])) == ([real], 1)
    assert [task.title for task in tasks(noon(today())) if task.url == EXPIRES] == ["1 certificate expires soon"]


def test_the_pages_are_for_whom_they_are_for() -> None:
    trainer, graduate = daulet(), saule()
    assert [as_(user).get(EXPIRES).status_code for user in (trainer, graduate)] == [403, 403]
    assert [as_(user).get(OWN).status_code for user in (trainer, graduate)] == [403, 200]
    assert as_(trainer).post(SCHOOL, {"agree": "1"}).status_code == 403
    assert Client().get(OWN).status_code == Client().get(EXPIRES).status_code == 302


def test_a_graduate_sees_their_own_with_its_days_and_the_next_cohort() -> None:
    document = make_certificate(last_day=today() + timedelta(days=20))
    other = make_certificate()
    cohort = offered(document, starts_on=today() + timedelta(days=9), ends_on=today() + timedelta(days=30))
    renewing.sweep()
    kept = merged(document.person, email="kept@mektep.example")
    page = as_(make_user(kept.email, person=kept)).get(OWN)
    [own] = page.context["renewals"]
    assert (own.document, own.left, own.offer.cohort, own.renewed) == (document, 20, cohort, False)
    assert [(each.step, each.written) for each in own.reminders] == [(90, False), (30, True), (7, False)]
    said = page.content.decode()
    assert f"/apply/{cohort.apply_token}" in said
    assert str(other) not in said


def test_the_tick_lets_the_school_be_told_and_is_taken_back() -> None:
    graduate = saule(organisation=make_organisation())
    client = as_(graduate)
    client.post(SCHOOL, {"agree": "1"})
    client.post(SCHOOL, {"agree": "on"})
    consent = SchoolConsent.objects.get()
    assert (consent.person, consent.withdrawn_at) == (graduate.person, None)
    assert "90, 30 and 7 days" in consent.text
    client.post(SCHOOL, {})
    assert "There is no consent in force." in client.post(SCHOOL, {}, follow=True).content.decode()
    assert graduate.person is not None
    assert school_consent.standing_consent(graduate.person) is None


def test_the_organiser_is_told_while_nobody_can_be_offered_a_place() -> None:
    document = make_certificate(last_day=today() + timedelta(days=50))
    make_certificate(last_day=today() + timedelta(days=91))
    [task] = [task for task in tasks(noon(today())) if task.url == EXPIRES]
    assert task.title == "1 certificate expires soon"
    offered(document, starts_on=today() + timedelta(days=9), ends_on=today() + timedelta(days=30))
    assert EXPIRES not in {task.url for task in tasks(noon(today()))}
