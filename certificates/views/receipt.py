"""The receipt of a check, for anybody: asked for with a code, made at once, kept nowhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_safe

from certificates.asking import ask
from certificates.codes import explain, normalise, pretty
from certificates.receipt import receipt_pdf
from certificates.throttling import too_many_misses
from certificates.verdict_page import reader_language
from certificates.views.public import HEADERS, LONGEST
from people.paper import PaperUnavailable
from people.throttling import WINDOW, counted, network_of

# A PDF takes a third of a second of the machine: so many in a window for a network, and for all of them.
RECEIPTS_PER_NETWORK = 20
RECEIPTS = 400


@require_safe
def receipt(request: HttpRequest) -> HttpResponseBase:
    """The code is typed once more: a page on an unknown code does not repeat it."""
    return _with_headers(render(request, "certificates/receipt.html"))


@require_safe
def receipt_file(request: HttpRequest) -> HttpResponseBase:
    """The same for what is unknown and what is withheld, at the same cost."""
    typed = request.GET.get("code", "")[:LONGEST]
    if explain(typed) is not None:
        words = urlencode({"code": typed, "lang": reader_language()})
        return _with_headers(HttpResponseRedirect(f"{reverse('certificates:verify')}?{words}"))
    if _too_often(request):
        return _with_headers(_refusal(request, "certificates/receipt_later.html"))
    code, now = normalise(typed), timezone.localtime().replace(second=0, microsecond=0)
    known = ask(code)
    if known is None and too_many_misses(request):
        return _with_headers(_refusal(request, "certificates/too_many.html"))
    try:
        pdf = receipt_pdf(code, known, now)
    except PaperUnavailable:
        return _with_headers(render(request, "certificates/receipt_later.html", {"unavailable": True}, status=503))
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"check-{pretty(code)}-{now:%Y-%m-%d}.pdf"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return _with_headers(response)


def _too_often(request: HttpRequest) -> bool:
    network = network_of(request) or "nowhere"
    if counted("receipt", by=network, without_cache=True) > RECEIPTS_PER_NETWORK:
        return True
    return counted("receipt", without_cache=True) > RECEIPTS


def _refusal(request: HttpRequest, template: str) -> HttpResponse:
    response = render(request, template, {"minutes": WINDOW // 60}, status=429)
    response.headers["Retry-After"] = str(WINDOW)
    return response


def _with_headers(response: HttpResponseBase) -> HttpResponseBase:
    for name, value in {**HEADERS, "Cache-Control": "no-store"}.items():
        response.headers[name] = value
    return response
