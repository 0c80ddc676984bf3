"""The papers of a batch or a cohort taken out at once, each time on record; and the PDFs of a batch that failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from certificates import bundling, progress
from certificates.access import batch_or_404, cohort_or_404
from certificates.bundling import Paper
from certificates.models import Document
from certificates.models.document import DocumentQuerySet
from certificates.views.papers import page_of, progress_context
from courses.models import Cohort
from people import exported
from people.access import role_required, staff
from people.acting import told
from people.roles import Role

PAGE = 50
# By the ending of the file: its kind, how it is written, and how the list of what left the house calls it.
FORMS: dict[str, tuple[str, Callable[[Sequence[Paper]], Iterator[bytes]], str]] = {
    "zip": ("application/zip", bundling.zipped, "papers"),
    "pdf": ("application/pdf", bundling.for_printing, "print-run"),
}


@role_required(Role.ORGANISER)
@require_POST
def of_batch(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    batch = batch_or_404(pk)
    taken = _taken_out(request, batch.documents.all(), batch.cohort, form, filters=f"batch={batch.pk}")
    return taken or redirect(page_of(request, batch))


@role_required(Role.ORGANISER)
@require_POST
def of_cohort(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    cohort = cohort_or_404(pk)
    documents = Document.objects.of_results().filter(result__attempt__enrolment__cohort=cohort)
    taken = _taken_out(request, documents, cohort, form, filters=f"cohort={cohort.pk}")
    return taken or redirect("certificates:batch", cohort.pk)


@role_required(Role.ORGANISER, Role.HEAD)
@require_safe
def failed(request: HttpRequest, pk: int) -> HttpResponse:
    """All that failed of a batch, and why; where they are few, the page of the batch says it itself."""
    batch = batch_or_404(pk)
    context = progress_context(request, batch) | {
        "page": Paginator(progress.failed_of(batch), PAGE).get_page(request.GET.get("page")),
        "reasons": progress.reasons_of(batch),
        "back": page_of(request, batch),
    }
    return render(request, "certificates/failed.html", context)


def _taken_out(
    request: HttpRequest, documents: DocumentQuerySet, cohort: Cohort, form: str, *, filters: str
) -> HttpResponseBase | None:
    """Streamed, once every file is known to be there; None after a sentence that names those that are not."""
    papers = told(request, bundling.whole_papers, documents)
    if papers is None:
        return None
    content_type, written, called = FORMS[form]
    exported.log(called, rows=len(papers), by=staff(request), filters=filters)
    response = StreamingHttpResponse(written(papers), content_type=content_type)
    name = f"{cohort} {timezone.localdate():%Y-%m-%d}.{form}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response
