"""The organiser plans: the days of a cohort, their commission, who defends and in which order."""

from __future__ import annotations

from datetime import time

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from assessment import planning
from assessment.access import organises, planned_day
from assessment.forms import DayForm, OtherCohortForm, ParticipantsForm
from assessment.forms_planning import PauseForm, ShiftForm
from assessment.models import Defence, DefenceDay
from assessment.ordering import by_numbers, shifted
from assessment.plan_page import plan_page
from assessment.planning import awaiting_defence, can_plan
from assessment.proposals import empty_days
from assessment.reading import days_of_cohort, results_of_cohort, undecided_of
from assessment.retake_list import retakes_of
from assessment.views.answers import say_refusal, sentence_of
from courses.access import cohort_for
from courses.models import Cohort
from people.access import role_required, sign_in_required, staff
from people.numbers import whole_number
from people.roles import Role


@require_GET
@sign_in_required
def defences(request: HttpRequest, pk: int) -> HttpResponse:
    """The cohort's days, and who still waits for one."""
    cohort = cohort_for(request, pk)
    return render(
        request,
        "assessment/defences.html",
        {
            "cohort": cohort,
            "tab": "defence",
            "days": days_of_cohort(cohort),
            "undecided": undecided_of(cohort),
            "empty_days": empty_days(timezone.now()) if organises(staff(request)) else [],
            "can_plan": organises(staff(request)) and can_plan(cohort),
            "organises": organises(staff(request)),
        },
    )


@require_GET
@sign_in_required
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """The cohort's results as a picture and a table, with its protocols."""
    cohort = cohort_for(request, pk)
    context = {
        "cohort": cohort,
        "tab": "results",
        **results_of_cohort(cohort),
        "retakes": retakes_of(cohort, timezone.localdate()),
        "organises": organises(staff(request)),
    }
    return render(request, "assessment/results.html", context)


@role_required(Role.ORGANISER)
def day_new(request: HttpRequest, pk: int) -> HttpResponse:
    cohort = cohort_for(request, pk)
    waiting = awaiting_defence(cohort)
    initial = {
        "held_on": max(cohort.ends_on, timezone.localdate()),
        "starts_at": time(9, 0),
        "room": cohort.place,
        "chair": cohort.trainer_id,
        "people": list(waiting.values_list("pk", flat=True)),
    }
    form = DayForm(request.POST if request.method == "POST" else None, initial=initial)
    people = ParticipantsForm(request.POST if request.method == "POST" else None, waiting=waiting, initial=initial)
    if request.method == "POST" and form.is_valid() and people.is_valid():
        try:
            day = planning.plan_day(
                cohort=cohort, enrolments=people.cleaned_data["people"], by=staff(request), **form.as_rule()
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The day is planned. Put the participants in order, if you like."))
            return redirect("assessment:day_edit", day.pk)
    return render(
        request,
        "assessment/day_new.html",
        {"cohort": cohort, "tab": "defence", "form": form, "people": people, "waiting": waiting},
    )


@sign_in_required
def day_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Date, place and commission; the order; participants of this or another cohort."""
    day = planned_day(request, pk)
    obstacle = planning.obstacle_to_amending(day)
    form = DayForm(request.POST if request.method == "POST" else None, initial=DayForm.initial_of(day))
    if request.method == "POST" and form.is_valid():
        try:
            planning.amend_day(day, by=staff(request), seen=form.cleaned_data["seen"], **form.as_rule())
        except ValidationError as refusal:
            form.add_error(None, refusal)
            form.take_newer(day)
        else:
            messages.success(request, _("The day is changed."))
            return redirect("assessment:day_edit", day.pk)
    order = _order_of(day)
    cohorts = {defence.attempt.enrolment.cohort_id: defence.attempt.enrolment.cohort for defence in order}
    adding = _cohort_to_add(request, cohorts)
    waiting = awaiting_defence(adding) if adding else None
    return render(
        request,
        "assessment/day_edit.html",
        {
            "day": day,
            "form": form,
            "obstacle": obstacle,
            "order": order,
            "page": plan_page(day, order, timezone.now()),
            "pause": PauseForm(),
            "shift": ShiftForm(),
            "cohorts": list(cohorts.values()),
            "adding": adding,
            "waiting": waiting,
            "people": ParticipantsForm(waiting=waiting) if waiting is not None else None,
            "other": OtherCohortForm(cohorts=planning.cohorts_to_add(), initial={"cohort": adding}),
        },
    )


@require_POST
@sign_in_required
def day_order(request: HttpRequest, pk: int) -> HttpResponse:
    """The order by numbers typed beside the names, one step up or down by a button, or whole, by the script."""
    day = planned_day(request, pk)
    present = list(day.defences.order_by("order").values_list("pk", flat=True))
    said = ""
    try:
        planning.set_order(day, _wanted_order(request, present), by=staff(request), seen=_keys(request, "seen"))
    except ValidationError as refusal:
        if not request.headers.get("HX-Request"):
            say_refusal(request, refusal)
        said = sentence_of(refusal)
    if not request.headers.get("HX-Request"):
        return redirect(f"{_edit_url(day)}#order")
    return _plan_parts(request, day, said)


def _plan_parts(request: HttpRequest, day: DefenceDay, said: str) -> HttpResponse:
    """For the script: the order as it stands now, and what has changed with it; refused, it says why."""
    order = _order_of(day)
    context = {
        "day": day,
        "order": order,
        "page": plan_page(day, order, timezone.now()),
        "cohorts": list({row.attempt.enrolment.cohort_id: row.attempt.enrolment.cohort for row in order}.values()),
        "refusal": said,
    }
    return render(request, "assessment/_plan_parts.html", context, status=409 if said else 200)


def _order_of(day: DefenceDay) -> list[Defence]:
    order = list(day.defences.with_people().order_by("order"))
    for defence in order:
        defence.day = day
    return order


@require_POST
@sign_in_required
def day_add(request: HttpRequest, pk: int) -> HttpResponse:
    day = planned_day(request, pk)
    cohort = get_object_or_404(Cohort, pk=whole_number(request.POST.get("cohort")) or 0)
    form = ParticipantsForm(request.POST, waiting=awaiting_defence(cohort))
    if not form.is_valid() or not form.cleaned_data["people"]:
        messages.error(request, _("Choose at least one participant."))
        return redirect(f"{_edit_url(day)}?cohort={cohort.pk}#add")
    try:
        added = planning.add_participants(day, form.cleaned_data["people"], by=staff(request))
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        said = ngettext("%(n)s participant is added.", "%(n)s participants are added.", len(added))
        messages.success(request, said % {"n": len(added)})
    return redirect(f"{_edit_url(day)}#order")


@require_POST
@sign_in_required
def defence_remove(request: HttpRequest, pk: int) -> HttpResponse:
    defence = get_object_or_404(Defence.objects.with_people(), pk=pk)
    day = planned_day(request, defence.day_id)
    try:
        planning.remove_participant(defence, by=staff(request))
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        said = _("%(person)s is taken off this day.") % {"person": defence.attempt.enrolment.person}
        messages.success(request, said)
    return redirect(f"{_edit_url(day)}#order")


@require_POST
@sign_in_required
def day_drop(request: HttpRequest, pk: int) -> HttpResponse:
    day = planned_day(request, pk)
    cohort = Cohort.objects.filter(enrolments__attempts__defences__day=day).first()
    try:
        planning.drop_day(day, by=staff(request))
    except ValidationError as refusal:
        say_refusal(request, refusal)
        return redirect("assessment:day_edit", day.pk)
    messages.success(request, _("The day is deleted; its participants wait for another one."))
    return redirect("assessment:defences", cohort.pk) if cohort else redirect("home")


def _edit_url(day: DefenceDay) -> str:
    return redirect("assessment:day_edit", day.pk).url


def _cohort_to_add(request: HttpRequest, cohorts: dict[int, Cohort]) -> Cohort | None:
    """The cohort whose waiting participants are offered: the one asked for, else the day's own."""
    asked = whole_number(request.GET.get("cohort"))
    if asked is not None:
        return planning.cohorts_to_add().filter(pk=asked).first()
    return next(iter(cohorts.values()), None)


def _keys(request: HttpRequest, name: str) -> list[int] | None:
    """The numbers of a list such as 7,12,9; nothing where none was sent."""
    sent = request.POST.get(name)
    return [whole_number(part) or 0 for part in sent.split(",")] if sent else None


def _wanted_order(request: HttpRequest, present: list[int]) -> list[int]:
    for name, step in (("up", -1), ("down", 1)):
        moved = whole_number(request.POST.get(name))
        if moved in present:
            return shifted(present, moved, step)
    if (dragged := _keys(request, "order")) is not None:
        return dragged
    typed = {pk: whole_number(request.POST.get(f"place-{pk}")) for pk in present}
    return by_numbers(present, {pk: place for pk, place in typed.items() if place is not None})
