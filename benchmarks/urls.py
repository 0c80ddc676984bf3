"""A bare view: the same one indexed query as a verdict, and as many bytes, with nothing thought about in between."""

from __future__ import annotations

import os

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from certificates.models import Standing

PADDING = b"x" * int(os.environ.get("BENCH_BYTES", "1"))


def bare(request: HttpRequest, code: str) -> HttpResponse:
    Standing.objects.get(pk=code)
    return HttpResponse(PADDING)


urlpatterns = [path("bare/<str:code>", bare), path("", include("config.urls"))]
