"""The pages of blanks: who may open them, what they say, and the way from a certificate to its blank."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import Settings

from certificates import registering
from certificates.blanks import printing, stock, tray
from certificates.blanks.checking import problems
from certificates.blanks.writing_off import write_off
from certificates.millimetres import in_millimetres, read_tenths
from certificates.models import Blank, BlankPile, BlankUse, Printer, PrintJob, WriteOff
from certificates.models.blank_printing import FURTHEST
from config.home_blanks import blanks_to_see_to
from people.models import ExportEvent
from people.roles import Role
from tests.cast import make_user, marat
from tests.certificates.blank_scenes import begun, make_pile, make_printer, states, waiting
from tests.certificates.issued import as_user, certificate, head, organiser, user
from tests.certificates.test_write_off import act, some

pytestmark = pytest.mark.django_db
PAGES = ["blanks", "blanks_receive", "write_off", "print_choose", "print_check", "printers", "printer_new"]


@pytest.fixture
def aigul() -> Client:
    return as_user(organiser())


def body(response: Any) -> str:
    return str(response.content.decode())


def address(name: str, *args: int, **query: Any) -> str:
    path = reverse(f"certificates:{name}", args=args)
    return f"{path}?{urlencode(query, doseq=True)}" if query else path


# ---- who ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", PAGES)
def test_blanks_are_the_organisers(name: str) -> None:
    stranger = Client().get(address(name))
    assert (stranger.status_code, "/account/login" in stranger["Location"]) == (302, True)
    for person in (head(), marat(), make_user("daulet@institute.example", Role.TRAINER)):
        assert as_user(person).get(address(name)).status_code == 403


@pytest.mark.parametrize("name", ["pile", "print_job", "act", "printer", "calibration"])
def test_what_is_not_there_is_not_found(aigul: Client, name: str) -> None:
    assert aigul.get(address(name, 404)).status_code == 404


@pytest.mark.parametrize("name", ["put_back", "take_back", "job_pages", "job_confirm", "job_give_up"])
def test_only_a_press_of_a_button_changes_something(aigul: Client, name: str) -> None:
    assert aigul.get(address(name, 1)).status_code == 405


# ---- the stock ------------------------------------------------------------------------------------------------------
def test_an_empty_stock_says_what_to_do(aigul: Client) -> None:
    page = body(aigul.get(address("blanks")))
    assert "No blanks have been received" in page
    assert address("blanks_receive") in page


def test_a_delivery_is_received_by_its_form(aigul: Client) -> None:
    sent = {
        "series": "од", "first": "0004501", "last": "0004510", "language": "kk", "names_provider": "on",
        "received_on": timezone.localdate().isoformat(), "delivery_note": "№ 18",
    }  # fmt: skip
    check = aigul.post(address("blanks_receive"), sent)
    assert not BlankPile.objects.exists()
    assert "ОД №&nbsp;0004501–0004510" in body(check)
    assert "10 blanks, with the words in this language: Kazakh." in body(check)
    sure = {**sent, "sure": check.context["sure"]}
    assert "11 blanks, with the words" in body(aigul.post(address("blanks_receive"), {**sure, "last": "0004511"}))
    page = body(aigul.post(address("blanks_receive"), sure, follow=True))
    assert "10 blanks are in the stock." in page
    pile = BlankPile.objects.get()
    assert (str(pile), pile.names_provider, pile.is_specimen) == ("ОД №\xa00004501–0004510", True, True)
    assert "were received on" in body(aigul.post(address("blanks_receive"), sent))


@pytest.mark.parametrize(("asked", "is_specimen"), [("", False), ("on", True)])
def test_where_documents_are_no_specimens_the_form_asks_what_the_blanks_are(
    aigul: Client, settings: Settings, asked: str, is_specimen: bool
) -> None:
    settings.DOCUMENTS_ARE_SPECIMENS = False
    sent = {"series": "ОД", "first": "1", "last": "2", "language": "kk", "delivery_note": "1",
            "received_on": timezone.localdate().isoformat(), "is_specimen": asked}  # fmt: skip
    aigul.post(address("blanks_receive"), {**sent, "sure": aigul.post(address("blanks_receive"), sent).context["sure"]})
    assert BlankPile.objects.get().is_specimen is is_specimen


def test_the_page_tells_the_balance_the_next_number_and_what_waits(aigul: Client) -> None:
    job = begun(2)
    Blank.objects.filter(number="0004503").update(state="spoiled")
    page = body(aigul.get(address("blanks")))
    assert "A print job of 2 pages is open" in page
    assert address("print_job", job.pk) in page
    assert "1 blank waits to be written off" in page
    assert "0004504" in page
    assert "17 blanks are left with the words in this language: Kazakh" in page


def test_a_series_of_several_piles_has_a_line_of_its_own(aigul: Client) -> None:
    make_pile()
    assert "all piles" not in body(aigul.get(address("blanks")))
    make_pile(first="0004521", last="0004530")
    assert "Series ОД, all piles" in body(aigul.get(address("blanks")))


def test_another_blank_on_top_is_explained_or_refused(aigul: Client) -> None:
    pile = make_pile()
    refused = body(aigul.post(address("pile", pile.pk), {"top": "0004503"}))
    assert "Say what became of those before it: ОД №\xa00004501–0004502." in refused
    assert states(pile) == {}
    sent = {"top": "0004503", "skipped": "set_aside", "why": "жәшікте"}
    assert "The next blank is ОД №\xa00004503." in body(aigul.post(address("pile", pile.pk), sent, follow=True))
    page = body(aigul.post(address("put_back", pile.pk), {"first": "4501", "last": "4502"}, follow=True))
    assert "2 blanks lie in their pile again." in page
    assert states(pile) == {}


@pytest.mark.parametrize("sent", [{}, {"first": "x", "last": "9" * 40}])
def test_putting_back_nothing_changes_nothing(aigul: Client, sent: dict[str, str]) -> None:
    pile = make_pile()
    assert aigul.post(address("put_back", pile.pk), sent).status_code == 302
    assert states(pile) == {}


def test_after_the_tray_the_order_that_was_looked_at_is_shown_again(aigul: Client) -> None:
    pile, printer, [document] = make_pile(), make_printer(), waiting(1)
    asked = {"d": document.pk, "pile": pile.pk, "printer": printer.pk}
    sent = {"top": "0004502", "skipped": "spoiled", "why": "су тиді"}
    response = aigul.post(address("pile", pile.pk, **asked), sent)
    assert response["Location"] == address("print_check", **asked)


# ---- writing off ----------------------------------------------------------------------------------------------------
def test_the_spoiled_and_others_by_their_numbers_go_by_one_act(aigul: Client) -> None:
    pile = make_pile()
    spoiled = pile.blanks.get(number="0004501")
    Blank.objects.filter(pk=spoiled.pk).update(state="spoiled")
    page = body(aigul.get(address("write_off")))
    assert 'value="ОД:4501:4501" checked' in page
    sent = {
        "blanks": ["ОД:4501:4501"], "pile": pile.pk, "numbers": "4505, 0004507–0004508", "reason": "damaged",
        "dated": timezone.localdate().isoformat(), "language": "ru", "commission": "А. Исабеков\r\n\r\nД. Оспанов",
    }  # fmt: skip
    check = body(aigul.post(address("write_off"), sent))
    for said in ("ОД №\xa00004501", "ОД №\xa00004505", "ОД №\xa00004507–0004508 (2)", "Type their number"):
        assert said in check
    assert "the list has 4" in body(aigul.post(address("write_off"), {**sent, "count": "3"}))
    assert not WriteOff.objects.exists()
    assert "The act №" in body(aigul.post(address("write_off"), {**sent, "count": "4"}, follow=True))
    made = WriteOff.objects.get()
    assert made.snapshot["commission"] == ["А. Исабеков", "Д. Оспанов"]
    assert states(pile) == dict.fromkeys(("0004501", "0004505", "0004507", "0004508"), "written_off")
    assert "А. Исабеков\nД. Оспанов" in body(aigul.get(address("write_off"))).replace("&#x27;", "'")
    pdf = aigul.get(address("act", made.pk))
    assert (pdf["Content-Type"], pdf["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert body_starts(pdf) == b"%PDF"


def body_starts(response: Any) -> bytes:
    return bytes(response.content[:4])


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"numbers": "4501"}, "Name both the pile and the numbers."),
        ({"pile": True, "numbers": "9999"}, "Not in this pile: 0009999."),
        ({"pile": True, "numbers": "ОД"}, "is no number and no range"),
        ({}, "Choose which blanks are written off."),
    ],
)
def test_an_act_without_a_blank_is_refused_with_the_reason(aigul: Client, fields: dict[str, Any], refusal: str) -> None:
    pile = make_pile()
    sent = {"reason": "damaged", "dated": timezone.localdate().isoformat(), "language": "kk",
            "commission": "А\nБ", **fields}  # fmt: skip
    sent["pile"] = pile.pk if fields.get("pile") else ""
    assert refusal in body(aigul.post(address("write_off"), sent))
    assert not WriteOff.objects.exists()


def test_thousands_that_wait_are_ticked_by_their_ranges(aigul: Client) -> None:
    pile = make_pile(first="0001", last="1200")
    tray.lay_in_tray(pile, "1200", skipped="spoiled", why="су тиді", by=organiser())
    page = aigul.get(address("write_off"))
    assert body(page).count('name="blanks"') == 1
    assert "ОД №\xa00001–1199 (1" in body(page)
    sent = {"blanks": ["ОД:1:1199"], "reason": "damaged", "dated": timezone.localdate().isoformat(), "language": "kk",
            "commission": "А\nБ", "count": "1199"}  # fmt: skip
    assert "The act №" in body(aigul.post(address("write_off"), sent, follow=True))
    assert list(states(pile).values()) == ["written_off"] * 1199


@pytest.mark.parametrize("key", ["ОД:4501:4502", "ОД:4501:999999999999", "КҚ:4501:4501", "ОД", "x:y:z", "1"])
def test_a_range_that_does_not_wait_is_refused(aigul: Client, key: str) -> None:
    Blank.objects.filter(pile=make_pile(), number="0004501").update(state="spoiled")
    sent = {"blanks": [key], "reason": "damaged", "dated": timezone.localdate().isoformat(), "language": "kk",
            "commission": "А\nБ", "count": "1"}  # fmt: skip
    page = body(aigul.post(address("write_off"), sent))
    assert "do not wait to be written off any more" in page or "is not one of the available choices" in page
    assert not WriteOff.objects.exists()


def test_every_act_and_every_event_can_be_reached(aigul: Client) -> None:
    pile = make_pile(first="001", last="040")
    acts = [write_off(some(pile, f"{n:03}"), act(), by=organiser()) for n in range(1, 26)]
    oldest = address("act", acts[0].pk)
    assert oldest not in body(aigul.get(address("blanks")))
    assert oldest in body(aigul.get(address("blanks", page=2)))
    one = aigul.get(address("pile", pile.pk, number="№ 7"))
    assert [event.blank.number for event in one.context["page"]] == ["007"]
    assert aigul.get(address("pile", pile.pk, page=2)).context["page"][4].blank.number == "001"
    assert "Nothing has happened to a blank of this number" in body(aigul.get(address("pile", pile.pk, number="x")))


def test_a_delivery_that_was_mistyped_is_taken_back_and_entered_rightly(aigul: Client) -> None:
    pile = make_pile(language="ru")
    assert "Entered by mistake?" in body(aigul.get(address("pile", pile.pk)))
    assert "what was wrong with the entry" in body(aigul.post(address("take_back", pile.pk), {"why": " "}, follow=True))
    page = body(aigul.post(address("take_back", pile.pk), {"why": "тілі қате"}, follow=True))
    assert "the delivery can be entered once more" in page
    assert "Entered by mistake?" not in page
    assert list(problems()) == []
    right = make_pile()
    registering.record_blank(certificate(), series="ОД", number="4501", by=organiser())
    assert states(right) == {"0004501": "carries"}
    assert list(problems()) == []
    assert [(kind.language, kind.ready) for kind in stock.kinds(timezone.localdate())] == [("kk", 19)]
    assert "Received by mistake" in body(aigul.get(address("blanks")))


def test_a_delivery_of_which_a_blank_was_used_stays(aigul: Client) -> None:
    pile = make_pile()
    write_off(some(pile, "0004501"), act(), by=organiser())
    assert "Entered by mistake?" not in body(aigul.get(address("pile", pile.pk)))
    sent = {"why": "тілі қате"}
    assert "has happened to these blanks" in body(aigul.post(address("take_back", pile.pk), sent, follow=True))
    assert states(pile) == {"0004501": "written_off"}


# ---- printing -------------------------------------------------------------------------------------------------------
def test_from_the_cohort_to_its_blanks(aigul: Client) -> None:
    pile, printer = make_pile(), make_printer()
    documents = waiting(2)
    cohort = documents[0].result.attempt.enrolment.cohort
    assert f"?cohort={cohort.pk}" in body(aigul.get(address("print_choose")))
    assert f"?cohort={cohort.pk}" in body(aigul.get(reverse("certificates:batch", args=[cohort.pk])))
    choose = body(aigul.get(address("print_choose", cohort=cohort.pk)))
    assert [f'value="{document.pk}" id="d{document.pk}" checked' in choose for document in documents] == [True, True]
    check = address("print_check", d=[document.pk for document in documents], pile=pile.pk, printer=printer.pk)
    page = body(aigul.get(check))
    assert "On top of the tray there must be № 0004501." in page
    assert "Print 2 pages" in page
    assert not PrintJob.objects.exists()
    begun = aigul.post(check, {"top": "0004501"}, follow=True)
    job = PrintJob.objects.get()
    assert begun.redirect_chain[-1][0] == address("print_job", job.pk)
    pages = aigul.post(address("job_pages", job.pk))
    assert (pages["Content-Type"], body_starts(pages)) == ("application/pdf", b"%PDF")
    [first, second] = job.sheets.all()
    spoiled = aigul.post(address("job_confirm", job.pk), {"spoiled": [second.pk]}, follow=True)
    assert "1 document has its blank." in body(spoiled)
    assert "On top of the tray there must be № 0004503." in body(spoiled)
    assert str(first.document.last_blank) == "ОД № 0004501"
    closed = body(aigul.get(address("print_job", job.pk)))
    assert "Print them once more" in closed
    assert address("write_off") in closed
    write_off([second.blank], act(reason="printing"), by=organiser())
    assert address("write_off") not in body(aigul.get(address("print_job", job.pk)))
    assert "Spoiled" in closed


def test_somebody_pressed_before_and_the_order_is_shown_anew(aigul: Client) -> None:
    pile, printer, [document] = make_pile(), make_printer(), waiting(1)
    check = address("print_check", d=document.pk, pile=pile.pk, printer=printer.pk)
    Blank.objects.filter(number="0004501").update(state="carries")
    page = body(aigul.post(check, {"top": "0004501"}))
    assert "Another blank is on top of the pile by now" in page
    assert "On top of the tray there must be № 0004502." in page


def test_what_has_its_blank_is_no_choice_any_more(aigul: Client) -> None:
    pile, printer, [document] = make_pile(), make_printer(), waiting(1)
    registering.record_blank(document, series="ОД", number="4501", by=organiser())
    check = address("print_check", d=document.pk, pile=pile.pk, printer=printer.pk)
    assert "have their blank by now" in body(aigul.get(check, follow=True))


@pytest.mark.parametrize("sent", ["x", "9" * 30, "404"])
@pytest.mark.parametrize("name", ["d", "pile", "printer"])
def test_an_address_that_names_what_is_not_there_leads_back(aigul: Client, name: str, sent: str) -> None:
    pile, printer, [document] = make_pile(), make_printer(), waiting(1)
    asked = {"d": document.pk, "pile": pile.pk, "printer": printer.pk, name: sent}
    assert reverse("certificates:print_choose") in aigul.get(address("print_check", **asked))["Location"]


@pytest.mark.parametrize("missing", ["d", "pile", "printer"])
def test_an_address_that_names_too_little_leads_back(aigul: Client, missing: str) -> None:
    pile, printer, [document] = make_pile(), make_printer(), waiting(1)
    asked = {"d": document.pk, "pile": pile.pk, "printer": printer.pk}
    del asked[missing]
    assert reverse("certificates:print_choose") in aigul.get(address("print_check", **asked))["Location"]


@pytest.mark.parametrize(
    ("scene", "said"),
    [("nothing", "Nothing to print here"), ("no_blank", "There is no blank to print on"),
     ("no_printer", "No printer is on record")],
)  # fmt: skip
def test_what_is_missing_is_said_with_the_way_to_it(aigul: Client, scene: str, said: str) -> None:
    document = certificate()
    if scene == "nothing":
        registering.record_blank(document, series="КҚ", number="1", by=organiser())
    if scene == "no_printer":
        make_pile()
    assert said in body(aigul.get(address("print_choose", document=document.pk)))


def test_everybody_has_a_blank(aigul: Client) -> None:
    assert "Every certificate has its blank" in body(aigul.get(address("print_choose")))


def test_an_open_job_is_given_up_by_a_button(aigul: Client) -> None:
    job = begun(1)
    assert "The blanks lie in their pile again." in body(aigul.post(address("job_give_up", job.pk), follow=True))
    assert "Somebody has closed this job meanwhile." in body(aigul.post(address("job_give_up", job.pk), follow=True))
    assert states(job.pile) == {}


def test_who_took_the_pages_is_on_record_and_those_of_a_closed_job_are_refused(aigul: Client) -> None:
    job = begun(2)
    aigul.post(address("job_pages", job.pk))
    [taken] = ExportEvent.objects.all()
    assert (taken.list, taken.rows, taken.by) == ("blank-pages", 2, organiser())
    printing.confirm(job, spoiled=[], by=organiser())
    assert "This job is closed" in body(aigul.post(address("job_pages", job.pk), follow=True))
    assert ExportEvent.objects.count() == 1


def test_a_page_of_another_job_is_refused(aigul: Client) -> None:
    job = begun(1)
    page = body(aigul.post(address("job_confirm", job.pk), {"spoiled": ["4040404"]}, follow=True))
    assert "not of this job" in page
    assert not BlankUse.objects.exists()


def test_the_documents_page_leads_to_its_blank_until_it_has_one(aigul: Client) -> None:
    document = certificate()
    page = reverse("certificates:document", args=[document.pk])
    assert address("print_choose", document=document.pk) in body(aigul.get(page))
    registering.record_blank(document, series="КҚ", number="1", by=organiser())
    told = body(aigul.get(page))
    assert address("print_choose", document=document.pk) not in told
    assert "КҚ № 1" in told


# ---- printers -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "tenths"),
    [("1,5", 15), ("1.5", 15), ("-0,3", -3), ("−0.3", -3), ("+2", 20), ("20", FURTHEST), ("-20,0", -FURTHEST), ("0", 0),
     ("1,50 мм", 15), ("-0", 0)],
)  # fmt: skip
def test_millimetres_are_read_as_people_write_them(typed: str, tenths: int) -> None:
    assert read_tenths(typed) == tenths


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [("20,1", "at most 20"), ("-21", "at most 20"), ("1,25", "one decimal"), ("", "one decimal"),
     ("бір", "one decimal"), ("1e2", "one decimal")],
)  # fmt: skip
def test_what_is_no_offset_is_refused(typed: str, refusal: str) -> None:
    with pytest.raises(ValidationError) as raised:
        read_tenths(typed)
    assert refusal in raised.value.messages[0]


@pytest.mark.parametrize(("language", "said"), [("kk", "−0,5"), ("ru", "−0,5"), ("en", "−0.5")])
def test_an_offset_is_written_with_the_decimal_sign_of_the_reader(language: str, said: str) -> None:
    with translation.override(language):
        assert in_millimetres(-5) == said
        assert read_tenths(in_millimetres(-5)) == -5


def test_a_printer_is_put_on_record_and_adjusted_and_its_history_tells(aigul: Client) -> None:
    aigul.post(address("printer_new"), {"name": "HP 404", "offset_x": "1,5", "offset_y": "-0.5", "is_active": "on"})
    printer = Printer.objects.get()
    assert (printer.offset_x, printer.offset_y) == (15, -5)
    page = body(aigul.get(address("printer", printer.pk)))
    assert 'value="1.5"' in page
    seen = aigul.get(address("printer", printer.pk)).context["form"].initial["seen"]
    changed = {"name": "HP 404", "offset_x": "2", "offset_y": "-0.5", "is_active": "on", "seen": seen}
    aigul.post(address("printer", printer.pk), changed)
    stale = body(aigul.post(address("printer", printer.pk), {**changed, "offset_x": "1.5", "offset_y": "3"}))
    assert "Somebody else has saved this meanwhile" in stale
    printer.refresh_from_db()
    assert (printer.offset_x, printer.offset_y) == (20, -5)
    assert printer.history.first().history_user == user("aigul@institute.example")
    assert "to the right +2.0 mm" in body(aigul.get(address("printers")))


@pytest.mark.parametrize(("x", "refusal"), [("21", "at most 20 mm"), ("1,55", "at most one decimal")])
def test_an_offset_out_of_reach_is_refused_beside_its_field(aigul: Client, x: str, refusal: str) -> None:
    sent = {"name": "HP 404", "offset_x": x, "offset_y": "0", "is_active": "on"}
    assert refusal in body(aigul.post(address("printer_new"), sent))
    assert not Printer.objects.exists()


def test_a_printer_that_is_not_in_use_is_no_choice(aigul: Client) -> None:
    make_pile()
    make_printer(is_active=False)
    assert "No printer is on record" in body(aigul.get(address("print_choose", document=certificate().pk)))
    assert "not in use" in body(aigul.get(address("printers")))


def test_the_calibration_page_comes_with_the_offsets_of_the_printer(aigul: Client) -> None:
    response = aigul.get(address("calibration", make_printer().pk))
    assert (response["Content-Type"], body_starts(response)) == ("application/pdf", b"%PDF")


# ---- home -----------------------------------------------------------------------------------------------------------
def test_home_tells_of_an_open_job_a_low_stock_and_spoiled_blanks() -> None:
    job = begun(2)
    Blank.objects.filter(number="0004503").update(state="spoiled")
    told = [(task.title, task.url) for task in blanks_to_see_to(timezone.now())]
    assert told == [
        ("2 pages on blanks are not confirmed", address("print_job", job.pk)),
        ("17 protected blanks are left", address("blanks")),
        ("1 blank waits to be written off", address("write_off")),
    ]


def test_home_is_silent_where_nobody_uses_blanks_and_where_there_are_enough() -> None:
    assert list(blanks_to_see_to(timezone.now())) == []
    make_pile(first="001", last="030")
    assert list(blanks_to_see_to(timezone.now())) == []


# ---- what a page costs ----------------------------------------------------------------------------------------------
def scene(count: int) -> dict[str, str]:
    """So many piles, documents without a blank, pages of an open job, spoiled blanks, acts and printers."""
    piles = [make_pile(series=f"С{n}", first="0001", last="0040") for n in range(count)]
    printers = [make_printer(name=f"HP {n}") for n in range(count)]
    job = begun(count, pile=piles[0])
    for pile in piles:
        Blank.objects.filter(pile=pile, number="0040").update(state="spoiled")
        write_off(some(pile, "0039"), act(), by=organiser())
    documents = waiting(count)
    cohort = documents[0].result.attempt.enrolment.cohort
    keys = [document.pk for document in documents]
    return {
        "blanks": address("blanks"),
        "pile": address("pile", piles[0].pk),
        "write_off": address("write_off"),
        "print_choose": address("print_choose"),
        "print_choose of a cohort": address("print_choose", cohort=cohort.pk),
        "print_check": address("print_check", d=keys, pile=piles[-1].pk, printer=printers[0].pk),
        "print_job": address("print_job", job.pk),
        "printers": address("printers"),
    }


QUERIES = {
    "blanks": 10, "pile": 8, "write_off": 9, "print_choose": 6, "print_choose of a cohort": 10, "print_check": 9,
    "print_job": 6, "printers": 5,
}  # fmt: skip


@pytest.mark.parametrize("count", [1, 30])
def test_the_pages_cost_the_same_for_one_and_for_thirty(aigul: Client, count: int) -> None:
    cost = {}
    for name, page in scene(count).items():
        with CaptureQueriesContext(connection) as asked:
            assert aigul.get(page).status_code == 200, name
        cost[name] = len(asked)
    assert cost == QUERIES
