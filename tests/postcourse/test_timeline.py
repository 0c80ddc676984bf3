"""The timeline tells the same to graduate and trainer; what one may do or open, the other may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from time_machine import TimeMachineFixture

from courses.models import Enrolment
from people.models import User
from people.roles import Role
from postcourse import assigning, consulting, planning, stepping, templating, timeline
from postcourse.models import Consultation, Implementation, Plan
from postcourse.template_content import usual
from postcourse.timeline_entry import Entry
from postcourse.webinar_guests import tick
from tests.cast import aigul, daulet, make_cohort, make_result, make_user
from tests.postcourse import implementation_scenes
from tests.postcourse.implementation_scenes import make_implementation
from tests.postcourse.scenes import ISSUED, at, make_plan, sign
from tests.postcourse.webinar_scenes import make_announced, make_place

pytestmark = pytest.mark.django_db
NOW = at(ISSUED)


def graduate_of(plan: Plan) -> User:
    return make_user(plan.person.email, person=plan.person)


def fresh(plan: Plan) -> Plan:
    return Plan.objects.with_people().select_related("result", "template").get(pk=plan.pk)


def told(plan: Plan, reader: User | None = None) -> list[Entry]:
    return timeline.entries_of(fresh(plan), reader=reader)


def test_entries_are_in_the_order_of_days_and_say_how_each_stands() -> None:
    plan = make_plan("66", trainer=daulet())
    entries = [(entry.day, entry.times, entry.title, entry.word, entry.state) for entry in told(plan)]
    assert entries[:3] == [
        (date(2026, 11, 6), "10:00–10:30", "Criterion 4", "Planned", "planned"),
        (date(2026, 11, 13), "10:00–10:30", "Criterion 5", "Planned", "planned"),
        (date(2026, 11, 23), "10:00–10:30", "1 month after the course: how the project is put into practice",
         "Planned", "planned"),
    ]  # fmt: skip
    assert {entry.who for entry in told(plan)} == {"Дәулет Оспанов"}


def test_other_kinds_of_steps_stand_between_the_consultations(monkeypatch: pytest.MonkeyPatch) -> None:
    def webinar(plan: Plan, reader: User | None) -> list[Entry]:
        return [Entry(when=date(2026, 11, 23), kind="webinar", title="Вебинар", tone="info", icon="video", word="soon")]

    plan = make_plan(trainer=daulet())
    monkeypatch.setattr(timeline, "PROVIDERS", (*timeline.PROVIDERS, webinar))
    entries = told(plan)
    assert [entry.kind for entry in entries] == ["webinar", *["consultation"] * 4]
    moments = timeline.drawn(entries, at("2026-11-22"))
    assert [moment.state for moment in moments] == ["next", *["planned"] * 4]
    assert moments[0].note == "23.11.2026 · soon"


@pytest.mark.parametrize(("time", "coming"), [("10:15", 0), ("10:45", 1)])
def test_what_nobody_recorded_yet_is_over_and_not_the_next(time: str, coming: int) -> None:
    """The panel above the picture names the same one."""
    plan = make_plan(trainer=daulet())
    first, second = plan.consultations.all()[:2]
    stepping.move_step(second, starts_at=at("2026-11-23", "16:00"), by=aigul(), now=NOW)
    Consultation.objects.filter(pk=first.pk).update(status="invited")
    states = [moment.state for moment in timeline.drawn(told(plan), at("2026-11-23", time))]
    assert states.index("next") == coming


def test_what_the_staff_have_done_is_told_with_who_and_why() -> None:
    trainer, by = daulet(), aigul()
    plan = make_plan(trainer=trainer)
    first, second = plan.consultations.all()[:2]
    stepping.move_step(first, starts_at=at("2026-11-25"), by=by, why="Аттестаттау", now=NOW)
    stepping.move_step(first, starts_at=at("2026-11-26"), by=by, now=NOW)
    consulting.cancel(second, why="Қажет емес", by=trainer)
    stepping.add_step(plan, topic="Мониторинг", starts_at=at("2027-02-01"), by=trainer, now=NOW)
    today = f"{timezone.localdate():%d.%m.%Y}"
    said = {entry.title[:9]: entry.said for entry in told(plan) if entry.said}
    assert said == {
        "1 month a": (
            f"Moved by Айгүл Сейітова on {today}, from 23.11.2026 10:00 to 25.11.2026 12:00. Reason: Аттестаттау",
            f"Moved by Айгүл Сейітова on {today}, from 25.11.2026 12:00 to 26.11.2026 12:00.",
        ),
        "3 months ": (f"Cancelled by Дәулет Оспанов on {today}. Reason: Қажет емес",),
        "Мониторин": (f"Added by Дәулет Оспанов on {today}.",),
    }


def test_what_closed_by_itself_names_nobody() -> None:
    plan = make_plan("66", trainer=daulet())
    better = make_result(plan.attempt.enrolment, "100", supersedes=plan.result)
    planning.plan_for(sign(better, on=ISSUED), now=NOW)
    assert {entry.said for entry in told(plan)} == {()}
    assert [entry.state for entry in told(plan)].count("cancelled") == 2


def test_a_graduate_reads_and_opens_and_only_the_staff_move_and_close() -> None:
    trainer, other = daulet(), make_user("t@institute.example", Role.TRAINER)
    plan = make_plan(trainer=trainer)
    last = plan.consultations.latest("starts_at")
    Consultation.objects.filter(pk=last.pk).update(trainer=other)
    seen: dict[str, Any] = {}
    for who, reader in {"graduate": graduate_of(plan), "organiser": aigul(), "other": other, "nobody": None}.items():
        entries = told(plan, reader)
        seen[who] = sum(bool(entry.url) for entry in entries), sum(len(entry.acts) for entry in entries)
    assert seen == {"graduate": (4, 0), "organiser": (4, 8), "other": (1, 2), "nobody": (0, 0)}
    moves = [act.url for entry in told(plan, other) for act in entry.acts]
    assert moves == [reverse("postcourse:step_move", args=[last.pk]),
                     reverse("postcourse:consultation_cancel", args=[last.pk])]  # fmt: skip


def test_what_people_were_invited_to_is_not_moved_from_the_timeline() -> None:
    plan, by = make_plan(trainer=daulet()), aigul()
    plan.consultations.update(status="invited")
    assert {entry.acts for entry in told(plan, by)} == {()}


def test_a_plan_handed_to_another_trainer_says_only_what_became_of_the_times() -> None:
    other, by = make_user("t@institute.example", Role.TRAINER, name="Тимур"), aigul()
    plan = make_plan(trainer=daulet())
    assigning.assign([plan], trainer=other, by=by, now=NOW)
    assert {(entry.who, entry.said) for entry in told(plan)} == {("Тимур", ())}


@pytest.mark.parametrize(
    ("registers", "came", "told_as"),
    [(False, False, []), (True, False, [("Was not there", "missed")]), (True, True, [("Came", "done")])],
)
def test_a_webinar_stands_between_the_consultations_as_long_as_it_concerns_the_graduate(
    registers: bool, came: bool, told_as: list[tuple[str, str]], time_machine: TimeMachineFixture
) -> None:
    plan = make_plan(trainer=(trainer := daulet()))
    Enrolment.objects.filter(pk=plan.attempt.enrolment_id).update(status="passed", result_date=ISSUED)
    starts = at("2026-11-30", "16:00")
    time_machine.move_to(at("2026-11-20"), tick=False)
    webinar = make_announced(trainer, plan.attempt.enrolment.cohort, by=trainer, now=at("2026-11-20"), starts_at=starts)
    assert [(e.title, e.word, e.times) for e in webinars_of(plan)] == [(webinar.title, "Not registered", "16:00–17:30")]
    if registers:
        make_place(webinar, plan.person, by=trainer, now=at("2026-11-21"))
        assert [e.word for e in webinars_of(plan)] == ["Registered"]
    after = starts + timedelta(hours=2)
    time_machine.move_to(after, tick=False)
    keys = [guest.pk for guest in webinar.guests.registered()]
    tick(webinar, shown=keys, came=keys if came else [], by=trainer, now=after)
    assert [(entry.word, entry.state) for entry in webinars_of(plan)] == told_as


def test_the_webinar_that_is_promised_stands_there_until_it_is_announced(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(NOW)
    organiser, trainer, cohort = aigul(), daulet(), make_cohort()
    templating.write(cohort.version.programme, replace(usual(), webinar_week=6), by=organiser, seen=0)
    plan = make_plan(trainer=trainer)
    promised = [(e.day, e.title, e.word, e.url) for e in timeline.entries_of(fresh(plan), reader=trainer)]
    assert (date(2026, 11, 30), "Webinar of the cohort", "To be announced", "") in promised
    time_machine.move_to(at("2027-01-04"))
    assert webinars_of(plan) == []
    time_machine.move_to(NOW)
    of_plan = plan.attempt.enrolment.cohort
    make_announced(organiser, of_plan, by=organiser, now=at("2026-11-20"), starts_at=at("2026-12-08", "16:00"))
    assert [(e.title, e.word) for e in webinars_of(plan)] == [("Алғашқы 90 күн", "Not registered")]


def webinars_of(plan: Plan) -> list[Entry]:
    return [entry for entry in told(plan) if entry.kind == "webinar"]


def test_the_milestones_of_the_project_stand_on_their_days_and_say_how_each_stands(
    time_machine: TimeMachineFixture,
) -> None:
    row = make_implementation()
    reader, graduate = aigul(), implementation_scenes.graduate_of(row)
    implementation_scenes.report(row, implementation_scenes.set_goal(row), "6", day=40)
    time_machine.move_to(implementation_scenes.days_on(190), tick=False)
    entries = [entry for entry in told(row.plan, reader) if entry.kind == "milestone"]
    assert [(entry.day.isoformat(), entry.title.partition(": ")[2], entry.word, entry.state) for entry in entries] == [
        ("2026-11-23", "Goals of the project", "Done", "done"),
        ("2026-12-23", "Progress report", "Done", "done"),
        ("2027-04-23", "Progress report", "Overdue", "missed"),
        ("2027-09-23", "Progress report", "Ahead", "planned"),
        ("2027-10-26", "Analysis of the results", "Ahead", "planned"),
    ]
    assert [bool(entry.said) for entry in entries] == [True, True, False, False, False]
    [url] = {entry.url for entry in entries}
    assert {entry.url for entry in told(row.plan, graduate) if entry.kind == "milestone"} == {url}
    Implementation.objects.filter(pk=row.pk).update(state="closed")
    assert [e.state for e in told(row.plan, reader) if e.kind == "milestone"] == ["done", "done"]
    Implementation.objects.filter(pk=row.pk).update(state="ended")
    assert not [e for e in told(row.plan, reader) if e.kind == "milestone"]


def test_a_time_that_another_trainer_needed_is_told_without_a_reason_that_is_none() -> None:
    trainer, other = daulet(), make_user("t@institute.example", Role.TRAINER, name="Тимур")
    make_plan(trainer=other)
    plan, by = make_plan(trainer=trainer), aigul()
    assigning.assign([plan], trainer=other, by=by, now=NOW)
    first = next(iter(told(plan)))
    moved = "from 23.11.2026 10:00 to 23.11.2026 10:30."
    assert first.said == (f"Moved by Айгүл Сейітова on {timezone.localdate():%d.%m.%Y}, {moved}",)
