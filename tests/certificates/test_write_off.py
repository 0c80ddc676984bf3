"""Blanks leave the stock by an act: numbered, signed by a commission, each blank once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from certificates.blanks import printing, tray, writing_off
from certificates.blanks.act_paper import act_html, act_pdf
from certificates.blanks.writing_off import Act, write_off
from certificates.models import Blank, BlankPile, WriteOff, WriteOffLine
from people.models import Provider
from tests.at_once import at_once
from tests.cast import make_provider
from tests.certificates.blank_scenes import begun, make_pile, states
from tests.certificates.issued import head, organiser
from tests.paper_reading import Paper

pytestmark = pytest.mark.django_db


def act(**fields: Any) -> Act:
    values: dict[str, Any] = {
        "dated": timezone.localdate(), "reason": "damaged", "commission": ["А. Исабеков, төраға", "Д. Оспанов"],
        "circumstances": "", "language": "kk",
    }  # fmt: skip
    return Act(**{**values, **fields})


def some(pile: BlankPile, *numbers: str) -> list[Blank]:
    return list(pile.blanks.filter(number__in=numbers))


def test_an_act_takes_the_next_number_of_its_year_and_its_blanks_out_of_the_stock() -> None:
    with time_machine.travel("2026-11-20 12:00+05:00", tick=False):
        pile = make_pile(received_on=date(2025, 12, 1))
        numbers = [
            str(write_off(some(pile, number), act(dated=day), by=organiser()))
            for number, day in [
                ("0004501", date(2026, 11, 20)), ("0004502", date(2026, 11, 20)), ("0004503", date(2025, 12, 30)),
            ]
        ]  # fmt: skip
    assert numbers == ["ҮЛГІ-2026-1", "ҮЛГІ-2026-2", "ҮЛГІ-2025-1"]
    assert states(pile) == dict.fromkeys(("0004501", "0004502", "0004503"), "written_off")


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"commission": ["А. Исабеков"]}, "at least two people"),
        ({"dated": date(2126, 11, 20)}, "between the delivery"),
        ({"dated": date(2001, 1, 1)}, "between the delivery"),
        ({"reason": "lost"}, "how the blanks were lost"),
    ],
)
def test_an_act_that_cannot_be_takes_no_number(fields: dict[str, Any], refusal: str) -> None:
    pile = make_pile()
    with pytest.raises(ValidationError) as raised:
        write_off(some(pile, "0004501"), act(**fields), by=organiser())
    assert refusal in " ".join(raised.value.messages)
    assert str(write_off(some(pile, "0004501"), act(), by=organiser())).endswith("-1")


def test_an_act_is_not_dated_before_what_it_tells() -> None:
    pile = make_pile(received_on=date(2026, 11, 2))
    spoiled_at = datetime.fromisoformat("2026-11-20 00:30+05:00")
    tray.lay_in_tray(pile, "0004502", skipped="spoiled", why="су тиді", by=organiser(), now=spoiled_at)
    now = datetime.fromisoformat("2026-11-21 12:00+05:00")
    with pytest.raises(ValidationError, match="something still happened"):
        write_off(some(pile, "0004501"), act(dated=date(2026, 11, 19)), by=organiser(), now=now)
    assert write_off(some(pile, "0004501"), act(dated=date(2026, 11, 20)), by=organiser(), now=now).number == 1


def test_an_act_names_some_blank() -> None:
    with pytest.raises(ValidationError, match="Choose which"):
        write_off([], act(), by=organiser())


@pytest.mark.parametrize("state", ["carries", "on_press", "written_off"])
def test_a_blank_that_carries_a_document_or_is_printed_on_is_not_written_off(state: str) -> None:
    pile = make_pile()
    Blank.objects.filter(number="0004502").update(state=state)
    with pytest.raises(ValidationError, match="cannot become"):
        write_off(some(pile, "0004501", "0004502"), act(), by=organiser())
    assert states(pile) == {"0004502": state}
    assert not WriteOff.objects.exists()


def test_protected_blanks_and_sheets_for_trying_out_have_acts_of_their_own() -> None:
    mixed = [*some(make_pile(), "0004501"), *some(make_pile(series="КҚ", is_specimen=False), "0004501")]
    with pytest.raises(ValidationError, match="acts of their own"):
        write_off(mixed, act(), by=organiser())
    year = timezone.localdate().year
    acts = [str(write_off([blank], act(), by=organiser())) for blank in mixed]
    assert acts == [f"ҮЛГІ-{year}-1", f"{year}-1"]


@pytest.mark.django_db(transaction=True)
def test_two_acts_at_once_write_a_blank_off_once() -> None:
    pile, by = make_pile(), organiser()
    blanks = some(pile, "0004501")
    refusals = at_once(*[lambda: write_off(blanks, act(), by=by)] * 2)
    assert sorted(refusals).count("") == 1
    assert WriteOffLine.objects.count() == WriteOff.objects.count() == 1


def test_the_database_itself_writes_a_blank_off_once() -> None:
    pile = make_pile()
    made = write_off(some(pile, "0004501"), act(), by=organiser())
    with pytest.raises(IntegrityError), transaction.atomic():
        WriteOffLine.objects.create(act=made, blank=some(pile, "0004501")[0])


# ---- the paper ------------------------------------------------------------------------------------------------------
def test_the_act_says_for_which_documents_sheets_were_spoiled_and_joins_neighbours() -> None:
    make_provider()
    head()
    job = begun(2)
    bad = job.sheets.get(place=1)
    printing.confirm(job, spoiled=[bad.pk], by=organiser())
    tray.lay_in_tray(job.pile, "0004506", skipped="spoiled", why="су тиді", by=organiser())
    made = write_off(writing_off.waiting(), act(reason="printing"), by=organiser())
    assert [
        (row["first"], row["last"], row["count"], row["document"], row["said"]) for row in made.snapshot["rows"]
    ] == [
        ("0004501", "0004501", 1, bad.document.number_text, ""),
        ("0004503", "0004505", 3, "", "су тиді"),
    ]
    text = " ".join(Paper(act_pdf(made.snapshot)).text().split())
    for said in ("0004503–0004505", "Барлығы: 4", "су тиді", bad.document.number_text, "А. Исабеков, төраға",
                 "«Оқу және Даму Институты» ЖШС", "Б. Қ. Қуанышев", "ҮЛГІ"):  # fmt: skip
        assert said in text


@pytest.mark.parametrize(("reason", "found"), [("printing", "бүлінген"), ("damaged", "жарамсыз"), ("lost", "жоғалған")])
def test_the_act_says_what_the_commission_found(reason: str, found: str) -> None:
    circumstances = "Пошта жеткізбеді."
    made = write_off(some(make_pile(), "0004501"), act(reason=reason, circumstances=circumstances), by=organiser())
    html = act_html(made.snapshot)
    sentence = next(line for line in html.splitlines() if "есептен шығарды" in line)
    assert found in sentence
    assert "{" not in sentence
    assert circumstances in html


@pytest.mark.parametrize(
    ("language", "title"), [("kk", "есептен шығару"), ("ru", "О списании"), ("en", "On writing off")]
)
def test_the_act_speaks_the_language_that_was_chosen(language: str, title: str) -> None:
    made = write_off(some(make_pile(), "0004501"), act(language=language), by=organiser())
    assert title in act_html(made.snapshot)


def test_the_act_prints_what_it_said_whatever_changes_afterwards() -> None:
    make_provider()
    made = write_off(some(make_pile(), "0004501"), act(), by=organiser())
    Provider.objects.update(legal_name_kk="Басқа атау")
    assert "Оқу және Даму Институты" in act_html(WriteOff.objects.get().snapshot)
    assert made.snapshot["commission"] == ["А. Исабеков, төраға", "Д. Оспанов"]


def test_without_a_provider_and_a_head_the_act_has_lines_to_write_on() -> None:
    made = write_off(some(make_pile(), "0004501"), act(), by=organiser())
    assert made.snapshot["head"]["name"] == ""
    assert len(Paper(act_pdf(made.snapshot))) == 1
