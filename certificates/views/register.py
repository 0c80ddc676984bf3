"""The register: finding a document, what happened to it, and what can be recorded about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certificates import registering
from certificates.access import document_or_404
from certificates.chronicle import chronicle
from certificates.exporting import export_register
from certificates.forms import BlankForm, HandOverForm, Plain, RevokeForm, WithholdForm
from certificates.models import Document, Standing
from certificates.qr import qr_svg, qr_text
from certificates.searching import KINDS, SERIES, counts, find, standings
from certificates.verifying import faces_of
from people.access import role_required, staff
from people.acting import carried_out, told
from people.looking import look_for, looked_for
from people.roles import Role

PAGE = 50


@role_required(Role.ORGANISER)
def register(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return look_for(request, "kind", "series", "state")
    today, words = timezone.localdate(), looked_for(request)
    kind, series, state = (request.GET.get(name, "") for name in ("kind", "series", "state"))
    found, filters = find(words, kind=kind, series=series), standings(today)
    rows = found.filter(filters[state]) if state in filters else found
    page = Paginator(rows.for_list(), PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    unfiltered = kept.copy()
    unfiltered.pop("state", None)
    return render(
        request,
        "certificates/register.html",
        {
            "page": page,
            "rows": [(document, faces_of(document, today)) for document in page],
            "words": words,
            "kind": kind if kind in KINDS else "",
            "series": series,
            "state": state if state in filters else "",
            "counts": counts(found, today),
            "kept": kept.urlencode(),
            "unfiltered": unfiltered.urlencode(),
        },
    )


@require_POST
@role_required(Role.ORGANISER)
def register_export(request: HttpRequest) -> HttpResponseBase:
    """The documents as they are filtered now."""
    today, words = timezone.localdate(), looked_for(request)
    kind, series, state = (request.GET.get(name, "") for name in ("kind", "series", "state"))
    found, standing = find(words, kind=kind, series=series), standings(today)
    rows = found.filter(standing[state]) if state in standing else found
    said = {"kind": kind if kind in KINDS else "", "series": series if series in SERIES else "",
            "state": state if state in standing else "", "search": "yes" if words else ""}  # fmt: skip
    asked = "; ".join(f"{name}={value}" for name, value in said.items() if value)
    return export_register(rows.for_list(), today, by=staff(request), filters=asked)


@role_required(Role.ORGANISER)
@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, document_or_404(pk))


@role_required(Role.ORGANISER)
@require_POST
def blank(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("The blank is recorded.")
    return _record(request, pk, "blank_form", BlankForm(request.POST), registering.record_blank, said)


@role_required(Role.ORGANISER)
@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("Recorded as handed over.")
    return _record(request, pk, "hand_over_form", HandOverForm(request.POST), registering.hand_over, said)


@role_required(Role.ORGANISER)
@require_POST
def withhold(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("From now on the public sees an unknown code.")
    return _record(request, pk, "withhold_form", WithholdForm(request.POST), registering.withhold, said)


@role_required(Role.ORGANISER)
@require_POST
def show(request: HttpRequest, pk: int) -> HttpResponse:
    if told(request, registering.show, document_or_404(pk), by=staff(request)):
        messages.success(request, _("The public can verify it again."))
    return redirect("certificates:document", pk)


@role_required(Role.ORGANISER)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """What cannot be undone has a page of its own, and the number is typed."""
    document = document_or_404(pk)
    form = RevokeForm(request.POST or None, document=document)
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("reason_class", "reason", "on")}
        if carried_out(form, registering.revoke, document, by=staff(request), **data):
            messages.success(request, _("The document is revoked; its verification page says so from now on."))
            return redirect("certificates:document", pk)
    return render(request, "certificates/revoke.html", {"form": form, "document": document})


def _page(request: HttpRequest, document: Document, **forms: Plain) -> HttpResponse:
    site, today = document.snapshot["site"], timezone.localdate()
    return render(
        request,
        "certificates/document.html",
        {
            "document": document,
            "cohort": document.result.attempt.enrolment.cohort,
            "faces": faces_of(document, today),
            "technical": staff(request).has_role(Role.ADMINISTRATOR),
            "history": chronicle(document),
            "successor": Document.objects.filter(supersedes=document).first(),
            "address": f"{site}{reverse('certificates:verdict', args=[document.code])}",
            "qr": mark_safe(qr_svg(qr_text(site, document.code), 30)),  # noqa: S308 - our own SVG
            "can_revoke": document.standing.state == Standing.State.IN_FORCE,
            "blank_form": BlankForm(),
            "hand_over_form": HandOverForm(),
            "withhold_form": WithholdForm(),
            **forms,
        },
    )


def _record(request: HttpRequest, pk: int, name: str, form: Plain, rule: Callable[..., Any], said: str) -> HttpResponse:
    """One of the small forms of the document's page: carried out, or shown again with the reason."""
    document = document_or_404(pk)
    if form.is_valid() and carried_out(form, rule, document, by=staff(request), **form.cleaned_data):
        messages.success(request, said)
        return redirect("certificates:document", pk)
    return _page(request, document, **{name: form})
