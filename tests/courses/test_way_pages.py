"""The pages of the moves and of the orders: to whom they open, what they show before, what they say when refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses import holding
from courses.models import Application, Cohort, Enrolment, EnrolmentPaper, Order
from people import uploading
from people.models import Upload, User
from people.roles import Role
from tests.cast import (
    aigul,
    bolat,
    daulet,
    make_enrolment,
    make_order,
    make_organisation,
    make_person,
    make_provider,
    make_user,
    marat,
    saule,
)
from tests.courses.way_scenes import ORDERED, attended, autumn, handed_in, kept_files, make_task, pdf, spring, studying

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
PAGES = ("hold", "bring_back", "transfer", "expel", "next_stream")
EXPELLED = {"decided_on": "2026-03-16", "minutes": "5", "members": "А. Исабеков", "grounds": "Қатыспаған",
            "order_date": "2026-03-17"}  # fmt: skip


@pytest.fixture(autouse=True)
def in_2026() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 21, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def organiser(client: Client) -> User:
    user = aigul()
    client.force_login(user)
    return user


def address(name: str, enrolment: Enrolment) -> str:
    return reverse(f"courses:{name}", args=[enrolment.pk])


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


# ---- to whom they open


@dataclass
class Scene:
    taught: Enrolment
    paper: EnrolmentPaper
    order: Order
    application: Application
    users: dict[str, User]


@pytest.fixture
def scene() -> Scene:
    trainer, participant, organiser = daulet(), saule(), aigul()
    taught = make_enrolment(spring(trainer=trainer), participant.person)
    holding.hold(taught, why="ауыру", files=[pdf()], by=organiser)
    application = Application.objects.create(
        cohort=taught.cohort, person=make_person(), said={
            "surname": "А", "given_name": "Б", "patronymic": "", "email": "", "phone": "", "position": "",
            "organisation": "В", "bin": "", "region": "", "locality": "",
        }, consent_version="1", language="kk",
    )  # fmt: skip
    order = make_order(taught.cohort, snapshot={})
    users = {
        "organiser": organiser, "administrator": make_user("root@institute.example", Role.ADMINISTRATOR),
        "trainer": trainer, "foreign trainer": make_user("other@institute.example", Role.TRAINER),
        "participant": participant, "head": bolat(), "stranger": marat(),
    }  # fmt: skip
    return Scene(taught, taught.papers.get(), order, application, users)


STAFF_ONLY = {"trainer": 403, "foreign trainer": 403, "participant": 403, "head": 403, "stranger": 403}
DOORS: dict[str, tuple[Callable[[Scene], str], dict[str, int]]] = {
    **{name: (lambda s, name=name: address(name, s.taught), STAFF_ONLY) for name in PAGES},  # type: ignore[misc]
    "orders": (lambda s: reverse("courses:orders", args=[s.taught.cohort_id]), STAFF_ONLY),
    "completion": (lambda s: reverse("courses:completion", args=[s.taught.cohort_id]), STAFF_ONLY),
    "paper number": (lambda s: reverse("courses:paper_number", args=[s.order.pk]), STAFF_ONLY),
    "list": (
        lambda s: reverse("courses:participants_pdf", args=[s.taught.cohort_id]),
        {**STAFF_ONLY, "trainer": 200, "foreign trainer": 404},
    ),
    "application": (lambda s: reverse("courses:application", args=[s.application.pk]), STAFF_ONLY),
    "document": (
        lambda s: reverse("courses:paper", args=[s.paper.pk]),
        {"trainer": 404, "foreign trainer": 404, "participant": 200, "head": 404, "stranger": 404},
    ),
}


@pytest.mark.parametrize("door", DOORS)
def test_each_page_opens_to_those_it_is_for(scene: Scene, client: Client, door: str) -> None:
    where, expected = DOORS[door]
    wanted = {"organiser": 200, "administrator": 200, **expected}
    seen = {}
    for who, user in scene.users.items():
        client.force_login(user)
        seen[who] = client.get(where(scene)).status_code
    assert seen == wanted
    client.logout()
    assert client.get(where(scene))["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", PAGES)
def test_nobody_but_the_organiser_moves_anybody(scene: Scene, client: Client, name: str) -> None:
    for who in STAFF_ONLY:
        client.force_login(scene.users[who])
        assert client.post(address(name, scene.taught), {**EXPELLED, "whole": "1"}).status_code == 403
    scene.taught.refresh_from_db()
    assert scene.taught.status == "on_hold"


def test_an_order_from_before_its_paper_was_kept_has_none(scene: Scene, client: Client) -> None:
    client.force_login(scene.users["organiser"])
    assert client.get(reverse("courses:order_pdf", args=[scene.order.pk])).status_code == 404


def test_a_document_is_given_back_as_a_download_and_its_erasure_is_said(scene: Scene, client: Client) -> None:
    client.force_login(scene.users["participant"])
    response = client.get(reverse("courses:paper", args=[scene.paper.pk]))
    assert response["Content-Disposition"].startswith("attachment")
    assert (
        reverse("courses:paper", args=[scene.paper.pk])
        in client.get(address("enrolment", scene.taught)).content.decode()
    )
    client.force_login(scene.users["trainer"])
    page = client.get(address("enrolment", scene.taught)).content.decode()
    assert ("anyqtama.pdf" in page, "A document" in page) == (False, True)
    uploading.erase(scene.paper.upload)
    client.force_login(scene.users["participant"])
    assert "A document that was erased" in client.get(address("enrolment", scene.taught)).content.decode()
    assert client.get(reverse("courses:paper", args=[scene.paper.pk])).status_code == 404


def test_why_somebody_pauses_is_read_by_the_organisers_alone(scene: Scene, client: Client) -> None:
    read = {}
    for who in ("organiser", "administrator", "trainer", "participant"):
        client.force_login(scene.users[who])
        page = client.get(address("enrolment", scene.taught)).content.decode()
        read[who] = ("On hold" in page, "ауыру" in page)
    assert read == {
        "organiser": (True, True), "administrator": (True, True),
        "trainer": (True, False), "participant": (True, False),
    }  # fmt: skip


def test_the_participant_reads_where_it_stands_and_gets_no_button(scene: Scene, client: Client) -> None:
    client.force_login(scene.users["participant"])
    page = client.get(address("enrolment", scene.taught)).content.decode()
    assert "Your studies are on hold for a valid reason." in page
    assert not any(address(name, scene.taught) in page for name in PAGES)


# ---- what they show before, and what they do


def test_a_hold_through_its_page(client: Client, organiser: User) -> None:
    enrolment = studying()
    assert "No order and no letter is written." in client.get(address("hold", enrolment)).content.decode()
    response = client.post(address("hold", enrolment), {"why": "ауыру", "files": [pdf(), pdf("2.pdf")], "whole": "1"})
    assert (response["Location"], enrolment.papers.count()) == (address("enrolment", enrolment), 2)
    client.post(address("bring_back", enrolment), {})
    enrolment.refresh_from_db()
    assert enrolment.status == "admitted"


def test_an_upload_that_broke_half_way_is_told_and_nothing_is_kept(client: Client, organiser: User) -> None:
    enrolment = studying()
    response = client.post(address("hold", enrolment), {"why": "ауыру", "files": [pdf()]})
    assert "broke off half-way" in str(response.context["form"].non_field_errors())
    enrolment.refresh_from_db()
    assert (enrolment.status, Upload.objects.count(), kept_files()) == ("admitted", 0, [])


def test_a_transfer_shows_what_goes_along_and_does_it(client: Client, organiser: User) -> None:
    enrolment, target = studying(), autumn(name="Қыркүйек-1")
    attended(enrolment, 1, "lecture", 3)
    task = make_task(enrolment.cohort, title="Талдау")
    make_task(target, title="Талдау", root=task)
    handed_in(enrolment, task)
    page = client.get(address("transfer", enrolment))
    assert [(each.name, bag.total_hours, len(bag.tasks)) for each, bag in page.context["luggage"]] == [
        ("Қыркүйек-1", 3, 1)
    ]
    assert "Lecture, 3" in page.content.decode()
    response = client.post(
        address("transfer", enrolment),
        {"target": target.pk, "why": "іссапар", "files": [pdf()], "admitted": "yes", "order_date": str(ORDERED),
         "whole": "1"},
    )  # fmt: skip
    opened = Enrolment.objects.get(cohort=target)
    assert (response["Location"], opened.status) == (address("enrolment", opened), "admitted")
    old = client.get(address("enrolment", enrolment)).content.decode()
    assert address("enrolment", opened) in old


def test_the_transfer_of_who_did_not_pass_says_that_the_outcome_stays(client: Client, organiser: User) -> None:
    enrolment = studying(status="not_passed", result_date=date(2026, 3, 20))
    autumn()
    page = client.get(address("transfer", enrolment)).content.decode()
    assert "stays as not passed; a new one opens" in page
    assert "is closed as transferred" not in page
    assert address("transfer", enrolment) in client.get(address("enrolment", enrolment)).content.decode()


@pytest.mark.parametrize(
    ("email", "says"), [("office@mektep.example", "by e-mail"), ("", "has no e-mail on record: the letter waits")]
)
def test_an_expulsion_shows_the_letter_and_its_way(client: Client, organiser: User, email: str, says: str) -> None:
    enrolment = studying(organisation=make_organisation(email=email))
    page = client.get(address("expel", enrolment))
    assert says in page.content.decode()
    assert enrolment.person.full_name in page.context["text"]
    client.post(address("expel", enrolment), EXPELLED)
    enrolment.refresh_from_db()
    assert enrolment.status == "expelled"


def test_the_letter_that_has_no_address_waits_on_the_organisers_home(client: Client, organiser: User) -> None:
    make_provider()
    client.post(address("expel", studying()), EXPELLED)
    assert "1 letter to print and post" in client.get(reverse("home")).content.decode()


def test_dates_that_contradict_are_said_beside_the_field(client: Client, organiser: User) -> None:
    response = client.post(address("expel", studying()), {**EXPELLED, "order_date": "2026-03-15"})
    assert response.context["form"].errors["order_date"] == [
        "The order follows the decision: it cannot be dated before it."
    ]


def test_the_next_stream_through_its_page(client: Client, organiser: User) -> None:
    enrolment, later = studying(status="not_passed", result_date=date(2026, 3, 20)), autumn()
    response = client.post(address("next_stream", enrolment), {"target": later.pk})
    opened = Enrolment.objects.get(cohort=later)
    assert (response["Location"], opened.continues) == (address("enrolment", opened), enrolment)


def test_the_order_of_completion_through_its_page(client: Client, organiser: User) -> None:
    cohort = spring(status="defending")
    studying(cohort, status="passed", result_date=date(2026, 3, 20))
    where = reverse("courses:completion", args=[cohort.pk])
    assert where in client.get(reverse("courses:orders", args=[cohort.pk])).content.decode()
    response = client.post(where, {"order_date": "2026-03-21", "paper_number": "9-қ"})
    assert said(response) == ["1 person is named in the order of completion №\xa01 (2026)."]
    order = Order.objects.get(kind="completion")
    pdf_page = client.get(reverse("courses:order_pdf", args=[order.pk]))
    assert (pdf_page["Content-Type"], pdf_page.content[:5]) == ("application/pdf", b"%PDF-")
    again = client.post(where, {"order_date": "2026-03-21"})
    assert "everybody who passed is named in one already" in again.content.decode()


@pytest.mark.parametrize(
    ("name", "status", "sentence"),
    [
        ("hold", "applied", "“Applied” cannot become “On hold”."),
        ("bring_back", "admitted", "is not on hold."),
        ("transfer", "admitted", "No other cohort of this programme that begins in 2026 takes people now."),
        ("transfer", "applied", "Only somebody who was admitted can be transferred"),
        ("expel", "withdrawn", "“Withdrawn” cannot become “Expelled”."),
        ("next_stream", "admitted", "The next stream is for those who did not pass"),
    ],
)
def test_a_page_of_an_impossible_move_says_why_and_has_no_form(
    client: Client, organiser: User, name: str, status: str, sentence: str
) -> None:
    page = client.get(address(name, studying(status=status))).content.decode()
    assert sentence in page
    assert 'enctype="multipart/form-data"' not in page


def test_of_two_organisers_the_second_is_told_on_the_page(client: Client, organiser: User) -> None:
    enrolment = studying()
    client.post(address("expel", enrolment), EXPELLED)
    second = client.post(address("expel", enrolment), EXPELLED)
    assert f"{enrolment.person}: “Expelled” cannot become “Expelled”." in second.content.decode()
    assert Order.objects.filter(kind="expulsion").count() == 1


# ---- in two active enrolments


@pytest.mark.parametrize("page", ["put back", "next stream", "enrolment", "add"])
def test_who_is_active_elsewhere_is_refused_with_a_link_to_it(client: Client, organiser: User, page: str) -> None:
    decided: dict[str, Any] = {"result_date": date(2026, 3, 20)} if page == "next stream" else {}
    left = studying(status="not_passed" if decided else "withdrawn", **decided)
    other = make_enrolment(autumn(), left.person)
    if page == "put back":
        response = client.post(reverse("courses:enrolment_move", args=[left.pk, "applied"]))
    elif page == "add":
        response = client.post(
            reverse("courses:enrolment_new", args=[spring().pk]),
            {"iin": left.person.iin, "surname": left.person.surname, "given_name": left.person.given_name,
             "patronymic": left.person.patronymic, "language": "kk", "organisation_name": "№ 7 лицей", "seen": "on",
             "email": left.person.email},
        )  # fmt: skip
    else:
        response = client.get(address("next_stream" if decided else "enrolment", left))
    assert f'href="{address("enrolment", other)}"' in response.content.decode()
    assert left.person.enrolments.active().count() == 1


# ---- what they cost


def queries(client: Client, where: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(where).status_code == 200
    return len(captured)


def full(n: int, **fields: Any) -> Cohort:
    cohort = spring(status="defending", **fields)
    for _ in range(n):
        enrolment = studying(cohort, status="passed", result_date=date(2026, 3, 20))
        order = make_order(cohort, created_by=User.objects.first(), snapshot={"kind": "admission"})
        order.lines.create(enrolment=enrolment)
        Application.objects.create(cohort=cohort, person=make_person(), said={}, consent_version="1", language="kk")
    return cohort


@pytest.mark.parametrize("name", ["orders", "completion", "cohort", "participants_pdf"])
def test_thirty_rows_cost_no_more_queries_than_one(client: Client, organiser: User, name: str) -> None:
    one, thirty = (queries(client, reverse(f"courses:{name}", args=[full(n).pk])) for n in (1, 30))
    assert (one, thirty) == (one, one)


def test_the_page_of_a_transfer_costs_the_same_for_many_cohorts_hours_and_tasks(
    client: Client, organiser: User
) -> None:
    enrolment = studying()
    task = make_task(enrolment.cohort)
    handed_in(enrolment, task)
    attended(enrolment, 1, "lecture", 1)
    make_task(autumn(), root=task)
    one = queries(client, address("transfer", enrolment))
    for order in range(1, 7):
        attended(enrolment, order, "practice", 2)
        handed_in(enrolment, make_task(enrolment.cohort, title=f"{order}"))
        make_task(autumn(), root=task)
    assert queries(client, address("transfer", enrolment)) == one


def test_an_enrolment_with_many_papers_costs_no_more_queries(client: Client, organiser: User) -> None:
    enrolment = studying()

    def papers(n: int) -> None:
        for _ in range(n):
            upload = Upload.objects.create(name="a.pdf", kind="pdf", size=1, sha256="0" * 64, file="uploads/a")
            EnrolmentPaper.objects.create(enrolment=enrolment, upload=upload, moved_to="on_hold", by=organiser)
            make_order(enrolment.cohort).lines.create(enrolment=enrolment)

    papers(1)
    one = queries(client, address("enrolment", enrolment))
    papers(29)
    assert queries(client, address("enrolment", enrolment)) == one


def test_a_blank_office_is_said_before_an_order_is_written(client: Client, organiser: User) -> None:
    cohort = spring()
    make_enrolment(cohort, status="applied")
    where = reverse("courses:admission", args=[cohort.pk])
    note = re.compile("printed with blank lines")
    assert note.search(client.get(where).content.decode())
    make_provider()
    bolat()
    assert not note.search(client.get(where).content.decode())
