"""A certificate expires: 90, 30 and 7 days before, once each, to whom it concerns and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from pytest_django import Settings

from certificates.models import Document
from courses.models import Cohort
from people.models import OutboxMessage, Person
from postcourse import renewing, school_consent
from postcourse.models import RenewalReminder
from postcourse.renewal_days import Quarter, last_days, step_due
from tests.at_once import at_once
from tests.cast import make_cohort, make_enrolment, make_organisation, make_person
from tests.postcourse.renewal_scenes import LAST_DAY, issue, make_certificate, merged, noon, offered, out_of_force


def before(days: int) -> date:
    return LAST_DAY - timedelta(days=days)


def causes() -> list[str]:
    rows = OutboxMessage.objects.filter(kind__startswith="renewal").order_by("pk")
    return [cause.partition(":")[2] for cause in rows.values_list("cause", flat=True)]


def sweep(days: int) -> int:
    return renewing.sweep(now=noon(before(days)))


@pytest.mark.parametrize(
    ("left", "step"), [(91, None), (90, 90), (31, 90), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)]
)
def test_the_nearest_step_is_due_from_its_day_on(left: int, step: int | None) -> None:
    assert step_due(LAST_DAY, before(left)) == step
    windows = {each: last_days(each, before(left)) for each in (90, 30, 7)}
    assert [each for each, (first, last) in windows.items() if first <= LAST_DAY <= last] == ([step] if step else [])


def test_quarters_follow_each_other_over_the_years() -> None:
    quarter = Quarter.of(date(2029, 11, 22))
    assert (str(quarter), quarter.first, quarter.last) == ("2029-4", date(2029, 10, 1), date(2029, 12, 31))
    assert [str(quarter.later(n)) for n in (-4, 0, 1)] == ["2028-4", "2029-4", "2030-1"]
    assert [Quarter.read(text) for text in ("", "2029", "2029-5", "²029-1", "0000-1", "9999-4")] == [None] * 6


@pytest.mark.django_db
def test_however_often_it_is_swept_each_reminder_is_written_once() -> None:
    document = make_certificate()
    for days in (91, 90, 89, 45, 31, 30, 29, 8, 7, 6, 0, -1, -30):
        sweep(days)
    assert causes() == [f"{document.pk}:90", f"{document.pk}:30", f"{document.pk}:7"]
    assert [(row.step, timezone.localdate(row.written_at)) for row in RenewalReminder.objects.order_by("pk")] == [
        (step, before(step)) for step in (90, 30, 7)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "step"), [(40, 90), (29, 30), (3, 7), (0, 7)])
def test_a_sweep_that_was_away_writes_the_nearest_reminder_only(days: int, step: int) -> None:
    document = make_certificate()
    assert (sweep(days), sweep(days)) == (1, 0)
    assert causes() == [f"{document.pk}:{step}"]


@pytest.mark.django_db
def test_the_next_cohort_is_offered_with_its_link_in_the_language_of_the_reader() -> None:
    document = make_certificate(make_person(language="ru"))
    offered(document, name="Демо-9", is_demo=True, apply_token="demo")
    offered(document, name="Жабық-9", apply_token=None, starts_on=date(2029, 11, 1), ends_on=date(2029, 11, 9))
    cohort = offered(document, name="Қараша-9")
    sweep(30)
    message = OutboxMessage.objects.get()
    assert (message.language, message.kind) == ("ru", "renewal-reminder")
    assert document.number_text in message.text
    assert f"/apply/{cohort.apply_token}" in message.text
    assert "Қараша-9" in message.text


@pytest.mark.django_db
def test_without_a_cohort_nothing_is_offered_and_without_an_address_the_last_reminder_is_not_posted() -> None:
    document = make_certificate(make_person(email=""))
    for step in (90, 30, 7):
        sweep(step)
    assert causes() == [f"{document.pk}:90", f"{document.pk}:30"]
    assert {(each.state, "/renewal/" in each.text) for each in OutboxMessage.objects.all()} == {("to_post", False)}


@pytest.mark.django_db
def test_who_has_no_address_and_was_never_reminded_gets_the_last_reminder_on_paper() -> None:
    document = make_certificate(make_person(email=""))
    assert (sweep(5), sweep(3)) == (1, 0)
    assert causes() == [f"{document.pk}:7"]
    assert OutboxMessage.objects.get().state == "to_post"


def revoke(document: Document) -> None:
    out_of_force(document, "revoked")


def supersede(document: Document) -> None:
    out_of_force(document, "superseded")


def erase(document: Document) -> None:
    Person.objects.filter(pk=document.person_id).update(erased_at=timezone.now(), email="")


def hold_a_newer_one(document: Document) -> None:
    make_certificate(document.person, last_day=date(2031, 1, 5), cohort=_again(document))


def hold_a_newer_one_on_the_record_that_was_kept(document: Document) -> None:
    make_certificate(merged(document.person), last_day=date(2031, 1, 5), cohort=_again(document))


def enrol_again(document: Document) -> None:
    make_enrolment(_again(document), document.person)


def _again(document: Document) -> Cohort:
    return make_cohort(version=document.result.attempt.enrolment.cohort.version)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "happens",
    [revoke, supersede, erase, hold_a_newer_one, hold_a_newer_one_on_the_record_that_was_kept, enrol_again],
)
def test_whom_it_does_not_concern_any_more_is_not_reminded(happens: Callable[[Document], None]) -> None:
    document = make_certificate()
    sweep(90)
    happens(document)
    assert (sweep(30), sweep(7)) == (0, 0)
    assert causes() == [f"{document.pk}:90"]


def lose_it(document: Document) -> None:
    supersede(document)
    issue(document.result, kind="duplicate", supersedes=document)


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["saule@mektep.example", ""])
@pytest.mark.parametrize(
    ("happens", "called_back"),
    [(revoke, True), (hold_a_newer_one, True), (enrol_again, True), (lose_it, False), (lambda document: None, False)],
)
def test_a_reminder_that_waits_is_called_back_when_it_concerns_nobody_any_more(
    happens: Callable[[Document], None], called_back: bool, email: str
) -> None:
    school = make_organisation(email="school@mektep.example")
    document = make_certificate(make_person(organisation=school, email=email))
    school_consent.agree(document.person, language="kk")
    other = make_certificate()
    sweep(90)
    written_at_night(noon(before(90)))
    happens(document)
    sweep(89)
    back = OutboxMessage.objects.filter(state="withdrawn").values_list("cause", flat=True)
    about = {f"renewal:{document.pk}:90", f"renewal:{document.pk}:90:school"}
    assert set(back) == (about if called_back else set())
    assert OutboxMessage.objects.exclude(state="withdrawn").filter(cause__startswith=f"renewal:{other.pk}").exists()


def written_at_night(at: datetime) -> None:
    OutboxMessage.objects.update(due_at=at, created_at=at)


@pytest.mark.django_db
def test_a_newer_certificate_that_is_revoked_or_of_another_programme_renews_nothing() -> None:
    document = make_certificate()
    out_of_force(make_certificate(document.person, last_day=date(2031, 1, 5)), "revoked")
    assert sweep(90) == 1


@pytest.mark.django_db
def test_a_duplicate_goes_on_where_the_lost_one_stopped() -> None:
    lost = make_certificate()
    sweep(90)
    out_of_force(lost, "superseded")
    duplicate = issue(lost.result, kind="duplicate", supersedes=lost)
    assert (sweep(80), sweep(30)) == (0, 1)
    assert causes() == [f"{lost.pk}:90", f"{duplicate.pk}:30"]


# ---- the school ------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_school_is_told_only_if_its_principal_agreed() -> None:
    school = make_organisation(email="school@mektep.example")
    holders = [make_person(organisation=school, position="директордың орынбасары") for _each in range(2)]
    agreed, silent = map(make_certificate, holders)
    consent = school_consent.agree(agreed.person, language="kk")
    assert school_consent.agree(agreed.person, language="ru") == consent
    sweep(90)
    letter = OutboxMessage.objects.get(organisation=school)
    assert (letter.to_email, letter.cause) == ("school@mektep.example", f"renewal:{agreed.pk}:90:school")
    assert agreed.person.full_name in letter.text
    # What they agreed to names no more than the name, the number and the last day.
    assert "директордың орынбасары" not in letter.text
    assert set(RenewalReminder.objects.values_list("document", "to_school")) == {(agreed.pk, True), (silent.pk, False)}


@pytest.mark.django_db
def test_a_consent_that_is_taken_back_calls_back_what_has_not_gone_out() -> None:
    document = make_certificate(make_person(organisation=make_organisation(email="school@mektep.example")))
    school_consent.agree(document.person, language="kk")
    sweep(90)
    OutboxMessage.objects.filter(organisation__isnull=False).update(state="sent", sent_at=timezone.now())
    sweep(30)
    assert school_consent.take_back(document.person) == 1
    with pytest.raises(ValidationError):
        school_consent.take_back(document.person)
    sweep(7)
    letters = OutboxMessage.objects.filter(organisation__isnull=False).order_by("pk")
    assert [(letter.cause.split(":")[2], letter.state) for letter in letters] == [("90", "sent"), ("30", "withdrawn")]


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_write_each_reminder_once() -> None:
    documents = [make_certificate() for _each in range(6)]
    at_once(*[lambda: renewing.sweep(now=noon(before(90)))] * 2)
    assert sorted(causes()) == sorted(f"{document.pk}:90" for document in documents)
    assert RenewalReminder.objects.count() == 6


@pytest.mark.django_db
def test_where_real_certificates_are_issued_a_specimen_is_neither_reminded_of_nor_in_the_way_of_one(
    settings: Settings,
) -> None:
    settings.DOCUMENTS_ARE_SPECIMENS = False
    real = make_certificate()
    make_certificate(real.person, last_day=date(2031, 1, 5), cohort=_again(real), is_specimen=True)
    make_certificate(is_specimen=True)
    assert sweep(90) == 1
    assert causes() == [f"{real.pk}:90"]
