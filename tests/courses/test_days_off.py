"""The country's days off, and what organisers put right."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from courses.days_off import days_of_year, days_off, set_day, take_back
from courses.holidays_kz import holidays_of
from courses.models import CalendarDay
from tests.cast import aigul, daulet, saule


@pytest.mark.parametrize(
    ("day", "kk", "ru", "en"),
    [
        (date(2026, 1, 1), "Жаңа жыл", "Новый год", "New Year's Day"),
        (date(2026, 3, 22), "Наурыз мейрамы", "Наурыз мейрамы", "Nowruz Holiday"),
        (date(2026, 12, 16), "Тәуелсіздік күні", "День Независимости", "Independence Day"),
        (
            date(2026, 3, 9),
            "Халықаралық әйелдер күні, демалыс ауыстырылды",
            "Международный женский день, перенос выходного",
            "International Women's Day, day off in lieu",
        ),
        (
            date(2026, 5, 27),
            "Құрбан айт, күні нақтылануы мүмкін",
            "Курбан-айт, дата может быть уточнена",
            "Eid al-Adha, the date may be put right",
        ),
    ],
)
def test_a_day_off_has_its_name_in_three_languages(day: date, kk: str, ru: str, en: str) -> None:
    holiday = next(each for each in holidays_of(day.year) if each.day == day)
    assert (holiday.kk, holiday.ru, holiday.en) == (kk, ru, en)


@pytest.mark.parametrize("year", range(2020, 2041))
def test_no_name_is_left_in_english(year: int) -> None:
    assert [each for each in holidays_of(year) if each.ru.isascii() or each.kk.isascii()] == []


@pytest.mark.django_db
def test_the_organisers_word_counts_more_than_the_library() -> None:
    organiser = aigul()
    set_day(date(2026, 12, 16), is_off=False, name="", by=organiser)
    set_day(date(2026, 12, 17), is_off=True, name="Қала күні", by=organiser)
    with translation.override("en"):
        assert days_off(date(2026, 12, 1), date(2027, 1, 1)) == {
            date(2026, 12, 17): "Қала күні",
            date(2027, 1, 1): "New Year's Day",
        }
    assert {row.history.get().history_user for row in CalendarDay.objects.all()} == {organiser}


@pytest.mark.django_db
def test_a_day_is_put_right_again_and_taken_back() -> None:
    organiser = aigul()
    row = set_day(date(2026, 12, 16), is_off=False, name="", by=organiser)
    assert set_day(date(2026, 12, 16), is_off=True, name="Мереке", by=organiser).pk == row.pk
    assert days_off(date(2026, 12, 16), date(2026, 12, 16)) == {date(2026, 12, 16): "Мереке"}
    take_back(CalendarDay.objects.get(), by=organiser)
    assert days_off(date(2026, 12, 16), date(2026, 12, 16)) == {date(2026, 12, 16): "Тәуелсіздік күні"}
    assert list(CalendarDay.history.values_list("history_type", flat=True)) == ["-", "~", "+"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "is_off", "name", "field", "sentence"),
    [
        (date(2026, 11, 4), False, "", "day", "By the calendar this is no day off: there is nothing to put right."),
        (date(2026, 11, 4), True, " ", "name", "Say what the day is: participants read it in the timetable."),
    ],
)
def test_what_says_nothing_is_refused(day: date, is_off: bool, name: str, field: str, sentence: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        set_day(day, is_off=is_off, name=name, by=aigul())
    assert refusal.value.message_dict == {field: [sentence]}


@pytest.mark.django_db
def test_the_page_lists_the_year_and_puts_a_day_right(client: Client) -> None:
    client.force_login(aigul())
    address = reverse("courses:days_off")
    listed = client.get(address, {"year": "2026", "lang": "en"})
    assert len(listed.context["days"]) == len(holidays_of(2026)) == 19
    answer = client.post(address, {"day": "2026-11-04", "is_off": "1", "name": "Қала күні"})
    assert answer.headers["Location"] == f"{address}?year=2026"
    shown = client.get(address, {"year": "2026"}).content.decode()
    row = CalendarDay.objects.get()
    assert "Қала күні" in shown
    assert reverse("courses:day_take_back", args=[row.pk]) in shown
    client.post(reverse("courses:day_take_back", args=[row.pk]))
    assert len(days_of_year(2026)) == 19


@pytest.mark.django_db
@pytest.mark.parametrize("year", ["0", "9999999", "x", "²⁰²⁶", "-1"])
def test_a_year_that_is_none_shows_one_that_is(client: Client, year: str) -> None:
    client.force_login(aigul())
    assert client.get(reverse("courses:days_off"), {"year": year}).status_code == 200


@pytest.mark.django_db
def test_the_calendar_is_the_organisers(client: Client) -> None:
    row = CalendarDay.objects.create(day=date(2026, 11, 4), is_off=True, name="Қала күні")
    for user in (daulet(), saule()):
        client.force_login(user)
        refused = [
            client.get(reverse("courses:days_off")).status_code,
            client.post(reverse("courses:day_take_back", args=[row.pk])).status_code,
        ]
        assert refused == [403, 403]
    assert CalendarDay.objects.exists()
