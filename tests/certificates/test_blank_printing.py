"""From a document without a blank to a blank that carries it; nothing is lost on the way, whatever happens."""

from __future__ import annotations

from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from certificates import issuing, registering
from certificates.blanks import printing, tray
from certificates.models import Blank, BlankUse, Document, Printer, PrintJob, PrintSheet, Standing
from tests.at_once import at_once
from tests.certificates.blank_scenes import begun, make_pile, make_printer, states, top_of, waiting
from tests.certificates.issued import add_result, certificate, head, issued, organiser, ready_cohort, statement
from tests.paper_reading import Paper

pytestmark = pytest.mark.django_db


def refused(refusal: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(refusal.value.messages)


# ---- which documents ------------------------------------------------------------------------------------------------
def test_certificates_in_force_without_a_blank_are_printed_and_nothing_else() -> None:
    free, revoked, carried, pressed = issued("89.5", "88", "87", "86")
    statement()
    registering.revoke(revoked, by=organiser(), reason="№ 18")
    registering.record_blank(carried, series="КҚ", number="1", by=organiser())
    pile = make_pile()
    printing.begin([pressed.pk], pile=pile, printer=make_printer(), top=top_of(pile), by=organiser())
    assert set(printing.without_blank()) == {free}


def test_people_stand_in_the_order_of_the_kazakh_alphabet() -> None:
    cohort, today = ready_cohort("89.5"), timezone.localdate()
    for surname in ("Ысқақов", "Әлиев", "Яковлев", "Иванов", "Қасымов", "Ахметов"):
        add_result(cohort, "89.5", surname=surname)
    documents = issuing.sign(issuing.prepare(cohort, issued_on=today, by=organiser()), by=head())
    surnames = [document.person.surname for document in printing.in_order(documents)]
    assert surnames == ["Ахметов", "Әлиев", "Иванов", "Қасымов", "Нұрғалиева", "Ысқақов", "Яковлев"]


# ---- giving out the blanks ------------------------------------------------------------------------------------------
def test_each_document_gets_the_next_blank_of_the_pile() -> None:
    pile, printer, documents = make_pile(), make_printer(), waiting(3)
    job = printing.begin([each.pk for each in documents], pile=pile, printer=printer, top="0004501", by=organiser())
    given = list(job.sheets.values_list("place", "blank__number", "document"))
    assert given == [(n, f"000450{n}", document.pk) for n, document in enumerate(documents, 1)]
    assert states(pile) == dict.fromkeys(("0004501", "0004502", "0004503"), "on_press")
    assert not BlankUse.objects.exists()


@pytest.mark.parametrize(
    ("case", "refusal"),
    [
        ("nobody", "Choose whose"),
        ("too_few", "The pile has 1 blanks left, and these are 2 documents."),
        ("other_words", "in another language than the document"),
        ("protected", "specimen is never printed"),
        ("wrong_top", "Another blank is on top of the pile"),
        ("printer_gone", "is not in use any more"),
        ("carried", "have their blank by now"),
    ],
)
def test_what_cannot_be_printed_is_refused_and_nothing_is_given_out(case: str, refusal: str) -> None:
    fields: dict[str, dict[str, object]] = {
        "too_few": {"first": "1", "last": "1"}, "other_words": {"language": "ru"}, "protected": {"is_specimen": False},
    }  # fmt: skip
    pile = make_pile(**fields.get(case, {}))
    printer, documents = make_printer(is_active=case != "printer_gone"), waiting(2)
    if case == "carried":
        registering.record_blank(documents[0], series="КҚ", number="1", by=organiser())
    keys = [] if case == "nobody" else [document.pk for document in documents]
    top = "0009999" if case == "wrong_top" else top_of(pile)
    with pytest.raises(ValidationError) as raised:
        printing.begin(keys, pile=pile, printer=printer, top=top, by=organiser())
    assert refusal in refused(raised)
    assert not PrintJob.objects.exists()
    assert states(pile) == {}


def test_at_most_a_trayful_is_printed_at_a_time() -> None:
    documents = [Document()] * (printing.MOST + 1)
    with pytest.raises(ValidationError, match="at most 50"):
        printing.laid_out(documents, make_pile())


@pytest.mark.django_db(transaction=True)
def test_two_who_print_from_one_pile_at_once_never_get_the_same_blank() -> None:
    pile, printer, by = make_pile(), make_printer(), organiser()
    first, second = waiting(2)

    def print_one(document: Document) -> None:
        printing.begin([document.pk], pile=pile, printer=printer, top="0004501", by=by)

    refusals = at_once(lambda: print_one(first), lambda: print_one(second))
    assert sorted(refusals).count("") == 1
    assert PrintSheet.objects.count() == 1
    assert states(pile) == {"0004501": "on_press"}


@pytest.mark.django_db(transaction=True)
def test_a_document_goes_to_one_blank_whoever_presses() -> None:
    piles, printer, by, [document] = [make_pile(), make_pile(series="КҚ")], make_printer(), organiser(), waiting(1)
    acts = [
        lambda pile=pile: printing.begin([document.pk], pile=pile, printer=printer, top="0004501", by=by)
        for pile in piles
    ]
    assert sorted(at_once(*acts)).count("") == 1
    assert PrintSheet.objects.get().document == document
    assert Blank.objects.filter(state="on_press").count() == 1


@pytest.mark.parametrize("same", ["blank", "document"])
def test_the_database_itself_gives_a_blank_and_a_document_once(same: str) -> None:
    job = begun(1)
    sheet, other = job.sheets.get(), Blank.objects.get(number="0004509")
    given = {"blank": sheet.blank, "document": certificate()} if same == "blank" else {
        "blank": other, "document": sheet.document}  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        PrintSheet.objects.create(job=job, place=2, **given)


# ---- the pages ------------------------------------------------------------------------------------------------------
def test_the_pages_come_from_the_snapshots_in_the_order_of_the_job() -> None:
    job = begun(2)
    pdf = printing.pages(job)
    paper = Paper(pdf)
    assert len(paper) == 2
    for page, sheet in enumerate(job.sheets.all()):
        assert sheet.blank.number in paper.text(page)
        assert sheet.document.number_text in paper.text(page)
    job.refresh_from_db()
    assert job.sha256 == sha256(pdf).hexdigest()
    assert printing.pages(job) == pdf


def test_the_pages_of_a_job_stay_when_the_printer_is_adjusted() -> None:
    job = begun(1)
    pdf = printing.pages(job)
    Printer.objects.update(offset_x=-30)
    assert printing.pages(PrintJob.objects.get()) == pdf


def test_pages_that_would_come_out_otherwise_are_not_given_out() -> None:
    job = begun(1)
    PrintJob.objects.update(sha256="0" * 64)
    with pytest.raises(ValidationError, match="otherwise than the first time"):
        printing.pages(job)


def test_the_pages_of_a_closed_job_are_not_given_out_once_more() -> None:
    job = begun(1)
    printing.confirm(job, spoiled=[], by=organiser())
    with pytest.raises(ValidationError, match="closed"):
        printing.pages(job)


# ---- how it came out ------------------------------------------------------------------------------------------------
def test_a_crash_before_the_confirmation_leaves_the_job_open_and_nothing_recorded() -> None:
    job = begun(2)
    assert list(PrintJob.objects.open()) == [job]
    assert not BlankUse.objects.exists()
    printing.confirm(PrintJob.objects.get(), spoiled=[], by=organiser())
    assert BlankUse.objects.count() == 2
    assert not PrintJob.objects.open()


def test_what_came_out_well_is_recorded_and_stands_on_the_public_page() -> None:
    job = begun(2)
    assert printing.confirm(job, spoiled=[], by=organiser()) == []
    for sheet in job.sheets.all():
        assert sheet.outcome == "good"
        assert sheet.document.last_blank is not None
        assert sheet.document.last_blank.number == sheet.blank.number
        blank = Standing.objects.get(document=sheet.document).public["blank"]
        assert blank == {"series": "ОД", "number": sheet.blank.number}
    assert set(states(job.pile).values()) == {"carries"}


def test_the_spoiled_are_printed_once_more_on_the_next_blanks() -> None:
    job = begun(3)
    bad = job.sheets.get(place=2)
    assert printing.confirm(job, spoiled=[bad.pk], by=organiser()) == [bad]
    assert states(job.pile) == {"0004501": "carries", "0004502": "spoiled", "0004503": "carries"}
    assert set(printing.without_blank()) == {bad.document}
    again = printing.begin([bad.document_id], pile=job.pile, printer=job.printer, top="0004504", by=organiser())
    printing.confirm(again, spoiled=[], by=organiser())
    assert str(bad.document.last_blank) == "ОД № 0004504"


def test_a_job_is_confirmed_once() -> None:
    job = begun(1)
    printing.confirm(job, spoiled=[], by=organiser())
    for rule in (
        lambda: printing.confirm(job, spoiled=[], by=organiser()),
        lambda: printing.give_up(job, by=organiser()),
    ):
        with pytest.raises(ValidationError, match="closed this job meanwhile"):
            rule()
    assert BlankUse.objects.count() == 1


def test_a_page_of_another_job_is_not_spoiled_in_this_one() -> None:
    pile = make_pile()
    job, other = begun(1, pile=pile), begun(1, pile=pile)
    with pytest.raises(ValidationError, match="not of this job"):
        printing.confirm(job, spoiled=[other.sheets.get().pk], by=organiser())
    job.refresh_from_db()
    assert (job.state, BlankUse.objects.count()) == ("open", 0)


def test_a_job_that_is_given_up_gives_its_blanks_back() -> None:
    job = begun(2)
    documents = {sheet.document for sheet in job.sheets.all()}
    printing.give_up(job, by=organiser())
    assert states(job.pile) == {}
    assert set(printing.without_blank()) == documents
    assert {sheet.outcome for sheet in job.sheets.all()} == {"unused"}
    again = printing.begin(
        [document.pk for document in documents], pile=job.pile, printer=job.printer, top="0004501", by=organiser()
    )
    assert again.sheets.count() == 2


def test_a_document_revoked_on_its_way_has_its_blank_all_the_same() -> None:
    job = begun(1)
    document = job.sheets.get().document
    registering.revoke(document, by=organiser(), reason="№ 18")
    printing.confirm(job, spoiled=[], by=organiser())
    assert Standing.objects.get(document=document).public["blank"] is not None


def test_a_blank_on_the_press_is_not_skipped_in_the_tray() -> None:
    job = begun(1)
    tray.lay_in_tray(job.pile, "0004503", skipped="set_aside", why="жәшікте", by=organiser())
    assert states(job.pile) == {"0004501": "on_press", "0004502": "set_aside"}


# ---- what is void meanwhile ------------------------------------------------------------------------------------------
def test_pages_of_a_document_that_was_revoked_meanwhile_are_not_given_out() -> None:
    job = begun(2)
    void = job.sheets.get(place=1).document
    registering.revoke(void, by=organiser(), reason="№ 18")
    with pytest.raises(ValidationError) as raised:
        printing.pages(PrintJob.objects.get())
    assert refused(raised) == f"No longer in force: № {void}. Give this job up and begin another one without them."
    assert PrintJob.objects.get().sha256 == ""


def test_pages_that_were_given_out_before_it_was_revoked_are_the_same_still() -> None:
    job = begun(1)
    first = printing.pages(job)
    registering.revoke(job.sheets.get().document, by=organiser(), reason="№ 18")
    assert printing.pages(PrintJob.objects.get()) == first
