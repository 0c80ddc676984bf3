"""The report of support after the course, of a cohort or of the provider: on the page, on paper, as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Min
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.models import Cohort
from people.access import role_required, staff
from people.acting import told
from people.exported import log
from people.languages import Language
from people.looking import kept_of
from people.models import Provider
from people.paper import PaperUnavailable
from people.roles import Role
from people.workbooks import EXCEL
from people.written import PaperLanguage
from postcourse.access import cohort_for
from postcourse.forms_report import DEMO, ReportForm
from postcourse.models import Plan
from postcourse.support_report import Report, Scope
from postcourse.support_report_book import report_book
from postcourse.support_report_page import page_of
from postcourse.support_report_paper import report_pdf
from postcourse.support_report_parts import Head, head_of
from postcourse.support_reporting import report_of

# Pages of a PDF are made while somebody waits for them.
LONGEST_PDF = 600
TakeOut = Callable[[Head, Report], HttpResponseBase]


@role_required(Role.ORGANISER)
@require_safe
def support_report(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Of one cohort with its people; of all of them with the cohorts, each of which leads to its own."""
    cohort = cohort_for(request, pk) if pk is not None else None
    form = _form(request, cohort)
    context: dict[str, Any] = {"form": form, "cohort": cohort, "tab": "support" if cohort else "report",
                               "languages": Language.choices, "kept": kept_of(request).urlencode()}  # fmt: skip
    if form.is_valid():
        report = told(request, report_of, form.scope, now=timezone.now())
        context |= {"scope": form.scope, "page": page_of(report, get_language()) if report else None}
    template = "postcourse/cohort_support_report.html" if cohort else "postcourse/support_report.html"
    return render(request, template, context)


def _taken_out(how: str) -> Callable[[TakeOut], Callable[..., HttpResponseBase]]:
    """The report of the address in a language of the paper, on record; a refusal is said above the page."""

    def decorated(make: TakeOut) -> Callable[..., HttpResponseBase]:
        @require_POST
        @role_required(Role.ORGANISER)
        @wraps(make)
        def taken_out(request: HttpRequest, language: str, pk: int | None = None) -> HttpResponseBase:
            cohort = cohort_for(request, pk) if pk is not None else None
            form = _form(request, cohort)
            if language not in Language.values or not form.is_valid():
                raise Http404
            try:
                head, report = _read(form.scope, language)
                response = make(head, report)
            except (ValidationError, PaperUnavailable) as refusal:
                messages.error(request, " ".join(getattr(refusal, "messages", [str(refusal)])))
                return redirect(f"{_page(cohort)}?{kept_of(request).urlencode()}")
            log("support-report", rows=len(report.lines), by=staff(request), filters=_said(form.scope, how))
            response["Content-Disposition"] = _disposition(form.scope, language, how)
            response["Cache-Control"] = "private, no-store"
            return response

        return taken_out

    return decorated


def _read(scope: Scope, language: str) -> tuple[Head, Report]:
    """Names of regions, and of who is erased, are read in the language of the paper."""
    now = timezone.now()
    with override(language):
        report = report_of(scope, now=now)
        provider, today = Provider.objects.first(), timezone.localdate(now).isoformat()
        return head_of(report, cast(PaperLanguage, language), provider=provider, today=today), report


@_taken_out("pdf")
def report_on_paper(head: Head, report: Report) -> HttpResponse:
    if len(report.lines) > LONGEST_PDF:
        said = _("More than %(most)s people: choose a shorter period, or take the workbook.")
        raise ValidationError(said, params={"most": number_format(LONGEST_PDF, force_grouping=True)})
    return HttpResponse(report_pdf(head, report), content_type="application/pdf")


@_taken_out("xlsx")
def report_as_book(head: Head, report: Report) -> FileResponse:
    return FileResponse(report_book(head, report), content_type=EXCEL)


def _form(request: HttpRequest, cohort: Cohort | None) -> ReportForm:
    """What the address asks for; at first everything of the cohort, or this year of the provider's."""
    if "first" in request.GET:
        return ReportForm(request.GET, cohort=cohort)
    today = timezone.localdate()
    if cohort:
        plans = Plan.objects.filter(attempt__enrolment__cohort=cohort)
        first = plans.aggregate(first=Min("counted_from"))["first"] or cohort.ends_on
        return ReportForm({"first": min(first, today), "last": today}, cohort=cohort)
    real = Plan.objects.filter(attempt__enrolment__cohort__is_demo=False).exists()
    return ReportForm({"first": date(today.year, 1, 1), "last": today, "of": "" if real else DEMO})


def _page(cohort: Cohort | None) -> str:
    return reverse("postcourse:cohort_report", args=[cohort.pk]) if cohort else reverse("postcourse:report")


def _said(scope: Scope, how: str) -> str:
    """For the record of exports."""
    which = f"cohort={scope.cohort.pk}; " if scope.cohort else ""
    demo = "; demo" if scope.demo else ""
    return f"{which}from={scope.first:%d.%m.%Y}; to={scope.last:%d.%m.%Y}{demo}{'; pdf' if how == 'pdf' else ''}"


def _disposition(scope: Scope, language: str, how: str) -> str:
    of = f"-{scope.cohort.pk}" if scope.cohort else ""
    kind = "inline" if how == "pdf" else "attachment"
    return f'{kind}; filename="support{of}-{scope.first}-{scope.last}-{language}.{how}"'
