"""Is a file the one that we issued: by its bytes, and by what it says."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from certificates import design, registering
from certificates.comparing import Likeness
from certificates.hiding import hide_name
from certificates.identifying import Finding, Kind, identify
from certificates.models import Standing
from tests.certificates.design_samples import CHAIR, DEAN, in_design
from tests.certificates.file_scenes import (
    OTHER,
    certificate_pdf,
    certified,
    on_register,
    other,
    other_pdf,
    pages_of_both,
    photographed,
    renamed_pdf,
    saved_again,
    scanned,
    statement_pdf,
    sticker,
    support,
    veiled,
    withheld,
)
from tests.certificates.issued import organiser
from tests.certificates.paper_samples import CODE, named, sample, statement

# What a file says is the same over any database, and nothing is written: once is enough.
pytestmark = [pytest.mark.django_db, pytest.mark.looks]


@pytest.fixture(autouse=True)
def at_home(settings: Settings) -> None:
    settings.SITE_URL = "https://basqaru.example"


def likenesses(found: Finding) -> dict[str, Likeness]:
    [match] = found.matches
    return {line.key: line.likeness for line in match.lines}


def test_the_bytes_that_were_issued_are_an_exact_copy(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    certified()
    with django_assert_num_queries(1):
        found = identify(certificate_pdf())
    assert (found.kind, [match.standing.code for match in found.matches]) == (Kind.EXACT, [CODE])


def test_a_revoked_one_is_still_an_exact_copy() -> None:
    registering.revoke(certified(), by=organiser(), reason="Комиссия шешімі, № 18")
    found = identify(certificate_pdf())
    assert (found.kind, found.matches[0].standing.state) == (Kind.EXACT, Standing.State.REVOKED)


def test_a_file_that_was_saved_again_says_the_same_in_every_field() -> None:
    certified()
    found = identify(saved_again(certificate_pdf()))
    assert (found.kind, found.has_text, found.stray_codes, found.foreign_host) == (Kind.DIFFERENT, True, 0, "")
    assert set(likenesses(found).values()) == {Likeness.SAME}
    assert len(likenesses(found)) == 9


def test_a_statement_that_was_saved_again_says_the_same_in_every_field() -> None:
    on_register(statement(), statement_pdf())
    found = identify(saved_again(statement_pdf()))
    assert set(likenesses(found).values()) == {Likeness.SAME}
    assert "valid" not in likenesses(found)


def test_so_does_a_statement_of_support() -> None:
    on_register(support())
    found = likenesses(identify(design.render(support())))
    assert set(found.values()) == {Likeness.SAME}
    assert "support" in found


@pytest.mark.parametrize("language", ["ru", "en", "tri"])
def test_so_does_one_in_another_language_with_a_name_on_two_lines(language: str) -> None:
    long = named("Әбдірахманқызы-Тоқтамұратова", "Гүлжаһанбибінұрсұлу", "Өмірбекқожахметқызы")
    snapshot = sample(language=language, name=long)
    on_register(snapshot)
    assert set(likenesses(identify(design.render(snapshot))).values()) == {Likeness.SAME}


REPLACES: Any = {"number": "2026-00101", "issued_on": "2026-09-01"}


@pytest.mark.parametrize(
    ("language", "kind"), [("kk", "duplicate"), ("ru", "certificate"), ("en", "duplicate"), ("tri", "certificate")]
)
def test_a_duplicate_and_a_correction_that_were_saved_again_are_not_called_changed(language: str, kind: str) -> None:
    snapshot = sample(language=language, kind=kind, replaces=REPLACES)
    on_register(snapshot)
    found = likenesses(identify(saved_again(design.render(snapshot))))
    assert set(found.values()) == {Likeness.SAME}
    assert "replaces" in found


@pytest.mark.parametrize(("language", "second"), [("kk", "ru"), ("ru", "en"), ("kk", "")])
def test_of_a_design_every_language_and_everybody_who_signs_is_compared(language: str, second: str) -> None:
    look: dict[str, Any] = {"second": second, "plate": "calm", "signers": [CHAIR, DEAN]}
    snapshot = in_design(language, changes={"replaces": REPLACES}, **look)
    on_register(snapshot)
    [same] = identify(saved_again(design.render(snapshot))).matches
    assert [(line.key, line.register) for line in same.lines if line.likeness != Likeness.SAME] == []
    assert len([line for line in same.lines if line.key == "hours"]) == (2 if second else 1)
    other = in_design(
        language, changes={"replaces": REPLACES}, **look | {"signers": [{**CHAIR, "name": "А. Басқа"}, DEAN]}
    )
    [changed] = identify(design.render(other)).matches
    assert [line.register for line in changed.lines if line.likeness != Likeness.SAME] == [CHAIR["name"]]


def test_an_edited_name_is_shown_as_the_file_has_it() -> None:
    certified()
    found = identify(renamed_pdf())
    assert {key for key, likeness in likenesses(found).items() if likeness != Likeness.SAME} == {"name"}
    assert found.matches[0].lines[0].printed == "Басқаева Гүлжаһан Өмірбекқызы"


def test_changed_marks_are_not_told_about() -> None:
    """Whether somebody's guess of the marks is right must not be found out here."""
    certified()
    right, wrong = saved_again(certificate_pdf()), design.render(sample(total=51, total_exact="51"))
    assert identify(right).kind == Kind.DIFFERENT
    assert identify(right) == identify(wrong)


@pytest.mark.parametrize("change", [scanned, photographed])
def test_a_scan_leads_to_the_document_and_is_compared_by_eye(change: object) -> None:
    certified()
    found = identify(change(certificate_pdf()))  # type: ignore[operator]
    assert (found.kind, found.has_text) == (Kind.DIFFERENT, False)
    assert set(likenesses(found).values()) == {Likeness.UNREAD}


def test_words_in_invisible_ink_are_compared_with_nothing() -> None:
    """A picture of a forged page with the right words under it says the right words to no one."""
    certified()
    found = identify(veiled(certificate_pdf()))
    assert (found.kind, found.veiled, found.has_text) == (Kind.DIFFERENT, True, False)
    assert set(likenesses(found).values()) == {Likeness.UNREAD}


def test_a_file_with_two_codes_is_compared_with_both() -> None:
    certified()
    on_register(other())
    found = identify(pages_of_both(certificate_pdf(), other_pdf()))
    assert [match.standing.code for match in found.matches] == [CODE, OTHER]


def test_a_code_of_ours_beside_an_unknown_one_is_told() -> None:
    certified()
    found = identify(pages_of_both(certificate_pdf(), other_pdf()))
    assert (len(found.matches), found.stray_codes) == (1, 1)


def test_a_code_of_ours_behind_a_foreign_address_is_told() -> None:
    certified()
    found = identify(design.render(sample(site="https://basqaru.evil.example")))
    assert (found.kind, found.foreign_host) == (Kind.DIFFERENT, "basqaru.evil.example")


def test_any_other_address_in_a_qr_code_is_told_beside_a_code_of_ours() -> None:
    certified()
    with_sticker = sticker(certificate_pdf(), "https://evil.example/check?id=1")
    found = identify(with_sticker)
    assert (found.kind, found.foreign_host) == (Kind.DIFFERENT, "evil.example")
    assert identify(sticker(certificate_pdf(), "+7 7212 55 01 02")).foreign_host == ""


def test_a_paper_of_an_address_that_we_had_before_is_ours(settings: Settings) -> None:
    certified()
    settings.SITE_URL = "https://new.example"
    assert identify(saved_again(certificate_pdf())).foreign_host == ""


def test_a_withheld_document_is_answered_as_one_that_does_not_exist() -> None:
    unknown = identify(certificate_pdf()), identify(saved_again(certificate_pdf()))
    withheld(certified())
    assert (identify(certificate_pdf()), identify(saved_again(certificate_pdf()))) == unknown
    assert unknown == (Finding(Kind.NOT_OURS, stray_codes=1),) * 2


def test_a_withheld_document_takes_the_same_way_as_an_unknown_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _each in range(2):
        with django_assert_num_queries(2):
            identify(certificate_pdf())
        if not Standing.objects.exists():
            withheld(certified())


def test_a_hidden_name_is_not_compared_with_a_guess() -> None:
    hide_name(certified(), by=organiser())
    right = identify(saved_again(certificate_pdf()))
    assert right == identify(renamed_pdf())
    assert likenesses(right)["name"] is Likeness.HIDDEN
