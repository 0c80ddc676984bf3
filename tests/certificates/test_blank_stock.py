"""Blanks are received once, counted always, taken in order, and never lost without a word."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from certificates import registering
from certificates.blanks import printing, stock, tray, writing_off
from certificates.blanks.checking import problems
from certificates.blanks.moving import MOVES, move
from certificates.blanks.numbering import in_ranges, spelled_series, value_of, values_in
from certificates.blanks.receiving import receive
from certificates.blanks.writing_off import write_off
from certificates.models import Blank, BlankEvent, BlankPile, BlankUse, PrintJob, Standing
from courses.models import Counter
from tests.at_once import at_once
from tests.certificates.blank_scenes import begun, delivery, make_pile, states
from tests.certificates.issued import certificate, organiser, statement
from tests.certificates.test_write_off import act

pytestmark = pytest.mark.django_db
State = Blank.State


def refused(refusal: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(refusal.value.messages)


# ---- numbers as they are written ------------------------------------------------------------------------------------
@pytest.mark.parametrize(("typed", "series"), [("од", "ОД"), (" О Д ", "ОД"), ("OД", "ОД"), ("ab", "AB"), ("12", "12")])
def test_a_series_is_spelled_one_way(typed: str, series: str) -> None:
    assert spelled_series(typed) == series


@pytest.mark.parametrize(
    ("typed", "values"),
    [("0004512", [4512]), ("7, 9–11", [7, 9, 10, 11]), ("№ 5; 5\n6-7", [5, 6, 7]), ("", [])],
)
def test_numbers_and_ranges_are_read_as_they_are_written_down(typed: str, values: list[int]) -> None:
    assert values_in(typed) == values


def test_a_list_of_many_ranges_has_an_end() -> None:
    typed = ",".join(f"{n}0001-{n + 1}0000" for n in range(30))
    with pytest.raises(ValidationError, match="more than 10000 numbers"):
        values_in(typed)


@pytest.mark.parametrize("typed", ["ОД 5", "9–7", "1-99999999", "5,,x"])
def test_what_is_no_number_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValidationError, match="is no"):
        values_in(typed)


def test_a_number_may_be_typed_with_its_sign_and_blanks() -> None:
    assert value_of("№ 0004 512") == 4512
    with pytest.raises(ValidationError, match="digits"):
        value_of("ОД")


def test_neighbours_are_one_range() -> None:
    blanks = [Blank(series="ОД", value=value) for value in (3, 1, 2, 7)] + [Blank(series="КҚ", value=8)]
    ranges = [(first.series, first.value, last.value, count) for first, last, count in in_ranges(blanks)]
    assert ranges == [("КҚ", 8, 8, 1), ("ОД", 1, 3, 3), ("ОД", 7, 7, 1)]


# ---- receiving ------------------------------------------------------------------------------------------------------
def test_a_delivery_comes_into_the_stock_number_by_number() -> None:
    pile = make_pile(first="0000098", last="0000101")
    assert list(pile.blanks.values_list("series", "number", "state")) == [
        ("ОД", number, "in_stock") for number in ("0000098", "0000099", "0000100", "0000101")
    ]
    assert str(pile) == "ОД №\xa00000098–0000101"


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"first": "45a1"}, "zeros and all"),
        ({"first": "4501"}, "as many digits"),
        ({"first": "0004521"}, "comes before the first"),
        ({"first": "0000001", "last": "0020000"}, "at most 10000"),
        ({"received_on": date(2126, 11, 20)}, "today or have been"),
    ],
)
def test_a_delivery_that_cannot_be_is_refused(fields: dict[str, object], refusal: str) -> None:
    with pytest.raises(ValidationError) as raised:
        make_pile(**fields)
    assert refusal in refused(raised)
    assert not Blank.objects.exists()


@pytest.mark.parametrize(("first", "last"), [("0004501", "0004501"), ("0004490", "0004501"), ("04510", "04530")])
def test_ranges_of_one_series_never_overlap_whatever_their_width(first: str, last: str) -> None:
    with time_machine.travel("2026-11-20 12:00+05:00", tick=False):
        make_pile()
        with pytest.raises(ValidationError) as raised:
            make_pile(series="OД", first=first, last=last)
    assert refused(raised) == "ОД №\xa00004501–0004520 were received on 20.11.2026 already."
    assert BlankPile.objects.count() == 1


def test_another_series_may_have_the_same_numbers() -> None:
    make_pile()
    assert make_pile(series="КҚ").size == 20


@pytest.mark.django_db(transaction=True)
def test_two_who_receive_the_same_delivery_at_once_receive_it_once() -> None:
    by = organiser()
    refusals = at_once(lambda: receive(delivery(), by=by), lambda: receive(delivery(first="0004510"), by=by))
    assert sorted(refusals) == ["", "taken"]
    assert Blank.objects.count() in (20, 11)


def test_the_database_itself_keeps_one_blank_per_number() -> None:
    pile = make_pile()
    with pytest.raises(IntegrityError), transaction.atomic():
        Blank.objects.create(pile=pile, series="ОД", value=4501, number="4501")


@pytest.mark.parametrize(("series", "number"), [("OД", "0004502"), ("ОД", "№ 4502"), ("О Д", "000 4502")])
def test_however_it_was_written_by_hand_before_it_is_counted_as_used(series: str, number: str) -> None:
    registering.record_blank(certificate(), series=series, number=number, by=organiser())
    assert states(make_pile()) == {"0004502": "carries"}


def test_what_was_recorded_by_hand_before_is_counted_as_used() -> None:
    registering.record_blank(certificate(), series="ОД", number="0004502", by=organiser())
    registering.record_blank(certificate(), series="ОД", number="4503", by=organiser())
    assert states(make_pile()) == {"0004502": "carries", "0004503": "carries"}


# ---- the one door ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("now", State.values)
@pytest.mark.parametrize("to", State.values)
def test_a_blank_moves_as_the_table_says_and_each_move_is_written_down(now: str, to: str) -> None:
    [blank] = make_pile(first="1", last="1").blanks.all()
    Blank.objects.update(state=now)
    if to in MOVES[now]:
        move([blank], to, by=organiser(), why="себебі")
        [event] = BlankEvent.objects.all()
        assert (event.old, event.new, event.why, event.by) == (now, to, "себебі", organiser())
    else:
        with pytest.raises(ValidationError, match="cannot become"):
            move([blank], to, by=organiser())
        assert not BlankEvent.objects.exists()
    blank.refresh_from_db()
    assert blank.state == (to if to in MOVES[now] else now)


def test_of_several_blanks_all_move_or_none() -> None:
    pile = make_pile()
    first, second = pile.blanks.order_by("value")[:2]
    move([second], State.WRITTEN_OFF, by=organiser())
    with pytest.raises(ValidationError):
        move([first, second], State.SET_ASIDE, by=organiser())
    assert states(pile) == {"0004502": "written_off"}


# ---- what a document's page records ---------------------------------------------------------------------------------
def test_a_recorded_blank_is_spelled_as_it_was_received_and_leaves_the_stock() -> None:
    pile, document = make_pile(), certificate()
    use = registering.record_blank(document, series="oд", number="4507", by=organiser())
    assert str(use) == "ОД № 0004507"
    assert states(pile) == {"0004507": "carries"}
    assert Standing.objects.get(document=document).public["blank"] == {"series": "ОД", "number": "0004507"}


@pytest.mark.parametrize(
    ("prepare", "refusal"),
    [
        (State.WRITTEN_OFF, "cannot become"),
        (State.ON_PRESS, "print job that is open"),
        (State.CARRIES, "carries a document already"),
    ],
)
def test_a_blank_that_is_elsewhere_carries_nothing_more(prepare: str, refusal: str) -> None:
    make_pile()
    Blank.objects.filter(number="0004507").update(state=prepare)
    with pytest.raises(ValidationError) as raised:
        registering.record_blank(certificate(), series="ОД", number="0004507", by=organiser())
    assert refusal in refused(raised)
    assert not BlankUse.objects.exists()


def test_a_number_that_nobody_received_is_refused_once_the_series_is_counted() -> None:
    document = certificate()
    registering.record_blank(document, series="ОД", number="9", by=organiser())
    make_pile()
    with pytest.raises(ValidationError, match="receive the delivery first"):
        registering.record_blank(document, series="ОД", number="0009999", by=organiser())
    assert registering.record_blank(document, series="КҚ", number="1", by=organiser()).number == "1"


def test_a_protected_blank_never_carries_a_specimen() -> None:
    make_pile(is_specimen=False)
    with pytest.raises(ValidationError, match="specimen is never printed"):
        registering.record_blank(certificate(), series="ОД", number="0004507", by=organiser())


def test_the_blank_that_carried_it_before_waits_to_be_written_off() -> None:
    pile, document = make_pile(), certificate()
    for number in ("0004501", "0004502"):
        registering.record_blank(document, series="ОД", number=number, by=organiser())
    assert states(pile) == {"0004501": "spoiled", "0004502": "carries"}


# ---- the balance ----------------------------------------------------------------------------------------------------
def test_left_is_received_less_carried_less_written_off() -> None:
    pile = make_pile()
    for number, state in [("0004501", "carries"), ("0004502", "carries"), ("0004503", "written_off"),
                          ("0004504", "spoiled"), ("0004505", "set_aside"), ("0004506", "on_press")]:  # fmt: skip
        Blank.objects.filter(number=number).update(state=state)
    [each] = stock.piles(with_runs=True)
    assert (each.left, each.ready, each.next_number) == (17, 14, "0004507")
    assert [(run.state, run.first, run.size) for run in each.runs] == [
        ("carries", 4501, 2), ("written_off", 4503, 1), ("spoiled", 4504, 1), ("set_aside", 4505, 1),
        ("on_press", 4506, 1), ("in_stock", 4507, 14),
    ]  # fmt: skip
    assert each.pile == pile


def test_the_balance_of_a_series_is_that_of_all_its_piles() -> None:
    make_pile()
    make_pile(first="0004521", last="0004530")
    make_pile(series="КҚ", first="1", last="5")
    Blank.objects.filter(number__in=("0004501", "0004521")).update(state="carries")
    Blank.objects.filter(number="0004502").update(state="written_off")
    counted = [(each.series, each.piles, each.received, each.left) for each in stock.by_series(stock.piles())]
    assert counted == [("ОД", 2, 30, 27), ("КҚ", 1, 5, 5)]


def test_a_pile_that_is_used_up_has_no_next_number() -> None:
    make_pile()
    Blank.objects.update(state="carries")
    [each] = stock.piles(with_runs=True)
    assert (each.left, each.next_number, len(each.runs)) == (0, "", 1)


@pytest.mark.parametrize(("ready", "is_low"), [(30, False), (29, True), (0, True)])
def test_a_kind_is_low_below_the_setting_over_all_its_piles(ready: int, is_low: bool) -> None:
    make_pile(first="001", last="015")
    make_pile(first="016", last="030")
    make_pile(series="RU", first="001", last="100", language="ru")
    Blank.objects.filter(series="ОД", value__gt=ready).update(state="carries")
    low = {kind.language: (kind.ready, kind.is_low) for kind in stock.kinds(timezone.localdate())}
    assert low == {"kk": (ready, is_low), "ru": (100, False)}


@pytest.mark.parametrize(("days", "is_low"), [(364, True), (365, True), (366, False)])
def test_words_that_nobody_uses_any_more_are_not_missed(days: int, is_low: bool) -> None:
    with time_machine.travel("2025-03-03 12:00+05:00"):
        make_pile(first="1", last="5", received_on=date(2025, 3, 3))
    [kind] = stock.kinds(date(2025, 3, 3) + timedelta(days=days))
    assert kind.is_low is is_low


def test_a_job_of_the_night_counts_for_the_day_of_the_country() -> None:
    job = begun(1, pile=make_pile(received_on=date(2020, 1, 1)))
    PrintJob.objects.filter(pk=job.pk).update(at=datetime.fromisoformat("2025-03-03 00:30+05:00"))
    assert [kind.is_missed for kind in stock.kinds(date(2026, 3, 3))] == [True]
    assert [kind.is_missed for kind in stock.kinds(date(2026, 3, 4))] == [False]


@pytest.mark.sqlite  # PostgreSQL reads a small table whole
def test_what_is_ready_is_counted_without_reading_what_has_gone_its_way() -> None:
    make_pile()
    plan = BlankPile.objects.counted().with_count_of(State.IN_STOCK).explain()
    assert "USING COVERING INDEX blanks_of_a_pile (pile_id=? AND state=?)" in plan
    assert stock.spoiled() == 0


# ---- the tray -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("skipped", "state"), [("set_aside", "set_aside"), ("spoiled", "spoiled")])
def test_blanks_that_are_skipped_are_explained(skipped: str, state: str) -> None:
    pile = make_pile()
    blank = tray.lay_in_tray(pile, "4503", skipped=skipped, why="су тиді", by=organiser())
    assert blank.number == "0004503"
    assert states(pile) == {"0004501": state, "0004502": state}
    assert set(BlankEvent.objects.values_list("why", flat=True)) == {"су тиді"}


@pytest.mark.parametrize(
    ("skipped", "why"), [("", ""), ("", "су тиді"), ("set_aside", " "), ("written_off", "су тиді")]
)
def test_without_an_explanation_nothing_is_skipped(skipped: str, why: str) -> None:
    pile = make_pile()
    with pytest.raises(ValidationError) as raised:
        tray.lay_in_tray(pile, "0004504", skipped=skipped, why=why, by=organiser())
    assert "ОД №\xa00004501–0004503" in refused(raised)
    assert states(pile) == {}


def test_the_blank_that_is_expected_needs_no_explanation() -> None:
    pile = make_pile()
    assert tray.lay_in_tray(pile, "0004501", by=organiser()).number == "0004501"
    assert not BlankEvent.objects.exists()


def test_what_was_set_aside_may_lie_on_top_again() -> None:
    pile = make_pile()
    tray.lay_in_tray(pile, "0004503", skipped="set_aside", why="жәшікте", by=organiser())
    tray.lay_in_tray(pile, "0004502", by=organiser())
    assert states(pile) == {"0004501": "set_aside"}
    assert stock.piles()[0].next_number == "0004502"


@pytest.mark.parametrize(("number", "refusal"), [("0009999", "This pile has"), ("0004501", "Carries a document")])
def test_a_blank_that_is_not_there_is_not_next(number: str, refusal: str) -> None:
    pile = make_pile()
    Blank.objects.filter(number="0004501").update(state="carries")
    with pytest.raises(ValidationError) as raised:
        tray.lay_in_tray(pile, number, by=organiser())
    assert refusal in refused(raised)


def test_a_stretch_that_was_set_aside_is_put_back_once() -> None:
    pile = make_pile()
    tray.lay_in_tray(pile, "0004504", skipped="set_aside", why="жәшікте", by=organiser())
    assert tray.put_back(pile, first=4501, last=4502, by=organiser()) == 2
    assert states(pile) == {"0004503": "set_aside"}
    with pytest.raises(ValidationError, match="None of these"):
        tray.put_back(pile, first=4501, last=4502, by=organiser())


def test_a_statement_can_be_recorded_on_a_blank_as_before() -> None:
    make_pile()
    assert str(registering.record_blank(statement(), series="ОД", number="0004501", by=organiser())) == "ОД № 0004501"


# ---- the proof -------------------------------------------------------------------------------------------------------
def lived_in() -> BlankPile:
    """A stock in which everything has happened that can."""
    job = begun(3)
    bad = job.sheets.get(place=2)
    printing.confirm(job, spoiled=[bad.pk], by=organiser())
    begun(1, pile=job.pile)
    tray.lay_in_tray(job.pile, "0004507", skipped="set_aside", why="жәшікте", by=organiser())
    write_off(writing_off.waiting(), act(reason="printing"), by=organiser())
    return job.pile


def test_a_stock_in_which_everything_has_happened_is_whole() -> None:
    registering.record_blank(certificate(), series="ОД", number="4520", by=organiser())
    pile = lived_in()
    assert set(pile.blanks.values_list("state", flat=True)) == set(State.values) - {"spoiled", "taken_back"}
    assert list(problems()) == []


@pytest.mark.parametrize(
    ("number", "state", "said"),
    [
        ("0004502", "carries", "an act names it"),
        ("0004501", "in_stock", "a document is recorded on it"),
        ("0004504", "in_stock", "an open print job has it"),
        ("0004505", "carries", "no document is recorded on it"),
        ("0004510", "written_off", "no act names it"),
        ("0004510", "on_press", "no open print job has it"),
    ],
)
def test_a_blank_that_is_not_where_its_papers_say_is_named(number: str, state: str, said: str) -> None:
    pile = lived_in()
    pile.blanks.filter(number=number).update(state=state)
    assert f"Blank ОД {number} is “{state}”, but {said}." in list(problems())


def test_a_gap_among_the_acts_and_a_blank_that_is_gone_are_named() -> None:
    pile = lived_in()
    Counter.objects.filter(kind="specimen-blank-act").update(next=3)
    pile.blanks.filter(number="0004519").delete()
    year = timezone.localdate().year
    assert list(problems()) == [
        f"specimen-blank-act {year}: no act has the number 2.",
        "Pile ОД 0004501: not as many blanks as were received.",
    ]
