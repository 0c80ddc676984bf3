"""The head's queue: all that waits on one page, what differs from what was expected, one confirmation for all of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.finalising import record_absence
from assessment.models import Result
from certificates import issuing, registering, signing_queue
from certificates.models import Batch, Document
from certificates.signing_queue import Entry
from courses.models import Counter
from people.roles import Role
from tests.assessment.scenes import commission_signs, make_day
from tests.cast import make_enrolment, make_user
from tests.certificates.blank_scenes import make_pile
from tests.certificates.issued import (
    add_result,
    as_user,
    asked,
    certificate,
    head,
    issued,
    organiser,
    prepared,
    rename,
)

pytestmark = pytest.mark.django_db
PASSWORD = "a long password 1"
QUEUE = "/to-sign/"


def entry_of(batch: Batch) -> Entry:
    row = Batch.objects.for_queue().get(pk=batch.pk)
    return signing_queue.entries([row], user=head(), today=timezone.localdate())[0]


def sentences(batch: Batch) -> dict[str, list[str]]:
    return {notice.sentence: notice.details for notice in entry_of(batch).notices}


def page(client: Client, address: str = QUEUE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ").replace("&#x27;", "'")


def press(client: Client, *batches: Batch) -> str:
    """Tick these as they are shown, confirm with the password, and read what is said."""
    shown = {entry.batch.pk: entry.seen for entry, _mini in client.get(QUEUE).context["entries"]}
    posted = {"batch": [str(batch.pk) for batch in batches], **{f"seen-{pk}": seen for pk, seen in shown.items()}}
    asked_for = client.post(QUEUE, posted)
    assert asked_for.headers["Location"].startswith(reverse("account_reauthenticate"))
    return client.post(asked_for.headers["Location"], {"password": PASSWORD}, follow=True).content.decode()


# ---- what differs from what was expected -----------------------------------------------------------------------------
def test_a_batch_as_expected_has_nothing_to_look_at_and_is_ticked() -> None:
    batch = prepared("89.5", "72")
    entry = entry_of(batch)
    assert (entry.notices, entry.obstacles, entry.is_plain, entry.papers) == ([], [], True, 2)
    assert "checked" in page(as_user(head()))


def test_a_name_that_nobody_confirmed_is_told_with_the_objection() -> None:
    batch = prepared()
    batch.cohort.enrolments.update(name_confirmed_at=None, name_objection="Гүлжаһан емес")
    assert sentences(batch) == {
        "1 person has not confirmed the spelling of the name:": ["Нұрғалиева Гүлжаһан Өмірбекқызы («Гүлжаһан емес»)"]
    }
    assert not entry_of(batch).is_plain


def test_fewer_than_were_admitted_and_why() -> None:
    batch = prepared("89.5", "72")
    make_enrolment(batch.cohort)
    add_result(batch.cohort, "60", surname="Ахметова")
    [(sentence, details)] = sentences(batch).items()
    assert sentence == "2 of 4 on the list get nothing with this batch:"
    assert sorted(detail.partition(": ")[2] for detail in details) == [
        "No result yet.", "The result came after the batch was prepared.",
    ]  # fmt: skip


def test_who_withdrew_or_has_a_document_is_not_missed() -> None:
    cohort = issued("89.5")[0].result.attempt.enrolment.cohort
    make_enrolment(cohort, status="withdrawn")
    add_result(cohort, "72")
    batch = issuing.prepare(cohort, issued_on=timezone.localdate(), by=organiser())
    assert sentences(batch) == {}


@pytest.mark.parametrize(
    ("rule", "detail"),
    [
        ("mean", "Бірауыздан"),
        ("consensus", "Reasoned consensus. Бірауыздан"),
        ("third", "Mean with a third member. Бірауыздан"),
    ],
)
def test_a_result_that_is_not_the_mean_alone_says_how_it_came_about(rule: str, detail: str) -> None:
    batch = prepared()
    Result.objects.update(rule=rule, spread_reason="Бірауыздан")
    assert sentences(batch) == {
        "1 result did not come about by the members' mean alone:": [f"Нұрғалиева Гүлжаһан Өмірбекқызы: {detail}"]
    }


def test_who_gets_a_statement_instead_is_named_with_the_points() -> None:
    assert sentences(prepared("44", "89.5")) == {
        "1 person gets a statement instead of a certificate:": ["Нұрғалиева Гүлжаһан Өмірбекқызы: 44"]
    }


@time_machine.travel("2026-11-20 12:00+05:00", tick=False)
def test_a_date_of_issue_in_the_past_is_told() -> None:
    batch = prepared(issued_on=date(2026, 11, 17))
    assert sentences(batch) == {"The date of issue, 17.11.2026, is 3 days before the signature.": []}


def test_letters_that_the_font_has_not_are_told() -> None:
    batch = prepared()
    rename_first(batch, "Ẅеber")
    assert sentences(batch) == {"1 name has letters that the paper's font has not:": ["Ẅеber Гүлжаһан Өмірбекқызы: Ẅ"]}


@pytest.mark.parametrize(
    ("last", "told"),
    [("", []), ("0004502", ["3 protected blanks are needed, and 2 are ready."]), ("0004503", [])],
)
def test_too_few_blanks_are_told_where_blanks_are_kept(last: str, told: list[str]) -> None:
    batch = prepared("89.5", "72", "90")
    if last:
        make_pile(last=last)
    assert list(sentences(batch)) == told


def test_a_duplicate_needs_a_blank_too() -> None:
    documents = issued(*["89.5"] * 3)
    pile = make_pile(last="0004502")
    batch = asked(documents[2])
    assert sentences(batch) == {}
    for number, document in enumerate(documents[:2], 4501):
        registering.record_blank(document, series=pile.series, number=f"{number:07d}", by=organiser())
    assert list(sentences(batch)) == ["1 protected blank is needed, and 0 are ready."]


def rename_first(batch: Batch, surname: str) -> None:
    enrolment = batch.cohort.enrolments.get()
    enrolment.person.surname = surname
    enrolment.person.save()
    enrolment.confirmed_name = enrolment.person.full_name
    enrolment.save()


def test_of_many_a_dozen_are_named_and_the_rest_counted() -> None:
    batch = prepared(*["44"] * 15)
    [notice] = entry_of(batch).notices
    assert (len(notice.details), notice.more) == (12, 3)
    assert "and 3 more" in page(as_user(head()))


def test_another_paper_shows_what_it_says_otherwise_and_is_never_ticked() -> None:
    old = certificate()
    rename(old, "Нұрғалиқызы")
    batch = asked(old, "name")
    entry = entry_of(batch)
    assert [line.label for line in entry.difference if line.changed] == ["Full name"]
    assert not entry.is_plain
    html = page(as_user(head()))
    assert f"Correction of № {old}" in html
    assert "Нұрғалиқызы Гүлжаһан Өмірбекқызы" in html
    assert "өтініш № 12" in html
    assert "nobody is written to" in html
    assert "checked" not in html


def test_an_unconfirmed_name_on_a_correction_is_told() -> None:
    old = certificate()
    rename(old, "Нұрғалиқызы")
    enrolment = old.result.attempt.enrolment
    enrolment.name_confirmed_at = None
    enrolment.save()
    assert "1 person has not confirmed the spelling of the name:" in sentences(asked(old, "name"))


# ---- the page --------------------------------------------------------------------------------------------------------
def test_the_page_shows_the_first_paper_in_small_and_leads_to_every_preview() -> None:
    first, second = prepared("89.5", name="Бірінші-1"), asked(certificate())
    html = page(as_user(head()))
    enrolment = first.items.get().result.attempt.enrolment
    assert "spec-n" in html
    assert html.count(reverse("certificates:preview", args=[first.cohort_id, enrolment.pk])) == 2
    assert reverse("certificates:reissue_preview", args=[second.replaces_id, "lost"]) in html
    assert reverse("certificates:sign", args=[first.pk]) in html


def test_a_protocol_that_waits_for_its_commission_cannot_be_ticked() -> None:
    scene = make_day()
    head()
    for defence in scene.day.defences.all():
        record_absence(defence, valid_reason=False, by=scene.chair)
    batch = issuing.prepare(scene.cohort, issued_on=timezone.localdate(), by=scene.organiser)
    html = page(as_user(head()))
    assert "waits for the commission; still to sign" in html
    assert f'name="seen-{batch.pk}"' not in html
    commission_signs(scene.cohort)
    html = page(as_user(head()))
    assert f'name="seen-{batch.pk}"' in html
    assert "Signatures of the commission" in html
    assert "did not appear" in html


def test_what_cannot_be_signed_says_why_and_has_no_tick() -> None:
    old = certificate()
    asked(old)
    registering.revoke(old, by=organiser(), reason="№ 18")
    html = page(as_user(head()))
    assert "nothing is issued in place of a revoked document" in html
    assert 'type="checkbox"' not in html


@pytest.mark.parametrize("count", [1, 30])
def test_the_queue_costs_the_same_for_one_batch_and_for_thirty(
    django_assert_max_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for old in issued(*["89.5"] * count):
        asked(old)
    for n in range(count):
        prepared("89.5", name=f"Ағын-{n}")
    client = as_user(head())
    with django_assert_max_num_queries(34):
        page(client)


# ---- one confirmation ------------------------------------------------------------------------------------------------
def test_one_password_signs_all_that_is_ticked() -> None:
    old = certificate()
    batches = [prepared("89.5", "44", name="Бірінші-1"), asked(old), prepared("72", name="Екінші-1")]
    client = as_user(head())
    assert "Signed: 4 documents have been issued." in press(client, *batches)
    assert set(Batch.objects.values_list("state", flat=True)) == {"signed"}
    assert Document.objects.count() == 5


def test_what_is_not_ticked_waits_on() -> None:
    first, second = prepared(name="Бірінші-1"), prepared(name="Екінші-1")
    press(as_user(head()), second)
    assert [Batch.objects.get(pk=batch.pk).state for batch in (first, second)] == ["prepared", "signed"]


def test_what_changed_since_it_was_shown_is_named_and_the_others_are_signed() -> None:
    first, second = prepared(name="Бірінші-1"), prepared(name="Екінші-1")
    client = as_user(head())
    shown = {entry.batch.pk: entry.seen for entry, _mini in client.get(QUEUE).context["entries"]}
    rename_first(first, "Нұрғалиқызы")
    posted = {"batch": list(shown), **{f"seen-{pk}": seen for pk, seen in shown.items()}}
    said = client.post(client.post(QUEUE, posted).headers["Location"], {"password": PASSWORD}, follow=True)
    html = said.content.decode()
    assert "“Бірінші-1” was not signed. Something has changed since you opened this page: look at it again." in html
    assert "Signed: 1 document has been issued." in html
    assert [Batch.objects.get(pk=batch.pk).state for batch in (first, second)] == ["prepared", "signed"]


def test_a_batch_without_what_was_seen_of_it_is_not_signed() -> None:
    batch, client = prepared(), as_user(head())
    client.post(client.post(QUEUE, {"batch": [batch.pk]}).headers["Location"], {"password": PASSWORD})
    assert Batch.objects.get().state == "prepared"


def test_a_wrong_password_signs_nothing_and_a_second_press_asks_again() -> None:
    first, second = prepared(name="Бірінші-1"), prepared(name="Екінші-1")
    client = as_user(head())
    asked_for = client.post(QUEUE, {"batch": [first.pk]})
    client.post(asked_for.headers["Location"], {"password": "not this one"})
    assert Batch.objects.filter(state="signed").count() == 0
    press(client, first)
    press(client, second)
    assert Batch.objects.filter(state="signed").count() == 2


def test_nothing_ticked_is_said_without_asking_for_a_password() -> None:
    prepared()
    said = as_user(head()).post(QUEUE, follow=True)
    assert "Choose what you sign: nothing was ticked." in said.content.decode()


def test_whatever_else_is_posted_as_a_batch_signs_nothing() -> None:
    client = as_user(head())
    done = client.post(QUEUE, {"batch": ["x", "999"]})
    assert client.post(done.headers["Location"], {"password": PASSWORD}).status_code == 302
    assert not Document.objects.exists()


def test_who_has_nothing_to_confirm_with_signs_nothing() -> None:
    batch, user = prepared(), head()
    user.set_unusable_password()
    user.save()
    client = as_user(user)
    assert "Set a password or a passkey first" in page(client)
    client.post(QUEUE, {"batch": [batch.pk]})
    assert Batch.objects.get().state == "prepared"


def test_the_queue_is_the_heads() -> None:
    other = make_user("other@institute.example", Role.HEAD)
    prepared()
    assert as_user(organiser()).post(QUEUE, {"batch": ["1"]}).status_code == 403
    html = page(as_user(other))
    assert html.count("You are not recorded as a signatory in office today") == 1
    assert 'type="checkbox"' not in html


def test_more_than_fit_on_a_page_come_on_the_next_whatever_holds_up_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("certificates.views.signing.AT_ONCE", 1)
    prepared(name="Бірінші-1", issued_on=timezone.localdate() - timedelta(days=1))
    prepared(name="Екінші-1")
    client = as_user(head())
    first, second = page(client), page(client, f"{QUEUE}?page=2")
    assert ("Бірінші-1" in first, "Екінші-1" in first) == (True, False)
    assert ("Бірінші-1" in second, "Екінші-1" in second) == (False, True)
    assert 'href="?page=2"' in first


def test_a_batch_that_the_database_refuses_holds_up_no_other() -> None:
    issued("89.5")
    Counter.objects.filter(kind="specimen-certificate").update(next=1)
    broken, whole = prepared("90"), prepared("44")
    rows = [(each, entry_of(each).seen) for each in (broken, whole)]
    outcome = signing_queue.sign_all(rows, by=head())
    assert outcome.signed == [whole]
    assert [(batch, "The database refused it" in why) for batch, why in outcome.refused] == [(broken, True)]
    broken.refresh_from_db()
    assert broken.state == "prepared"


def test_a_duplicate_of_what_has_expired_says_so() -> None:
    document = certificate()
    assert document.valid_through
    with time_machine.travel(document.valid_through + timedelta(days=1), tick=False):
        batch = asked(document, "lost", issued_on=timezone.localdate())
        assert any(sentence.startswith("It expired on") for sentence in sentences(batch))
