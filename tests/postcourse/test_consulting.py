"""The life of a consultation: what may become what, who is told, and what happens to a missed one."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import product
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, transaction

from people.history import changes
from people.models import OutboxMessage, User
from postcourse import consulting, timing
from postcourse.consulting import MOVES, Status
from postcourse.models import Consultation
from tests.cast import aigul, daulet, make_cohort, make_user
from tests.postcourse.scenes import a_week_before, at, local, make_invited, make_plan

WEEK_BEFORE = at("2026-11-16", "10:00")


def graduate_of(row: Consultation) -> User:
    return make_user(row.person.email, person=row.person)


def letters() -> list[str]:
    return list(OutboxMessage.objects.order_by("pk").values_list("cause", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), list(product(Status, Status)))
def test_a_consultation_becomes_only_what_the_table_allows(old: Status, new: Status) -> None:
    row = make_plan(trainer=daulet()).consultations.earliest("starts_at")
    Consultation.objects.filter(pk=row.pk).update(status=old)
    events = row.events.count()
    if new in MOVES[old]:
        assert consulting.move(row, new, by=None, why="a reason").status == new
        event = row.events.latest("pk")
        assert (event.old, event.new, event.why, event.starts_at) == (old, new, "a reason", row.starts_at)
    else:
        with pytest.raises(ValidationError, match="“"):
            consulting.move(row, new, by=None)
        assert (Consultation.objects.get(pk=row.pk).status, row.events.count()) == (old, events)


@pytest.mark.django_db
def test_the_graduate_confirms_and_a_second_press_changes_nothing() -> None:
    row = make_invited(trainer=daulet())
    user = graduate_of(row)
    for _ in range(2):
        assert consulting.confirm(row, by=user, now=WEEK_BEFORE).status == Status.CONFIRMED
    assert list(row.events.values_list("old", "new", "by")) == [
        ("", "planned", None),
        ("planned", "invited", None),
        ("invited", "confirmed", user.pk),
    ]


@pytest.mark.django_db
def test_what_has_begun_or_changed_since_it_was_read_is_not_confirmed() -> None:
    row = make_invited(trainer=daulet())
    user = graduate_of(row)
    with pytest.raises(ValidationError, match="begun"):
        consulting.confirm(row, by=user, now=row.starts_at)
    consulting.reschedule(row, starts_at=at("2026-11-24", "15:00"), by=aigul(), now=WEEK_BEFORE)
    with pytest.raises(ValidationError, match="changed"):
        consulting.confirm(row, by=user, seen=0, now=WEEK_BEFORE)
    assert consulting.confirm(row, by=user, seen=1, now=WEEK_BEFORE).status == Status.CONFIRMED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("time", "refusal"),
    [
        ("2026-11-16 15:00", "at least 24 hours"),
        ("2026-11-17 09:30", "at least 24 hours"),
        ("2026-11-10 10:00", "at least 24 hours"),
        ("2026-11-21 10:00", "working day"),
        ("2026-12-16 10:00", "working day"),
        ("2026-11-18 08:30", "9:00"),
        ("2026-11-18 18:00", "9:00"),
        ("2026-11-18 10:15", "9:00"),
        ("2027-01-15 10:00", "up to 28.12.2026"),
        ("2026-11-24 11:00", "taken"),
        ("2026-11-25 16:00", "same person"),
        ("2026-11-23 10:00", "already"),
    ],
)
def test_a_new_time_keeps_to_the_rules(time: str, refusal: str) -> None:
    trainer = daulet()
    row = make_invited(trainer=trainer)
    other, own = make_plan(trainer=trainer).consultations.earliest("pk"), row.plan.consultations.get(month=3)
    Consultation.objects.filter(pk=other.pk).update(starts_at=at("2026-11-24", "11:00"))
    Consultation.objects.filter(pk=own.pk).update(starts_at=at("2026-11-25", "16:00"), trainer=None)
    with pytest.raises(ValidationError, match=refusal):
        consulting.reschedule(row, starts_at=moment(time), by=graduate_of(row), now=WEEK_BEFORE)
    row.refresh_from_db()
    assert (row.sequence, local(row.starts_at)) == (0, "23.11.2026 10:00")


def moment(text: str) -> datetime:
    return at(*text.split(" "))


@pytest.mark.django_db
@pytest.mark.parametrize("time", ["2026-11-17 10:00", "2026-11-18 17:30", "2026-12-28 09:00"])
def test_a_time_that_the_graduate_chooses_is_agreed_and_sent_to_both_calendars(time: str) -> None:
    row = make_invited(trainer=daulet())
    moved = consulting.reschedule(row, starts_at=moment(time), by=graduate_of(row), now=WEEK_BEFORE)
    assert (moved.status, moved.sequence, moved.starts_at) == (Status.CONFIRMED, 1, moment(time))
    assert moved.starts_at - moved.remind_at == timedelta(days=1)
    assert letters()[2:] == [f"invite:{row.pk}:1", f"invite:{row.pk}:1:trainer:{moved.trainer_id}"]


@pytest.mark.django_db
def test_a_time_that_the_staff_choose_is_asked_about_again() -> None:
    trainer = daulet()
    row = make_invited(trainer=trainer)
    consulting.confirm(row, by=graduate_of(row), now=WEEK_BEFORE)
    moved = consulting.reschedule(row, starts_at=at("2026-11-24", "15:00"), by=trainer, now=WEEK_BEFORE)
    assert (moved.status, moved.reminded_at) == (Status.INVITED, None)


@pytest.mark.django_db
def test_only_what_people_are_invited_to_and_is_still_to_come_is_moved() -> None:
    row = make_invited(trainer=daulet())
    organiser, later = aigul(), row.plan.consultations.get(month=3)
    for consultation, now in ((later, WEEK_BEFORE), (row, row.starts_at)):
        with pytest.raises(ValidationError, match="invited to"):
            consulting.reschedule(consultation, starts_at=at("2026-12-01"), by=organiser, now=now)


@pytest.mark.django_db
def test_a_talk_before_a_retake_is_not_moved_behind_the_retakes_deadline() -> None:
    plan = make_plan("44", trainer=daulet())
    last = plan.consultations.latest("starts_at")
    now = at("2027-10-01")
    Consultation.objects.filter(pk=last.pk).update(status="invited", starts_at=at("2027-10-11", "10:00"))
    last.refresh_from_db()
    with pytest.raises(ValidationError, match="up to 22"):
        consulting.reschedule(last, starts_at=at("2027-10-26", "10:00"), by=aigul(), now=now)


@pytest.mark.django_db
def test_the_database_itself_refuses_a_second_consultation_of_a_trainer_at_one_time() -> None:
    trainer = daulet()
    first, second = (make_plan(trainer=trainer).consultations.earliest("pk") for _ in range(2))
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.filter(pk=second.pk).update(starts_at=first.starts_at)
    Consultation.objects.filter(pk=first.pk).update(status="cancelled")
    Consultation.objects.filter(pk=second.pk).update(starts_at=first.starts_at)


@pytest.mark.django_db(transaction=True)
def test_two_graduates_who_choose_one_time_at_once_do_not_both_get_it() -> None:
    cohort = make_cohort(trainer=daulet())
    rows = [make_invited(cohort=cohort) for _ in range(2)]
    users = [graduate_of(row) for row in rows]
    outcomes: list[str] = []

    def choose(row: Consultation, user: User) -> None:
        try:
            consulting.reschedule(row, starts_at=at("2026-11-24", "15:00"), by=user, now=WEEK_BEFORE)
            outcomes.append("moved")
        except ValidationError as refusal:
            outcomes.append(str(refusal.messages[0]))
        finally:
            connections.close_all()

    threads = [Thread(target=choose, args=pair) for pair in zip(rows, users, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 2
    assert outcomes.count("moved") == 1
    assert Consultation.objects.filter(starts_at=at("2026-11-24", "15:00")).count() == 1


@pytest.mark.django_db
def test_held_is_recorded_with_notes_once_it_has_begun() -> None:
    trainer = daulet()
    row = make_invited(trainer=trainer)
    with pytest.raises(ValidationError, match="once it has begun"):
        consulting.record(row, Status.HELD, notes="Мақсат", by=trainer, now=row.starts_at - timedelta(seconds=1))
    with pytest.raises(ValidationError, match="sentence"):
        consulting.record(row, Status.HELD, notes="  ", by=trainer, now=row.starts_at)
    held = consulting.record(row, Status.HELD, notes=" Мақсат нақтыланды. ", by=trainer, now=row.starts_at)
    assert (held.status, held.notes) == (Status.HELD, "Мақсат нақтыланды.")
    assert held.events.latest("pk").by == trainer


@pytest.mark.django_db
def test_a_missed_consultation_is_planned_again_once() -> None:
    trainer = daulet()
    row = make_invited(trainer=trainer)
    consulting.record(row, Status.MISSED, notes="", by=trainer, now=row.starts_at)
    second = Consultation.objects.get(replans=row)
    assert (second.status, local(second.starts_at)) == (Status.PLANNED, "30.11.2026 10:00")
    assert (second.kind, second.month, second.trainer) == (row.kind, row.month, trainer)
    Consultation.objects.filter(pk=second.pk).update(status="invited")
    consulting.record(second, Status.MISSED, notes="", by=trainer, now=second.starts_at)
    assert Consultation.objects.filter(replans=second).count() == 0


@pytest.mark.django_db
def test_a_record_that_is_put_right_takes_its_second_date_along() -> None:
    trainer = daulet()
    row = make_invited(trainer=trainer)
    consulting.record(row, Status.MISSED, notes="", by=trainer, now=row.starts_at)
    consulting.record(row, Status.HELD, notes="Кешігіп келді.", by=trainer, now=row.starts_at)
    first = Consultation.objects.get(replans=row)
    assert (first.status, row.second) == (Status.CANCELLED, None)


@pytest.mark.django_db
def test_a_consultation_that_was_missed_in_the_end_has_an_open_second_date_and_one_only() -> None:
    trainer = daulet()
    row = make_invited(trainer=trainer)
    for to in (Status.MISSED, Status.HELD, Status.MISSED, Status.HELD, Status.MISSED):
        consulting.record(row, to, notes="Кешігіп келді.", by=trainer, now=row.starts_at)
    assert row.second is not None
    assert row.second.status == Status.PLANNED
    statuses = list(Consultation.objects.filter(replans=row).order_by("pk").values_list("status", flat=True))
    assert statuses == ["cancelled", "cancelled", "planned"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.filter(replans=row).update(status="held")


@pytest.mark.django_db
@pytest.mark.parametrize("outcome", [Status.HELD, Status.MISSED])
def test_a_slip_in_the_notes_is_mended_and_what_stood_there_is_kept(outcome: Status) -> None:
    trainer, organiser = daulet(), aigul()
    row = make_invited(trainer=trainer)
    consulting.record(row, outcome, notes="Жоспр жасалды.", by=trainer, now=row.starts_at)
    consultations = Consultation.objects.count()
    mended = consulting.record(row, outcome, notes="Жоспар жасалды.", by=organiser, now=row.starts_at)
    assert (mended.status, mended.notes) == (outcome, "Жоспар жасалды.")
    assert Consultation.objects.count() == consultations
    last, before = changes(mended, ["notes"])
    assert (last.by, last.old, last.new) == (organiser, "Жоспр жасалды.", "Жоспар жасалды.")
    assert (before.by, before.old) == (trainer, "–")
    events = mended.events.count()
    consulting.record(row, outcome, notes="Жоспар жасалды.", by=organiser, now=row.starts_at)
    assert mended.events.count() == events


@pytest.mark.django_db
def test_notes_are_not_lost_where_nothing_is_written_in_their_place() -> None:
    trainer = daulet()
    row = make_invited(trainer=trainer)
    kept = []
    for to, notes in ((Status.HELD, "Мақсат нақтыланды."), (Status.MISSED, " "), (Status.HELD, "")):
        kept.append(consulting.record(row, to, notes=notes, by=trainer, now=row.starts_at).notes)
    assert set(kept) == {"Мақсат нақтыланды."}


@pytest.mark.django_db
def test_a_missed_talk_is_not_planned_again_behind_the_retakes_deadline() -> None:
    trainer = daulet()
    last = make_plan("44", trainer=trainer).consultations.latest("starts_at")
    Consultation.objects.filter(pk=last.pk).update(status="invited", starts_at=at("2027-10-20", "10:00"))
    consulting.record(last, Status.MISSED, notes="", by=trainer, now=at("2027-10-20", "11:00"))
    assert not Consultation.objects.filter(replans=last).exists()


@pytest.mark.django_db
def test_a_place_is_told_to_those_who_are_invited() -> None:
    organiser, row = aigul(), make_invited(trainer=daulet())
    assert consulting.arrange(row, place="305-кабинет", by=organiser).sequence == 1
    assert consulting.arrange(row, place="305-кабинет", by=organiser).sequence == 1
    assert "305-кабинет" in OutboxMessage.objects.get(cause=f"invite:{row.pk}:1").text
    later = row.plan.consultations.get(month=3)
    assert consulting.arrange(later, place="305-кабинет", by=organiser).sequence == 0
    assert len(letters()) == 4


@pytest.mark.django_db
def test_a_cancellation_needs_a_reason_and_is_told_only_to_the_invited() -> None:
    organiser, row = aigul(), make_invited(trainer=daulet())
    later = row.plan.consultations.get(month=3)
    with pytest.raises(ValidationError, match="why"):
        consulting.cancel(row, why=" ", by=organiser)
    before = len(letters())
    consulting.cancel(later, why="Курс аяқталды", by=organiser)
    assert len(letters()) == before
    consulting.cancel(row, why="Жаттықтырушы ауырып қалды", by=organiser)
    assert letters()[before:] == [f"cancel:{row.pk}:1", f"cancel:{row.pk}:1:trainer:{row.trainer_id}"]
    assert "Жаттықтырушы ауырып қалды" in OutboxMessage.objects.get(cause=f"cancel:{row.pk}:1").text


@pytest.mark.django_db
def test_the_times_on_offer_are_those_that_the_rule_accepts() -> None:
    row = make_invited(trainer=daulet())
    day = at("2026-11-23").date()
    offered = timing.times_on(row, day, now=a_week_before(row))
    assert row.starts_at not in offered
    assert len(offered) == 17
    for time in offered:
        timing.check_time(row, time, now=a_week_before(row))
