"""What a file prints beside what the register says: texts in, lines out."""

from __future__ import annotations

from typing import Any, cast

import pytest

from certificates.codes import pretty
from certificates.comparing import Likeness, compare, likest, plain, stands_in
from certificates.paper.wording import WORDING, hours_in_words
from certificates.snapshot import Snapshot
from certificates.standing import Public, public_fields
from people.written import date_in_words, date_until, range_in_digits
from tests.certificates.design_samples import CHAIR, DEAN, in_design
from tests.certificates.paper_samples import CODE, sample, statement

Line = tuple[Likeness, str]


def pages_of(snapshot: Snapshot) -> list[str]:
    """The text layer of our paper as far as the public fields go: the certificate and its appendix."""
    wording = WORDING["kk"]
    signed = snapshot["signatory"]["name"]
    first = [
        snapshot["provider"]["name"]["kk"],
        wording.certificate,
        f"№\u00a0{snapshot['number']}",
        snapshot["name"]["full"],
        f"«{snapshot['programme']['kk']}»".replace(": ", ":\n"),
        hours_in_words(snapshot["hours"]["declared"], "kk"),
        range_in_digits(snapshot["course_start"], snapshot["course_end"]),
        date_in_words(snapshot["issued_on"], "kk"),
        date_until(snapshot["valid_through"] or "2029-01-01", "kk"),
        signed,
        "Бланк ОД № 0004512",
        pretty(CODE, " "),
    ]
    second = [
        wording.appendix,
        f"2026 жылғы 23 қазандағы № {snapshot['number']} сертификатқа",
        snapshot["name"]["full"],
        f"«{snapshot['programme']['kk']}»",
        hours_in_words(snapshot["hours"]["declared"], "kk"),
        "Бағалау критерийі Ұпай 18,5 / 20",
        signed,
        pretty(CODE, " "),
    ]
    return ["\n".join(first), "\n".join(second)]


def found(pages: list[str], **options: Any) -> dict[str, Line]:
    public = public_fields(sample())
    return {line.key: (line.likeness, line.printed) for line in compare(pages, public, CODE, **options)}


def test_our_own_words_are_the_same_field_by_field() -> None:
    lines = found(pages_of(sample()))
    assert set(lines.values()) == {(Likeness.SAME, "")}
    assert list(lines) == ["name", "number", "programme", "hours", "course", "issued", "valid", "signatory", "code"]


def test_no_mark_is_among_the_fields() -> None:
    register = [line.register for line in compare(pages_of(sample()), public_fields(sample()), CODE)]
    assert not any(mark in text for text in register for mark in ("18", "27", "89", "отлично", "өте жақсы"))


@pytest.mark.parametrize(
    ("old", "new", "key", "printed"),
    [
        ("Гүлжаһан", "Айгерім", "name", "Нұрғалиева Айгерім Өмірбекқызы"),
        ("Нұрғалиева", "Нұрғалиев", "name", "Нұрғалиев Гүлжаһан Өмірбекқызы"),
        ("2026-00137", "2026-00731", "number", "2026-00731"),
        ("80\u00a0академиялық", "120\u00a0академиялық", "hours", "120 академиялық сағат"),
        ("80\u00a0академиялық", "180\u00a0академиялық", "hours", "180 академиялық сағат"),
        ("23.10.2026", "30.10.2026", "course", "05.10.2026 - 30.10.2026"),
        ("2029\u00a0жылғы", "2039\u00a0жылғы", "valid", "2039 жылғы 23 қазанға дейін"),
        ("Қ. Б. Әубәкіров", "Қ. Б. Әбікеров", "signatory", "Қ. Б. Әбікеров"),
    ],
)
def test_a_field_that_was_changed_is_shown_as_the_file_has_it(old: str, new: str, key: str, printed: str) -> None:
    pages = [page.replace(old, new) for page in pages_of(sample())]
    assert "".join(pages) != "".join(pages_of(sample()))
    lines = found(pages)
    assert lines.pop(key) == (Likeness.DIFFERS, printed)
    assert {likeness for likeness, _printed in lines.values()} == {Likeness.SAME}


def test_a_name_that_was_changed_on_one_page_alone_is_found() -> None:
    first, second = pages_of(sample())
    assert found([first.replace("Гүлжаһан", "Айгерім"), second])["name"][0] is Likeness.DIFFERS
    assert found([first, second.replace("Гүлжаһан", "Айгерім")])["name"][0] is Likeness.DIFFERS


def test_another_number_beside_the_right_one_is_told() -> None:
    first, second = pages_of(sample())
    assert found([f"{first}\n№ 2026-00999", second])["number"] == (Likeness.DIFFERS, "2026-00999")


REPLACES: Any = {"number": "2026-00101", "issued_on": "2026-09-01"}
INSTEAD = "2026 жылғы 1 қыркүйектегі № 2026-00101 сертификаттың орнына берілді"


def again(pages: list[str]) -> dict[str, Line]:
    public = public_fields(sample(replaces=REPLACES))
    return {line.key: (line.likeness, line.printed) for line in compare(pages, public, CODE)}


def test_the_number_in_place_of_which_it_was_issued_is_not_taken_for_a_false_one() -> None:
    first, second = pages_of(sample())
    lines = again([f"{first}\n{INSTEAD}", second])
    assert set(lines.values()) == {(Likeness.SAME, "")}
    assert "replaces" in lines


def test_another_paper_in_its_place_is_told() -> None:
    first, second = pages_of(sample())
    lines = again([f"{first}\n{INSTEAD.replace('00101', '00102')}", second])
    assert lines["replaces"][0] is Likeness.DIFFERS
    assert lines["number"] == (Likeness.DIFFERS, "2026-00102")
    assert again([first, second])["replaces"] == (Likeness.MISSING, "")


def test_who_sign_beside_the_head_are_compared() -> None:
    first, second = pages_of(sample())
    public = public_fields(in_design(signers=[CHAIR, DEAN]))
    assert [line.register for line in compare([first], public, CODE) if line.key == "signatory"] == [
        "Қ. Б. Әубәкіров", CHAIR["name"], DEAN["name"],
    ]  # fmt: skip

    def likenesses(*signed: str) -> list[Likeness]:
        pages = ["\n".join([first, *signed]), second]
        return [line.likeness for line in compare(pages, public, CODE) if line.key == "signatory"]

    assert likenesses(CHAIR["name"], DEAN["name"]) == [Likeness.SAME] * 3
    assert likenesses("С. Т. Мұканов", DEAN["name"]) == [Likeness.SAME, Likeness.DIFFERS, Likeness.SAME]


def test_what_was_taken_away_is_missing() -> None:
    pages = [page.replace("Нұрғалиева Гүлжаһан Өмірбекқызы", "") for page in pages_of(sample())]
    assert found(pages)["name"] == (Likeness.MISSING, "")


def test_a_letter_before_it_does_not_count() -> None:
    lines = found(["Құрметті әріптестер! Сертификатты жіберіп отырмыз.", *pages_of(sample())])
    assert {likeness for likeness, _printed in lines.values()} == {Likeness.SAME}


def test_another_persons_file_with_our_code_glued_in_agrees_in_little() -> None:
    other = sample(
        number="2025-00004", course_start="2025-03-01", course_end="2025-03-20", issued_on="2025-03-21",
        valid_through="2028-03-21", name={"surname": "Басқа", "given": "Адам", "patronymic": "", "full": "Басқа Адам"},
    )  # fmt: skip
    lines = found(pages_of(other))
    differing = {key for key, (likeness, _printed) in lines.items() if likeness != Likeness.SAME}
    assert differing == {"name", "number", "course", "issued", "valid"}


def test_a_scan_has_nothing_to_compare() -> None:
    assert {likeness for likeness, _printed in found([" \n", ""]).values()} == {Likeness.UNREAD}


def test_a_hidden_name_is_neither_shown_nor_compared() -> None:
    public = cast(Public, {**public_fields(sample()), "name": "Н. Г. Ө.", "name_hidden": True})
    for name in ("Нұрғалиева Гүлжаһан Өмірбекқызы", "Басқа Адам"):
        pages = [page.replace("Нұрғалиева Гүлжаһан Өмірбекқызы", name) for page in pages_of(sample())]
        first, *others = compare(pages, public, CODE, name_hidden=True)
        assert (first.key, first.register, first.likeness, first.printed) == ("name", "", Likeness.HIDDEN, "")
        assert {line.likeness for line in others} == {Likeness.SAME}


def test_a_statement_has_no_term() -> None:
    lines = compare([""], public_fields(statement()), CODE)
    assert "valid" not in {line.key for line in lines}


@pytest.mark.parametrize(
    ("phrase", "text", "stands"),
    [
        ("Ахметова Сәуле", "берілді:\nАхметова\nСәуле", True),
        ("Ахметова Сәуле", "Ахметова\u00a0Сә\u00adуле", True),
        ("Ахметова Сәуле", "Ахметова Сәулеш", False),
        ("2026-00013", "№ 2026-000137", False),
        ("2026-00013", "№ ҮЛГІ-2026-00013", False),
        ("05.10.2026 – 23.10.2026", "05.10.2026 — 23.10.2026", True),
    ],
)
def test_a_phrase_stands_whole_or_not_at_all(phrase: str, text: str, stands: bool) -> None:
    assert stands_in(phrase, plain(text)) is stands


def test_nothing_is_likened_to_what_is_wholly_different() -> None:
    assert likest("Нұрғалиева Гүлжаһан Өмірбекқызы", "Сертификат беріледі және тіркеледі") == ""
