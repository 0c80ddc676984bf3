"""Who sees which page, what it says, and that it costs the same for one and for thirty."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from people.models import OutboxMessage, User
from people.roles import Role
from postcourse import planning
from postcourse.models import Consultation, Plan
from tests.cast import aigul, bolat, daulet, make_cohort, make_user, marat
from tests.postcourse.scenes import ISSUED, at, local, make_invited, make_plan, make_signed

pytestmark = pytest.mark.django_db
BEFORE = at("2026-11-17", "09:00")
AFTER = at("2026-11-23", "10:40")


def page(user: User | None, name: str, *args: int, query: str = "", now: datetime = BEFORE) -> tuple[int, str]:
    """Status and text in English, at that moment."""
    with time_machine.travel(now, tick=True):
        client = Client()
        if user:
            client.force_login(user)
        response = client.get(f"{reverse(f'postcourse:{name}', args=args)}?lang=en{query}")
    return response.status_code, response.content.decode() if not response.streaming else ""


def press(user: User, name: str, pk: int, *, now: datetime = BEFORE, **data: str) -> int:
    with time_machine.travel(now, tick=True):
        client = Client()
        client.force_login(user)
        return client.post(f"{reverse(f'postcourse:{name}', args=[pk])}?lang=en", data).status_code


def graduate_of(row: Consultation) -> User:
    return make_user(row.person.email, person=row.person)


def the_cast(row: Consultation) -> dict[str, User | None]:
    other = make_invited(surname="Ахметова")
    return {
        "organiser": aigul(),
        "trainer": row.trainer,
        "graduate": graduate_of(row),
        "another trainer": make_user("t@institute.example", Role.TRAINER),
        "another graduate": graduate_of(other),
        "stranger": marat(),
        "head": bolat(),
        "nobody": None,
    }


WHO_SEES = {
    "consultation": ("organiser", "trainer", "graduate"),
    "consultation_move": ("organiser", "trainer", "graduate"),
    "consultation_calendar": ("organiser", "trainer", "graduate"),
    "consultation_cancel": ("organiser", "trainer"),
    "plan": ("organiser", "trainer", "graduate"),
    "cohort_support": ("organiser", "trainer"),
    "consultations": ("organiser", "trainer", "another trainer"),
}
FORBIDDEN = {
    "consultation_cancel": ("graduate",),
    "cohort_support": ("graduate", "another graduate", "stranger"),
    "consultations": ("graduate", "another graduate", "stranger"),
}


@pytest.mark.parametrize("name", WHO_SEES)
def test_each_page_is_seen_by_those_whom_it_concerns(name: str) -> None:
    row = make_invited(trainer=daulet())
    args = {"consultations": [], "plan": [row.plan_id], "cohort_support": [row.plan.attempt.enrolment.cohort_id]}
    expected, found = {}, {}
    for who, user in the_cast(row).items():
        forbidden = who == "head" or who in FORBIDDEN.get(name, ())
        expected[who] = 200 if who in WHO_SEES[name] else 302 if who == "nobody" else 403 if forbidden else 404
        found[who] = page(user, name, *args.get(name, [row.pk]))[0]
    assert found == expected


@pytest.mark.parametrize("name", ["confirm", "move", "record", "place", "cancel"])
def test_nobody_else_acts_on_a_consultation(name: str) -> None:
    row = make_invited(trainer=daulet())
    cast = the_cast(row)
    data = {"starts_at": "2026-11-24T15:00", "outcome": "held", "notes": "n", "place": "x", "why": "w"}
    found = {who: press(user, f"consultation_{name}", row.pk, now=BEFORE, **data) for who, user in cast.items() if user}
    outside = {who: found[who] for who in ("another trainer", "another graduate", "stranger", "head")}
    assert outside == {"another trainer": 404, "another graduate": 404, "stranger": 404, "head": 403}
    if name in ("record", "place", "cancel"):
        assert found["graduate"] == 403


def test_only_the_organiser_assigns_trainers() -> None:
    row = make_invited(trainer=daulet())
    cohort = row.plan.attempt.enrolment.cohort_id
    found = {who: press(user, "assign", cohort) for who, user in the_cast(row).items() if user}
    assert found == {**dict.fromkeys(found, 403), "organiser": 400}


@pytest.mark.parametrize("seen", ["9" * 5000, "²", "٣", "abc", ""])
def test_a_number_of_the_time_seen_that_is_none_is_no_error(seen: str) -> None:
    row = make_invited()
    assert press(graduate_of(row), "consultation_confirm", row.pk, seen=seen) == 302


def test_a_graduate_comes_from_the_mail_signs_in_and_confirms() -> None:
    row = make_invited(trainer=daulet())
    letter = OutboxMessage.objects.get(cause=f"invite:{row.pk}:0")
    link = f"/consultations/{row.pk}/"
    assert f"http://localhost:8000{link}\n" in letter.text
    with time_machine.travel(BEFORE, tick=True):
        client = Client()
        assert client.get(link).headers["Location"] == f"/account/login/?next={link}"
        client.force_login(graduate_of(row))
        assert "I take part" in client.get(f"{link}?lang=en").content.decode()
        answer = client.post(f"{link}confirm/", {"seen": "0"}, follow=True)
    assert answer.redirect_chain == [(f"/support/{row.plan_id}/", 302)]
    row.refresh_from_db()
    assert row.status == "confirmed"


def test_a_graduate_moves_in_two_taps() -> None:
    row = make_invited(trainer=daulet())
    user = graduate_of(row)
    status, text = page(user, "consultation_move", row.pk, query="&day=2026-11-24")
    assert 'value="2026-11-24T15:00"' in text
    assert press(user, "consultation_move", row.pk, starts_at="2026-11-24T15:00") == 302
    row.refresh_from_db()
    assert (status, row.status, local(row.starts_at)) == (200, "confirmed", "24.11.2026 15:00")


@pytest.mark.parametrize("time", ["2026-11-24T15:10", "2026-11-22T15:00", "nonsense", ""])
def test_a_time_that_was_not_on_offer_is_refused_on_the_page(time: str) -> None:
    row = make_invited(trainer=daulet())
    assert press(graduate_of(row), "consultation_move", row.pk, starts_at=time) == 400
    row.refresh_from_db()
    assert row.sequence == 0


def test_a_trainer_records_what_was_held_and_the_graduate_reads_it() -> None:
    row = make_invited(trainer=daulet())
    assert row.trainer
    assert "How did it go?" in page(row.trainer, "consultation", row.pk, now=AFTER)[1]
    assert press(row.trainer, "consultation_record", row.pk, now=AFTER, outcome="held", notes="") == 400
    assert press(row.trainer, "consultation_record", row.pk, now=AFTER, outcome="held", notes="Жоспар бар") == 302
    graduate = graduate_of(row)
    assert "Жоспар бар" in page(graduate, "consultation", row.pk, now=AFTER)[1]
    shown = page(row.trainer, "consultation", row.pk, now=AFTER)[1]
    assert 'name="outcome" value="held"' in shown
    assert "Save the notes" in shown
    assert press(row.trainer, "consultation_record", row.pk, now=AFTER, outcome="held", notes="Жоспар дайын") == 302
    assert '<span class="was">Жоспар бар</span> Жоспар дайын' in page(row.trainer, "consultation", row.pk, now=AFTER)[1]
    assert "Жоспар бар" not in page(graduate, "consultation", row.pk, now=AFTER)[1]


def test_nobody_records_before_it_begins() -> None:
    row = make_invited(trainer=daulet())
    assert row.trainer
    assert "How did it go?" not in page(row.trainer, "consultation", row.pk)[1]
    assert press(row.trainer, "consultation_record", row.pk, outcome="held", notes="n") == 400


def test_the_calendar_file_of_the_page_is_the_readers_own() -> None:
    row = make_invited(trainer=daulet())
    [event] = Calendar.from_ical(page(graduate_of(row), "consultation_calendar", row.pk)[1]).walk("VEVENT")
    assert event.decoded("DTSTART") == row.starts_at
    assert "Дәулет Оспанов" in str(event["SUMMARY"])


def test_a_trainer_s_list_holds_their_own_and_the_organisers_everybodys() -> None:
    mine, other = make_invited(trainer=daulet(), surname="Менікі"), make_invited(surname="Бөтен", trainer=None)
    assert mine.trainer
    own, everybody = page(mine.trainer, "consultations")[1], page(aigul(), "consultations", query="&show=unassigned")[1]
    assert ("Менікі" in own, "Бөтен" in own, "Менікі" in everybody, "Бөтен" in everybody) == (True, False, False, True)
    assert other.status == "planned"


def test_an_organiser_assigns_a_trainer_to_those_who_have_none() -> None:
    trainer, organiser = daulet(), aigul()
    plan = make_plan(trainer=None)
    cohort = plan.attempt.enrolment.cohort_id
    assert "1 person has no trainer" in page(organiser, "cohort_support", cohort)[1]
    assert press(organiser, "assign", cohort, trainer=str(trainer.pk), place="305", who="unassigned") == 302
    assert "no trainer" not in page(organiser, "cohort_support", cohort)[1]
    assert set(plan.consultations.values_list("trainer", "place")) == {(trainer.pk, "305")}


@pytest.mark.parametrize(("name", "queries"), [("consultations", 7), ("cohort_support", 10)])
@pytest.mark.parametrize("people", [1, 30])
def test_pages_cost_the_same_for_one_and_for_thirty(
    name: str, queries: int, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cohort = make_cohort(trainer=daulet())
    for _ in range(people):
        make_signed("100", cohort=cohort)
    planning.sweep(now=at(ISSUED))
    client = Client()
    client.force_login(aigul())
    url = reverse(f"postcourse:{name}", args=[cohort.pk] if name == "cohort_support" else [])
    with time_machine.travel(BEFORE, tick=True), django_assert_num_queries(queries):
        assert client.get(url).status_code == 200


def test_a_plan_costs_the_same_however_long_it_is(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    short, long = make_plan("100", trainer=daulet()), make_plan("50")
    for plan in (short, long):
        client = Client()
        client.force_login(make_user(plan.person.email, person=plan.person))
        with time_machine.travel(BEFORE, tick=True), django_assert_num_queries(10):
            assert client.get(reverse("postcourse:plan", args=[plan.pk])).status_code == 200
    assert (short.consultations.count(), long.consultations.count()) == (4, 7)
    assert Plan.objects.count() == 2
