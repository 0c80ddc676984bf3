"""Statements of completed support: beside the certificate, one a period, prepared and signed as any other batch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from certificates import design, erasing, issuing, registering, signing_queue, supporting
from certificates.checking import problems
from certificates.composing import name_of
from certificates.eligibility import dry_run
from certificates.models import Batch, Document, RenderJob, Standing, SupportPeriod
from certificates.verifying import Verdict, state_of
from certificates.views.issue import _preview
from config.home import tasks
from courses.models import Cohort, Enrolment
from people.human import human_of
from people.merging import merge
from people.models import OutboxMessage, Person, User
from people.roles import Role
from tests.cast import make_person, make_user, marat
from tests.certificates.issued import add_result, as_user, head, organiser, ready_cohort, reissued, rename
from tests.paper_reading import Paper

pytestmark = pytest.mark.django_db
COURSE_END, ISSUED, TODAY = date(2026, 3, 2), date(2026, 3, 4), date(2026, 11, 20)
FIRST, LAST = date(2026, 3, 4), date(2026, 9, 4)


@pytest.fixture(autouse=True)
def later(settings: Settings) -> Iterator[None]:
    """More than half a year after the course."""
    settings.DOCUMENTS_ARE_SPECIMENS = False
    with time_machine.travel("2026-11-20 12:00+05:00", tick=False):
        yield


def graduated(*exact: str, name: str = "Наурыз-1") -> Cohort:
    cohort = ready_cohort(*exact, attested_on=COURSE_END, starts_on=date(2026, 2, 2), ends_on=COURSE_END, name=name)
    with time_machine.travel("2026-03-04 12:00+05:00", tick=False):
        batch = issuing.prepare(cohort, issued_on=ISSUED, by=organiser())
        issuing.sign(batch, by=head())
    for enrolment in cohort.enrolments.all():
        passed = enrolment.attempts.get().results.get().passed
        Enrolment.objects.filter(pk=enrolment.pk).update(status="passed" if passed else "not_passed")
    return cohort


def prepared(cohort: Cohort, **fields: object) -> Batch:
    enrolments = list(cohort.enrolments.filter(status="passed").values_list("pk", flat=True))
    asked = {"first": FIRST, "last": LAST, "issued_on": TODAY, "enrolments": enrolments, "by": organiser(), **fields}
    return supporting.prepare(cohort, **asked)  # type: ignore[arg-type]


def test_a_statement_of_support_stands_beside_the_certificate_and_says_for_which_days() -> None:
    cohort = graduated("89.5", "44")
    [document] = supporting.sign(prepared(cohort), by=head())
    assert (document.kind, document.number_text, document.valid_through) == ("support", "Қ-2026-00001", None)
    assert document.snapshot["support"] == {"first": "2026-03-04", "last": "2026-09-04"}
    assert (document.snapshot["criteria"], document.snapshot["band"], document.snapshot["kind"]) == (
        [],
        None,
        "support",
    )
    certificate = document.result.documents.get(kind="certificate")
    assert certificate.standing.state == "in_force"
    assert (SupportPeriod.objects.get().document, SupportPeriod.objects.get().last) == (document, LAST)
    assert list(problems()) == []


def test_whoever_scans_it_learns_what_it_is_and_for_which_days() -> None:
    [document] = supporting.sign(prepared(graduated("89.5")), by=head())
    standing = Standing.objects.get(document=document)
    assert state_of(standing, TODAY) == Verdict.SUPPORT
    assert (standing.public["support"], standing.public["modules"]) == (
        {"first": "2026-03-04", "last": "2026-09-04"},
        [],
    )
    html = Client().get(reverse("certificates:verdict", args=[document.code]) + "?lang=en").content.decode()
    assert "the support after the course was completed" in html
    assert "04.03.2026\xa0– 04.09.2026" in html


def test_the_holder_is_told_in_words_of_its_own() -> None:
    [document] = supporting.sign(prepared(graduated("89.5")), by=head())
    message = OutboxMessage.objects.get(cause=f"document-issued:{document.pk}")
    assert message.language == "kk"
    assert "Қ-2026-00001" in message.subject
    assert OutboxMessage.objects.filter(kind="document-issued").count() == 2


def test_it_changes_nothing_of_who_gets_which_paper_for_the_result() -> None:
    cohort = graduated("89.5")
    before = [(line.kind, line.obstacle, line.issued) for line in dry_run(cohort)]
    supporting.sign(prepared(cohort), by=head())
    assert [(line.kind, line.obstacle, line.issued) for line in dry_run(cohort)] == before


def test_one_statement_a_period_and_another_for_the_next() -> None:
    cohort = graduated("89.5")
    supporting.sign(prepared(cohort, last=date(2026, 6, 4)), by=head())
    with pytest.raises(ValidationError, match="Choose who has completed"):
        prepared(cohort)
    supporting.sign(prepared(cohort, first=date(2026, 6, 5)), by=head())
    assert Document.objects.filter(kind="support").count() == 2


def test_wrong_days_are_put_right_by_revoking_the_statement_and_issuing_it_anew() -> None:
    cohort = graduated("89.5")
    [wrong] = supporting.sign(prepared(cohort, last=date(2026, 10, 4)), by=head())
    registering.revoke(wrong, by=organiser(), reason="№ 18", reason_class="mistake")
    [right] = supporting.sign(prepared(cohort), by=head())
    assert right.snapshot["support"] == {"first": "2026-03-04", "last": "2026-09-04"}
    [line] = supporting.dry_run(cohort, first=FIRST, last=LAST)
    assert (line.issued, line.kind) == (right, "")
    assert list(problems()) == []


def test_a_corrected_statement_is_issued_for_its_days_too() -> None:
    cohort = graduated("89.5")
    [old] = supporting.sign(prepared(cohort), by=head())
    rename(old, "Серікова")
    new = reissued(old, "name")
    [line] = supporting.dry_run(cohort, first=FIRST, last=LAST)
    assert line.issued == new
    registering.revoke(new, by=organiser(), reason="№ 18", reason_class="mistake")
    [line] = supporting.dry_run(cohort, first=FIRST, last=LAST)
    assert line.kind == "support"


def test_nobody_is_erased_while_a_statement_waits_and_no_erased_person_gets_one() -> None:
    cohort = graduated("89.5")
    batch, person = prepared(cohort), cohort.enrolments.get().person
    [obstacle] = erasing.obstacles(human_of(person))
    assert (obstacle.sentence.count("Наурыз-1"), obstacle.url) == (1, page(cohort))
    Person.objects.filter(pk=person.pk).update(erased_at=timezone.now())
    [line] = supporting.dry_run(cohort, first=FIRST, last=LAST)
    assert (line.kind, line.obstacle[:37]) == ("", "The holder's personal data was erased")
    with pytest.raises(ValidationError, match="Something has changed since this batch"):
        supporting.sign(batch, by=head())
    with pytest.raises(ValidationError, match="personal data was erased"):
        name_of(Person.objects.get(pk=person.pk))


def test_of_two_records_of_one_human_the_kept_name_is_printed() -> None:
    cohort = graduated("89.5")
    old = cohort.enrolments.get().person
    merge(old, make_person(surname="Серікова"), by=organiser())
    batch = prepared(cohort)
    [entry] = signing_queue.entries([batch], user=head(), today=TODAY)
    assert [notice.sentence for notice in entry.notices] == ["1 person has not confirmed the spelling of the name:"], (
        "what was confirmed is not what is printed"
    )
    [document] = supporting.sign(batch, by=head())
    assert document.snapshot["name"]["surname"] == "Серікова"
    assert document.person == old


def test_the_head_is_told_of_names_that_nobody_confirmed_or_the_font_has_not() -> None:
    cohort = graduated("89.5")
    enrolment = cohort.enrolments.get()
    enrolment.person.surname = "漢"
    enrolment.person.save()
    Enrolment.objects.update(name_confirmed_at=None)
    [entry] = signing_queue.entries([prepared(cohort)], user=head(), today=TODAY)
    assert [notice.sentence for notice in entry.notices] == [
        "1 person has not confirmed the spelling of the name:",
        "1 name has letters that the paper's font has not:",
    ]
    assert not entry.is_plain


def test_five_lists_of_support_cost_the_queue_what_one_does() -> None:
    batches = [prepared(graduated("89.5", "88")).pk]

    def asked(keys: list[int]) -> int:
        rows = Batch.objects.for_queue().filter(pk__in=keys)
        with CaptureQueriesContext(connection) as queries:
            assert all(entry.seen for entry in signing_queue.entries(rows, user=head(), today=TODAY))
        return len(queries)

    one = asked(batches)
    batches += [prepared(graduated("89.5", "88", name=f"Наурыз-{n}")).pk for n in range(2, 6)]
    assert asked(batches) == one


def test_a_list_that_waits_stands_on_the_organisers_home() -> None:
    cohort = graduated("89.5")
    prepared(cohort)
    titles = {task.url: task.title for task in tasks(timezone.now())}
    assert titles[page(cohort)] == "Waiting for the head's signature: statements of support, Наурыз-1"


def test_a_pdf_that_failed_is_tried_again_where_home_leads() -> None:
    cohort = graduated("89.5")
    [document] = supporting.sign(prepared(cohort), by=head())
    RenderJob.objects.filter(document=document).update(state="failed", reason="fault")
    assert page(cohort) in [task.url for task in tasks(timezone.now())]
    client = as_user(organiser())
    retry = reverse("certificates:retry", args=[document.batch_id])
    assert retry in client.get(page(cohort)).content.decode()
    assert client.post(retry).headers["Location"] == page(cohort)


def test_a_list_that_is_discarded_leads_back_to_its_page() -> None:
    cohort = graduated("89.5")
    batch = prepared(cohort)
    answer = as_user(organiser()).post(reverse("certificates:discard", args=[batch.pk]))
    assert answer.headers["Location"] == page(cohort)


def test_the_preview_of_a_certificate_is_of_the_certificates_that_wait() -> None:
    cohort = graduated("89.5")
    graduate, day = cohort.enrolments.get(), date(2026, 11, 19)
    add_result(cohort, "77", attested_on=COURSE_END)
    issuing.prepare(cohort, issued_on=day, by=organiser())
    prepared(cohort, enrolments=[graduate.pk])
    line = next(line for line in dry_run(cohort) if line.kind)
    assert _preview(cohort, line, organiser())["issued_on"] == day.isoformat()


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"first": date(2026, 3, 1)}, "The support follows the course, which ended on"),
        ({"last": FIRST}, "is after its first one"),
        ({"issued_on": date(2026, 9, 3)}, "between the last day of the support"),
        ({"issued_on": date(2026, 11, 21)}, "between the last day of the support"),
        ({"enrolments": []}, "Choose who has completed the support"),
        ({"enrolments": [0]}, "Choose who has completed the support"),
    ],
)
def test_it_is_refused_with_a_sentence(fields: dict[str, object], refusal: str) -> None:
    with pytest.raises(ValidationError, match=refusal):
        prepared(graduated("89.5"), **fields)
    assert not Batch.objects.of_support().exists()


def test_who_has_no_certificate_in_force_gets_none() -> None:
    cohort = graduated("89.5", "88")
    revoked = Document.objects.filter(kind="certificate").earliest("pk")
    registering.revoke(revoked, by=organiser(), reason="№ 18", reason_class="court")
    lines = supporting.dry_run(cohort, first=FIRST, last=LAST)
    assert sorted((line.kind, str(line.obstacle)) for line in lines) == [
        ("", "No certificate in force."),
        ("support", ""),
    ]
    with pytest.raises(ValidationError, match="cannot get a statement now"):
        prepared(cohort)


def test_two_lists_of_one_cohort_do_not_wait_at_once_and_one_of_certificates_may() -> None:
    cohort = graduated("89.5")
    prepared(cohort)
    with pytest.raises(ValidationError, match="wait for a signature already"):
        prepared(cohort)
    add_result(cohort, "77", attested_on=COURSE_END)
    issuing.prepare(cohort, issued_on=TODAY, by=organiser())
    assert Batch.objects.waiting().count() == 2


def test_the_head_signs_what_was_seen_or_nothing() -> None:
    cohort = graduated("89.5")
    batch = prepared(cohort)
    [entry] = signing_queue.entries([batch], user=head(), today=TODAY)
    assert (entry.supports, entry.obstacles, bool(entry.seen)) == (1, [], True)
    person = cohort.enrolments.get().person
    person.surname = "Серікова"
    person.save()
    with pytest.raises(ValidationError, match="Something has changed since you opened"):
        signing_queue.sign(batch, by=head(), seen=entry.seen)
    [fresh] = signing_queue.entries([Batch.objects.get(pk=batch.pk)], user=head(), today=TODAY)
    [document] = signing_queue.sign(batch, by=head(), seen=fresh.seen)
    assert document.kind == "support"


def test_a_certificate_that_was_revoked_meanwhile_holds_the_list_up() -> None:
    cohort = graduated("89.5")
    batch = prepared(cohort)
    registering.revoke(Document.objects.get(), by=organiser(), reason="№ 18", reason_class="court")
    [entry] = signing_queue.entries([batch], user=head(), today=TODAY)
    assert "the organiser discards it" in entry.obstacles[0]
    assert entry.seen == ""


@pytest.mark.parametrize("language", ["kk", "ru", "en", "tri"])
def test_the_letter_says_for_which_days_and_no_line_lies_on_another(language: str) -> None:
    [document] = supporting.sign(prepared(graduated("89.5")), by=head())
    paper = Paper(design.render({**document.snapshot, "language": language}))  # type: ignore[typeddict-item]
    assert len(paper) == 1
    assert "04.03.2026 – 04.09.2026" in paper.text().replace("\xa0", " ")
    assert "Қ-2026-00001" in paper.text()
    assert [(a.text, b.text) for a, b in combinations(paper.lines(), 2) if a.overlaps(b)] == []


# ---- the pages -------------------------------------------------------------------------------------------------------
def page(cohort: Cohort) -> str:
    return reverse("certificates:support", args=[cohort.pk])


def test_the_organiser_ticks_who_completed_it_and_the_head_finds_it_in_the_queue() -> None:
    cohort = graduated("89.5", "88", "44")
    client, chosen = as_user(organiser()), cohort.enrolments.filter(status="passed").earliest("pk")
    html = client.get(page(cohort)).content.decode()
    assert (html.count('name="enrolment"'), html.count("checked")) == (2, 0)
    asked = {"first": "04.03.2026", "last": "04.09.2026", "issued_on": "20.11.2026", "enrolment": [chosen.pk]}
    assert client.post(page(cohort), {**asked, "show": "1"}).status_code == 200
    everybody = client.post(page(cohort), {**asked, "enrolment": [], "show": "all"}).content.decode()
    assert everybody.count(" checked") == 2
    assert not Batch.objects.of_support().exists()
    answer = client.post(page(cohort), asked, follow=True)
    assert "waits for the head" in answer.content.decode()
    batch = Batch.objects.of_support().get()
    queue = as_user(head()).get(reverse("certificates:to_sign")).content.decode()
    assert "Statements of support: Наурыз-1" in queue
    assert reverse("certificates:support_preview", args=[batch.pk, chosen.pk]) in queue


def test_the_days_that_are_proposed_are_not_refused_though_papers_were_issued_before_the_last_day() -> None:
    cohort = graduated("89.5")
    Cohort.objects.filter(pk=cohort.pk).update(ends_on=date(2026, 3, 10))
    client = as_user(organiser())
    proposed = client.get(page(cohort)).context["form"].initial
    assert proposed == {"first": date(2026, 3, 10), "last": TODAY}
    asked = {**proposed, "issued_on": TODAY, "enrolment": cohort.enrolments.get().pk}
    assert client.post(page(cohort), asked).status_code == 302


def test_what_is_refused_is_said_in_the_form_and_what_was_ticked_stays_ticked() -> None:
    cohort = graduated("89.5", "88")
    chosen = cohort.enrolments.earliest("pk")
    asked = {"first": "04.03.2026", "last": "04.09.2026", "issued_on": "01.09.2026", "enrolment": [chosen.pk]}
    html = as_user(organiser()).post(page(cohort), asked).content.decode()
    assert "between the last day of the support" in html
    assert html.count("checked") == 1


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_costs_the_same_for_one_and_for_many(django_assert_max_num_queries: object, count: int) -> None:
    cohort = graduated(*["89.5"] * count)
    client = as_user(organiser())
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        assert client.get(page(cohort)).status_code == 200


def test_it_is_the_organisers_page_and_a_preview_is_of_a_prepared_statement_only() -> None:
    cohort = graduated("89.5")
    batch, enrolment = prepared(cohort), cohort.enrolments.get()
    preview = reverse("certificates:support_preview", args=[batch.pk, enrolment.pk])
    visitors: list[User] = [marat(), make_user("trainer@institute.example", Role.TRAINER)]
    assert [Client().get(each).status_code for each in (page(cohort), preview)] == [302, 302]
    for visitor in visitors:
        client = as_user(visitor)
        assert [client.get(each).status_code for each in (page(cohort), preview)] == [403, 403]
    client = as_user(organiser())
    assert client.get(reverse("certificates:support", args=[0])).status_code == 404
    assert client.get(reverse("certificates:support_preview", args=[batch.pk, 0])).status_code == 404
    assert client.get(preview)["Content-Type"] == "application/pdf"
