"""The stock of protected blanks: what came, where it went, what lies on top, and what is written off."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
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
from certificates.blanks.numbering import digits_of, in_ranges, known_series
from certificates.blanks.pictures import STAGES, strips
from certificates.forms_blanks import ReceiveForm, TrayForm, WriteOffForm
from certificates.models import BlankEvent, BlankPile, PrintJob, WriteOff
from people.access import role_required, staff
from people.acting import carried_out, sent, told
from people.languages import Language
from people.numbers import whole_number
from people.paper import PaperUnavailable
from people.roles import Role

PAGE = 20
# Of what waits to be written off so many stretches are ticked on one page; what is left comes with the next act.
SHOWN = 500


@role_required(Role.ORGANISER)
@require_safe
def blanks(request: HttpRequest) -> HttpResponse:
    counted, today = stock.piles(with_runs=True), timezone.localdate()
    # A pile that is used up is told in the table, not in the picture.
    acts = WriteOff.objects.with_counts().select_related("by").order_by("-year", "-number", "-pk")
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
            "page": Paginator(acts, PAGE).get_page(request.GET.get("page")),
            "kept": "",
        },
    )


@role_required(Role.ORGANISER)
def receive(request: HttpRequest) -> HttpResponse:
    form = ReceiveForm(sent(request))
    context: dict[str, Any] = {"form": form, "practice": settings.DOCUMENTS_ARE_SPECIMENS}
    if request.method == "POST" and form.is_valid():
        delivery, key = form.delivery(), form.key()
        if request.POST.get("sure") != key:
            # Looked at once more beside the box, before each number of it is on record.
            size = carried_out(form, receiving.size_of, delivery)
            words = BlankPile.Words(delivery.language).label
            check = {"size": size, "delivery": delivery, "series": known_series(delivery.series), "words": words}
            context |= {"check": size and check, "sure": key}
        elif pile := carried_out(form, receiving.receive, delivery, by=staff(request)):
            said = ngettext("%(n)s blank is in the stock.", "%(n)s blanks are in the stock.", pile.size)
            messages.success(request, said % {"n": pile.size})
            return redirect("certificates:pile", pile.pk)
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
    events = BlankEvent.objects.filter(blank__pile=found).select_related("blank", "by").order_by("-pk")
    asked = request.GET.get("number", "").strip()
    if asked:
        events = events.filter(blank__value=int(digits_of(asked) or -1))
    kept = request.GET.copy()
    kept.pop("page", None)
    return render(
        request,
        "certificates/blanks/pile.html",
        {
            "each": counted,
            "pile": found,
            "form": form,
            "rows": strips([counted] if counted.received else []),
            "stages": STAGES,
            "lines": [
                (run, found.written(run.first), found.written(run.last), stock.State(run.state)) for run in counted.runs
            ],
            "aside": stock.State.SET_ASIDE,
            "page": Paginator(events, PAGE).get_page(request.GET.get("page")),
            "asked": asked,
            "kept": kept.urlencode(),
            "can_be_taken_back": len(counted.runs) == 1 and receiving.can_be_taken_back(found),
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
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = pile_or_404(pk)
    if told(request, receiving.take_back, found, why=request.POST.get("why", "")[:300], by=staff(request)):
        said = _("%(pile)s are out of the stock: the delivery can be entered once more.")
        messages.success(request, said % {"pile": found})
    return redirect("certificates:pile", pk)


@role_required(Role.ORGANISER)
def write_off(request: HttpRequest) -> HttpResponse:
    """What is written off is shown in ranges, and its count is typed, before the act is made."""
    waiting = writing_off.waiting()
    stretches = writing_off.stretches(waiting)
    shown = stretches[:SHOWN]
    form = WriteOffForm(sent(request), waiting=waiting, stretches=shown, initial=_as_before(request))
    chosen = form.chosen() if request.method == "POST" and form.is_valid() else []
    typed = whole_number(request.POST.get("count", "").strip())
    if request.method == "POST" and form.is_valid() and (not chosen or typed == len(chosen)):
        act = carried_out(form, writing_off.write_off, chosen, form.act(), by=staff(request))
        if act:
            messages.success(
                request, _("The act № %(number)s is written: print it and have it signed.") % {"number": act}
            )
            return redirect("certificates:blanks")
    ticked = {str(key) for key in form["blanks"].value() or []}
    context = {
        "form": form,
        "stretches": [(each, each.key in ticked) for each in shown],
        "more": len(stretches) - len(shown),
        "chosen": list(in_ranges(chosen)) if form.is_valid() else [],
        "count": len(chosen),
        "wrong": "count" in request.POST and typed != len(chosen),
    }
    return render(request, "certificates/blanks/write_off.html", context)


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
    kind = "specimen-act" if found.is_specimen else "act"
    name = f"blank-{kind}-{found.year}-{found.number}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
