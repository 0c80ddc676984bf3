"""Sessions by hand: what is refused, what has to be confirmed, and who changed what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from courses.clashes import clashes_elsewhere, clashes_of, seal_of
from courses.models import Attendance, CalendarDay, Cohort, Session
from courses.timetabling import delete_session, save_session
from people.versions import newest_version
from tests.cast import aigul, daulet, make_cohort, make_enrolment, make_session, make_version

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 11, 2), date(2026, 11, 20)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def cohort_of_november(**fields: Any) -> Cohort:
    return make_cohort(**{"starts_on": FIRST, "ends_on": LAST, **fields})


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=timezone.get_default_timezone())


def proposed(cohort: Cohort, starts: datetime, ends: datetime, **fields: Any) -> Session:
    values = {"module": cohort.version.modules.first(), "kind": "lecture", "hours": 2, **fields}
    return Session(cohort=cohort, starts_at=starts, ends_at=ends, **values)


def sentences(session: Session) -> list[str]:
    return [clash.sentence for clash in clashes_of(session)]


def test_a_session_is_added_and_the_history_says_by_whom() -> None:
    organiser = aigul()
    saved = save_session(proposed(cohort_of_november(), at(3, 9), at(3, 10, 40), room="305"), by=organiser)
    assert (saved.pk is not None, saved.history.get().history_user) == (True, organiser)


def test_a_cohort_cannot_be_in_two_places() -> None:
    cohort = cohort_of_november()
    make_session(cohort, starts_at=at(3, 10), ends_at=at(3, 11, 40))
    session = proposed(cohort, at(3, 11), at(3, 12, 40))
    with pytest.raises(ValidationError) as refusal:
        save_session(session, by=None, confirmed=seal_of(clashes_of(session)))
    assert refusal.value.messages == ["The cohort itself has “Module 1” at this time (10:00–11:40)."]
    assert Session.objects.count() == 1


@pytest.mark.parametrize(("minute", "clash"), [(39, 1), (40, 0)])
def test_one_session_may_begin_when_the_other_ends(minute: int, clash: int) -> None:
    cohort = cohort_of_november()
    make_session(cohort, starts_at=at(3, 10), ends_at=at(3, 11, 40))
    assert len(sentences(proposed(cohort, at(3, 11, minute), at(3, 13)))) == clash


@pytest.mark.parametrize(("ends", "refused"), [(at(3, 23, 59), False), (at(4, 0), True), (at(5, 9), True)])
def test_a_session_ends_on_the_day_on_which_it_begins(ends: datetime, refused: bool) -> None:
    session = proposed(cohort_of_november(), at(3, 20), ends)
    if not refused:
        assert save_session(session, by=None).pk
        return
    with pytest.raises(ValidationError) as refusal:
        save_session(session, by=None, confirmed=seal_of(clashes_of(session)))
    assert refusal.value.messages == [
        f"The session would end after midnight (20:00–{timezone.localtime(ends):%H:%M}):"
        " begin earlier, or plan fewer hours."
    ]
    assert not Session.objects.exists()


def test_a_trainer_who_teaches_elsewhere_is_a_warning() -> None:
    trainer, other = daulet(), cohort_of_november(name="Қазан-2")
    make_session(other, starts_at=at(3, 10), ends_at=at(3, 11, 40), trainer=trainer)
    session = proposed(cohort_of_november(), at(3, 11), at(3, 12, 40), trainer=trainer)
    assert sentences(session) == ["Дәулет Оспанов teaches the cohort “Қазан-2” at this time (10:00–11:40)."]


@pytest.mark.parametrize(
    ("room", "other", "clash"),
    [("305-кабинет", " 305-КАБИНЕТ ", 1), ("Қызыл зал", "қызыл  зал", 1), ("305", "306", 0), ("", "", 0)],
)
def test_a_room_is_the_same_however_it_is_written(room: str, other: str, clash: int) -> None:
    make_session(cohort_of_november(), starts_at=at(3, 10), ends_at=at(3, 11, 40), room=other)
    assert len(sentences(proposed(cohort_of_november(), at(3, 11), at(3, 12, 40), room=room))) == clash


def test_a_taken_room_says_by_whom() -> None:
    make_session(cohort_of_november(name="Қазан-2"), starts_at=at(3, 10), ends_at=at(3, 11, 40), room="305")
    session = proposed(cohort_of_november(), at(3, 11), at(3, 12, 40), room="305")
    assert sentences(session) == ["The room “305” is taken by the cohort “Қазан-2” at this time (10:00–11:40)."]


@pytest.mark.parametrize("status", Cohort.Status.values)
def test_a_cohort_that_does_not_take_place_has_neither_trainer_nor_room(status: str) -> None:
    trainer, other = daulet(), cohort_of_november(name="Қазан-2", status=status)
    make_session(other, starts_at=at(3, 10), ends_at=at(3, 11, 40), trainer=trainer, room="305")
    session = proposed(cohort_of_november(), at(3, 11), at(3, 12, 40), trainer=trainer, room="305")
    expected = [] if status in {"closed", "cancelled"} else ["trainer", "room"]
    assert [clash.kind for clash in clashes_of(session)] == expected
    # The step that generates a whole timetable sees the same.
    assert [clash.kind for clash in clashes_elsewhere([session])] == expected


def test_a_day_off_is_a_warning_with_its_name() -> None:
    cohort = cohort_of_november(starts_on=date(2026, 10, 20))
    moment = datetime(2026, 10, 26, 10, tzinfo=timezone.get_default_timezone())
    said = sentences(proposed(cohort, moment, moment + timedelta(hours=2)))
    assert said == ["26.10.2026 is a day off: Republic Day, day off in lieu."]


def test_a_day_off_that_the_organiser_made_a_working_one_is_none() -> None:
    CalendarDay.objects.create(day=date(2026, 10, 26), is_off=False)
    cohort = cohort_of_november(starts_on=date(2026, 10, 20))
    moment = datetime(2026, 10, 26, 10, tzinfo=timezone.get_default_timezone())
    assert sentences(proposed(cohort, moment, moment + timedelta(hours=2))) == []


def test_a_day_outside_the_cohort_is_a_warning() -> None:
    said = sentences(proposed(cohort_of_november(), at(23, 10), at(23, 11, 40)))
    assert said == ["23.11.2026 is outside the cohort's dates, 02.11.2026 – 20.11.2026."]


def test_a_warning_is_confirmed_by_its_own_tick_and_by_no_other() -> None:
    cohort = cohort_of_november()
    outside = proposed(cohort, at(23, 10), at(23, 11, 40))
    with pytest.raises(ValidationError) as refusal:
        save_session(outside, by=None)
    assert (refusal.value.code, refusal.value.messages) == (
        "unconfirmed",
        ["Something speaks against this. Change it, or tick that it is meant so."],
    )
    ticked = seal_of(clashes_of(outside))
    make_session(cohort_of_november(), starts_at=at(23, 10), ends_at=at(23, 11, 40), room="305")
    outside.room = "305"
    with pytest.raises(ValidationError):
        save_session(outside, by=None, confirmed=ticked)
    outside.room = ""
    assert save_session(outside, by=None, confirmed=ticked).pk


def test_a_module_of_another_programme_is_refused() -> None:
    cohort, foreign = cohort_of_november(), make_version()
    with pytest.raises(ValidationError) as refusal:
        save_session(proposed(cohort, at(3, 9), at(3, 10, 40), module=foreign.modules.first()), by=None)
    assert refusal.value.message_dict == {"module": ["Choose a module of the cohort's programme."]}


@pytest.mark.parametrize("status", ["closed", "cancelled"])
def test_the_timetable_of_a_cohort_that_is_over_stays(status: str) -> None:
    cohort = cohort_of_november(status=status)
    with pytest.raises(ValidationError) as refusal:
        save_session(proposed(cohort, at(3, 9), at(3, 10, 40)), by=None)
    assert refusal.value.messages == ["The cohort is over: its timetable can no longer be changed."]


def held_session() -> Session:
    cohort = cohort_of_november()
    session = make_session(cohort, starts_at=at(3, 10), ends_at=at(3, 11, 40))
    Attendance.objects.create(session=session, enrolment=make_enrolment(cohort), state="present")
    return session


def test_a_session_with_attendance_is_not_deleted() -> None:
    session = held_session()
    with pytest.raises(ValidationError) as refusal:
        delete_session(session, by=None)
    assert refusal.value.messages == [
        "Attendance is recorded for this session: it was held, and stays in the timetable."
    ]
    assert Session.objects.filter(pk=session.pk).exists()


@pytest.mark.parametrize("change", [{"kind": "lecture"}, {"hours": 3}, {"starts_at": at(3, 9)}, {"ends_at": at(3, 12)}])
def test_what_was_held_is_not_changed(change: dict[str, Any]) -> None:
    session = held_session()
    for name, value in change.items():
        setattr(session, name, value)
    with pytest.raises(ValidationError) as refusal:
        save_session(session, by=None)
    assert refusal.value.messages == [
        "Attendance is recorded for this session: only its trainer, room and link can still be changed."
    ]


def test_who_taught_and_where_can_be_put_right_afterwards() -> None:
    session = held_session()
    session.room, session.trainer = "306", daulet()
    assert save_session(session, by=None).room == "306"


def test_a_deleted_session_leaves_its_history() -> None:
    organiser, session = aigul(), make_session(cohort_of_november(), starts_at=at(3, 10), ends_at=at(3, 11, 40))
    pk = session.pk
    delete_session(session, by=organiser)
    row = Session.history.filter(id=pk).latest()
    assert (row.history_type, row.history_user, Session.objects.count()) == ("-", organiser, 0)


def test_who_saves_second_is_told_what_the_first_one_changed() -> None:
    first, session = aigul(), make_session(cohort_of_november(), starts_at=at(3, 10), ends_at=at(3, 11, 40))
    seen = newest_version(session)
    stale = Session.objects.get(pk=session.pk)
    session.room = "305"
    save_session(session, by=first, seen=seen)
    stale.link = "https://meet.example/a"
    with pytest.raises(ValidationError) as refusal:
        save_session(stale, by=None, seen=seen)
    assert refusal.value.messages[0].startswith("Somebody else has saved this meanwhile.")
    assert refusal.value.messages[1].startswith("Room: “–” became “305” (Айгүл Сейітова, ")
    assert Session.objects.get(pk=session.pk).room == "305"


def test_what_went_between_the_question_and_the_answer_is_refused_in_words() -> None:
    session = make_session(cohort_of_november(), starts_at=at(3, 10), ends_at=at(3, 11, 40))
    stale = Session.objects.get(pk=session.pk)
    delete_session(session, by=None)
    for act in (save_session, delete_session):
        with pytest.raises(ValidationError) as refusal:
            act(stale, by=None)
        assert refusal.value.code == "gone"
