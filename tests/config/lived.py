"""A person who has lived through everything: whatever the system can hold on somebody, it holds on them, and each text
that somebody typed carries a word that stands nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from assessment.calling import call_third
from assessment.commenting import write_feedback
from assessment.coursework import give
from assessment.declaring import declare
from assessment.excusing import excuse
from assessment.finalising import record_absence
from assessment.marking import save_mark, submit
from assessment.models import CommissionMember, Result, Retake, SurveyResponse
from assessment.planning import plan_day
from assessment.publishing import publish
from assessment.reviewing import request_review, uphold
from assessment.rules import rules_of
from assessment.survey_loading import load_instrument
from assessment.survey_waves import wave_of
from certificates import checkers, issuing, list_checking, registering, reissuing, reporting
from certificates.blanks import printing
from certificates.blanks.printers import save_printer
from certificates.blanks.receiving import Delivery, receive
from certificates.checkers import Registration
from certificates.list_checking import Listed
from certificates.models import CheckCount, Document, Printer, SupportPeriod
from certificates.storing import store
from config.erasure import erase
from courses import attending, confirming, enrolling, expelling, giving_feedback, handing_in, holding, transferring
from courses.expelling import Ruling
from courses.models import (
    Application,
    Attendance,
    AttendanceEvent,
    CalendarFeed,
    CarriedHours,
    Cohort,
    Enrolment,
    EnrolmentEvent,
    EnrolmentPaper,
    Feedback,
    ListImport,
    SelfAssessment,
    Submission,
    Task,
)
from courses.setting_tasks import set_task
from people import outbox, own_hours, refusals
from people.consent import give_consent
from people.merging import merge
from people.models import Organisation, OutboxMessage, Person, User, UserEvent
from people.registering import amend_person, register_person
from people.roles import Role
from people.telling_apart import tell_apart
from people.uploading import store as store_upload
from postcourse import (
    agreeing,
    booking,
    consulting,
    digesting,
    inviting,
    planning,
    practice_reports,
    practice_talking,
    practices,
    renewing,
    school_consent,
    stepping,
)
from postcourse.agreeing import Agreed
from postcourse.calendar import next_working_day
from postcourse.hours import except_days
from postcourse.models import Consultation, DigestRefusal, Plan
from postcourse.webinar_guests import tick
from tests.assessment.coursework_scenes import criteria_of, earned_cohort
from tests.assessment.scenes import MARKS, commission_signs, decide, gulnar, serik
from tests.cast import (
    aigul,
    bolat,
    daulet,
    iin,
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
    make_provider,
    make_result,
    make_session,
    make_user,
)
from tests.config.lived_project import practises, puts_into_practice
from tests.postcourse import network_scenes
from tests.postcourse.scenes import sign
from tests.postcourse.webinar_scenes import make_announced, make_place

_serial = count(1)
SECRET_BYTES = b"%PDF-1.7\n% what only they may read\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@dataclass
class Lived:
    """Who it is, who works here, and every word by which they would be recognised."""

    person: Person
    merged: Person
    user: User
    organiser: User
    trainer: User
    school: Organisation
    words: list[str] = field(default_factory=list)
    # Of the second step of the sign-in: told to nobody, not even to them.
    secret: str = ""
    # A stranger's, and the answer to them.
    untold: list[str] = field(default_factory=list)

    def word(self) -> str:
        """A word for a text that somebody types; it stands nowhere else."""
        self.words.append(f"құпия{next(_serial)}сөз")
        return self.words[-1]

    def pdf(self) -> SimpleUploadedFile:
        return SimpleUploadedFile(f"{self.word()}.pdf", SECRET_BYTES, content_type="application/pdf")


def make_recorded() -> Lived:
    """On record alone: an old surname, a merged record, a sign-in, sessions."""
    make_provider()
    return _on_record()


def make_lived() -> Lived:
    """In every cohort, paper and letter there is."""
    make_provider()
    lived = _on_record()
    _applied(lived)
    _expelled(lived)
    document = _graduated(lived, _studied(lived))
    _supported(lived, document)
    puts_into_practice(lived, document)
    _in_network(lived)
    _checks_lists(lived)
    own_hours.choose(lived.person, (22, 7), by=lived.user)
    return lived


def administrator() -> User:
    return make_user("admin@institute.example", Role.ADMINISTRATOR, name="Әкімші")


def erased(lived: Lived | None = None) -> Lived:
    lived = lived or make_recorded()
    erase(lived.person, typed=lived.person.iin, by=administrator())
    return lived


def _on_record() -> Lived:
    organiser, trainer, school = aigul(), daulet(), make_organisation(email="school@mektep.example")
    person = register_person(
        iin=iin(7001), surname="Бұрынғыева", given_name="Жасырынгүл", patronymic="Құпияқызы", phone="+7 701 555 71 71",
        email="jasyryn.old@mektep.example", position="құпиядиректор", organisation=make_organisation(), by=organiser,
    )  # fmt: skip
    other = register_person(
        iin=iin(7002), surname="Қосалқыева", given_name="Жасырынгүл", email="jasyryn.second@mektep.example",
        by=organiser,
    )  # fmt: skip
    user = make_user(person.email, name=person.full_name, person=person)
    ended = make_user(other.email, name=other.full_name, person=other)
    amend_person(person, by=organiser, surname="Жасырынбекова", email="jasyryn@mektep.example", organisation=school)
    merge(other, person, by=organiser)
    tell_apart(person, make_person(), by=organiser)
    person.refresh_from_db()
    user.refresh_from_db()
    lived = Lived(person, other, user, organiser, trainer, school)
    lived.words += [
        "Бұрынғыева", "Жасырынбекова", "Жасырынгүл", "Құпияқызы", "Қосалқыева", "jasyryn", "555 71 71",
        "құпиядиректор", iin(7001), iin(7002), ended.email,
    ]  # fmt: skip
    give_consent(person, language="kk", by=None)
    _signs_in(lived)
    return lived


def _signs_in(lived: Lived) -> None:
    user = lived.user
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    lived.secret = lived.word()
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": lived.secret})
    UserEvent.objects.create(user=user, kind=UserEvent.Kind.RENAMED, old=lived.word(), new=user.name)
    CalendarFeed.objects.create(user=user)
    for data in ({SESSION_KEY: str(user.pk)}, {"account_login_code": {"email": user.email}}):
        session = SessionStore()
        session.update(data)
        session.save()
    UserSession.objects.create(user=user, ip="203.0.113.77", session_key=session.session_key, user_agent=lived.word())
    # The organiser has looked for them and signed in to do so.
    search = SessionStore()
    search.update({SESSION_KEY: str(lived.organiser.pk), "looked_for": {"1": "жасырынбекова", "2": "Абаева"}})
    search.save()


def _applied(lived: Lived) -> None:
    """By the public page, and as a row of a list that has somebody else in it, too."""
    person, cohort = lived.person, make_cohort(name="Өтініш-1")
    said = {
        "surname": person.surname, "given_name": person.given_name, "patronymic": person.patronymic,
        "email": person.email, "phone": lived.word(), "position": lived.word(), "organisation": lived.word(),
        "bin": "", "region": "", "locality": "",
    }  # fmt: skip
    Application.objects.create(cohort=cohort, person=person, said=said, consent_version="2026-1", language="kk")
    rows = [
        [2, ["1", iin(7001), f"{person.surname} {person.given_name}", lived.word()]],
        [3, ["2", iin(1234), "Абаева Айша", "қалады"]],
        [4, ["3", "", "ЖАСЫРЫНБЕКОВА ЖАСЫРЫНГҮЛ", f"{person.email}; {lived.word()}"]],
    ]
    ListImport.objects.create(
        cohort=cohort, file_name="tizim.xlsx", digest="0" * 64, mapping={"1": "iin", "2": "full_name"},
        content={"sheet": "1", "others": [], "headers": ["№", "ЖСН", "Аты-жөні", "Ескерту"], "rows": rows},
        uploaded_by=lived.organiser,
    )  # fmt: skip


def _expelled(lived: Lived) -> None:
    """Held for a reason with a document, then expelled: the decision, the order, the letter to the employer."""
    day = timezone.localdate()
    cohort = make_cohort(name="Алдыңғы-1", trainer=lived.trainer)
    enrolment = make_enrolment(cohort, lived.person, organisation=lived.school, position=lived.word())
    holding.hold(enrolment, why=lived.word(), files=[lived.pdf()], by=lived.organiser)
    ruling = Ruling(day, "А. Исабеков\nД. Оспанов", lived.word(), "5")
    expelled = expelling.expel(enrolment, ruling, order_date=day, by=lived.organiser)
    sent(OutboxMessage.objects.filter(pk=expelled.letter.pk))


def sent(letters: Any) -> None:
    letters.update(state=OutboxMessage.State.SENT, sent_at=timezone.now())


def _studied(lived: Lived) -> Enrolment:
    """In one cohort, then transferred to another: classes, tasks with files, self-assessment, the name."""
    today = timezone.localdate()
    midnight = timezone.make_aware(datetime.combine(today, time(0)))
    first = make_cohort(name="Көктем-1", trainer=lived.trainer, starts_on=today)
    second = make_cohort(name="Күз-1", trainer=lived.trainer, starts_on=today, status="enrolling")
    enrolment = make_enrolment(first, lived.person, organisation=lived.school, position=lived.word())
    Enrolment.objects.filter(pk=enrolment.pk).update(created_at=midnight)
    EnrolmentEvent.objects.create(enrolment=enrolment, new="admitted", at=midnight)
    enrolling.amend(enrolment, by=lived.organiser, project_topic=lived.word())
    tasks = [_task(cohort, lived.trainer) for cohort in (first, second)]
    Task.objects.filter(pk=tasks[1].pk).update(root=tasks[0])
    session = make_session(first, starts_at=midnight, hours=1, ends_at=midnight + timedelta(minutes=45))
    attending.mark(session, enrolment, "absent", by=lived.trainer, why=lived.word())
    attending.mark(session, enrolment, "present", by=lived.trainer, why=lived.word())
    work = handing_in.hand_in(tasks[0], enrolment, text=lived.word(), files=[lived.pdf()], by=lived.user)
    giving_feedback.give_feedback(work, text=lived.word(), by=lived.trainer)
    earned = criteria_of(earned_cohort(first))[0]
    for halves in (20, 22):
        give(enrolment, earned, halves=halves, reason=lived.word(), by=lived.trainer)
    for moment in SelfAssessment.Moment.values:
        SelfAssessment.objects.create(enrolment=enrolment, moment=moment, levels={"1": 3}, reflection=lived.word())
    load_instrument()
    SurveyResponse.objects.create(
        wave=wave_of(first, "entry"), enrolment=enrolment, consented_at=midnight, consent_text="Келісемін",
        answers={"other_barrier": lived.word()}, saved_at=midnight,
    )  # fmt: skip
    confirming.object_to_name(enrolment, text=lived.word(), by=lived.user)
    going: dict[str, Any] = {"why": lived.word(), "files": [lived.pdf()], "order_date": today, "by": lived.organiser}
    opened = transferring.transfer(enrolment, second, **going).opened
    return confirming.confirm_name(opened, name=opened.person.full_name, by=lived.user)


def _task(cohort: Cohort, trainer: User) -> Task:
    task = Task(
        cohort=cohort, module=cohort.version.modules.get(order=1), kind="practical", title="Талдау", text="Талдаңыз",
        due_on=timezone.localdate() + timedelta(days=3),
    )  # fmt: skip
    return set_task(task, by=trainer)


def _graduated(lived: Lived, enrolment: Enrolment) -> Document:
    """Did not appear for a reason, then defended before two whose marks differed widely, and a third was excused."""
    Cohort.objects.filter(pk=enrolment.cohort_id).update(status="running")
    cohort, members = enrolment.cohort, [gulnar(), serik()]
    cohort.refresh_from_db()
    planned: dict[str, Any] = {
        "cohort": cohort, "held_on": timezone.localdate(), "slot_minutes": 20, "room": "305", "chair": lived.trainer,
        "members": members, "enrolments": [enrolment], "by": lived.organiser,
    }  # fmt: skip
    missed = plan_day(starts_at=time(0), **planned).defences.get()
    record_absence(missed, valid_reason=True, reason=lived.word(), by=lived.trainer)
    day = plan_day(starts_at=time(0, 30), **{**planned, "members": members[:1]})
    defence = day.defences.get()
    declare(members[1], lived.person, kind="close", reason=lived.word(), by=members[1])
    publish(day, by=lived.organiser)
    for user, marks in ((lived.trainer, MARKS["100"]), (members[0], MARKS["70"])):
        for criterion, halves in zip(rules_of(cohort).rubric.criteria.all(), marks, strict=True):
            save_mark(defence, criterion=criterion.pk, halves=halves, by=user, now=timezone.now())
        submit(defence, by=user)
    third = make_user("third@institute.example", Role.TRAINER)
    call = call_third(defence, user=third, reason=lived.word(), by=lived.trainer)
    excuse(call.member, [defence], by=lived.trainer, reason=lived.word())
    result = decide(defence, by=lived.trainer, reason=lived.word())
    _appealed(lived, result)
    commission_signs(cohort)
    for words in (lived.word(), lived.word()):
        write_feedback(defence, text=words, by=lived.trainer)
    _asks_to_retake(lived, enrolment)
    head = bolat()
    batch = issuing.prepare(cohort, issued_on=timezone.localdate(), by=lived.organiser)
    [document] = issuing.sign(batch, by=head)
    store(document, b"%PDF-1.7 a certificate").save()
    _on_a_blank(document, by=lived.organiser)
    days = document.issued_on, document.issued_on + timedelta(days=365)
    SupportPeriod.objects.create(document=document, enrolment=enrolment, first=days[0], last=days[1])
    registering.hand_over(document, to="өзіне", on=timezone.localdate(), by=lived.organiser)
    lost = reissuing.request(
        document, reason="lost", ground=lived.word(), issued_on=timezone.localdate(), by=lived.organiser
    )
    issuing.discard(lost, by=lived.organiser)
    _reported(lived, document)
    return document


def _reported(lived: Lived, document: Document) -> None:
    """Somebody was shown a paper with their code that is not theirs, and they another one."""
    CheckCount.objects.create(document=document, day=document.issued_on, n=3)
    begun = len(lived.words)
    stranger = reporting.Reporter("Кадр бөлімі", "kadr@elsewhere.example", agrees=True)
    paper = SimpleUploadedFile("paper.pdf", SECRET_BYTES)
    shown = {"code": document.code, "text": lived.word(), "file": paper, "reporter": stranger}
    report = reporting.report(wrong="other", language="kk", **shown)  # type: ignore[arg-type]
    reporting.move(report, "no_answer", by=lived.organiser, said=lived.word())
    lived.untold += lived.words[begun:]
    themselves = reporting.Reporter(lived.word(), lived.person.email, agrees=True)
    seen = {"code": lived.word(), "text": lived.word(), "reporter": themselves}
    report = reporting.report(wrong="other", language="kk", **seen)  # type: ignore[arg-type]
    reporting.move(report, "no_answer", by=lived.organiser, said=lived.word())


def _on_a_blank(document: Document, *, by: User) -> None:
    day = timezone.localdate()
    pile = receive(Delivery("ОД", "0004512", "0004513", "kk", True, day, "№ 18", document.is_specimen), by=by)
    printer = save_printer(Printer(name="HP 404"), by=by)
    job = printing.begin([document.pk], pile=pile, printer=printer, top="0004512", by=by)
    printing.confirm(job, spoiled=[], by=by)


def _appealed(lived: Lived, result: Result) -> None:
    """An appeal with a file, upheld: another result takes the place of the first."""
    review = request_review(result, kind="appeal", text=lived.word(), file=lived.pdf(), by=lived.user)
    assert result.defence is not None
    seats = list(CommissionMember.objects.filter(day=result.defence.day))
    first = rules_of(result.attempt.enrolment.cohort).rubric.criteria.at_defence()[0]
    uphold(review, halves={first.pk: 40}, reason=lived.word(), took_part=seats, by=lived.trainer)


def _asks_to_retake(lived: Lived, enrolment: Enrolment) -> None:
    retake = Retake(enrolment=enrolment, asked_at=timezone.now(), asked_by=lived.user)
    for wish in (lived.word(), lived.word()):
        retake.wish = wish
        retake.save()


def _supported(lived: Lived, document: Document) -> None:
    """One consultation held with its notes, one called off, one that people are invited to, the others to come."""
    planning.plan_for(document.result, now=timezone.now())
    held, off, coming, *_others = Consultation.objects.filter(plan__attempt=document.result.attempt)
    for consultation in (held, off, coming):
        inviting.invite(consultation, consultation.invite_at)
    later = held.starts_at + timedelta(hours=1)
    for notes in (lived.word(), lived.word()):
        said = {"notes": notes, "next_step": lived.word(), "agreed": [Agreed(lived.word())]}
        agreeing.record(held, Consultation.Status.HELD, **said, by=lived.trainer, now=later)  # type: ignore[arg-type]
    _booked(lived, held.plan)
    consulting.cancel(off, why=lived.word(), by=lived.trainer)
    free = timezone.make_aware(datetime.combine(next_working_day(timezone.localdate() + timedelta(days=9)), time(17)))
    stepping.add_step(held.plan, topic=lived.word(), starts_at=free, by=lived.trainer)
    _comes_to_webinars(lived, Cohort.objects.get(pk=document.result.attempt.enrolment.cohort_id))
    _expires(lived, document)


def _comes_to_webinars(lived: Lived, cohort: Cohort) -> None:
    """Was at one, and has a place at another."""
    now = timezone.now()
    # In the evening: then the trainer is expected nowhere else.
    evening = timezone.localtime(now).replace(hour=21, minute=30)
    for days in (1, 30):
        starts = evening + timedelta(days=days)
        webinar = make_announced(lived.trainer, cohort, by=lived.organiser, now=now, starts_at=starts)
        make_place(webinar, lived.person, by=lived.user, now=now)
        if days == 1:
            keys = [webinar.guests.get(person=lived.person).pk]
            tick(webinar, shown=keys, came=keys, by=lived.trainer, now=now + timedelta(days=2))


def _booked(lived: Lived, plan: Plan) -> None:
    """One that they booked and gave up again."""
    said = {"is_free": True, "begins": time(9), "ends": time(18), "place": ""}
    first = timezone.localdate() + timedelta(days=3)
    except_days(lived.trainer, first=first, last=first + timedelta(days=9), **said, by=lived.trainer)  # type: ignore[arg-type]
    days, _more = booking.free_times(plan, first=None, days=1, now=timezone.now())
    booked = booking.book(plan, starts_at=days[0][1][0], topic=lived.word(), by=lived.user)
    booking.give_up(booked, why=lived.word(), by=lived.user)


def _expires(lived: Lived, document: Document) -> None:
    """They were reminded, and so was the school; and a letter came back."""
    school_consent.agree(lived.person, language="kk")
    assert document.valid_through is not None
    day = datetime.combine(document.valid_through - timedelta(days=30), time(12))
    renewing.sweep(now=timezone.make_aware(day))
    refusals.mark(lived.person.email, "SMTPRecipientsRefused 550", now=timezone.now())


def _shared(lived: Lived, fellow: User, now: datetime) -> None:
    """A practice with a file, returned once and published, talked of and reported, both ways."""
    said = {"title": lived.word(), "text": lived.word(), "files": [lived.pdf()]}
    row = practices.submit(network_scenes.make_draft(lived.user, now=now, **said), by=lived.user)
    practices.send_back(row, why=lived.word(), by=lived.trainer)
    practices.publish(practices.submit(row, by=lived.user), by=lived.trainer, now=now)
    theirs = network_scenes.make_published(fellow, lived.trainer, now=now)
    own = practice_talking.comment(theirs, text=lived.word(), by=lived.user, now=now)
    practice_talking.comment(row, text=lived.word(), by=fellow, now=now)
    practice_reports.report(theirs, None, why=lived.word(), by=lived.user)
    practice_reports.report(row, None, why=lived.word(), by=fellow)
    practice_talking.hide(own, why=lived.word(), by=lived.trainer)


def _in_network(lived: Lived) -> None:
    """A fellow and they are told of each other's practice, until they want no more of it."""
    now, fellow = timezone.now(), network_scenes.make_graduate()
    _shared(lived, fellow, now)
    digesting.sweep(now=now + timedelta(days=7))
    DigestRefusal.objects.create(person=lived.person)
    # Nothing else is planned for the fellow.
    Result.objects.filter(attempt__enrolment__person=fellow.person).update(confirmed_at=None)


def _checks_lists(lived: Lived) -> None:
    """An employer themselves, until somebody had a reason to stop that."""
    said = Registration(lived.user.email, lived.user.name, lived.word(), lived.word(), "kk")
    checker = checkers.confirm(said, user=lived.user)
    list_checking.check([Listed(2, "ABC")], by=checker)
    checkers.block(checker, by=lived.organiser, why=lived.word())


def live_on(lived: Lived, n: int) -> None:
    """One more of whatever grows in number with the years."""
    passed = make_enrolment(make_cohort(trainer=lived.trainer), lived.person, organisation=lived.school)
    EnrolmentEvent.objects.create(enrolment=passed, new="admitted", by=lived.organiser, why=lived.word())
    _attended_and_handed_in(lived, passed)
    sender = reporting.Reporter("", lived.person.email, agrees=True)
    reporting.report(code="", wrong="other", text=lived.word(), reporter=sender, language="kk")
    # Years ago: numbers of this year are those of papers that were issued by the rules.
    result = sign(make_result(passed), on=date(2020, 3, 20))
    practises(lived, planning.plan_for(result, now=timezone.now()))
    _asks_to_retake(lived, passed)
    EnrolmentPaper.objects.create(enrolment=passed, upload=store_upload(lived.pdf(), by=None), moved_to="on_hold")
    Application.objects.create(
        cohort=make_cohort(), person=lived.person, said={"surname": lived.word()}, consent_version="1", language="kk",
        settled_at=timezone.now(), settled_by=lived.organiser,
    )  # fmt: skip
    UserEvent.objects.create(user=lived.user, kind=UserEvent.Kind.DEACTIVATED, by=lived.organiser)
    outbox.post(cause=f"more:{n}", kind="test", language="kk", subject="Хат", text=lived.word(), person=lived.person)
    amend_person(lived.person, by=lived.organiser, organisation=make_organisation(), position=lived.word())
    school_consent.take_back(lived.person)
    school_consent.agree(lived.person, language="kk")
    fellow = network_scenes.make_graduate()
    _shared(lived, fellow, timezone.now() - timedelta(days=n + 1))


def _attended_and_handed_in(lived: Lived, enrolment: Enrolment) -> None:
    attendance = Attendance.objects.create(
        session=make_session(enrolment.cohort), enrolment=enrolment, state=Attendance.State.PRESENT
    )
    AttendanceEvent.objects.create(attendance=attendance, new="present", by=lived.trainer, why=lived.word())
    task = _task(enrolment.cohort, lived.trainer)
    work = Submission.objects.create(task=task, enrolment=enrolment, number=1, text=lived.word())
    work.uploads.add(store_upload(lived.pdf(), by=lived.user))
    Feedback.objects.create(submission=work, text=lived.word(), by=lived.trainer)
    CarriedHours.objects.create(enrolment=enrolment, module=task.module, kind="lecture", hours=1)
