"""What has happened at the provider by today: five cohorts, each at another point of the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from assessment import planning as day_planning
from assessment.models import Defence, DefenceDay, Mark, Sheet
from assessment.rules import rules_of
from assessment.starting import begin
from certificates import issuing, registering
from certificates.models import Document
from config.demo import (
    attendance,
    blanks,
    booking,
    checking,
    coursework,
    designs,
    implementation,
    network,
    plan,
    reconciling,
    register,
    reissues,
    report,
    retakes,
    rubrics,
    scheduler,
    study,
    survey,
    timetables,
    verdict,
    ways,
    webinars,
)
from config.demo import planning as plans
from config.demo.drafts import begin_next_version
from config.demo.names import invent
from config.demo.staff import HEAD, ORGANISER, TRAINER
from courses import confirming, deciding, enrolling, running
from courses.models import Cohort, Enrolment, ProgrammeVersion
from people import registering as people_registering
from people.models import User
from postcourse import consulting, planning
from postcourse.models import Consultation

COMMISSION = (TRAINER, "saule", "baqyt")
# Of the maximum, in percent: most projects are good, a few excellent, one or two fail.
QUALITY = [44, 58, 63, 66, 68, 71, 73, 74, 76, 77, 78, 79, 80, 81, 82, 84, 86, 87, 88, 90, 92, 94, 75, 83, 72, 89, 85]
HELD = "Жобаны енгізудің алғашқы қадамдары талқыланды. Келесі айға дейін: мониторинг кестесін бекіту."
# The cohort whose defence day is always today, however long ago the story was told.
DEFENDING = "Қазан-2"
Status = Cohort.Status


@dataclass
class Storyteller:
    """Tells the story through the rules, as its staff would; `today` is the day everything is seen from."""

    staff: dict[str, User]
    version: ProgrammeVersion
    today: date
    random: Random
    people: int = 0

    def tell(self) -> None:
        self.decide()
        rubrics.write(self.version, by=self.organiser)
        plan.write_template(self)
        scheduler.tell(self)
        self.finished_with_certificates()
        self.waiting_for_the_signature()
        self.attested_and_not_prepared()
        self.defending_today()
        self.running_now()
        self.enrolling_now()
        self.ways_of_enrolments()
        scheduler.remind()
        retakes.take(self)
        reconciling.review(self)
        survey.answer(today=self.today, by=self.organiser)
        begin_next_version(self.version, by=self.organiser)
        implementation.practise(self)
        report.complete(self)
        register.confirm_support(self, head=self.staff[HEAD])
        webinars.hold(self)
        checking.check()

    def decide(self) -> None:
        for discrepancy in self.version.discrepancies.all():
            deciding.decide(discrepancy, discrepancy.proposed, by=self.organiser)

    @property
    def organiser(self) -> User:
        return self.staff[ORGANISER]

    @property
    def chair(self) -> User:
        return self.staff[TRAINER]

    # ---- the cohorts, the oldest first

    def finished_with_certificates(self) -> None:
        cohort = self.open("Қыркүйек-1", starts=-75, ends=-57)
        quality = [*retakes.FAILED, *QUALITY[len(retakes.FAILED) :]]
        self.admit(cohort, 26, quality=quality)
        self.attest(cohort, -57, quality)
        retakes.comment(self, cohort)
        reconciling.sign_all(cohort, now=self.at(-57, 18))
        misspelt = reissues.misspell(self, cohort)
        issued_on = self.day(-55)
        batch = issuing.prepare(cohort, issued_on=issued_on, by=self.organiser, now=self.at(-55, 12))
        documents = issuing.sign(batch, by=self.staff[HEAD], now=self.at(-55, 15))
        running.move(cohort, Status.CLOSED, by=self.organiser)
        self.hand_over(documents)
        reissues.tell(self, documents, misspelt)
        verdict.tell(cohort, today=self.today, by=self.organiser)
        for document in documents:
            supported = planning.plan_for(document.result, now=self.at(-54, 9))
            for consultation in supported.consultations.filter(starts_at__lt=self.at(0, 0)):
                self.consult(consultation)
        plan.change_plans(self, cohort)
        booking.tell(self, cohort)
        network.share(self, cohort)

    def waiting_for_the_signature(self) -> None:
        cohort = self.open("Қазан-1", starts=-32, ends=-14)
        self.admit(cohort, 12, quality=QUALITY[5:])
        self.attest(cohort, -14, QUALITY[5:])
        reconciling.sign_all(cohort, now=self.at(-14, 18))
        issuing.prepare(cohort, issued_on=self.today, by=self.organiser, design=designs.publish(self))

    def attested_and_not_prepared(self) -> None:
        cohort = self.open("Қазан-3", starts=-20, ends=-2)
        self.admit(cohort, 27, quality=QUALITY)
        self.attest(cohort, -2, QUALITY)
        reconciling.sign_all(cohort, now=self.at(-2, 18), but=self.chair)

    def defending_today(self) -> None:
        """Seven have defended, six are final, the commission is about to score the eighth."""
        cohort = self.open(DEFENDING, starts=-18, ends=0)
        rubrics.choose(cohort, by=self.organiser)
        self.admit(cohort, 24, quality=QUALITY[8:])
        coursework.confirm(cohort, QUALITY[8:], by=self.chair, now=self.at(-1, 17), leaving=2)
        day = self.plan(cohort, 0, room="305-кабинет", starts_at=plans.begins(timezone.now()))
        plans.lay_out(day, by=self.organiser)
        for place, defence in enumerate(day.defences.order_by("order")[:7]):
            self.score(defence, QUALITY[place + 8])
            if place < 6:
                reconciling.decide(defence, by=self.chair)
        chair, second = self.staff["saule"], self.staff["baqyt"]
        plans.second_day(cohort, self.day(1), chair=chair, second=second, by=self.organiser)

    def running_now(self) -> None:
        self.admit(self.open("Қараша-1", starts=-9, ends=14), 29)

    def enrolling_now(self) -> None:
        cohort = self.open("Қараша-2", starts=9, ends=28)
        self.admit(cohort, 13, run=False)
        for _ in range(4):
            self.apply(cohort)

    def ways_of_enrolments(self) -> None:
        finished, running, next_one = (Cohort.objects.get(name=n) for n in ("Қыркүйек-1", "Қараша-1", "Қараша-2"))
        ways.take(finished=finished, running=running, next_one=next_one, today=self.today, by=self.organiser)

    # ---- what the staff do

    def open(self, name: str, *, starts: int, ends: int) -> Cohort:
        """A cohort that takes people, with its timetable and what it is given to read and to do."""
        cohort = self.enrol_for(name, starts=starts, ends=ends)
        timetables.plan(cohort, self.staff, by=self.organiser)
        if starts <= 0:  # the next cohort is left for the visitor to furnish
            study.furnish(cohort, organiser=self.organiser, trainer=self.chair)
        return cohort

    def enrol_for(self, name: str, *, starts: int, ends: int) -> Cohort:
        """A cohort that takes people, and nothing else of it."""
        cohort = Cohort(
            name=name,
            version=self.version,
            starts_on=self.day(starts),
            ends_on=self.day(ends),
            place="Қарағанды",
            trainer=self.chair,
            is_demo=True,
        )
        cohort._history_user = self.organiser  # type: ignore[attr-defined]
        cohort.save()
        return running.move(cohort, Status.ENROLLING, by=self.organiser)

    def apply(self, cohort: Cohort) -> Enrolment:
        self.people += 1
        who = invent(self.random, self.people)
        school = people_registering.register_organisation(
            name=who.school, kind=who.kind, locality=who.locality, region=who.region, by=self.organiser
        )
        person = people_registering.register_person(
            iin=who.iin,
            surname=who.surname,
            given_name=who.given_name,
            patronymic=who.patronymic,
            birth_date=who.birth_date,
            email=who.email,
            phone=who.phone,
            organisation=school,
            position="директор",
            by=self.organiser,
        )
        enrolment = enrolling.enrol(
            cohort=cohort, person=person, organisation=school, position="директор", by=self.organiser
        )
        enrolment.project_topic = who.topic
        enrolment.project_type = self.random.choice(Enrolment.ProjectType.values)
        enrolment._history_user = self.organiser  # type: ignore[attr-defined]
        enrolment.save()
        return enrolment

    def admit(self, cohort: Cohort, number: int, *, run: bool = True, quality: Sequence[int] = ()) -> None:
        """`quality`, in per cent and in the order of the list, is how well they do their tasks."""
        people = [self.apply(cohort) for _ in range(number)]
        signed = cohort.starts_on - timedelta(days=7)
        enrolling.admit(
            people,
            cohort=cohort,
            agreement_date=min(signed, self.today),
            order_date=min(signed, self.today),
            by=self.organiser,
        )
        if run:
            running.move(cohort, Status.RUNNING, by=self.organiser)
            cohort.refresh_from_db()
            for enrolment in people[:-2]:
                confirming.confirm_name(enrolment, name=enrolment.person.full_name, by=self.organiser)
            study.work(cohort, trainer=self.chair, today=self.today, quality=quality)
            attendance.take(cohort, trainer=self.chair, today=self.today)

    def plan(self, cohort: Cohort, days: int, *, room: str, starts_at: time = time(10)) -> DefenceDay:
        return day_planning.plan_day(
            cohort=cohort,
            held_on=self.day(days),
            starts_at=starts_at,
            slot_minutes=20,
            room=room,
            members=[self.staff[name] for name in COMMISSION[1:]],
            chair=self.chair,
            enrolments=list(cohort.enrolments.filter(status=Enrolment.Status.ADMITTED)),
            by=self.organiser,
        )

    def attest(self, cohort: Cohort, days: int, quality: list[int]) -> None:
        day = self.plan(cohort, days, room="305-кабинет")
        coursework.confirm(cohort, quality, by=self.chair, now=self.at(days - 1, 17))
        for defence, percent in zip(day.defences.order_by("order"), quality, strict=False):
            self.score(defence, percent)
            reconciling.decide(defence, by=self.chair, now=self.at(days, 17))

    def score(self, defence: Defence, percent: int) -> None:
        """Three members who see the same project a little differently, in half points.

        The sheets are written as they lie there when all have submitted: a thousand taps one by one would make the
        first start wait.
        """
        now = timezone.now()
        criteria = list(rules_of(defence.attempt.enrolment.cohort).rubric.criteria.at_defence())
        begin(defence.attempt.enrolment.cohort, by=self.chair)
        for member in defence.day.members.all():
            sheet = Sheet.objects.create(defence=defence, member=member, submitted_at=now)
            Mark.objects.bulk_create(
                Mark(
                    sheet=sheet,
                    criterion=criterion,
                    points=self.points(criterion.maximum, percent),
                    maximum=criterion.maximum,
                    tapped_at=now,
                )
                for criterion in criteria
            )

    def points(self, maximum: Decimal, percent: int) -> Decimal:
        halves = round(maximum * 2 * percent / 100) + self.random.choice((-1, 0, 0, 1))
        return min(max(Decimal(halves) / 2, Decimal(0)), maximum)

    def hand_over(self, documents: list[Document]) -> None:
        received_on, acted_on = self.day(-56), self.day(-50)
        blanks.print_on(documents, received_on=received_on, at=self.at(-54, 11), acted_on=acted_on, by=self.organiser)
        for document in documents[:6]:
            registering.hand_over(document, to=document.person.full_name, on=self.day(-50), by=self.organiser)
        blanks.leave_a_job_open(documents, by=self.organiser, now=timezone.now())

    def consult(self, consultation: Consultation) -> None:
        """Nine of ten have come; who did not is planned again."""
        consulting.move(consultation, Consultation.Status.INVITED, by=None)
        came = self.random.random() < 0.9
        to, notes = (Consultation.Status.HELD, HELD) if came else (Consultation.Status.MISSED, "")
        consulting.record(consultation, to, notes=notes, by=self.chair)

    def day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def at(self, days: int, hour: int) -> datetime:
        return timezone.make_aware(datetime.combine(self.day(days), time(hour)))
