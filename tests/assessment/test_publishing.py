"""A plan is sent to everybody once; after that, exactly those are told whose time has changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from assessment.declaring import work_at
from assessment.finalising import record_absence
from assessment.models import DefenceDay, PlanNotice
from assessment.planning import add_participants, amend_day, drop_day, plan_day, remove_participant, set_order
from assessment.publishing import changes_of, never_published, own_notices, publish, unpublished_changes
from assessment.recusing import recuse
from assessment.rescheduling import move, set_pause, shift
from courses.calendar_feed import appointments_of, calendar_text
from people.models import OutboxMessage, Person, User
from tests.assessment.scenes import Scene, make_day, serik
from tests.cast import make_enrolment, make_person, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture(autouse=True)
def morning() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-22 09:00+05:00", tick=False) as clock:
        yield clock


def letters(known: set[int] | None = None) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.exclude(pk__in=known or ()).order_by("pk"))


def seen() -> set[int]:
    return set(OutboxMessage.objects.values_list("pk", flat=True))


def event(letter: OutboxMessage) -> tuple[str, Any]:
    calendar = Calendar.from_ical(letter.calendar)
    [found] = calendar.walk("VEVENT")
    return str(calendar["method"]), found


def told(changes: list[Any]) -> list[tuple[str, str]]:
    return [(str(change.who), change.kind.value) for change in changes]


def in_the_readers_english(**numbers: Any) -> Scene:
    scene = make_day(**numbers)
    Person.objects.update(language="en")
    return scene


def published(participants: int = 3, members: int = 2) -> Scene:
    scene = in_the_readers_english(participants=participants, members=members)
    publish(scene.day, by=scene.organiser)
    scene.day.refresh_from_db()
    return scene


def names(scene: Scene) -> list[str]:
    return [str(defence.attempt.enrolment.person) for defence in scene.defences]


def test_members_and_participants_are_told_with_an_entry_for_their_calendar() -> None:
    scene = in_the_readers_english(participants=2, members=2)
    changes = publish(scene.day, by=scene.organiser)
    assert told(changes) == [
        ("Дәулет Оспанов", "new"), ("Гүлнар Ахметова", "new"), *((name, "new") for name in names(scene)),
    ]  # fmt: skip
    chair, member, first, second = letters()
    assert [letter.kind for letter in letters()] == [*["defence-commission"] * 2, *["defence-time"] * 2]
    assert second.person == scene.defences[1].attempt.enrolment.person
    plain = second.subject.replace("\xa0", " ")
    assert plain == "Defence of your project: Sunday, 22 November 2026, 14:20–14:40"
    method, entry = event(second)
    at = timezone.localtime(entry["dtstart"].dt)
    assert (method, entry["sequence"], f"{at:%H:%M}") == ("REQUEST", 0, "14:20")
    assert str(entry["location"]) == "305-кабинет"
    assert f"{timezone.localtime(event(chair)[1]['dtend'].dt):%H:%M}" == "14:40"
    assert "You chair the commission. 2 participants defend." in chair.text
    assert "You are a member of the commission." in member.text
    assert len({str(event(letter)[1]["uid"]) for letter in letters()}) == 4
    assert first.person != second.person


def test_the_day_says_who_has_published_it_and_how_often() -> None:
    scene = published()
    assert (scene.day.edition, scene.day.published_by) == (1, scene.organiser)
    assert scene.day.history.first().history_user == scene.organiser


def test_published_twice_nobody_hears_anything_the_second_time() -> None:
    scene = published()
    known = seen()
    assert publish(scene.day, by=scene.organiser) == []
    assert letters(known) == []
    assert DefenceDay.objects.get().edition == 1


def test_two_who_change_places_are_told_and_nobody_else() -> None:
    scene = published()
    known, uids = seen(), {str(event(letter)[1]["uid"]) for letter in letters()}
    first, second, third = scene.defences
    set_order(scene.day, [first.pk, third.pk, second.pk], by=scene.organiser)
    assert told(changes_of(scene.day)) == [
        (str(third.attempt.enrolment.person), "moved"), (str(second.attempt.enrolment.person), "moved"),
    ]  # fmt: skip
    publish(scene.day, by=scene.organiser)
    new = letters(known)
    assert {letter.person for letter in new} == {second.attempt.enrolment.person, third.attempt.enrolment.person}
    assert {(event(letter)[0], event(letter)[1]["sequence"]) for letter in new} == {("REQUEST", 1)}
    assert {str(event(letter)[1]["uid"]) for letter in new} < uids
    assert new[0].subject.startswith("The time of your defence has changed: ")


def test_who_changed_places_and_back_was_never_moved() -> None:
    scene = published()
    keys = [defence.pk for defence in scene.defences]
    set_order(scene.day, keys[::-1], by=scene.organiser)
    set_order(scene.day, keys, by=scene.organiser)
    assert changes_of(scene.day) == []


def test_whoever_is_taken_off_gets_a_cancellation_and_who_moves_up_a_new_time() -> None:
    scene = published(participants=2)
    gone, stays = scene.defences
    known = seen()
    remove_participant(gone, by=scene.organiser)
    publish(scene.day, by=scene.organiser)
    by_person = {letter.person: event(letter) for letter in letters(known) if letter.person}
    assert by_person[gone.attempt.enrolment.person][0] == "CANCEL"
    assert str(by_person[gone.attempt.enrolment.person][1]["status"]) == "CANCELLED"
    assert by_person[gone.attempt.enrolment.person][1]["sequence"] == 1
    assert by_person[stays.attempt.enrolment.person][0] == "REQUEST"
    add_participants(scene.day, [gone.attempt.enrolment], by=scene.organiser)
    assert (str(gone.attempt.enrolment.person), "new") in told(changes_of(scene.day))
    publish(scene.day, by=scene.organiser)
    notice = PlanNotice.objects.get(attempt=gone.attempt)
    assert (notice.sequence, notice.cancelled_at) == (2, None)


def test_another_room_and_another_member_concern_whom_they_concern() -> None:
    scene = published(participants=1)
    known, newcomer = seen(), serik()
    facts: dict[str, Any] = {"held_on": scene.day.held_on, "starts_at": time(14), "slot_minutes": 20}
    amend_day(scene.day, **facts, room="305-кабинет", chair=scene.chair, members=[newcomer], by=scene.organiser)
    assert told(changes_of(scene.day)) == [("Серік Жұмабаев", "new"), ("Гүлнар Ахметова", "off")]
    amend_day(scene.day, **facts, room="Zoom", chair=newcomer, members=[scene.chair], by=scene.organiser)
    changes = publish(scene.day, by=scene.organiser)
    assert [kind for _who, kind in told(changes)] == ["new", "moved", "moved", "off"]
    assert [event(letter)[0] for letter in letters(known)] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]


def test_a_shift_and_a_pause_move_the_entries_of_everybody_after_it() -> None:
    scene = published(participants=3)
    shift(scene.day, first=1, minutes=60, by=scene.organiser)
    set_pause(scene.day, after=2, minutes=30, by=scene.organiser)
    publish(scene.day, by=scene.organiser)
    chair = OutboxMessage.objects.filter(to_email=scene.chair.email).order_by("-pk")[0]
    assert "Pause: 15:40–16:10" in chair.text
    assert "Pause: 15:40–16:10" in str(event(chair)[1]["description"])
    rows = PlanNotice.objects.filter(attempt__isnull=False).order_by("starts_at")
    assert [f"{timezone.localtime(row.starts_at):%H:%M}" for row in rows] == ["15:00", "15:20", "16:10"]


def test_one_entry_follows_the_participant_to_another_day() -> None:
    scene = published(participants=2)
    other = plan_day(
        cohort=scene.cohort, held_on=scene.day.held_on + timedelta(days=1), starts_at=time(9), slot_minutes=20,
        room="210", chair=serik(), by=scene.organiser,
    )  # fmt: skip
    moved = move(scene.first, to=other, place=1, by=scene.organiser)
    known = seen()
    publish(other, by=scene.organiser)
    [letter] = [letter for letter in letters(known) if letter.person]
    notice = PlanNotice.objects.get(attempt=moved.attempt)
    assert (event(letter)[0], event(letter)[1]["sequence"], notice.day) == ("REQUEST", 1, other)
    assert str(moved.attempt.enrolment.person) not in dict(told(changes_of(scene.day)))


def test_a_day_that_is_deleted_is_called_off() -> None:
    scene = published(participants=1)
    known = seen()
    drop_day(scene.day, by=scene.organiser)
    assert [event(letter)[0] for letter in letters(known)] == ["CANCEL"] * 3
    assert set(PlanNotice.objects.values_list("day", flat=True)) == {None}
    assert PlanNotice.objects.filter(cancelled_at=None).count() == 0


def test_a_plan_that_nobody_was_told_of_is_deleted_in_silence() -> None:
    scene = make_day()
    drop_day(scene.day, by=scene.organiser)
    assert letters() == []


def test_who_did_not_appear_is_told_nothing_any_more() -> None:
    scene = published(participants=2)
    with time_machine.travel("2026-11-22 14:10+05:00", tick=False):
        record_absence(scene.first, valid_reason=False, by=scene.chair)
        assert changes_of(scene.day) == []


def test_what_speaks_against_publishing_is_said() -> None:
    scene = make_day(participants=1)
    work_at(scene.members[1], scene.first.attempt.enrolment.organisation, by=scene.organiser)
    with pytest.raises(ValidationError, match="1 participant cannot be assessed by a member of this commission"):
        publish(scene.day, by=scene.organiser)
    recuse(scene.seat(scene.members[1]), scene.first, by=scene.organiser)
    assert len(publish(scene.day, by=scene.organiser)) == 3


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"held_on": datetime(2026, 11, 21).date()}, "The day is over"),  # noqa: DTZ001
        ({"finalised_at": timezone.now()}, "The day is closed"),
    ],
)
def test_a_day_that_is_over_is_not_published(changes: dict[str, Any], sentence: str) -> None:
    scene = make_day()
    DefenceDay.objects.update(**changes)
    with pytest.raises(ValidationError, match=sentence):
        publish(scene.day, by=scene.organiser)
    assert letters() == []


def test_nobody_in_the_order_is_nobody_to_tell() -> None:
    scene = make_day(participants=0)
    with pytest.raises(ValidationError, match="there is nothing to publish"):
        publish(scene.day, by=scene.organiser)


def test_without_an_address_of_their_own_the_letter_is_printed() -> None:
    scene = make_day(participants=1)
    person = scene.first.attempt.enrolment.person
    type(person).objects.filter(pk=person.pk).update(email="")
    publish(scene.day, by=scene.organiser)
    letter = OutboxMessage.objects.get(person=person)
    assert (letter.state, letter.calendar) == ("to_post", "")


def test_an_entry_is_in_ones_own_calendar_and_in_nobody_elses_after_publishing() -> None:
    scene = make_day(participants=2)
    person = scene.first.attempt.enrolment.person
    user = make_user("aisha@mektep.example", person=person)
    assert list(own_notices(user)) == []
    publish(scene.day, by=scene.organiser)
    [own] = appointments_of(user)
    assert (own.summary, own.room) == ("Defence of the project", "305-кабинет")
    assert f"{timezone.localtime(own.starts_at):%H:%M}" == "14:00"
    assert own.uid.encode() in calendar_text(user)
    [seat] = appointments_of(scene.chair)
    assert seat.summary == "Defence commission"
    assert appointments_of(User.objects.get(pk=scene.organiser.pk)) == []


def test_what_is_not_told_yet_is_found_for_the_home_page_with_as_many_queries_for_many_days() -> None:
    scene = published(participants=1)
    now = timezone.now()
    assert unpublished_changes(now) == []
    set_pause_free = shift(scene.day, first=1, minutes=5, by=scene.organiser)
    with CaptureQueriesContext(connection) as few:
        [(day, changes)] = unpublished_changes(now)
    assert (day, len(changes)) == (set_pause_free, 3)
    for n in range(1, 4):
        more = plan_day(
            cohort=scene.cohort, held_on=scene.day.held_on + timedelta(days=n), starts_at=time(9), slot_minutes=20,
            room=f"{n}", chair=scene.chair, enrolments=[make_enrolment(scene.cohort, make_person())],
            by=scene.organiser,
        )  # fmt: skip
        publish(more, by=scene.organiser)
        shift(more, first=1, minutes=5, by=scene.organiser)
    with CaptureQueriesContext(connection) as many:
        assert len(unpublished_changes(now)) == 4
    assert len(many) == len(few)


def test_the_database_holds_that_a_notice_is_to_one_of_the_two() -> None:
    scene = make_day()
    facts: dict[str, Any] = {
        "starts_at": timezone.now(), "ends_at": timezone.now() + timedelta(hours=1), "sent_at": timezone.now(),
    }  # fmt: skip
    for wrong in ({}, {"attempt": scene.first.attempt, "member": scene.chair}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PlanNotice.objects.create(**facts, **wrong)


def test_who_is_the_last_to_be_taken_off_hears_of_it_although_the_day_is_closed_by_that() -> None:
    scene = published(participants=2)
    with time_machine.travel("2026-11-22 14:10+05:00", tick=False):
        record_absence(scene.first, valid_reason=False, by=scene.chair)
        known, gone = seen(), scene.defences[1]
        remove_participant(gone, by=scene.organiser)
    [letter] = letters(known)
    assert (letter.person, event(letter)[0]) == (gone.attempt.enrolment.person, "CANCEL")
    assert DefenceDay.objects.get().finalised_at is not None
    assert PlanNotice.objects.get(attempt=gone.attempt).cancelled_at is not None


def test_days_of_which_nobody_was_told_are_found_from_a_fortnight_before() -> None:
    scene = make_day(participants=1)
    empty = plan_day(
        cohort=scene.cohort, held_on=scene.day.held_on, starts_at=time(9), slot_minutes=20, room="210",
        chair=serik(), by=scene.organiser,
    )  # fmt: skip
    found = [list(never_published(timezone.now() - timedelta(days=days))) for days in (15, 14, 0, -1)]
    assert found == [[], [scene.day], [scene.day], []]
    publish(scene.day, by=scene.organiser)
    assert list(never_published(timezone.now())) == []
    assert empty.edition == 0


def test_a_time_on_which_somebody_did_not_appear_is_no_appointment_any_more() -> None:
    scene = published(participants=1)
    user = make_user("aisha@mektep.example", person=scene.first.attempt.enrolment.person)
    assert len(appointments_of(user)) == 1
    with time_machine.travel("2026-11-22 14:10+05:00", tick=False):
        record_absence(scene.first, valid_reason=False, by=scene.chair)
    assert appointments_of(user) == []


def test_who_did_not_appear_is_told_of_another_time_as_of_a_new_one() -> None:
    scene = published(participants=1)
    attempt = scene.first.attempt
    with time_machine.travel("2026-11-22 14:10+05:00", tick=False):
        record_absence(scene.first, valid_reason=False, by=scene.chair)
    other = plan_day(
        cohort=scene.cohort, held_on=scene.day.held_on + timedelta(days=1), starts_at=time(9), slot_minutes=20,
        room="210", chair=serik(), enrolments=[attempt.enrolment], by=scene.organiser,
    )  # fmt: skip
    known = seen()
    publish(other, by=scene.organiser)
    [letter] = [letter for letter in letters(known) if letter.person]
    assert letter.subject.startswith("Defence of your project:")
    assert (event(letter)[0], event(letter)[1]["sequence"]) == ("REQUEST", 1)
    assert PlanNotice.objects.get(attempt=attempt).day == other
