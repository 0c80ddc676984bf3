"""The first paper of a batch in small says what the paper will say; and a paper says in place of which one it is."""

from __future__ import annotations

from typing import Any

import pytest

from certificates.design import document_html
from certificates.mini import mini_of
from tests.certificates.paper_samples import sample, statement

REPLACED = {"number": "2026-00098", "issued_on": "2026-10-23"}
SAID = "2026 жылғы 23 қазандағы № 2026-00098 сертификаттың орнына берілді"


def told(html: str) -> str:
    return html.replace("\xa0", " ").replace("&nbsp;", " ")


def test_there_is_nothing_in_small_of_no_paper() -> None:
    assert mini_of(None) is None


def test_a_certificate_in_small_says_what_stands_on_it() -> None:
    mini = mini_of(sample(language="tri"))
    assert mini is not None
    assert (mini.language, mini.title, mini.is_letter) == ("kk", "СЕРТИФИКАТ", False)
    assert mini.name == "Нұрғалиева Гүлжаһан Өмірбекқызы"
    assert [fact.replace("\xa0", " ") for fact in mini.facts] == [
        "80 академиялық сағат", "05.10.2026 – 23.10.2026", "2026 жылғы 23 қазан", "2029 жылғы 23 қазанға дейін",
    ]  # fmt: skip
    assert "міндетін атқарушы" in mini.capacity


def test_a_statement_in_small_is_a_letter_without_a_last_day() -> None:
    mini = mini_of(statement(language="ru"))
    assert mini is not None
    assert (mini.title, mini.is_letter, len(mini.facts)) == ("СПРАВКА", True, 3)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ""),
        ({"replaces": REPLACED}, SAID),
        ({"replaces": REPLACED, "kind": "duplicate"}, f"ТЕЛНҰСҚА · {SAID}"),
    ],
)
def test_a_paper_says_in_place_of_which_one_it_is_and_a_duplicate_that_it_is_one(
    changes: dict[str, Any], said: str
) -> None:
    snapshot = sample(language="kk", **changes)
    mini = mini_of(snapshot)
    assert mini is not None
    assert told(mini.instead) == said
    html = told(document_html(snapshot))
    assert ("орнына берілді" in html) is bool(said)
    assert said in html
    assert ("ТЕЛНҰСҚА" in html) is ("kind" in changes)


def test_a_specimen_in_small_says_so() -> None:
    mini = mini_of(sample(language="en", specimen=True))
    assert mini is not None
    assert mini.void == "SPECIMEN"
