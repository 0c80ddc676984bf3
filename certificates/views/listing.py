"""The register as a list: found, narrowed, leafed through and taken out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from certificates.beside import links
from certificates.exporting import export_register
from certificates.models import Document
from certificates.numbers import years
from certificates.searching import COUNTED, KINDS, SERIES, Asked, counts, listed, page_of, standings
from certificates.verifying import faces_of
from courses.models import Cohort
from people.access import role_required, staff
from people.looking import kept_of, look_for, looked_for
from people.roles import Role

FILTERS = ("kind", "series", "year", "cohort", "state")
# The newest cohorts to choose from; an older one is found by its name.
COHORTS = 100


@role_required(Role.ORGANISER)
def register(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return look_for(request, *FILTERS)
    asked, today = asked_of(request), timezone.localdate()
    page = page_of(listed(asked, today), _number(request.GET.get("page", "")) or 1)
    context = {
        "page": page,
        "rows": [(document, faces_of(document, today)) for document in page.rows],
        "asked": asked,
        "counts": counts(asked, today),
        "counted": COUNTED,
        "kinds": Document.Kind.choices,
        "beside": links(),
        "kept": kept_of(request).urlencode(),
        "unfiltered": kept_of(request, "state").urlencode(),
        **_choices(asked),
    }
    return render(request, "certificates/register.html", context)


@require_POST
@role_required(Role.ORGANISER)
def register_export(request: HttpRequest) -> HttpResponseBase:
    """The documents as they are filtered now."""
    asked, today = asked_of(request), timezone.localdate()
    try:
        return export_register(listed(asked, today), today, by=staff(request), filters=said_of(asked))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(f"{request.path.removesuffix('export/')}?{kept_of(request).urlencode()}")


def asked_of(request: HttpRequest) -> Asked:
    """What the address asks for; what it cannot ask for is left out."""
    get, states = request.GET.get, standings(timezone.localdate())
    return Asked(
        words=looked_for(request),
        kind=_one_of(get("kind", ""), KINDS),
        series=_one_of(get("series", ""), SERIES),
        state=_one_of(get("state", ""), states),
        year=_number(get("year", ""), longest=4),
        cohort=_number(get("cohort", "")),
    )


def said_of(asked: Asked) -> str:
    """For the record of exports: never the words, which name somebody."""
    said = {"kind": asked.kind, "series": asked.series, "year": asked.year, "state": asked.state,
            "cohort": asked.cohort, "search": "yes" if asked.words else ""}  # fmt: skip
    return "; ".join(f"{name}={value}" for name, value in said.items() if value)


def _choices(asked: Asked) -> dict[str, Any]:
    cohorts = list(Cohort.objects.order_by("-starts_on", "-pk").values_list("pk", "name")[:COHORTS])
    if asked.cohort and asked.cohort not in dict(cohorts):
        cohorts += Cohort.objects.filter(pk=asked.cohort).values_list("pk", "name")
    return {"cohorts": cohorts, "years": years()}


def _one_of(value: str, known: Any) -> str:
    return value if value in known else ""


def _number(text: str, longest: int = 9) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= longest and int(text) else None
