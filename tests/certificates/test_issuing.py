"""Preparing, discarding and signing: one signature, one set of documents."""

from __future__ import annotations

import re
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries, Settings

from assessment.models import Attempt, Result
from assessment.protocols import unsigned_protocols
from certificates import issuing, rendering
from certificates.codes import is_valid
from certificates.models import Batch, Document, RenderJob, Standing
from courses.models import Counter, Enrolment
from people.models import OutboxMessage, Signatory, User
from people.roles import Role
from tests.cast import make_enrolment, make_person, make_result, make_signatory, make_user
from tests.certificates.issued import add_result, as_user, head, issued, organiser, prepared, ready_cohort

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
NOON = "2026-11-20 12:00+05:00"


# ---- prepare and discard ---------------------------------------------------------------------------------------------
def test_preparing_lists_who_gets_what_and_takes_no_number() -> None:
    batch = prepared("89.5", "44")
    assert sorted(batch.items.values_list("kind", flat=True)) == ["certificate", "statement"]
    assert not Document.objects.exists()
    assert not Counter.objects.filter(kind__contains="certificate").exists()


def test_a_cohort_has_one_batch_waiting() -> None:
    batch = prepared()
    with pytest.raises(ValidationError, match="waiting for a signature already"):
        issuing.prepare(batch.cohort, issued_on=timezone.localdate(), by=organiser())


def test_nobody_to_issue_to_is_said() -> None:
    cohort = issued()[0].batch.cohort  # type: ignore[union-attr]
    with pytest.raises(ValidationError, match="nobody in this cohort"):
        issuing.prepare(cohort, issued_on=timezone.localdate(), by=organiser())


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(
    ("issued_on", "refused"),
    [
        (TODAY - timedelta(days=4), True),  # a day before the last attestation
        (TODAY - timedelta(days=3), False),
        (TODAY, False),
        (TODAY + timedelta(days=1), True),
    ],
)
def test_the_date_of_issue_lies_between_the_attestation_and_today(issued_on: date, refused: bool) -> None:
    cohort = ready_cohort("89.5", attested_on=TODAY - timedelta(days=5))
    add_result(cohort, "70", attested_on=TODAY - timedelta(days=3))
    if refused:
        with pytest.raises(ValidationError, match=r"17\.11\.2026"):
            issuing.prepare(cohort, issued_on=issued_on, by=organiser())
    else:
        assert issuing.prepare(cohort, issued_on=issued_on, by=organiser()).issued_on == issued_on


def test_a_discarded_batch_leaves_nothing_behind_and_can_be_prepared_anew() -> None:
    batch = prepared()
    issuing.discard(batch, by=organiser())
    with pytest.raises(ValidationError, match="signed or discarded"):
        issuing.sign(batch, by=head())
    again = issuing.prepare(batch.cohort, issued_on=timezone.localdate(), by=organiser())
    assert (Batch.objects.get(pk=batch.pk).state, again.state) == ("discarded", "prepared")


def test_a_signed_batch_cannot_be_discarded() -> None:
    batch = prepared()
    issuing.sign(batch, by=head())
    with pytest.raises(ValidationError, match="signed or discarded"):
        issuing.discard(batch, by=organiser())


# ---- sign ------------------------------------------------------------------------------------------------------------
def test_one_signature_brings_everything_into_being() -> None:
    documents = issued("89.5", "44", "72")
    assert [document.kind for document in documents] == ["certificate", "certificate", "statement"]
    assert Result.objects.filter(confirmed_at=None).count() == 0
    assert Standing.objects.filter(state="in_force").count() == 3
    assert RenderJob.objects.filter(state="queued").count() == 3
    assert all(is_valid(document.code) for document in documents)
    assert {message.cause for message in OutboxMessage.objects.all()} == {
        f"document-issued:{document.pk}" for document in documents
    }


@override_settings(DOCUMENTS_ARE_SPECIMENS=False, SITE_URL="https://basqaru.example")
def test_numbers_run_without_gaps_by_kind_in_alphabetical_order() -> None:
    cohort = ready_cohort("55")
    for key, exact in (("2", "90"), ("1", "80"), ("3", "40")):
        add_result(cohort, exact, name_key=key)
    batch = issuing.prepare(cohort, issued_on=timezone.localdate(), by=organiser())
    year = timezone.localdate().year
    numbers = [document.number_text for document in issuing.sign(batch, by=head())]
    assert numbers == [f"{year}-00001", f"{year}-00002", f"{year}-00003", f"А-{year}-00001"]
    keys = [document.person.name_key for document in Document.objects.filter(kind="certificate").order_by("number")]
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("public_https", "is_demo", "number", "specimen"),
    [
        (True, False, "{year}-00001", False),
        (True, True, "ҮЛГІ-{year}-00001", True),
        (False, False, "ҮЛГІ-{year}-00001", True),
    ],
)
def test_a_specimen_is_numbered_in_its_own_series(
    settings: Settings, public_https: bool, is_demo: bool, number: str, specimen: bool
) -> None:
    settings.DOCUMENTS_ARE_SPECIMENS = not public_https
    document = issued(is_demo=is_demo)[0]
    assert document.number_text == number.format(year=document.year)
    assert (document.is_specimen, document.snapshot["specimen"]) == (specimen, specimen)


@pytest.mark.parametrize(
    ("issued_on", "last_day"),
    [
        (date(2026, 10, 23), date(2029, 10, 23)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2025, 2, 28), date(2028, 2, 28)),
        (date(2024, 12, 31), date(2027, 12, 31)),
    ],
)
def test_a_certificate_is_valid_through_three_years(issued_on: date, last_day: date) -> None:
    with time_machine.travel(f"{issued_on} 12:00+05:00", tick=False):
        document = issued(issued_on=issued_on)[0]
    assert document.valid_through == last_day
    assert document.snapshot["valid_through"] == last_day.isoformat()
    assert document.year == issued_on.year


def test_a_statement_never_expires_and_tells_no_marks() -> None:
    document = issued("44")[0]
    assert (document.kind, document.valid_through) == ("statement", None)
    assert document.snapshot["criteria"] == []
    assert document.snapshot["band"] is None


def test_everything_printed_is_frozen() -> None:
    document = issued()[0]
    person, frozen = document.person, dict(document.snapshot)
    person.surname = "Басқа"
    person.save()
    assert Document.objects.get(pk=document.pk).snapshot == frozen
    assert frozen["total_exact"] == "89.5"
    assert frozen["signatory"]["name"] == "Б. Қ. Қуанышев"


# ---- who may sign ----------------------------------------------------------------------------------------------------
@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(
    ("since", "until", "refusal"),
    [
        (TODAY, None, ""),
        (TODAY - timedelta(days=9), TODAY, ""),
        (TODAY + timedelta(days=1), None, r"You take office on 21\.11\.2026"),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), r"Your office ended on 19\.11\.2026"),
    ],
)
def test_the_signatory_is_in_office_today(since: date, until: date | None, refusal: str) -> None:
    acting = make_user("acting@institute.example", Role.HEAD)
    make_signatory(acting, since=since, until=until, is_acting=True)
    batch = prepared()
    if refusal:
        with pytest.raises(ValidationError, match=refusal):
            issuing.sign(batch, by=acting)
        assert Batch.objects.get(pk=batch.pk).state == "prepared"
    else:
        assert issuing.sign(batch, by=acting)[0].snapshot["signatory"]["acting"] is True


@time_machine.travel(NOON, tick=False)
def test_nobody_signs_for_a_day_before_taking_office() -> None:
    acting = make_user("acting@institute.example", Role.HEAD)
    make_signatory(acting, since=TODAY)
    batch = prepared(issued_on=TODAY - timedelta(days=1))
    with pytest.raises(ValidationError, match="before you took office"):
        issuing.sign(batch, by=acting)


def test_an_organiser_signs_nothing() -> None:
    batch = prepared()
    with pytest.raises(ValidationError, match="not recorded as a signatory"):
        issuing.sign(batch, by=organiser())
    assert not Document.objects.exists()


# ---- what was seen is what is signed ---------------------------------------------------------------------------------
def seen(batch: Batch) -> str:
    signatory = Signatory.objects.get(user=head())
    return issuing.digest_of(batch, issuing.still_standing(batch), signatory, unsigned_protocols(batch.cohort))


def test_what_was_seen_is_signed() -> None:
    batch = prepared("89.5", "44")
    assert len(issuing.sign(batch, by=head(), seen=seen(batch))) == 2


def test_a_name_amended_in_the_meantime_stops_the_signature() -> None:
    batch = prepared()
    before = seen(batch)
    person = Enrolment.objects.get(cohort=batch.cohort).person
    person.given_name = "Гүлжан"
    person.save()
    with pytest.raises(ValidationError, match="Something has changed"):
        issuing.sign(batch, by=head(), seen=before)
    assert Batch.objects.get(pk=batch.pk).state == "prepared"


def test_a_result_superseded_in_the_meantime_stops_the_signature() -> None:
    batch = prepared("44")
    old = Result.objects.get()
    make_result(old.attempt.enrolment, "51", supersedes=old)
    with pytest.raises(ValidationError, match="Results have changed"):
        issuing.sign(batch, by=head())
    assert not Document.objects.exists()


def test_a_second_batch_takes_only_those_who_came_later() -> None:
    cohort = issued("89.5")[0].batch.cohort  # type: ignore[union-attr]
    late = add_result(cohort, "60")
    batch = issuing.prepare(cohort, issued_on=timezone.localdate(), by=organiser())
    assert [document.result for document in issuing.sign(batch, by=head())] == [late]


def test_a_passed_retake_gets_a_certificate_in_the_place_of_the_statement() -> None:
    first = issued("44")[0]
    enrolment = first.result.attempt.enrolment
    retake = Result.objects.get(pk=first.result_id)
    retake.pk, retake.attempt = None, Attempt.objects.create(enrolment=enrolment, number=2)
    retake.twelfths, retake.total, retake.band_key, retake.passed = 840, 70, "good", True
    retake.save(force_insert=True)
    batch = issuing.prepare(enrolment.cohort, issued_on=timezone.localdate(), by=organiser())
    [certificate] = issuing.sign(batch, by=head())
    assert (certificate.kind, certificate.supersedes) == ("certificate", first)
    assert Standing.objects.get(document=first).state == "superseded"


# ---- the message -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("email", "others", "state"),
    [("saule@mektep.example", 0, "queued"), ("", 0, "to_post"), ("school@mektep.example", 1, "to_post")],
)
def test_who_has_no_address_of_their_own_gets_it_from_the_organiser(email: str, others: int, state: str) -> None:
    cohort = ready_cohort("50")
    result = add_result(cohort, "89.5", email=email)
    for _other in range(others):
        make_person(email=email)
    issuing.sign(issuing.prepare(cohort, issued_on=timezone.localdate(), by=organiser()), by=head())
    assert OutboxMessage.objects.get(person=result.attempt.enrolment.person).state == state


@pytest.mark.parametrize("email", ["", "school@mektep.example"])
def test_a_letter_to_who_cannot_sign_in_names_no_page_that_asks_for_it(settings: Settings, email: str) -> None:
    make_person(email="school@mektep.example")
    cohort = ready_cohort("50")
    result = add_result(cohort, "89.5", email=email, language="en")
    issuing.sign(issuing.prepare(cohort, issued_on=timezone.localdate(), by=organiser()), by=head())
    document = Document.objects.get(result=result)
    letter = OutboxMessage.objects.get(cause=f"document-issued:{document.pk}")
    assert "The organiser of your course gives it to you on paper." in letter.text
    assert re.findall(r"https?://\S+", letter.text) == [f"{settings.SITE_URL}/v/{document.code}"]
    page = as_user(organiser()).get(reverse("people:message", args=[letter.pk])).content.decode()
    assert reverse("certificates:document", args=[document.pk]) in page
    assert "Download the PDF" not in page
    rendering.render(document.job.pk)
    page = as_user(organiser()).get(reverse("people:message", args=[letter.pk])).content.decode()
    assert reverse("certificates:download", args=[document.pk]) in page


def test_the_message_links_to_the_document_in_the_language_of_the_person(settings: Settings) -> None:
    cohort = ready_cohort("50")
    result = add_result(cohort, "89.5", language="en")
    issuing.sign(issuing.prepare(cohort, issued_on=timezone.localdate(), by=organiser()), by=head())
    document = Document.objects.get(result=result)
    message = OutboxMessage.objects.get(cause=f"document-issued:{document.pk}")
    assert message.subject == f"Your certificate № {document.number_text}"
    assert f"{settings.SITE_URL}/documents/{document.pk}/" in message.text
    assert f"{settings.SITE_URL}/v/{document.code}" in message.text


# ---- faults and contention -------------------------------------------------------------------------------------------
def test_a_code_that_exists_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = issued()[0].code
    batch = prepared()
    drawn = iter(taken[:15])
    real = secrets.choice
    monkeypatch.setattr(secrets, "choice", lambda letters: next(drawn, None) or real(letters))
    document = issuing.sign(batch, by=head())[0]
    assert next(drawn, None) is None
    assert document.code != taken


def test_a_fault_in_the_middle_leaves_the_batch_unsigned_and_the_numbers_untaken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    batch = prepared("89.5", "44")
    write = QuerySet.bulk_create

    def full(self: Any, *args: Any, **kwargs: Any) -> Any:
        if self.model is OutboxMessage:  # the last of what a signature writes
            raise OSError("no space left")
        return write(self, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "bulk_create", full)
    with pytest.raises(OSError, match="no space left"), transaction.atomic():
        issuing.sign(batch, by=head())
    assert Batch.objects.get(pk=batch.pk).state == "prepared"
    assert not Document.objects.exists()
    assert not Counter.objects.filter(kind__contains="certificate").exists()
    assert not Result.objects.exclude(confirmed_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_two_heads_who_press_together_issue_one_set() -> None:
    batch = prepared("89.5", "44", "72")
    other = make_user("other@institute.example", Role.HEAD)
    make_signatory(other)
    barrier = Barrier(2)

    def press(user: User) -> str:
        try:
            barrier.wait()
            with override("en"):
                return f"{len(issuing.sign(Batch.objects.get(pk=batch.pk), by=user))} issued"
        except ValidationError as refusal:
            return refusal.messages[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(press, [head(), other]))
    assert said == ["3 issued", "This batch was signed or discarded in the meantime."]
    assert Document.objects.count() == 3
    assert OutboxMessage.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_batches_signed_together_share_the_series_without_a_gap() -> None:
    batches = [prepared("89.5", "72"), prepared("61", "95")]
    user, barrier = head(), Barrier(2)

    def press(batch: Batch) -> None:
        try:
            barrier.wait()
            issuing.sign(batch, by=user)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(press, batches))
    assert sorted(Document.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_the_cost_of_a_signature_grows_by_a_fixed_number_of_queries_a_document(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    batch = prepared(*["89.5"] * 10)
    user = head()
    with django_assert_max_num_queries(40 + 10 * 12):
        issuing.sign(batch, by=user)


def test_nobody_is_issued_to_whose_enrolment_is_not_decided() -> None:
    cohort = ready_cohort("89.5")
    make_enrolment(cohort)
    assert issuing.prepare(cohort, issued_on=timezone.localdate(), by=organiser()).items.count() == 1
