"""What is written into a project in practice: reports and the analysis by the graduate, the rest by the trainer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.access import sign_in_required, staff
from people.acting import carried_out, sent, told
from people.numbers import whole_number
from postcourse import expert_feedback, goal_confirming, progress_reporting, result_analysing, status_judging
from postcourse.access_implementation import is_own, require_judge, require_writer
from postcourse.forms_analysis import AnalysisForm, FeedbackForm, HandBackForm, JudgeForm
from postcourse.forms_implementation import ReportForm
from postcourse.implementation_page import page_of
from postcourse.models import Implementation, Standing

Answer = HttpResponse


@sign_in_required
@require_POST
def confirm_goals(request: HttpRequest, pk: int) -> Answer:
    """They are those of the defended project; of what the page showed."""
    found, seen = require_judge(request, pk), whole_number(request.POST.get("seen")) or 0
    if told(request, goal_confirming.confirm, found, by=staff(request), seen=seen):
        messages.success(request, _("Confirmed: these are the goals of the defended project."))
    return redirect("postcourse:implementation", pk)


@sign_in_required
def report(request: HttpRequest, pk: int) -> Answer:
    found, user = require_writer(request, pk), staff(request)
    page = page_of(found, today=timezone.localdate())
    form = ReportForm(sent(request), request.FILES or None, goals=page.line.goals)
    if request.method == "POST" and form.is_valid():
        said = {"values": form.values, "words": form.cleaned_data["words"], "files": form.cleaned_data["attached"]}
        seen = whole_number(request.POST.get("seen"))
        if carried_out(form, progress_reporting.report, found, **said, by=user, seen=seen):
            messages.success(request, _("The report is saved. Your trainer reads it.") if is_own(user, found)
                             else _("The report is saved for the participant."))  # fmt: skip
            return redirect("postcourse:implementation", pk)
    context = {"page": page, "form": form, "own": is_own(user, found)}
    return render(request, "postcourse/report.html", context, status=400 if form.errors else 200)


@sign_in_required
def feedback(request: HttpRequest, pk: int) -> Answer:
    found, form = require_judge(request, pk), FeedbackForm(sent(request))
    if request.method == "POST" and form.is_valid():
        said = {"criteria": form.criteria, "words": form.cleaned_data["words"]}
        seen, said["on"] = whole_number(request.POST.get("seen")), whole_number(request.POST.get("report"))
        if carried_out(form, expert_feedback.give, found, **said, by=staff(request), seen=seen):
            messages.success(request, _("The feedback is saved; the participant is told."))
            return redirect("postcourse:implementation", pk)
    return _page(request, "postcourse/expert_feedback.html", found, form)


@sign_in_required
def judge(request: HttpRequest, pk: int) -> Answer:
    """The status as the trainer sees it."""
    found, form = require_judge(request, pk), JudgeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        standing, why = Standing(form.cleaned_data["standing"]), form.cleaned_data["why"]
        if carried_out(form, status_judging.judge, found, standing, why=why, by=staff(request)):
            messages.success(request, _("The status is set. It holds until the next report."))
            return redirect("postcourse:implementation", pk)
    return _page(request, "postcourse/judge.html", found, form)


@sign_in_required
@require_POST
def unjudge(request: HttpRequest, pk: int) -> Answer:
    if told(request, status_judging.take_back, require_judge(request, pk), by=staff(request)):
        messages.success(request, _("The status is reckoned again."))
    return redirect("postcourse:implementation", pk)


@sign_in_required
def analysis(request: HttpRequest, pk: int) -> Answer:
    found, user = require_writer(request, pk), staff(request)
    page = page_of(found, today=timezone.localdate())
    form = AnalysisForm(sent(request), goals=page.line.goals, earlier=page.analysis)
    if request.method == "POST" and form.is_valid():
        names = ("effect", "lasting", "reflection")
        said = {"outcomes": form.outcomes, **{name: form.cleaned_data[name] for name in names}}
        if carried_out(form, result_analysing.hand_in, found, **said, by=user):
            messages.success(request, _("The analysis is handed in. Your trainer reads it.") if is_own(user, found)
                             else _("The analysis is handed in for the participant."))  # fmt: skip
            return redirect("postcourse:implementation", pk)
    context = {"page": page, "form": form, "own": is_own(user, found)}
    return render(request, "postcourse/analysis.html", context, status=400 if form.errors else 200)


@sign_in_required
@require_POST
def accept(request: HttpRequest, pk: int) -> Answer:
    found, seen = require_judge(request, pk), whole_number(request.POST.get("seen")) or 0
    if told(request, result_analysing.accept, found, by=staff(request), seen=seen):
        messages.success(request, _("Accepted: the project is completed."))
    return redirect("postcourse:implementation", pk)


@sign_in_required
def hand_back(request: HttpRequest, pk: int) -> Answer:
    found, form = require_judge(request, pk), HandBackForm(sent(request))
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        if carried_out(form, result_analysing.hand_back, found, why=why, by=staff(request)):
            messages.success(request, _("Handed back; the participant is told."))
            return redirect("postcourse:implementation", pk)
    return _page(request, "postcourse/hand_back.html", found, form)


def _page(
    request: HttpRequest, template: str, found: Implementation, form: FeedbackForm | JudgeForm | HandBackForm
) -> Answer:
    context = {"page": page_of(found, today=timezone.localdate()), "form": form}
    return render(request, template, context, status=400 if form.errors else 200)
