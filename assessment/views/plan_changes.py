"""The organiser changes a plan and sends it: pauses, a shift, another place, who is excused, and publishing."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from assessment import publishing, recusing, rescheduling
from assessment.access import planned_day
from assessment.begun import first_to_move
from assessment.forms_planning import MoveForm, PauseForm, ShiftForm
from assessment.models import CommissionMember, Defence, DefenceDay
from assessment.proposals import days_to_go
from assessment.rescheduling import Moved
from assessment.views.answers import sentence_of
from people.access import sign_in_required, staff
from people.acting import carried_out, sent, told
from people.numbers import whole_number


@require_POST
@sign_in_required
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    day = planned_day(request, pk)
    changes = told(request, publishing.publish, day, by=staff(request))
    if changes:
        said = ngettext("%(n)s person is told by letter.", "%(n)s people are told by letter.", len(changes))
        messages.success(request, said % {"n": len(changes)})
    elif changes is not None:
        messages.info(request, _("Everybody knows the plan already: nothing has changed."))
    return redirect("assessment:day_edit", day.pk)


@require_POST
@sign_in_required
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    day, form = planned_day(request, pk), PauseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say after which number the pause is, and how many minutes it lasts."))
    else:
        told(request, rescheduling.set_pause, day, by=staff(request), **form.cleaned_data)
    return redirect(f"{redirect('assessment:day_edit', day.pk).url}#order")


@sign_in_required
def shift(request: HttpRequest, pk: int) -> HttpResponse:
    """A GET with a number shows whose time changes; the POST of the same does it."""
    day = planned_day(request, pk)
    data = sent(request) or (request.GET if "minutes" in request.GET else None)
    form = ShiftForm(data, initial={"first": first_to_move(day)})
    moved: list[Moved] | None = None
    if form.is_valid():
        if request.method == "POST":
            done = carried_out(form, rescheduling.shift, day, by=staff(request), **form.cleaned_data)
            if done:
                messages.success(request, _("The times are changed."))
                return redirect("assessment:day_edit", day.pk)
        if not form.errors:
            moved = carried_out(form, rescheduling.shift_preview, day, **form.cleaned_data)
    context = {"day": day, "form": form, "moved": moved, "numbers": _people_to_tell(day)}
    return render(request, "assessment/shift.html", context)


@sign_in_required
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another place or another day for one participant: shown first, done by the second button."""
    defence = get_object_or_404(Defence.objects.with_people(), pk=pk)
    day = planned_day(request, defence.day_id)
    days = days_to_go(timezone.now(), besides=day)
    data = sent(request) or (request.GET if "place" in request.GET else None)
    form = MoveForm(data, days=days, initial={"to": day, "place": defence.order})
    moved: list[Moved] | None = None
    if form.is_valid():
        wanted = form.cleaned_data
        if request.method == "POST":
            done = carried_out(form, rescheduling.move, defence, by=staff(request), **wanted)
            if done:
                person = defence.attempt.enrolment.person
                messages.success(request, _("%(person)s: the new place is planned.") % {"person": person})
                return redirect("assessment:day_edit", done.day_id)
        moved = rescheduling.move_preview(defence, **wanted)
    context = {"day": day, "defence": defence, "form": form, "moved": moved, "numbers": _people_to_tell(day)}
    return render(request, "assessment/move.html", context)


@require_POST
@sign_in_required
def recuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Excuse members from those whom they must not assess: one pair, or all that are open."""
    day = planned_day(request, pk)
    if request.POST.get("all"):
        done, refusals = recusing.recuse_all(day, by=staff(request))
        for sentence in refusals:
            messages.error(request, sentence)
        excused = len(done)
    else:
        excused = _recuse_one(request, day)
    if excused:
        said = ngettext(
            "Excused from %(n)s participant; the reason is printed in the protocol.",
            "Excused from %(n)s participants; the reasons are printed in the protocol.",
            excused,
        )
        messages.success(request, said % {"n": excused})
    return redirect("assessment:day_edit", day.pk)


def _recuse_one(request: HttpRequest, day: DefenceDay) -> int:
    member = get_object_or_404(CommissionMember, pk=whole_number(request.POST.get("member")) or 0, day=day)
    defence = get_object_or_404(Defence, pk=whole_number(request.POST.get("defence")) or 0, day=day)
    try:
        recusing.recuse(member, defence, by=staff(request), reason=request.POST.get("reason", "")[:300])
    except ValidationError as refusal:
        messages.error(request, sentence_of(refusal))
        return 0
    return 1


def _people_to_tell(day: DefenceDay) -> bool:
    """Whether the people know a time already, so that a change has to be published."""
    return bool(day.edition)
