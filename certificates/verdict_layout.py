"""A verdict's page is built once for all documents that differ in their own texts only.

The template is rendered with a mark in the place of each such text and cut at the marks; an answer is the pieces with
the texts between them. A layout is found by everything that it was built from, so none is ever out of date.
"""

from __future__ import annotations

import re
import secrets
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from html import escape
from itertools import compress
from operator import itemgetter
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string

from certificates.asking import Known
from certificates.models.imprint import said_by
from certificates.standing import Public
from certificates.verdict_page import moment, own_texts, page_around, page_without_document
from certificates.verifying import Verdict, state_of
from people.contacts import Contacts, contacts
from people.written import PaperLanguage

SECRET = secrets.token_hex(8)  # nobody who writes a text can know it, so no text holds a mark
MARK = re.compile(f"~{SECRET}-([a-z0-9_]+)~")
BETWEEN, _BETWEEN = "\0", b"\0"  # no text that can be printed holds it
HTML = "sentence"  # the one text that is not escaped: it has a bold date


class Layout:
    """A page cut at its places: `pieces` are what stands around them and, every second, what is to stand in them."""

    def __init__(self, html: str) -> None:
        pieces = MARK.split(html)
        self.pieces = [_once(piece.encode()) for piece in pieces]
        self.places = pieces[1::2]
        self.names = sorted({*self.places} - {HTML})
        if SECRET in "".join(pieces[::2]).lower():
            raise ValueError("A mark was changed by the template: a text of the document's own is shown as it is.")
        # Of the texts in this order, and of what they have become. Every page says twice when it was checked, so
        # there are two of each at least.
        self.texts = itemgetter(*self.names)
        self.said = itemgetter(*([*self.names, HTML].index(name) for name in self.places))

    def filled(self, texts: Mapping[str, str]) -> bytes:
        """The page with these texts, escaped as a template escapes them: all at once, for that is the longest work."""
        escaped = escape(BETWEEN.join(self.texts(texts))).encode()
        said = [*escaped.split(_BETWEEN), texts.get(HTML, "").encode()]
        if len(said) > len(self.names) + 1:
            raise ValueError("A text holds what stands between two of them.")
        page = self.pieces.copy()
        page[1::2] = self.said(said)
        return b"".join(page)


@lru_cache(maxsize=8192)
def _once(piece: bytes) -> bytes:
    """The same piece of many layouts is in memory once."""
    return piece


def page(known: Known | None, now: datetime, reader: PaperLanguage, *, asks_language: bool) -> bytes:
    """The page of a code that the register was asked for, in the language that is active."""
    if known is None:
        texts, imprint, verdict, state = moment(now), "", Verdict.UNKNOWN, Verdict.UNKNOWN
    else:
        state = state_of(known, now.date())
        verdict = Verdict.SPECIMEN if known.public["specimen"] else state
        texts, imprint = own_texts(known, state, now, reader), known.imprint_id
    there = tuple(compress(texts, texts.values()))
    layout = _layout(imprint, verdict, state, reader, contacts(), settings.SITE_URL, there, asks_language)
    return layout.filled(texts)


@lru_cache(maxsize=1024)
def _layout(
    imprint: str,
    verdict: Verdict,
    state: Verdict,
    reader: PaperLanguage,
    issuer: Contacts,
    site: str,  # stands on the page
    there: tuple[str, ...],
    asks_language: bool,
) -> Layout:
    marks: dict[str, str] = defaultdict(str, {name: f"~{SECRET}-{name}~" for name in there})
    if imprint:
        public = cast(Public, said_by(imprint))
        context = page_around(public, marks, issuer, verdict=verdict, state=state, reader=reader)
    else:
        context = page_without_document(verdict, marks, issuer, reader)
    return Layout(rendered(context, f"lang={reader}" if asks_language else ""))


def rendered(context: dict[str, Any], query: str) -> str:
    """For nobody in particular: a layout must not know who happened to be the first."""
    request = HttpRequest()
    request.method, request.GET = "GET", QueryDict(query)
    return render_to_string("certificates/verdict.html", context, request)
