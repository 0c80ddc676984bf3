"""What is taught: the versions of the programme, and the decisions on what the source leaves open."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.access import version_for
from courses.deciding import decide as decide_on
from courses.models import Cohort, Decision, Discrepancy, ProgrammeDraft, ProgrammeVersion
from courses.pictures import hours_by_module
from people.access import role_required, staff
from people.acting import told
from people.roles import Role

SUMMED = ("lecture", "practice", "self_study", "total")


@role_required(Role.ORGANISER, Role.TRAINER, Role.HEAD)
def programmes(request: HttpRequest) -> HttpResponse:
    """The versions and, for the organiser, the drafts; where there is one version only, its page at once."""
    known = ProgrammeVersion.objects.select_related("programme", "published_by").annotate(used=Count("cohorts"))
    versions = list(known.defer("source").order_by("programme__code", "-number"))
    is_organiser = staff(request).has_role(Role.ORGANISER, Role.ADMINISTRATOR)
    drafts = list(ProgrammeDraft.objects.select_related("programme", "based_on", "changed_by")) if is_organiser else []
    if len(versions) == 1 and not drafts:
        return redirect("courses:programme", versions[0].pk)
    newest = set(ProgrammeVersion.objects.newest().values_list("pk", flat=True))
    context = {"versions": versions, "newest": newest, "drafts": drafts, "is_organiser": is_organiser}
    return render(request, "courses/programmes.html", context)


@role_required(Role.ORGANISER, Role.TRAINER, Role.HEAD)
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    version = version_for(request, pk)
    modules = list(version.modules.all())
    versions = version.programme.versions.select_related("published_by").defer("source").order_by("-number")
    discrepancies = [_with_decision(each, version) for each in _discrepancies(version)]
    return render(
        request,
        "courses/programme.html",
        {
            "version": version,
            "modules": modules,
            "sums": {kind: sum(getattr(module, kind) for module in modules) for kind in SUMMED},
            "picture": hours_by_module(modules),
            "discrepancies": discrepancies,
            "undecided": [each for each in discrepancies if not each["in_force"]],
            "versions": versions,
            "forms_of_study": [Cohort.Form(form).label for form in version.forms_of_study],
            "used": version.cohorts.order_by("-starts_on"),
            "may_decide": staff(request).has_role(Role.ORGANISER, Role.ADMINISTRATOR),
        },
    )


@require_POST
@role_required(Role.ORGANISER)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    discrepancy = get_object_or_404(Discrepancy, pk=pk)
    if told(request, decide_on, discrepancy, request.POST.get("reading", ""), by=staff(request)):
        messages.success(request, _("Discrepancy %(code)s is decided.") % {"code": discrepancy.code})
    return redirect(f"{_page(discrepancy)}#d-{discrepancy.code}")


def _page(discrepancy: Discrepancy) -> str:
    return reverse("courses:programme", args=[discrepancy.version_id])


def _discrepancies(version: ProgrammeVersion) -> list[Discrepancy]:
    decisions = Prefetch("decisions", Decision.objects.select_related("decided_by"))
    return list(version.discrepancies.prefetch_related(decisions))


def _with_decision(discrepancy: Discrepancy, version: ProgrammeVersion) -> dict[str, Any]:
    """A discrepancy with the decision in force, its reading in words, and the decisions before it."""
    texts = {reading["key"]: reading for reading in discrepancy.readings}
    decisions = [(decision, texts.get(decision.reading, {})) for decision in discrepancy.decisions.all()]
    in_force = decisions[0] if decisions else None
    return {
        "discrepancy": discrepancy,
        "in_force": in_force,
        "chosen": in_force[0].reading if in_force else discrepancy.proposed,
        "history": decisions,
    }
