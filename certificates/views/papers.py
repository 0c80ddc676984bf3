"""The PDFs of a batch on their way: how far they are, and once more for those that failed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from certificates import issuing
from certificates.access import batch_or_404
from certificates.models import Batch
from certificates.progress import progress_of
from people.access import role_required, staff
from people.roles import Role


@role_required(Role.ORGANISER, Role.HEAD)
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """A fragment that asks for itself again until nothing is left to do; without a script, the page is there."""
    batch = batch_or_404(pk)
    if not request.headers.get("HX-Request"):
        return redirect(page_of(request, batch))
    response = render(request, "certificates/_progress.html", progress_context(request, batch))
    response.headers["Cache-Control"] = "no-store"
    return response


@role_required(Role.ORGANISER, Role.HEAD)
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    batch = batch_or_404(pk)
    issuing.retry(batch, by=staff(request))
    return redirect(page_of(request, batch))


def progress_context(request: HttpRequest, batch: Batch) -> dict[str, Any]:
    """What `_progress.html` shows; the machine's own words are for the administrator."""
    technical = staff(request).has_role(Role.ADMINISTRATOR)
    return {"batch": batch, "progress": progress_of(batch), "organises": organises(request), "technical": technical}


def page_of(request: HttpRequest, batch: Batch) -> str:
    """Where this reader sees the batch: the organiser in the cohort, the head where it was signed."""
    if organises(request):
        return reverse(f"certificates:{'support' if batch.is_support else 'batch'}", args=[batch.cohort_id])
    return reverse("certificates:sign", args=[batch.pk])


def organises(request: HttpRequest) -> bool:
    return staff(request).has_role(Role.ORGANISER, Role.ADMINISTRATOR)
