"""The journal of issue: choose a period, look how long it is, take it out on paper or as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from certificates.forms_journal import JournalForm
from certificates.journal import Period, check_length, documents_of, head_of, rows_of, said_of
from certificates.journal_book import journal_book
from certificates.journal_paper import journal_pdf as render_journal
from people.access import role_required, staff
from people.exported import log
from people.languages import Language
from people.looking import kept_of
from people.paper import PaperUnavailable
from people.roles import Role
from people.workbooks import EXCEL

# Pages of a PDF are made while somebody waits for them; a workbook is written row by row.
LONGEST_PDF, LONGEST_BOOK = 300, 50_000
COUNTED = 10_000
SHOWN = 10
TakeOut = Callable[[HttpRequest, Period, str], HttpResponseBase]


@role_required(Role.ORGANISER)
@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    form = _form(request)
    context = {"form": form, "languages": Language.choices, "kept": kept_of(request).urlencode(), "counted": COUNTED}
    if form.is_valid():
        documents = documents_of(form.period)
        count = documents.order_by()[: COUNTED + 1].count()
        context |= {"period": form.period, "count": min(count, COUNTED), "is_more": count > COUNTED,
                    "documents": list(documents[:SHOWN])}  # fmt: skip
    return render(request, "certificates/journal.html", context)


def _taken_out(view: TakeOut) -> Callable[..., HttpResponseBase]:
    """The period of the address in a language of the paper; a refusal is said above the page."""

    @require_POST
    @role_required(Role.ORGANISER)
    @wraps(view)
    def taken_out(request: HttpRequest, language: str) -> HttpResponseBase:
        form = _form(request)
        if language not in Language.values or not form.is_valid():
            raise Http404
        try:
            return view(request, form.period, language)
        except (ValidationError, PaperUnavailable) as refusal:
            messages.error(request, " ".join(getattr(refusal, "messages", [str(refusal)])))
        return redirect(f"{reverse('certificates:journal')}?{kept_of(request).urlencode()}")

    return taken_out


@_taken_out
def journal_pdf(request: HttpRequest, period: Period, language: str) -> HttpResponse:
    documents = documents_of(period)
    check_length(documents, LONGEST_PDF)
    rows = list(rows_of(documents, language))
    response = HttpResponse(render_journal(head_of(period, language, now=timezone.now()), rows))
    log("issue-journal", rows=len(rows), by=staff(request), filters=f"{said_of(period)}; pdf")
    response["Content-Type"] = "application/pdf"
    response["Content-Disposition"] = f'inline; filename="{_name(period, language)}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@_taken_out
def journal_xlsx(request: HttpRequest, period: Period, language: str) -> FileResponse:
    documents = documents_of(period)
    check_length(documents, LONGEST_BOOK)
    file, written = journal_book(head_of(period, language, now=timezone.now()), rows_of(documents, language))
    log("issue-journal", rows=written, by=staff(request), filters=said_of(period))
    response = FileResponse(file, as_attachment=True, filename=f"{_name(period, language)}.xlsx", content_type=EXCEL)
    response["Cache-Control"] = "private, no-store"
    return response


def _form(request: HttpRequest) -> JournalForm:
    """What the address asks for; at first the documents of this year."""
    today = timezone.localdate()
    return JournalForm(request.GET if "first" in request.GET else {"first": date(today.year, 1, 1), "last": today})


def _name(period: Period, language: str) -> str:
    return f"journal-{period.first}-{period.last}-{language}"
