"""The orders of a cohort, the order of completion, and the list of participants on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from courses import completing
from courses.access import cohort_for
from courses.exporting import export_participants, log_of_cohort
from courses.forms_ways import CompletionForm, PaperNumberForm
from courses.models import Cohort, Enrolment, Order
from courses.order_paper import order_pdf as render_order
from courses.order_paper import participants_pdf as render_participants
from courses.order_snapshots import LISTED, participants_snapshot
from courses.ordering import note_paper_number, orders_of
from people.access import role_required, staff
from people.acting import carried_out, sent
from people.paper import PaperUnavailable
from people.roles import Role


@role_required(Role.ORGANISER)
def orders(request: HttpRequest, pk: int) -> HttpResponse:
    cohort = cohort_for(request, pk)
    context = {
        "cohort": cohort, "tab": "orders", "orders": orders_of(cohort),
        "waiting": completing.to_complete(cohort).count(), "not_yet": len(completing.to_wait(cohort)),
        "listed": cohort.enrolments.filter(status__in=LISTED).count(),
    }  # fmt: skip
    return render(request, "courses/orders.html", context)


@role_required(Role.ORGANISER)
def completion(request: HttpRequest, pk: int) -> HttpResponse:
    """One order for everybody who passed and whom no order of completion names yet."""
    cohort = cohort_for(request, pk)
    form = CompletionForm(sent(request))
    if request.method == "POST" and form.is_valid():
        order = carried_out(form, completing.complete, cohort, by=staff(request), **form.cleaned_data)
        if order:
            n = order.lines.count()
            said = ngettext(
                "%(n)s person is named in the order of completion %(order)s.",
                "%(n)s people are named in the order of completion %(order)s.",
                n,
            )
            messages.success(request, said % {"n": n, "order": order})
            return redirect("courses:orders", pk)
    context = {
        "cohort": cohort, "form": form, "passed": completing.to_complete(cohort),
        "not_yet": completing.to_wait(cohort),
    }  # fmt: skip
    return render(request, "courses/completion.html", context)


@role_required(Role.ORGANISER)
def paper_number(request: HttpRequest, pk: int) -> HttpResponse:
    """For an order that was written before the register on paper gave it a number."""
    visible = Cohort.objects.visible_to(staff(request))
    order = get_object_or_404(Order.objects.select_related("cohort"), pk=pk, cohort__in=visible)
    form = PaperNumberForm(sent(request))
    if request.method == "POST" and form.is_valid():
        noted = carried_out(form, note_paper_number, order, form.cleaned_data["number"], by=staff(request))
        if noted:
            said = {"order": noted, "number": noted.paper_number}
            messages.success(request, _("Order %(order)s has the number %(number)s on paper.") % said)
            return redirect("courses:orders", order.cohort_id)
    return render(request, "courses/paper_number.html", {"order": order, "cohort": order.cohort, "form": form})


@require_safe
@role_required(Role.ORGANISER)
def order_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The order as it stood on its day; from an order older than its paper there is none."""
    visible = Cohort.objects.visible_to(staff(request))
    order = get_object_or_404(Order.objects.exclude(snapshot={}), pk=pk, cohort__in=visible)
    name = f"order-{order.kind}-{order.year}-{order.number}.pdf"
    return _printed(request, order.cohort_id, name, render_order, order.snapshot, of="order")


@require_safe
@role_required(Role.ORGANISER, Role.TRAINER)
def participants_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    cohort = cohort_for(request, pk)
    snapshot = participants_snapshot(cohort, _participants(cohort), today=timezone.localdate())
    return _printed(request, pk, f"participants-{pk}.pdf", render_participants, snapshot, of="participants")


@require_POST
@role_required(Role.ORGANISER)
def participants_xlsx(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Everybody on the cohort's list, or those of the status that is shown."""
    cohort = cohort_for(request, pk)
    rows = cohort.enrolments.select_related("person", "organisation", "order").order_by("person__name_key", "pk")
    asked = request.GET.get("status", "")
    chosen = rows.filter(status=asked) if asked in Enrolment.Status.values else rows
    filters = f"status={asked}" if asked in Enrolment.Status.values else ""
    return export_participants(cohort, chosen, by=staff(request), filters=filters)


def _participants(cohort: Cohort) -> list[Enrolment]:
    rows = cohort.enrolments.filter(status__in=LISTED).select_related("person", "organisation", "order")
    return list(rows.order_by("person__name_key", "pk"))


def _printed(
    request: HttpRequest, cohort: int, name: str, render_pdf: Callable[..., bytes], snapshot: Any, *, of: str
) -> HttpResponse:
    try:
        content = render_pdf(snapshot)
    except PaperUnavailable as problem:
        messages.error(request, str(problem))
        return redirect("courses:cohort", cohort)
    if request.method == "GET":
        log_of_cohort(of, cohort, rows=len(snapshot["rows"]), by=staff(request), filters="pdf")
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
