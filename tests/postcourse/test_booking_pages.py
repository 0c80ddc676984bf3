"""Who sees which page of booking and discussing, what it does, and that it costs the same for one and for thirty."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.models import User
from people.roles import Role
from postcourse import hours, seating
from postcourse.models import AgreedAction, Consultation, Discussion, FreeHours, HoursException, Plan
from tests.cast import aigul, bolat, daulet, make_cohort, make_user, marat
from tests.postcourse.bookings import LINK, NOW, give_standing, make_booked, make_discussion, make_graduate, teaching
from tests.postcourse.scenes import at, make_plan

pytestmark = pytest.mark.django_db
TIME = "2026-11-10T15:00"


def client_of(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def page(user: User | None, name: str, *args: int, query: str = "", now: Any = NOW) -> tuple[int, str]:
    with time_machine.travel(now, tick=True):
        response = client_of(user).get(f"{reverse(f'postcourse:{name}', args=args)}?lang=en{query}")
    return response.status_code, response.content.decode()


def press(user: User | None, name: str, *args: int, now: Any = NOW, **data: Any) -> int:
    with time_machine.travel(now, tick=True):
        return client_of(user).post(f"{reverse(f'postcourse:{name}', args=args)}?lang=en", data).status_code


def the_cast(plan: Plan) -> dict[str, User | None]:
    other = make_plan("100", trainer=make_user("t@institute.example", Role.TRAINER))
    return {
        "organiser": aigul(),
        "trainer": plan.trainer,
        "graduate": make_user(plan.person.email, person=plan.person),
        "another trainer": other.trainer,
        "another graduate": make_user(other.person.email, person=other.person),
        "stranger": marat(),
        "head": bolat(),
        "nobody": None,
    }


WHO_SEES: dict[str, dict[str, tuple[str, ...]]] = {
    "hours_of": {"sees": ("organiser", "trainer"), "404": ("another trainer",)},
    "hours": {"sees": ("organiser",), "302": ("trainer", "another trainer", "nobody")},
    "book": {"sees": ("graduate", "organiser", "trainer"), "404": ("another trainer", "another graduate", "stranger")},
    "book_confirm": {
        "302": ("graduate", "organiser", "trainer", "nobody"),
        "404": ("another trainer", "another graduate", "stranger"),
    },
    "discussion": {"sees": ("organiser", "trainer", "graduate"), "403": ("head",)},
    "discussion_change": {"sees": ("organiser", "trainer"), "403": ("graduate", "head")},
    "discussion_cancel": {"sees": ("organiser", "trainer"), "403": ("graduate", "head")},
    "discussion_new": {"sees": ("organiser", "trainer", "another trainer")},
    "discussions": {
        "sees": ("organiser", "trainer", "graduate", "another trainer", "another graduate", "stranger"),
        "403": ("head",),
    },
}


@pytest.mark.parametrize("name", WHO_SEES)
def test_each_page_is_seen_by_those_whom_it_concerns(name: str) -> None:
    plan = make_plan("100", trainer=teaching())
    cast, rules = the_cast(plan), WHO_SEES[name]
    discussion = make_discussion([plan])
    args = {"hours": [], "discussion_new": [], "discussions": [], "book": [plan.pk], "book_confirm": [plan.pk]}
    if name == "hours_of":
        args[name] = [plan.trainer.pk] if plan.trainer else []
    otherwise = 404 if name in ("discussion", "discussion_change", "discussion_cancel") else 403
    expected = {}
    for who in cast:
        told = next((int(code) for code in ("302", "403", "404") if who in rules.get(code, ())), None)
        expected[who] = 200 if who in rules.get("sees", ()) else told or (302 if who == "nobody" else otherwise)
    found = {who: page(user, name, *args.get(name, [discussion.pk]))[0] for who, user in cast.items()}
    assert found == expected


def test_nobody_else_books_publishes_joins_or_records() -> None:
    plan = make_plan("100", trainer=teaching())
    discussion, cast = make_discussion([plan]), the_cast(plan)
    assert plan.trainer
    row, away = (
        FreeHours.objects.earliest("pk"),
        HoursException.objects.create(
            trainer=plan.trainer, first="2026-12-01", last="2026-12-01", made_by=plan.trainer
        ),
    )
    outside = [cast[who] for who in ("another trainer", "another graduate", "stranger", "head")]
    acts: list[tuple[str, int, dict[str, str]]] = [
        ("book_confirm", plan.pk, {"starts_at": TIME}),
        ("hours_add", plan.trainer.pk, {"weekday": "1", "begins": "09:00", "ends": "10:00"}),
        ("hours_except", plan.trainer.pk, {"is_free": "away", "first": "2026-12-01"}),
        ("hours_take_back", row.pk, {}),
        ("hours_except_back", away.pk, {}),
        ("discussion_join", discussion.pk, {}),
        ("discussion_change", discussion.pk, {}),
        ("discussion_cancel", discussion.pk, {"why": "w"}),
        ("discussion_record", discussion.pk, {"outcome": "w"}),
    ]
    found = {name: {press(user, name, pk, **data) for user in outside} for name, pk, data in acts}
    assert all(codes <= {403, 404} for codes in found.values()), found
    assert press(cast["organiser"], "discussion_join", discussion.pk) == 403
    assert (FreeHours.objects.count(), HoursException.objects.count(), discussion.seats.count()) == (2, 1, 0)
    assert not Consultation.objects.filter(kind="booked").exists()


def test_a_graduate_books_in_three_taps_moves_and_cancels() -> None:
    plan, user = make_graduate()
    give_standing(plan)
    with time_machine.travel(NOW, tick=True):
        client = client_of(user)
        home = client.get("/?lang=en").content.decode()
        first = reverse("postcourse:book", args=[plan.pk])
        assert f'href="{first}"' in home
        second = f"{reverse('postcourse:book_confirm', args=[plan.pk])}?at={TIME}"
        assert f'href="{second}"' in client.get(first).content.decode()
        assert "Is this time right?" in client.get(f"{second}&lang=en").content.decode()
        answer = client.post(second, {"starts_at": TIME, "topic": "Кесте"})
        booked = Consultation.objects.get(kind="booked")
        assert answer.headers["Location"] == reverse("postcourse:consultation", args=[booked.pk])
        assert "Join online" in client.get(f"{answer.headers['Location']}?lang=en").content.decode()
        move = reverse("postcourse:consultation_move", args=[booked.pk])
        assert client.post(move, {"starts_at": "2026-11-12T16:30"}).status_code == 302
        gives_up = reverse("postcourse:consultation_give_up", args=[booked.pk])
        assert "Cancel the consultation" in client.get(f"{gives_up}?lang=en").content.decode()
        assert client.post(gives_up, {}).headers["Location"] == first
    booked.refresh_from_db()
    assert (booked.status, booked.sequence, booked.topic) == ("cancelled", 2, "Кесте")


@pytest.mark.parametrize("who", ["organiser", "trainer"])
def test_the_staff_book_for_a_graduate_who_phones_from_the_page_of_the_plan(who: str) -> None:
    plan = make_plan("100", trainer=teaching())
    user = aigul() if who == "organiser" else plan.trainer
    address = reverse("postcourse:book", args=[plan.pk])
    assert f'href="{address}"' in page(user, "plan", plan.pk)[1]
    shown = page(user, "book", plan.pk)[1]
    assert (plan.person.full_name in shown, f"?at={TIME}" in shown) == (True, True)
    confirm = page(user, "book_confirm", plan.pk, query=f"&at={TIME}")[1]
    assert ("both are told" in confirm, "What do you want" in confirm) == (True, False)
    assert press(user, "book_confirm", plan.pk, starts_at=TIME, topic="Кесте") == 302
    booked = Consultation.objects.get(kind="booked")
    assert (booked.topic, booked.events.get().by) == ("Кесте", user)
    assert "booked already" in page(user, "book", plan.pk)[1]


@pytest.mark.parametrize("place", ["http://meet.example/a", "п" * 201])
def test_a_place_that_is_none_is_refused_beside_what_was_typed(place: str) -> None:
    row = make_booked()
    with time_machine.travel(NOW, tick=True):
        answer = client_of(row.trainer).post(reverse("postcourse:consultation_place", args=[row.pk]), {"place": place})
    row.refresh_from_db()
    assert (answer.status_code, row.place, "invalid-feedback" in answer.content.decode()) == (400, LINK, True)


def test_what_is_over_offers_no_other_time() -> None:
    row = make_booked()
    assert page(row.trainer, "consultation_move", row.pk)[0] == 200
    assert page(row.trainer, "consultation_move", row.pk, now=row.starts_at)[0] == 302


def test_a_day_until_which_nothing_is_done_is_asked_about() -> None:
    row = make_booked()
    said = {"outcome": "held", "notes": "Мақсат", "due_2": "2026-12-01"}
    assert press(row.trainer, "consultation_record", row.pk, now=row.ends_at, **said) == 400
    assert press(row.trainer, "consultation_record", row.pk, now=row.ends_at, **said, action_2="Есеп") == 302


@pytest.mark.parametrize("time", ["2026-11-10T15:10", "2026-11-10T10:00", "2026-10-01T15:00"])
def test_a_time_that_was_not_on_offer_is_refused_on_the_page(time: str) -> None:
    plan, user = make_graduate()
    assert press(user, "book_confirm", plan.pk, starts_at=time) == 400
    assert not Consultation.objects.filter(kind="booked").exists()


@pytest.mark.parametrize("asked", ["nonsense", "", "0001-01-01T00:00", "9999-12-31T23:30", "2026-13-45T99:99"])
def test_an_address_that_somebody_made_up_leads_back_to_the_free_times(asked: str) -> None:
    plan, user = make_graduate()
    assert page(user, "book_confirm", plan.pk, query=f"&at={asked}")[0] in (200, 302)
    assert page(user, "book", plan.pk, query=f"&from={asked[:10]}")[0] == 200
    assert press(user, "book_confirm", plan.pk, starts_at=asked) in (302, 400)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"weekday": "8", "begins": "09:00", "ends": "10:00"},
        {"weekday": "1", "begins": "x" * 5000, "ends": "25:00"},
        {"weekday": "1", "begins": "09:10", "ends": "10:00"},
        {"weekday": "1", "begins": "09:00", "ends": "10:00", "place": "javascript://x"},
        {"weekday": "1", "begins": "09:00", "ends": "10:00", "place": "п" * 201},
    ],
)
def test_hours_that_are_none_are_refused_on_the_page(data: dict[str, str]) -> None:
    trainer = daulet()
    assert press(trainer, "hours_add", trainer.pk, **data) == 400
    assert press(trainer, "hours_except", trainer.pk, **data, first="9999-99-99") == 400
    assert not FreeHours.objects.exists()


def test_a_trainer_publishes_excepts_and_takes_back() -> None:
    trainer = daulet()
    said = {"weekday": "2", "begins": "15:00", "ends": "17:00", "place": LINK}
    assert press(trainer, "hours_add", trainer.pk, **said) == 302
    assert press(trainer, "hours_except", trainer.pk, is_free="away", first="2026-11-10", last="") == 302
    text = page(trainer, "hours_of", trainer.pk)[1]
    assert "10.11.2026" in text
    assert "15:00–17:00" in text
    [row], [away] = FreeHours.objects.all(), HoursException.objects.all()
    assert (away.first, away.begins, away.made_by) == (away.last, None, trainer)
    assert press(trainer, "hours_take_back", row.pk) == press(trainer, "hours_except_back", away.pk) == 302
    assert "nobody can book" in page(trainer, "hours_of", trainer.pk)[1]


def test_a_discussion_is_announced_joined_changed_and_recorded() -> None:
    plan, user = make_graduate()
    trainer = plan.trainer
    assert trainer
    said = {"topic": "Кейс", "day": "2026-11-11", "begins": "15:00", "minutes": "60", "capacity": "2", "place": LINK}
    assert press(trainer, "discussion_new", **said, trainer="999999") == 400
    assert press(trainer, "discussion_new", **said, trainer=str(trainer.pk)) == 302
    row = Discussion.objects.get()
    assert LINK not in page(user, "discussion", row.pk)[1]
    assert press(user, "discussion_join", row.pk) == 302
    assert LINK in page(user, "discussion", row.pk)[1]
    assert press(trainer, "discussion_change", row.pk, **{**said, "begins": "16:00"}) == 302
    assert "The time has changed" in page(user, "discussion", row.pk)[1]
    later = at("2026-11-11", "17:30")
    assert "Who came?" in page(trainer, "discussion", row.pk, now=later)[1]
    seat = row.seats.get()
    came = {"came": [str(seat.pk), "9" * 500, "x"], "outcome": "Шешім қабылданды"}
    assert press(trainer, "discussion_record", row.pk, now=NOW, **came) == 400
    assert press(trainer, "discussion_record", row.pk, now=later, **came) == 302
    assert "Шешім қабылданды" in page(user, "discussion", row.pk, now=later)[1]


def test_what_was_agreed_is_ticked_by_the_graduate_and_dropped_by_the_staff_alone() -> None:
    row = make_booked()
    give_standing(row.plan)
    graduate, trainer, later = row.person.user, row.trainer, row.ends_at + timedelta(minutes=5)
    said = {"outcome": "held", "notes": "Мақсат", "action_1": "Кесте бекіту", "due_1": "2026-12-01", "action_2": "Есеп"}
    assert press(trainer, "consultation_record", row.pk, now=later, **said) == 302
    first, second = AgreedAction.objects.order_by("pk")
    with time_machine.travel(later, tick=True):
        assert "Кесте бекіту" in client_of(graduate).get("/?lang=en").content.decode()
    assert press(graduate, "action_done", first.pk, now=later, back="home") == 302
    assert press(graduate, "action_drop", second.pk, now=later) == 403
    assert press(make_user("x@y.example", Role.TRAINER), "action_done", second.pk, now=later) == 404
    assert press(trainer, "action_drop", second.pk, now=later) == 302
    assert press(graduate, "action_reopen", first.pk, now=later) == 302
    assert list(AgreedAction.objects.open()) == [first]


def test_a_trainer_reads_at_home_what_waits() -> None:
    plan, _user = make_graduate(trainer=daulet())
    discussion = make_discussion([plan], topic="Сабақты бақылау")
    with time_machine.travel(discussion.ends_at, tick=True):
        text = client_of(plan.trainer).get("/?lang=en").content.decode()
    assert "1 discussion is not recorded" in text
    assert "Publish when you are free" in text


QUERIES = {"hours": 7, "discussions": 7, "discussion": 7, "book": 20}


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("n", [1, 30])
def test_pages_cost_the_same_for_one_and_for_thirty(
    name: str, n: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    trainer = teaching()
    cohort = make_cohort(trainer=trainer)
    pairs = [make_graduate(cohort=cohort) for _ in range(n if name == "discussion" else 1)]
    plan, graduate = pairs[0]
    users: dict[str, User] = {"book": graduate}
    args = {"book": [plan.pk]}
    if name == "hours":
        for each in range(n - 1):
            teaching(make_user(f"t{each}@institute.example", Role.TRAINER))
    if name == "discussion":
        row = make_discussion([plan], capacity=30)
        for one, user in pairs:
            seating.join(row, one, by=user, now=NOW)
        args[name] = [row.pk]
    if name in ("discussions", "book"):
        for each in range(n):
            begins = at("2026-11-11", "09:00") + timedelta(days=each)
            make_discussion([plan], starts_at=begins, topic=f"Кейс {each}")
    if name == "book" and n > 1:
        for weekday in (1, 3, 5):
            hours.publish(trainer, weekday=weekday, begins=time(10), ends=time(18), place="", by=trainer)
    client = client_of(users.get(name) or aigul())
    with time_machine.travel(NOW, tick=True), django_assert_num_queries(QUERIES[name]):
        assert client.get(reverse(f"postcourse:{name}", args=args.get(name, []))).status_code == 200
