"""The pages of the moves that come with papers: what will happen is shown before it is confirmed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses import continuing, expelling, holding, leaving, transferring
from courses.access import enrolment_for
from courses.carrying import luggages_of
from courses.enrolling import Status, illegal_move
from courses.forms_ways import BackForm, ExpelForm, HoldForm, TargetForm, TransferForm
from courses.models import Enrolment, EnrolmentPaper
from courses.ways import NAMES
from people import outbox, uploading
from people.access import role_required, sign_in_required, staff
from people.acting import carried_out, sent
from people.roles import Role


@role_required(Role.ORGANISER)
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = enrolment_for(request, pk)
    form = HoldForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if carried_out(form, holding.hold, enrolment, why=data["why"], files=data["files"], by=staff(request)):
            return _done(request, enrolment, _("%(person)s is on hold; the document is kept."))
    obstacle = illegal_move(enrolment, Status.ON_HOLD) or leaving.obstacle(enrolment)
    return _page(request, "hold", enrolment, form, obstacle, outcomes=leaving.outcomes(enrolment))


@role_required(Role.ORGANISER)
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = enrolment_for(request, pk)
    form = BackForm(sent(request))
    if request.method == "POST" and form.is_valid():
        back = carried_out(form, holding.bring_back, enrolment, why=form.cleaned_data["why"], by=staff(request))
        if back:
            return _done(request, enrolment, _("%(person)s studies on."))
    obstacle = None
    if enrolment.status != Status.ON_HOLD:
        obstacle = ValidationError(_("%(person)s is not on hold."), params={"person": enrolment.person})
    return _page(request, "bring_back", enrolment, form, obstacle)


@role_required(Role.ORGANISER)
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = enrolment_for(request, pk)
    targets = transferring.targets_of(enrolment)
    form = TransferForm(sent(request), request.FILES or None, targets=targets)
    if request.method == "POST" and form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "whole"}
        target = data.pop("target")
        if done := carried_out(form, transferring.transfer, enrolment, target, by=staff(request), **data):
            return _done(request, done.opened, _("%(person)s is transferred; this is the new enrolment."))
    luggage = list(zip(targets, luggages_of(enrolment, targets), strict=True))
    obstacle = transferring.obstacle(enrolment, targets) or leaving.obstacle(enrolment)
    outcomes = leaving.outcomes(enrolment)
    return _page(request, "transfer", enrolment, form, obstacle, luggage=luggage, outcomes=outcomes)


@role_required(Role.ORGANISER)
def expel(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = enrolment_for(request, pk)
    form = ExpelForm(sent(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = carried_out(
            form, expelling.expel, enrolment, form.ruling,
            order_date=data["order_date"], paper_number=data["paper_number"], by=staff(request),
        )  # fmt: skip
        if done:
            said = _("%(person)s is expelled. The letter to the employer is on its way.")
            if not done.letter.to_email:
                said = _("%(person)s is expelled. Print the letter to the employer and post it.")
            return _done(request, enrolment, said)
    today = timezone.localdate()
    subject, text = expelling.employer_letter(enrolment, order_date=today, number="…", decided_on=today)
    address = outbox.address_of(None, enrolment.organisation)
    obstacle = illegal_move(enrolment, Status.EXPELLED) or leaving.obstacle(enrolment)
    letter = {"subject": subject, "text": text, "address": address}
    return _page(request, "expel", enrolment, form, obstacle, **letter, outcomes=leaving.outcomes(enrolment))


@role_required(Role.ORGANISER)
def next_stream(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = enrolment_for(request, pk)
    streams = continuing.streams_of(enrolment)
    form = TargetForm(sent(request), targets=streams)
    if request.method == "POST" and form.is_valid():
        opened = carried_out(form, continuing.join_next, enrolment, form.cleaned_data["target"], by=staff(request))
        if opened:
            return _done(request, opened, _("%(person)s is on the list of the next stream, as applied."))
    return _page(request, "next_stream", enrolment, form, continuing.obstacle(enrolment, streams))


@require_safe
@sign_in_required
def paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A document brought for a move: for the organiser, and for the participant whom it is about."""
    row = get_object_or_404(EnrolmentPaper.objects.select_related("upload", "enrolment"), pk=pk)
    user = staff(request)
    is_own = user.owns(row.enrolment.person_id)
    if not is_own and not user.has_role(Role.ORGANISER, Role.ADMINISTRATOR):
        raise Http404
    return uploading.download(row.upload)


def _page(
    request: HttpRequest,
    name: str,
    enrolment: Enrolment,
    form: BaseForm,
    obstacle: ValidationError | None,
    **more: Any,
) -> HttpResponse:
    other = (getattr(obstacle, "params", None) or {}).get("enrolment")
    context = {
        "enrolment": enrolment, "form": form, "obstacle": obstacle, "other": other, "name": NAMES[name], **more,
    }  # fmt: skip
    return render(request, f"courses/way_{name}.html", context)


def _done(request: HttpRequest, enrolment: Enrolment, said: str) -> HttpResponse:
    messages.success(request, said % {"person": enrolment.person})
    return redirect("courses:enrolment", enrolment.pk)
