"""What is held of a human's studies: who was where, what was handed in and said of it, how they rated themselves."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from courses.hours_due import titles_of_extra
from courses.models import (
    Attendance,
    AttendanceEvent,
    CarriedHours,
    Cohort,
    Enrolment,
    Feedback,
    SelfAssessment,
    Submission,
)
from people.held import Held, Line, sentences
from people.models import Upload


def attended(enrolments: QuerySet[Enrolment]) -> list[Held]:
    return [
        Held(_("Attendance"), list(_attendance(enrolments))),
        Held(_("What was said of the attendance"), list(_corrections(enrolments))),
        Held(_("Hours that a transfer brought along"), list(_carried(enrolments))),
    ]


def handed_in(enrolments: QuerySet[Enrolment]) -> list[Held]:
    return [
        Held(_("Work that was handed in"), list(_submissions(enrolments))),
        Held(_("Feedback"), list(_feedback(enrolments))),
    ]


def rated(enrolments: QuerySet[Enrolment], *, own: bool) -> Held:
    rows = SelfAssessment.objects.filter(enrolment__in=enrolments).select_related("enrolment__cohort")
    lines = []
    for row in rows.order_by("at", "pk"):
        what = f"{row.enrolment.cohort}: {row.get_moment_display()}"
        levels = ", ".join(f"{order}: {level}" for order, level in sorted(row.levels.items()))
        said = sentences((_("Levels by module"), levels), text=row.reflection) if own else _("Only the person sees it.")
        lines.append(Line(row.at, what, said))
    return Held(_("Self-assessments"), lines)


def _attendance(enrolments: QuerySet[Enrolment]) -> Iterator[Line]:
    rows = Attendance.objects.filter(enrolment__in=enrolments).order_by().values_list("enrolment__cohort", "state")
    counted = list(rows.annotate(Count("pk"), Sum("session__hours")).order_by("enrolment__cohort", "state"))
    cohorts = Cohort.objects.in_bulk({cohort for cohort, *_rest in counted})
    states = dict(Attendance.State.choices)
    for cohort, state, classes, hours in counted:
        facts = (_("Sessions"), classes), (_("Academic hours"), hours)
        yield Line(cohorts[cohort].starts_on, f"{cohorts[cohort]}: {states[state]}", sentences(*facts))


def _corrections(enrolments: QuerySet[Enrolment]) -> Iterator[Line]:
    """Every tap, the first one and those that put it right."""
    rows = AttendanceEvent.objects.filter(attendance__enrolment__in=enrolments)
    for row in rows.select_related("attendance__session__module__version", "by").order_by("at", "pk"):
        facts = (_("Was"), row.get_old_display()), (_("Became"), row.get_new_display()), (_("By"), row.by)
        yield Line(row.at, str(row.attendance.session), sentences(*facts, text=row.why))


def _carried(enrolments: QuerySet[Enrolment]) -> Iterator[Line]:
    own = CarriedHours.objects.filter(enrolment__in=enrolments).select_related("enrolment__cohort", "module")
    rows = list(own.order_by("enrolment", "module__order", "pk"))
    titles = titles_of_extra(row.enrolment.cohort for row in rows)
    for row in rows:
        facts = (_("Kind of hours"), row.get_kind_display()), (_("Academic hours"), row.hours)
        # The named line is held beside a module, under a title of its own.
        title = (row.is_extra and titles.get(row.enrolment.cohort_id)) or row.module
        yield Line(None, f"{row.enrolment.cohort}: {title}", sentences(*facts))


def about_upload(upload: Upload) -> str:
    return _("a file that was erased") if upload.erased_at else upload.name


def _submissions(enrolments: QuerySet[Enrolment]) -> Iterator[Line]:
    rows = Submission.objects.filter(enrolment__in=enrolments).select_related("task__cohort")
    for row in rows.prefetch_related("uploads").order_by("at", "pk"):
        files = ", ".join(about_upload(file) for file in row.uploads.all())
        facts = (_("Cohort"), row.task.cohort), (_("Files"), files)
        yield Line(row.at, str(row.task), sentences(*facts, text=row.text))


def _feedback(enrolments: QuerySet[Enrolment]) -> Iterator[Line]:
    rows = Feedback.objects.filter(submission__enrolment__in=enrolments).select_related("submission__task", "by")
    for row in rows.order_by("at", "pk"):
        facts = (_("Points"), row.points), (_("By"), row.by)
        yield Line(row.at, str(row.submission.task), sentences(*facts, text=row.text))
