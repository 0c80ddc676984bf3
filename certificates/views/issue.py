"""The certificates of a cohort: dry run, preview, and the batch for the head."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessment.protocols import unsigned_protocols
from certificates import design as paper
from certificates import issuing
from certificates.access import batch_or_404, cohort_or_404
from certificates.composing import compose
from certificates.designs.drawing import usual
from certificates.eligibility import Line, dry_run
from certificates.forms import PrepareForm
from certificates.models import Batch, Document
from certificates.progress import progress_of
from certificates.signatories import likely_signatory
from certificates.views.papers import organises, page_of
from courses.models import Cohort
from people.access import role_required, staff
from people.acting import carried_out, told
from people.models import Provider, Signatory, User
from people.paper import PaperUnavailable
from people.roles import Role


@role_required(Role.ORGANISER)
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Who gets what; POST puts them on one list for the head."""
    cohort = cohort_or_404(pk)
    form = PrepareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        design = form.cleaned_data.get("design")
        wanted = {"issued_on": form.cleaned_data["issued_on"], "design": design.current if design else None}
        made = carried_out(form, issuing.prepare, cohort, by=staff(request), **wanted)
        if made:
            messages.success(request, _("The batch is prepared and waits for the head's signature."))
            return redirect("certificates:batch", pk)
    return render(request, "certificates/batch.html", _batch_context(request, cohort, form))


def _batch_context(request: HttpRequest, cohort: Cohort, form: PrepareForm) -> dict[str, Any]:
    lines, today = dry_run(cohort), timezone.localdate()
    kept = cohort.batches.exclude(state=Batch.State.DISCARDED)
    kept = kept.select_related("prepared_by", "signed_by", "design__design")
    batches = list(kept.issues())
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
        "organises": True,
        "technical": staff(request).has_role(Role.ADMINISTRATOR),
        "protocols": unsigned_protocols(cohort),
        "form": form,
        "lines": groups.get(shown, lines),
        "shown": shown if shown in groups else "",
        "counts": {name: len(rows) for name, rows in groups.items()},
        "total": len(lines),
        "ready": len(ready),
        "all_issued": bool(groups["issued"]) and not ready,
        "prepared": next((row for row in batches if row.state == Batch.State.PREPARED), None),
        "signed": [(row, progress_of(row)) for row in batches if row.state == Batch.State.SIGNED],
        "reissues": list(kept.reissues().select_related("replaces__person").prefetch_related("documents__job")),
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
        pdf = paper.render_whole(_preview(cohort, line, staff(request)))
    except PaperUnavailable as problem:
        messages.error(request, str(problem))
        return redirect("certificates:batch", pk) if organises(request) else redirect("certificates:to_sign")
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="preview.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _preview(cohort: Cohort, line: Line, reader: User) -> Any:
    waiting = cohort.batches.issues().filter(state=Batch.State.PREPARED).first()
    day = waiting.issued_on if waiting else timezone.localdate()
    return compose(
        line.decided,
        enrolment=line.enrolment,
        cohort=cohort,
        kind=line.kind,
        issued_on=day,
        provider=Provider.objects.first(),
        signatory=likely_signatory(reader, timezone.localdate()),
        design=waiting.design if waiting else usual(),
    )


@role_required(Role.ORGANISER)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    batch = batch_or_404(pk)
    told(request, issuing.discard, batch, by=staff(request))
    return redirect(page_of(request, batch))
