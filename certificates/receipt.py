"""A receipt of a check for somebody's file: what the register said of a code at one minute, as a PDF.

It is made from the answer alone, kept nowhere, and is the same for a code that is unknown and one that is withheld.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from certificates.asking import Known
from certificates.codes import pretty
from certificates.qr import qr_svg, qr_text
from certificates.verdict_page import moment, own_texts, page_around, page_without_document, reader_language
from certificates.verifying import Verdict, judge, state_of
from people.contacts import contacts
from people.paper import render_first_that_fits
from people.written import PaperLanguage

QR_MILLIMETRES = 26


def receipt_pdf(code: str, known: Known | None, now: datetime) -> bytes:
    """In the language of the reader; the same in the same minute. Raises PaperUnavailable."""
    candidates = (receipt_html(code, known, now, density) for density in ("", "tight"))
    return render_first_that_fits(candidates, pages=1, stylesheet=stylesheet())


def receipt_html(code: str, known: Known | None, now: datetime, density: str = "") -> str:
    reader, checked = reader_language(), pretty(code, " ")
    context = {
        **(_page_of(known, now, reader) if known else _page_of_nothing(now, reader)),
        "lang": reader,
        "density": density,
        "page_title": _("Receipt of a check: %(code)s") % {"code": checked},
        "created": now.date().isoformat(),
        "checked": checked,
        "zone": f"UTC{now.isoformat()[-6:]}",
        "address": f"{settings.SITE_URL}/v/{pretty(code)}",
        "qr": mark_safe(qr_svg(qr_text(settings.SITE_URL, code), QR_MILLIMETRES)),  # noqa: S308 - our own SVG
    }
    return render_to_string("certificates/receipt_paper.html", context)


def _page_of(known: Known, now: datetime, reader: PaperLanguage) -> dict[str, Any]:
    verdict, state = judge(known, now.date()), state_of(known, now.date())
    texts = own_texts(known, state, now, reader)
    return page_around(known.public, texts, contacts(), verdict=verdict, state=state, reader=reader)


def _page_of_nothing(now: datetime, reader: PaperLanguage) -> dict[str, Any]:
    return page_without_document(Verdict.UNKNOWN, moment(now), contacts(), reader)


@lru_cache
def stylesheet() -> str:
    return Path(__file__).with_name("receipt_paper.css").read_text(encoding="utf-8")
