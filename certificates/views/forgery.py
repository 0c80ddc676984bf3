"""Reports of forgery: the public page on which anybody sends one, and the organiser's list of them."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from certificates import reporting
from certificates.codes import is_valid, normalise, pretty
from certificates.forms_forgery import AnswerForm, ForgeryForm
from certificates.models import ForgeryReport
from certificates.reported_paper import LARGEST
from certificates.reporter_consent import consent_text
from certificates.verdict_page import reader_language
from certificates.views.checking import size_of
from certificates.views.public import LONGEST
from people.access import role_required, staff
from people.acting import carried_out, sent, told
from people.contacts import contacts
from people.roles import Role
from people.throttling import WINDOW, counted, network_of
from people.uploading import MEGABYTE, download

State = ForgeryReport.State
PAGE = 30
OTHERS = 20
# A form with a file may be sent by anybody: so many in a window for a network, and for all of them.
REPORTS_PER_NETWORK = 10
REPORTS = 100
LARGEST_BODY = LARGEST + MEGABYTE  # with what a form puts around the file


# How much is sent is looked at before any of it is read; the token, which is read with it, after that.
@csrf_exempt
@never_cache
def report_forgery(request: HttpRequest) -> HttpResponse:
    """Nothing here asks the register, so nothing tells whether a code exists."""
    if request.method == "POST" and _too_often(request):
        return _too_many(request)
    if request.method == "POST" and size_of(request) > LARGEST_BODY:
        return _page(request, ForgeryForm(initial={"code": _asked_about(request)}), is_too_large=True)
    return _report(request)


@csrf_protect
def _report(request: HttpRequest) -> HttpResponse:
    form = ForgeryForm(sent(request), request.FILES or None, initial={"code": _asked_about(request)})
    if request.method == "POST" and form.is_valid() and _kept(form):
        return redirect(f"{reverse('certificates:forgery_sent')}?{urlencode({'lang': reader_language()})}")
    return _page(request, form)


def _page(request: HttpRequest, form: ForgeryForm, *, is_too_large: bool = False) -> HttpResponse:
    kept = {"consent_text": consent_text(), "paper_months": settings.FORGERY_FILE_MONTHS}
    context = {"form": form, "issuer": contacts(), "is_too_large": is_too_large, **kept}
    return _public(render(request, "certificates/forgery.html", context, status=413 if is_too_large else 200))


@require_safe
@never_cache
def forgery_sent(request: HttpRequest) -> HttpResponse:
    """The same for every report."""
    return _public(render(request, "certificates/forgery_sent.html", {"issuer": contacts()}))


@role_required(Role.ORGANISER)
@require_safe
def forgeries(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    rows = ForgeryReport.objects.for_list()
    counts = ForgeryReport.objects.aggregate(total=Count("pk"), **{s: Count("pk", filter=Q(state=s)) for s in State})
    if state in State:
        rows = rows.filter(state=state)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    chips = [(each, each.label, counts[each]) for each in State]
    context = {"page": page, "chips": chips, "total": counts["total"], "state": state}
    context["kept"] = urlencode({"state": state}) if state else ""
    return render(request, "certificates/forgeries.html", context)


@role_required(Role.ORGANISER)
def forgery(request: HttpRequest, pk: int) -> HttpResponse:
    rows = ForgeryReport.objects.select_related("document__standing", "upload")
    report = get_object_or_404(rows, pk=pk)
    form = AnswerForm(sent(request), report=report)
    if request.method == "POST" and form.is_valid():
        to, said = form.cleaned_data["to"], form.cleaned_data["said"]
        if carried_out(form, reporting.move, report, to, by=staff(request), said=said):
            messages.success(request, _answered(report))
            return redirect("certificates:forgery", pk)
    others = _others(report)
    context = {
        "report": report, "form": form, "events": report.events.select_related("by"), "others": others[:OTHERS],
        "more": max(others.count() - OTHERS, 0),
        "shown": pretty(normalise(report.code)) if is_valid(report.code) else report.code,
    }  # fmt: skip
    return render(request, "certificates/forgery_report.html", context)


@role_required(Role.ORGANISER)
@require_safe
def forgery_file(request: HttpRequest, pk: int) -> FileResponse:
    report = get_object_or_404(ForgeryReport.objects.select_related("upload"), pk=pk)
    if report.upload is None:
        raise Http404
    return download(report.upload)


@role_required(Role.ORGANISER)
@require_POST
def forgery_forget(request: HttpRequest, pk: int) -> HttpResponse:
    """The reporter takes the consent back: by letter or by telephone, since they have no sign-in here."""
    if told(request, reporting.forget_reporter, get_object_or_404(ForgeryReport, pk=pk), by=staff(request)):
        messages.success(request, _("Who reported it is forgotten; the report stays."))
    return redirect("certificates:forgery", pk)


def _others(report: ForgeryReport) -> QuerySet[ForgeryReport]:
    """On the same document."""
    rows = ForgeryReport.objects.filter(document=report.document_id).exclude(pk=report.pk)
    return rows if report.document_id else rows.none()


def _kept(form: ForgeryForm) -> ForgeryReport | None:
    said = form.cleaned_data
    return carried_out(
        form,
        reporting.report,
        code=said["code"],
        wrong=said["wrong"],
        text=said["text"],
        reporter=reporting.Reporter(said["name"], said["email"], agrees=said["agrees"]),
        language=reader_language(),
        file=said["file"],
    )


def _asked_about(request: HttpRequest) -> str:
    code = request.GET.get("code", "")[:LONGEST]
    return pretty(normalise(code)) if is_valid(code) else code


def _answered(report: ForgeryReport) -> str:
    if report.is_open:
        return _("It is being checked.")
    return _("Recorded, and the reporter is written to.") if report.email else _("Recorded.")


def _too_often(request: HttpRequest) -> bool:
    """Every form that is sent counts, filled in rightly or not."""
    network = network_of(request) or "nowhere"
    if counted("forgery", by=network, without_cache=True) > REPORTS_PER_NETWORK:
        return True
    return counted("forgery", without_cache=True) > REPORTS


def _too_many(request: HttpRequest) -> HttpResponse:
    context = {"minutes": WINDOW // 60, "issuer": contacts()}
    response = render(request, "certificates/forgery_later.html", context, status=429)
    response.headers["Retry-After"] = str(WINDOW)
    return _public(response)


def _public(response: HttpResponse) -> HttpResponse:
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
