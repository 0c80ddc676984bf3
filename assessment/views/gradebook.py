"""The gradebook of a cohort: the table, the cells that its script sends, confirming at once, and the workbook."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from assessment import entering
from assessment.access_coursework import seen_coursework, seen_gradebook, written_gradebook
from assessment.entering import Answer, Suggested
from assessment.forms_coursework import PointsForm
from assessment.gradebook import Book, Cell, Row, as_suggested, book_of, row_of
from assessment.gradebook_book import export_gradebook
from assessment.gradebook_page import counts_in_words, page_data, words
from assessment.rounds import milliseconds
from assessment.scoring_page import as_text
from assessment.views.answers import answers_in_json, sentence_of
from assessment.views.cells import read_block, read_suggested
from courses.models import Cohort
from people.access import sign_in_required, staff
from people.acting import carried_out, sent
from people.models import User
from people.numbers import whole_number

# Where the last act of confirming at once is kept until it is undone or followed by another: one for each sign-in.
LAST_ACT = "coursework_confirmed"


@require_GET
@never_cache
@sign_in_required
def gradebook(request: HttpRequest, pk: int) -> HttpResponse:
    cohort, writes = seen_gradebook(request, pk)
    context = {
        "cohort": cohort,
        "tab": "coursework",
        "book": book_of(cohort),
        "writes": writes,
        "undoable": len(_last_act(request, cohort)) if writes else 0,
        "data": as_text(page_data(cohort, staff(request))),
        "words": as_text(words()),
    }
    return render(request, "assessment/gradebook.html", context)


@never_cache
@sign_in_required
def coursework(request: HttpRequest, pk: int) -> HttpResponse:
    """One participant: the tasks behind each suggestion, and a plain form for the points."""
    enrolment, writes = seen_coursework(request, pk)
    if request.method == "POST":
        enrolment.cohort = written_gradebook(request, enrolment.cohort_id)
    row = row_of(enrolment)
    forms = [PointsForm(sent(request), cell=cell) for cell in row.cells] if row else []
    if request.method == "POST":
        if not forms or not all(form.was_shown for form in forms):
            messages.error(request, _("Nothing is saved: these criteria are not those that the page has shown."))
            return redirect("assessment:coursework", pk)
        _save(forms, by=staff(request))
        if not any(form.errors for form in forms):
            messages.success(request, _("The coursework points are saved."))
            return redirect("assessment:coursework", pk)
        row = row_of(enrolment)
        forms = [_as_it_stands(*pair) for pair in zip(forms, row.cells if row else (), strict=False)]
    if "of" in request.GET:
        return render(request, "assessment/_derivation.html", {"cell": _part(row, request), "writes": writes})
    context = {"enrolment": enrolment, "cohort": enrolment.cohort, "row": row, "forms": forms, "writes": writes}
    return render(request, "assessment/coursework.html", context)


@require_POST
@never_cache
@sign_in_required
@answers_in_json
def cells(request: HttpRequest, pk: int) -> JsonResponse:
    """Save one cell or a block of them; each has its own answer. 401 when the session has ended."""
    block, user, now = read_block(request), staff(request), timezone.now()
    if block.user != user.pk:
        return JsonResponse({"code": "other_user", "now": milliseconds(now)}, status=409)
    cohort = written_gradebook(request, pk)
    answers = entering.enter_all(cohort, block.entries, by=user, now=now)
    book, touched = book_of(cohort), {entry.enrolment for entry in block.entries}
    body = {
        "now": milliseconds(now),
        "saved": time_format(timezone.localtime(now), "H:i"),
        "cells": _told(answers, book, user),
        "rows": {row.enrolment.pk: _sum(row, book) for row in book.rows if row.enrolment.pk in touched},
        "counts": counts_in_words(book),
    }
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


@never_cache
@sign_in_required
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """What the tasks suggest, of one criterion or of all: shown with its numbers first, then confirmed in one act."""
    cohort = written_gradebook(request, pk)
    if request.method == "POST":
        done, refused = entering.confirm_all(cohort, read_suggested(request.POST.getlist("cell")), by=staff(request))
        _remember(request, cohort, done)
        _say_confirmed(request, len(done), refused)
        back = whole_number(request.POST.get("back", ""))
        return redirect("assessment:coursework", back) if back else redirect("assessment:gradebook", pk)
    book = book_of(cohort)
    chosen = whole_number(request.GET.get("criterion", ""))
    columns = [column for column in book.columns if chosen in (None, column.criterion.pk)]
    found = [cell for column in columns for cell in column.confirmable]
    context = {"cohort": cohort, "tab": "coursework", "columns": columns, "cells": as_suggested(found), "found": found}
    return render(request, "assessment/coursework_confirm.html", context)


@require_POST
@sign_in_required
def confirm_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the last act of confirming back, as far as nobody has changed its points since."""
    cohort = written_gradebook(request, pk)
    emptied, refused = entering.take_back_all(cohort, _last_act(request, cohort), by=staff(request))
    request.session.pop(LAST_ACT, None)
    said = ngettext("%(n)s place is empty again.", "%(n)s places are empty again.", emptied)
    messages.success(request, said % {"n": emptied})
    _say_refused(request, refused)
    return redirect("assessment:gradebook", pk)


@require_POST
@sign_in_required
def export(request: HttpRequest, pk: int) -> FileResponse:
    cohort = written_gradebook(request, pk)
    return export_gradebook(cohort, book_of(cohort), by=staff(request))


def _part(row: Row | None, request: HttpRequest) -> Cell:
    """The one criterion whose derivation the script asks for."""
    wanted = whole_number(request.GET["of"])
    for cell in row.cells if row else ():
        if cell.criterion.pk == wanted:
            return cell
    raise Http404


def _save(forms: list[PointsForm], *, by: User) -> None:
    """Every criterion on its own: what is wrong with one keeps no other from being saved."""
    for form in forms:
        if form.is_valid() and form.is_touched:
            typed = form.cleaned_data
            values = {"text": typed["points"], "reason": typed["reason"], "seen": typed["seen"], "by": by}
            carried_out(form, entering.enter, form.cell.enrolment, form.cell.criterion, **values)


def _as_it_stands(form: PointsForm, cell: Cell) -> PointsForm:
    if not form.errors:
        return PointsForm(cell=cell)
    form.look_at(cell)
    return form


def _told(answers: list[Answer], book: Book, user: User) -> list[dict[str, Any]]:
    found = {(cell.enrolment.pk, cell.criterion.pk): cell for cell in book.cells}
    return [_one(answer, found.get((answer.entry.enrolment, answer.entry.criterion)), user) for answer in answers]


def _one(answer: Answer, cell: Cell | None, user: User) -> dict[str, Any]:
    """`own` says whether the script may undo it: the same points that somebody else was quicker to give stay."""
    refusal = answer.refusal
    said: dict[str, Any] = {"key": f"{answer.entry.enrolment}-{answer.entry.criterion}", "ok": refusal is None}
    said["own"] = answer.mark is None or answer.mark.given_by_id == user.pk
    if refusal is not None:
        said |= {"code": refusal.code or "refused", "message": sentence_of(refusal)}
    if cell is not None:
        html = render_to_string("assessment/_gradebook_cell.html", {"cell": cell, "writes": True})
        reason = cell.mark.reason if cell.mark else ""
        said |= {"html": html, "seen": cell.seen, "value": cell.value, "suggested": cell.suggested, "reason": reason}
    return said


def _sum(row: Row, book: Book) -> str:
    return render_to_string("assessment/_gradebook_sum.html", {"row": row, "book": book})


def _remember(request: HttpRequest, cohort: Cohort, done: list[Suggested]) -> None:
    if done:
        kept = [[each.enrolment, each.criterion, each.halves] for each in done]
        request.session[LAST_ACT] = {"cohort": cohort.pk, "cells": kept}


def _last_act(request: HttpRequest, cohort: Cohort) -> list[Suggested]:
    act = request.session.get(LAST_ACT) or {}
    return [Suggested(*each) for each in act["cells"]] if act.get("cohort") == cohort.pk else []


def _say_confirmed(request: HttpRequest, done: int, refused: list[Answer]) -> None:
    if done:
        said = ngettext("%(n)s suggestion is confirmed.", "%(n)s suggestions are confirmed.", done)
        messages.success(request, said % {"n": done})
    _say_refused(request, refused)


def _say_refused(request: HttpRequest, refused: list[Answer]) -> None:
    """Each sentence once, however many cells it was said of."""
    for sentence in dict.fromkeys(sentence_of(each.refusal) for each in refused if each.refusal):
        messages.warning(request, sentence)
