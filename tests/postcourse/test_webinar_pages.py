"""The pages of webinars: who sees which, who may do what, and what hostile input does."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from people.models import Person, User
from people.names import kazakh_key
from people.roles import Role
from postcourse.models import Webinar, WebinarGuest, WebinarMaterial
from tests.cast import aigul, bolat, daulet, make_cohort, make_user, marat
from tests.postcourse.scenes import at
from tests.postcourse.webinar_scenes import (
    ANNOUNCED,
    LINK,
    OVER,
    STARTS,
    a_cohort,
    make_announced,
    make_draft,
    make_graduate,
    make_place,
    signs_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def asked(user: User | None, name: str, *args: int, now: datetime = ANNOUNCED, query: str = "") -> tuple[int, str]:
    client = Client()
    if user:
        client.force_login(user)
    with time_machine.travel(now, tick=True):
        answer = client.get(reverse(f"postcourse:{name}", args=args) + f"?lang=en{query}")
    return answer.status_code, b"".join(answer).decode(errors="replace")


def pressed(user: User, name: str, *args: int, now: datetime = ANNOUNCED, **data: Any) -> int:
    client = Client()
    client.force_login(user)
    with time_machine.travel(now, tick=True):
        return client.post(reverse(f"postcourse:{name}", args=args), data).status_code


class Cast:
    """A webinar with a guest who has a place, and everybody who may try its doors."""

    def __init__(self) -> None:
        self.organiser, self.host = aigul(), daulet()
        self.cohort, [self.person, other] = a_cohort(self.host, people=2)
        self.webinar = make_announced(self.host, self.cohort, by=self.organiser)
        self.guest = make_place(self.webinar, self.person, by=self.organiser)
        self.graduate = signs_in(self.person)
        self.users: dict[str, User | None] = {
            "organiser": self.organiser, "host": self.host, "guest": self.graduate, "invited": signs_in(other),
            "another trainer": make_user("t@institute.example", Role.TRAINER),
            "another graduate": signs_in(make_graduate(make_cohort())), "stranger": marat(), "head": bolat(),
            "nobody": None,
        }  # fmt: skip


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
    draft = make_draft(cast.host, cast.cohort, by=cast.organiser)
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


FORM: dict[str, Any] = {
    "title": "Индикаторлар", "about": "Бір\n\nекі", "language": "kk", "day": "2026-12-10", "begins": "16:00",
    "minutes": "90", "link": "meet.example.org/x", "capacity": "",
}  # fmt: skip


def test_an_organiser_drafts_looks_and_announces() -> None:
    organiser, host = aigul(), daulet()
    cohort, _people = a_cohort(host, people=3)
    assert pressed(organiser, "webinar_new", **FORM, host=host.pk, cohorts=[cohort.pk]) == 302
    row = Webinar.objects.get()
    assert (row.starts_at, row.minutes, row.link) == (at("2026-12-10", "16:00"), 90, "https://meet.example.org/x")
    preview = asked(organiser, "webinar_announce", row.pk)[1]
    assert "Invite 3 people" in preview
    assert "Индикаторлар" in preview
    assert row.guests.count() == 0
    assert pressed(organiser, "webinar_announce", row.pk) == 302
    assert Webinar.objects.get(pk=row.pk).status == "announced"


HOSTILE: list[dict[str, Any]] = [
    {"title": ""}, {"title": "x" * 5000}, {"day": "2026-13-45"}, {"day": "0001-01-01"}, {"begins": "25:99"},
    {"minutes": "0"}, {"minutes": "9" * 400}, {"link": "javascript:alert(1)"}, {"link": "h" * 3000},
    {"capacity": "-1"}, {"capacity": "9" * 30}, {"host": "999999"}, {"host": "²"}, {"language": "xx"},
    {"cohorts": ["999999"]}, {"cohorts": ["abc"]}, {"programmes": ["9" * 40]}, {"about": "x" * 50_000},
]  # fmt: skip


def test_no_field_of_the_form_is_an_error_whatever_is_sent() -> None:
    organiser, client = aigul(), Client()
    client.force_login(organiser)
    url = reverse("postcourse:webinar_new")
    assert client.post(url).status_code == 400
    for wrong in HOSTILE:
        data = {**FORM, "host": organiser.pk, **wrong}
        assert (wrong, client.post(url, data).status_code) == (wrong, 400)
    assert not Webinar.objects.exists()


def test_who_saves_second_is_told_what_the_first_one_changed() -> None:
    cast = Cast()
    data = {**FORM, "host": cast.host.pk, "cohorts": [cast.cohort.pk]}
    seen = Webinar.history.filter(id=cast.webinar.pk).latest("history_id").history_id
    assert pressed(cast.organiser, "webinar_edit", cast.webinar.pk, **{**data, "seen": seen}) == 302
    assert pressed(cast.organiser, "webinar_edit", cast.webinar.pk, **{**data, "seen": seen, "title": "Екі"}) == 400
    assert Webinar.objects.get(pk=cast.webinar.pk).title == "Индикаторлар"


def test_ticks_of_hostile_keys_change_nobody() -> None:
    cast = Cast()
    foreign = make_announced(cast.host, cast.cohort, by=cast.organiser).guests.first()
    assert foreign is not None
    shown = f"{foreign.pk},abc,{'9' * 900},-1, ,{cast.guest.pk}"
    sent: dict[str, Any] = {"shown": shown, "came": ["x", "9" * 50, foreign.pk]}
    assert pressed(cast.host, "webinar_attendance", cast.webinar.pk, now=OVER, **sent) == 302
    foreign.refresh_from_db()
    cast.guest.refresh_from_db()
    assert (foreign.status, cast.guest.status) == ("invited", "absent")


def test_the_host_ticks_who_came_in_the_order_of_the_alphabet() -> None:
    organiser, host, cohort = aigul(), daulet(), make_cohort()
    names = ["Ұлпан", "Әлия", "Ахмет", "Іңкәр", "Қасым"]
    webinar = make_announced(host, cohort, by=organiser)
    for name in names:
        person = make_graduate(cohort, surname=name, name_key="")
        Person.objects.filter(pk=person.pk).update(name_key=kazakh_key(person.full_name))
        make_place(webinar, person, by=organiser)
    page = asked(host, "webinar_attendance", webinar.pk, now=OVER)[1]
    shown = sorted(names, key=page.index)
    assert shown == ["Ахмет", "Әлия", "Қасым", "Ұлпан", "Іңкәр"]
    keys = dict(webinar.guests.values_list("person__surname", "pk"))
    sent: dict[str, Any] = {"shown": ",".join(map(str, keys.values())), "came": [keys["Әлия"], keys["Қасым"]]}
    assert "Who came to the webinar" in home_of(host)
    assert pressed(host, "webinar_attendance", webinar.pk, now=OVER, **sent) == 302
    assert webinar.guests.filter(status="came").count() == 2
    assert "Who came to the webinar" not in home_of(host)
    assert "came: 2 of 5" in asked(organiser, "webinars", now=OVER, query="&show=held")[1]


def home_of(user: User, now: datetime = OVER) -> str:
    client = Client()
    client.force_login(user)
    with time_machine.travel(now, tick=True):
        return client.get(reverse("home") + "?lang=en").content.decode()


def test_the_organisers_home_says_what_is_to_do_about_webinars() -> None:
    organiser, host = aigul(), daulet()
    draft = make_draft(host, by=organiser, title="Қаралама", starts_at=STARTS + timedelta(days=9))
    make_announced(host, make_cohort(), by=organiser, title="Сілтемесіз", link="")
    moments = (ANNOUNCED, STARTS - timedelta(days=1), OVER)
    said = [home_of(organiser, now) for now in moments]
    assert ["Nobody knows of the webinar yet: Қаралама" in each for each in said] == [False, True, True]
    assert ["no link to join the webinar yet: Сілтемесіз" in each for each in said] == [False, True, False]
    assert ["Who came to the webinar: Сілтемесіз" in each for each in said] == [False, False, True]
    assert reverse("postcourse:webinar", args=[draft.pk]) in said[1]


def test_somebody_without_an_address_is_registered_by_whoever_called_them() -> None:
    cast = Cast()
    person = make_graduate(cast.cohort, email="", surname="Телефонова")
    guest = WebinarGuest.objects.create(webinar=cast.webinar, person=person)
    assert "Телефонова" in asked(cast.organiser, "webinar_guests", cast.webinar.pk, query="&show=unreached")[1]
    assert pressed(cast.organiser, "webinar_guest", guest.pk, act="nonsense") == 404
    assert pressed(cast.graduate, "webinar_guest", guest.pk, act="register") == 403
    assert pressed(cast.organiser, "webinar_guest", guest.pk, act="register", show="<x>") == 302
    guest.refresh_from_db()
    assert guest.status == "registered"
    assert asked(cast.organiser, "webinar_guests", cast.webinar.pk, query="&q=%00&page=zz")[0] == 200


def test_materials_are_given_to_the_audience_until_they_are_withdrawn() -> None:
    cast = Cast()
    file: dict[str, Any] = {"title": "Жоспар", "file": SimpleUploadedFile("plan.pdf", PDF), "whole": "1"}
    assert pressed(cast.host, "webinar_material_new", cast.webinar.pk, **file) == 302
    row = WebinarMaterial.objects.get()
    given = {who: asked(user, "webinar_file", row.pk)[0] for who, user in cast.users.items()}
    assert {who for who, code in given.items() if code == 200} == set(SEES["webinar"])
    assert (given["nobody"], given["stranger"], given["another graduate"]) == (302, 404, 404)
    assert pressed(cast.graduate, "webinar_material_withdraw", row.pk) == 403
    assert pressed(cast.host, "webinar_material_withdraw", row.pk) == 302
    assert asked(cast.graduate, "webinar_file", row.pk)[0] == 404


def test_only_whole_files_of_the_kinds_that_are_taken_become_materials() -> None:
    cast = Cast()
    script = BytesIO(b"<script>alert(1)</script>")
    wrong: list[dict[str, Any]] = [
        {"title": "Жоспар", "whole": "1"},
        {"title": "Жоспар", "link": "javascript:x", "whole": "1"},
        {"title": "Жоспар", "file": SimpleUploadedFile("plan.pdf", script.getvalue()), "whole": "1"},
        {"title": "Жоспар", "file": SimpleUploadedFile("plan.pdf", PDF)},
        {"title": "Жоспар", "file": SimpleUploadedFile("plan.pdf", PDF), "link": "https://x.kz", "whole": "1"},
    ]
    assert [pressed(cast.host, "webinar_material_new", cast.webinar.pk, **each) for each in wrong] == [400] * 5
    assert not WebinarMaterial.objects.exists()


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
