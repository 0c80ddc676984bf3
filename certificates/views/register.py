"""A document of the register: what happened to it, and what can be recorded about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certificates import registering
from certificates.access import document_or_404
from certificates.chronicle import chronicle
from certificates.forms import BlankForm, HandOverForm, Plain, RevokeForm, WithholdForm
from certificates.models import Document, Standing
from certificates.qr import qr_svg, qr_text
from certificates.verifying import faces_of
from certificates.views.reissue import reissues_of
from people.access import role_required, staff
from people.acting import carried_out, told
from people.roles import Role


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
            **reissues_of(document),
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
