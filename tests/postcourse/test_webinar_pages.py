"""The pages of webinars for their readers: who sees which, who may do what."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from postcourse.models import Webinar, WebinarGuest
from tests.cast import aigul
from tests.postcourse.webinar_doors import Cast, asked, pressed
from tests.postcourse.webinar_scenes import (
    ANNOUNCED,
    LINK,
    OVER,
    STARTS,
    a_cohort,
    make_announced,
    make_draft,
    make_place,
    signs_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


ALL = ("organiser", "host", "guest", "invited", "another trainer", "another graduate")


SEES = {
    "webinars": ALL,
    "webinar": ("organiser", "host", "guest", "invited", "another trainer"),
    "webinar_calendar": ("organiser", "host", "guest"),
    "webinar_guests": ("organiser", "host"),
    "webinar_new": ("organiser",),
    "webinar_edit": ("organiser",),
    "webinar_cancel": ("organiser",),
}


# Those for whom it is there, but not for them to do; the others do not learn that it is there.
FORBIDDEN = {
    "webinars": ("stranger", "head"),
    "webinar": ("head",),
    "webinar_calendar": ("invited", "another trainer", "head"),
    "webinar_guests": (*ALL[2:], "stranger", "head"),
    "webinar_new": (*ALL[1:], "stranger", "head"),
    "webinar_edit": (*ALL[1:], "stranger", "head"),
    "webinar_cancel": (*ALL[1:], "stranger", "head"),
}


def test_each_page_is_seen_by_those_whom_it_concerns() -> None:
    cast = Cast()
    for name, seen_by in SEES.items():
        args = [] if name in ("webinars", "webinar_new") else [cast.webinar.pk]
        found = {who: asked(user, name, *args)[0] for who, user in cast.users.items()}
        expected = {
            who: 200 if who in seen_by else 302 if who == "nobody" else 403 if who in FORBIDDEN[name] else 404
            for who in cast.users
        }
        assert (name, found) == (name, expected)


def test_nobody_does_what_is_not_theirs() -> None:
    cast = Cast()
    acts = {
        "webinar_register": ((200, 302), "invited", "guest"), "webinar_withdraw": ((302,), "invited", "guest"),
        "webinar_recording": ((302, 400), "organiser", "host"), "webinar_announce": ((302,), "organiser"),
        "webinar_material_new": ((400,), "organiser", "host"), "webinar_attendance": ((302,), "organiser", "host"),
        "webinar_edit": ((400,), "organiser"), "webinar_cancel": ((400,), "organiser"),
    }  # fmt: skip
    for name, (good, *may) in acts.items():
        for who, user in cast.users.items():
            if user is not None:
                answer = pressed(user, name, cast.webinar.pk)
                assert answer in (good if who in may else (403, 404)), (name, who, answer)
    assert Webinar.objects.get(pk=cast.webinar.pk).status == "announced"


def test_a_draft_is_the_staffs_alone_and_the_link_the_guests_alone() -> None:
    cast = Cast()
    draft = make_draft(cast.host, cast.cohort, by=cast.organiser, starts_at=STARTS + timedelta(days=1))
    seen = {who: asked(user, "webinar", draft.pk)[0] for who, user in cast.users.items() if user}
    assert seen == {**dict.fromkeys(seen, 404), "organiser": 200, "host": 200, "head": 403}
    linked = {who for who, user in cast.users.items() if user and LINK in asked(user, "webinar", cast.webinar.pk)[1]}
    assert linked == {"organiser", "host", "guest"}


def test_a_graduate_registers_in_one_tap_from_home_and_gives_the_place_up() -> None:
    cast = Cast()
    user = cast.users["invited"]
    assert user is not None
    url = reverse("postcourse:webinar_register", args=[cast.webinar.pk])
    client = Client()
    client.force_login(user)
    with time_machine.travel(ANNOUNCED, tick=True):
        assert f'action="{url}"' in client.get(reverse("home")).content.decode()
        page = client.post(url, follow=True)
        assert page.redirect_chain == [(reverse("postcourse:webinar", args=[cast.webinar.pk]), 302)]
        assert LINK in page.content.decode()
        assert "Registered" in client.get(reverse("postcourse:webinars")).content.decode()
        after = client.post(reverse("postcourse:webinar_withdraw", args=[cast.webinar.pk]), follow=True)
    assert "You have given up your place" in after.content.decode()
    assert WebinarGuest.objects.get(person=user.person).status == "withdrawn"


def test_the_calendar_file_of_the_page_is_of_the_same_entry_as_the_letter() -> None:
    cast = Cast()
    [event] = Calendar.from_ical(asked(cast.graduate, "webinar_calendar", cast.webinar.pk)[1]).walk("VEVENT")
    assert (event.decoded("DTSTART"), event["SEQUENCE"], event["LOCATION"]) == (STARTS, 0, LINK)


def test_who_comes_late_still_finds_the_way_in_once_the_first_were_ticked() -> None:
    cast, now = Cast(), STARTS + timedelta(minutes=5)
    assert pressed(cast.host, "webinar_attendance", cast.webinar.pk, now=now, shown=str(cast.guest.pk)) == 302
    seen = [asked(cast.graduate, "webinar", cast.webinar.pk, now=moment)[1] for moment in (now, OVER)]
    assert ["Join the webinar" in page for page in seen] == [True, False]


def test_who_missed_it_finds_the_recording() -> None:
    cast = Cast()
    link = "https://video.example.org/1"
    assert pressed(cast.host, "webinar_recording", cast.webinar.pk, now=OVER, recording=link) == 302
    for who in ("guest", "invited"):
        assert link in asked(cast.users[who], "webinar", cast.webinar.pk, now=OVER)[1]
        assert link in asked(cast.users[who], "webinars", now=OVER)[1]
    assert asked(cast.users["another graduate"], "webinar", cast.webinar.pk, now=OVER)[0] == 404


@pytest.mark.parametrize(("who", "queries"), [("organiser", 7), ("graduate", 8), ("guests", 8), ("attendance", 7)])
@pytest.mark.parametrize("number", [1, 30])
def test_lists_cost_the_same_for_one_and_for_thirty(
    who: str, queries: int, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    organiser = aigul()
    cohort, people = a_cohort(organiser, people=number if who in ("guests", "attendance") else 1)
    webinars = [
        make_announced(organiser, cohort, by=organiser, starts_at=STARTS + timedelta(days=n), told=False)
        for n in range(1 if who in ("guests", "attendance") else number)
    ]
    for person in people:
        make_place(webinars[0], person, by=organiser)
    user = signs_in(people[0]) if who == "graduate" else organiser
    name = f"webinar_{who}" if who in ("guests", "attendance") else "webinars"
    args = [webinars[0].pk] if who in ("guests", "attendance") else []
    client = Client()
    client.force_login(user)
    now = OVER if who == "attendance" else ANNOUNCED
    with time_machine.travel(now, tick=True), django_assert_num_queries(queries):
        answer = client.get(reverse(f"postcourse:{name}", args=args))
    assert answer.status_code == 200
