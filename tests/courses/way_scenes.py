"""Two cohorts of one year and somebody to move between them; a database that refuses to keep one kind of row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from courses.models import Attendance, Cohort, Enrolment, Feedback, Submission, Task
from tests.cast import make_cohort, make_enrolment, make_person, make_session

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
SPRING, AUTUMN, ORDERED = date(2026, 3, 2), date(2026, 9, 1), date(2026, 8, 20)


def pdf(name: str = "anyqtama.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def spring(**fields: Any) -> Cohort:
    return make_cohort(**{"starts_on": SPRING, "ends_on": date(2026, 3, 20), **fields})


def autumn(**fields: Any) -> Cohort:
    return make_cohort(**{"starts_on": AUTUMN, "ends_on": date(2026, 9, 19), "status": "enrolling", **fields})


def studying(cohort: Cohort | None = None, **fields: Any) -> Enrolment:
    return make_enrolment(cohort or spring(), make_person(), **{"position": "директор", **fields})


def attended(enrolment: Enrolment, order: int, kind: str, hours: int, state: str = "present") -> Attendance:
    module = enrolment.cohort.version.modules.get(order=order)
    session = make_session(enrolment.cohort, module=module, kind=kind, hours=hours)
    return Attendance.objects.create(session=session, enrolment=enrolment, state=state)


def make_task(cohort: Cohort, **fields: Any) -> Task:
    values: dict[str, Any] = {
        "module": cohort.version.modules.get(order=1), "kind": "practical", "title": "Құқықтық талдау", "text": "…",
        "max_points": 10, "due_on": cohort.ends_on,
    }  # fmt: skip
    return Task.objects.create(cohort=cohort, **{**values, **fields})


def handed_in(enrolment: Enrolment, task: Task, points: str | None = "8.5") -> Submission:
    number = task.submissions.filter(enrolment=enrolment).count() + 1
    submission = Submission.objects.create(task=task, enrolment=enrolment, number=number, text="Жауап")
    if points is not None:
        Feedback.objects.create(submission=submission, text="Жақсы", points=points)
    return submission


def kept_files() -> list[Path]:
    """Bytes that lie in the store, whether a row knows of them or not."""
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@contextmanager
def refusing(table: str) -> Iterator[None]:
    """The database refuses every new row of this table, as it does when its disk is full."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"CREATE TRIGGER refuse BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no room'); END")
        else:
            cursor.execute(
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'no room'; END $$"
            )
            cursor.execute(f"CREATE TRIGGER refuse BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION refuse()")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER refuse" + ("" if connection.vendor == "sqlite" else f" ON {table}"))
            if connection.vendor != "sqlite":
                cursor.execute("DROP FUNCTION refuse()")
