"""The weekly digest: once a week, only with news, never to who opted out or was erased."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from people.models import OutboxMessage, Person, User
from postcourse import digest_refusing, digesting, practice_talking, practice_writing, practices
from postcourse.models import DigestWeek, PracticeDigest
from tests.at_once import at_once
from tests.cast import make_person, marat
from tests.postcourse.network_scenes import NOW, make_graduate, make_published, trainer, words
from tests.postcourse.scenes import at

pytestmark = pytest.mark.django_db
MONDAY = at("2026-11-23", "09:00")


def person_of(user: User) -> Person:
    assert user.person is not None
    return user.person


def digests() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind="network-digest").order_by("pk"))


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (at("2026-11-23", "08:59"), at("2026-11-16", "09:00")), (MONDAY, MONDAY),
        (at("2026-11-29", "23:59"), MONDAY), (at("2026-11-30", "09:00"), at("2026-11-30", "09:00")),
    ],
)  # fmt: skip
def test_a_week_is_over_on_monday_at_nine(now: datetime, until: datetime) -> None:
    assert digesting.end_of_week(now) == until


def test_everybody_but_the_author_is_told_once_and_the_author_of_comments() -> None:
    author, reader = make_graduate(), make_graduate(language="ru")
    row = make_published(author, trainer(), title="Ашық есік күні")
    assert digesting.sweep(now=MONDAY - timedelta(seconds=1)) == 0
    practice_talking.comment(row, text="Жақсы ой", by=reader, now=NOW)
    practice_talking.comment(row, text="Рақмет", by=author, now=NOW)
    assert [digesting.sweep(now=MONDAY + timedelta(minutes=n)) for n in (0, 5, 90)] == [2, 0, 0]
    own, others = digests()
    assert (own.person, others.person, others.language) == (author.person, reader.person, "ru")
    assert "Ашық есік күні" in others.text
    assert "Ашық есік күні" not in own.text
    assert f"/network/{row.pk}/" in others.text
    assert [list(digest.practices.all()) for digest in PracticeDigest.objects.order_by("pk")] == [[], [row]]
    assert digesting.sweep(now=MONDAY + timedelta(days=7)) == 0, "nothing is new a week later"
    assert DigestWeek.objects.filter(done_at=None).count() == 0


def test_a_sweep_that_was_away_tells_of_what_has_come_since_the_last_digest() -> None:
    author, reader = make_graduate(), make_graduate()
    make_published(author, trainer(), title="Бірінші", now=NOW)
    digesting.sweep(now=MONDAY)
    make_published(author, trainer(), title="Екінші", now=MONDAY + timedelta(days=1))
    make_published(author, trainer(), title="Үшінші", now=MONDAY + timedelta(days=8))
    assert digesting.sweep(now=MONDAY + timedelta(days=16)) == 1
    last = digests()[-1]
    assert last.person == reader.person
    assert [word in last.text for word in ("Бірінші", "Екінші", "Үшінші")] == [False, True, True]


def test_who_never_had_a_digest_is_told_of_the_weeks_that_were_missed_too() -> None:
    author, _reader = make_graduate(), make_graduate()
    digesting.sweep(now=MONDAY - timedelta(days=7))
    make_published(author, trainer(), title="Бірінші", now=NOW)
    make_published(author, trainer(), title="Екінші", now=MONDAY + timedelta(days=8))
    assert digesting.sweep(now=MONDAY + timedelta(days=16)) == 1
    [letter] = digests()
    assert [word in letter.text for word in ("Бірінші", "Екінші")] == [True, True]


def test_what_is_corrected_over_the_monday_is_news_a_week_later_for_whom_it_is_new() -> None:
    author, reader = make_graduate(), make_graduate()
    told, late = (make_published(author, trainer(), title=title) for title in ("Айтылған", "Түзетілген"))
    practices.hide(late, why="Оқушының аты", by=trainer())
    assert digesting.sweep(now=MONDAY) == 1
    for row, days in ((told, 1), (late, 2)):
        again = practice_writing.change(row, words(author, title=row.title), by=author, seen=1)
        practices.publish(again, by=trainer(), now=MONDAY + timedelta(days=days))
    digesting.sweep(now=MONDAY + timedelta(days=7))
    letter = digests()[-1]
    assert letter.person == reader.person
    assert [word in letter.text for word in ("Айтылған", "Түзетілген")] == [False, True]
    assert digesting.sweep(now=MONDAY + timedelta(days=14)) == 0


def test_one_human_whose_records_are_merged_between_two_sweeps_is_told_once() -> None:
    author, merged, kept = make_graduate(), make_graduate(), make_graduate()
    make_published(author, trainer())
    assert digesting.tell(person_of(merged), digesting.week_until(MONDAY))
    Person.objects.filter(pk=person_of(merged).pk).update(merged_into=kept.person)
    assert (digesting.sweep(now=MONDAY), len(digests())) == (0, 1)


def test_it_is_not_sent_to_who_opted_out_was_erased_shares_an_address_or_has_not_passed() -> None:
    make_published(make_graduate(email=""), trainer())
    out, gone, one, other = (make_graduate(email=f"{n}@mektep.example") for n in range(4))
    people = [user.person for user in (out, gone, one, other)]
    assert all(people)
    digest_refusing.refuse(people[0])  # type: ignore[arg-type]
    Person.objects.filter(pk=people[1].pk).update(erased_at=timezone.now())  # type: ignore[union-attr]
    Person.objects.filter(pk__in=[each.pk for each in people[2:] if each]).update(email="school@mektep.example")
    make_person(email="basqa@mektep.example")
    marat()
    assert (digesting.sweep(now=MONDAY), digests()) == (0, [])


def test_what_was_hidden_meanwhile_is_no_news() -> None:
    author, _reader = make_graduate(), make_graduate()
    row = make_published(author, trainer())
    week = digesting.week_until(MONDAY)
    practices.hide(row, why="Себеп", by=trainer())
    for user in (author, _reader):
        assert digesting.tell(person_of(user), week) is False
    assert digests() == []


def test_a_long_week_names_ten_and_counts_all() -> None:
    author, _reader = make_graduate(), make_graduate()
    for n in range(12):
        make_published(author, trainer(), title=f"Тәжірибе №{n}", now=NOW + timedelta(minutes=n))
    digesting.sweep(now=MONDAY)
    [letter] = digests()
    assert [f"№{n}:" in letter.text for n in (0, 1, 2, 11)] == [False, False, True, True]
    assert "12" in letter.text


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_the_same_moment_tell_everybody_once() -> None:
    author = make_graduate()
    for _n in range(3):
        make_graduate()
    make_published(author, trainer())
    at_once(lambda: digesting.sweep(now=MONDAY), lambda: digesting.sweep(now=MONDAY))
    digesting.sweep(now=MONDAY)
    assert len({letter.person_id for letter in digests()}) == len(digests()) == PracticeDigest.objects.count() == 3
