"""What is held on a person: for the organiser who is asked for it, for the person on their own account; its erasure."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from config import erasure
from config.data_subject import export_sheet, sheet_of
from people import sessions
from people.access import role_required, sign_in_required, staff
from people.acting import carried_out, sent
from people.fields import IinField
from people.models import Person
from people.reauthenticating import can_confirm, forget_confirmation
from people.roles import Role


class ErasureForm(forms.Form):
    """The IIN once more, typed from what the person has handed in: nobody is erased by a slip."""

    typed = IinField(label=gettext_lazy("IIN of the person, once more"), max_length=20)


@require_safe
@role_required(Role.ORGANISER)
def data_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    person = _person(pk)
    if person.merged_into_id:
        return redirect("data_sheet", person.merged_into_id)
    return render(request, "config/data_sheet.html", {"person": person, "sheet": sheet_of(person, own=False)})


@require_POST
@role_required(Role.ORGANISER)
def data_sheet_export(request: HttpRequest, pk: int) -> HttpResponseBase:
    person = _person(pk)
    return export_sheet(sheet_of(person.merged_into or person, own=False), by=staff(request))


@require_safe
@sign_in_required
def my_data(request: HttpRequest) -> HttpResponse:
    """The person's own sheet; a member of staff without a record has none."""
    return render(request, "config/my_data.html", {"sheet": sheet_of(_own_record(request), own=True)})


@require_POST
@sign_in_required
def my_data_export(request: HttpRequest) -> HttpResponseBase:
    return export_sheet(sheet_of(_own_record(request), own=True), by=staff(request))


@role_required(Role.ADMINISTRATOR)
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """What would go and what would stay; then, confirmed twice, it is done for good."""
    person, user = _person(pk), staff(request)
    form, may = ErasureForm(sent(request)), can_confirm(user)
    if request.method == "POST" and may and form.is_valid():
        human = carried_out(form, erasure.erase, person, typed=form.cleaned_data["typed"], by=user)
        if human:
            sessions.forget(request.session, human)
            forget_confirmation(request)
            messages.success(request, _("The data are erased. What is kept by law stays."))
            return redirect("people:person", pk)
    context = {"person": person, "form": form, "may": may, "preview": erasure.preview(person, by=user)}
    return render(request, "config/erase.html", context)


def _person(pk: int) -> Person:
    return get_object_or_404(Person.objects.select_related("merged_into"), pk=pk)


def _own_record(request: HttpRequest) -> Person:
    person = staff(request).person
    if person is None:
        raise Http404
    return person.merged_into or person
