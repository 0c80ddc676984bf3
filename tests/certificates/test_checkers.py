"""Who may check lists: an address confirmed by a code; nobody's address is taken over, and no other door opens."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django import Settings

from certificates import checkers, confirming_address, registration
from certificates.checkers import Registration, checker_of
from certificates.codes import new_code, pretty
from certificates.models import Checker, CheckerEvent, ListCheck
from certificates.tasks import sweep_checkers
from certificates.views import lists
from certificates.views.lists import REGISTRATIONS_PER_NETWORK
from people import tasks
from people.human import human_of
from people.models import ExportEvent, OutboxMessage, Person, RoleGrant, User
from people.roles import Role
from people.signing_in import ensure_user
from tests.cast import aigul, make_person, make_user, saule
from tests.certificates.issued import as_user, certificate, organiser
from tests.certificates.test_list_checking import make_checker, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

ADDRESS = "kadr@bilim.example"
FORM = {
    "email": ADDRESS, "name": "Кәдр Қызметкері", "organisation": "Білім бөлімі", "purpose": "Аттестаттау",
    "agreed": "on",
}  # fmt: skip
OWN_OF_A_BROWSER = re.compile(r"[\w.]+@[\w.]+|X-CSRFToken\S+ \S+|value=\"\w{64}\"")
REGISTER, CONFIRM, LIST = (
    "/verify/list/register",
    "/verify/list/confirm",
    "/verify/list",
)


def code_of(mail: Any) -> str:
    return str(mail.subject.split(" ")[0])


def signed_in(client: Client) -> str:
    return str(client.session.get("_auth_user_id", ""))


def register(client: Client, **changes: str) -> Any:
    return client.post(REGISTER, {**FORM, **changes})


# ---- registering -----------------------------------------------------------------------------------------------------
def test_an_employer_registers_confirms_the_address_and_is_signed_in(client: Client, mailoutbox: list[Any]) -> None:
    assert register(client)["Location"] == CONFIRM
    assert (User.objects.exists(), Checker.objects.exists()) == (False, False), "nothing is kept before that"
    assert mailoutbox[0].to == [ADDRESS]
    answer = client.post(CONFIRM, {"code": code_of(mailoutbox[0]).lower()})
    assert answer["Location"] == LIST
    user = User.objects.get()
    assert (user.email, user.name, user.has_usable_password()) == (ADDRESS, "Кәдр Қызметкері", False)
    assert signed_in(client) == str(user.pk)
    checker = Checker.objects.get()
    assert (checker.organisation, checker.purpose, checker.consent_version) == ("Білім бөлімі", "Аттестаттау", "2026-1")
    assert "Codes and names are not kept" in checker.consent
    assert CheckerEvent.objects.get().kind == "confirmed"
    assert not RoleGrant.objects.exists()
    assert client.get("/").headers["Location"] == LIST


def test_the_next_time_a_code_by_mail_lets_them_in(client: Client, mailoutbox: list[Any]) -> None:
    make_checker(ADDRESS)
    client.post(reverse("account_request_login_code"), {"email": ADDRESS})
    client.post(reverse("account_confirm_login_code"), {"code": code_of(mailoutbox[0])})
    assert client.get(LIST).status_code == 200


def test_the_language_of_the_address_goes_along(client: Client, mailoutbox: list[Any]) -> None:
    assert client.post(f"{REGISTER}?lang=ru", FORM)["Location"] == f"{CONFIRM}?lang=ru"
    client.post(f"{CONFIRM}?lang=ru", {"code": code_of(mailoutbox[0])})
    assert User.objects.get().language == "ru"


@pytest.mark.parametrize("missing", sorted(FORM))
def test_each_field_is_needed(client: Client, mailoutbox: list[Any], missing: str) -> None:
    assert register(client, **{missing: ""}).status_code == 200
    assert mailoutbox == []


@pytest.mark.parametrize("whose", ["of staff", "of a participant", "of a record that never signed in"])
def test_an_address_on_record_is_not_taken_over(client: Client, mailoutbox: list[Any], whose: str) -> None:
    """The page says the same as to anybody; the owner is told by mail how to go on, and there is no code."""
    owner = {"of staff": aigul, "of a participant": saule}.get(whose, lambda: make_person(email="on@record.kz"))()
    before = User.objects.count()
    unknown = Client()
    unknown.cookies["django_language"] = "en"
    pages = [
        OWN_OF_A_BROWSER.sub("", browser.get(register(browser, email=email)["Location"]).content.decode())
        for browser, email in ((client, owner.email.upper()), (unknown, ADDRESS))
    ]
    assert pages[0] == pages[1]
    known, _code = mailoutbox
    assert (known.to, known.subject) == ([owner.email], "Your address is known here already")
    assert not re.search(r"\b[A-Z0-9]{3,4}-[A-Z0-9]{3,4}\b", known.body)
    for guess in ("", "AAAA-AAAA", known.subject.split(" ")[0]):
        client.post(CONFIRM, {"code": guess})
    assert (signed_in(client), User.objects.count(), Checker.objects.count()) == ("", before, 0)


def test_an_address_that_came_on_record_meanwhile_is_its_owners(client: Client, mailoutbox: list[Any]) -> None:
    register(client)
    make_person(email=ADDRESS)
    page = client.post(CONFIRM, {"code": code_of(mailoutbox[0])}).content.decode()
    assert "has come on record meanwhile" in page
    assert (signed_in(client), Checker.objects.count(), User.objects.count()) == ("", 0, 0)


def test_a_wrong_code_is_tried_five_times(client: Client, mailoutbox: list[Any]) -> None:
    register(client)
    for _try in range(5):
        assert "not the code that was sent" in client.post(CONFIRM, {"code": "WRONG"}).content.decode()
    page = client.post(CONFIRM, {"code": code_of(mailoutbox[0])}, follow=True).content.decode()
    assert "The code no longer works: ask for a new one." in page
    assert [word for word in ("Кәдр Қызметкері", "Білім бөлімі", "Аттестаттау") if word not in page] == []
    assert not Checker.objects.exists()


def test_a_code_works_for_ten_minutes(client: Client, mailoutbox: list[Any]) -> None:
    with time_machine.travel("2026-11-20 12:00+05:00", tick=False):
        register(client)
    with time_machine.travel("2026-11-20 12:11+05:00", tick=False):
        page = client.post(CONFIRM, {"code": code_of(mailoutbox[0])}, follow=True).content.decode()
        assert "The code no longer works" in page
        assert "Білім бөлімі" not in page, "nothing is kept without the code"


def test_who_asks_is_in_no_session_and_old_sessions_go(client: Client) -> None:
    with time_machine.travel("2026-11-20 12:00+05:00", tick=False) as now:
        register(client)
        assert [row for row in Session.objects.all() if ADDRESS in str(row.get_decoded())] == []
        assert Session.objects.exists()
        now.shift(timedelta(days=30))
        tasks.clear_sessions()
    assert not Session.objects.exists()


def test_a_mail_too_many_leaves_the_code_of_the_last_one(client: Client, mailoutbox: list[Any]) -> None:
    answers = [register(client) for _each in range(4)]
    assert "e-mails went to this address in the last minutes" in answers[3].content.decode()
    assert f'href="{CONFIRM}"' in answers[3].content.decode()
    assert client.post(CONFIRM, {"code": code_of(mailoutbox[2])})["Location"] == LIST


def test_without_a_mail_server_the_page_says_so_whosever_the_address_is(client: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    for email in (ADDRESS, saule().email):
        answer = register(client, email=email)
        assert (answer.status_code, "No e-mail can be sent at this moment" in answer.content.decode()) == (200, True)
    assert client.get(CONFIRM)["Location"] == REGISTER


def test_all_addresses_together_get_so_many_mails(
    client: Client, mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirming_address, "MAILS", 2)
    statuses = [register(client, email=f"kadr{n}@bilim.example").status_code for n in range(3)]
    assert (statuses, len(mailoutbox)) == ([302, 302, 200], 2)


def test_who_is_told_that_the_address_is_known_is_told_by_a_row(client: Client, mailoutbox: list[Any]) -> None:
    person = make_person(email=ADDRESS)
    register(client)
    row = OutboxMessage.objects.get(kind=confirming_address.KIND)
    assert (row.state, row.to_email, row.person) == ("sent", ADDRESS, person)
    assert "/account/login/" in row.text
    assert len(mailoutbox) == 1


def test_the_mailbox_of_a_school_registers_and_opens_no_record(client: Client, mailoutbox: list[Any]) -> None:
    """It stands on the records of two principals, so nobody signs in with it otherwise."""
    for _each in range(2):
        make_person(email=ADDRESS)
    register(client)
    assert client.post(CONFIRM, {"code": code_of(mailoutbox[0])})["Location"] == LIST
    assert (User.objects.get().person, checker_of(User.objects.get())) == (None, Checker.objects.get())


def test_nobodys_mailbox_is_filled_from_here(client: Client, mailoutbox: list[Any]) -> None:
    for _each in range(6):
        register(client)
    assert len(mailoutbox) == 3


def test_a_network_registers_so_often(client: Client) -> None:
    for n in range(REGISTRATIONS_PER_NETWORK):
        assert register(client, email=f"kadr{n}@bilim.example").status_code == 302
    refused = register(client)
    assert (refused.status_code, refused["Retry-After"]) == (429, "600")


def test_whoever_signs_in_already_confirms_their_own_address_alone(mailoutbox: list[Any]) -> None:
    user = saule()
    client = as_user(user)
    register(client, email="another@address.kz", name="Басқа")
    assert mailoutbox[0].to == [user.email]
    client.post(CONFIRM, {"code": code_of(mailoutbox[0])})
    assert Checker.objects.get().user == user
    assert (User.objects.get().name, User.objects.get().person) == (user.name, user.person)
    assert client.get(LIST).status_code == 200


# ---- no other door ---------------------------------------------------------------------------------------------------
def addresses(patterns: list[Any], prefix: str = "") -> list[str]:
    """Every address of this house, with 1 for each key."""
    found = []
    for each in patterns:
        route = prefix + re.sub(r"<(?:int:|str:|slug:|path:)?\w+>", "1", str(each.pattern))
        if isinstance(each, URLResolver):
            found += addresses(each.url_patterns, route)
        elif isinstance(each, URLPattern) and not re.search(r"[\^$\\]", route):
            found.append(f"/{route}")
    return found


OPEN = ("/account/", "/verify", "/openapi.json", "/healthz", "/language/", "/r/", "/report")


def test_a_checker_opens_nothing_that_a_stranger_does_not() -> None:
    certificate()  # whose keys are 1, as those of most rows here
    stranger, checker = as_user(make_user("marat@elsewhere.example")), as_user(make_checker().user)
    here = [address for address in addresses(get_resolver().url_patterns) if not address.startswith(OPEN)]
    assert len(here) > 150
    opened = [address for address in here if address != "/" and checker.get(address).status_code == 200]
    assert [address for address in opened if stranger.get(address).status_code != 200] == []
    staffs = re.compile(r"/(people|cohorts|register|documents|users|checkers|programmes|blanks|outbox)")
    assert [address for address in opened if staffs.match(address)] == []


def test_a_checker_who_comes_to_study_gets_what_is_theirs_and_old_ways_in_end() -> None:
    user = make_checker(ADDRESS).user
    user.set_password("a long password 1")
    user.save()
    client = Client()
    client.login(username=ADDRESS, password="a long password 1")
    person = make_person(email=ADDRESS)
    assert ensure_user(ADDRESS) == user
    user.refresh_from_db()
    assert (user.person, user.name, user.has_usable_password()) == (person, person.full_name, False)
    assert list(user.events.values_list("kind", "old", "new")) == [("led", "Кәдр Қызметкері", person.full_name)]
    assert client.get(LIST).status_code == 302, "who signed in before that signs in again"
    assert Person.objects.get(pk=person.pk).user.checker.organisation == "Білім бөлімі"


def test_an_address_that_two_people_share_stays_the_checkers_alone() -> None:
    user = make_checker(ADDRESS).user
    make_person(email=ADDRESS)
    make_person(email=ADDRESS)
    assert ensure_user(ADDRESS) == user
    user.refresh_from_db()
    assert user.person is None


def test_a_stranger_is_led_to_register_and_a_visitor_to_sign_in(client: Client) -> None:
    assert client.get(LIST)["Location"] == f"/account/login/?next={LIST}"
    assert as_user(make_user("marat@elsewhere.example")).get(LIST)["Location"] == REGISTER
    assert as_user(organiser()).get(LIST)["Location"] == REGISTER


# ---- the page --------------------------------------------------------------------------------------------------------
def test_a_list_comes_back_as_a_workbook_and_is_on_record() -> None:
    checker = make_checker()
    client = as_user(checker.user)
    file = text("Код", pretty(certificate().code), new_code())
    file.name = "codes.csv"
    answer = client.post(LIST, {"file": file})
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert b"".join(iter(answer)).startswith(b"PK")
    assert (ListCheck.objects.get().rows, ExportEvent.objects.get().by) == (2, checker.user)
    page = client.get(LIST).content.decode()
    assert "Today 9998 of 10000 codes are left." in page


def test_a_refused_list_is_said_beside_the_field() -> None:
    client = as_user(make_checker().user)
    file = text("nothing")
    file.name = "codes.csv"
    page = client.post(LIST, {"file": file}).content.decode()
    assert "No column with codes was found" in page


def test_a_blocked_checkers_list_is_not_even_read() -> None:
    checker = make_checker()
    checkers.block(checker, by=organiser(), why="Кодтарды сатып жатыр")
    file = text("nothing")
    file.name = "codes.csv"
    answer = as_user(checker.user).post(LIST, {"file": file})
    assert (answer.status_code, "No column with codes was found" in answer.content.decode()) == (403, False)


def test_so_many_lists_are_read_in_ten_minutes_good_or_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "LISTS_PER_CHECKER", 2)
    client, statuses = as_user(make_checker().user), []
    for _each in range(3):
        file = text("nothing")
        file.name = "codes.csv"
        statuses.append(client.post(LIST, {"file": file}).status_code)
    assert statuses == [200, 200, 429]


# ---- one's own registration ------------------------------------------------------------------------------------------
MINE, END = "/verify/list/registration", "/verify/list/registration/end"


def test_a_checker_sees_what_is_kept_and_changes_it() -> None:
    checker = make_checker()
    client = as_user(checker.user)
    page = client.get(MINE).content.decode()
    assert [word for word in ("Білім бөлімі", "Аттестаттау", ADDRESS, checker.consent[:40]) if word not in page] == []
    client.post(MINE, {"organisation": "Басқа бөлім", "purpose": "Жұмысқа қабылдау"})
    checker.refresh_from_db()
    assert (checker.organisation, checker.purpose) == ("Басқа бөлім", "Жұмысқа қабылдау")
    event = checker.events.get(kind="changed")
    assert (event.by, event.why) == (checker.user, "Білім бөлімі: Аттестаттау")


def test_who_ends_the_registration_stands_in_no_table(client: Client, mailoutbox: list[Any]) -> None:
    checker = make_checker()
    theirs = as_user(checker.user)
    theirs.post(MINE, {"organisation": "Басқа бөлім", "purpose": "Жұмысқа қабылдау"})
    assert "Your registration was ended." in theirs.post(END, follow=True).content.decode()
    checker.refresh_from_db()
    user = User.objects.get()
    assert (user.is_erased, user.name, user.is_active, signed_in(theirs)) == (True, "", False, "")
    kept = [*Checker.objects.values_list(), *CheckerEvent.objects.values_list(), *User.objects.values_list()]
    assert [word for word in (ADDRESS, "бөлім", "Жұмысқа", "Кәдр") if word in str(kept)] == []
    assert list(checker.events.values_list("kind", flat=True)) == ["confirmed", "changed", "ended"]
    register(client)
    assert client.post(CONFIRM, {"code": code_of(mailoutbox[0])})["Location"] == LIST


def test_a_participant_who_ends_it_keeps_the_sign_in_and_may_come_back() -> None:
    user = saule()
    said = Registration(user.email, user.name, "Мектеп", "Тексеру", "kk")
    checker = checkers.confirm(said, user=user)
    registration.end(checker, by=user)
    user.refresh_from_db()
    assert (checker_of(user), user.is_active, user.is_erased) == (None, True, False)
    assert checkers.confirm(said, user=user) == checker_of(user)


def test_who_is_blocked_does_not_end_it_and_the_administrator_does() -> None:
    root, checker = make_user("root@institute.example", Role.ADMINISTRATOR), make_checker()
    checkers.block(checker, by=root, why="Кодтарды сатып жатыр")
    assert "was blocked" in as_user(checker.user).post(END, follow=True).content.decode()
    place = reverse("certificates:checker_end", args=[checker.pk])
    assert as_user(organiser()).post(place).status_code == 403
    assert "The registration was ended." in as_user(root).post(place, follow=True).content.decode()
    assert User.objects.filter(email=ADDRESS).count() == 0


def test_nobody_else_has_such_a_page(client: Client) -> None:
    assert (client.get(MINE).status_code, client.post(END).status_code) == (302, 302)
    stranger = as_user(make_user("marat@elsewhere.example"))
    assert (stranger.get(MINE).status_code, stranger.post(END).status_code) == (404, 404)


def test_a_registration_that_nobody_uses_is_ended() -> None:
    with time_machine.travel("2026-11-20 12:00+05:00", tick=False) as now:
        unused, used = make_checker(), make_checker("used@bilim.example")
        now.shift(timedelta(days=400))
        ListCheck.objects.create(
            checker=used, rows=1, in_force=1, not_in_force=0, unknown=0, mistyped=0, at=timezone.now()
        )
        now.shift(timedelta(days=400))
        sweep_checkers()
    unused.refresh_from_db()
    assert (unused.ended_at is None, checker_of(used.user)) == (False, used)


def test_who_has_the_address_of_a_record_is_found_with_it() -> None:
    """A checker who was entered as a participant and never signed in since: erased with the record."""
    user = make_checker(ADDRESS).user
    person = make_person(email=ADDRESS)
    assert human_of(person).users == (user,)
    make_person(email=ADDRESS)
    assert human_of(person).users == ()


# ---- the administrator -----------------------------------------------------------------------------------------------
def test_the_administrator_blocks_and_unblocks_and_both_are_on_record() -> None:
    root, checker = make_user("root@institute.example", Role.ADMINISTRATOR), make_checker()
    client, theirs = as_user(root), as_user(checker.user)
    page = reverse("certificates:checker", args=[checker.pk])
    assert ADDRESS in client.get(page).content.decode()
    client.post(page, {"why": "Кодтарды сатып жатыр"})
    assert "was blocked" in theirs.get(LIST).content.decode()
    assert theirs.get(LIST).status_code == 403
    assert "They are blocked already." in client.post(page, {"why": "Тағы"}, follow=True).content.decode()
    client.post(reverse("certificates:checker_restore", args=[checker.pk]))
    assert theirs.get(LIST).status_code == 200
    kept = list(CheckerEvent.objects.values_list("kind", "why", "by__email"))
    assert kept == [
        ("confirmed", "", checker.user.email),
        ("blocked", "Кодтарды сатып жатыр", root.email),
        ("restored", "", root.email),
    ]


def test_who_checks_lists_is_the_administrators_page_alone(client: Client) -> None:
    checker = make_checker()
    pages = [reverse("certificates:checkers"), reverse("certificates:checker", args=[checker.pk])]
    assert [client.get(page).status_code for page in pages] == [302, 302]
    for user in (organiser(), checker.user):
        assert [as_user(user).get(page).status_code for page in pages] == [403, 403]
    root = as_user(make_user("root@institute.example", Role.ADMINISTRATOR))
    assert [root.get(page).status_code for page in [*pages, reverse("certificates:checker", args=[0])]] == [
        200, 200, 404,
    ]  # fmt: skip


def test_the_list_of_checkers_costs_the_same_with_one_and_with_thirty(django_assert_num_queries: Any) -> None:
    client = as_user(make_user("root@institute.example", Role.ADMINISTRATOR))
    make_checker()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(reverse("certificates:checkers"))
    for n in range(30):
        make_checker(f"kadr{n}@bilim.example")
    with CaptureQueriesContext(connection) as many:
        page = client.get(reverse("certificates:checkers")).content.decode()
    assert (len(many), page.count("@bilim.example")) == (len(few), 31)


def test_among_the_users_a_checker_is_neither_staff_nor_a_participant() -> None:
    make_checker()
    saule()
    root = as_user(make_user("root@institute.example", Role.ADMINISTRATOR))
    shown = {which for which in ("staff", "participants", "others") if ADDRESS in users_page(root, which)}
    assert shown == {"others"}


def users_page(client: Client, which: str) -> str:
    return client.get(reverse("people:users"), {"show": which}).content.decode()


def test_a_reason_is_needed_to_block() -> None:
    with pytest.raises(ValidationError) as refused:
        checkers.block(make_checker(), by=organiser(), why=" ")
    assert refused.value.messages == ["Say why: it stays on record."]
    assert not Checker.objects.get().is_blocked


def test_confirmed_twice_is_one_checker() -> None:
    checker = make_checker()
    said = Registration(checker.user.email, "Басқа", "Басқа", "Басқа", "kk")
    assert checkers.confirm(said, user=checker.user) == checker
    assert (checker_of(checker.user), CheckerEvent.objects.count()) == (checker, 1)
