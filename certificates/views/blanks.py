"""The stock of protected blanks: what came, where it went, what lies on top, and what is written off."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from certificates.access_blanks import act_or_404, pile_or_404
from certificates.blanks import receiving, stock, tray, writing_off
from certificates.blanks.act_paper import act_pdf
from certificates.blanks.pictures import STAGES, strips
from certificates.forms_blanks import ReceiveForm, TrayForm, WriteOffForm
from certificates.models import BlankEvent, PrintJob, WriteOff
from people.access import role_required, staff
from people.acting import carried_out, sent, told
from people.languages import Language
from people.numbers import whole_number
from people.paper import PaperUnavailable
from people.roles import Role

RECENT = 20


@role_required(Role.ORGANISER)
@require_safe
def blanks(request: HttpRequest) -> HttpResponse:
    counted, today = stock.piles(with_runs=True), timezone.localdate()
    # A pile that is used up is told in the table, not in the picture.
    lying = [each for each in counted if each.left]
    return render(
        request,
        "certificates/blanks/blanks.html",
        {
            "piles": counted,
            # A series of one pile has its balance in that line.
            "series": [each for each in stock.by_series(counted) if each.piles > 1],
            "kinds": stock.kinds(today, counted),
            "low": settings.BLANKS_LOW,
            "rows": strips(lying),
            "stages": STAGES,
            "jobs": list(PrintJob.objects.open()),
            "waiting": sum(each.counts[stock.State.SPOILED] for each in counted),
            "acts": list(WriteOff.objects.with_counts().select_related("by")[:RECENT]),
        },
    )


@role_required(Role.ORGANISER)
def receive(request: HttpRequest) -> HttpResponse:
    form = ReceiveForm(sent(request))
    if request.method == "POST" and form.is_valid():
        pile = carried_out(form, receiving.receive, form.delivery(), by=staff(request))
        if pile:
            said = ngettext("%(n)s blank is in the stock.", "%(n)s blanks are in the stock.", pile.size)
            messages.success(request, said % {"n": pile.size})
            return redirect("certificates:pile", pile.pk)
    context = {"form": form, "practice": settings.DOCUMENTS_ARE_SPECIMENS}
    return render(request, "certificates/blanks/receive.html", context)


@role_required(Role.ORGANISER)
def pile(request: HttpRequest, pk: int) -> HttpResponse:
    """One pile, and the way to say that another blank is on top of it than expected."""
    found = pile_or_404(pk)
    form = TrayForm(sent(request))
    if request.method == "POST" and form.is_valid():
        blank = carried_out(form, tray.lay_in_tray, found, by=staff(request), **form.cleaned_data)
        if blank:
            messages.success(request, _("The next blank is %(blank)s.") % {"blank": blank})
            return redirect(_back(request, pk))
    [counted] = stock.piles([found], with_runs=True)
    events = BlankEvent.objects.filter(blank__pile=found).select_related("blank", "by").order_by("-at", "-pk")
    return render(
        request,
        "certificates/blanks/pile.html",
        {
            "each": counted,
            "pile": found,
            "form": form,
            "rows": strips([counted]),
            "stages": STAGES,
            "lines": [
                (run, found.written(run.first), found.written(run.last), stock.State(run.state)) for run in counted.runs
            ],
            "aside": stock.State.SET_ASIDE,
            "events": list(events[:RECENT]),
            "kept": request.GET.urlencode(),
        },
    )


def _back(request: HttpRequest, pk: int) -> str:
    """To the order that was being looked at when the tray did not match, else to the pile."""
    if "d" in request.GET:
        return f"{reverse('certificates:print_check')}?{request.GET.urlencode()}"
    return reverse("certificates:pile", args=[pk])


@role_required(Role.ORGANISER)
@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = pile_or_404(pk)
    first, last = (whole_number(request.POST.get(name)) for name in ("first", "last"))
    if first is not None and last is not None:
        count = told(request, tray.put_back, found, first=first, last=last, by=staff(request))
        if count:
            said = ngettext("%(n)s blank lies in its pile again.", "%(n)s blanks lie in their pile again.", count)
            messages.success(request, said % {"n": count})
    return redirect("certificates:pile", pk)


@role_required(Role.ORGANISER)
def write_off(request: HttpRequest) -> HttpResponse:
    waiting = writing_off.waiting()
    form = WriteOffForm(sent(request), waiting=waiting, initial=_as_before(request))
    if request.method == "POST" and form.is_valid():
        act = carried_out(form, writing_off.write_off, form.chosen(), form.act(), by=staff(request))
        if act:
            messages.success(
                request, _("The act № %(number)s is written: print it and have it signed.") % {"number": act}
            )
            return redirect("certificates:blanks")
    ticked = form["blanks"].value() or []
    return render(
        request,
        "certificates/blanks/write_off.html",
        {"form": form, "waiting": writing_off.with_stories(waiting), "ticked": {str(key) for key in ticked}},
    )


def _as_before(request: HttpRequest) -> dict[str, Any]:
    """The commission of the last act, and the language that the organiser works in."""
    last = WriteOff.objects.order_by("-pk").first()
    speaks = staff(request).language
    return {
        "commission": "\n".join(last.snapshot["commission"]) if last else "",
        "language": speaks if speaks in Language.values else Language.KK,
    }


@role_required(Role.ORGANISER)
@require_safe
def act(request: HttpRequest, pk: int) -> HttpResponse:
    found = act_or_404(pk)
    try:
        pdf = act_pdf(found.snapshot)
    except PaperUnavailable as problem:
        messages.error(request, str(problem))
        return redirect("certificates:blanks")
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="blank-act-{found}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
