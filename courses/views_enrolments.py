"""The people of a cohort: adding, admitting, declining, correcting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from courses import confirming, leaving
from courses.access import cohort_for, enrolment_for
from courses.adding import NAME, add_by_hand, look_at, suggested
from courses.enrolling import NEED_A_REASON, admit, amend, legal_moves, move
from courses.forms import AddPersonForm, AdmissionForm, EnrolmentForm, ReasonForm
from courses.models import Enrolment
from courses.ordering import orders_naming
from courses.ways import continued_by, ways_of
from people.access import role_required, sign_in_required, staff
from people.acting import carried_out, sent
from people.history import changes
from people.models import User
from people.numbers import whole_number
from people.registering import work_of
from people.roles import Role

Status = Enrolment.Status
# Moves that an organiser makes by themselves; the others follow from a defence or from papers of their own.
BY_HAND = {Status.APPLIED, Status.DECLINED, Status.WITHDRAWN}


@sign_in_required
def enrolment(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = enrolment_for(request, pk)
    is_organiser = staff(request).has_role(Role.ORGANISER, Role.ADMINISTRATOR)
    fields = ("organisation", "position", "project_type", "project_topic", "confirmed_name", "name_objection")
    return render(
        request,
        "courses/enrolment.html",
        {
            "enrolment": enrolment,
            "cohort": enrolment.cohort,
            "is_organiser": is_organiser,
            "is_own": staff(request).owns(enrolment.person_id),
            "ways": ways_of(enrolment) if is_organiser else [],
            "events": enrolment.events.select_related("by"),
            "papers": enrolment.papers.select_related("upload", "by"),
            "orders": orders_naming(enrolment),
            "continued": continued_by(enrolment),
            "carried": enrolment.carried_hours.aggregate(hours=Sum("hours"))["hours"],
            "changes": changes(enrolment, fields) if is_organiser else [],
        },
    )


@role_required(Role.ORGANISER)
def enrolment_new(request: HttpRequest, pk: int) -> HttpResponse:
    cohort = cohort_for(request, pk)
    form = AddPersonForm(_with_suggestion(request), initial={"language": cohort.language})
    findings: list[str] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        findings = carried_out(form, look_at, data, today=timezone.localdate()) or []
        if form.is_valid() and (data["seen"] or not findings):
            added = carried_out(form, add_by_hand, cohort, data, by=staff(request))
            if added:
                messages.success(request, _("%(person)s is on the list.") % {"person": added.person})
                return redirect("courses:cohort", pk)
    context = {"form": form, "cohort": cohort, "findings": findings, "suggested": suggested(form.data)}
    return render(request, "courses/enrolment_new.html", context)


@role_required(Role.ORGANISER)
def enrolment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = enrolment_for(request, pk)
    form = EnrolmentForm(sent(request), instance=enrolment)
    if request.method == "POST" and form.is_valid():
        saved = carried_out(form, _amend, enrolment, form.cleaned_data, by=staff(request))
        if saved:
            messages.success(request, _("Saved."))
            return redirect("courses:enrolment", pk)
    return render(request, "courses/enrolment_edit.html", {"form": form, "enrolment": enrolment})


@role_required(Role.ORGANISER)
def enrolment_move(request: HttpRequest, pk: int, to: str) -> HttpResponse:
    enrolment = enrolment_for(request, pk)
    if to not in BY_HAND or (target := Status(to)) not in legal_moves(enrolment):
        raise Http404
    form = ReasonForm(sent(request), needed=target in NEED_A_REASON)
    if request.method == "POST" and form.is_valid():
        moved = carried_out(form, move, enrolment, target, by=staff(request), why=form.cleaned_data.get("why", ""))
        if moved:
            messages.success(
                request, _("%(person)s: %(status)s.") % {"person": enrolment.person, "status": target.label}
            )
            return redirect("courses:cohort", enrolment.cohort_id)
    goes = target in leaving.AWAY
    context = {
        "form": form, "enrolment": enrolment, "to": target,
        "obstacle": leaving.obstacle(enrolment) if goes else None,
        "outcomes": leaving.outcomes(enrolment) if goes else [],
    }  # fmt: skip
    return render(request, "courses/enrolment_move.html", context)


@role_required(Role.ORGANISER)
def admission(request: HttpRequest, pk: int) -> HttpResponse:
    """One order for those who were chosen on the cohort's page, or for everybody who applied."""
    cohort = cohort_for(request, pk)
    sent_keys = map(whole_number, (request.POST or request.GET).getlist("pick"))
    picked = [key for key in sent_keys if key is not None]
    applied = cohort.enrolments.filter(status=Status.APPLIED).select_related("person", "organisation")
    chosen = list(applied.filter(pk__in=picked) if picked else applied)
    form = AdmissionForm(sent(request))
    if request.method == "POST" and form.is_valid():
        order = carried_out(form, admit, chosen, cohort=cohort, by=staff(request), **form.cleaned_data)
        if order:
            said = ngettext(
                "%(n)s person is admitted by order %(order)s.",
                "%(n)s people are admitted by order %(order)s.",
                len(chosen),
            )
            messages.success(request, said % {"n": len(chosen), "order": order})
            return redirect("courses:cohort", pk)
    return render(request, "courses/admission.html", {"form": form, "cohort": cohort, "chosen": chosen})


@require_POST
@role_required(Role.ORGANISER)
def objection_settled(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = enrolment_for(request, pk)
    confirming.settle_objection(enrolment, by=staff(request))
    messages.success(request, _("Settled: the name waits for the participant's confirmation."))
    return redirect("courses:cohort", enrolment.cohort_id)


def _with_suggestion(request: HttpRequest) -> QueryDict | None:
    """What was posted, with the proposed spelling of the name where its button was pressed."""
    posted = sent(request)
    spelling = suggested(posted) if posted and "mend" in posted else None
    if posted is None or spelling is None:
        return posted
    mended = posted.copy()
    mended.update({part: getattr(spelling, part) for part in NAME})
    return mended


@transaction.atomic
def _amend(enrolment: Enrolment, data: dict[str, Any], *, by: User) -> Enrolment:
    work = work_of(
        name=data["organisation_name"], locality=data["organisation_locality"], bin=data["organisation_bin"], by=by
    )
    return amend(
        enrolment,
        by=by,
        organisation=work,
        position=data["position"],
        project_type=data["project_type"],
        project_topic=data["project_topic"],
    )
