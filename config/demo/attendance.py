"""Who came to the sessions of the demonstration; of the running cohort's last ones the trainer has yet to say so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from courses.models import Attendance, AttendanceEvent, Cohort, Enrolment, Session
from people.models import User

State = Attendance.State
MINIMUM = 80
# The running cohort's sessions of the last two days wait for their attendance.
RUNNING, LATELY = "Қараша-1", timedelta(days=2)


def take(cohort: Cohort, *, trainer: User, today: date) -> None:
    """Nearly everybody, nearly always; a few miss a day, one is seldom there.

    The rows are written as they would lie there: tapping thousands of times one by one would make the first start wait.
    """
    Cohort.objects.filter(pk=cohort.pk).update(minimum_attendance=MINIMUM)
    chance = Random(f"{cohort.name}, attendance")  # noqa: S311 - the same days each time
    until = today - LATELY if cohort.name == RUNNING else today
    people = list(cohort.enrolments.filter(status=Enrolment.Status.ADMITTED).order_by("pk"))
    held = [each for each in cohort.sessions.all() if each.day < until]
    rows = Attendance.objects.bulk_create(_rows(people, held, chance))
    times = {session.pk: session.ends_at - timedelta(minutes=10) for session in held}
    AttendanceEvent.objects.bulk_create(
        AttendanceEvent(attendance=row, old="", new=row.state, by=trainer, at=times[row.session_id]) for row in rows
    )


def _rows(people: list[Enrolment], held: list[Session], chance: Random) -> Iterator[Attendance]:
    """People miss whole days, not hours; whoever is ill brings a paper."""
    days = sorted({session.day for session in held})
    for place, enrolment in enumerate(people):
        missed = {day: _why(chance) for day in days if chance.random() < (0.45 if place == 14 else 0.05)}
        for session in held:
            yield Attendance(session=session, enrolment=enrolment, state=missed.get(session.day, State.PRESENT))


def _why(chance: Random) -> State:
    return State.EXCUSED if chance.random() < 0.6 else State.ABSENT
