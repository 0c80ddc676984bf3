"""What can happen to a document, and what the public is then told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from certificates import registering
from certificates.models import BlankUse, Document, DocumentEvent, Standing
from tests.certificates.issued import certificate, duplicate_of, organiser, statement

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def standing(document: Document) -> Standing:
    return Standing.objects.get(document=document)


def test_a_revocation_stands_with_its_day_and_ground() -> None:
    document = certificate()
    registering.revoke(document, by=organiser(), reason=" Комиссия шешімі, № 18 ")
    row = standing(document)
    assert (row.state, row.since, row.public["reason"]) == ("revoked", timezone.localdate(), "Комиссия шешімі, № 18")
    assert row.revision == 2


@time_machine.travel("2026-11-20 12:00+05:00", tick=False)
@pytest.mark.parametrize(
    ("reason", "on", "refusal"),
    [
        ("  ", None, "Name the ground"),
        ("№ 18", TODAY + timedelta(days=1), "between the date of issue and today"),
        ("№ 18", TODAY - timedelta(days=3), "between the date of issue and today"),
    ],
)
def test_a_revocation_is_refused_without_ground_or_on_an_impossible_day(
    reason: str, on: date | None, refusal: str
) -> None:
    document = certificate(issued_on=TODAY - timedelta(days=2))
    with pytest.raises(ValidationError, match=refusal):
        registering.revoke(document, by=organiser(), reason=reason, on=on)
    assert standing(document).state == "in_force"


def test_what_is_revoked_stays_revoked() -> None:
    document = certificate()
    registering.revoke(document, by=organiser(), reason="№ 18")
    with pytest.raises(ValidationError, match="was revoked on"):
        registering.revoke(document, by=organiser(), reason="№ 19")
    assert document.events.count() == 1


def test_a_new_paper_takes_the_place_of_the_old_one() -> None:
    old = certificate()
    new = duplicate_of(old)
    registering.supersede(old, new, by=organiser())
    row = standing(old)
    assert (row.state, row.since) == ("superseded", new.issued_on)
    assert row.public["replaced_by"] == {"number": new.number_text, "issued_on": new.issued_on.isoformat()}


def test_only_a_paper_that_says_so_takes_the_place_of_another() -> None:
    old, other = certificate(), certificate()
    with pytest.raises(ValidationError, match="does not say that it replaces"):
        registering.supersede(old, other, by=organiser())


def test_a_revoked_document_is_not_replaced() -> None:
    old = certificate()
    new = duplicate_of(old)
    Standing.objects.filter(document=old).update(state="revoked")
    with pytest.raises(ValidationError, match="Only a document in force"):
        registering.supersede(old, new, by=organiser())


def test_a_replaced_document_is_not_revoked_but_its_successor_can_be() -> None:
    old = certificate()
    new = duplicate_of(old)
    registering.restate(new)
    registering.supersede(old, new, by=organiser())
    with pytest.raises(ValidationError, match="revoke the one that replaced it"):
        registering.revoke(old, by=organiser(), reason="№ 18")
    registering.revoke(new, by=organiser(), reason="№ 18")
    assert (standing(old).state, standing(new).state) == ("superseded", "revoked")


def test_withheld_and_shown_again_and_withheld_again() -> None:
    document = certificate()
    seen = []
    for rule in (registering.withhold, registering.show, registering.withhold):
        rule(document, by=organiser(), reason="өтініш 12")
        seen.append(standing(document).withheld)
    assert seen == [True, False, True]
    assert standing(document).revision == 4


@pytest.mark.parametrize(("rule", "refusal"), [("withhold", "on whose request"), ("show", "is not withheld")])
def test_withholding_needs_a_request_and_showing_something_withheld(rule: str, refusal: str) -> None:
    with pytest.raises(ValidationError, match=refusal):
        getattr(registering, rule)(certificate(), by=organiser(), reason="")


def test_what_was_written_last_counts_whatever_the_clocks_of_two_machines_say() -> None:
    document, at = certificate(), timezone.now()
    registering.withhold(document, by=organiser(), reason="өтініш 12", now=at)
    registering.show(document, by=organiser(), now=at + timedelta(seconds=2))
    registering.withhold(document, by=organiser(), reason="өтініш 13", now=at + timedelta(seconds=1))
    assert standing(document).withheld
    registering.record_blank(document, series="ОД", number="1", by=organiser(), now=at)
    registering.record_blank(document, series="ОД", number="2", by=organiser(), now=at - timedelta(seconds=1))
    assert standing(document).public["blank"] == {"series": "ОД", "number": "2"}


def test_the_newest_blank_counts_and_stands_on_the_public_page() -> None:
    document = certificate()
    registering.record_blank(document, series="од", number="0004512", by=organiser())
    registering.record_blank(document, series="ОД", number="0004513", by=organiser())
    assert standing(document).public["blank"] == {"series": "ОД", "number": "0004513"}
    assert BlankUse.objects.count() == 2


def test_a_blank_is_used_once_and_the_refusal_names_the_document() -> None:
    first = certificate()
    registering.record_blank(first, series="ОД", number="1", by=organiser())
    with pytest.raises(ValidationError, match=first.number_text):
        registering.record_blank(certificate(), series="ОД", number="1", by=organiser())


def test_handing_over_is_an_event_that_the_public_does_not_see() -> None:
    document = certificate()
    registering.hand_over(document, to="өзіне", on=timezone.localdate(), by=organiser())
    assert document.last_handed_over is not None
    assert document.last_handed_over.reason == "өзіне"
    assert standing(document).revision == 1


@pytest.mark.parametrize(
    ("to", "days", "refusal"), [("", 0, "to whom"), ("өзіне", 1, "between"), ("өзіне", -1, "between")]
)
def test_handing_over_needs_a_name_and_a_possible_day(to: str, days: int, refusal: str) -> None:
    with pytest.raises(ValidationError, match=refusal):
        registering.hand_over(certificate(), to=to, on=timezone.localdate() + timedelta(days=days), by=organiser())


def test_restating_without_a_change_keeps_the_revision() -> None:
    document = certificate()
    registering.revoke(document, by=organiser(), reason="№ 18")
    assert [registering.restate(document).revision for _ in range(3)] == [2, 2, 2]


def test_a_lost_standing_is_derived_again() -> None:
    document = certificate()
    registering.revoke(document, by=organiser(), reason="№ 18")
    before = standing(document)
    Standing.objects.all().delete()
    after = registering.restate(document)
    assert (after.code, after.state, after.since, after.public) == (
        before.code,
        before.state,
        before.since,
        before.public,
    )


def test_the_public_row_holds_the_printed_fields_and_nothing_else() -> None:
    document = certificate()
    public = standing(document).public
    assert sorted(public) == [
        "blank", "course_end", "course_start", "hours", "issued_on", "kind", "language", "modules", "name", "number",
        "programme", "provider", "reason", "replaced_by", "replaces", "signatory", "specimen", "valid_through",
    ]  # fmt: skip
    text = str(public)
    person = document.person
    for secret in (person.iin, person.email, document.snapshot["organisation"], document.result.band_kk, "89.5"):
        assert secret not in text


def test_a_statement_shows_no_modules_because_it_prints_none() -> None:
    assert standing(statement()).public["modules"] == []


# ---- what the database itself refuses --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"number": 1}, "one_document_per_number"),
        ({"snapshot": None}, "one_document_per_printed_number"),
        ({"supersedes": None}, "one_original_document_per_result"),
        ({"valid_through": None}, "only_certificates_expire"),
    ],
)
def test_the_database_refuses_what_the_register_must_not_hold(changes: dict[str, object], constraint: str) -> None:
    old = certificate()
    values = {
        "kind": "certificate", "is_specimen": old.is_specimen, "year": old.year, "number": 2, "code": "0" * 16,
        "result": old.result, "person": old.person, "issued_on": old.issued_on, "valid_through": old.valid_through,
        "supersedes": old, "snapshot": {**old.snapshot, "number": "2026-00002"},
    }  # fmt: skip
    if "snapshot" in changes:
        changes = {"snapshot": old.snapshot}
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Document.objects.create(**{**values, **changes})
    # SQLite names the columns of a unique constraint, PostgreSQL its name.
    columns = {
        "one_document_per_number": "certificates_document.number",
        "one_document_per_printed_number": "certificates_document.printed_number",
        "one_original_document_per_result": "result_id",
    }
    assert constraint in str(refusal.value) or columns[constraint] in str(refusal.value)


def test_an_event_is_written_by_somebody() -> None:
    document = certificate()
    event = registering.revoke(document, by=organiser(), reason="№ 18")
    assert DocumentEvent.objects.get(pk=event.pk).by == organiser()
