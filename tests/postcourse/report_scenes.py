"""A year of support with everything that is awkward to count, and what it adds up to: written down by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import time_machine

from certificates.models import Document
from certificates.models import Standing as InForce
from certificates.models.imprint import Imprint
from courses.models import Cohort, Enrolment
from people.models import Person, User
from people.roles import Role
from postcourse import planning
from postcourse.holding import hold
from postcourse.models import Consultation, Discussion, ExpertFeedback, Implementation, Plan, Webinar, WebinarGuest
from tests.cast import daulet, make_cohort, make_enrolment, make_organisation, make_result, make_user
from tests.postcourse.implementation_scenes import days_on, make_done, make_implementation
from tests.postcourse.renewal_scenes import issue
from tests.postcourse.scenes import ISSUED, at, make_plan, second_result, sign

YEAR_ON = ISSUED + timedelta(days=365)
NOW = at(YEAR_ON)
RETAKEN, WEBINAR, TALK = date(2027, 2, 1), at("2027-03-10", "16:00"), at("2027-04-07", "15:00")
FORMULA, SUM = '=HYPERLINK("http://x.kz";"№ 1")', "@SUM(1;2)"

# What the year adds up to, of everybody but the demonstration; in the words of `Sums`.
TOTAL = {
    "people": 8, "retake": 1, "contacted": 5, "silent": 3, "held": 12, "in_groups": 2, "missed": 3, "held_share": 80,
    "came": 3, "goals": 1, "reached": 1, "reports": 1, "feedback": 1, "completed": 1, "statements": 1,
}  # fmt: skip
OFTEN = [(0, 3), (1, 1), (2, 1), (3, 0), (4, 3), (5, 0)]
# Name, people in care, held, missed, webinars, feedback; in the order of the Kazakh alphabet.
TRAINERS = [["Дәулет Оспанов", 8, 10, 3, 1, 1], ["Қайрат", 0, 1, 0, 0, 0]]


@dataclass(frozen=True)
class Year:
    here: Cohort
    there: Cohort
    empty: Cohort
    shown: Cohort
    completed: Plan


def make_year() -> Year:
    trainer = daulet()
    here, there, empty = (make_cohort(trainer=trainer, name=name) for name in ("Абай", "Қазан", "Бос"))
    shown = make_cohort(trainer=trainer, name="Көрсетілім", is_demo=True)
    first = make_plan(cohort=here, surname=FORMULA)
    Enrolment.objects.filter(pk=first.attempt.enrolment_id).update(
        organisation=make_organisation(name=SUM, region="Абай облысы")
    )
    went(first, "held", "held", "missed")
    passed_the_retake(here)
    won_the_appeal(here)
    done = completed(here)
    kept, old = make_plan(cohort=here, surname="Біріккен"), make_plan(cohort=there, surname="Ескі")
    went(kept, "held")
    went(old, "held")
    Person.objects.filter(pk=old.person.pk).update(merged_into=kept.person)
    held_by_another(there)
    missed_twice(there)
    transferred(here, there)
    went(make_plan(cohort=shown, surname="Демо"), "held", "held")
    discussed(trainer, here, first, kept)
    met(trainer, first.person, done.person, kept.person, old.person)
    return Year(here, there, empty, shown, done)


def went(plan: Plan, *statuses: str) -> None:
    """The first consultations of the plan went so."""
    for row, status in zip(plan.consultations.order_by("starts_at"), statuses, strict=False):
        row.status = status
        row.save()
        hold(row)


def passed_the_retake(cohort: Cohort, exact: str = "100") -> Plan:
    """Two attempts, two plans, one person; one talk of each was held. Who fails again has the first plan alone."""
    before = make_plan("40", cohort=cohort, surname="Қайта")
    went(before, "held")
    result = sign(second_result(before.attempt.enrolment, exact), on=RETAKEN)
    if not result.passed:
        return before
    with time_machine.travel(at(RETAKEN), tick=False):
        plan = planning.plan_for(result, now=at(RETAKEN))
    went(plan, "held")
    return plan


def won_the_appeal(cohort: Cohort) -> None:
    """One attempt whose result was superseded: its plan is of support, and nobody has talked with them yet."""
    plan = make_plan("40", cohort=cohort, surname="Апелляция")
    result = make_result(plan.attempt.enrolment, exact="60", supersedes=plan.result)
    with time_machine.travel(at(RETAKEN), tick=False):
        planning.plan_for(sign(result, on=ISSUED), now=at(RETAKEN))


def completed(cohort: Cohort) -> Plan:
    """The project is closed, what was left was called off, and the statement is in force."""
    row = make_implementation(cohort=cohort, surname="Аяқтаған")
    make_done(row)
    plan, trainer = row.plan, row.plan.trainer
    ExpertFeedback.objects.create(implementation=row, words="Жарайды", by=trainer, at=days_on(110))
    went(plan, "held", "held", "held", "cancelled")
    Implementation.objects.filter(pk=row.pk).update(state="closed")
    a_statement(plan)
    return plan


def held_by_another(cohort: Cohort) -> None:
    """And then the person was erased."""
    plan = make_plan(cohort=cohort, surname="Құпия")
    went(plan, "held", "cancelled", "cancelled", "cancelled")
    other = make_user("kairat@institute.example", Role.TRAINER, name="Қайрат")
    plan.consultations.filter(status="held").update(trainer=other)
    Person.objects.filter(pk=plan.person.pk).update(erased_at=NOW)


def missed_twice(cohort: Cohort) -> None:
    plan = make_plan(cohort=cohort, surname="Келмеген")
    went(plan, "missed", "missed")
    first, second = plan.consultations.filter(status="missed").order_by("starts_at")
    Consultation.objects.filter(pk=second.pk).update(replans=first)


def transferred(old: Cohort, new: Cohort) -> None:
    plan = make_plan(cohort=new, surname="Ауысқан")
    make_enrolment(old, plan.person, status="transferred")


def discussed(trainer: User, cohort: Cohort, *plans: Plan) -> None:
    """One case, talked about with several."""
    row = Discussion.objects.create(trainer=trainer, cohort=cohort, topic="Іс", starts_at=TALK, status="held")
    for seat, plan in enumerate(plans, 1):
        Consultation.objects.create(
            plan=plan, trainer=trainer, kind="group", discussion=row, seat=seat, minutes=60, starts_at=TALK,
            invite_at=TALK, remind_at=TALK, status="held",
        )  # fmt: skip


def met(host: User, *people: Person) -> Webinar:
    """One webinar; who has two records was ticked on both."""
    webinar = Webinar.objects.create(
        title="Алғашқы жыл", host=host, starts_at=WEBINAR, ends_at=WEBINAR + timedelta(hours=1), status="held",
        announced_at=at(ISSUED),
    )  # fmt: skip
    WebinarGuest.objects.bulk_create(WebinarGuest(webinar=webinar, person=person, status="came") for person in people)
    return webinar


def a_statement(plan: Plan, **fields: Any) -> Document:
    """As the head's signature leaves it: in force."""
    return in_force(issue(plan.result, kind="support", valid_through=None, **{"issued_on": YEAR_ON, **fields}))


def in_force(document: Document) -> Document:
    imprint, _made = Imprint.objects.get_or_create(digest="0" * 32, text="{}")
    InForce.objects.create(document=document, code=document.code, state="in_force", own={}, imprint=imprint)
    return document


def made_anew(document: Document, on: date) -> Document:
    """A correction stands in its place."""
    InForce.objects.filter(document=document).update(state="superseded", since=on)
    return in_force(issue(document.result, kind="support", valid_through=None, issued_on=on, supersedes=document))
