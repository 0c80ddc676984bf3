"""The materials of a cohort, for its organiser and its trainer; and the files, for everybody who may have them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses import handing_out
from courses.access import cohort_for
from courses.access_study import material_for, material_upload
from courses.forms_study import MaterialForm, NewMaterialForm, VersionForm
from people.access import role_required, sign_in_required, staff
from people.acting import carried_out, sent, told
from people.history import changes, created
from people.roles import Role
from people.uploading import download

SHOWN = ("module", "kind", "title", "visible_from", "withdrawn_at")


@role_required(Role.ORGANISER, Role.TRAINER)
def material_new(request: HttpRequest, pk: int) -> HttpResponse:
    cohort = cohort_for(request, pk)
    form = NewMaterialForm(sent(request), request.FILES or None, cohort=cohort, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        made = carried_out(form, handing_out.hand_out, cohort, by=staff(request), **form.facts, **form.content)
        if made:
            messages.success(request, _("The material is on the list: %(title)s.") % {"title": made.title})
            return redirect("courses:study", pk)
    return render(request, "courses/material_new.html", {"form": form, "cohort": cohort})


@role_required(Role.ORGANISER, Role.TRAINER)
def material(request: HttpRequest, pk: int) -> HttpResponse:
    """All its versions, and the form for a further one."""
    material = material_for(request, pk)
    form = VersionForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        made = carried_out(form, handing_out.renew, material, note=note, by=staff(request), **form.content)
        if made:
            messages.success(request, _("Version %(n)s is what participants get now.") % {"n": made.number})
            return redirect("courses:material", pk)
    context = {
        "material": material, "cohort": material.cohort, "form": form,
        "versions": material.versions.select_related("upload", "by"),
        "changes": changes(material, SHOWN), "created": created(material),
        "is_over": material.cohort.status in handing_out.OVER,
    }  # fmt: skip
    return render(request, "courses/material.html", context)


@role_required(Role.ORGANISER, Role.TRAINER)
def material_edit(request: HttpRequest, pk: int) -> HttpResponse:
    material = material_for(request, pk)
    title = material.title
    form = MaterialForm(sent(request), instance=material)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        if carried_out(form, handing_out.amend, form.instance, by=staff(request), seen=seen):
            messages.success(request, _("Saved."))
            return redirect("courses:material", pk)
        form.take_newer()
    return render(request, "courses/material_edit.html", {"form": form, "material": material, "title": title})


@require_POST
@role_required(Role.ORGANISER, Role.TRAINER)
def material_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    if told(request, handing_out.withdraw, material_for(request, pk), by=staff(request)):
        messages.success(request, _("Withdrawn: participants no longer see it. You can bring it back."))
    return redirect("courses:material", pk)


@require_POST
@role_required(Role.ORGANISER, Role.TRAINER)
def material_bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    if told(request, handing_out.bring_back, material_for(request, pk), by=staff(request)):
        messages.success(request, _("The material is back."))
    return redirect("courses:material", pk)


@sign_in_required
def material_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    return download(material_upload(request, pk))
