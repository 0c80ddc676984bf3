"""The holder's own document: look at it, share it, download it. To anybody else it does not exist."""

from __future__ import annotations

import structlog
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certificates import hiding
from certificates.access import own_document_or_404
from certificates.checks import checks_of
from certificates.models import Document
from certificates.qr import qr_svg, qr_text
from certificates.sharing import letter_about
from certificates.standing import initials
from certificates.storing import DamagedFile, read
from certificates.verifying import faces_of
from people.access import sign_in_required, staff
from people.acting import told

log = structlog.get_logger()


@sign_in_required
@require_safe
def mine(request: HttpRequest, pk: int) -> HttpResponse:
    document, today = own_document_or_404(request, pk), timezone.localdate()
    site = document.snapshot["site"]
    address = f"{site}{reverse('certificates:verdict', args=[document.code])}"
    return render(
        request,
        "certificates/mine.html",
        {
            "document": document,
            "faces": faces_of(document, today),
            "address": address,
            "letter": letter_about(document, address),
            "qr": mark_safe(qr_svg(qr_text(site, document.code), 30)),  # noqa: S308 - our own SVG
            "own": staff(request).owns(document.person_id),
            "initials": initials(document.snapshot["name"]["full"]),
            "checks": checks_of(document, today),
        },
    )


@sign_in_required
@require_POST
def hide_name(request: HttpRequest, pk: int) -> HttpResponse:
    if told(request, hiding.hide_name, _holders_own(request, pk), by=staff(request)):
        messages.success(request, _("From now on whoever checks this document sees your initials."))
    return redirect(reverse("certificates:mine", args=[pk]) + "#name-h")


@sign_in_required
@require_POST
def show_name(request: HttpRequest, pk: int) -> HttpResponse:
    if told(request, hiding.show_name, _holders_own(request, pk), by=staff(request)):
        messages.success(request, _("Whoever checks this document sees your name again."))
    return redirect(reverse("certificates:mine", args=[pk]) + "#name-h")


def _holders_own(request: HttpRequest, pk: int) -> Document:
    """Of their name the holder alone decides; the staff, who may look, may not."""
    document = own_document_or_404(request, pk)
    if not staff(request).owns(document.person_id):
        raise PermissionDenied
    return document


@sign_in_required
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The stored bytes, never a second rendering; compared with their digest before they leave the house."""
    document = own_document_or_404(request, pk)
    if not hasattr(document, "file"):
        return render(request, "certificates/not_yet.html", {"document": document}, status=202)
    pdf = _stored(document)
    if pdf is None:
        return render(request, "certificates/not_yet.html", {"document": document, "broken": True}, status=503)
    etag = f'"{document.file.sha256}"'
    response = get_conditional_response(request, etag=etag) or _as_file(document, pdf)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _stored(document: Document) -> bytes | None:
    """The bytes that were recorded, or None where they are gone or have been changed."""
    try:
        return read(document.file)
    except DamagedFile:
        log.error("stored_file_differs", document=document.pk)
        return None


def _as_file(document: Document, pdf: bytes) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(True, file_name(document)) or "attachment"
    return response


def file_name(document: Document) -> str:
    """certificate-2026-00137.pdf"""
    series = "specimen-" if document.is_specimen else ""
    return f"{series}{document.kind}-{document.year}-{document.number:05d}.pdf"
