"""The head: one queue of all that waits, and one page for each batch that shows exactly what is signed."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates import signing_queue
from certificates.access import batch_to_sign_or_404
from certificates.mini import mini_of
from certificates.models import Batch, Document
from certificates.signatories import beside, signatory_of
from certificates.signing_queue import Entry, Outcome
from certificates.views.papers import progress_context
from people.access import role_required, staff
from people.acting import told
from people.reauthenticating import can_confirm, forget_confirmation
from people.roles import Role

# The oldest come first.
AT_ONCE = 50


@role_required(Role.HEAD)
def to_sign(request: HttpRequest) -> HttpResponse:
    """All that waits on one page; what is chosen is signed with one confirmation."""
    if request.method == "POST":
        if not request.POST.getlist("batch"):
            messages.error(request, _("Choose what you sign: nothing was ticked."))
            return redirect("certificates:to_sign")
        response: HttpResponse = _sign_chosen(request)
        return response
    user = staff(request)
    page = Paginator(Batch.objects.waiting().for_queue(), AT_ONCE).get_page(request.GET.get("page"))
    entries = signing_queue.entries(page, user=user, today=timezone.localdate())
    signed = Batch.objects.filter(state=Batch.State.SIGNED, signed_by=user).select_related("cohort", "replaces")
    context = {
        "entries": [(entry, mini_of(entry.specimen)) for entry in entries],
        "page": page,
        "kept": "",
        "signed": signed.with_counts().order_by("-signed_at")[:10],
        "can_sign": any(entry.seen for entry in entries),
        **_who_signs(request),
    }
    return render(request, "certificates/to_sign.html", context)


@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def _sign_chosen(request: HttpRequest) -> HttpResponse:
    """The password or passkey was asked for again, for these batches and no others."""
    user, posted = staff(request), request.POST
    if can_confirm(user):
        keys = [int(pk) for pk in posted.getlist("batch") if pk.isdecimal()]
        rows = Batch.objects.exclude(state=Batch.State.DISCARDED).select_related("cohort", "replaces")
        chosen = [
            (batch, posted.get(f"seen-{batch.pk}", "")) for batch in rows.filter(pk__in=keys).order_by("prepared_at")
        ]
        try:
            _tell(request, signing_queue.sign_all(chosen, by=user))
        finally:
            forget_confirmation(request)
    return redirect("certificates:to_sign")


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    if outcome.signed:
        messages.success(request, _said_of(outcome.documents))
    for batch, why in outcome.refused:
        messages.error(request, _("“%(batch)s” was not signed. %(why)s") % {"batch": batch.title, "why": why})


@role_required(Role.HEAD)
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Protocol and batch on one page, signed once, after the password or passkey was asked for again."""
    batch, user = batch_to_sign_or_404(pk), staff(request)
    if batch.state == Batch.State.SIGNED:
        context = {**progress_context(request, batch), "documents": batch.documents.order_by("pk")}
        return render(request, "certificates/signed.html", context)
    if request.method == "POST" and can_confirm(user):
        issued = told(request, signing_queue.sign, batch, by=user, seen=request.POST.get("seen", ""))
        if issued is not None:
            forget_confirmation(request)
            messages.success(request, _said_of(issued))
        return redirect("certificates:sign", pk)
    [entry] = signing_queue.entries([batch], user=user, today=timezone.localdate())
    shown = {"entry": entry, "batch": batch, "seen": entry.seen, "mini": mini_of(entry.specimen)}
    return render(request, "certificates/sign.html", {**shown, **_who_signs(request, entry)})


def _said_of(issued: list[Document]) -> str:
    if not issued:
        return _("The protocol is signed.")
    said = ngettext("Signed: %(n)s document has been issued.", "Signed: %(n)s documents have been issued.", len(issued))
    return said % {"n": len(issued)}


def _who_signs(request: HttpRequest, entry: Entry | None = None) -> dict[str, Any]:
    """In which capacity this user signs today, and who else might; or what stands in the way."""
    user, today = staff(request), timezone.localdate()
    obstacles, confirms = [], can_confirm(user)
    if not confirms:
        obstacles.append(_("Set a password or a passkey first: you confirm a signature with it."))
    context: dict[str, Any] = {"needs_password": not confirms}
    try:
        signatory = signatory_of(user, issued_on=entry.batch.issued_on if entry else today, today=today)
        context |= {"signatory": signatory, "beside": beside(signatory, today)}
    except ValidationError as refusal:
        obstacles += refusal.messages
    return {**context, "obstacles": obstacles}
