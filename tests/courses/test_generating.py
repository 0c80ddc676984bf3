"""A whole timetable in one step: what it holds, what stays, what is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from courses.clashes import seal_of
from courses.generating import Wishes, draft, generate
from courses.hours_due import lines_due
from courses.models import Attendance, CalendarDay, Cohort, Discrepancy, Session
from tests.cast import DECISIONS, aigul, daulet, make_cohort, make_enrolment, make_session

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 11, 2), date(2026, 11, 20)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def cohort_of_november(**fields: Any) -> Cohort:
    return make_cohort(**{"starts_on": FIRST, "ends_on": LAST, **fields})


def wishes(**fields: Any) -> Wishes:
    values: dict[str, Any] = {
        "starts_on": FIRST, "weekdays": (0, 1, 2, 3, 4), "hours_per_day": 6, "first_class": time(9),
        "break_minutes": 10,
    }  # fmt: skip
    return Wishes(**{**values, **fields})


def hours_by_line(cohort: Cohort) -> dict[tuple[int, str, bool], int]:
    found = Counter[tuple[int, str, bool]]()
    for session in cohort.sessions.select_related("module"):
        found[session.module.order, session.kind, session.is_extra] += session.hours
    return dict(found)


def test_the_plan_of_the_programme_is_in_the_timetable_hour_for_hour() -> None:
    cohort, organiser, trainer = cohort_of_november(), aigul(), daulet()
    generate(cohort, wishes(trainer=trainer, room="305"), by=organiser)
    due = {
        (module.order, kind, False): getattr(module, kind)
        for module in cohort.version.modules.all()
        for kind in ("lecture", "practice", "self_study")
        if getattr(module, kind)
    }
    assert hours_by_line(cohort) == due
    assert sum(due.values()) == 76
    taught, alone = cohort.sessions.exclude(kind="self_study"), cohort.sessions.filter(kind="self_study")
    assert {(session.trainer, session.room) for session in taught} == {(trainer, "305")}
    assert {(session.trainer, session.room) for session in alone} == {(None, "")}
    assert set(Session.history.values_list("history_type", "history_user")) == {("+", organiser.pk)}


def test_times_are_those_of_the_country() -> None:
    cohort = cohort_of_november()
    generate(cohort, wishes(), by=None)
    first = cohort.sessions.first()
    assert first is not None
    assert first.starts_at.isoformat() == "2026-11-02T04:00:00+00:00"
    assert first.ends_at - first.starts_at == timedelta(minutes=4 * 45 + 3 * 10)


EXTRA = {"title_kk": "Қосымша", "title_ru": "Дополнительно", "title_en": "Extra hours", "lecture": 1, "practice": 2,
         "self_study": 1}  # fmt: skip


def test_the_named_line_is_planned_where_it_was_decided_on_and_only_there() -> None:
    cohort = cohort_of_november(decisions={**DECISIONS, "H": "named_line"})
    Discrepancy.objects.filter(version=cohort.version, code="H").update(
        readings=[{"key": "as_printed", "text_en": "-"}, {"key": "named_line", "text_en": "-", "extra": EXTRA}]
    )
    assert [line.title for line in lines_due(cohort)][-2:] == ["Extra hours", "Module 7"]
    generate(cohort, wishes(), by=None)
    extra = {key: hours for key, hours in hours_by_line(cohort).items() if key[2]}
    assert extra == {(6, "lecture", True): 1, (6, "practice", True): 2, (6, "self_study", True): 1}
    assert sum(hours_by_line(cohort).values()) == 80
    other = cohort_of_november()
    assert not any(line.is_extra for line in lines_due(other))


def test_nothing_is_planned_on_a_day_that_the_organiser_took_off() -> None:
    CalendarDay.objects.create(day=date(2026, 11, 4), is_off=True, name="Қала күні")
    cohort = cohort_of_november()
    generate(cohort, wishes(), by=None)
    assert date(2026, 11, 4) not in {session.day for session in cohort.sessions.all()}


def test_a_plan_that_cannot_fit_says_how_much_is_over_and_by_when_it_would_fit() -> None:
    cohort = cohort_of_november()
    with pytest.raises(ValidationError) as refusal:
        generate(cohort, wishes(hours_per_day=5), by=None)
    assert refusal.value.messages == [
        "1 academic hour does not fit into the cohort's dates. Everything would fit by 23.11.2026: move the cohort's "
        "last day there. Or plan 6 hours a day."
    ]
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"starts_on": date(2026, 10, 30)}, "starts_on", "Choose a day between the cohort's first and last one."),
        ({"starts_on": date(2026, 11, 21)}, "starts_on", "Choose a day between the cohort's first and last one."),
        ({"weekdays": ()}, "weekdays", "Choose at least one day of the week."),
        (
            {"first_class": time(20), "hours_per_day": 6},
            "hours_per_day",
            "The day would end after midnight: begin earlier, or plan fewer hours a day.",
        ),
    ],
)
def test_wishes_that_make_no_sense_are_told_beside_their_field(
    fields: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        draft(cohort_of_november(), wishes(**fields))
    assert refusal.value.message_dict == {field: [sentence]}


def test_generating_anew_replaces_what_nobody_has_attended() -> None:
    cohort = cohort_of_november()
    generate(cohort, wishes(), by=None)
    before = set(cohort.sessions.values_list("pk", flat=True))
    plan = generate(cohort, wishes(first_class=time(10)), by=None)
    assert len(plan.removed) == len(before)
    assert not before & set(cohort.sessions.values_list("pk", flat=True))
    assert sum(hours_by_line(cohort).values()) == 76


def test_what_was_held_is_not_planned_anew() -> None:
    cohort = cohort_of_november()
    generate(cohort, wishes(), by=None)
    held = cohort.sessions.order_by("starts_at")[3]
    Attendance.objects.create(session=held, enrolment=make_enrolment(cohort), state="present")
    with pytest.raises(ValidationError) as refusal:
        generate(cohort, wishes(), by=None)
    day = f"{held.day:%d.%m.%Y}"
    assert refusal.value.message_dict == {
        "starts_on": [
            f"Attendance is recorded up to {day}, and what was held is not planned anew: begin on a later day."
        ]
    }


def test_from_a_later_day_on_only_the_rest_is_planned_and_the_sum_stays() -> None:
    cohort = cohort_of_november()
    generate(cohort, wishes(), by=None)
    held = cohort.sessions.order_by("starts_at")[3]
    Attendance.objects.create(session=held, enrolment=make_enrolment(cohort), state="present")
    later = held.day + timedelta(days=1)
    before = {session.pk for session in cohort.sessions.all() if session.day < later}
    plan = generate(cohort, wishes(starts_on=later, hours_per_day=7), by=None)
    assert {session.pk for session in plan.kept} == before
    assert sum(hours_by_line(cohort).values()) == 76
    assert Attendance.objects.get().session_id == held.pk


def test_hours_kept_beyond_the_plan_are_not_made_up_for_elsewhere() -> None:
    cohort = cohort_of_november()
    make_session(cohort, kind="lecture", hours=5)
    plan = generate(cohort, wishes(starts_on=FIRST + timedelta(days=1)), by=None)
    # Four of the five hours were due: 72 are left of 76.
    assert plan.hours == 72


def test_a_trainer_who_teaches_elsewhere_has_to_be_confirmed() -> None:
    trainer = daulet()
    make_session(cohort_of_november(name="Қазан-2"), trainer=trainer)
    cohort = cohort_of_november()
    plan = draft(cohort, wishes(trainer=trainer))
    assert [clash.sentence for clash in plan.clashes] == [
        "02.11.2026. Дәулет Оспанов teaches the cohort “Қазан-2” at this time (10:00–11:40)."
    ]
    with pytest.raises(ValidationError) as refusal:
        generate(cohort, wishes(trainer=trainer), by=None)
    assert refusal.value.code == "unconfirmed"
    assert generate(cohort, wishes(trainer=trainer), by=None, confirmed=seal_of(plan.clashes)).made


def test_a_proposal_that_was_overtaken_is_not_applied() -> None:
    cohort = cohort_of_november()
    seen = draft(cohort, wishes()).stamp
    make_session(cohort)
    with pytest.raises(ValidationError) as refusal:
        generate(cohort, wishes(), by=None, stamp=seen)
    assert refusal.value.messages == [
        "Somebody else has changed the timetable meanwhile. Look at the proposal again before you apply it."
    ]


def test_a_moved_session_overtakes_a_proposal_too() -> None:
    cohort = cohort_of_november()
    session = make_session(cohort)
    seen = draft(cohort, wishes()).stamp
    session.room = "305"
    session.save()
    with pytest.raises(ValidationError):
        generate(cohort, wishes(), by=None, stamp=seen)
    assert Session.objects.get().room == "305"


def test_a_draft_writes_nothing() -> None:
    cohort = cohort_of_november()
    assert draft(cohort, wishes()).hours == 76
    assert not Session.objects.exists()


def link(length: int) -> str:
    return "https://teams.example/l/meetup-join/".ljust(length, "a")


def test_the_long_link_of_a_meeting_is_taken_into_every_class() -> None:
    cohort = cohort_of_november()
    generate(cohort, wishes(link=link(500)), by=None)
    taught = list(cohort.sessions.exclude(kind="self_study"))
    assert {session.link for session in taught} == {link(500)}
    for session in taught[:1]:
        session.full_clean()  # the column itself holds it, too


@pytest.mark.parametrize(
    ("field", "value"), [("link", link(501)), ("link", "javascript:alert(1)"), ("room", "5" * 101)]
)
def test_what_no_session_can_hold_is_refused_by_its_name_and_nothing_is_written(field: str, value: str) -> None:
    cohort = cohort_of_november()
    with pytest.raises(ValidationError) as refusal:
        generate(cohort, wishes(**{field: value}), by=None)
    assert list(refusal.value.message_dict) == [field]
    assert not cohort.sessions.exists()
