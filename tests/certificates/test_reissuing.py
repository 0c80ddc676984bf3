"""A correction says it right, a duplicate says it once more: what stays, what changes, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from pytest_django import Settings

from assessment.models import Attempt, Result
from certificates import checking, erasing, hiding, issuing, registering, reissuing, signing_queue, supporting
from certificates.models import Batch, Document, RenderJob, Standing
from courses.models import Cohort, Counter, Enrolment
from people.human import human_of
from people.merging import merge
from people.models import OutboxMessage, Provider, User
from people.roles import Role
from tests.cast import make_person, make_result, make_signatory, make_user
from tests.certificates.issued import (
    add_result,
    asked,
    certificate,
    duplicate_of,
    head,
    issued,
    organiser,
    reissued,
    rename,
    statement,
)

pytestmark = pytest.mark.django_db
# What any new paper has of its own.
OWN = {"number", "code", "issued_on", "signatory", "replaces", "site"}


def standing(document: Document) -> Standing:
    return Standing.objects.get(document=document)


def differing(old: Document, new: Document) -> set[str]:
    return {name for name, value in new.snapshot.items() if old.snapshot[name] != value}


def refused(rule: Callable[..., Any], *args: Any, **kwargs: Any) -> str:
    with pytest.raises(ValidationError) as refusal:
        rule(*args, **kwargs)
    return " ".join(refusal.value.messages)


# ---- a duplicate -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("reason", ["lost", "damaged"])
def test_a_duplicate_says_word_for_word_what_the_lost_paper_said(reason: str) -> None:
    old = certificate()
    rename(old, "Басқа")
    Cohort.objects.update(starts_on=date(2020, 1, 1))
    Provider.objects.update(legal_name_kk="Басқа ЖШС")
    new = reissued(old, reason)
    assert new.kind == new.snapshot["kind"] == "duplicate"
    assert differing(old, new) <= OWN | {"kind"}
    assert new.snapshot["replaces"] == {"number": old.number_text, "issued_on": old.issued_on.isoformat()}
    assert (new.person, new.result, new.supersedes) == (old.person, old.result, old)


def test_the_old_qr_says_by_which_number_it_was_replaced() -> None:
    old = certificate()
    new = reissued(old)
    row = standing(old)
    assert (row.state, row.since) == ("superseded", new.issued_on)
    assert row.public["replaced_by"] == {"number": new.number_text, "issued_on": new.issued_on.isoformat()}
    assert (standing(new).state, standing(new).public["replaces"]["number"]) == ("in_force", old.number_text)


@pytest.mark.parametrize("reason", ["lost", "name"])
def test_the_three_years_run_from_the_first_issue(reason: str) -> None:
    with time_machine.travel("2026-02-10 12:00+05:00", tick=False):
        old = certificate()
    with time_machine.travel("2027-11-20 12:00+05:00", tick=False):
        rename(old, "Нұрғалиқызы")
        new = reissued(old, reason)
    assert (new.issued_on, new.year) == (date(2027, 11, 20), 2027)
    assert new.valid_through == old.valid_through == date(2029, 2, 10)
    assert new.snapshot["valid_through"] == "2029-02-10"


def test_whoever_is_in_office_now_signs_it() -> None:
    old = certificate()
    acting = make_user("acting@institute.example", Role.HEAD)
    make_signatory(acting, name="А. Б. Асанов", is_acting=True)
    [new] = reissuing.sign(asked(old), by=acting)
    assert new.snapshot["signatory"]["name"] == "А. Б. Асанов"
    assert new.snapshot["signatory"]["acting"] is True
    assert old.snapshot["signatory"]["name"] == "Б. Қ. Қуанышев"


def test_a_name_that_its_bearer_hid_stays_hidden() -> None:
    old = certificate()
    bearer = make_user("holder@mektep.example", person=old.person)
    hiding.hide_name(old, by=bearer)
    new = reissued(old)
    assert standing(new).name_hidden
    event = new.events.get()
    assert (event.by, event.reason) == (head(), f"№ {old}"), "the act of whoever signed, not of the bearer"
    assert list(checking.problems()) == []


def test_what_is_withheld_is_issued_anew_without_being_shown() -> None:
    old = certificate()
    withheld(old)
    batch = asked(old)
    row = Batch.objects.for_queue().get(pk=batch.pk)
    [entry] = signing_queue.entries([row], user=head(), today=timezone.localdate())
    assert [notice.details for notice in entry.notices] == [[f"{old.snapshot['name']['full']}: №\xa0{old}"]]
    [new] = reissuing.sign(batch, by=head())
    assert (standing(old).withheld, standing(new).withheld) == (True, True)
    assert list(checking.problems()) == []


def test_withholding_and_showing_take_the_whole_chain() -> None:
    old = certificate()
    middle = reissued(old)
    newest = reissued(middle)
    registering.withhold(middle, by=organiser(), reason="өтініш")
    assert [standing(each).withheld for each in (old, middle, newest)] == [True] * 3
    answer = Client().get(f"/v/{old.code}.json")
    assert str(middle) not in answer.content.decode()
    registering.show(newest, by=organiser())
    assert [standing(each).withheld for each in (old, middle, newest)] == [False] * 3
    assert list(checking.problems()) == []


def test_it_is_replaced_on_the_day_of_the_signature_however_the_new_one_is_dated() -> None:
    with time_machine.travel("2026-11-15 12:00+05:00", tick=False):
        old = certificate()
    with time_machine.travel("2026-11-20 12:00+05:00", tick=False):
        new = reissued(old, issued_on=date(2026, 11, 15))
        assert (new.issued_on, standing(old).since) == (date(2026, 11, 15), date(2026, 11, 20))


def test_two_papers_in_the_holders_hands_never_share_a_number() -> None:
    first, second = issued("89.5", "72")
    new = reissued(first)
    assert [first.number, second.number, new.number] == [1, 2, 3]
    assert list(checking.problems()) == []


# ---- a correction ----------------------------------------------------------------------------------------------------
def test_a_correction_takes_the_confirmed_name_and_leaves_the_rest_as_it_was_frozen() -> None:
    old = certificate()
    rename(old, "Нұрғалиқызы")
    enrolment = old.result.attempt.enrolment
    enrolment.project_topic = "Басқа тақырып"
    enrolment.save()
    Cohort.objects.update(starts_on=date(2020, 1, 1))
    new = reissued(old, "name")
    assert new.kind == new.snapshot["kind"] == "certificate"
    assert differing(old, new) <= OWN | {"name"}
    assert new.snapshot["name"]["full"] == standing(new).public["name"] == "Нұрғалиқызы Гүлжаһан Өмірбекқызы"
    assert new.snapshot["project_topic"] == old.snapshot["project_topic"]


def test_what_else_is_misprinted_comes_from_the_enrolment_as_it_stands() -> None:
    old = certificate()
    enrolment = old.result.attempt.enrolment
    enrolment.project_topic = "Мектептегі инклюзия"
    enrolment.organisation.name = "№ 7 гимназия"
    enrolment.organisation.save()
    enrolment.save()
    new = reissued(old, "misprint")
    assert differing(old, new) <= OWN | {"organisation", "project_topic"}
    assert new.snapshot["project_topic"] == "Мектептегі инклюзия"
    assert "№ 7 гимназия" in new.snapshot["organisation"]


def test_of_what_differs_only_that_is_put_right_which_was_asked_for() -> None:
    old = certificate()
    rename(old, "Нұрғалиқызы")
    Enrolment.objects.update(project_topic="Мектептегі инклюзия")
    new = reissued(Document.objects.get(pk=old.pk), "misprint", corrects=["project_topic"])
    assert differing(old, new) <= OWN | {"project_topic"}
    assert new.snapshot["project_topic"] == "Мектептегі инклюзия"
    assert standing(new).public["name"] == old.snapshot["name"]["full"]


@pytest.mark.parametrize("corrects", [["organisation"], ["project_topic", "organisation"], ["total"]])
def test_what_says_the_same_on_both_papers_is_not_put_right(corrects: list[str]) -> None:
    old = certificate()
    Enrolment.objects.update(project_topic="Мектептегі инклюзия")
    with override("en"):
        assert "the same on both" in refused(asked, old, "misprint", corrects=corrects)
    assert not Batch.objects.filter(replaces=old).exists()


def test_a_corrected_statement_is_a_statement_and_prints_nothing_of_the_one_before() -> None:
    old = statement()
    rename(old, "Нұрғалиқызы")
    new = reissued(old, "name")
    assert (new.kind, new.valid_through, new.snapshot["replaces"]) == ("statement", None, None)
    assert standing(old).public["replaced_by"]["number"] == new.number_text


def test_a_wrong_name_on_a_duplicate_is_corrected_by_a_certificate_and_that_is_lost_in_turn() -> None:
    first = certificate()
    second = reissued(first)
    rename(second, "Нұрғалиқызы")
    third = reissued(second, "name")
    fourth = reissued(third)
    assert [each.kind for each in (first, second, third, fourth)] == [
        "certificate", "duplicate", "certificate", "duplicate",
    ]  # fmt: skip
    assert fourth.snapshot["replaces"]["number"] == third.number_text
    assert [standing(each).state for each in (first, second, third, fourth)] == [*["superseded"] * 3, "in_force"]
    assert list(checking.problems()) == []


def test_of_two_records_of_one_human_the_kept_one_is_named() -> None:
    old = certificate()
    kept = make_person(surname="Нұрғалиқызы", given_name="Гүлжаһан", patronymic="")
    merge(old.person, kept, by=organiser())
    assert reissued(Document.objects.get(pk=old.pk), "name").snapshot["name"]["full"] == "Нұрғалиқызы Гүлжаһан"


# ---- specimens -------------------------------------------------------------------------------------------------------
def test_a_specimen_stays_a_specimen(settings: Settings) -> None:
    old = certificate(is_demo=True)
    settings.DOCUMENTS_ARE_SPECIMENS = False
    Cohort.objects.update(is_demo=False)
    new = reissued(old)
    assert (new.is_specimen, new.snapshot["specimen"]) == (True, True)
    assert new.number_text.startswith("ҮЛГІ-")


def test_a_specimen_never_takes_the_place_of_a_document(settings: Settings) -> None:
    settings.DOCUMENTS_ARE_SPECIMENS, settings.SITE_URL = False, "https://basqaru.example"
    old = certificate()
    settings.DOCUMENTS_ARE_SPECIMENS, settings.SITE_URL = True, "http://localhost:8000"
    assert "no public address now" in refused(asked, old)


def test_the_new_qr_leads_to_where_verification_is_answered_now(settings: Settings) -> None:
    settings.SITE_URL = "https://old.example"
    old = certificate()
    settings.SITE_URL = "https://new.example"
    assert (old.snapshot["site"], reissued(old).snapshot["site"]) == ("https://old.example", "https://new.example")


# ---- until it is signed ----------------------------------------------------------------------------------------------
def test_asking_takes_no_number_and_leaves_the_old_paper_in_force() -> None:
    old = certificate()
    before = list(Counter.objects.values_list("kind", "next"))
    batch = asked(old)
    assert (batch.state, batch.replaces, batch.items.get().kind) == ("prepared", old, "duplicate")
    assert list(Counter.objects.values_list("kind", "next")) == before
    assert (Document.objects.count(), standing(old).state) == (1, "in_force")


def test_a_request_can_be_withdrawn_and_made_anew_and_a_signed_one_cannot() -> None:
    old = certificate()
    issuing.discard(asked(old), by=organiser())
    batch = asked(old)
    reissuing.sign(batch, by=head())
    assert refused(issuing.discard, batch, by=organiser()) == "This batch was signed or discarded in the meantime."


def test_it_waits_beside_the_batch_of_its_cohort() -> None:
    old = certificate()
    cohort = old.result.attempt.enrolment.cohort
    add_result(cohort, "72")
    first = issuing.prepare(cohort, issued_on=timezone.localdate(), by=organiser())
    second = asked(old)
    assert list(Batch.objects.waiting()) == [first, second]
    [other] = issuing.sign(first, by=head())
    [new] = reissuing.sign(second, by=head())
    assert [old.number, other.number, new.number] == [1, 2, 3]


# ---- what is refused, and its sentence -------------------------------------------------------------------------------
def withheld(old: Document) -> None:
    registering.withhold(old, by=organiser(), reason="өтініш")


def revoked(old: Document) -> None:
    registering.revoke(old, by=organiser(), reason="№ 18")


def replaced(old: Document) -> None:
    reissued(old)


def erased(old: Document) -> None:
    old.person.erased_at = timezone.now()
    old.person.save()


def appealed(old: Document) -> None:
    make_result(old.result.attempt.enrolment, "95", supersedes=old.result)


def waiting(old: Document) -> None:
    asked(old)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (revoked, "nothing is issued in place of a revoked document."),
        (replaced, "correct or duplicate that one."),
        (erased, "The holder's personal data was erased"),
        (appealed, "The commission has decided on the result once more"),
        (waiting, "is asked for already and waits for the head's signature."),
    ],
)
def test_what_stands_in_the_way_is_said(before: Callable[[Document], None], said: str) -> None:
    old = certificate()
    before(old)
    assert said in refused(asked, Document.objects.get(pk=old.pk))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reason": "name"}, "The new paper would say the same as the old one: put right what is wrong on the person"),
        ({"reason": "misprint"}, "put right what is wrong in the enrolment first"),
        ({"reason": "beauty"}, "Choose why another paper is needed."),
        ({"ground": "  "}, "Name the ground"),
        ({"issued_on": timedelta(days=1)}, "between that of the document that is replaced"),
        ({"issued_on": timedelta(days=-1)}, "between that of the document that is replaced"),
    ],
)
def test_a_request_without_sense_is_refused(fields: dict[str, Any], said: str) -> None:
    day = fields.get("issued_on")
    wanted = {**fields, "issued_on": timezone.localdate() + day} if day else fields
    assert said in refused(asked, certificate(), **wanted)
    assert not Batch.objects.reissues().exists()


def test_a_letter_in_free_form_needs_no_duplicate() -> None:
    assert "its stored PDF is printed once more" in refused(asked, statement())


@pytest.mark.parametrize(("before", "said"), [(revoked, "revoked"), (appealed, "once more")])
def test_what_happened_after_the_request_stops_the_signature(before: Callable[[Document], None], said: str) -> None:
    old = certificate()
    batch = asked(old)
    taken = list(Counter.objects.values_list("kind", "next"))
    before(old)
    assert said in refused(reissuing.sign, batch, by=head())
    assert Batch.objects.get(pk=batch.pk).state == "prepared"
    assert (Document.objects.count(), list(Counter.objects.values_list("kind", "next"))) == (1, taken)


def test_what_was_seen_is_signed_and_nothing_else() -> None:
    old = certificate()
    rename(old, "Нұрғалиқызы")
    batch = asked(old, "name")
    office = head().signatories.get()
    draft = reissuing.draft_of(batch, office, standing(old))
    seen = reissuing.digest_of(batch, draft)
    rename(old, "Нұрғалиева-Ким")
    assert "Something has changed since you opened this page" in refused(reissuing.sign, batch, by=head(), seen=seen)
    rename(old, "Нұрғалиқызы")
    assert reissuing.sign(batch, by=head(), seen=seen)[0].snapshot["name"]["surname"] == "Нұрғалиқызы"


def test_nobody_is_erased_while_another_paper_waits() -> None:
    old = certificate()
    asked(old)
    [obstacle] = erasing.obstacles(human_of(old.person))
    assert str(old) in obstacle.sentence


# ---- the letter ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("tells", "letters"), [(False, 1), (True, 2)])
def test_the_holder_is_written_to_only_where_somebody_asked_for_it(tells: bool, letters: int) -> None:
    old = certificate()
    new = reissued(old, tells_holder=tells)
    assert OutboxMessage.objects.filter(person=old.person).count() == letters
    assert RenderJob.objects.filter(document=new, state="queued").exists()


def test_the_letter_says_what_it_is_and_what_it_replaces() -> None:
    old = certificate()
    old.person.language = "en"
    old.person.save()
    new = reissued(Document.objects.get(pk=old.pk), tells_holder=True)
    letter = OutboxMessage.objects.get(cause=f"document-issued:{new.pk}")
    assert "A duplicate was issued to you." in letter.text
    assert f"It takes the place of the certificate № {old}, which is no longer in force." in letter.text
    assert "Congratulations" not in letter.text


# ---- at once ---------------------------------------------------------------------------------------------------------
def pressed_together(rule: Callable[[User], str], users: list[User]) -> list[str]:
    barrier = Barrier(len(users))

    def press(user: User) -> str:
        try:
            barrier.wait()
            with override("en"):
                return rule(user)
        except ValidationError as refusal:
            return refusal.messages[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(users)) as pool:
        return sorted(pool.map(press, users))


@pytest.mark.django_db(transaction=True)
def test_two_organisers_who_ask_at_once_have_asked_once() -> None:
    old, other = certificate(), make_user("other@institute.example", Role.ORGANISER)

    def ask(user: User) -> str:
        return f"asked for {asked(Document.objects.get(pk=old.pk), by=user).replaces}"

    said = pressed_together(ask, [organiser(), other])
    assert said == [
        "Another paper in place of this one is asked for already and waits for the head's signature.",
        f"asked for {old}",
    ]
    assert Batch.objects.reissues().count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_heads_who_press_together_issue_one_paper() -> None:
    batch, other = asked(certificate()), make_user("other@institute.example", Role.HEAD)
    make_signatory(other)

    def press(user: User) -> str:
        return f"{len(reissuing.sign(Batch.objects.get(pk=batch.pk), by=user))} issued"

    said = pressed_together(press, [head(), other])
    assert said == ["1 issued", "This batch was signed or discarded in the meantime."]
    assert Document.objects.count() == 2


# ---- what the database itself refuses --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "fields",
    [{}, {"reason": ""}, {"ground": ""}, {"replaces": None}],
    ids=["asked twice", "no reason", "no ground", "a reason for nothing"],
)
def test_the_database_refuses_a_request_that_is_none(fields: dict[str, Any]) -> None:
    batch = asked(certificate())
    other = duplicate_of(batch.replaced) if fields else batch.replaced
    row = {"cohort": batch.cohort, "issued_on": batch.issued_on, "prepared_by": batch.prepared_by,
           "replaces": other, "reason": "lost", "ground": "өтініш"}  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.create(**{**row, **fields})


def test_a_retake_that_is_passed_later_takes_the_place_of_the_corrected_statement() -> None:
    old = statement()
    rename(old, "Нұрғалиқызы")
    corrected = reissued(old, "name")
    result = old.result
    retake = Result.objects.get(pk=result.pk)
    retake.pk, retake.attempt = None, Attempt.objects.create(enrolment=result.attempt.enrolment, number=2)
    retake.twelfths, retake.total, retake.band_key, retake.passed = 840, 70, "good", True
    retake.save(force_insert=True)
    cohort = result.attempt.enrolment.cohort
    [new] = issuing.sign(issuing.prepare(cohort, issued_on=timezone.localdate(), by=organiser()), by=head())
    assert (new.kind, new.supersedes, standing(corrected).state) == ("certificate", corrected, "superseded")


def test_a_misspelt_statement_of_support_is_corrected_and_its_days_are_not_given_again() -> None:
    day = date(2026, 11, 20)
    with time_machine.travel("2026-03-04 12:00+05:00", tick=False):
        cohort = certificate(issued_on=date(2026, 3, 4)).result.attempt.enrolment.cohort
    with time_machine.travel("2026-11-20 12:00+05:00", tick=False):
        first, last = date(2026, 3, 4), date(2026, 9, 4)
        keys = list(cohort.enrolments.values_list("pk", flat=True))
        [old] = supporting.sign(
            supporting.prepare(cohort, first=first, last=last, enrolments=keys, issued_on=day, by=organiser()),
            by=head(),
        )
        rename(old, "Нұрғалиқызы")
        new = reissued(old, "name")
        assert (new.kind, new.valid_through, new.snapshot["support"]) == ("support", None, old.snapshot["support"])
        assert standing(old).state == "superseded"
        assert [line.kind for line in supporting.dry_run(cohort, first=first, last=last)] == [""]
        assert "printed once more as it is" in refused(asked, new)
        assert list(checking.problems()) == []
