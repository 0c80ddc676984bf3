"""The support of the finished cohort: a template in its second version, and plans that the staff have changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from courses.models import Cohort
from postcourse import consulting, step_times, stepping, templating
from postcourse.models import Consultation, Plan
from postcourse.template_content import usual

if TYPE_CHECKING:
    from config.demo.story import Storyteller

NOTE = "Топтың вебинары қосылды: жобаны енгізудегі алғашқы қиындықтарды бірге талқылаймыз."
TOPIC = "Мониторинг кестесін бірге толтыру"
PLACE = "https://meet.institute.example/daulet"
BUSY = "Мектепте бұл аптада мемлекеттік аттестаттау өтеді"
NEEDLESS = "Бұл тақырыпты алғашқы консультацияда толық қарадық"


def write_template(story: Storyteller) -> None:
    """Before the first plan is made: what the provider promised a year ago, and the webinar that it added since."""
    programme, first = story.version.programme, replace(usual(), milestone_months=(6,))
    second = replace(usual(), webinar_week=6)
    templating.write(programme, first, seen=0, by=story.organiser, now=story.at(-340, 10))
    templating.write(programme, second, seen=1, note=NOTE, by=story.organiser, now=story.at(-90, 11))


def change_plans(story: Storyteller, cohort: Cohort) -> None:
    """The graduate who signs in has a step more and one that was moved; of another one step was closed."""
    plans = Plan.objects.filter(attempt__enrolment__cohort=cohort, kind=Plan.Kind.SUPPORT)
    best = plans.exclude(attempt__enrolment__person__email="").order_by("-result__total", "attempt__enrolment__person")
    for plan in best[2:3]:
        _add(story, plan)
    for plan in best[2:4]:
        _move(story, plan)
    targeted = Consultation.objects.filter(plan__in=plans, kind=Consultation.Kind.TARGETED, status="planned")
    last = Consultation.objects.filter(plan__in=plans, status="planned").order_by("-starts_at")
    for row in [*targeted[:1], *last[:1]][:1]:
        consulting.cancel(row, why=NEEDLESS, by=story.chair)


def _add(story: Storyteller, plan: Plan) -> None:
    now = timezone.now()
    free = step_times.free_of(plan)
    days = step_times.days_from(story.day(12), plan, free, now=now)
    for day in days[:1]:
        time = step_times.times_on(day, plan, free, now=now)[-1]
        stepping.add_step(plan, topic=TOPIC, starts_at=time, place=PLACE, by=story.chair)


def _move(story: Storyteller, plan: Plan) -> None:
    """The next contact, to the week after."""
    now = timezone.now()
    planned = plan.consultations.following().filter(status="planned", starts_at__gt=now + timedelta(days=20))
    for row in planned[:1]:
        free = step_times.free_of(plan, row)
        after = timezone.localdate(row.starts_at) + timedelta(weeks=1)
        for day in step_times.days_from(after, plan, free, now=now)[:1]:
            times = step_times.times_on(day, plan, free, now=now)
            stepping.move_step(row, starts_at=times[len(times) // 4], why=BUSY, by=story.organiser)
