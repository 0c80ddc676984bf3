"""Nobody holds a webinar while they are expected elsewhere: said by the rules, and kept by the database."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people.models import User
from postcourse import discussing, webinar_guests, webinar_writing, webinars
from postcourse.models import Consultation, Discussion, TakenTime, Webinar
from tests.at_once import at_once
from tests.cast import aigul, daulet, make_cohort
from tests.postcourse.scenes import at, make_plan
from tests.postcourse.webinar_scenes import ANNOUNCED, OVER, STARTS, make_announced, make_draft

pytestmark = pytest.mark.django_db
LATER = STARTS + timedelta(days=1)


def consulted(trainer: User, starts_at: datetime) -> Consultation:
    row = make_plan(trainer=trainer).consultations.earliest("starts_at")
    TakenTime.objects.filter(consultation=row).update(at=starts_at)
    Consultation.objects.filter(pk=row.pk).update(starts_at=starts_at)
    return row


def discussed(trainer: User, starts_at: datetime) -> Discussion:
    row = Discussion(trainer=trainer, cohort=make_cohort(), topic="Тәлімгерлік", starts_at=starts_at)
    return discussing.announce(row, by=trainer, now=ANNOUNCED)


def amended(webinar: Webinar, **changes: Any) -> Webinar:
    row = Webinar.objects.get(pk=webinar.pk)
    for name, value in changes.items():
        setattr(row, name, value)
    return webinar_writing.amend(row, cohorts=row.cohorts.all(), programmes=[], by=row.host, now=ANNOUNCED)


def moved(webinar: Webinar, starts_at: datetime) -> Webinar:
    return amended(webinar, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=90))


def times_of(webinar: Webinar) -> list[str]:
    rows = TakenTime.objects.filter(webinar=webinar).order_by("at")
    return [(row.at + timedelta(hours=5)).strftime("%d %H:%M") for row in rows]


def elsewhere(what: str, trainer: User, starts_at: datetime) -> None:
    if what == "consultation":
        consulted(trainer, starts_at)
    elif what == "discussion":
        discussed(trainer, starts_at)
    else:
        make_announced(trainer, make_cohort(), by=trainer, starts_at=starts_at, told=False)


@pytest.mark.parametrize("what", ["consultation", "discussion", "webinar"])
def test_who_is_expected_elsewhere_holds_no_webinar_then(what: str) -> None:
    organiser, trainer, cohort = aigul(), daulet(), make_cohort()
    draft = make_draft(trainer, cohort, by=organiser)
    other = make_announced(trainer, cohort, by=organiser, starts_at=LATER, told=False)
    of_organiser = make_announced(organiser, cohort, by=organiser, told=False)
    elsewhere(what, trainer, STARTS)
    acts: list[Any] = [
        lambda: make_draft(trainer, cohort, by=organiser, starts_at=STARTS - timedelta(minutes=75)),
        lambda: webinars.announce(draft, by=organiser, now=ANNOUNCED),
        lambda: moved(other, STARTS + timedelta(minutes=20)),
        lambda: amended(of_organiser, host=trainer),
    ]
    for act in acts:
        with pytest.raises(ValidationError, match="expected elsewhere") as refusal:
            act()
        assert refusal.value.code == "taken"
    assert Webinar.objects.get(pk=other.pk).starts_at == LATER
    make_announced(trainer, cohort, by=organiser, starts_at=STARTS - timedelta(minutes=90), told=False)
    # What is only written better, or a little later, is in nobody's way.
    assert amended(draft, title="Дұрыс атауы").title == "Дұрыс атауы"
    assert moved(other, LATER + timedelta(minutes=30)).starts_at == LATER + timedelta(minutes=30)


def test_its_times_are_the_hosts_from_the_announcement_until_it_is_over_or_called_off() -> None:
    organiser, trainer, cohort = aigul(), daulet(), make_cohort()
    begins = STARTS + timedelta(minutes=10)
    draft = make_draft(trainer, cohort, by=organiser, starts_at=begins, ends_at=begins + timedelta(minutes=45))
    assert times_of(draft) == []
    webinar = webinars.announce(draft, by=organiser, now=ANNOUNCED)
    assert times_of(webinar) == ["26 16:00", "26 16:30"]
    amended(webinar, starts_at=LATER, ends_at=LATER + timedelta(minutes=61))
    assert times_of(webinar) == ["27 16:00", "27 16:30", "27 17:00"]
    amended(webinar, host=organiser)
    assert not TakenTime.objects.filter(trainer=trainer).exists()
    webinars.cancel(webinar, why="Болмайды", by=organiser)
    held = make_announced(trainer, cohort, by=organiser, told=False)
    webinar_guests.tick(held, shown=[], came=[], by=trainer, now=OVER)
    assert not TakenTime.objects.exists()


@pytest.mark.parametrize("wrong", ["a discussion, too", "nobody's", "a participant's"])
def test_the_database_knows_whose_time_and_for_what(wrong: str) -> None:
    trainer, plan = daulet(), make_plan(trainer=None)
    webinar = make_draft(trainer, by=trainer)
    fields: dict[str, Any] = {"webinar": webinar, "trainer": trainer}
    if wrong == "a discussion, too":
        fields["discussion"] = discussed(trainer, LATER)
    if wrong == "nobody's":
        fields["trainer"] = None
    if wrong == "a participant's":
        fields["person"] = plan.person
    with pytest.raises(IntegrityError), transaction.atomic():
        TakenTime.objects.create(at=at("2027-03-01"), **fields)


@pytest.mark.django_db(transaction=True)
def test_of_two_that_are_announced_at_once_the_host_holds_one() -> None:
    organiser, trainer, cohort = aigul(), daulet(), make_cohort()
    drafts = [make_draft(trainer, cohort, by=organiser, starts_at=STARTS + timedelta(minutes=n)) for n in (0, 40)]
    refusals = at_once(
        lambda: webinars.announce(drafts[0], by=organiser, now=ANNOUNCED),
        lambda: webinars.announce(drafts[1], by=organiser, now=ANNOUNCED),
        lambda: discussed(trainer, STARTS),
    )
    assert sum(code == "" for code in refusals) == 1
    held = set(TakenTime.objects.filter(trainer=trainer).values_list("webinar", "discussion"))
    assert len(held) == 1
