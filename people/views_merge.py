"""Probable duplicates, and the merge of two records with its preview."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people import doubles, merging, telling_apart
from people.access import role_required, staff
from people.acting import carried_out, sent, told
from people.forms import Plain, TwinForm
from people.listing import PAGE
from people.models import Distinction, Merge, Person
from people.roles import Role
from people.side_by_side import compared, sign_in_sentences


@require_safe
@role_required(Role.ORGANISER)
def duplicates(request: HttpRequest) -> HttpResponse:
    """Those that are proposed, or those of whom it was said that they are two."""
    apart = Distinction.objects.standing()
    context: dict[str, Any] = {"apart": apart.count(), "shown": "apart" if "apart" in request.GET else ""}
    if context["shown"]:
        rows = apart.select_related("one__organisation", "other__organisation", "by")
        context["page"] = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    else:
        keys = doubles.probable().select_related("organisation").order_by("name_key", "pk")
        page: Any = Paginator(keys, PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "groups": doubles.beside_each_other(list(page))}
    return render(request, "people/duplicates.html", context)


@require_POST
@role_required(Role.ORGANISER)
def tell_apart(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    one, second = get_object_or_404(Person, pk=pk), get_object_or_404(Person, pk=other)
    if told(request, telling_apart.tell_apart, one, second, by=staff(request)):
        messages.success(request, _("These are two people, proposed no more. It can be taken back on this page."))
    return redirect("people:duplicates")


@require_POST
@role_required(Role.ORGANISER)
def tell_apart_undo(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Distinction, pk=pk)
    if told(request, telling_apart.take_back, row, by=staff(request)):
        messages.success(request, _("The two are proposed again, if they still look alike."))
    return redirect(f"{reverse('people:duplicates')}?apart=1")


@role_required(Role.ORGANISER)
def merge_choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Which record is the same human: one of the proposals, or whoever has the typed IIN."""
    kept = get_object_or_404(Person, pk=pk, erased_at=None)
    form = TwinForm(sent(request))
    if request.method == "POST" and form.is_valid():
        if other := Person.objects.filter(iin=form.cleaned_data["iin"]).first():
            return redirect("people:merge", pk, other.pk)
        form.add_error("iin", _("Nobody is on record with this IIN."))
    twins = doubles.twins_of(kept).select_related("organisation")
    return render(request, "people/merge_choose.html", {"kept": kept, "form": form, "twins": twins})


@role_required(Role.ORGANISER)
def merge(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """What both hold side by side and what will happen, and the button that does it."""
    people = Person.objects.select_related("organisation", "user", "merged_into")
    kept, merged = get_object_or_404(people, pk=pk), get_object_or_404(people, pk=other)
    form = Plain(sent(request))
    if request.method == "POST" and form.is_valid():
        row = carried_out(form, merging.merge, merged, kept, by=staff(request))
        if row:
            messages.success(request, _("The records are merged. It can be taken back on this page."))
            return redirect("people:person", pk)
    found = merging.obstacles(kept, merged)
    context = {
        "kept": kept, "merged": merged, "form": form, "obstacles": found, "lines": compared(kept, merged),
        "sign_in": [] if found else [*sign_in_sentences(kept, merged), *merging.remarks(kept, merged)],
    }  # fmt: skip
    return render(request, "people/merge.html", context)


@role_required(Role.ORGANISER)
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """What was made since the merge and where it will stay, and the button that takes the merge back."""
    row = get_object_or_404(Merge.objects.select_related("merged", "kept", "by"), pk=pk)
    form = Plain(sent(request))
    ready = request.method == "POST" and form.is_valid()
    if ready and carried_out(form, merging.undo, row, by=staff(request)) is not None:
        messages.success(request, _("The merge is taken back: these are two records again."))
        return redirect("people:person", row.merged_id)
    found = merging.obstacles_to_undoing(row)
    since = [] if found else merging.remarks_on_undoing(row)
    return render(request, "people/merge_undo.html", {"row": row, "form": form, "obstacles": found, "since": since})
