"""Free times of the trainers, what graduates have booked, discussions of cases, and what was agreed."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from django.utils import timezone

from config.demo.staff import TRAINER
from courses.models import Cohort
from people.models import User
from postcourse import agreeing, booking, discussing, hours, seating
from postcourse.agreeing import Agreed
from postcourse.calendar import ALMATY, next_working_day, working_days
from postcourse.consulting import new_consultation
from postcourse.expecting import busy
from postcourse.holding import places_of
from postcourse.models import Consultation, Discussion, DiscussionEvent, Plan
from postcourse.models.support import PlanQuerySet

if TYPE_CHECKING:
    from config.demo.story import Storyteller

LINK = "https://meet.institute.example/qoldau"
HOURS = [
    (TRAINER, 1, time(14), time(16), "305-кабинет"),
    (TRAINER, 2, time(16), time(18), LINK),
    (TRAINER, 4, time(16), time(18), LINK),
    ("saule", 3, time(10), time(12), "204-кабинет"),
]
TOPICS = ("Педагогтердің сабаққа өзара қатысуын қалай жолға қоямын?", "Жоба көрсеткіштерін өлшеу")
NEXT = "Мониторинг кестесінің алғашқы деректерін қараймыз."
DONE, OPEN = "Мониторинг кестесін бекіту", "Педагогикалық кеңесте жобаны таныстыру"
PAST = ("Жас педагог мектептен кеткісі келеді", "Тәлімгер бекітіліп, алғашқы айдың жүктемесі азайтылды.")
COMING = (
    "Ата-аналар жаңа бағалау жүйесіне қарсы",
    "8-сыныптың ата-аналары жиналыста жаңа бағалауды тоқтатуды талап етті. Мектеп директоры мұғалімдерді қолдайды, "
    "бірақ түсіндіру жұмысы кеш басталған. Келесі екі аптада не істеуге болады?",
)


def tell(story: Storyteller, cohort: Cohort) -> None:
    """Of the finished cohort; the best graduates book nothing, so that the visitor can."""
    for name, weekday, begins, ends, place in HOURS:
        who = story.staff[name]
        hours.publish(who, weekday=weekday, begins=begins, ends=ends, place=place, by=who)
    away = next_working_day(story.day(19))
    hours.except_days(
        story.chair, first=away, last=away + timedelta(days=1), is_free=False, begins=None, ends=None, place="",
        by=story.chair,
    )  # fmt: skip
    agree(story, cohort)
    plans = list(_plans(cohort).filter(kind=Plan.Kind.SUPPORT).exclude(attempt__enrolment__person__email="")[:6])
    discussed(story, cohort, plans)
    _discuss(story, cohort, plans[2:])
    for plan, topic in zip(plans, TOPICS, strict=False):
        _book(plan, topic)


def agree(story: Storyteller, cohort: Cohort) -> None:
    """At each consultation that was held: what is done until when; the first of them has done half of it."""
    held = Consultation.objects.filter(plan__in=_plans(cohort), status=Consultation.Status.HELD).order_by("pk")
    agreed = [Agreed(DONE, story.day(-3)), Agreed(OPEN, story.day(11))]
    for n, row in enumerate(held):
        agreeing.record(row, Consultation.Status.HELD, notes="", next_step=NEXT, agreed=agreed, by=story.chair)
        if n % 3 == 0:
            agreeing.settle(row.actions.earliest("pk"), by=story.chair)


def discussed(story: Storyteller, cohort: Cohort, plans: list[Plan]) -> None:
    """Weeks ago, as it lies there when all have joined and the trainer has recorded who came."""
    topic, outcome = PAST
    starts_at = datetime.combine(next_working_day(story.day(-24)), time(18), ALMATY)
    row = Discussion.objects.create(
        trainer=story.chair, cohort=cohort, topic=topic, starts_at=starts_at, capacity=8, place=LINK
    )
    DiscussionEvent.objects.create(
        discussion=row, new=row.status, starts_at=starts_at, by=story.chair, at=starts_at - timedelta(days=10)
    )
    seats = [
        new_consultation(
            plan, starts_at=starts_at, by=story.organiser, trainer=row.trainer, kind=Consultation.Kind.GROUP,
            topic=topic, discussion=row, seat=n, minutes=row.minutes, place=LINK,
            status=Consultation.Status.CONFIRMED,
        )
        for n, plan in enumerate(plans, 1)
    ]  # fmt: skip
    discussing.record(row, came=[seat.pk for seat in seats[:-1]], outcome=outcome, by=story.chair)


def _discuss(story: Storyteller, cohort: Cohort, plans: list[Plan]) -> None:
    topic, case = COMING
    row = Discussion(
        trainer=story.chair, cohort=cohort, topic=topic, case=case, starts_at=_evening(story), minutes=60,
        capacity=8, place=LINK,
    )  # fmt: skip
    discussing.announce(row, by=story.chair)
    for plan in plans:
        seating.join(row, plan, by=_user(plan))


def _evening(story: Storyteller) -> datetime:
    """The first free hour from half past six on, in a week."""
    taken = busy(story.chair)
    evenings = (datetime.combine(day, time(18, 30), ALMATY) for day in islice(working_days(story.day(7)), 20))
    return next(at for at in evenings if not taken & set(places_of(at, 60)))


def _book(plan: Plan, topic: str) -> None:
    days, _more = booking.free_times(plan, first=None, days=2, now=timezone.now())
    if days:
        booking.book(plan, starts_at=days[-1][1][0], topic=topic, by=_user(plan))


def _plans(cohort: Cohort) -> PlanQuerySet:
    rows = Plan.objects.filter(attempt__enrolment__cohort=cohort).with_people().select_related("result")
    return rows.order_by("result__total", "pk")


def _user(plan: Plan) -> User:
    """Who has booked has signed in."""
    person = plan.person
    found = User.objects.filter(person=person).first()
    return found or User.objects.create_user(person.email, None, name=person.full_name, person=person)
