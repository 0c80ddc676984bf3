"""Attendance: who says it of whom and when, what a correction needs, and two hands at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone, translation

from courses import attending, enrolling
from courses.attendees import standing_at
from courses.models import Attendance, AttendanceEvent, Cohort, Enrolment, EnrolmentEvent, Session
from people.models import User
from tests.cast import aigul, daulet, make_cohort, make_enrolment, make_order, make_session

NOW = timezone.now().replace(microsecond=0)
PRESENT, ABSENT, EXCUSED = Attendance.State.PRESENT, Attendance.State.ABSENT, Attendance.State.EXCUSED


@pytest.fixture
def trainer() -> User:
    return daulet()


def held(cohort: Cohort, days_ago: float = 1) -> Session:
    starts = NOW - timedelta(days=days_ago)
    return make_session(cohort, starts_at=starts, ends_at=starts + timedelta(minutes=100))


def moved(enrolment: Enrolment, to: str, days_ago: float) -> None:
    """As the ledger has it when the move was made so many days ago."""
    result = timezone.localdate(NOW) if to == "passed" else None
    Enrolment.objects.filter(pk=enrolment.pk).update(status=to, result_date=result)
    EnrolmentEvent.objects.create(enrolment=enrolment, old="admitted", new=to, at=NOW - timedelta(days=days_ago))
    enrolment.refresh_from_db()


def refused(rule: Callable[[], object]) -> tuple[str, str]:
    """The code and the English sentence of what was refused."""
    with translation.override("en"), pytest.raises(ValidationError) as caught:
        rule()
    return str(caught.value.code), caught.value.messages[0]


@pytest.mark.django_db
def test_what_is_said_stands_with_who_said_it_and_when(trainer: User) -> None:
    enrolment = make_enrolment()
    row = attending.mark(held(enrolment.cohort), enrolment, "present", by=trainer, now=NOW)
    (event,) = row.events.all()
    assert (row.state, event.old, event.new, event.by, event.at) == (PRESENT, "", PRESENT, trainer, NOW)


@pytest.mark.django_db
def test_the_same_said_twice_is_said_once(trainer: User) -> None:
    enrolment = make_enrolment()
    session = held(enrolment.cohort)
    for _ in range(2):
        attending.mark(session, enrolment, PRESENT, by=trainer, now=NOW)
    assert (Attendance.objects.count(), AttendanceEvent.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_a_correction_keeps_what_was_said_before(trainer: User) -> None:
    enrolment, organiser = make_enrolment(), aigul()
    session = held(enrolment.cohort)
    attending.mark(session, enrolment, PRESENT, by=trainer, now=NOW)
    attending.mark(session, enrolment, EXCUSED, by=organiser, why=" анықтама ", now=NOW)
    steps = AttendanceEvent.objects.values_list("old", "new", "by", "why")
    assert list(steps) == [("", PRESENT, trainer.pk, ""), (PRESENT, EXCUSED, organiser.pk, "анықтама")]


@pytest.mark.django_db
def test_nothing_is_said_before_the_session_begins(trainer: User) -> None:
    enrolment = make_enrolment()
    session = held(enrolment.cohort, days_ago=-1)
    code, sentence = refused(lambda: attending.mark(session, enrolment, PRESENT, by=trainer, now=NOW))
    assert code == "not_begun"
    assert f"{timezone.localtime(session.starts_at):%d.%m.%Y}" in sentence
    assert refused(lambda: attending.mark_all(session, PRESENT, by=trainer, now=NOW))[0] == "not_begun"
    attending.mark(session, enrolment, PRESENT, by=trainer, now=session.starts_at)


@pytest.mark.django_db
@pytest.mark.parametrize("status", [Cohort.Status.CLOSED, Cohort.Status.CANCELLED])
def test_the_attendance_of_a_cohort_that_is_over_is_final(trainer: User, status: Cohort.Status) -> None:
    enrolment = make_enrolment(make_cohort(status=status))
    session = held(enrolment.cohort)
    for act in (
        lambda: attending.mark(session, enrolment, PRESENT, by=trainer, why="x", now=NOW),
        lambda: attending.mark_all(session, PRESENT, by=trainer, now=NOW),
    ):
        assert refused(act) == ("final", "The cohort is over: its attendance is final.")
    assert not Attendance.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days_ago", "status", "needed"),
    [(1, "running", False), (2.9, "running", False), (3.2, "running", True), (1, "defending", True)],
)
def test_a_late_correction_needs_a_reason(trainer: User, days_ago: float, status: str, needed: bool) -> None:
    enrolment = make_enrolment(make_cohort(status=status))
    session = held(enrolment.cohort, days_ago)
    attending.mark(session, enrolment, PRESENT, by=trainer, now=NOW)  # saying it first never does
    if needed:
        code, sentence = refused(lambda: attending.mark(session, enrolment, ABSENT, by=trainer, why=" ", now=NOW))
        assert (code, "say why" in sentence) == ("no_reason", True)
        assert Attendance.objects.get().state == PRESENT
    row = attending.mark(session, enrolment, ABSENT, by=trainer, why="қателестім" if needed else "", now=NOW)
    assert (row.state, row.events.count()) == (ABSENT, 2)


@pytest.mark.django_db
def test_how_late_is_late_is_a_setting(trainer: User, settings: object) -> None:
    settings.ATTENDANCE_CORRECTION_DAYS = 10  # type: ignore[attr-defined]
    session = held(make_cohort(), 9)
    assert not attending.needs_reason(session, NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moves", "standing"),
    [
        ([], "admitted"),
        ([("on_hold", 3)], "on_hold"),
        ([("on_hold", 1)], "admitted"),
        ([("on_hold", 4), ("admitted", 3)], "admitted"),
        ([("withdrawn", 3)], None),
        ([("expelled", 1)], "admitted"),
        ([("transferred", 3)], None),
        ([("passed", 3)], "admitted"),
    ],
)
def test_the_ledger_says_who_was_in_the_group(moves: list[tuple[str, float]], standing: str | None) -> None:
    enrolment = make_enrolment()
    for to, days_ago in moves:
        moved(enrolment, to, days_ago)
    assert standing_at(enrolment, NOW - timedelta(days=2)) == standing


@pytest.mark.django_db
@pytest.mark.parametrize(("dated", "standing"), [(3, "admitted"), (2, "admitted"), (1, None)])
def test_the_order_says_from_which_day(dated: int, standing: str | None) -> None:
    cohort = make_cohort()
    day = timezone.localdate(NOW)
    enrolment = make_enrolment(cohort, order=make_order(cohort, dated=day - timedelta(days=dated)))
    assert standing_at(enrolment, NOW - timedelta(days=2)) == standing


@pytest.mark.django_db
def test_who_is_not_in_the_group_is_not_spoken_of(trainer: User) -> None:
    stranger, gone = make_enrolment(), make_enrolment()
    applied = make_enrolment(gone.cohort, status="applied")
    moved(gone, "withdrawn", 3)
    session = held(gone.cohort)
    for enrolment in (stranger, gone, applied):
        code, sentence = refused(lambda: attending.mark(session, enrolment, PRESENT, by=trainer, now=NOW))  # noqa: B023
        assert (code, "was not in the group" in sentence) == ("not_in_group", True)
    assert attending.mark_all(session, PRESENT, by=trainer, now=NOW) == []


@pytest.mark.django_db
def test_who_withdrew_and_applies_again_is_in_the_group_from_the_next_admission_on(trainer: User) -> None:
    enrolment = make_enrolment()
    enrolling.move(enrolment, "withdrawn", by=trainer, why="Отбасы жағдайы")
    back = enrolling.move(enrolment, "applied", by=trainer)
    session = held(enrolment.cohort)
    Session.objects.update(starts_at=timezone.now(), ends_at=timezone.now() + timedelta(hours=1))
    session.refresh_from_db()
    assert refused(lambda: attending.mark(session, back, PRESENT, by=trainer))[0] == "not_in_group"
    assert attending.mark_all(session, PRESENT, by=trainer) == []
    enrolling.move(back, "admitted", by=trainer)
    Session.objects.update(starts_at=timezone.now(), ends_at=timezone.now() + timedelta(hours=1))
    session.refresh_from_db()
    assert [row.enrolment_id for row in attending.mark_all(session, PRESENT, by=trainer)] == [enrolment.pk]


@pytest.mark.django_db
def test_the_order_also_covers_who_withdrew_before_any_admission(trainer: User) -> None:
    enrolment = make_enrolment(status="applied")
    day = timezone.localdate(NOW) - timedelta(days=3)
    for to in ("withdrawn", "applied"):
        enrolling.move(enrolment, to, by=trainer, why="Ойланып қалды")
    EnrolmentEvent.objects.update(at=NOW - timedelta(days=5))
    order = make_order(enrolment.cohort, dated=day)
    admitted = enrolling.move(enrolment, "admitted", by=trainer, order=order, agreement_date=day)
    assert standing_at(admitted, NOW - timedelta(days=2)) == "admitted"


@pytest.mark.django_db
def test_hours_that_were_taken_along_stay_as_they_are(trainer: User) -> None:
    enrolment = make_enrolment()
    session = held(enrolment.cohort, 2)
    attending.mark(session, enrolment, PRESENT, by=trainer, now=NOW)
    moved(enrolment, "transferred", 1)
    code, _sentence = refused(lambda: attending.mark(session, enrolment, ABSENT, by=trainer, now=NOW))
    assert (code, Attendance.objects.get().state) == ("transferred", PRESENT)


@pytest.mark.django_db
def test_who_is_on_hold_can_only_be_excused(trainer: User) -> None:
    enrolment = make_enrolment()
    moved(enrolment, "on_hold", 3)
    session = held(enrolment.cohort)
    for state in (PRESENT, ABSENT):
        code, sentence = refused(lambda: attending.mark(session, enrolment, state, by=trainer, now=NOW))  # noqa: B023
        assert (code, "on hold" in sentence) == ("on_hold", True)
    assert attending.mark(session, enrolment, EXCUSED, by=trainer, now=NOW).state == EXCUSED


@pytest.mark.django_db
def test_the_whole_group_in_one_go_leaves_what_was_said(trainer: User) -> None:
    cohort = make_cohort()
    absent, on_hold, *others = [make_enrolment(cohort) for _ in range(5)]
    moved(on_hold, "on_hold", 3)
    session = held(cohort)
    attending.mark(session, absent, ABSENT, by=trainer, now=NOW)
    assert len(attending.mark_all(session, PRESENT, by=trainer, now=NOW)) == 4
    assert attending.mark_all(session, PRESENT, by=trainer, now=NOW) == []
    said = dict(Attendance.objects.values_list("enrolment", "state"))
    assert said == {absent.pk: ABSENT, on_hold.pk: EXCUSED, **{each.pk: PRESENT for each in others}}
    assert AttendanceEvent.objects.filter(old="", by=trainer).count() == 5


@pytest.mark.django_db
def test_a_tap_on_a_stale_page_does_not_overwrite_somebody_else(trainer: User) -> None:
    enrolment, organiser = make_enrolment(), aigul()
    session = held(enrolment.cohort)
    attending.mark(session, enrolment, EXCUSED, by=organiser, seen="", now=NOW)
    code, sentence = refused(lambda: attending.mark(session, enrolment, ABSENT, by=trainer, seen="", now=NOW))
    assert code == "changed_meanwhile"
    assert sentence.startswith("Айгүл Сейітова has said meanwhile: “Absent with a reason”.")
    attending.mark(session, enrolment, ABSENT, by=organiser, seen="", now=NOW)  # one's own newer tap stands
    attending.mark(session, enrolment, PRESENT, by=trainer, seen=ABSENT, now=NOW)
    assert Attendance.objects.get().state == PRESENT


@pytest.mark.django_db
def test_a_tap_that_a_page_had_kept_does_not_overwrite_what_the_same_hand_has_said_since(trainer: User) -> None:
    enrolment = make_enrolment()
    session = held(enrolment.cohort)
    attending.mark(session, enrolment, PRESENT, by=trainer, seen="", now=NOW)
    code, sentence = refused(
        lambda: attending.mark(session, enrolment, ABSENT, by=trainer, seen="", again=True, now=NOW)
    )
    assert (code, sentence) == (
        "changed_meanwhile",
        "You have said “Present” since: this older tap was not saved. Tap again if it is right.",
    )
    assert ledger() == [("", PRESENT)]
    # The answer was lost, not the tap; and what was kept is said of what the page had shown.
    assert attending.mark(session, enrolment, PRESENT, by=trainer, seen="", again=True, now=NOW).state == PRESENT
    assert attending.mark(session, enrolment, ABSENT, by=trainer, seen=PRESENT, again=True, now=NOW).state == ABSENT


@pytest.mark.django_db
def test_a_session_taken_out_of_the_timetable_meanwhile_says_so(trainer: User) -> None:
    enrolment = make_enrolment()
    session = held(enrolment.cohort)
    Session.objects.filter(pk=session.pk).delete()
    assert refused(lambda: attending.mark(session, enrolment, PRESENT, by=trainer, now=NOW))[0] == "gone"


@pytest.mark.django_db
def test_a_hold_entered_by_the_rule_excuses_from_then_on(trainer: User) -> None:
    enrolment = make_enrolment()
    enrolling.move(enrolment, Enrolment.Status.ON_HOLD, by=trainer, why="Ауырып қалды")
    enrolment.refresh_from_db()
    assert standing_at(enrolment, timezone.now() + timedelta(minutes=1)) == "on_hold"


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts at the same moment; the codes of those that were refused, "" of those that were not."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            start.wait(timeout=30)
            act()
        except ValidationError as refusal:
            return str(refusal.code)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def ledger() -> list[tuple[str, str]]:
    return list(AttendanceEvent.objects.order_by("pk").values_list("old", "new"))


@pytest.mark.django_db(transaction=True)
def test_two_hands_on_one_person_lose_nothing(trainer: User) -> None:
    enrolment, organiser = make_enrolment(), aigul()
    session, now = held(enrolment.cohort), datetime.now(tz=NOW.tzinfo)

    def tap(by: User, state: str) -> Callable[[], object]:
        return lambda: attending.mark(session, enrolment, state, by=by, seen="", now=now)

    codes = at_once(tap(trainer, PRESENT), tap(organiser, ABSENT))
    assert sorted(codes) == ["", "changed_meanwhile"]
    winner = (PRESENT, ABSENT)[codes.index("")]
    assert (Attendance.objects.get().state, ledger()) == (winner, [("", winner)])


@pytest.mark.django_db(transaction=True)
def test_the_whole_group_twice_at_once_and_one_tap_between(trainer: User) -> None:
    cohort, organiser = make_cohort(), aigul()
    first, *_others = [make_enrolment(cohort) for _ in range(6)]
    session = held(cohort)
    codes = at_once(
        lambda: attending.mark_all(session, PRESENT, by=trainer, now=NOW),
        lambda: attending.mark_all(session, PRESENT, by=organiser, now=NOW),
        lambda: attending.mark(session, first, ABSENT, by=organiser, now=NOW),
    )
    assert codes == ["", "", ""]
    assert Attendance.objects.filter(session=session).count() == 6
    assert Attendance.objects.get(enrolment=first).state == ABSENT
    assert AttendanceEvent.objects.filter(old="").count() == 6
