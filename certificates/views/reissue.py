"""Another paper in place of a document: asked for here, with the old and the new one side by side."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certificates import design, differences, issuing, reissuing
from certificates.access import document_or_404
from certificates.forms import ReissueForm
from certificates.mini import mini_of
from certificates.models import Batch, Document
from certificates.reissuing import Draft
from certificates.signatories import likely_signatory
from certificates.views.papers import organises
from people.access import role_required, staff
from people.acting import carried_out, sent, told
from people.paper import PaperUnavailable
from people.roles import Role


@role_required(Role.ORGANISER)
def reissue(request: HttpRequest, pk: int, reason: str) -> HttpResponse:
    """What the new paper would say; POST puts it into the head's queue."""
    document = _document(pk, reason)
    form, ticked = _form(request, reason), request.POST.getlist("right")
    if form.is_bound and "offered" in request.POST and not ticked:
        form.add_error(None, _("Tick what is put right."))
    if form.is_valid():
        said = {"reason": reason, "corrects": ticked, **form.cleaned_data}
        asked = carried_out(form, reissuing.request, document, by=staff(request), **said)
        if asked:
            messages.success(request, _("It waits for the head's signature; until then the old document is in force."))
            return redirect("certificates:document", pk)
    return render(request, "certificates/reissue.html", _context(request, document, reason, form, ticked))


def _form(request: HttpRequest, reason: str) -> ReissueForm:
    """Whoever wants to see the paper with other ticks first finds again what they had written."""
    duplicate = reason in reissuing.DUPLICATES
    if "show" in request.POST:
        return ReissueForm(initial=request.POST.dict(), duplicate=duplicate)
    return ReissueForm(sent(request), duplicate=duplicate)


def reissues_of(document: Document) -> dict[str, Any]:
    """For the page of a document: what can be asked for, or why nothing can."""
    waiting = reissuing.waiting_for(document)
    why_not = reissuing.why_not(document, document.standing)
    reasons = reissuing.reasons_for(document) if not why_not and waiting is None else []
    return {"reissue_waiting": waiting, "why_no_reissue": why_not, "reissue_reasons": reasons}


def _context(
    request: HttpRequest, document: Document, reason: str, form: ReissueForm, ticked: list[str]
) -> dict[str, Any]:
    context: dict[str, Any] = {"document": document, "reason": reason, "reasons": Batch.Reason.choices, "form": form}
    waiting = reissuing.waiting_for(document)
    try:
        reissuing.refuse(document, document.standing, reason=reason)
    except ValidationError as refusal:
        return {**context, "obstacles": refusal.messages}
    if waiting is not None:
        return {**context, "obstacles": [reissuing.asked_already()]}
    everything, labels = _draft(request, document, reason), differences.labels()
    chosen = [name for name in everything.changed if name in ticked]
    made = _draft(request, document, reason, chosen)
    return {
        **context,
        "draft": made,
        "choices": [(name, labels[name], name in made.changed) for name in everything.changed],
        "chosen": urlencode({"right": chosen}, doseq=True),
        "lines": differences.side_by_side(document.snapshot, made.snapshot, made.changed),
        "mini": mini_of(made.snapshot),
        "unconfirmed": "name" in made.changed and not made.name_is_confirmed,
    }


@role_required(Role.ORGANISER, Role.HEAD)
@require_safe
def preview(request: HttpRequest, pk: int, reason: str) -> HttpResponse:
    """The new paper as it would be printed, watermarked: no number, no code, nothing kept."""
    document = _document(pk, reason)
    try:
        reissuing.refuse(document, document.standing, reason=reason)
        waiting = reissuing.waiting_for(document)
        corrects = waiting.corrects if waiting else request.GET.getlist("right")
        pdf = design.render_whole(_draft(request, document, reason, corrects).snapshot)
    except ValidationError:
        raise Http404 from None
    except PaperUnavailable as problem:
        messages.error(request, str(problem))
        return redirect("certificates:document", pk) if organises(request) else redirect("certificates:to_sign")
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="preview.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@role_required(Role.ORGANISER)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing was numbered, so nothing is left behind but who asked and who took it back."""
    batch = get_object_or_404(Batch.objects.reissues().exclude(state=Batch.State.DISCARDED), pk=pk)
    if told(request, issuing.discard, batch, by=staff(request)):
        messages.success(request, _("The request is withdrawn; the document stays as it is."))
    return redirect("certificates:document", batch.replaces_id)


def _document(pk: int, reason: str) -> Document:
    if reason not in Batch.Reason:
        raise Http404
    return document_or_404(pk)


def _draft(request: HttpRequest, document: Document, reason: str, corrects: Collection[str] = ()) -> Draft:
    """As it waits, or as it would be dated today."""
    waiting, today = reissuing.waiting_for(document), timezone.localdate()
    day = waiting.issued_on if waiting else today
    signatory = likely_signatory(staff(request), today)
    return reissuing.draft(document, reason=reason, issued_on=day, signatory=signatory, corrects=corrects)
