"""The participant's word on the spelling of their name, and on the use of their data."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses import confirming
from courses.access import enrolment_to_name, own_enrolment
from courses.forms import ConfirmNameForm, ObjectionForm
from courses.models import Enrolment
from people import consent
from people.access import sign_in_required, staff
from people.acting import carried_out, sent, told
from people.models import User


@sign_in_required
def confirm_name(request: HttpRequest) -> HttpResponse:
    """The participant sees the name as it will be printed, and confirms it or says what is wrong."""
    enrolment = enrolment_to_name(request)
    given = consent.consent_in_force(enrolment.person)
    objecting = "text" in request.POST
    form = ConfirmNameForm(None if objecting else sent(request), asks_consent=given is None)
    objection = ObjectionForm(request.POST if objecting else None)
    answer = _objected if objecting else _confirmed
    if request.method == "POST" and answer(request, enrolment, objection if objecting else form):
        return redirect("courses:confirm_name")
    context = {
        "enrolment": enrolment, "form": form, "objection": objection, "objecting": objecting, "given": given,
        "consent_text": consent.consent_text(get_language() or enrolment.person.language),
    }  # fmt: skip
    return render(request, "courses/confirm_name.html", context)


@require_POST
@sign_in_required
def withdraw_consent(request: HttpRequest) -> HttpResponse:
    if told(request, consent.withdraw_consent, own_enrolment(request).person):
        messages.success(request, _("Your consent is withdrawn. The organiser sees this on your record."))
    return redirect("courses:confirm_name")


def _objected(request: HttpRequest, enrolment: Enrolment, form: Form) -> bool:
    if not form.is_valid():
        return False
    text = form.cleaned_data["text"]
    done = carried_out(form, confirming.object_to_name, enrolment, text=text, by=staff(request))
    if done:
        messages.success(request, _("Thank you. The organiser will put it right and ask you again."))
    return done is not None


def _confirmed(request: HttpRequest, enrolment: Enrolment, form: Form) -> bool:
    if not form.is_valid():
        return False
    done = carried_out(form, _confirm, enrolment, form.cleaned_data["name"], by=staff(request))
    if done:
        messages.success(request, _("Thank you, your name is confirmed."))
    return done is not None


@transaction.atomic
def _confirm(enrolment: Enrolment, name: str, *, by: User) -> Enrolment:
    consent.give_consent(enrolment.person, language=get_language() or enrolment.person.language, by=by)
    return confirming.confirm_name(enrolment, name=name, by=by)
