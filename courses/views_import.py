"""A list of people from a file into a cohort: upload, look at what was understood, admit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from courses import importing, workbooks
from courses.access import cohort_for
from courses.enrolling import OPEN_TO_PEOPLE
from courses.exporting import log_of_cohort
from courses.forms import AdmissionForm
from courses.forms_import import ColumnsForm, UploadForm
from courses.lines import line_of, sign_of
from courses.models import Cohort, ListImport, Order
from courses.previewing import Kind, Preview, preview
from people.access import role_required, staff
from people.acting import carried_out, told
from people.roles import Role

PAGE = 50


@role_required(Role.ORGANISER)
def upload(request: HttpRequest, cohort_pk: int) -> HttpResponse:
    cohort = cohort_for(request, cohort_pk)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.upload
        listed = carried_out(
            form, importing.receive, cohort, file, name=file.name or "", size=file.size, by=staff(request)
        )
        if listed:
            return redirect("courses:import_check", cohort.pk, listed.pk)
    return render(
        request,
        "courses/import_upload.html",
        {
            "cohort": cohort,
            "tab": "import",
            "form": form,
            "is_open": cohort.status in OPEN_TO_PEOPLE,
            "waiting": cohort.imports.filter(state=ListImport.State.UPLOADED).select_related("uploaded_by"),
            "earlier": cohort.imports.filter(state=ListImport.State.ADMITTED).select_related("uploaded_by")[:10],
        },
    )


@require_GET
@role_required(Role.ORGANISER)
def check(request: HttpRequest, cohort_pk: int, pk: int) -> HttpResponse:
    cohort, listed = _listed(request, cohort_pk, pk)
    if listed.state == ListImport.State.ADMITTED:
        return _page_admitted(request, cohort, listed)
    return _page_check(request, cohort, listed, form=AdmissionForm(), columns=_columns_form(listed))


@require_POST
@role_required(Role.ORGANISER)
def columns(request: HttpRequest, cohort_pk: int, pk: int) -> HttpResponse:
    cohort, listed = _listed(request, cohort_pk, pk)
    form = _columns_form(listed, request.POST)
    if form.is_valid():
        as_typed = not form.cleaned_data["as_suggested"]
        if carried_out(form, importing.remap, listed, form.mapping, as_typed=as_typed):
            return redirect("courses:import_check", cohort.pk, listed.pk)
    return _page_check(request, cohort, listed, form=AdmissionForm(), columns=form)


@require_POST
@role_required(Role.ORGANISER)
def admit(request: HttpRequest, cohort_pk: int, pk: int) -> HttpResponse:
    cohort, listed = _listed(request, cohort_pk, pk)
    if listed.state == ListImport.State.ADMITTED:
        messages.info(request, _("This list has been admitted already; nothing was done twice."))
        return redirect("courses:import_check", cohort.pk, listed.pk)
    form = AdmissionForm(request.POST)
    if form.is_valid():
        done = carried_out(form, importing.admit, listed, by=staff(request), **form.cleaned_data)
        if done:
            return redirect("courses:import_check", cohort.pk, listed.pk)
    return _page_check(request, cohort, listed, form=form, columns=_columns_form(listed))


@require_POST
@role_required(Role.ORGANISER)
def discard(request: HttpRequest, cohort_pk: int, pk: int) -> HttpResponse:
    cohort, listed = _listed(request, cohort_pk, pk)
    told(request, importing.discard, listed)
    return redirect("courses:import_upload", cohort.pk)


@require_GET
@role_required(Role.ORGANISER)
def rejected(request: HttpRequest, cohort_pk: int, pk: int) -> HttpResponse:
    """The rows that are left out, as a workbook to mend and upload again."""
    cohort, listed = _listed(request, cohort_pk, pk)
    entries = sorted(_preview(listed).rejected, key=lambda entry: entry.row.number)
    content = workbooks.rejected_rows(listed.content["headers"], entries)
    log_of_cohort("rows-left-out", cohort, rows=len(entries), by=staff(request))
    return _workbook(content, f"rows-left-out-{listed.pk}.xlsx")


@require_GET
@role_required(Role.ORGANISER)
def template(request: HttpRequest, cohort_pk: int) -> HttpResponse:
    cohort_for(request, cohort_pk)
    return _workbook(workbooks.empty_list(), "list.xlsx")


def _listed(request: HttpRequest, cohort_pk: int, pk: int) -> tuple[Cohort, ListImport]:
    cohort = cohort_for(request, cohort_pk)
    listed = get_object_or_404(cohort.imports.select_related("uploaded_by"), pk=pk)
    listed.cohort = cohort
    return cohort, listed


def _preview(listed: ListImport) -> Preview:
    return preview(listed, today=timezone.localdate())


def _columns_form(listed: ListImport, data: Any = None) -> ColumnsForm:
    content = listed.content
    return ColumnsForm(data, headers=content["headers"], mapping=listed.mapping, as_typed=content["as_typed"])


def _page_check(
    request: HttpRequest,
    cohort: Cohort,
    listed: ListImport,
    *,
    form: AdmissionForm,
    columns: ColumnsForm,
) -> HttpResponse:
    plan = _preview(listed)
    kind = request.GET.get("kind", "")
    page = Paginator(plan.of_kind(kind), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "courses/import_check.html",
        {
            "cohort": cohort, "listed": listed, "plan": plan, "page": page, "kind": kind if kind in set(Kind) else "",
            "lines": [line_of(entry) for entry in page.object_list],
            "signs": [sign_of(each, plan.counts[each]) for each in Kind if plan.counts[each]],
            "form": form, "columns": columns, "is_open": cohort.status in OPEN_TO_PEOPLE,
            "columns_open": bool(plan.missing or columns.errors),
        },
    )  # fmt: skip


def _page_admitted(request: HttpRequest, cohort: Cohort, listed: ListImport) -> HttpResponse:
    order = Order.objects.filter(pk=listed.outcome.get("order")).first()
    return render(
        request,
        "courses/import_admitted.html",
        {"cohort": cohort, "listed": listed, "done": listed.outcome, "order": order},
    )


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=workbooks.EXCEL)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
