"""The day while it lasts and after: the member's list, the live board, the spread, and the chair's decisions."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from assessment import excusing, finalising
from assessment.access import chaired_day, chaired_defence, is_in, organises, seen_day
from assessment.boards import board_of
from assessment.forms import AbsenceForm, ExcuseForm
from assessment.gradebook import graded_on
from assessment.handing_over import hand_overs
from assessment.judging import judgements_of
from assessment.models import CommissionMember, DefenceDay, Sheet
from assessment.reading import days_of_member
from assessment.rounds import round_of
from assessment.views.answers import say_refusal
from courses.models import Cohort
from people.access import sign_in_required, staff


@require_GET
@sign_in_required
def my_defences(request: HttpRequest) -> HttpResponse:
    """A member's days: today's first, one tap from scoring."""
    user = staff(request)
    if not user.is_staff_member:
        raise Http404
    days = days_of_member(user, timezone.localdate())
    return render(request, "assessment/my_defences.html", days)


@require_GET
@never_cache
@sign_in_required
def day(request: HttpRequest, pk: int) -> HttpResponse:
    """The day: for a member their own sheets, for chair and organiser the board; asked by htmx, the board alone."""
    found, member = seen_day(request, pk)
    is_chair, leads = member is not None and member.is_chair, organises(staff(request))
    context = {
        "day": found,
        "member": member,
        "is_chair": is_chair,
        "organises": leads,
        "board": board_of(found) if _sees_board(request, found, member) else None,
    }
    if request.headers.get("HX-Request"):
        response = render(request, "assessment/_board.html", context)
    else:
        protocols = found.protocols.select_related("cohort", "day").prefetch_related("signatures")
        extra = {
            "round": round_of(found, member) if member else None,
            "excuse": ExcuseForm(day=found) if is_chair and found.finalised_at is None else None,
            "hand_overs": hand_overs(found),
            "protocols": [each for each in protocols if leads or member is None or is_in(each, member)],
            "cohorts": Cohort.objects.filter(enrolments__attempts__defences__day=found).distinct(),
            "graded": graded_on(found),
        }
        response = render(request, "assessment/day.html", context | extra)
    response.headers["Vary"] = "HX-Request, Cookie"
    return response


@require_POST
@sign_in_required
def finalise_ready(request: HttpRequest, pk: int) -> HttpResponse:
    """Finalise all that are ready and need no word from the chair."""
    found = chaired_day(request, pk)
    done = 0
    for judgement in judgements_of(found):
        if judgement.is_ready and not judgement.is_flagged:
            try:
                finalising.finalise(judgement.defence, by=staff(request))
            except ValidationError as refusal:
                say_refusal(request, refusal)
            else:
                done += 1
    if done:
        messages.success(request, ngettext("%(n)s result is final.", "%(n)s results are final.", done) % {"n": done})
    return redirect("assessment:day", found.pk)


@sign_in_required
def absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a participant did not appear: asked once more on a page of its own."""
    defence = chaired_defence(request, pk)
    form = AbsenceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            finalising.record_absence(defence, by=staff(request), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            said = _("%(person)s is recorded as absent.") % {"person": defence.attempt.enrolment.person}
            messages.success(request, said)
            return redirect("assessment:day", defence.day_id)
    last = not defence.day.defences.pending().exclude(pk=defence.pk).exists()
    return render(request, "assessment/absence.html", {"defence": defence, "form": form, "is_last": last})


@require_POST
@sign_in_required
def absence_back(request: HttpRequest, pk: int) -> HttpResponse:
    defence = chaired_defence(request, pk)
    try:
        finalising.take_back_absence(defence, by=staff(request))
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        said = _("%(person)s can be scored again.") % {"person": defence.attempt.enrolment.person}
        messages.success(request, said)
    return redirect("assessment:day", defence.day_id)


@require_POST
@sign_in_required
def excuse(request: HttpRequest, pk: int) -> HttpResponse:
    found = chaired_day(request, pk)
    form = ExcuseForm(request.POST, day=found)
    if not form.is_valid():
        _say_errors(request, form)
        return redirect("assessment:day", pk)
    member = form.cleaned_data["member"]
    try:
        sheets = excusing.excuse(member, form.chosen(found), by=staff(request), reason=form.cleaned_data["reason"])
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        said = ngettext(
            "%(member)s is excused from %(n)s participant.",
            "%(member)s is excused from %(n)s participants.",
            len(sheets),
        )
        messages.success(request, said % {"member": member, "n": len(sheets)})
    return redirect("assessment:day", pk)


@require_POST
@sign_in_required
def call_back(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = get_object_or_404(Sheet.objects.select_related("member__user", "defence"), pk=pk)
    found: DefenceDay = chaired_day(request, sheet.member.day_id)
    try:
        excusing.call_back(sheet, by=staff(request))
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, _("%(member)s scores again.") % {"member": sheet.member})
    return redirect("assessment:day", found.pk)


def _sees_board(request: HttpRequest, day: DefenceDay, member: CommissionMember | None) -> bool:
    """Counts for those who lead the day; for its members when it is closed, for a third member never."""
    if organises(staff(request)) or member is None or member.is_chair:
        return True
    return day.finalised_at is not None and not member.called


def _say_errors(request: HttpRequest, form: forms.Form) -> None:
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        for error in errors:
            messages.error(request, f"{label}: {error}" if label else str(error))
