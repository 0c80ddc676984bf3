"""Every way of an enrolment is taken once in the demonstration, and the public link of the next cohort is open."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pikepdf
from django.core.files.base import ContentFile

from config.demo.names import iin_of
from courses import applying, completing, continuing, enrolling, expelling, holding, transferring
from courses.applying import Said
from courses.expelling import Ruling
from courses.models import Cohort, Enrolment
from people.models import Person, User
from people.registering import register_person

Status = Enrolment.Status
COMMISSION = "Абылай Исабеков\nДәулет Оспанов\nСәуле Жақанова"
SAID: Said = {
    "surname": "Мырзабекова", "given_name": "Әйгерім", "patronymic": "Сәкенқызы",
    "email": "myrzabekova@mektep.example", "phone": "+77015550101", "position": "директор",
    "organisation": "№ 101 жалпы білім беретін мектеп", "bin": "", "region": "Ұлытау облысы", "locality": "Сәтбаев",
}  # fmt: skip


def take(*, finished: Cohort, running: Cohort, next_one: Cohort, today: date, by: User) -> None:
    """Complete, hold, transfer, expel, withdraw, go on with the next stream, apply by the link."""
    completing.complete(finished, order_date=today - timedelta(days=54), by=by)
    people = list(running.enrolments.filter(status=Status.ADMITTED).order_by("pk"))
    holding.hold(people[3], why="Науқастануына байланысты", files=[document("anyqtama.pdf")], by=by)
    if next_one in transferring.targets_of(people[5]):  # not where a new year begins between the two
        transferring.transfer(
            people[5], next_one, why="Ұзақ мерзімді іссапар", files=[document("issapar.pdf")], order_date=today, by=by
        )
    ruling = Ruling(today - timedelta(days=3), COMMISSION, "Сабақтарға себепсіз қатыспаған, шартты орындамаған", "7")
    expelling.expel(people[7], ruling, order_date=today - timedelta(days=2), by=by)
    enrolling.move(people[9], Status.WITHDRAWN, by=by, why="Өз өтініші бойынша")
    failed = finished.enrolments.filter(status=Status.NOT_PASSED).first()
    if failed is not None:
        continuing.join_next(failed, next_one, by=by)
    apply_by_link(next_one, busy=people[11], today=today, by=by)
    put_on_record_twice(people[13].person, by=by)


def put_on_record_twice(person: Person, *, by: User) -> None:
    """A school wrote the IIN of somebody with a slip: the register proposes the two records as one human."""
    if (day := person.birth_date) is None:
        return
    register_person(
        iin=iin_of(day, woman=True, serial=9000), surname=person.surname,
        given_name=person.given_name, patronymic=person.patronymic, birth_date=day,
        organisation=person.organisation, position="директор", by=by,
    )  # fmt: skip


def apply_by_link(cohort: Cohort, *, busy: Enrolment, today: date, by: User) -> None:
    """Somebody new, and somebody who studies elsewhere and writes another telephone number than is on record."""
    applying.open_link(cohort, until=cohort.starts_on - timedelta(days=1), by=by, today=today)
    applying.apply(cohort, iin="660917200510", said=SAID, language="kk")
    person = busy.person
    said: Said = {
        **SAID,
        "surname": person.surname, "given_name": person.given_name, "patronymic": person.patronymic,
        "email": person.email, "phone": "+77015550202", "organisation": busy.organisation.name,
        "locality": busy.organisation.locality,
    }  # fmt: skip
    applying.apply(cohort, iin=person.iin, said=said, language="kk")


def document(name: str) -> ContentFile[bytes]:
    """A page as somebody would scan it, with nothing on it."""
    stream, scan = io.BytesIO(), pikepdf.new()
    scan.add_blank_page(page_size=(595, 842))
    scan.save(stream)
    return ContentFile(stream.getvalue(), name=name)
