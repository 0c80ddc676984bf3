"""The provider: what is printed in its name, and who signs."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.access import role_required, staff
from people.acting import carried_out, sent, told
from people.forms import ProviderForm, SignatoryForm
from people.history import changes
from people.models import Provider, Signatory
from people.providing import end_office, overlapping_heads, save_provider, save_signatory
from people.roles import Role

LOGO_TYPES = {"png": "image/png", "jpg": "image/jpeg"}


@role_required(Role.ORGANISER)
def provider(request: HttpRequest) -> HttpResponse:
    provider = Provider.objects.first()
    if provider is None:
        return redirect("people:provider_edit")
    signatories = list(Signatory.objects.select_related("user"))
    today = timezone.localdate()
    return render(
        request,
        "people/provider.html",
        {
            "house": provider,
            "signatories": signatories,
            "overlaps": overlapping_heads(signatories),
            "today": today,
            "in_office": [s for s in signatories if s.since <= today and (s.until is None or s.until >= today)],
            "changes": changes(provider, (*ProviderForm.Meta.fields, "logo", "seal"))[:50],
        },
    )


@role_required(Role.ORGANISER)
def provider_edit(request: HttpRequest) -> HttpResponse:
    provider = Provider.objects.first() or Provider()
    form = ProviderForm(sent(request), request.FILES if request.method == "POST" else None, instance=provider)
    if request.method == "POST" and form.is_valid():
        pictures = {"logo": form.cleaned_data["logo_file"], "seal": form.cleaned_data["seal_file"]}
        if carried_out(form, save_provider, provider, by=staff(request), **pictures):
            messages.success(request, _("Saved."))
            return redirect("people:provider")
    return render(request, "people/provider_edit.html", {"form": form, "house": provider})


def logo(request: HttpRequest) -> HttpResponseBase:
    """The logo, for everybody: it stands on what everybody may see."""
    provider = Provider.objects.first()
    if provider is None or not provider.logo:
        raise Http404
    kind = LOGO_TYPES[str(provider.logo.name).rpartition(".")[2]]
    response = FileResponse(provider.logo.open("rb"), content_type=kind)
    response["Cache-Control"] = "public, max-age=300"
    return response


@role_required(Role.ORGANISER)
def seal(request: HttpRequest) -> HttpResponseBase:
    """The seal, for the staff alone: nobody else needs it by itself."""
    provider = Provider.objects.first()
    if provider is None or not provider.seal:
        raise Http404
    response = FileResponse(provider.seal.open("rb"), content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    return response


@role_required(Role.ORGANISER)
def signatory(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    signatory = get_object_or_404(Signatory, pk=pk) if pk else None
    name = signatory.name if signatory else ""
    form = SignatoryForm(sent(request), instance=signatory)
    if request.method == "POST" and form.is_valid():
        saved = carried_out(form, save_signatory, form.save(commit=False), by=staff(request))
        if saved:
            messages.success(request, _("Saved."))
            return redirect("people:provider")
    told = changes(signatory, SignatoryForm.Meta.fields) if signatory else []
    return render(request, "people/signatory.html", {"form": form, "pk": pk, "name": name, "changes": told})


@require_POST
@role_required(Role.ORGANISER)
def office_end(request: HttpRequest, pk: int) -> HttpResponse:
    signatory = get_object_or_404(Signatory, pk=pk, until=None)
    if told(request, end_office, signatory, until=timezone.localdate(), by=staff(request)):
        messages.success(request, _("The office ends today. To give another day, open the signatory."))
    return redirect("people:provider")
