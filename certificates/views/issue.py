"""The certificates of a cohort: dry run, preview, batch, signature, and the PDFs on their way."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from certificates import design, issuing
from certificates.access import batch_or_404, cohort_or_404
from certificates.composing import compose
from certificates.eligibility import Line, dry_run
from certificates.forms import PrepareForm
from certificates.models import Batch, Document
from certificates.progress import progress_of
from courses.models import Cohort
from people.access import role_required, staff
from people.acting import carried_out, told
from people.models import Provider, Signatory
from people.paper import PaperUnavailable
from people.roles import Role


@role_required(Role.ORGANISER)
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Who gets what; POST puts them on one list for the head."""
    cohort = cohort_or_404(pk)
    form = PrepareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = carried_out(form, issuing.prepare, cohort, issued_on=form.cleaned_data["issued_on"], by=staff(request))
        if made:
            messages.success(request, _("The batch is prepared and waits for the head's signature."))
            return redirect("certificates:batch", pk)
    return render(request, "certificates/batch.html", _batch_context(request, cohort, form))


def _batch_context(request: HttpRequest, cohort: Cohort, form: PrepareForm) -> dict[str, Any]:
    lines, today = dry_run(cohort), timezone.localdate()
    batches = list(cohort.batches.exclude(state=Batch.State.DISCARDED).select_related("prepared_by", "signed_by"))
    ready = [line for line in lines if line.kind]
    groups = {
        "certificate": [line for line in ready if line.kind == Document.Kind.CERTIFICATE],
        "statement": [line for line in ready if line.kind == Document.Kind.STATEMENT],
        "issued": [line for line in lines if line.is_done],
        "nothing": [line for line in lines if not line.kind and not line.is_done],
    }
    shown = request.GET.get("show", "")
    return {
        "cohort": cohort,
        "tab": "certificates",
        "form": form,
        "lines": groups.get(shown, lines),
        "shown": shown if shown in groups else "",
        "counts": {name: len(rows) for name, rows in groups.items()},
        "total": len(lines),
        "ready": len(ready),
        "all_issued": bool(groups["issued"]) and not ready,
        "prepared": next((row for row in batches if row.state == Batch.State.PREPARED), None),
        "signed": [(row, progress_of(row)) for row in batches if row.state == Batch.State.SIGNED],
        "signatories": list(Signatory.objects.in_office(today)),
        "has_provider": Provider.objects.exists(),
    }


@role_required(Role.ORGANISER, Role.HEAD)
@require_safe
def preview(request: HttpRequest, pk: int, enrolment: int) -> HttpResponse:
    """One paper as it would be printed, watermarked: no number, no code, nothing kept."""
    cohort = cohort_or_404(pk)
    line = next((line for line in dry_run(cohort) if line.enrolment.pk == enrolment and line.kind), None)
    if line is None:
        raise Http404
    try:
        pdf = design.render(_preview(cohort, line))
    except PaperUnavailable as problem:
        messages.error(request, str(problem))
        return redirect("certificates:batch", pk)
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="preview.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _preview(cohort: Cohort, line: Line) -> Any:
    waiting = cohort.batches.filter(state=Batch.State.PREPARED).first()
    day = waiting.issued_on if waiting else timezone.localdate()
    return compose(
        line.decided,
        enrolment=line.enrolment,
        cohort=cohort,
        kind=line.kind,
        issued_on=day,
        provider=Provider.objects.first(),
        signatory=Signatory.objects.in_office(timezone.localdate()).first(),
    )


@role_required(Role.ORGANISER)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    batch = batch_or_404(pk)
    told(request, issuing.discard, batch, by=staff(request))
    return redirect("certificates:batch", batch.cohort_id)


# ---- the head --------------------------------------------------------------------------------------------------------
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
        context = {"batch": batch, "progress": progress_of(batch), "documents": batch.documents.order_by("pk")}
        return render(request, "certificates/signed.html", context)
    if request.method == "POST" and get_adapter().get_reauthentication_methods(user):
        documents = told(request, issuing.sign, batch, by=user, seen=request.POST.get("seen", ""))
        if documents:
            text = ngettext("Signed: %(n)s document has been issued.", "Signed: %(n)s documents have been issued.",
                            len(documents))  # fmt: skip
            messages.success(request, text % {"n": len(documents)})
        return redirect("certificates:sign", pk)
    return render(request, "certificates/sign.html", _sign_context(request, batch))


def _sign_context(request: HttpRequest, batch: Batch) -> dict[str, Any]:
    """What is signed, what somebody should look at, and in which capacity: or why it cannot be signed now."""
    user, today = staff(request), timezone.localdate()
    context: dict[str, Any] = {"batch": batch, "cohort": batch.cohort, "obstacles": []}
    try:
        lines = issuing.still_standing(batch)
    except ValidationError as refusal:
        return {**context, "obstacles": refusal.messages, "lines": []}
    context |= {
        "lines": lines,
        "certificates": sum(line.kind == Document.Kind.CERTIFICATE for line in lines),
        "statements": sum(line.kind == Document.Kind.STATEMENT for line in lines),
        "protocols": issuing.unsigned_protocols(batch.cohort),
        "unconfirmed": [line for line in lines if line.enrolment.name_confirmed_at is None],
        "spread": [line for line in lines if line.decided.spread_reason],
    }
    if not get_adapter().get_reauthentication_methods(user):
        context["obstacles"].append(_("Set a password or a passkey first: you confirm a signature with it."))
        context["needs_password"] = True
    try:
        signatory = issuing.signatory_of(user, issued_on=batch.issued_on, today=today)
    except ValidationError as refusal:
        return {**context, "obstacles": [*context["obstacles"], *refusal.messages]}
    return {**context, "signatory": signatory, "seen": issuing.digest_of(batch, lines, signatory)}


# ---- the PDFs on their way -------------------------------------------------------------------------------------------
@role_required(Role.ORGANISER, Role.HEAD)
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """A fragment that asks for itself again until nothing is left to do; without a script, the page is there."""
    batch = batch_or_404(pk)
    if not request.headers.get("HX-Request"):
        return redirect("certificates:batch", batch.cohort_id)
    response = render(request, "certificates/_progress.html", {"batch": batch, "progress": progress_of(batch)})
    response.headers["Cache-Control"] = "no-store"
    return response


@role_required(Role.ORGANISER)
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    batch = batch_or_404(pk)
    issuing.retry(batch)
    return redirect("certificates:batch", batch.cohort_id)
