"""The pages of webinars for the staff: written, ticked, added to; and what hostile input does."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from people.models import Person, User
from people.names import kazakh_key
from postcourse import webinar_telling, webinar_writing, webinars
from postcourse.models import Webinar, WebinarGuest, WebinarMaterial
from tests.cast import aigul, daulet, make_cohort
from tests.postcourse.scenes import at
from tests.postcourse.webinar_doors import Cast, asked, home_of, pressed
from tests.postcourse.webinar_scenes import (
    ANNOUNCED,
    OVER,
    STARTS,
    a_cohort,
    letters,
    make_announced,
    make_draft,
    make_graduate,
    make_place,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


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
    foreign = make_announced(cast.organiser, cast.cohort, by=cast.organiser).guests.first()
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


def test_a_webinar_whose_host_has_left_is_handed_on_and_sends_them_no_link() -> None:
    organiser, host = aigul(), daulet()
    webinar = make_announced(host, make_cohort(), by=organiser, title="Иесіз")
    assert "Nobody holds the webinar" not in home_of(organiser, ANNOUNCED)
    User.objects.filter(pk=host.pk).update(is_active=False)
    page = home_of(organiser, ANNOUNCED)
    assert "Nobody holds the webinar: Иесіз" in page
    assert reverse("postcourse:webinar_edit", args=[webinar.pk]) in page
    row = Webinar.objects.get(pk=webinar.pk)
    row.link = "https://meet.example.org/new"
    webinar_writing.amend(row, cohorts=row.cohorts.all(), programmes=[], by=organiser, now=ANNOUNCED)
    assert len(letters("webinar-host")) == 1
    draft = make_draft(row.host, make_cohort(), by=organiser, starts_at=STARTS + timedelta(days=1))
    with pytest.raises(ValidationError, match="name somebody else"):
        webinars.announce(draft, by=organiser, now=ANNOUNCED)


def test_the_number_of_those_to_call_has_those_who_share_an_address() -> None:
    organiser, cohort = aigul(), make_cohort()
    for email in ("", "school@x.kz", "school@x.kz", "own@x.kz"):
        make_graduate(cohort, email=email)
    webinar = make_draft(organiser, cohort, by=organiser)
    assert "3 people have no e-mail of their own" in asked(organiser, "webinar_announce", webinar.pk)[1]
    webinars.announce(webinar, by=organiser, now=ANNOUNCED)
    webinar_telling.sweep(now=ANNOUNCED)
    assert webinar.guests.unreached().count() == 3


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


PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def test_on_the_page_of_a_person_stand_the_webinars_with_a_place() -> None:
    cast = Cast()
    for person, shown in ((cast.person, True), (cast.users["invited"].person, False)):  # type: ignore[union-attr]
        client = Client()
        client.force_login(cast.organiser)
        page = client.get(reverse("people:person", args=[person.pk])).content.decode()  # type: ignore[union-attr]
        assert (reverse("postcourse:webinar", args=[cast.webinar.pk]) in page) is shown


def test_materials_are_given_to_the_audience_until_they_are_withdrawn() -> None:
    cast = Cast()
    file: dict[str, Any] = {"title": "Жоспар", "file": SimpleUploadedFile("plan.pdf", PDF), "whole": "1"}
    assert pressed(cast.host, "webinar_material_new", cast.webinar.pk, **file) == 302
    row = WebinarMaterial.objects.get()
    given = {who: asked(user, "webinar_file", row.pk)[0] for who, user in cast.users.items()}
    assert {who for who, code in given.items() if code == 200} == {
        "organiser",
        "host",
        "guest",
        "invited",
        "another trainer",
    }
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
