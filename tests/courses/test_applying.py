"""A stranger may apply, and never learns or changes what is on record."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import Settings

from courses import applying, claiming, views_apply
from courses.applying import Said
from courses.enrolling import enrol
from courses.models import Application, Cohort, Enrolment
from people import merging, throttling
from people.languages import speak
from people.models import Consent, Organisation, Person, User
from people.registering import amend_person, register_person
from people.signing_in import ensure_user
from tests.cast import (
    aigul,
    bolat,
    daulet,
    iin,
    make_enrolment,
    make_organisation,
    make_person,
    make_provider,
    marat,
    saule,
)
from tests.courses.way_scenes import autumn, spring

pytestmark = pytest.mark.django_db
IIN = "750312190004"
SAID: Said = {
    "surname": "Ахметова", "given_name": "Сәуле", "patronymic": "Болатқызы", "email": "saule@mektep.example",
    "phone": "+77011234567", "position": "директор", "organisation": "№ 7 лицей", "bin": "",
    "region": "Қарағанды облысы", "locality": "Теміртау",
}  # fmt: skip
FORM = {**SAID, "iin": IIN, "phone": "8 701 123 45 67", "consent": "on"}


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def by() -> User:
    return aigul()


@pytest.fixture
def cohort(by: User) -> Cohort:
    return applying.open_link(autumn(), until=None, by=by, today=timezone.localdate())


def address(cohort: Cohort, name: str = "apply") -> str:
    return reverse(f"courses:{name}", args=[cohort.apply_token])


def sent(cohort: Cohort, number: str = IIN, **changes: str) -> Application:
    said: Any = {**SAID, **changes}
    return applying.apply(cohort, iin=number, said=said, language="kk")


def on_record() -> tuple[Any, ...]:
    return (
        list(Person.objects.order_by("pk").values_list()),
        list(Organisation.objects.order_by("pk").values_list()),
        list(Consent.objects.order_by("pk").values_list()),
    )


# ---- the link


def test_the_link_is_turned_on_keeps_its_address_and_is_turned_off(by: User) -> None:
    cohort, today = autumn(), timezone.localdate()
    on = applying.open_link(cohort, until=None, by=by, today=today)
    again = applying.open_link(cohort, until=today, by=by, today=today)
    assert on.apply_token
    assert (again.apply_token, again.apply_until) == (on.apply_token, today)
    assert re.fullmatch(r"[\w-]{20,40}", on.apply_token)
    off = applying.close_link(cohort, by=by)
    assert (off.apply_token, off.apply_until, off.history.first().history_user) == (None, None, by)
    assert applying.open_link(cohort, until=None, by=by, today=today).apply_token != on.apply_token


def test_a_cohort_that_takes_nobody_gets_no_link(by: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        applying.open_link(autumn(status="defending"), until=None, by=by, today=timezone.localdate())
    assert refusal.value.code == "cohort_not_open"


def test_the_last_day_is_not_in_the_past(by: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        applying.open_link(autumn(), until=date(2020, 1, 1), by=by, today=timezone.localdate())
    assert refusal.value.message_dict == {"until": ["The last day is today or later."]}


@pytest.mark.parametrize(("days", "is_open"), [(None, True), (1, True), (0, True), (-1, False)])
def test_the_link_takes_applications_through_its_last_day(days: int | None, is_open: bool) -> None:
    today = date(2026, 8, 10)
    until = None if days is None else today + timedelta(days=days)
    assert applying.is_open(autumn(apply_token="x" * 20, apply_until=until), today) is is_open


# ---- who applies


def test_somebody_new_comes_on_record_and_on_the_list_with_their_consent(cohort: Cohort) -> None:
    application = sent(cohort)
    person, enrolment = application.person, application.enrolment
    assert enrolment is not None
    assert (person.full_name, person.phone) == ("Ахметова Сәуле Болатқызы", "+77011234567")
    assert (enrolment.status, enrolment.cohort, enrolment.position) == ("applied", cohort, "директор")
    assert (enrolment.organisation.name, enrolment.organisation.region) == ("№ 7 лицей", "Қарағанды облысы")
    assert Consent.objects.get().person == person


def test_an_address_that_only_an_application_gave_opens_nothing_until_an_organiser_takes_it(
    cohort: Cohort, by: User
) -> None:
    application = sent(cohort)
    assert (application.person.email, application.settled_at) == ("", None)
    assert ensure_user("saule@mektep.example") is None
    assert [each.key for each in applying.to_decide(application)] == ["email"]
    applying.settle(application, take=frozenset({"email"}), by=by)
    user = ensure_user("saule@mektep.example")
    assert user is not None
    assert user.person == application.person


def test_an_iin_that_is_known_takes_no_place_and_keeps_its_owner_off_no_other_list(cohort: Cohort, by: User) -> None:
    work = make_organisation(name=SAID["organisation"], locality=SAID["locality"])
    person = register_person(
        iin=IIN, surname=SAID["surname"], given_name=SAID["given_name"], patronymic=SAID["patronymic"],
        email=SAID["email"], phone=SAID["phone"], position=SAID["position"], organisation=work, by=None,
    )  # fmt: skip
    application = sent(cohort)
    assert (application.enrolment, application.settled_at) == (None, None)
    assert applying.obstacle_to_list(application) is None
    real = enrol(cohort=spring(status="enrolling"), person=person, organisation=work, by=by)
    assert real.status == "applied"


def test_an_organiser_puts_on_the_list_who_is_known_or_sets_the_application_aside(
    client: Client, cohort: Cohort, by: User
) -> None:
    client.force_login(by)
    for number, answer in ((iin(1), {}), (iin(2), {"aside": "1"})):
        make_person(iin=number)
        application = sent(cohort, number)
        page = reverse("courses:application", args=[application.pk])
        assert 'name="aside"' in client.get(page).content.decode()
        client.post(page, answer)
        application.refresh_from_db()
        assert (application.settled_by, application.enrolment is None) == (by, "aside" in answer)
    new = sent(cohort)
    page = reverse("courses:application", args=[new.pk])
    assert 'name="aside"' not in client.get(page).content.decode()
    refused = client.post(page + "?lang=en", {"aside": "1"})
    assert "on the list by this application" in refused.content.decode()


def test_the_same_application_sent_twice_is_one(cohort: Cohort) -> None:
    first = sent(cohort)
    assert (sent(cohort), Application.objects.count(), Enrolment.objects.count()) == (first, 1, 1)


def test_nothing_on_record_changes_by_the_word_of_a_stranger(cohort: Cohort) -> None:
    school = make_organisation(name="№ 7 лицей", locality="Теміртау")
    person = make_person(iin=IIN, surname="Ахмет", email="own@mektep.example", organisation=school)
    before = on_record()
    application = sent(cohort, bin="250340900008")
    assert on_record() == before
    assert (application.person, application.enrolment is not None, application.settled_at) == (person, False, None)
    assert [each.key for each in applying.differences(person, application.said)] == [
        "name", "email", "phone", "position",
    ]  # fmt: skip


def test_a_strangers_consent_is_not_the_consent_of_somebody_on_record(cohort: Cohort) -> None:
    make_person(iin=IIN)
    sent(cohort)
    assert not Consent.objects.exists()


def test_of_an_address_of_somebody_else_it_is_said_before_it_is_taken(client: Client, cohort: Cohort, by: User) -> None:
    make_person(email="saule@mektep.example")
    cases = [
        (sent(cohort), "Somebody else has the address saule@mektep.example, too: nobody can sign in with it."),
        (
            sent(cohort, iin(77), email=by.email),
            f"Somebody else signs in with the address {by.email}: this person cannot.",
        ),
        (sent(cohort, iin(78), email="own@mektep.example"), ""),
    ]  # fmt: skip
    client.force_login(by)
    for application, sentence in cases:
        assert [each.warning for each in applying.to_decide(application)] == [sentence]
        page = client.get(reverse("courses:application", args=[application.pk]) + "?lang=en").content.decode()
        assert (sentence in page, "Somebody else" in page) == (True, bool(sentence))


def test_a_merge_takes_no_address_of_an_application_and_the_kept_record_is_asked_of_it(
    client: Client, cohort: Cohort, by: User
) -> None:
    application, kept = sent(cohort), make_person(email="")
    client.force_login(by)
    preview = client.get(reverse("people:merge", args=[kept.pk, application.person_id]) + "?lang=en")
    assert "The address saule@mektep.example stands in an application alone" in preview.content.decode()
    merging.merge(application.person, kept, by=by)
    kept.refresh_from_db()
    assert kept.email == ""
    applying.settle(Application.objects.get(pk=application.pk), take=frozenset({"email"}), by=by)
    kept.refresh_from_db()
    assert (kept.email, Person.objects.get(iin=IIN).email) == ("saule@mektep.example", "")


@pytest.mark.parametrize("status", sorted(Enrolment.ACTIVE))
def test_who_is_active_elsewhere_waits_for_the_organisers_decision(status: str, cohort: Cohort) -> None:
    person = make_person(iin=IIN)
    other = make_enrolment(spring(), person, status=status)
    application = sent(cohort)
    obstacle = applying.obstacle_to_list(application)
    assert obstacle is not None
    assert (application.enrolment, application.settled_at, (obstacle.params or {})["enrolment"]) == (
        None,
        None,
        other.pk,
    )
    assert Enrolment.objects.filter(person=person).count() == 1


@pytest.mark.parametrize("status", ["declined", "withdrawn", "expelled"])
def test_who_left_this_cohort_does_not_come_back_by_themselves(status: str, cohort: Cohort) -> None:
    person = make_person(iin=IIN)
    here = make_enrolment(cohort, person, status=status)
    assert sent(cohort).enrolment is None
    here.refresh_from_db()
    assert here.status == status


def test_a_merged_record_leads_to_the_one_that_is_kept(cohort: Cohort) -> None:
    kept = make_person()
    make_person(iin=IIN, merged_into=kept)
    assert sent(cohort).person == kept


def test_a_link_that_was_closed_meanwhile_takes_nothing(cohort: Cohort, by: User) -> None:
    applying.close_link(cohort, by=by)
    with pytest.raises(ValidationError) as refusal:
        sent(cohort)
    assert (refusal.value.code, Person.objects.count()) == ("closed", 0)


@pytest.mark.django_db(transaction=True)
def test_two_who_send_the_same_at_once_apply_once() -> None:
    cohort = autumn(apply_token="x" * 20)
    gate, kept, failures = threading.Barrier(3), [], []

    def send() -> None:
        gate.wait()
        try:
            kept.append(sent(cohort).pk)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    hands = [threading.Thread(target=send) for _ in range(3)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert (failures, len(set(kept))) == ([], 1)
    assert (Person.objects.count(), Enrolment.objects.count(), Application.objects.count()) == (1, 1, 1)


# ---- what the organiser makes of it


def test_what_the_organiser_ticks_goes_into_the_record_and_nothing_else(cohort: Cohort, by: User) -> None:
    person = make_person(iin=IIN, email="own@mektep.example")
    application = sent(cohort)
    applying.settle(application, take=frozenset({"name", "organisation"}), by=by)
    person.refresh_from_db()
    assert (person.full_name, person.email, str(person.organisation)) == (
        "Ахметова Сәуле Болатқызы", "own@mektep.example", "№ 7 лицей, Теміртау",
    )  # fmt: skip
    assert person.history.first().history_user == by


def test_what_the_organiser_leaves_out_stands_on_no_order_either(cohort: Cohort, by: User) -> None:
    school = make_enrolment().organisation
    make_person(iin=IIN, organisation=school, position="директор")
    application = sent(cohort, organisation="Бөтен мектеп", position="бақылаушы")
    applying.settle(application, take=frozenset(), by=by)
    row = Enrolment.objects.get(cohort=cohort, person__iin=IIN)
    assert (row.organisation, row.position) == (school, "директор")


def test_settling_puts_on_the_list_who_is_free_by_now(cohort: Cohort, by: User) -> None:
    person = make_person(iin=IIN)
    other = make_enrolment(spring(), person)
    application = sent(cohort)
    Enrolment.objects.filter(pk=other.pk).update(status="withdrawn")
    settled = applying.settle(application, take=frozenset(), by=by)
    assert settled.enrolment is not None
    assert settled.enrolment.status == "applied"


def test_of_two_who_settle_the_second_is_told(cohort: Cohort, by: User) -> None:
    make_person(iin=IIN)
    application = sent(cohort)
    applying.settle(application, take=frozenset(), by=by)
    with pytest.raises(ValidationError) as refusal:
        applying.settle(application, take=frozenset({"name"}), by=by)
    assert refusal.value.messages == ["Somebody has settled this application already."]


# ---- the addresses of those who are new on record


def test_an_organiser_takes_over_the_addresses_that_they_know_are_right(
    client: Client, cohort: Cohort, by: User
) -> None:
    known, unknown = sent(cohort, iin(1), email="a@m.example"), sent(cohort, iin(2), email="b@m.example")
    speak(by, "en")
    client.force_login(by)
    address = reverse("courses:take_addresses", args=[cohort.pk])
    page = client.get(reverse("courses:cohort", args=[cohort.pk]))
    assert address in page.content.decode()
    client.post(address, {"pick": [str(known.pk), "x", "987654"]}, follow=True)
    assert sorted(Person.objects.values_list("email", flat=True)) == ["", "a@m.example"]
    assert Application.objects.get(pk=known.pk).settled_by == by
    assert Application.objects.get(pk=unknown.pk).settled_at is None
    said = client.post(address, {}, follow=True).context["messages"]
    assert [str(each) for each in said] == ["Choose at least one address to take over."]


def test_an_address_that_two_claim_or_somebody_has_is_looked_at_by_itself(cohort: Cohort, by: User) -> None:
    make_person(email="school@m.example")
    twice = [sent(cohort, iin(n), email="twice@m.example") for n in (1, 2)]
    others = [sent(cohort, iin(3), email="school@m.example"), sent(cohort, iin(4), email=by.email)]
    differs = sent(cohort, iin(5), email="c@m.example")
    amend_person(differs.person, by=by, phone="+77010000000")
    alone = sent(cohort, iin(6), email="d@m.example")
    waiting = claiming.waiting_in(cohort)
    assert (waiting.claims, waiting.others) == ([alone], [*twice, *others, differs])
    with pytest.raises(ValidationError) as refusal:
        claiming.take_addresses(cohort, {each.pk for each in (*twice, *others, differs)}, by=by)
    assert refusal.value.code == "nothing"


def test_thirty_who_applied_cost_no_more_queries_than_one(cohort: Cohort) -> None:
    def after(numbers: range) -> int:
        for n in numbers:
            sent(cohort, iin(n), email=f"p{n}@m.example")
        with CaptureQueriesContext(connection) as queries:
            waiting = claiming.waiting_in(cohort)
            assert [str(each.enrolment and each.enrolment.organisation) for each in waiting.claims]
        return len(queries)

    assert after(range(1, 2)) == after(range(2, 31))


@pytest.mark.parametrize("someone", [daulet, bolat, saule, marat])
def test_only_an_organiser_takes_addresses(client: Client, cohort: Cohort, someone: Callable[[], User]) -> None:
    address = reverse("courses:take_addresses", args=[cohort.pk])
    assert client.post(address)["Location"].startswith(reverse("account_login"))
    client.force_login(someone())
    assert client.post(address).status_code == 403


# ---- the page


def test_a_visitor_applies_without_signing_in_and_without_a_cookie_but_the_forms(
    client: Client, cohort: Cohort
) -> None:
    page = client.get(address(cohort) + "?lang=kk")
    assert (page.status_code, set(client.cookies), "no-store" in page["Cache-Control"]) == (200, {"csrftoken"}, True)
    response = client.post(address(cohort) + "?lang=ru", FORM)
    assert response["Location"] == address(cohort, "apply_sent") + "?lang=ru"
    confirmation = client.get(response["Location"])
    assert (confirmation.status_code, set(client.cookies)) == (200, {"csrftoken"})
    assert Application.objects.get().language == "ru"


def test_the_answer_is_the_same_whoever_is_on_record(client: Client, cohort: Cohort) -> None:
    known, active = make_person(iin=iin(1)), make_person(iin=iin(2))
    make_enrolment(spring(), active)
    make_enrolment(cohort, make_person(iin=iin(3)), status="declined")
    pages = []
    for number in (iin(9), known.iin, active.iin, iin(3)):
        response = client.post(address(cohort) + "?lang=kk", {**FORM, "iin": number, "email": f"{number}@m.example"})
        pages.append((response.status_code, response["Location"], client.get(response["Location"]).content))
    assert len(set(pages)) == 1
    assert Application.objects.count() == 4


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("iin", "750312190005"), ("iin", ""), ("surname", ""), ("email", "saule"), ("phone", "12"),
        ("region", "Мәскеу"), ("organisation", ""), ("locality", ""), ("bin", "250340900009"),
        ("position", ""), ("consent", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(
    client: Client, cohort: Cohort, field: str, value: str
) -> None:
    response = client.post(address(cohort), {**FORM, field: value})
    assert (list(response.context["form"].errors), Person.objects.count()) == ([field], 0)


def test_a_closed_link_says_so_and_an_unknown_one_is_nowhere(client: Client, cohort: Cohort, by: User) -> None:
    make_provider(phone="+7 721 200 00 00")
    Cohort.objects.filter(pk=cohort.pk).update(apply_until=date(2020, 1, 1))
    page = client.get(address(cohort))
    assert "+7 721 200 00 00" in page.content.decode()
    assert client.post(address(cohort), FORM).templates[0].name == "courses/apply_closed.html"
    assert Person.objects.count() == 0
    assert client.get(reverse("courses:apply", args=["x" * 22])).status_code == 404
    gone = address(cohort)
    applying.close_link(cohort, by=by)
    assert client.get(gone).status_code == 404


def test_a_network_has_its_share_of_applications(
    client: Client, cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views_apply, "APPLICATIONS_PER_NETWORK", 2)
    answers = [
        client.post(address(cohort), {**FORM, "iin": iin(n), "email": f"p{n}@m.example"}).status_code for n in range(3)
    ]
    assert answers == [302, 302, 429]
    refused = client.post(address(cohort), {**FORM, "iin": iin(7)})
    assert (refused["Retry-After"], Person.objects.count()) == ("600", 2)
    elsewhere = client.post(address(cohort), {**FORM, "iin": iin(8)}, REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 302


@pytest.mark.parametrize("backend", ["django.core.cache.backends.redis.RedisCache", "config.cache.ForgivingRedisCache"])
@pytest.mark.parametrize("remote", ["203.0.113.9", "", "unix:"])
def test_a_network_has_its_share_also_while_the_cache_is_away_or_nobody_knows_the_network(
    client: Client, cohort: Cohort, monkeypatch: pytest.MonkeyPatch, settings: Settings, backend: str, remote: str
) -> None:
    nowhere = {"socket_connect_timeout": 1}
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "redis://127.0.0.1:1/0", "OPTIONS": nowhere}}
    monkeypatch.setattr(views_apply, "APPLICATIONS_PER_NETWORK", 2)
    monkeypatch.setattr(throttling, "_here", LocMemCache(f"{backend}{remote}", {}))
    answers = [client.post(address(cohort) + "?lang=en", {**FORM, "iin": iin(n)}, REMOTE_ADDR=remote) for n in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "Many applications have come from your network" in answers[2].content.decode()


def test_a_form_that_is_filled_in_wrongly_counts_too(
    client: Client, cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views_apply, "APPLICATIONS_PER_NETWORK", 2)
    assert [client.post(address(cohort), {"iin": "1"}).status_code for _ in range(3)] == [200, 200, 429]


def test_the_organiser_turns_the_link_on_and_off_from_the_cohort(client: Client, by: User) -> None:
    cohort = autumn()
    client.force_login(by)
    page = reverse("courses:cohort", args=[cohort.pk])
    client.post(reverse("courses:apply_link", args=[cohort.pk]), {"until": "2099-01-01"})
    cohort.refresh_from_db()
    assert f'data-copy="http://localhost:8000/apply/{cohort.apply_token}"' in client.get(page).content.decode()
    client.post(reverse("courses:apply_link", args=[cohort.pk]), {"off": "1"})
    assert "data-copy" not in client.get(page).content.decode()


def test_an_open_application_stands_on_the_cohort_and_is_settled_on_its_page(
    client: Client, cohort: Cohort, by: User
) -> None:
    person = make_person(iin=IIN)
    application = sent(cohort)
    client.force_login(by)
    link = reverse("courses:application", args=[application.pk])
    assert link in client.get(reverse("courses:cohort", args=[cohort.pk])).content.decode()
    assert "Ахметова Сәуле Болатқызы" in client.get(link).content.decode()
    client.post(link, {"take": ["name"]})
    person.refresh_from_db()
    assert person.surname == "Ахметова"
    assert link not in client.get(reverse("courses:cohort", args=[cohort.pk])).content.decode()
    assert "Settle the application" not in client.get(link + "?lang=en").content.decode()
