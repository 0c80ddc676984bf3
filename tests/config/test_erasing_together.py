"""An erasure beside whatever else is written of the person at that moment: all wait for each other in one order."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event
from time import sleep

import pytest
from django.db import transaction
from django.utils import timezone

from config.erasure import erase
from courses import applying, confirming, enrolling
from courses.models import Application, Enrolment, ListImport, SelfAssessment
from courses.self_assessing import assess_oneself
from people.locking import lock
from people.merging import merge
from people.models import OutboxMessage, Person
from people.registering import amend_person
from postcourse import consulting, inviting, stepping, timing
from postcourse.models import Consultation
from tests.at_once import at_once
from tests.cast import aigul, daulet, make_cohort, make_enrolment, make_person
from tests.config.lived import administrator, make_lived
from tests.postcourse.scenes import at, make_plan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("in_english")]


def erased_beside(person: Person, hold: Callable[[], object], write: Callable[[], object]) -> list[str]:
    """Somebody holds a row for a while and then writes to the record, while an administrator erases it."""
    by, begun = administrator(), Event()

    def somebody() -> None:
        with transaction.atomic():
            hold()
            begun.set()
            sleep(0.5)
            write()

    def administration() -> None:
        assert begun.wait(timeout=30)
        erase(person, typed=person.iin, by=by)

    refused = at_once(somebody, administration)
    assert Person.objects.get(pk=person.pk).erased_at is not None
    return refused


def test_an_application_is_settled_while_its_person_is_erased() -> None:
    person, by, cohort = make_person(), aigul(), make_cohort(status="closed")
    said = {
        "surname": person.surname, "given_name": person.given_name, "patronymic": "", "email": "", "position": "",
        "phone": "+77010000001", "organisation": "Мектеп", "bin": "", "region": "", "locality": "",
    }  # fmt: skip
    application = Application.objects.create(
        cohort=cohort, person=person, said=said, consent_version="1", language="kk"
    )
    hold = partial(Application.objects.select_for_update().get, pk=application.pk)
    settle = partial(applying.settle, application, take=frozenset({"phone"}), by=by)
    assert erased_beside(person, hold, settle) == ["", ""]
    assert Person.objects.get(pk=person.pk).phone == ""


def test_a_list_is_admitted_while_one_of_its_people_is_erased() -> None:
    person, by = make_person(), aigul()
    content = {"sheet": "1", "others": [], "headers": [], "as_typed": False, "rows": [[2, [person.iin]]]}
    listed = ListImport.objects.create(
        cohort=make_cohort(), file_name="a.xlsx", digest="0", mapping={}, content=content
    )

    def record() -> None:
        amend_person(lock([person.pk])[person.pk], phone="+77010000001", by=by)

    hold = partial(ListImport.objects.select_for_update().get, pk=listed.pk)
    assert erased_beside(person, hold, record) == ["", ""]
    assert Person.objects.get(pk=person.pk).phone == ""


def test_two_records_are_locked_by_somebody_else_while_they_are_erased() -> None:
    """The record that is kept need not be the older one."""
    older, kept = make_person(), make_person()
    merge(older, kept, by=aigul())
    assert erased_beside(kept, partial(lock, [older.pk]), partial(lock, [older.pk, kept.pk])) == ["", ""]


def test_a_consultation_is_invited_to_while_its_graduate_is_erased() -> None:
    lived = make_lived()
    row = Consultation.objects.open().filter(status="planned").order_by("starts_at").first()
    assert row is not None

    def hold() -> None:
        timing.lock(row.trainer)
        consulting.locked(row)

    invite = partial(inviting.invite, row, max(row.invite_at, timezone.now()))
    assert erased_beside(lived.person, hold, invite) == ["", ""]
    row.refresh_from_db()
    assert row.status == "cancelled"
    assert OutboxMessage.objects.filter(cause__startswith=f"invite:{row.pk}:").exists(), "they were invited first"


def test_nothing_is_added_to_the_plan_of_somebody_who_is_being_erased() -> None:
    """Nothing of it is open any more, so the erasure waits for no trainer; and none would find the topic later."""
    plan, by, erasing, begun = make_plan(trainer=daulet()), aigul(), administrator(), Event()
    plan.consultations.update(status="held")

    def administration() -> None:
        with transaction.atomic():
            erase(plan.person, typed=plan.person.iin, by=erasing)
            begun.set()
            sleep(0.3)

    def somebody() -> None:
        assert begun.wait(timeout=30)
        stepping.add_step(plan, topic="құпия", starts_at=at("2027-01-12", "16:00"), by=by, now=at("2026-10-23"))

    assert at_once(administration, somebody) == ["", "erased"]
    assert not Consultation.objects.filter(kind="added").exists()


def test_a_self_assessment_waits_until_whoever_withdraws_and_erases_the_person_is_through() -> None:
    """It would be kept of somebody whose words are taken away at that moment."""
    enrolment, by, erasing, begun = make_enrolment(), aigul(), administrator(), Event()
    person = enrolment.person

    def administration() -> None:
        with transaction.atomic():
            lock([person.pk])
            begun.set()
            sleep(0.5)
            enrolling.move(enrolment, "withdrawn", by=by, why="өз еркімен")
            erase(person, typed=person.iin, by=erasing)

    def somebody() -> None:
        assert begun.wait(timeout=30)
        assess_oneself(enrolment, "after", levels={1: 3}, reflection="құпия")

    assert at_once(administration, somebody) == ["", "not_studying"]
    assert not SelfAssessment.objects.exists()


@pytest.mark.parametrize("written", ["position", "outcome", "name"])
def test_what_was_on_its_way_when_the_person_was_erased_is_not_written_any_more(written: str) -> None:
    """The erasure holds its transaction open while the other begins."""
    enrolment = make_enrolment(status="not_passed", result_date=timezone.localdate())
    by, erasing, begun = aigul(), administrator(), Event()
    before = Enrolment.objects.select_related("person").get(pk=enrolment.pk)
    acts: dict[str, Callable[[], object]] = {
        "position": partial(enrolling.amend, before, by=by, position="құпиядиректор"),
        "outcome": partial(enrolling.move, before, "passed", by=by, result_date=timezone.localdate(), why="құпия"),
        "name": partial(confirming.object_to_name, before, text="Құпияқызы", by=by),
    }

    def administration() -> None:
        with transaction.atomic():
            erase(enrolment.person, typed=enrolment.person.iin, by=erasing)
            begun.set()
            sleep(0.5)

    def somebody() -> None:
        assert begun.wait(timeout=30)
        acts[written]()

    assert at_once(administration, somebody) == ["", "erased"]
    enrolment.refresh_from_db()
    assert (enrolment.position, enrolment.name_objection, enrolment.status) == ("", "", "not_passed")
