"""Who signs while the head is away, and what is frozen of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from certificates import issuing
from certificates.models import Batch, Document
from certificates.signatories import beside, likely_signatory, signatory_of
from people.models import Signatory, User
from people.roles import Role
from tests.cast import make_signatory, make_user
from tests.certificates.issued import as_user, head, prepared

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
NOON = "2026-11-20 12:00+05:00"


def days(count: int) -> timedelta:
    return timedelta(days=count)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def acting(**fields: object) -> User:
    user = make_user("acting@institute.example", Role.HEAD)
    office = {"name": "А. Б. Асанов", "is_acting": True, "since": TODAY - days(3), "until": TODAY + days(10)}
    make_signatory(user, **{**office, **fields})
    return user


def why_not(user: User, issued_on: date = TODAY) -> str:
    with pytest.raises(ValidationError) as refusal:
        signatory_of(user, issued_on=issued_on, today=TODAY)
    return refusal.value.messages[0]


# ---- the head is away ------------------------------------------------------------------------------------------------
def test_whoever_acts_for_the_head_signs_and_the_capacity_is_frozen() -> None:
    batch, user = prepared(), acting()
    [document] = issuing.sign(batch, by=user)
    Signatory.objects.filter(user=user).update(name="Басқа", is_acting=False)
    frozen = Document.objects.get(pk=document.pk)
    assert frozen.snapshot["signatory"]["name"] == "А. Б. Асанов"
    assert frozen.snapshot["signatory"]["acting"] is True
    assert frozen.standing.public["signatory"] == frozen.snapshot["signatory"]
    assert Batch.objects.get().signed_by == user


def test_both_are_in_office_on_the_same_day_and_each_signs_as_who_they_are() -> None:
    first, second, deputy = prepared(), prepared(), acting()
    [by_head], [by_deputy] = issuing.sign(first, by=head()), issuing.sign(second, by=deputy)
    assert [each.snapshot["signatory"]["acting"] for each in (by_head, by_deputy)] == [False, True]


def test_each_is_told_of_the_other() -> None:
    deputy, chief = acting(), head()
    assert beside(chief.signatories.get(), TODAY) == [
        "А. Б. Асанов acts for the head today (through 30.11.2026): sign only if you are not away."
    ]
    assert beside(deputy.signatories.get(), TODAY) == [
        "Б. Қ. Қуанышев, the head, is on record as in office today, too: sign while the head is away."
    ]
    batch = prepared()
    for user in (deputy, chief):
        for address in (reverse("certificates:to_sign"), reverse("certificates:sign", args=[batch.pk])):
            assert beside(user.signatories.get(), TODAY)[0] in as_user(user).get(address).content.decode()


def test_who_acted_and_became_the_head_signs_as_the_head() -> None:
    user = acting(until=TODAY)
    make_signatory(user, name="А. Б. Асанов", since=TODAY)
    assert signatory_of(user, issued_on=TODAY, today=TODAY).is_acting is False
    assert signatory_of(user, issued_on=TODAY - days(1), today=TODAY).is_acting is True


def test_a_preview_shows_whoever_looks_at_it_and_signs_else_whoever_is_in_office() -> None:
    deputy, chief = acting(), head()
    shown = [likely_signatory(user, TODAY) for user in (deputy, chief, make_user("aigul@institute.example"))]
    assert [each and each.user for each in shown][:2] == [deputy, chief]
    assert shown[2] is not None


# ---- who is not in office --------------------------------------------------------------------------------------------
def test_an_office_that_ended_between_batch_and_signature_names_who_is_in_office_now() -> None:
    user = acting()
    batch = prepared()
    Signatory.objects.filter(user=user).update(until=TODAY)
    with time_machine.travel("2026-11-21 09:00+05:00", tick=False):
        with pytest.raises(ValidationError, match=r"Your office ended on 20\.11\.2026\. In office today: Б\. Қ\. Қ"):
            issuing.sign(batch, by=user)
        assert Batch.objects.get().state == "prepared"
        assert len(issuing.sign(batch, by=head())) == 1


def test_an_office_that_ended_while_nobody_came_after() -> None:
    assert why_not(acting(until=TODAY - days(1))) == (
        "Your office ended on 19.11.2026, and nobody is in office today: the organiser enters who is."
    )


def test_an_office_that_has_not_begun() -> None:
    assert why_not(acting(since=TODAY + days(1))) == "You take office on 21.11.2026: before it somebody else signs."


def test_who_was_never_in_office() -> None:
    assert why_not(make_user("other@institute.example", Role.HEAD)) == (
        "You are not recorded as a signatory in office today: the organiser enters it."
    )


def test_nobody_signs_for_a_day_on_which_another_was_in_office() -> None:
    assert why_not(acting(), issued_on=TODAY - days(4)) == (
        "The date of issue, 16.11.2026, is before you took office: the organiser prepares it with a later date."
    )
