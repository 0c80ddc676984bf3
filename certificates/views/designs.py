"""Designs of certificates: the list, one of them, and its draft with a preview."""

from __future__ import annotations

import base64
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificates.access_designs import design_or_404, draft_of, look_or_404
from certificates.designs import drawing, trying
from certificates.forms_designs import DraftForm, NameForm
from certificates.models import Design, DesignDraft, DesignVersion
from certificates.snapshot import Snapshot
from courses.models import Enrolment
from people.access import role_required, staff
from people.acting import carried_out, sent, told
from people.models import User
from people.paper import PaperUnavailable
from people.roles import Role
from people.versions import newest_version

A_DAY = 24 * 60 * 60


@role_required(Role.ORGANISER)
def designs(request: HttpRequest) -> HttpResponse:
    """POST begins one."""
    form = NameForm(sent(request))
    if request.method == "POST" and form.is_valid():
        made = carried_out(form, drawing.begin, form.cleaned_data["name"], by=staff(request))
        if made:
            return redirect("certificates:design_edit", made.pk)
    rows = Design.objects.select_related("current", "draft").annotate(
        batches=Count("versions__batches", distinct=True), published=Count("versions", distinct=True)
    )
    found = list(rows.order_by("name"))
    context = {"designs": found, "has_usual": any(each.is_usual for each in found), "form": form}
    return render(request, "certificates/designs/designs.html", context)


@role_required(Role.ORGANISER)
@require_safe
def design(request: HttpRequest, pk: int) -> HttpResponse:
    found = design_or_404(pk)
    versions = found.versions.select_related("published_by").annotate(papers=Count("batches"))
    draft = draft_of(found)
    context = {
        "design": found,
        "draft": draft,
        "seen": newest_version(draft) if draft else "",
        "versions": versions,
        "differences": _differences(found.current, draft),
        "form": NameForm(),
    }
    return render(request, "certificates/designs/design.html", context)


@role_required(Role.ORGANISER)
def design_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """POST with “show” writes nothing: the first page comes back as it would be printed."""
    found, people = design_or_404(pk), trying.people()
    draft = draft_of(found) or DesignDraft(**(found.current.as_chosen() if found.current else {}))
    form = DraftForm(sent(request), instance=draft, people=people)
    asked = request.method == "POST" and ("show" in request.POST or bool(request.headers.get("HX-Request")))
    picture = ""
    if request.method == "POST" and form.is_valid():
        if asked:
            look = DesignDraft(**form.choices())
            picture = carried_out(form, _picture, look, _person(form.cleaned_data["on"]), staff(request)) or ""
        elif carried_out(form, drawing.draw, found, form.choices(), by=staff(request), seen=form.cleaned_data["seen"]):
            messages.success(request, _("The draft is saved. It is used when it is published."))
            return redirect("certificates:design", pk)
    template = "certificates/designs/_shown.html" if request.headers.get("HX-Request") else _EDIT
    response = render(request, template, {"design": found, "form": form, "picture": picture, "asked": asked})
    response.headers["Vary"] = "HX-Request"
    return response


_EDIT = "certificates/designs/edit.html"


@role_required(Role.ORGANISER)
@require_safe
def design_picture(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """The first page of the draft or of what is published, as a picture; nothing of it is anybody's."""
    found = design_or_404(pk)
    look = look_or_404(found, which)
    key = f"design-{look.pk}-{timezone.localdate()}" if isinstance(look, DesignVersion) else ""
    content = cache.get(key) if key else None
    if content is None:
        try:
            content = trying.first_page(trying.on_data(look, None, reader=staff(request)))
        except (PaperUnavailable, ValidationError) as refusal:
            raise Http404 from refusal
        if key:
            cache.set(key, content, A_DAY)
    response = HttpResponse(content, content_type="image/png")
    response["Cache-Control"] = "private, max-age=60" if key else "private, no-store"
    return response


@role_required(Role.ORGANISER)
@require_safe
def design_pdf(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """Both pages, watermarked, with the longest that they are likely to say."""
    found = design_or_404(pk)
    look = look_or_404(found, which)
    snapshot = told(request, _tried, look, staff(request))
    if snapshot is None:
        return redirect("certificates:design", pk)
    try:
        content = trying.pdf(snapshot)
    except PaperUnavailable as problem:
        messages.error(request, str(problem))
        return redirect("certificates:design", pk)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="design.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _tried(look: DesignDraft | DesignVersion, reader: User) -> Snapshot:
    return trying.on_data(look, None, reader=reader)


def _person(typed: str) -> Enrolment | None:
    return Enrolment.objects.select_related("person", "cohort__version", "organisation").filter(pk=typed or 0).first()


def _picture(look: DesignDraft, person: Enrolment | None, reader: User) -> str:
    try:
        drawn = trying.first_page(trying.on_data(look, person, reader=reader))
    except PaperUnavailable as problem:
        raise ValidationError(str(problem)) from problem
    return base64.b64encode(drawn).decode()


def _differences(current: DesignVersion | None, draft: DesignDraft | None) -> list[dict[str, Any]]:
    """What the draft changes of what is published, in words."""
    if current is None or draft is None:
        return []
    rows = []
    for field in ("languages", "palette", "plate", "seal"):
        old, new = (getattr(look, f"get_{field}_display")() for look in (current, draft))
        rows.append({"label": _label(field), "old": old, "new": new})
    yes_no = {True: _("yes"), False: _("no")}
    rows.append({"label": _label("has_logo"), "old": yes_no[current.has_logo], "new": yes_no[draft.has_logo]})
    rows.append({"label": _label("signers"), "old": _signers(current.signers), "new": _signers(draft.signers)})
    return [row for row in rows if row["old"] != row["new"]]


def _label(field: str) -> str:
    return str(getattr(DesignDraft._meta.get_field(field), "verbose_name", field))


def _signers(signers: list[dict[str, Any]]) -> str:
    return "; ".join(f"{each['capacity']['kk']} {each['name']}" for each in signers) or "–"
