"""The tasks of a cohort, for its organiser and its trainer: set, change, close, look at what was handed in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from courses import copying, giving_feedback, setting_tasks
from courses.access import cohort_for
from courses.access_study import seen_in, submission_upload, task_for
from courses.forms_study import FeedbackForm, StartingSetForm, TaskForm
from courses.handing_out import OVER
from courses.models import Enrolment, Material, Module, Task
from courses.own_tasks import turns_of
from courses.self_averages import FEWEST, averages_of
from courses.starting_set import drafts_for
from courses.task_board import board_of, neighbours, works_of
from people.access import role_required, sign_in_required, staff
from people.acting import carried_out, sent, told
from people.history import changes, created
from people.roles import Role
from people.uploading import download


@role_required(Role.ORGANISER, Role.TRAINER)
def study(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that the participants of a cohort are given to read and to do."""
    return _study(request, pk, StartingSetForm(initial={"points": "10"}))


@require_POST
@role_required(Role.ORGANISER, Role.TRAINER)
def starting_set(request: HttpRequest, pk: int) -> HttpResponse:
    cohort, form = cohort_for(request, pk), StartingSetForm(request.POST)
    if form.is_valid():
        points = form.cleaned_data["points"]
        made = carried_out(form, setting_tasks.take_starting_set, cohort, points=points, by=staff(request))
        if made:
            said = ngettext("%(n)s task is set.", "%(n)s tasks are set.", len(made))
            messages.success(request, said % {"n": len(made)})
            return redirect("courses:study", pk)
    return _study(request, pk, form)


@role_required(Role.ORGANISER, Role.TRAINER)
def study_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """What comes from another cohort is shown first; the button takes all of it over."""
    cohort = cohort_for(request, pk)
    sources = list(copying.sources_for(cohort, staff(request)))
    asked = request.POST.get("source") or request.GET.get("source") or ""
    source = next((each for each in sources if str(each.pk) == asked), None)
    if asked and source is None:
        raise Http404
    if request.method == "POST" and source is not None:
        parcel = told(request, copying.take_over, source, cohort, by=staff(request))
        if parcel:
            counts = {"materials": len(parcel.materials), "tasks": len(parcel.tasks)}
            messages.success(request, _("Taken over. Materials: %(materials)s, tasks: %(tasks)s.") % counts)
            return redirect("courses:study", pk)
    context = {
        "cohort": cohort, "tab": "study", "sources": sources, "source": source,
        "parcel": copying.what_comes(source, cohort) if source else None,
    }  # fmt: skip
    return render(request, "courses/study_copy.html", context)


@role_required(Role.ORGANISER, Role.TRAINER)
def task_new(request: HttpRequest, pk: int) -> HttpResponse:
    cohort = cohort_for(request, pk)
    form = TaskForm(sent(request), instance=Task(cohort=cohort), initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        made = carried_out(form, setting_tasks.set_task, form.instance, by=staff(request))
        if made:
            messages.success(request, _("The task is set: %(title)s.") % {"title": made.title})
            return redirect("courses:study", pk)
    return render(request, "courses/task_edit.html", {"form": form, "cohort": cohort})


@role_required(Role.ORGANISER, Role.TRAINER)
def task_edit(request: HttpRequest, pk: int) -> HttpResponse:
    task = task_for(request, pk)
    title = task.title
    form = TaskForm(sent(request), instance=task)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        if carried_out(form, setting_tasks.change_task, form.instance, by=staff(request), seen=seen):
            messages.success(request, _("Saved."))
            return redirect("courses:task", pk)
        form.take_newer()
    context = {"form": form, "task": task, "title": title, "cohort": task.cohort}
    return render(request, "courses/task_edit.html", context)


@role_required(Role.ORGANISER, Role.TRAINER)
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """Who handed in what."""
    task = task_for(request, pk)
    works = works_of(task, timezone.localdate())
    fields = (*setting_tasks.AMENDABLE, "closed_at")
    context = {
        "task": task, "cohort": task.cohort, "works": works, "changes": changes(task, fields), "created": created(task),
        "handed_in": sum(bool(work.submissions) for work in works), "is_over": task.cohort.status in OVER,
        "first_waiting": next((work for work in works if work.is_waiting), None),
        "waiting": sum(work.is_waiting for work in works),
    }  # fmt: skip
    return render(request, "courses/task.html", context)


@require_POST
@role_required(Role.ORGANISER, Role.TRAINER)
def task_close(request: HttpRequest, pk: int) -> HttpResponse:
    if told(request, setting_tasks.close_task, task_for(request, pk), by=staff(request)):
        messages.success(request, _("Closed: nothing more is handed in. You can open the task again."))
    return redirect("courses:task", pk)


@require_POST
@role_required(Role.ORGANISER, Role.TRAINER)
def task_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    if told(request, setting_tasks.reopen_task, task_for(request, pk), by=staff(request)):
        messages.success(request, _("The task is open again."))
    return redirect("courses:task", pk)


@role_required(Role.ORGANISER, Role.TRAINER)
def work(request: HttpRequest, pk: int, enrolment_pk: int) -> HttpResponse:
    """What one participant handed in for a task, and the trainer's word on it."""
    task = task_for(request, pk)
    works = works_of(task, timezone.localdate())
    own = next((each for each in works if each.enrolment.pk == enrolment_pk and each.submissions), None)
    if own is None or own.newest is None:
        raise Http404
    before, after, waiting = neighbours(works, own.enrolment)
    form = FeedbackForm(sent(request), task=task)
    if request.method == "POST" and form.is_valid():
        read = next((row for row in own.submissions if str(row.pk) == request.POST.get("submission")), own.newest)
        said = {**form.cleaned_data, "seen": seen_in(request)}
        if carried_out(form, giving_feedback.give_feedback, read, by=staff(request), **said):
            messages.success(request, _saved(own.enrolment))
            if waiting is not None and "next" in request.POST:
                return redirect("courses:work", pk, waiting.enrolment.pk)
            return redirect("courses:task", pk)
    context = {
        "task": task, "cohort": task.cohort, "work": own, "turns": turns_of(task, own.enrolment), "form": form,
        "before": before, "after": after, "waiting": waiting, "is_over": task.cohort.status in OVER,
        "hears": giving_feedback.hears_by_mail(own.enrolment),
    }  # fmt: skip
    return render(request, "courses/work.html", context)


def _saved(enrolment: Enrolment) -> str:
    if giving_feedback.hears_by_mail(enrolment):
        sentence = _("%(person)s: the feedback is saved and sent.")
    else:
        sentence = _("%(person)s: the feedback is saved. No e-mail of their own is on record: tell them yourself.")
    return sentence % {"person": enrolment.person.full_name}


@sign_in_required
def submission_file(request: HttpRequest, pk: int, upload_pk: int) -> HttpResponseBase:
    return download(submission_upload(request, pk, upload_pk))


def _study(request: HttpRequest, pk: int, form: StartingSetForm) -> HttpResponse:
    cohort = cohort_for(request, pk)
    modules = list(cohort.version.modules.order_by("order"))
    board = board_of(cohort)
    is_over = cohort.status in OVER
    context: dict[str, Any] = {
        "cohort": cohort, "tab": "study", "board": board, "materials": _by_module(cohort.materials, modules),
        "drafts": [] if board or is_over else drafts_for(cohort), "form": form, "is_over": is_over,
        "averages": averages_of(cohort, modules), "fewest": FEWEST, "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "courses/study.html", context)


def _by_module(rows: Any, modules: list[Module]) -> list[tuple[Module, list[Material]]]:
    materials: list[Material] = list(rows.prefetch_related("versions__upload", "versions__by"))
    grouped = [(module, [row for row in materials if row.module_id == module.pk]) for module in modules]
    return [(module, inside) for module, inside in grouped if inside]
