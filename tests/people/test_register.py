"""The registers of people and of schools: their order, filters, pages, and what somebody was called before."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from python_calamine import CalamineWorkbook

from people.merging import merge
from people.models import Organisation, Person, User
from people.registering import amend_person, register_organisation, register_person
from tests.cast import aigul, iin, make_cohort, make_enrolment, make_organisation, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(client: Client) -> User:
    user = aigul()
    user.language = "en"
    user.save(update_fields=["language"])
    client.force_login(user)
    return user


@pytest.fixture(autouse=True)
def in_english(client: Client) -> None:
    translation.activate("en")
    client.cookies["django_language"] = "en"


def listed(client: Client, **asked: str) -> list[str]:
    page = client.get(reverse("people:people"), asked)
    return [person.surname for person in page.context["page"]]


def test_people_are_filtered_by_region_kind_status_and_cohort(client: Client, organiser: User) -> None:
    abai = make_organisation(region="Абай облысы", kind="lyceum")
    astana = make_organisation(region="Астана қаласы", kind="school")
    one, two = make_person(surname="А", organisation=abai), make_person(surname="Б", organisation=astana)
    make_person(surname="В")
    make_enrolment(make_cohort(status="running"), one)
    make_enrolment(make_cohort(status="defending"), two, status="applied")
    assert listed(client) == ["А", "Б", "В"]
    assert listed(client, region="Абай облысы") == ["А"]
    assert listed(client, kind="school") == ["Б"]
    assert listed(client, study="admitted") == ["А"]
    assert listed(client, study="nowhere") == ["В"]
    assert listed(client, stage="defending") == ["Б"]
    assert listed(client, stage="defending", study="admitted") == []
    assert listed(client, kind="no such kind") == ["А", "Б", "В"]


def test_a_merged_record_is_found_filtered_and_exported_as_the_one_that_it_leads_to(
    client: Client, organiser: User
) -> None:
    kept = register_person(iin=iin(1), surname="Сақталған", given_name="Әлия", email="new@m.example", by=None)
    old = register_person(iin=iin(2), surname="Бұрынғы", given_name="Әлия", email="old@m.example", by=None)
    register_person(iin=iin(3), surname="Өзге", given_name="Дәурен", by=None)
    make_enrolment(make_cohort(status="running"), old)
    merge(old, kept, by=organiser)
    for typed in (old.iin, "old@m.example", "бұрын", "buryn", "бұрынғы әлия", kept.iin):
        address = client.post(reverse("people:people"), {"q": typed})["Location"]
        assert [each.pk for each in client.get(address).context["page"]] == [kept.pk], typed
    assert listed(client, study="admitted") == ["Сақталған"]
    assert listed(client, stage="running", study="admitted") == ["Сақталған"]
    assert listed(client, study="nowhere") == ["Өзге"]
    taken = client.post(reverse("people:people_export") + "?study=admitted")
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(taken.streaming_content)))  # type: ignore[attr-defined]
    assert [row[1] for row in book.get_sheet_by_index(0).to_python()[1:]] == [kept.iin]


def test_the_filters_stay_with_the_search(client: Client, organiser: User) -> None:
    response = client.post(reverse("people:people"), {"q": "аб", "region": "Абай облысы", "stage": "running"})
    assert "region=" in response["Location"]
    assert "stage=running" in response["Location"]
    assert "q=" not in response["Location"]


def test_the_second_page_goes_on_in_the_kazakh_order(client: Client, organiser: User) -> None:
    for n in range(60):
        register_person(iin=iin(n), surname=f"{'ӘБҚҰҮІ'[n % 6]}лі", given_name="А", by=None)
    first, second = (client.get(reverse("people:people"), {"page": n}).context["page"] for n in (1, 2))
    names = [person.surname for page in (first, second) for person in page]
    assert (len(first), len(second)) == (50, 10)
    assert names == [f"{letter}лі" for letter in "ӘБҚҰҮІ" for _ in range(10)]


@pytest.mark.parametrize("name", ["people", "organisations"])
def test_thirty_rows_cost_no_more_queries_than_one(client: Client, organiser: User, name: str) -> None:
    def rows(n: int) -> int:
        for _ in range(n):
            make_enrolment(person=make_person(organisation=make_organisation(region="Абай облысы")))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"people:{name}"), {"region": "Абай облысы"}).context["page"].object_list
        return len(queries)

    assert rows(1) == rows(29)


def test_schools_stand_in_order_with_how_many_work_there(client: Client, organiser: User) -> None:
    lyceum = register_organisation(name="Үміт лицейі", locality="Абай", region="Абай облысы", by=None)
    school = register_organisation(name="Әл-Фараби мектебі", locality="Астана", region="Астана қаласы", by=None)
    for merged_into in (None, make_person()):
        make_person(organisation=lyceum, merged_into=merged_into)
    page = client.get(reverse("people:organisations"))
    assert [(row, row.headcount) for row in page.context["page"]] == [(school, 0), (lyceum, 1)]
    assert "Astana City" in page.content.decode()
    assert list(client.get(reverse("people:organisations"), {"region": "Абай облысы"}).context["page"]) == [lyceum]
    found = client.post(reverse("people:organisations"), {"q": "farabi"})
    assert list(client.get(found["Location"]).context["page"]) == [school]


def test_school_nine_stands_before_school_ten(client: Client, organiser: User) -> None:
    for number in (100, 9, 10):
        register_organisation(name=f"№ {number} мектеп", by=organiser)
    page = client.get(reverse("people:organisations")).context["page"]
    assert [school.name for school in page] == ["№ 9 мектеп", "№ 10 мектеп", "№ 100 мектеп"]


def test_a_school_whose_name_is_all_numbers_still_fits(organiser: User) -> None:
    name = " ".join(str(number) for number in range(100, 175))
    assert register_organisation(name=name, by=organiser).name == name


def test_the_page_of_a_school_shows_its_people_and_whom_it_sent(client: Client, organiser: User) -> None:
    school = make_organisation()
    person = make_person(organisation=school)
    enrolment = make_enrolment(organisation=school)
    page = client.get(reverse("people:organisation", args=[school.pk])).content.decode()
    assert reverse("people:person", args=[person.pk]) in page
    assert reverse("courses:enrolment", args=[enrolment.pk]) in page


def test_the_page_of_a_school_costs_the_same_for_many(client: Client, organiser: User) -> None:
    def rows(n: int) -> int:
        school = make_organisation()
        for _ in range(n):
            make_enrolment(person=make_person(organisation=school), organisation=school)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("people:organisation", args=[school.pk]))
        return len(queries)

    assert rows(1) == rows(30)


def test_an_old_region_stays_as_it_was_until_somebody_chooses(client: Client, organiser: User) -> None:
    school = make_organisation(region="обл. Карагандинская")
    address = reverse("people:organisation", args=[school.pk])
    data = {"name": school.name, "locality": school.locality, "kind": "lyceum", "region": "обл. Карагандинская"}
    assert client.post(address, data).status_code == 302
    school.refresh_from_db()
    assert (school.kind, school.region) == ("lyceum", "обл. Карагандинская")
    client.post(address, {**data, "region": "Қарағанды облысы"})
    school.refresh_from_db()
    assert school.region == "Қарағанды облысы"
    refused = client.post(address, {**data, "region": "Атлантида"})
    assert "region" in refused.context["form"].errors
    assert [change.label for change in refused.context["changes"]] == ["Region", "Kind of school"]
    assert Organisation.objects.get(pk=school.pk).region == "Қарағанды облысы"


def test_surnames_and_schools_stand_with_their_days_and_who_wrote_them_down(client: Client, organiser: User) -> None:
    first, second = register_organisation(name="№ 7 лицей", by=None), register_organisation(name="№ 8 мектеп", by=None)
    person = register_person(iin=iin(1), surname="Мұқан", given_name="Ө", organisation=first, by=None)
    address = reverse("people:person", args=[person.pk])
    assert "Surnames and schools" not in client.get(address).content.decode()
    amend_person(person, by=organiser, surname="Әшім")
    amend_person(person, by=organiser, organisation=second, phone="1")
    amend_person(person, by=organiser, phone="2")
    shown = client.get(address)
    assert "Surnames and schools" in shown.content.decode()
    surnames, schools = shown.context["formerly"].surnames, shown.context["formerly"].schools
    assert [(spell.value, spell.by) for spell in surnames] == [("Әшім", organiser), ("Мұқан", None)]
    assert [(spell.value, spell.by) for spell in schools] == [("№ 8 мектеп", organiser), ("№ 7 лицей", None)]
    assert (surnames[0].until, surnames[1].until) == (None, surnames[0].since)
    assert Person.objects.get(pk=person.pk).history.count() == 4
