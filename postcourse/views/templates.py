"""The template of support of a programme: read by the staff; the organiser writes a new version, with a preview."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.access import version_for
from courses.models import ProgrammeVersion
from people.access import role_required, staff
from people.acting import carried_out, sent
from people.numbers import whole_number
from people.roles import Role
from postcourse import template_wording, templating
from postcourse.calendar import add_months
from postcourse.forms_template import TemplateForm
from postcourse.models import Plan, PlanTemplate
from postcourse.template_content import TemplateContent
from postcourse.templates_of import content_of, newest


@role_required(Role.ORGANISER, Role.TRAINER, Role.HEAD)
@require_safe
def plan_templates(request: HttpRequest, pk: int) -> HttpResponse:
    """The version in force with a picture of it, and all earlier ones with what each changed."""
    version = version_for(request, pk)
    rows = PlanTemplate.objects.filter(programme=version.programme_id).select_related("made_by")
    rows = rows.annotate(used=Count("plans")).order_by("-number")
    versions = list(rows)
    content = content_of(versions[0] if versions else None)
    before = [*map(content_of, versions[1:]), None]
    context = {
        "version": version,
        "current": versions[0] if versions else None,
        "history": [
            (row, template_wording.differences(was, content_of(row)) if was else [])
            for row, was in zip(versions, before, strict=False)
        ],
        "without": Plan.objects.filter(template=None, attempt__enrolment__programme=version.programme_id).count(),
        "may_write": staff(request).has_role(Role.ORGANISER, Role.ADMINISTRATOR),
        **_seen(content),
    }
    return render(request, "postcourse/plan_templates.html", context)


@role_required(Role.ORGANISER)
def template_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at what was typed as often as one likes; nothing is written before it is put in force."""
    version = version_for(request, pk)
    current = newest(version.programme_id)
    form = TemplateForm(sent(request), initial=asdict(content_of(current)))
    shown: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        if "preview" not in request.POST and _written(request, version, form):
            return redirect("plan_templates", pk)
        changed = template_wording.differences(content_of(current), form.content)
        shown = {"differences": changed, "previewed": True, **_seen(form.content)}
    context = {
        "version": version,
        "current": current,
        "form": form,
        # Of a form that comes back: the version that its author has looked at.
        "seen": whole_number(request.POST.get("seen")) if form.is_bound else current.number if current else 0,
        **shown,
    }
    return render(request, "postcourse/plan_template_new.html", context, status=400 if form.errors else 200)


def _written(request: HttpRequest, version: ProgrammeVersion, form: TemplateForm) -> PlanTemplate | None:
    seen, note = whole_number(request.POST.get("seen")), form.cleaned_data["note"]
    rule = templating.write
    seen = -1 if seen is None else seen
    written = carried_out(form, rule, version.programme, form.content, note=note, seen=seen, by=staff(request))
    if written:
        messages.success(
            request, _("Version %(n)s is in force: plans are made from it from now on.") % {"n": written.number}
        )
    return written


def _seen(content: TemplateContent, *, today: date | None = None) -> dict[str, Any]:
    """The promises in words, and the way of somebody whose certificate is issued today."""
    issued_on = today or timezone.localdate()
    moments = template_wording.preview(content, issued_on)
    return {
        "promises": template_wording.promises(content),
        "moments": moments,
        "issued_on": issued_on,
        "until": max(add_months(issued_on, content.last_month), *(each.when for each in moments)),
    }
