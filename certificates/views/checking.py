"""A file that somebody was shown: is it the one that we issued? No sign-in, no cookie, and the file is not kept."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from certificates.counting import checked
from certificates.file_page import LARGEST_BODY, file_context
from certificates.identifying import Kind, identify
from certificates.reading import REFUSALS
from certificates.throttling import MISSES_PER_ADDRESS, too_many_misses
from certificates.verifying import FACES
from people.throttling import WINDOW, counted, network_of

HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
# A department's files in ten minutes; each costs a second of a processor.
FILES_PER_NETWORK = 30
FILES = 400  # of everybody
OPENAPI = Path(__file__).resolve().parent.parent / "openapi.json"


# There is no session whose rights a forged form could use, and so no token; without one the size of what is sent is
# looked at before any of it is read.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def check_file(request: HttpRequest) -> HttpResponseBase:
    """The page with the form, and under it what was found."""
    if request.method != "POST":
        return _page(request)
    if size_of(request) > LARGEST_BODY:
        return _page(request, problem=REFUSALS["too_big"], status=413)
    if _too_often(request):
        return _too_many(request)
    request.upload_handlers = [InMemory(request)]
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile):
        return _page(request, problem=_("Choose a file first."))
    try:
        found = identify(sent.read())
    except ValidationError as refusal:
        return _page(request, problem=refusal.messages[0])
    for match in found.matches:
        checked(match.standing.document_id)
    if found.stray_codes and too_many_misses(request, times=found.stray_codes) and found.kind == Kind.NOT_OURS:
        return _too_many(request)
    return _page(request, **file_context(found, timezone.localdate()))


class InMemory(MemoryFileUploadHandler):
    """Never a temporary file, which a kill would leave behind: the whole body was seen to be small."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True


def _too_often(request: HttpRequest) -> bool:
    network = network_of(request) or "nowhere"
    if counted("check-file", by=network, without_cache=True) > FILES_PER_NETWORK:
        return True
    return counted("check-file", without_cache=True) > FILES


def size_of(request: HttpRequest) -> int:
    """Of what is sent, as its sender says; a server reads no more than that."""
    said = str(request.META.get("CONTENT_LENGTH") or "")
    return int(said) if said.isdecimal() else 0


def _page(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    context |= {"checked_at": timezone.localtime()}
    return _with_headers(render(request, "certificates/check_file.html", context, status=status))


def _with_headers(response: HttpResponse) -> HttpResponse:
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def _too_many(request: HttpRequest) -> HttpResponse:
    response = render(request, "certificates/too_many_files.html", {"minutes": WINDOW // 60}, status=429)
    response.headers["Retry-After"] = str(WINDOW)
    return _with_headers(response)


@require_safe
def developers(request: HttpRequest) -> HttpResponse:
    """How a program asks, for people."""
    limits = {"misses": MISSES_PER_ADDRESS, "minutes": WINDOW // 60}
    context = {"site": settings.SITE_URL, "faces": list(FACES.items()), **limits}
    return render(request, "certificates/developers.html", context)


@require_safe
def openapi(request: HttpRequest) -> HttpResponseBase:
    """The description of `/v/<CODE>.json` for programs; the same for everybody, for an hour."""
    described, etag = _described()
    response = get_conditional_response(request, etag=etag) or HttpResponse(described, content_type="application/json")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@lru_cache(maxsize=1)
def _described() -> tuple[bytes, str]:
    described = OPENAPI.read_bytes()
    return described, f'"{sha256(described).hexdigest()[:32]}"'
