"""Statements of completed support: who of a cohort's graduates gets one, prepared for the head."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificates import design, lacking, supporting
from certificates.access import batch_to_sign_or_404, cohort_or_404
from certificates.forms_support import SupportForm
from certificates.models import Batch, Document
from certificates.progress import progress_of
from certificates.signing_queue import composed
from certificates.views.papers import organises
from courses.models import Cohort
from people.access import role_required, staff
from people.acting import carried_out, sent
from people.paper import PaperUnavailable
from people.roles import Role

USUALLY = timedelta(days=365)
LONGEST_KEY = 18  # figures of a key


@role_required(Role.ORGANISER)
def support(request: HttpRequest, pk: int) -> HttpResponse:
    """Who completed the support is ticked; POST puts them on one list for the head, “show” only looks at other days."""
    cohort = cohort_or_404(pk)
    usual = _usual_days(cohort)
    form = SupportForm(sent(request), initial={"first": usual[0], "last": usual[1]})
    if request.method == "POST" and form.is_valid() and "show" not in request.POST:
        chosen = _ticked(request.POST)
        if carried_out(form, supporting.prepare, cohort, **form.cleaned_data, enrolments=chosen, by=staff(request)):
            messages.success(request, _("The batch is prepared and waits for the head's signature."))
            return redirect("certificates:support", pk)
    days = (form.cleaned_data["first"], form.cleaned_data["last"]) if form.is_bound and form.is_valid() else usual
    return render(request, "certificates/support.html", _context(request, cohort, form, *days))


def _ticked(fields: QueryDict) -> set[int]:
    return {int(key) for key in fields.getlist("enrolment") if key.isdecimal() and len(key) <= LONGEST_KEY}


def _context(request: HttpRequest, cohort: Cohort, form: SupportForm, first: date, last: date) -> dict[str, Any]:
    lines = supporting.dry_run(cohort, first=first, last=last)
    lacks = lacking.lacks([line.enrolment.pk for line in lines if line.kind])
    batches = (
        cohort.batches.exclude(state=Batch.State.DISCARDED).of_support().select_related("prepared_by", "signed_by")
    )
    return {
        "cohort": cohort,
        "tab": "certificates",
        "form": form,
        "first": first,
        "last": last,
        "lines": [(line, lacks.get(line.enrolment.pk, [])) for line in lines],
        "ready": sum(bool(line.kind) for line in lines),
        # A link may have ticked them beforehand: those who have completed their plans.
        "chosen": _ticked(request.POST if request.method == "POST" else request.GET),
        "everybody": request.POST.get("show") == "all",
        "prepared": next((row for row in batches if row.state == Batch.State.PREPARED), None),
        "signed": [(row, progress_of(row)) for row in batches if row.state == Batch.State.SIGNED],
        "organises": organises(request),
        "technical": staff(request).has_role(Role.ADMINISTRATOR),
    }


@role_required(Role.ORGANISER, Role.HEAD)
@require_safe
def preview(request: HttpRequest, pk: int, enrolment: int) -> HttpResponse:
    """One statement of a prepared batch as it would be printed, watermarked: no number, no code, nothing kept."""
    batch = batch_to_sign_or_404(pk)
    if not batch.is_support:
        raise Http404
    try:
        line = next(line for line in supporting.still_standing(batch) if line.enrolment.pk == enrolment)
        pdf = design.render_whole(composed(batch, line))
    except (StopIteration, ValidationError):
        raise Http404 from None
    except PaperUnavailable as problem:
        messages.error(request, str(problem))
        return (
            redirect("certificates:support", batch.cohort_id)
            if organises(request)
            else redirect("certificates:to_sign")
        )
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="preview.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _usual_days(cohort: Cohort) -> tuple[date, date]:
    """From the first certificate on, and not before the course was over, for a year, and not into the future."""
    documents = Document.objects.of_results().filter(result__attempt__enrolment__cohort=cohort)
    issued_on = documents.order_by("issued_on").values_list("issued_on", flat=True).first()
    first = max(issued_on or cohort.ends_on, cohort.ends_on)
    return first, max(min(first + USUALLY, timezone.localdate()), first + timedelta(days=1))
