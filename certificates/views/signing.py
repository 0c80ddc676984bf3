"""The head: one queue, and one page that shows exactly what is signed."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from assessment.protocols import unsigned_protocols
from assessment.signing import sentence_waiting
from certificates import issuing
from certificates.access import batch_or_404
from certificates.models import Batch, Document
from certificates.views.papers import progress_context
from people.access import role_required, staff
from people.acting import told
from people.reauthenticating import can_confirm, forget_confirmation
from people.roles import Role


@role_required(Role.HEAD)
@require_safe
def to_sign(request: HttpRequest) -> HttpResponse:
    waiting = Batch.objects.waiting()
    signed = Batch.objects.filter(state=Batch.State.SIGNED, signed_by=staff(request)).select_related("cohort")
    context = {"waiting": waiting, "signed": signed.with_counts().order_by("-signed_at")[:10]}
    return render(request, "certificates/to_sign.html", context)


@role_required(Role.HEAD)
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Protocol and batch on one page, signed once, after the password or passkey was asked for again."""
    batch, user = batch_or_404(pk), staff(request)
    if batch.state == Batch.State.SIGNED:
        context = {**progress_context(request, batch), "documents": batch.documents.order_by("pk")}
        return render(request, "certificates/signed.html", context)
    if request.method == "POST" and can_confirm(user):
        issued = told(request, issuing.sign, batch, by=user, seen=request.POST.get("seen", ""))
        if issued is not None:
            forget_confirmation(request)
            messages.success(request, _said_of(issued))
        return redirect("certificates:sign", pk)
    return render(request, "certificates/sign.html", _sign_context(request, batch))


def _said_of(issued: list[Document]) -> str:
    if not issued:
        return _("The protocol is signed.")
    said = ngettext("Signed: %(n)s document has been issued.", "Signed: %(n)s documents have been issued.", len(issued))
    return said % {"n": len(issued)}


def _sign_context(request: HttpRequest, batch: Batch) -> dict[str, Any]:
    """What is signed, what somebody should look at, and in which capacity: or why it cannot be signed now."""
    user, today = staff(request), timezone.localdate()
    context: dict[str, Any] = {"batch": batch, "cohort": batch.cohort, "obstacles": []}
    try:
        lines = issuing.still_standing(batch)
    except ValidationError as refusal:
        return {**context, "obstacles": refusal.messages, "lines": []}
    protocols = list(unsigned_protocols(batch.cohort).select_related("day").prefetch_related("signatures"))
    waiting = [sentence_waiting(each, missing) for each in protocols if (missing := each.waits_for)]
    context["obstacles"] += waiting
    context |= {
        "lines": lines,
        "certificates": sum(line.kind == Document.Kind.CERTIFICATE for line in lines),
        "statements": sum(line.kind == Document.Kind.STATEMENT for line in lines),
        "protocols": protocols,
        "unconfirmed": [line for line in lines if not line.enrolment.name_is_confirmed],
        "spread": [line for line in lines if line.decided.spread_reason],
    }
    if not can_confirm(user):
        context["obstacles"].insert(0, _("Set a password or a passkey first: you confirm a signature with it."))
        context["needs_password"] = True
    try:
        signatory = issuing.signatory_of(user, issued_on=batch.issued_on, today=today)
    except ValidationError as refusal:
        return {**context, "obstacles": [*context["obstacles"], *refusal.messages]}
    return {**context, "signatory": signatory, "seen": issuing.digest_of(batch, lines, signatory, protocols)}
