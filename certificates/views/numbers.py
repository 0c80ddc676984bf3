"""How the numbers of documents are written: what holds now, the next number, and who changed it when."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificates.forms_numbers import NumberFormatForm
from certificates.models import NumberFormat
from certificates.numbering import check_pattern, examples, newest_format, set_format
from certificates.numbers import DEFAULTS, patterns_in_force
from people.access import role_required, staff
from people.acting import carried_out, sent
from people.roles import Role


@role_required(Role.ORGANISER)
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    year, patterns = timezone.localdate().year, patterns_in_force()
    rows = [
        {
            "series": series,
            "label": label,
            "pattern": patterns[series],
            "examples": examples(series, patterns[series], year),
        }
        for series, label in NumberFormat.Series.choices
    ]
    changes = _changes()
    return render(request, "certificates/numbers.html", {"rows": rows, "changes": changes, "year": year})


@role_required(Role.ORGANISER)
def number_format(request: HttpRequest, series: str) -> HttpResponse:
    """POST with “show” writes nothing: it says what the next number would look like."""
    if series not in DEFAULTS:
        raise Http404
    newest = newest_format(series)
    held = newest.pattern if newest else DEFAULTS[series]
    form = NumberFormatForm(sent(request), initial={"pattern": held, "seen": newest.pk if newest else 0})
    shown = held
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        if "show" in request.POST:
            shown = asked["pattern"] if carried_out(form, _checked, series, asked["pattern"]) else held
        elif carried_out(form, set_format, series, asked["pattern"], by=staff(request), seen=asked["seen"]):
            messages.success(request, _("From now on numbers are written so."))
            return redirect("certificates:numbers")
    context = {
        "form": form,
        "label": NumberFormat.Series(series).label,
        "shown": shown,
        "is_trial": shown != held,
        "examples": examples(series, shown, timezone.localdate().year),
    }
    return render(request, "certificates/number_format.html", context)


def _checked(series: str, pattern: str) -> bool:
    check_pattern(series, pattern)
    return True


def _changes() -> list[dict[str, Any]]:
    """Each change with what held before it, the newest first."""
    before, found = dict(DEFAULTS), []
    for row in NumberFormat.objects.select_related("set_by").order_by("pk"):
        found.append({"row": row, "old": before[row.series]})
        before[row.series] = row.pattern
    return found[::-1]
