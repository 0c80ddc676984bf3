"""Letters about a webinar that wait, through the night or for the mail server, and are true no more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from people.models import OutboxMessage
from postcourse import webinar_guests, webinar_telling, webinar_writing, webinars
from postcourse.models import Webinar
from tests.cast import aigul, daulet
from tests.postcourse.webinar_scenes import ANNOUNCED, OVER, STARTS, a_cohort, letters, make_announced, make_place

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def states(kind: str) -> list[str]:
    return [letter.state for letter in letters(kind)]


def a_webinar() -> Webinar:
    """One has a place; one has read the invitation and one has not, for it has not gone out."""
    organiser, trainer = aigul(), daulet()
    cohort, people = a_cohort(trainer, people=3)
    webinar = make_announced(trainer, cohort, by=organiser)
    make_place(webinar, people[0], by=organiser)
    gone = OutboxMessage.objects.filter(kind="webinar-invitation", person__in=people[:2])
    gone.update(state="sent", sent_at=ANNOUNCED)
    return webinar


def moved(webinar: Webinar, *, by: timedelta = DAY) -> Webinar:
    row = Webinar.objects.get(pk=webinar.pk)
    row.starts_at, row.ends_at = row.starts_at + by, row.ends_at + by
    return webinar_writing.amend(row, cohorts=row.cohorts.all(), programmes=[], by=row.host, now=ANNOUNCED)


def test_of_a_webinar_that_is_called_off_no_invitation_goes_out_any_more() -> None:
    webinar = a_webinar()
    webinars.cancel(webinar, why="Жарық болмайды", by=webinar.host)
    assert states("webinar-invitation") == ["sent", "sent", "withdrawn"]
    assert (states("webinar-registered"), states("webinar-cancelled")) == (["queued"], ["queued"])


def test_who_had_no_invitation_yet_gets_one_with_the_new_time_and_nobody_a_second_one() -> None:
    webinar = a_webinar()
    for _ in range(2):
        moved(webinar)
    assert states("webinar-invitation") == ["sent", "sent", "withdrawn", "withdrawn", "queued"]
    *_earlier, last = letters("webinar-invitation")
    unread = webinar.guests.latest("pk")
    assert (last.person, "28" in last.subject, unread.status) == (unread.person, True, "invited")
    assert webinar_telling.sweep(now=ANNOUNCED) == (0, 0)


def test_a_reminder_that_waits_does_not_tell_the_old_time_after_the_new_one() -> None:
    webinar = a_webinar()
    webinar_telling.sweep(now=STARTS - timedelta(days=7))
    moved(webinar)
    assert (states("webinar-reminder"), states("webinar-changed")) == (["withdrawn"], ["queued"])
    moved(webinar)
    assert states("webinar-changed") == ["withdrawn", "queued"]


def test_once_it_took_place_nobody_is_invited_or_reminded() -> None:
    webinar = a_webinar()
    webinar_telling.sweep(now=STARTS - DAY)
    webinar_guests.tick(webinar, shown=[], came=[], by=webinar.host, now=OVER)
    assert (states("webinar-invitation")[2], states("webinar-reminder")) == ("withdrawn", ["withdrawn"])


def test_who_gave_up_the_place_still_loses_the_entry_of_their_calendar() -> None:
    webinar = a_webinar()
    place = webinar.guests.registered().get()
    webinar_guests.withdraw(webinar, place.person, by=webinar.host, now=ANNOUNCED)
    webinars.cancel(webinar, why="Жарық болмайды", by=webinar.host)
    assert states("webinar-registered") == ["queued", "queued"]
