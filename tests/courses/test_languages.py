"""The pages of people and courses in Kazakh and Russian: no English word is left in what a reader sees."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from courses.confirming import object_to_name
from courses.models import Cohort, Enrolment, ProgrammeVersion
from courses.running import MOVES
from people import outbox
from people.models import Signatory, User
from people.registering import register_organisation, register_person
from people.roles import Role
from tests.cast import aigul, bolat, make_cohort, make_enrolment, make_person, make_provider, make_user, saule

pytestmark = pytest.mark.django_db
# What is Latin in every language: names of things, addresses, codes of discrepancies.
LATIN = {"basqaru", "excel", "mail", "xlsx", "png", "jpeg", "manage", "load", "programme", "qr", "kundelik",
         "microsoft", "teams", "english", "xls", "ods", "csv", "opendocument"}  # fmt: skip


class Words(HTMLParser):
    """The words of <main> that are shown or read aloud, without the legal name in English and other quotations."""

    def __init__(self) -> None:
        super().__init__()
        self.inside, self.foreign, self.said = False, 0, list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.inside = self.inside or tag == "main"
        self.foreign += tag == "span" and (given.get("lang") == "en" or self.foreign > 0)
        if self.inside and not self.foreign:
            self.said += [given.get(name) or "" for name in ("aria-label", "placeholder", "title", "alt")]

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "main"
        self.foreign -= tag == "span" and self.foreign > 0

    def handle_data(self, data: str) -> None:
        if self.inside and not self.foreign:
            self.said.append(data)


def english_in(page: str) -> set[str]:
    words = Words()
    words.feed(page)
    text = re.sub(r"\S*(@|//)\S*", " ", " ".join(words.said))
    return {word for word in re.findall(r"[A-Za-z]{3,}", text) if word.lower() not in LATIN}


@pytest.fixture
def addresses() -> list[tuple[User, str]]:
    """Every page, each in as many states as it has words for."""
    make_provider()
    call_command("load_programme")
    organiser, participant, root = (
        aigul(),
        saule(),
        make_user("root@institute.example", Role.ADMINISTRATOR, name="Әкімші"),
    )
    bolat()
    version = ProgrammeVersion.objects.get()
    rows = [make_enrolment(make_cohort(version=version), participant.person)]
    for status in Enrolment.Status:
        decided = {"result_date": rows[0].cohort.ends_on} if status in {"passed", "not_passed"} else {}
        rows.append(
            make_enrolment(rows[0].cohort, make_person(email=""), status=status, project_type="project", **decided)
        )
    object_to_name(rows[1], text="қате", by=organiser)
    person = register_person(iin="881130290111", surname="Ким", given_name="Олег", email="kim@mektep.example", by=None)
    message = outbox.post(cause="x", kind="x", language="kk", subject="Тақырып", text="Мәтін", person=rows[1].person)
    own = [
        reverse("courses:cohorts"), reverse("courses:cohort_new"), reverse("courses:programme", args=[version.pk]),
        reverse("courses:enrolment_new", args=[rows[0].cohort_id]), reverse("people:people"),
        reverse("courses:admission", args=[rows[0].cohort_id]), reverse("people:people") + "?reach=shared_email",
        reverse("courses:enrolment_edit", args=[rows[1].pk]), reverse("people:person_edit", args=[person.pk]),
        reverse("people:person", args=[person.pk]), reverse("people:person", args=[rows[1].person_id]),
        reverse("people:organisation", args=[register_organisation(name="№ 7 лицей", by=None).pk]),
        reverse("people:provider"), reverse("people:provider_edit"), reverse("people:signatory_new"),
        reverse("people:signatory", args=[Signatory.objects.get().pk]), reverse("people:outbox"),
        reverse("people:outbox") + "?show=sent", reverse("people:message", args=[message.pk]),
    ]  # fmt: skip
    for at, moves in MOVES.items():
        cohort = Cohort.objects.create(
            name=str(at.label), version=version, status=at, starts_on="2026-11-02", ends_on="2026-11-20"
        )
        own += [reverse("courses:cohort", args=[cohort.pk])]
        own += [reverse("courses:cohort_move", args=[cohort.pk, to]) for to in moves]
    own += [reverse("courses:enrolment", args=[row.pk]) for row in rows]
    own += [reverse("courses:enrolment_move", args=[rows[1].pk, to]) for to in ("declined", "withdrawn")]
    users = [reverse("people:users"), reverse("people:user_new"), reverse("people:user", args=[organiser.pk])]
    return (
        [(organiser, each) for each in own]
        + [(root, each) for each in users]
        + [(participant, reverse("courses:confirm_name"))]
    )


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_english_word_is_left(client: Client, addresses: list[tuple[User, str]], language: str) -> None:
    left = {}
    for user, address in addresses:
        client.force_login(user)
        response = client.get(f"{address}{'&' if '?' in address else '?'}lang={language}")
        assert response.status_code == 200, address
        if words := english_in(response.content.decode()):
            left[address] = words
    assert left == {}
