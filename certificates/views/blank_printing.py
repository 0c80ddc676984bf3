"""Printing on blanks: choose whose, look which blank will carry which document, print, and say how it came out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, F, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from certificates.access import cohort_or_404
from certificates.access_blanks import job_or_404
from certificates.blanks import printing, stock
from certificates.forms_blanks import BeginForm, ConfirmForm, PrintForm
from certificates.models import Blank, Document, Printer, PrintJob, PrintSheet
from people import exported
from people.access import role_required, staff
from people.acting import carried_out, told
from people.numbers import whole_number
from people.paper import PaperUnavailable
from people.roles import Role

PAGE = 30


@role_required(Role.ORGANISER)
@require_safe
def print_choose(request: HttpRequest) -> HttpResponse:
    """Whose documents: a cohort's, or the one whose page led here."""
    cohort_key, document_key = (whole_number(request.GET.get(name)) for name in ("cohort", "document"))
    cohort, documents = None, printing.without_blank()
    if cohort_key is not None:
        cohort = cohort_or_404(cohort_key)
        documents = documents.filter(result__attempt__enrolment__cohort=cohort)
    elif document_key is not None:
        documents = documents.filter(pk=document_key)
    else:
        page = Paginator(_cohorts(), PAGE).get_page(request.GET.get("page"))
        return render(request, "certificates/blanks/print_cohorts.html", {"page": page, "rows": page, "kept": ""})
    rows = printing.in_order(documents)
    piles = [each for each in stock.piles() if each.ready]
    context = {
        "cohort": cohort,
        "rows": _ticked(rows),
        "most": printing.MOST,
        "form": PrintForm(piles=_fitting_first(piles, rows)),
        "piles": piles,
        "printers": Printer.objects.filter(is_active=True).exists(),
    }
    return render(request, "certificates/blanks/print_choose.html", context)


def _ticked(rows: list[Document]) -> list[tuple[Document, bool, bool]]:
    """Whether each can be chosen, and whether it is: as many of the first as go through the printer at once."""
    can = [document for document in rows if not printing.is_side_by_side(document)]
    first = {document.pk for document in can[: printing.MOST]}
    return [(each, not printing.is_side_by_side(each), each.pk in first) for each in rows]


def _cohorts() -> QuerySet[Document, Any]:
    """Cohorts with documents that no blank carries, the latest issue first."""
    cohort = F("result__attempt__enrolment__cohort")
    rows = printing.without_blank().order_by().values(key=cohort, name=F("result__attempt__enrolment__cohort__name"))
    return rows.annotate(n=Count("pk"), latest=Max("issued_on")).order_by("-latest", "-key")


def _fitting_first(piles: list[stock.PileCount], rows: list[Document]) -> list[stock.PileCount]:
    """The pile that most likely is meant: with the words and the kind of the first document."""
    if not rows:
        return piles
    first = rows[0]
    return sorted(
        piles,
        key=lambda each: (printing.words_differ(first, each.pile), each.pile.is_specimen != first.is_specimen),
    )


@role_required(Role.ORGANISER)
def print_check(request: HttpRequest) -> HttpResponse:
    """Which blank will carry which document; POST gives them their blanks."""
    form = PrintForm(request.GET)
    if not form.is_valid():
        for sentence in _sentences(form):
            messages.error(request, sentence)
        return redirect("certificates:print_choose")
    data = form.cleaned_data
    documents = list(data["d"])
    try:
        pairs = printing.laid_out(documents, data["pile"])
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
        return redirect(_chosen_from(documents))
    begun = BeginForm(request.POST) if request.method == "POST" else BeginForm(initial={"top": pairs[0][1].number})
    if request.method == "POST" and begun.is_valid():
        keys = [document.pk for document in documents]
        job = carried_out(
            begun, printing.begin, keys, pile=data["pile"], printer=data["printer"], by=staff(request),
            top=begun.cleaned_data["top"],
        )  # fmt: skip
        if job:
            return redirect("certificates:print_job", job.pk)
    context = {
        "pairs": pairs, "pile": data["pile"], "printer": data["printer"], "form": begun,
        "again": _chosen_from(documents), "kept": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "certificates/blanks/print_check.html", context)


def _sentences(form: PrintForm) -> list[str]:
    """A document that has its blank by now is no choice any more; what is missing is said by its name."""
    if "d" in form.errors:
        return [_("Some of these documents have their blank by now: look at the list again.")]
    return [f"{form.fields[name].label}: {errors[0]}" for name, errors in form.errors.items()]


def _chosen_from(documents: list[Document]) -> str:
    """The page on which they were chosen."""
    base = reverse("certificates:print_choose")
    cohorts = {document.result.attempt.enrolment.cohort_id for document in _with_cohorts(documents)}
    if len(documents) == 1:
        return f"{base}?{urlencode({'document': documents[0].pk})}"
    return f"{base}?{urlencode({'cohort': cohorts.pop()})}" if len(cohorts) == 1 else base


def _with_cohorts(documents: list[Document]) -> QuerySet[Document]:
    keys = [document.pk for document in documents]
    return Document.objects.filter(pk__in=keys).select_related("result__attempt__enrolment")


@role_required(Role.ORGANISER)
@require_safe
def print_job(request: HttpRequest, pk: int) -> HttpResponse:
    """An open job: its pages, and how each of them came out; a closed one: what became of them."""
    job = job_or_404(pk)
    sheets = list(job.sheets.select_related("document", "blank").order_by("place"))
    return render(request, "certificates/blanks/print_job.html", _job_context(job, sheets))


def _job_context(job: PrintJob, sheets: list[PrintSheet]) -> dict[str, Any]:
    spoiled = [sheet for sheet in sheets if sheet.outcome == PrintSheet.Outcome.SPOILED]
    return {
        "job": job,
        "sheets": sheets,
        "is_open": job.state == PrintJob.State.OPEN,
        "good": sum(sheet.outcome == PrintSheet.Outcome.GOOD for sheet in sheets),
        "spoiled": len(spoiled),
        "to_write_off": any(sheet.blank.state == Blank.State.SPOILED for sheet in spoiled),
        "again": _once_more(job, spoiled) if spoiled else "",
    }


def _once_more(job: PrintJob, spoiled: list[PrintSheet]) -> str:
    """The check of those that came out badly and have no blank yet, on the next blanks of the same pile."""
    keys = printing.without_blank().filter(pk__in=[sheet.document_id for sheet in spoiled]).values_list("pk", flat=True)
    chosen = urlencode({"d": list(keys), "pile": job.pile_id, "printer": job.printer_id}, doseq=True)
    return f"{reverse('certificates:print_check')}?{chosen}" if keys else ""


@role_required(Role.ORGANISER)
@require_POST
def job_pages(request: HttpRequest, pk: int) -> HttpResponse:
    """The pages for the printer, the same bytes each time; who took them is on record."""
    job, pdf = job_or_404(pk), None
    try:
        pdf = told(request, printing.pages, job)
    except PaperUnavailable as problem:
        messages.error(request, str(problem))
    if pdf is None:
        return redirect("certificates:print_job", pk)
    exported.log("blank-pages", rows=job.sheets.count(), by=staff(request))
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="blanks-{job.pk}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@role_required(Role.ORGANISER)
@require_POST
def job_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    job = job_or_404(pk)
    form = ConfirmForm(request.POST, sheets=list(job.sheets.all()))
    if not form.is_valid():
        messages.error(request, _("Some of these pages are not of this job: look at it again."))
        return redirect("certificates:print_job", pk)
    spoiled = told(request, printing.confirm, job, spoiled=form.keys(), by=staff(request))
    if spoiled is None:
        return redirect("certificates:print_job", pk)
    good = job.sheets.count() - len(spoiled)
    said = ngettext("%(n)s document has its blank.", "%(n)s documents have their blanks.", good)
    messages.success(request, said % {"n": good})
    if not spoiled:
        return redirect("certificates:print_job", pk)
    return redirect(_once_more(job, spoiled) or reverse("certificates:print_job", args=[pk]))


@role_required(Role.ORGANISER)
@require_POST
def job_give_up(request: HttpRequest, pk: int) -> HttpResponse:
    if told(request, _given_up, job_or_404(pk), by=staff(request)):
        messages.success(request, _("The blanks lie in their pile again."))
    return redirect("certificates:blanks")


def _given_up(job: PrintJob, *, by: Any) -> bool:
    printing.give_up(job, by=by)
    return True
