"""The whole way of a retake over the turn of a year: a December failure, a January retake, with every number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse

from assessment import retaking
from assessment.finalising import finalise
from assessment.models import Protocol, Result
from assessment.retake_standing import Stage, standing_of
from assessment.signing import digest_of, sign
from certificates import issuing
from certificates.checking import problems
from certificates.models import Document
from config.erasure import obstacles as obstacles_to_erasure
from config.home import tasks
from courses.completing import complete
from courses.models import Cohort, Enrolment
from courses.transferring import obstacle, targets_of
from people.human import human_of
from people.models import OutboxMessage
from postcourse import planning
from postcourse.models import Consultation, Plan
from tests.assessment.retake_scenes import chair, organiser, retake_day, score
from tests.cast import bolat, make_cohort, make_enrolment, make_person
from tests.certificates.issued import as_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
FAILED, SIGNED, RETAKEN, RESIGNED = date(2026, 12, 18), date(2026, 12, 21), date(2027, 1, 22), date(2027, 1, 25)


def on(day: date, hour: int = 6) -> time_machine.travel:
    """Noon in Almaty, unless told otherwise."""
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


def attested(enrolment: Enrolment, marks: str) -> Result:
    defence = retake_day(enrolment).defences.get()
    score(defence, marks)
    result = finalise(defence, by=chair())
    for protocol in Protocol.objects.filter(day=defence.day):
        sign(protocol, by=chair(), seen=digest_of(protocol))
    return result


def issue(cohort: Cohort, day: date, head: object) -> list[Document]:
    batch = issuing.prepare(cohort, issued_on=day, by=organiser())
    return issuing.sign(batch, by=head)  # type: ignore[arg-type]


def december() -> tuple[Enrolment, Document, object]:
    """A cohort of December of which one did not pass; the head has signed, and the cohort is closed."""
    with on(FAILED):
        cohort = make_cohort(name="Желтоқсан-1", starts_on=date(2026, 12, 1), ends_on=FAILED)
        person = make_person(surname="Ізбасар")
        row = make_enrolment(cohort, person, confirmed_name=person.full_name, project_topic="Сапа мониторингі")
        attested(row, "49")
    with on(SIGNED):
        head = bolat()
        [statement] = issue(cohort, SIGNED, head)
        Cohort.objects.filter(pk=cohort.pk).update(status="closed")
        planning.sweep()
    row.refresh_from_db()
    return row, statement, head


def retake(row: Enrolment, marks: str, head: object) -> list[Document]:
    with on(RETAKEN):
        retaking.admit(row, by=organiser())
        attested(row, marks)
    with on(RESIGNED):
        documents = issue(Cohort.objects.get(pk=row.cohort_id), RESIGNED, head)
        planning.sweep()
    row.refresh_from_db()
    return documents


def numbers(rows: object) -> list[tuple[int, int]]:
    return [(row.year, row.number) for row in rows]  # type: ignore[attr-defined]


def test_a_december_failure_and_a_january_retake() -> None:
    row, statement, head = december()
    assert (statement.kind, statement.year, statement.standing.state) == ("statement", 2026, "in_force")
    assert Plan.objects.get().kind == "retake"
    with on(date(2027, 1, 10)):
        assert standing_of(row).until == date(2027, 12, 18)
        # A transfer stays within the calendar year in which the studies began; a retake does not.
        assert "one calendar year" in obstacle(row, targets_of(row)).messages[0]  # type: ignore[union-attr]
        assert standing_of(row).stage(date(2027, 1, 10)) == Stage.OPEN
    [certificate] = retake(row, "70", head)
    assert (row.status, row.result_date) == ("passed", RETAKEN)
    assert numbers(Protocol.objects.order_by("pk")) == [(2026, 1), (2027, 1)], "each year counts from one"
    assert (certificate.kind, certificate.year, certificate.number) == ("certificate", 2027, 1)
    assert certificate.valid_through == date(2030, 1, 25)
    assert (certificate.snapshot["course_end"], certificate.snapshot["replaces"]) == ("2026-12-18", None)
    with on(RESIGNED):
        order = complete(Cohort.objects.get(pk=row.cohort_id), order_date=RESIGNED, by=organiser())
    assert (order.year, order.dated) == (2027, RESIGNED)


def test_the_certificate_takes_the_place_of_the_statement() -> None:
    row, statement, head = december()
    [certificate] = retake(row, "70", head)
    assert certificate.supersedes == statement
    statement.refresh_from_db()
    standing = statement.standing
    assert (standing.state, standing.public["replaced_by"]["number"]) == ("superseded", certificate.number_text)
    assert statement.events.get(kind="superseded").by == head
    with on(RESIGNED):
        page = as_user(organiser()).get(f"{reverse('certificates:verdict', args=[statement.code])}?lang=en")
        assert f"replaced by № <b>{certificate.number_text}</b>" in page.content.decode()
        public = as_user(organiser()).get(f"{reverse('certificates:verdict', args=[certificate.code])}?lang=en")
        assert statement.number_text not in public.content.decode(), "nobody learns that there was a first attempt"
    letter = OutboxMessage.objects.get(cause=f"document-issued:{certificate.pk}")
    assert f"№ {statement.number_text}" in letter.text, "what has become of the statement"
    assert list(problems()) == []


def test_the_support_after_the_retake_takes_the_place_of_the_preparation() -> None:
    row, _statement, head = december()
    retake(row, "70", head)
    plans = {plan.attempt.number: plan.kind for plan in Plan.objects.select_related("attempt")}
    assert plans == {1: "retake", 2: "support"}
    of_first = Consultation.objects.filter(plan__attempt__number=1).values_list("status", flat=True)
    assert set(of_first) == {"cancelled"}


def test_a_failed_retake_brings_no_second_statement_and_ends_the_preparation() -> None:
    row, statement, head = december()
    assert retake(row, "49", head) == []
    second = Result.objects.get(attempt__number=2)
    assert second.confirmed_at is not None, "the head has signed its protocol"
    assert Protocol.objects.filter(signed_at=None).count() == 0
    statement.refresh_from_db()
    assert (row.status, statement.standing.state, Document.objects.count()) == ("not_passed", "in_force", 1)
    assert set(Consultation.objects.values_list("status", flat=True)) == {"cancelled"}
    with on(RESIGNED):
        titles = [task.title for task in tasks(datetime(2027, 1, 25, 6, tzinfo=UTC))]
        assert not [title for title in titles if "paper" in title or "protocol" in title]
        assert standing_of(row).stage(RESIGNED) == Stage.USED
        assert not [each for each in obstacles_to_erasure(human_of(row.person)) if "no document" in each.sentence]
        with pytest.raises(ValidationError, match="What remains is the assessment with the next stream"):
            retaking.admit(row, by=organiser())


def test_where_the_statement_was_revoked_a_failed_retake_brings_a_new_one() -> None:
    from certificates.registering import revoke

    row, statement, head = december()
    with on(SIGNED):
        revoke(statement, by=head, reason="A slip in the name")  # type: ignore[arg-type]
    [second] = retake(row, "49", head)
    assert (second.kind, second.year, second.supersedes) == ("statement", 2027, None)


@pytest.mark.parametrize("page", ["certificates:batch", "assessment:results", "assessment:defences"])
def test_the_tabs_of_the_cohort_tell_the_whole_story(page: str) -> None:
    row, statement, head = december()
    retake(row, "70", head)
    expected: dict[str, Callable[[str], bool]] = {
        "certificates:batch": lambda text: "Everybody who has a result has their document." in text,
        "assessment:results": lambda text: "Passed the retake" in text and "second attempt" in text,
        "assessment:defences": lambda text: text.count("Protocol № 1") == 2,
    }
    with on(RESIGNED):
        text = as_user(organiser()).get(reverse(page, args=[row.cohort_id])).content.decode()
    assert expected[page](" ".join(text.split()))
    assert Document.objects.filter(Q(pk=statement.pk)).exists()
