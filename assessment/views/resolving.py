"""Totals that lie apart: the members' marks side by side, the chair's decision, a third member, who is strict."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessment import calling, excusing, finalising
from assessment.access import chaired_day, chaired_defence, organises, spread_of_defence
from assessment.forms_resolving import CannotForm, ConsensusForm, ThirdForm
from assessment.judging import Judgement, judgement_of
from assessment.models import Defence, Result
from assessment.spread_page import spread_page, strictness_of, ways_out
from people.access import sign_in_required, staff
from people.acting import carried_out, sent, told
from people.numbers import whole_number


@sign_in_required
def spread(request: HttpRequest, pk: int) -> HttpResponse:
    """The members' marks side by side, and the chair's button that makes them a result."""
    defence, is_chair = spread_of_defence(request, pk)
    judgement = judgement_of(defence)
    if judgement.grade is None:
        return _closed(request, judgement)
    form = _form(request, judgement)
    if form.is_bound:
        chaired_defence(request, pk)
        if form.is_valid() and (result := _finalised(request, form, defence)):
            said = _("%(person)s: %(total)s points. The result is final.")
            messages.success(request, said % {"person": defence.attempt.enrolment.person, "total": result.total})
            return redirect("assessment:day", defence.day_id)
    return _page(request, judgement, is_chair=is_chair, form=form)


@require_POST
@sign_in_required
def third(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a third member for this defence."""
    defence = chaired_defence(request, pk)
    form = ThirdForm(request.POST, users=calling.could_be_third(defence))
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, str(errors[0]))
    elif call := told(request, calling.call_third, defence, by=staff(request), **form.cleaned_data):
        messages.success(request, _("%(member)s is asked as a third member.") % {"member": call.member})
    return redirect("assessment:spread", pk)


@require_POST
@sign_in_required
def third_excuse(request: HttpRequest, pk: int) -> HttpResponse:
    """The third member cannot score: only a consensus remains."""
    defence = chaired_defence(request, pk)
    seat = judgement_of(defence).third
    if seat is None:
        raise Http404
    form = CannotForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the member is excused: it is printed in the protocol."))
    elif told(request, excusing.excuse, seat.member, [defence], by=staff(request), **form.cleaned_data):
        messages.success(request, _("%(member)s is excused.") % {"member": seat.member})
    return redirect("assessment:spread", pk)


@require_safe
@sign_in_required
def leaning(request: HttpRequest, pk: int) -> HttpResponse:
    """Who of the commission is strict and who is lenient: for the chair alone, also when the day is closed."""
    day = chaired_day(request, pk)
    return render(request, "assessment/leaning.html", {"day": day, "lines": strictness_of(day)})


def _form(request: HttpRequest, judgement: Judgement) -> forms.Form:
    if judgement.is_flagged and judgement.defence.is_pending:
        return ConsensusForm(sent(request), judgement=judgement)
    return forms.Form(sent(request))


def _finalised(request: HttpRequest, form: forms.Form, defence: Defence) -> Result | None:
    agreed: dict[str, Any] = {"consensus": form.consensus} if isinstance(form, ConsensusForm) else {}
    seen = whole_number(request.POST.get("seen"))
    return carried_out(form, finalising.finalise, defence, by=staff(request), seen=seen, **agreed)


def _page(request: HttpRequest, judgement: Judgement, *, is_chair: bool, form: forms.Form) -> HttpResponse:
    corrects = is_chair or organises(staff(request))
    context = {
        "defence": judgement.defence,
        "is_chair": is_chair,
        "corrects": corrects and judgement.defence.day.finalised_at is not None,
        "form": form,
        **spread_page(judgement),
    }
    if is_chair and isinstance(form, ConsensusForm):
        context |= ways_out(judgement)
    return render(request, "assessment/spread.html", context)


def _closed(request: HttpRequest, judgement: Judgement) -> HttpResponse:
    """Not all have submitted, or a third member has still to: whoever presses the button now is told so."""
    if request.method == "POST":
        defence = chaired_defence(request, judgement.defence.pk)
        told(request, finalising.finalise, defence, by=staff(request))
        return redirect("assessment:spread", defence.pk)
    is_open = judgement.call is not None and judgement.third is not None and judgement.third.is_open
    chairs = judgement.defence.day.members.filter(user=staff(request), is_chair=True).exists()
    context = {
        "defence": judgement.defence,
        "judgement": judgement,
        "cannot": CannotForm() if is_open and chairs else None,
    }
    return render(request, "assessment/spread_closed.html", context)
