"""The projects of a cohort in practice: one picture, one table, one workbook."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from courses.models import Cohort
from people.access import role_required, staff
from people.roles import Role
from postcourse.access import cohort_for
from postcourse.exporting_implementation import export_implementations
from postcourse.implementation_board import board_of
from postcourse.implementation_reading import Line, for_reading, lines_of
from postcourse.models import Implementation, Standing

State = Implementation.State


@role_required(Role.ORGANISER, Role.TRAINER)
@require_safe
def cohort_implementation(request: HttpRequest, pk: int) -> HttpResponse:
    cohort = cohort_for(request, pk)
    lines, shown = _lines(cohort), request.GET.get("show", "")
    # A trainer of the cohort reads the page of one only where the support is theirs.
    opens = Implementation.objects.visible_to(staff(request)).filter(plan__attempt__enrolment__cohort=cohort)
    board = board_of(lines, opens=opens.values_list("pk", flat=True), shown=shown if shown in Standing.values else "")
    return render(
        request, "postcourse/cohort_implementation.html", {"cohort": cohort, "tab": "support", "board": board}
    )


@role_required(Role.ORGANISER, Role.TRAINER)
@require_POST
def implementation_export(request: HttpRequest, pk: int) -> HttpResponseBase:
    cohort = cohort_for(request, pk)
    return export_implementations(_lines(cohort), by=staff(request), filters=f"cohort={cohort.pk}")


def _lines(cohort: Cohort) -> list[Line]:
    rows = Implementation.objects.filter(plan__attempt__enrolment__cohort=cohort).exclude(state=State.ENDED)
    found = for_reading(rows).order_by("plan__attempt__enrolment__person__name_key", "pk")
    return lines_of(found.select_related("plan__attempt__enrolment__organisation"))
