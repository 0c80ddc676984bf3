"""The register of people: who they are, and what of it was changed by whom."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people import dossier, listing
from people.access import role_required, staff
from people.acting import carried_out, sent
from people.consent import consent_in_force
from people.doubles import twins_of
from people.exporting import export_people
from people.former import formerly
from people.forms import PersonForm
from people.history import changes, created
from people.looking import kept_of, look_for, looked_for
from people.merging import merges_into, standing_merge
from people.models import OutboxMessage, Person, User
from people.models.person import PersonQuerySet
from people.registering import amend_person, work_of
from people.roles import Role

TOLD = (
    "surname", "given_name", "patronymic", "iin", "birth_date", "email", "phone", "language", "organisation", "position"
)  # fmt: skip
REACH = {"no_email": Q(email=""), "shared_email": Q(email_is_shared=True), "refused_email": Q(email_is_refused=True)}


@role_required(Role.ORGANISER)
def people(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return look_for(request, "reach", *(each.name for each in listing.filters()))
    words, reach, chosen = looked_for(request), request.GET.get("reach", ""), _chosen(request)
    found = listing.narrowed(Person.objects.current().on_search(words), chosen)
    page = listing.page_of(_reached(found, reach), request.GET.get("page"))
    everybody = kept_of(request, "reach")
    return render(
        request,
        "people/people.html",
        {
            "page": page,
            "words": words,
            "reach": reach if reach in REACH else "",
            "kept": kept_of(request).urlencode(),
            "everybody": everybody.urlencode(),
            "total": page.paginator.count if reach not in REACH else found.count(),
            "filters": listing.shown(listing.filters(), chosen),
            "narrowed": bool(words or chosen or reach),
        },
    )


@require_POST
@role_required(Role.ORGANISER)
def people_export(request: HttpRequest) -> HttpResponseBase:
    """The list as it is filtered now."""
    words, reach, chosen = looked_for(request), request.GET.get("reach", ""), _chosen(request)
    found = _reached(listing.narrowed(Person.objects.current().on_search(words), chosen), reach)
    said = listing.in_words(listing.filters(), chosen)
    asked = "; ".join(
        part for part in (said, f"reach={reach}" if reach in REACH else "", "search" if words else "") if part
    )
    rows = found.select_related("organisation").order_by("name_key", "pk")
    return export_people(rows, by=staff(request), filters=asked)


def _chosen(request: HttpRequest) -> dict[str, str]:
    return listing.chosen_of(request.GET, listing.filters())


def _reached(found: PersonQuerySet, reach: str) -> PersonQuerySet:
    return found.with_shared_email().with_refused_email().filter(REACH[reach]) if reach in REACH else found


@role_required(Role.ORGANISER)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    people = (
        Person.objects.with_shared_email().with_refused_email().select_related("organisation", "merged_into", "user")
    )
    person = get_object_or_404(people, pk=pk)
    records = Person.objects.records_of(person).order_by().values("pk")
    letters = OutboxMessage.objects.filter(person__in=records)
    return render(
        request,
        "people/person.html",
        {
            "person": person,
            "sections": dossier.sections(person, staff(request)),
            "changes": changes(person, TOLD),
            "created": created(person),
            "formerly": formerly(person),
            "consent": consent_in_force(person),
            "consents": person.consents.all(),
            "letters": letters.order_by("-created_at")[:20],
            "merged": merges_into(person),
            "own_merge": standing_merge(person),
            "twins": twins_of(person),
        },
    )


@role_required(Role.ORGANISER)
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.select_related("organisation"), pk=pk, erased_at=None)
    name = person.full_name
    form = PersonForm(sent(request), instance=person)
    if request.method == "POST" and form.is_valid():
        amended = carried_out(form, _amend, person, form, by=staff(request))
        if amended:
            messages.success(request, _("Saved."))
            return redirect("people:person", pk)
    return render(request, "people/person_edit.html", {"form": form, "person": person, "name": name})


@transaction.atomic
def _amend(person: Person, form: PersonForm, *, by: User) -> Person:
    data = form.cleaned_data
    work = work_of(
        name=data["organisation_name"], locality=data["organisation_locality"], bin=data["organisation_bin"], by=by
    )
    return amend_person(person, by=by, organisation=work, **{name: data[name] for name in PersonForm.Meta.fields})
