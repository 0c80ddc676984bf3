"""The participant's own result and what follows from it; the organiser's word on a retake; the chair's feedback."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from assessment import commenting, retaking
from assessment.access_results import commented_defence, organised_enrolment, own_enrolment, result_page
from assessment.forms_retakes import FeedbackForm, WishForm
from assessment.models import DefenceFeedback
from assessment.own_result import can_transfer, own_result
from courses.models import Enrolment
from people.access import sign_in_required, staff
from people.acting import carried_out, sent, told


@never_cache
@sign_in_required
def my_result(request: HttpRequest, pk: int) -> HttpResponse:
    """Points, feedback and what next; POST asks for the retake."""
    enrolment, own = result_page(request, pk)
    form = WishForm(sent(request))
    if request.method == "POST" and form.is_valid():
        asked = own_enrolment(request, pk)
        if carried_out(form, retaking.ask, asked, wish=form.cleaned_data["wish"], by=staff(request)):
            messages.success(request, _("The organiser has your wish. You read the answer here and by e-mail."))
            return redirect("assessment:my_result", pk)
    found = own_result(enrolment, timezone.now())
    if found is None:
        raise Http404
    if not form.is_bound and found.standing.retake is not None:
        form = WishForm(initial={"wish": found.standing.retake.wish})
    context = {
        "page": found, "enrolment": enrolment, "own": own, "form": form,
        "can_transfer": can_transfer(enrolment, timezone.localdate()),
    }  # fmt: skip
    return render(request, "assessment/my_result.html", context)


@require_POST
@sign_in_required
def wish_back(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = own_enrolment(request, pk)
    told(request, retaking.take_back, enrolment, by=staff(request))
    return redirect("assessment:my_result", pk)


@require_POST
@sign_in_required
def admit(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = organised_enrolment(request, pk)
    if told(request, retaking.admit, enrolment, by=staff(request)):
        said = _("%(person)s can be put on a defence day from now on.") % {"person": enrolment.person}
        messages.success(request, said)
    return redirect(_list(enrolment))


@require_POST
@sign_in_required
def admission_back(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = organised_enrolment(request, pk)
    told(request, retaking.take_back, enrolment, by=staff(request), also_admission=True)
    return redirect(_list(enrolment))


@sign_in_required
def feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """The chair's words to a participant; two windows are told of each other."""
    defence = commented_defence(request, pk)
    row = DefenceFeedback.objects.filter(defence=defence).first() or DefenceFeedback(defence=defence)
    form = FeedbackForm(sent(request), instance=row)
    obstacle = commenting.obstacle(defence)
    if request.method == "POST" and form.is_valid():
        data, user = form.cleaned_data, staff(request)
        if carried_out(form, commenting.write_feedback, defence, text=data["text"], seen=data["seen"], by=user):
            messages.success(request, _("The words are saved: the participant reads them once the head has signed."))
            return redirect("assessment:day", defence.day_id)
        if row.pk:
            form.take_newer()
    context = {"defence": defence, "form": form, "feedback": row, "obstacle": obstacle}
    return render(request, "assessment/feedback.html", context)


def _list(enrolment: Enrolment) -> str:
    return f"{reverse('assessment:results', args=[enrolment.cohort_id])}#retakes"
