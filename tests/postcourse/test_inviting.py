"""Invitations and reminders: due with <=, once each, whatever was missed and whoever else sweeps."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Thread

import pytest
import time_machine
from django.db import connections

from config.home_plans import plans_without_trainer
from people import outbox
from people.models import OutboxMessage
from people.roles import Role
from postcourse import assigning, consulting, inviting
from postcourse.models import Consultation, Plan
from postcourse.models.support import without_trainer
from tests.cast import aigul, daulet, make_cohort, make_user
from tests.postcourse.scenes import ISSUED, at, local, make_invited, make_plan

TO_GRADUATES = ("consultation-invitation", "consultation-reminder")


def causes() -> list[str]:
    return list(OutboxMessage.objects.filter(kind__in=TO_GRADUATES).order_by("pk").values_list("cause", flat=True))


def sweep(now: datetime) -> tuple[int, int]:
    with time_machine.travel(now, tick=False):
        return inviting.sweep_due(now=now)


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "invited"), [(-1, 0), (0, 1), (86400 * 5, 1)])
def test_an_invitation_is_written_from_a_week_before_on(seconds: int, invited: int) -> None:
    row = make_plan(trainer=daulet()).consultations.earliest("starts_at")
    assert sweep(row.invite_at + timedelta(seconds=seconds)) == (invited, 0)
    assert causes() == [f"invite:{row.pk}:0"] * invited


@pytest.mark.django_db
def test_a_year_of_sweeps_writes_each_invitation_and_each_reminder_once() -> None:
    plan = make_plan("89.5", trainer=daulet())
    now = at(ISSUED)
    while now < at("2027-11-01"):
        sweep(now)
        now += timedelta(hours=23)
    rows = plan.consultations.all()
    assert len(rows) == 5
    assert sorted(causes()) == sorted(f"{act}:{row.pk}:0" for row in rows for act in ("invite", "remind"))


@pytest.mark.django_db
def test_a_sweep_that_was_away_for_days_still_writes_everything_once() -> None:
    row = make_plan(trainer=daulet()).consultations.earliest("starts_at")
    assert sweep(row.invite_at + timedelta(days=4)) == (1, 0)
    assert sweep(row.remind_at + timedelta(hours=3)) == (0, 1)
    assert sweep(row.remind_at + timedelta(hours=4)) == (0, 0)


@pytest.mark.django_db
def test_who_is_invited_on_the_last_day_is_not_reminded_in_the_same_breath() -> None:
    row = make_invited(trainer=daulet())
    moved_in = row.starts_at - timedelta(hours=20)
    with time_machine.travel(moved_in, tick=False):
        consulting.arrange(row, place="305-кабинет", by=aigul())
    assert sweep(moved_in + timedelta(minutes=1)) == (0, 0)
    assert causes() == [f"invite:{row.pk}:0", f"invite:{row.pk}:1"]


@pytest.mark.django_db
def test_a_consultation_whose_day_passed_uninvited_is_given_a_new_one() -> None:
    row = make_plan(trainer=daulet()).consultations.earliest("starts_at")
    assert sweep(row.starts_at + timedelta(days=1)) == (1, 0)
    row.refresh_from_db()
    assert (row.status, local(row.starts_at)) == ("invited", "26.11.2026 10:00")


@pytest.mark.django_db
def test_nobody_is_invited_before_there_is_a_trainer() -> None:
    trainer, plan = daulet(), make_plan(trainer=None)
    row = plan.consultations.earliest("starts_at")
    assert sweep(row.invite_at) == (0, 0)
    assigning.assign([plan], trainer=trainer, by=aigul(), now=row.invite_at)
    assert sweep(row.invite_at) == (1, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["left", "trains no more"])
def test_nobody_is_invited_to_a_trainer_who_has_left_until_there_is_another(how: str) -> None:
    trainer, organiser = daulet(), aigul()
    plan = make_plan(trainer=trainer)
    row = plan.consultations.earliest("starts_at")
    if how == "left":
        type(trainer).objects.filter(pk=trainer.pk).update(is_active=False)
    else:
        trainer.role_grants.all().delete()
    assert sweep(row.invite_at) == (0, 0)
    [task] = plans_without_trainer(row.invite_at)
    assert task.title == "1 plan of support has no trainer"
    assert list(Plan.objects.filter(without_trainer())) == [plan]
    assigning.assign([plan], trainer=make_user("t@institute.example", Role.TRAINER), by=organiser, now=row.invite_at)
    assert list(plans_without_trainer(row.invite_at)) == []
    assert sweep(row.invite_at) == (1, 0)


@pytest.mark.django_db
def test_who_has_left_reads_of_nobody_any_more() -> None:
    trainer = daulet()
    row = make_invited(trainer=trainer)
    type(trainer).objects.filter(pk=trainer.pk).update(is_active=False)
    consulting.cancel(row, why="Жаттықтырушы кетті", by=aigul())
    last = OutboxMessage.objects.order_by("pk").last()
    assert last is not None
    assert last.cause == f"cancel:{row.pk}:1"


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["held", "missed", "cancelled"])
def test_what_is_over_is_not_reminded_of(status: str) -> None:
    row = make_invited(trainer=daulet())
    Consultation.objects.filter(pk=row.pk).update(status=status)
    assert sweep(row.remind_at) == (0, 0)


@pytest.mark.django_db
def test_letters_speak_the_language_of_their_reader() -> None:
    trainer = make_user("t@institute.example", "trainer", language="ru")  # type: ignore[arg-type]
    make_invited(trainer=trainer, language="en")
    to_graduate, to_trainer = OutboxMessage.objects.order_by("pk")
    assert to_graduate.subject == "Consultation: Monday, 23\xa0November 2026, 10:00–10:30"
    assert "понедельник, 23\xa0ноября 2026\xa0года, 10:00–10:30" in to_trainer.subject
    assert (to_graduate.language, to_trainer.language) == ("en", "ru")


@pytest.mark.django_db
def test_who_has_no_address_is_asked_to_call_and_gets_no_reminder_by_post() -> None:
    row = make_invited(trainer=daulet(), email="", language="en")
    assert sweep(row.remind_at) == (0, 1)
    assert causes() == [f"invite:{row.pk}:0"]
    letter = OutboxMessage.objects.get(cause=f"invite:{row.pk}:0")
    assert (letter.state, letter.calendar) == (OutboxMessage.State.TO_POST, "")
    assert "call us" in letter.text
    assert "http" not in letter.text


@pytest.mark.django_db
def test_one_letter_that_cannot_be_written_does_not_hold_up_the_others() -> None:
    cohort = make_cohort(trainer=daulet())
    first, second = (make_plan(cohort=cohort).consultations.earliest("starts_at") for _ in range(2))
    taken = outbox.message_id(f"invite:{first.pk}:0")
    OutboxMessage.objects.create(cause="in the way", kind="test", language="kk", text="", message_id=taken)
    assert sweep(at("2026-11-16", "18:00")) == (1, 0)
    assert causes() == [f"invite:{second.pk}:0"]
    first.refresh_from_db()
    assert first.status == "planned"


@pytest.mark.django_db
def test_two_hundred_letters_that_cannot_be_written_do_not_hold_up_the_next() -> None:
    good = make_plan(trainer=daulet()).consultations.earliest("starts_at")
    OutboxMessage.objects.create(cause="in the way", kind="test", language="kk", text="", message_id="x")
    bad = [
        Consultation(
            plan=good.plan, trainer=good.trainer, kind="contact", month=n, status="planned", place="x",
            starts_at=good.starts_at - timedelta(minutes=30 * n), invite_at=good.invite_at, remind_at=good.remind_at,
        )
        for n in range(1, 202)
    ]  # fmt: skip
    Consultation.objects.bulk_create(bad)
    OutboxMessage.objects.bulk_create(
        OutboxMessage(cause=f"in the way {row.pk}", kind="test", language="kk", text="",
                      message_id=outbox.message_id(f"invite:{row.pk}:0"))
        for row in bad
    )  # fmt: skip
    Consultation.objects.exclude(pk=good.pk).update(invite_at=good.invite_at - timedelta(days=9))
    inviting.sweep_due(now=good.invite_at)
    good.refresh_from_db()
    assert good.status == "invited"


@pytest.mark.django_db
def test_a_sweep_ends_before_the_next_one_begins() -> None:
    row = make_plan(trainer=daulet()).consultations.earliest("starts_at")
    assert inviting.sweep_due(seconds=0, now=row.invite_at) == (0, 0)
    assert inviting.sweep_due(now=row.invite_at) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_write_each_letter_once() -> None:
    cohort = make_cohort(trainer=daulet())
    for _ in range(6):
        make_plan(cohort=cohort)
    now = at("2026-11-17", "18:00")

    def work() -> None:
        inviting.sweep_due(now=now)
        connections.close_all()

    sweeps = [Thread(target=work) for _ in range(2)]
    for thread in sweeps:
        thread.start()
    for thread in sweeps:
        thread.join()
    rows = Consultation.objects.filter(month=1)
    assert sorted(causes()) == sorted(f"invite:{row.pk}:0" for row in rows)
    assert {row.events.filter(new="invited").count() for row in rows} == {1}
