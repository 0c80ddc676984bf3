"""Whoever saves a day off or a cohort's dates reads at once which sessions that leaves in a wrong place."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.models import CalendarDay, Cohort
from people.models import User
from tests.cast import aigul, make_cohort, make_session

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def organiser(client: Client, in_english: None) -> User:
    user = aigul()
    client.force_login(user)
    return user


def in_days(days: int) -> datetime:
    return at_ten(TODAY + timedelta(days=days))


def cohort_to_come(**fields: Any) -> Cohort:
    return make_cohort(**{"starts_on": TODAY, "ends_on": TODAY + timedelta(days=30), **fields})


def said(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


NEXT_YEAR = TODAY.year + 1
PLAIN_DAY, HOLIDAY = date(NEXT_YEAR, 11, 10), date(NEXT_YEAR, 12, 16)


def at_ten(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))


def test_a_new_day_off_names_the_sessions_to_come_that_are_on_it(client: Client, organiser: User) -> None:
    for name, status, day in (
        ("Қараша-1", "running", PLAIN_DAY),
        ("Қараша-2", "draft", PLAIN_DAY),
        ("Қараша-3", "cancelled", PLAIN_DAY),
        ("Қараша-4", "running", PLAIN_DAY + timedelta(days=1)),
    ):
        make_session(cohort_to_come(name=name, status=status), starts_at=at_ten(day))
    off = client.post(reverse("courses:days_off"), {"day": PLAIN_DAY.isoformat(), "is_off": "1", "name": "Қала күні"})
    assert said(off) == [
        "Saved.",
        "2 sessions are planned on this day off: Қараша-1, 10:00–11:40; Қараша-2, 10:00–11:40.",
    ]


def test_what_is_over_is_not_named(client: Client, organiser: User) -> None:
    day = TODAY - timedelta(days=40)
    make_session(cohort_to_come(), starts_at=at_ten(day))
    off = client.post(reverse("courses:days_off"), {"day": day.isoformat(), "is_off": "1", "name": "Қала күні"})
    assert said(off) == ["Saved."]


def test_a_holiday_made_a_working_day_names_nothing_and_taken_back_it_does(client: Client, organiser: User) -> None:
    make_session(cohort_to_come(name="Қараша-1"), starts_at=at_ten(HOLIDAY))
    working = client.post(reverse("courses:days_off"), {"day": HOLIDAY.isoformat(), "is_off": "0", "name": ""})
    assert said(working) == ["Saved."]
    back = client.post(reverse("courses:day_take_back", args=[CalendarDay.objects.get().pk]))
    assert said(back)[-1] == "1 session is planned on this day off: Қараша-1, 10:00–11:40."


def edited(client: Client, cohort: Cohort, **fields: Any) -> Any:
    address = reverse("courses:cohort_edit", args=[cohort.pk])
    values = {
        "name": cohort.name, "version": cohort.version_id, "starts_on": cohort.starts_on.isoformat(),
        "ends_on": cohort.ends_on.isoformat(), "form": "blended", "language": "kk", "place": "",
        "seen": client.get(address).context["form"].initial["seen"],
    }  # fmt: skip
    return client.post(address, {**values, **fields})


def test_new_dates_of_a_cohort_name_the_days_that_are_left_outside(client: Client, organiser: User) -> None:
    cohort = cohort_to_come()
    for days in (1, 12, 12, 20):
        make_session(cohort, starts_at=in_days(days))
    assert said(edited(client, cohort, ends_on=(TODAY + timedelta(days=20)).isoformat())) == ["Saved."]
    shorter = said(edited(client, cohort, ends_on=(TODAY + timedelta(days=11)).isoformat()))
    first, second = (f"{TODAY + timedelta(days=n):%d.%m.%Y}" for n in (12, 20))
    assert shorter[-1] == f"3 sessions of the timetable are outside these dates: {first}, {second}."
