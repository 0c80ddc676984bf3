from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from people.appointing import first_administrator, make_administrator
from people.models import User
from people.roles import Role
from tests.cast import aigul, saule


def test_a_new_administrator_signs_in_with_the_password_shown(db: None) -> None:
    assert first_administrator() is None
    user, password = make_administrator("Serik@institute.example")
    assert re.fullmatch(r"(?:[a-z2-9]{4}-){3}[a-z2-9]{4}", password)
    assert user.check_password(password)
    assert user.email == "serik@institute.example"
    assert user.roles == frozenset({"administrator"})
    assert first_administrator() == user
    assert list(user.events.values_list("kind", "new")) == [("appointed", "administrator")]
    assert user.events.get().by is None


def test_somebody_known_gets_the_role_and_keeps_the_password(db: None) -> None:
    user, password = make_administrator(aigul().email.upper())
    assert password == ""
    assert user.check_password("a long password 1")
    assert user.roles == {Role.ORGANISER, Role.ADMINISTRATOR}
    assert make_administrator(user.email) == (user, "")
    assert list(user.events.values_list("kind", "new")) == [("roles", "administrator")]


def test_whose_sign_in_was_ended_can_use_it_again(db: None) -> None:
    user = aigul()
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert make_administrator(user.email).user.is_active
    assert list(user.events.order_by("pk").values_list("kind", flat=True)) == ["reactivated", "roles"]


def test_a_participant_becomes_administrator_only_where_that_is_said(db: None) -> None:
    participant = saule()
    with pytest.raises(CommandError, match="Ахметова"):
        call_command("make_administrator", participant.email)
    assert first_administrator() is None
    call_command("make_administrator", participant.email, "--participant")
    assert first_administrator() == participant


def test_what_is_no_address_is_refused(db: None) -> None:
    with pytest.raises(ValidationError, match="e-mail"):
        make_administrator("nonsense")
    with pytest.raises(CommandError, match=r"^nonsense: "):
        call_command("make_administrator", "nonsense")


@pytest.mark.parametrize(("times", "words"), [(1, "signs in with "), (2, "keeps its password")])
def test_the_command_shows_a_password_once(
    db: None, capsys: pytest.CaptureFixture[str], times: int, words: str
) -> None:
    for _ in range(times):
        call_command("make_administrator", "serik@institute.example")
    said = capsys.readouterr().out.splitlines()[-1]
    assert said.startswith("serik@institute.example is an administrator and ")
    assert words in said
