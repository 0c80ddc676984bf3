"""Printers: how far each of them moves a page, found out with a page of crosses."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificates.access_blanks import printer_or_404
from certificates.blanks.calibration import calibration_pdf
from certificates.blanks.printers import FIELDS, save_printer
from certificates.forms_blanks import PrinterForm
from certificates.millimetres import in_millimetres
from certificates.models import Printer
from people.access import role_required, staff
from people.acting import carried_out, sent
from people.history import changes, created
from people.paper import PaperUnavailable
from people.roles import Role


@role_required(Role.ORGANISER)
@require_safe
def printers(request: HttpRequest) -> HttpResponse:
    rows = [
        (each, in_millimetres(each.offset_x, signed=True), in_millimetres(each.offset_y, signed=True))
        for each in Printer.objects.order_by("-is_active", "name")
    ]
    return render(request, "certificates/blanks/printers.html", {"rows": rows})


@role_required(Role.ORGANISER)
def printer(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    found = printer_or_404(pk) if pk else None
    name = found.name if found else ""
    form = PrinterForm(sent(request), instance=found)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        saved = carried_out(form, save_printer, form.save(commit=False), by=staff(request), seen=seen)
        if saved:
            messages.success(request, _("Saved."))
            return redirect("certificates:printer", saved.pk)
        form.take_newer()
    context = {
        "form": form, "pk": pk, "name": name,
        "changes": changes(found, FIELDS) if found else [], "created": created(found) if found else None,
    }  # fmt: skip
    return render(request, "certificates/blanks/printer.html", context)


@role_required(Role.ORGANISER)
@require_safe
def calibration(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of crosses, with the offsets that the printer has now."""
    found = printer_or_404(pk)
    try:
        pdf = calibration_pdf(found.name, (found.offset_x, found.offset_y))
    except PaperUnavailable as problem:
        messages.error(request, str(problem))
        return redirect("certificates:printer", pk)
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="calibration-{found.pk}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
