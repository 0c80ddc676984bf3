"""The organiser's pages of the survey: the waves of a cohort, the report on any group, the answers without names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessment import survey_waves
from assessment.access import organises
from assessment.disclosure import EVERYBODY, FEWEST, Group
from assessment.forms_survey import DaysForm
from assessment.models import SurveyWave
from assessment.survey_export import export_answers
from assessment.survey_report import report_on
from assessment.survey_waves import States, progress_of, waves_in
from courses.access import cohort_for
from courses.models import Cohort, ProgrammeVersion
from people.access import role_required, sign_in_required, staff
from people.acting import carried_out, told
from people.languages import in_language
from people.numbers import whole_number
from people.regions import REGIONS, region_in_language
from people.roles import Role


@role_required(Role.ORGANISER)
def report(request: HttpRequest) -> HttpResponse:
    """On everybody, or on the one group that was chosen."""
    group = _group(request.GET.get("of", ""))
    context = {
        "group": group, "name": _name(group), "chosen": _key(group), "choices": _choices(), "report": report_on(group),
        "fewest": FEWEST,
    }  # fmt: skip
    return render(request, "assessment/survey_report.html", context)


@require_POST
@role_required(Role.ORGANISER)
def export(request: HttpRequest) -> HttpResponseBase:
    group = _group(request.POST.get("of", ""))
    if response := told(request, export_answers, group, by=staff(request)):
        return response
    return redirect(f"{reverse('assessment:survey_report')}?of={_key(group)}")


@sign_in_required
def cohort_survey(request: HttpRequest, pk: int) -> HttpResponse:
    return _cohort_page(request, _organised(request, pk))


@require_POST
@sign_in_required
def wave_days(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    cohort = _organised(request, pk)
    form = DaysForm(request.POST, prefix=_kind(kind))
    said = form.cleaned_data if form.is_valid() else None
    wave = said and carried_out(form, survey_waves.set_days, cohort, kind, by=staff(request), **said)
    if wave:
        messages.success(request, _("The days of the survey are set."))
        return redirect("assessment:cohort_survey", pk)
    return _cohort_page(request, cohort, **{kind: form})


@require_POST
@sign_in_required
def wave_switch(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Stop a wave, or let it go on from today."""
    cohort = _organised(request, pk)
    if request.POST.get("to") == "stop":
        if told(request, survey_waves.stop, cohort, _kind(kind), by=staff(request)):
            messages.success(request, _("The survey is stopped: nobody fills it in until you let it go on."))
    elif told(request, survey_waves.let_go_on, cohort, _kind(kind), by=staff(request)):
        messages.success(request, _("The survey is open."))
    return redirect("assessment:cohort_survey", pk)


def _cohort_page(request: HttpRequest, cohort: Cohort, **filled: DaysForm) -> HttpResponse:
    group, waves = Group("cohort", cohort.pk), waves_in(cohort)
    states: States = survey_waves.states_of(cohort, waves, timezone.now())
    progress = progress_of(cohort)
    rows = [
        (state, progress.get(state.kind), filled.get(state.kind) or DaysForm.of(state.kind, state.wave))
        for state in states
    ]
    context = {
        "cohort": cohort, "tab": "survey", "rows": rows, "report": report_on(group), "chosen": _key(group),
        "name": cohort.name, "group": group, "fewest": FEWEST,
    }  # fmt: skip
    return render(request, "assessment/cohort_survey.html", context)


def _organised(request: HttpRequest, pk: int) -> Cohort:
    """A cohort for its organiser: a foreign one is a 404, the trainer of one's own is refused."""
    cohort = cohort_for(request, pk)
    if not organises(staff(request)):
        raise PermissionDenied
    return cohort


def _kind(kind: str) -> SurveyWave.Kind:
    if kind not in SurveyWave.Kind.values:
        raise Http404
    return SurveyWave.Kind(kind)


# ---- the group that a report is on ----------------------------------------------------------------------------------
def _group(asked: str) -> Group:
    """`cohort-3`, `programme-1` or `region-…`; nothing is everybody, what is not there is a 404."""
    kind, _dash, key = asked.partition("-")
    number = whole_number(key)
    if not asked or asked == "everybody":
        return EVERYBODY
    if kind == "region" and any(region["kk"] == key for region in REGIONS):
        return Group("region", key)
    if kind == "cohort" and number is not None:
        return Group("cohort", get_object_or_404(Cohort, pk=number).pk)
    if kind == "programme" and number is not None:
        versions = ProgrammeVersion.objects.filter(programme=number)
        return Group("programme", get_object_or_404(versions.newest()).programme_id)
    raise Http404


def _key(group: Group) -> str:
    return "" if group == EVERYBODY else f"{group.kind}-{group.key}"


def _name(group: Group) -> str:
    if group.kind == "cohort":
        return str(Cohort.objects.get(pk=int(group.key or 0)))
    if group.kind == "programme":
        return in_language(ProgrammeVersion.objects.newest().get(programme=int(group.key or 0)), "title")
    return region_in_language(str(group.key)) if group.kind == "region" else _("All cohorts")


@dataclass(frozen=True)
class Choices:
    label: str
    options: list[tuple[str, str]]


def _choices() -> list[Choices]:
    """What can be chosen: programmes, the cohorts that were surveyed, every region."""
    versions = ProgrammeVersion.objects.newest().defer("source").order_by("programme__code")
    cohorts = Cohort.objects.filter(survey_waves__isnull=False).distinct().order_by("-starts_on", "name")
    regions: list[dict[str, Any]] = list(REGIONS)
    return [
        Choices(_("Programme"), [(f"programme-{row.programme_id}", in_language(row, "title")) for row in versions]),
        Choices(_("Cohort"), [(f"cohort-{row.pk}", row.name) for row in cohorts]),
        Choices(_("Region"), [(f"region-{each['kk']}", in_language(each)) for each in regions]),
    ]
