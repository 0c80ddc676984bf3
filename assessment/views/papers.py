"""The protocol as a PDF, made from its snapshot whenever it is asked for."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from assessment.access import printed_protocol
from assessment.protocol_paper import protocol_pdf as render_protocol
from assessment.signing import printed
from people.access import sign_in_required, staff
from people.exported import log
from people.paper import PaperUnavailable


@require_GET
@sign_in_required
def protocol_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    protocol = printed_protocol(request, pk)
    try:
        content = render_protocol(printed(protocol))
    except PaperUnavailable as problem:
        messages.error(request, str(problem))
        return redirect("assessment:day", protocol.day_id)
    by, said = staff(request), f"cohort={protocol.cohort_id}; pdf"
    log("protocol", rows=len(protocol.snapshot["rows"]), by=by, filters=said)
    name = f"protocol-{protocol.year}-{protocol.number}.pdf"
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
