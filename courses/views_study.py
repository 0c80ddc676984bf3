"""The participant's own pages: materials, tasks, self-assessment."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import handing_in, self_assessing
from courses.access_study import own_course, own_enrolment, own_task, seen_in
from courses.forms_study import HandInForm, SelfAssessmentForm
from courses.models import Enrolment, Module, SelfAssessment
from courses.own_courses import choose
from courses.own_tasks import materials_of, tasks_of, turns_of
from courses.self_assessing import Moment
from courses.self_averages import own_levels
from courses.task_marks import total_of
from courses.task_states import State
from people.access import sign_in_required, staff
from people.acting import carried_out

LEVELS = self_assessing.Level.choices


@sign_in_required
def my_tasks(request: HttpRequest) -> HttpResponse:
    enrolment = own_course(request)
    tasks = tasks_of(enrolment, timezone.localdate())
    context = {
        "enrolment": enrolment, "tasks": tasks, "total": total_of(each.mark for each in tasks if each.mark),
        "done": sum(each.state in {State.HANDED_IN, State.ANSWERED} for each in tasks),
    }  # fmt: skip
    return render(request, "courses/my_tasks.html", context)


@sign_in_required
def my_task(request: HttpRequest, pk: int) -> HttpResponse:
    task, enrolment = own_task(request, pk)
    turns = turns_of(task, enrolment)
    latest = turns[0].submission if turns else None
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = HandInForm(data, files, latest=latest, uploads=list(latest.uploads.all()) if latest else [])
    if request.method == "POST" and form.is_valid():
        given = {"text": form.cleaned_data["text"], "files": form.cleaned_data["attached"]}
        keep = list(form.cleaned_data.get("keep") or [])
        seen = seen_in(request)
        if carried_out(form, handing_in.hand_in, task, enrolment, keep=keep, by=staff(request), seen=seen, **given):
            messages.success(request, _("Handed in. Your trainer sees it now."))
            return redirect("courses:my_task", pk)
        turns = turns_of(task, enrolment)  # one of them may have come meanwhile
    context = {
        "task": task, "enrolment": enrolment, "turns": turns, "form": form,
        "own": next(each for each in tasks_of(enrolment, timezone.localdate()) if each.task == task),
        "obstacle": handing_in.obstacle_to(task, enrolment, timezone.now()),
    }  # fmt: skip
    return render(request, "courses/my_task.html", context)


@sign_in_required
def my_materials(request: HttpRequest) -> HttpResponse:
    enrolment = own_course(request)
    return render(request, "courses/my_materials.html", {"enrolment": enrolment, "modules": materials_of(enrolment)})


@sign_in_required
def my_self_assessment(request: HttpRequest) -> HttpResponse:
    """Both moments on one page; each is kept as it is typed, and by its button where there is no script."""
    return _both_moments(request, own_course(request))


@sign_in_required
def my_self_assess(request: HttpRequest, pk: int, moment: str) -> HttpResponse:
    """Keep one moment of the course whose page was filled in, whichever course is chosen meanwhile."""
    enrolment = own_enrolment(request, pk)
    if moment not in Moment.values:
        raise Http404
    if request.method != "POST":
        return redirect("courses:my_self_assessment")
    own, modules = _own_moments(enrolment), self_assessing.assessed_modules(enrolment)
    form, saved = _form(moment, own, modules, request.POST), None
    if form.is_valid():
        saved = carried_out(
            form, self_assessing.assess_oneself, enrolment, moment,
            levels=form.levels, reflection=form.cleaned_data["reflection"],
            seen=form.cleaned_data["seen"] if request.POST.get("again") else None,
        )  # fmt: skip
    if request.headers.get("HX-Request"):
        own = _own_moments(enrolment)
        context = {
            "form": form, "saved": own.get(moment), "moment": moment, "levels": LEVELS,
            "stored": _form(moment, own, modules), "is_stale": form.has_error(NON_FIELD_ERRORS, "changed_meanwhile"),
        }  # fmt: skip
        return render(request, "courses/_self_answer.html", context)
    if saved is None:
        return _both_moments(request, enrolment, **{moment: form})
    choose(request, enrolment)
    messages.success(request, _("Saved."))
    return redirect("courses:my_self_assessment")


def _both_moments(request: HttpRequest, enrolment: Enrolment, **filled: SelfAssessmentForm) -> HttpResponse:
    """The page, with what somebody has just filled in where there is such."""
    own, modules = _own_moments(enrolment), self_assessing.assessed_modules(enrolment)
    forms = {each: filled.get(each) or _form(each, own, modules) for each in Moment.values}
    return render(request, "courses/my_self_assessment.html", _context(enrolment, modules, own, forms))


def _own_moments(enrolment: Enrolment) -> dict[str, SelfAssessment]:
    return {row.moment: row for row in enrolment.self_assessments.all()}


def _form(
    moment: str, own: dict[str, SelfAssessment], modules: list[Module], posted: QueryDict | None = None
) -> SelfAssessmentForm:
    kept = own.get(moment)
    initial: dict[str, Any] = {f"level_{place}": level for place, level in kept.levels.items()} if kept else {}
    initial |= {"reflection": kept.reflection if kept else "", "seen": self_assessing.version_of(kept)}
    return SelfAssessmentForm(posted, modules=modules, prefix=moment, initial=initial)


def _context(
    enrolment: Enrolment, modules: list[Module], own: dict[str, SelfAssessment], forms: dict[str, SelfAssessmentForm]
) -> dict[str, Any]:
    now = timezone.now()
    parts = [
        {
            "moment": moment, "form": forms[moment], "saved": own.get(moment.value),
            "obstacle": self_assessing.obstacle_to(enrolment, moment, now),
            "window": self_assessing.window_of(enrolment, moment),
        }
        for moment in Moment
    ]  # fmt: skip
    compared = own_levels(own.values(), modules) if len(own) > 1 else []
    return {"enrolment": enrolment, "parts": parts, "modules": modules, "compared": compared, "levels": LEVELS}
