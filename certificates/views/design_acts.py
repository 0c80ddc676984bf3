"""What can be done with a design: publish, copy, discard, retire, bring back, make it the usual one."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from certificates.access_designs import design_or_404, draft_of
from certificates.designs import drawing
from certificates.forms_designs import NameForm
from certificates.models import Design
from people.access import role_required, staff
from people.acting import carried_out, told
from people.roles import Role


@role_required(Role.ORGANISER)
@require_POST
def design_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """What is published stays: whoever does it says that they have looked."""
    seen = request.POST.get("seen", "")
    if "looked" not in request.POST or not seen.isdecimal():
        messages.error(request, _("Look at both pages and tick the box, then publish."))
        return redirect("certificates:design", pk)
    if version := told(request, drawing.publish, design_or_404(pk), by=staff(request), seen=int(seen)):
        messages.success(request, _("Version %(number)s is published.") % {"number": version.number})
    return redirect("certificates:design", pk)


@role_required(Role.ORGANISER)
@require_POST
def design_copy(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = design_or_404(pk), NameForm(request.POST)
    like = draft_of(found) or found.current or found.versions.first()
    if form.is_valid():
        made = carried_out(form, drawing.begin, form.cleaned_data["name"], by=staff(request), like=like)
        if made:
            return redirect("certificates:design_edit", made.pk)
    for errors in form.errors.values():
        for sentence in errors:
            messages.error(request, str(sentence))
    return redirect("certificates:design", pk)


@role_required(Role.ORGANISER)
@require_POST
def design_discard(request: HttpRequest, pk: int) -> HttpResponse:
    told(request, drawing.discard, design_or_404(pk), by=staff(request))
    if Design.objects.filter(pk=pk).exists():
        return redirect("certificates:design", pk)
    return redirect("certificates:designs")


def _acting(rule: Callable[..., object]) -> Callable[[HttpRequest, int], HttpResponse]:
    @role_required(Role.ORGANISER)
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        told(request, rule, design_or_404(pk), by=staff(request))
        return redirect("certificates:design", pk)

    return view  # type: ignore[return-value]


design_retire = _acting(drawing.retire)
design_bring_back = _acting(drawing.bring_back)
design_make_usual = _acting(drawing.make_usual)


@role_required(Role.ORGANISER)
@require_POST
def design_none_usual(request: HttpRequest) -> HttpResponse:
    """Certificates look as ever again, unless a design is chosen."""
    told(request, drawing.make_usual, None, by=staff(request))
    return redirect("certificates:designs")
