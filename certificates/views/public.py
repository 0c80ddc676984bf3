"""Verification: no sign-in, no cookie, one query, and the same answer for what is unknown and what is withheld.

Every answer but a refusal has the status 200: "what is this code worth" was answered, a machine reads `verdict`, and
no proxy's list of errors collects codes. A refusal is 429.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.timezone import get_default_timezone
from django.views.decorators.http import require_safe

from certificates.asking import Known, ask
from certificates.codes import LENGTH, explain, flaw_of, normalise, pretty
from certificates.counting import checked
from certificates.mistyping import guesses, what_is_wrong
from certificates.throttling import too_many_misses
from certificates.verdict_layout import page
from certificates.verdict_page import moment, page_without_document, reader_language
from certificates.verifying import Verdict, told
from people.contacts import contacts
from people.throttling import WINDOW
from people.written import PaperLanguage

NOT_UNASKED = "no-cache"  # a copy is shown only when we say that it is current
HEADERS = {"Cache-Control": NOT_UNASKED, "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
LONGEST = 64  # of a text that can be a code with its dashes


@require_safe
def verdict(request: HttpRequest, code: str) -> HttpResponseBase:
    return _answer(request, code, as_data=False)


@require_safe
def verdict_json(request: HttpRequest, code: str) -> HttpResponseBase:
    return _answer(request, code, as_data=True)


@require_safe
def verify(request: HttpRequest) -> HttpResponseBase:
    """The code typed by hand: a right one leads to its verdict, a wrong one is explained without the register."""
    typed = request.GET.get("code", "")[:LONGEST]
    if "code" not in request.GET:
        return _with_headers(render(request, "certificates/verify.html", {"length": LENGTH}))
    if explain(typed) is None:
        return _with_headers(HttpResponseRedirect(_address(normalise(typed), request)))
    return _with_headers(render(request, "certificates/verify.html", _flawed(typed)))


def _answer(request: HttpRequest, text: str, *, as_data: bool) -> HttpResponseBase:
    now, text, reader = datetime.now(get_default_timezone()), text[:LONGEST], spoken_by(request)
    code = normalise(text)
    if flaw_of(code) is not None:
        return _with_headers(_mistyped(request, text, now, as_data=as_data))
    known = ask(code)
    if known is None and too_many_misses(request):
        return _with_headers(_refusal(request, as_data=as_data))
    if known is not None:
        checked(known.document_id, request)
    etag = _etag(known, now, reader, as_data=as_data)
    asks_again = "HTTP_IF_NONE_MATCH" in request.META or "HTTP_IF_MATCH" in request.META
    not_modified = get_conditional_response(request, etag=etag) if asks_again else None
    response = not_modified or _fresh(request, known, now, reader, as_data=as_data)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = NOT_UNASKED
    return response


def _fresh(
    request: HttpRequest, known: Known | None, now: datetime, reader: PaperLanguage, *, as_data: bool
) -> HttpResponseBase:
    if as_data:
        return _with_headers(JsonResponse(told(known, now), json_dumps_params={"ensure_ascii": False}))
    # It says itself, in its head, that it is for no index and no referrer.
    return HttpResponse(page(known, now, reader, asks_language="lang" in request.GET))


def _mistyped(request: HttpRequest, text: str, now: datetime, *, as_data: bool) -> HttpResponse:
    """Told without the register: the check character is public arithmetic."""
    flawed = _flawed(text)
    if as_data:
        return JsonResponse(
            {"verdict": Verdict.MISTYPED, "why": flawed["why"]}, json_dumps_params={"ensure_ascii": False}
        )
    context = page_without_document(Verdict.MISTYPED, moment(now), contacts(), reader_language())
    return render(request, "certificates/verdict.html", {**context, **flawed})


def _flawed(text: str) -> dict[str, Any]:
    flaw, code = explain(text), normalise(text)
    assert flaw is not None  # noqa: S101 - only called with a flawed text
    marked = {flaw.position} if flaw.kind == "foreign" else set()
    return {
        "typed": text,
        "why": what_is_wrong(flaw),
        "groups": [
            [(character, place in marked) for place, character in enumerate(code[start : start + 4], start + 1)]
            for start in range(0, len(code), 4)
        ],
        "guesses": guesses(text),
        "length": LENGTH,
    }


def _refusal(request: HttpRequest, *, as_data: bool) -> HttpResponse:
    minutes = {"minutes": WINDOW // 60}
    if as_data:
        response: HttpResponse = JsonResponse({"verdict": None, "retry_after": WINDOW}, status=429)
    else:
        response = render(request, "certificates/too_many.html", minutes, status=429)
    response.headers["Retry-After"] = str(WINDOW)
    return response


def _etag(known: Known | None, now: datetime, reader: PaperLanguage, *, as_data: bool) -> str:
    """Document revision, language and local minute: after a revocation no copy of the page is current."""
    about = f"{known.code}.{known.revision}" if known else "unknown"
    minute = (now.toordinal() * 24 + now.hour) * 60 + now.minute
    return f'"{about}.{reader}.{minute}{".json" if as_data else ""}"'


def spoken_by(request: HttpRequest) -> PaperLanguage:
    """The language of this answer, as the middleware has chosen it."""
    return cast(PaperLanguage, request.LANGUAGE_CODE)


def _address(code: str, request: HttpRequest) -> str:
    address = reverse("certificates:verdict", args=[pretty(code)])
    language = request.GET.get("lang", "")
    return f"{address}?lang={reader_language()}" if language else address


def _with_headers(response: HttpResponseBase) -> HttpResponseBase:
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response
