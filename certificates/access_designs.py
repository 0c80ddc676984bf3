"""Fetching what is drawn of a design: what does not exist is nobody's."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from certificates.models import Design, DesignDraft, DesignVersion

WHICH = ("draft", "current")


def design_or_404(pk: int) -> Design:
    return get_object_or_404(Design.objects.select_related("current", "draft"), pk=pk)


def draft_of(design: Design) -> DesignDraft | None:
    return getattr(design, "draft", None)


def look_or_404(design: Design, which: str) -> DesignDraft | DesignVersion:
    look = draft_of(design) if which == "draft" else design.current
    if which not in WHICH or look is None:
        raise Http404
    return look
