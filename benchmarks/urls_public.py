"""A bare view beside a verdict: the same question to the same index, as many bytes, nothing thought about in between.

It stands where verdicts stand, so it passes through the same middleware and no more.
"""

from __future__ import annotations

import os

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from certificates.asking import ASK
from certificates.urls_public import urlpatterns as verdicts

PADDING = b"x" * int(os.environ.get("BENCH_BYTES", "1"))


def bare(request: HttpRequest, code: str) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(ASK, [code])
        if cursor.fetchone() is None:
            raise LookupError(code)
    return HttpResponse(PADDING)


# Behind the product's own, so that those are found as in life.
urlpatterns = [*verdicts, path("v/bare/<str:code>", bare)]
