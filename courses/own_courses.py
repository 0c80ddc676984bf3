"""Which of somebody's courses their own pages show: the one they chose, else the one that runs now."""

from __future__ import annotations

from collections.abc import Collection

from django.http import HttpRequest

from courses.models import Cohort, Enrolment
from people.access import staff
from people.models import User

CHOSEN = "own_course"
Status = Enrolment.Status
ORDER = (Status.ADMITTED, Status.ON_HOLD, Status.APPLIED, Status.PASSED, Status.NOT_PASSED)
GOES_ON = (Cohort.Status.RUNNING, Cohort.Status.DEFENDING)


def courses_of(user: User, statuses: Collection[str] = Enrolment.PRINTED) -> list[Enrolment]:
    """Each cohort once: where they study now, where they are admitted, applied, and through; of equals the newest."""
    own = Enrolment.objects.filter(person__in=user.own_records, status__in=statuses)
    newest = own.select_related("cohort__version", "person").order_by("-cohort__starts_on", "-pk")
    by_cohort: dict[int, Enrolment] = {}
    for enrolment in sorted(newest, key=_place):
        by_cohort.setdefault(enrolment.cohort_id, enrolment)
    return list(by_cohort.values())


def shown_course(request: HttpRequest, statuses: Collection[str] = Enrolment.PRINTED) -> Enrolment | None:
    courses, chosen = courses_of(staff(request), statuses), chosen_in(request)
    return next((each for each in courses if each.pk == chosen), courses[0] if courses else None)


def chosen_in(request: HttpRequest) -> int | None:
    """The key of the course that they chose since they signed in."""
    return request.session.get(CHOSEN)


def choose(request: HttpRequest, enrolment: Enrolment) -> None:
    """Their pages show this course from now on, until they sign out."""
    request.session[CHOSEN] = enrolment.pk


def course_to_name(request: HttpRequest) -> Enrolment | None:
    """The same for the spelling of the name: first a course to come or under way whose paper waits for it."""
    shown = shown_course(request)
    courses = [*([shown] if shown else []), *courses_of(staff(request))]
    waiting = (each for each in courses if each.is_active and not each.name_is_confirmed)
    return next(waiting, shown)


def studies_now(enrolment: Enrolment) -> bool:
    return enrolment.status == Status.ADMITTED and enrolment.cohort.status in GOES_ON


def _place(enrolment: Enrolment) -> tuple[bool, int]:
    return not studies_now(enrolment), ORDER.index(Status(enrolment.status))
