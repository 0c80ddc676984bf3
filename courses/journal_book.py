"""The attendance journal as a workbook, from the same snapshot as the paper."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from courses.journal_paper import JournalSnapshot, module_of, note_of, present_at, sign_of
from courses.journal_wording import WORDING
from people.workbooks import PLAIN
from people.written import NO_BREAK, date_in_digits

# Two columns before the sessions: the number and the name.
BEFORE = 2


def journal_book(snapshot: JournalSnapshot) -> bytes:
    """A sheet of participants by sessions with the totals, and one of the sessions; names are text, never formulas."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, PLAIN) as book:
        head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E4EFF1", "border": 1}
        )
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        _people(book, snapshot, head, text)
        _sessions(book, snapshot, head, text)
        book.set_properties({"title": snapshot["cohort"]})
    return file.getvalue()


def _people(book: Any, snapshot: JournalSnapshot, head: Any, text: Any) -> None:
    wording, sessions = WORDING[snapshot["language"]], snapshot["sessions"]
    sheet = book.add_worksheet(wording.title[:31])
    heads = ["№", wording.name, *(f"{date_in_digits(each['day'])} {each['begins']}" for each in sessions)]
    totals = [f"{wording.kinds[kind]}, {due}" for kind, due in snapshot["due"].items()]
    heads += [*totals, f"{wording.total}, {sum(snapshot['due'].values())}", wording.share]
    for column, title in enumerate(heads):
        sheet.write_string(0, column, title, head)
    for line, person in enumerate(snapshot["people"], 1):
        note = note_of(person, wording)
        sheet.write_number(line, 0, line)
        sheet.write_string(line, 1, f"{person['name']} ({note})" if note else person["name"], text)
        for column, mark in enumerate(person["marks"], BEFORE):
            sheet.write_string(line, column, sign_of(mark, wording), text)
        numbers = [*person["earned"].values(), sum(person["earned"].values())]
        for column, number in enumerate(numbers, BEFORE + len(sessions)):
            sheet.write_number(line, column, number)
        if person["percent"] is not None:
            sheet.write_number(line, BEFORE + len(sessions) + len(numbers), person["percent"])
    below = len(snapshot["people"]) + 1
    sheet.write_string(below, 1, wording.present_n, head)
    for place in range(len(sessions)):
        sheet.write_number(below, BEFORE + place, present_at(snapshot, place), head)
    legend = "; ".join(f"{wording.signs[state]} – {said}" for state, said in wording.signs_said.items())
    sheet.write_string(below + 1, 1, f"{wording.legend}: {legend}")
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, 36)
    sheet.set_column(BEFORE, BEFORE + len(sessions) - 1 if sessions else BEFORE, 7)
    sheet.freeze_panes(1, BEFORE)


def _sessions(book: Any, snapshot: JournalSnapshot, head: Any, text: Any) -> None:
    wording = WORDING[snapshot["language"]]
    sheet = book.add_worksheet(wording.held[:31])
    titles = (
        wording.day,
        wording.time,
        wording.kind,
        wording.module,
        wording.hours,
        wording.present_n,
        wording.trainer,
    )
    for column, title in enumerate(("№", *titles)):
        sheet.write_string(0, column, title, head)
    for line, each in enumerate(snapshot["sessions"], 1):
        module = module_of(each, wording, snapshot["language"]).replace(NO_BREAK, " ")
        words = (date_in_digits(each["day"]), each["begins"], wording.kinds[each["kind"]], module)
        sheet.write_number(line, 0, line)
        for column, cell in enumerate(words, 1):
            sheet.write_string(line, column, cell, text)
        sheet.write_number(line, 5, each["hours"])
        sheet.write_number(line, 6, present_at(snapshot, line - 1))
        sheet.write_string(line, 7, each["trainer"], text)
    for column, width in enumerate((5, 12, 9, 22, 60, 8, 10, 30)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 1)
