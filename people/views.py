"""The register of people: who they are, and what of it was changed by whom."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from people import dossier
from people.access import role_required, staff
from people.acting import carried_out, sent
from people.consent import consent_in_force
from people.forms import OrganisationForm, PersonForm
from people.history import changes, created
from people.looking import look_for, looked_for
from people.models import Organisation, Person, User
from people.registering import amend_organisation, amend_person, work_of
from people.roles import Role

PAGE = 50
TOLD = (
    "surname", "given_name", "patronymic", "iin", "birth_date", "email", "phone", "language", "organisation", "position"
)  # fmt: skip
REACH = {"no_email": Q(email=""), "shared_email": Q(email_is_shared=True)}


@role_required(Role.ORGANISER)
def people(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return look_for(request, "reach")
    words, reach = looked_for(request), request.GET.get("reach", "")
    found = Person.objects.current().search(words).with_shared_email().select_related("organisation")
    shown = found.filter(REACH[reach]) if reach in REACH else found
    page = Paginator(shown.order_by("name_key", "pk"), PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    everybody = kept.copy()
    everybody.pop("reach", None)
    return render(
        request,
        "people/people.html",
        {
            "page": page,
            "words": words,
            "reach": reach,
            "kept": kept.urlencode(),
            "everybody": everybody.urlencode(),
            "total": found.count(),
        },
    )


@role_required(Role.ORGANISER)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    people = Person.objects.with_shared_email().select_related("organisation", "merged_into", "user")
    person = get_object_or_404(people, pk=pk)
    return render(
        request,
        "people/person.html",
        {
            "person": person,
            "sections": dossier.sections(person, staff(request)),
            "changes": changes(person, TOLD),
            "created": created(person),
            "consent": consent_in_force(person),
            "consents": person.consents.all(),
            "letters": person.messages.order_by("-created_at")[:20],
        },
    )


@role_required(Role.ORGANISER)
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.select_related("organisation"), pk=pk)
    name = person.full_name
    form = PersonForm(sent(request), instance=person)
    if request.method == "POST" and form.is_valid():
        amended = carried_out(form, _amend, person, form, by=staff(request))
        if amended:
            messages.success(request, _("Saved."))
            return redirect("people:person", pk)
    return render(request, "people/person_edit.html", {"form": form, "person": person, "name": name})


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
    return render(
        request,
        "people/organisation.html",
        {
            "form": form,
            "organisation": organisation,
            "name": name,
            "people": Person.objects.current().filter(organisation=pk).with_shared_email(),
            "changes": changes(organisation, OrganisationForm.Meta.fields),
        },
    )


@transaction.atomic
def _amend(person: Person, form: PersonForm, *, by: User) -> Person:
    data = form.cleaned_data
    work = work_of(
        name=data["organisation_name"], locality=data["organisation_locality"], bin=data["organisation_bin"], by=by
    )
    return amend_person(person, by=by, organisation=work, **{name: data[name] for name in PersonForm.Meta.fields})
