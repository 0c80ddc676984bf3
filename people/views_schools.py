"""The register of schools: where they are, of which kind, who works there and who studied from there."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people import dossier, listing
from people.access import role_required, staff
from people.acting import carried_out, sent
from people.exporting import export_schools
from people.forms import OrganisationForm
from people.history import changes, created
from people.looking import kept_of, look_for, looked_for
from people.models import Organisation, Person
from people.models.person import OrganisationQuerySet
from people.registering import amend_organisation
from people.roles import Role

FILTERS = (listing.REGION, listing.KIND)


@role_required(Role.ORGANISER)
def organisations(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return look_for(request, *(each.name for each in FILTERS))
    words, chosen = looked_for(request), listing.chosen_of(request.GET, FILTERS)
    page = Paginator(_found(words, chosen), listing.PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "words": words, "filters": listing.shown(FILTERS, chosen), "kept": kept_of(request).urlencode(),
        "narrowed": bool(words or chosen),
    }  # fmt: skip
    return render(request, "people/organisations.html", context)


@require_POST
@role_required(Role.ORGANISER)
def organisations_export(request: HttpRequest) -> HttpResponseBase:
    """The list as it is filtered now."""
    words, chosen = looked_for(request), listing.chosen_of(request.GET, FILTERS)
    said = "; ".join(part for part in (listing.in_words(FILTERS, chosen), "search" if words else "") if part)
    return export_schools(_found(words, chosen), by=staff(request), filters=said)


def _found(words: str, chosen: dict[str, str]) -> OrganisationQuerySet:
    found = Organisation.objects.search(words).filter(**chosen)
    counted = Count("people", filter=Q(people__merged_into=None))
    return found.annotate(headcount=counted).order_by("name_key", "pk")


@role_required(Role.ORGANISER)
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(Organisation, pk=pk)
    name = str(organisation)
    form = OrganisationForm(sent(request), instance=organisation)
    if request.method == "POST" and form.is_valid():
        amended = carried_out(form, amend_organisation, organisation, by=staff(request), **form.cleaned_data)
        if amended:
            messages.success(request, _("Saved."))
            return redirect("people:organisation", pk)
    people = Person.objects.current().filter(organisation=pk)
    return render(
        request,
        "people/organisation.html",
        {
            "form": form,
            "organisation": organisation,
            "name": name,
            "page": Paginator(people.with_shared_email(), listing.PAGE).get_page(request.GET.get("page")),
            "sections": dossier.sections_of_school(organisation, staff(request)),
            "changes": changes(organisation, OrganisationForm.Meta.fields),
            "created": created(organisation),
        },
    )
