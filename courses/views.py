"""Cohorts: the list, the page of one, and the moves of its life."""

from __future__ import annotations

from collections import Counter as Tally
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from courses import running
from courses.access import cohort_for
from courses.affected import outside_dates
from courses.confirming import ask_for_confirmation
from courses.exporting import export_cohorts
from courses.forms import CohortForm, ReasonForm
from courses.models import Cohort, Enrolment, ProgrammeVersion
from courses.pictures import pipeline_of, strip_of
from courses.readings import readings_of
from people.access import role_required, staff
from people.acting import carried_out, sent
from people.history import changes, created
from people.roles import Role

SHOWN = {
    "current": [Cohort.Status.DRAFT, Cohort.Status.ENROLLING, Cohort.Status.RUNNING, Cohort.Status.DEFENDING],
    "over": [Cohort.Status.CLOSED, Cohort.Status.CANCELLED],
}


@role_required(Role.ORGANISER, Role.TRAINER)
def cohorts(request: HttpRequest) -> HttpResponse:
    shown = "over" if request.GET.get("show") == "over" else "current"
    visible = Cohort.objects.visible_to(staff(request)).with_counts().select_related("version", "trainer")
    everything = list(visible)
    listed = [cohort for cohort in everything if cohort.status in SHOWN[shown]]
    return render(
        request,
        "courses/cohorts.html",
        {
            "cohorts": listed,
            "shown": shown,
            "counts": {name: sum(c.status in which for c in everything) for name, which in SHOWN.items()},
            "picture": pipeline_of(listed),
            "is_organiser": staff(request).has_role(Role.ORGANISER, Role.ADMINISTRATOR),
        },
    )


@require_POST
@role_required(Role.ORGANISER)
def cohorts_export(request: HttpRequest) -> HttpResponseBase:
    """The cohorts that are shown now."""
    shown = "over" if request.GET.get("show") == "over" else "current"
    visible = Cohort.objects.visible_to(staff(request)).with_counts().select_related("trainer")
    return export_cohorts(visible.filter(status__in=SHOWN[shown]), by=staff(request), filters=f"show={shown}")


@role_required(Role.ORGANISER)
def cohort_new(request: HttpRequest) -> HttpResponse:
    version = ProgrammeVersion.objects.newest().first()
    form = CohortForm(sent(request), initial={"version": version})
    if request.method == "POST" and form.is_valid():
        made = carried_out(form, running.save_cohort, form.instance, by=staff(request))
        if made:
            return redirect("courses:cohort", made.pk)
    return render(request, "courses/cohort_edit.html", {"form": form})


@role_required(Role.ORGANISER)
def cohort_edit(request: HttpRequest, pk: int) -> HttpResponse:
    cohort = cohort_for(request, pk)
    name = cohort.name
    form = CohortForm(sent(request), instance=cohort)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        saved = carried_out(form, running.save_cohort, form.instance, by=staff(request), seen=seen)
        if saved:
            messages.success(request, _("Saved."))
            if said := outside_dates(saved):
                messages.warning(request, said)
            return redirect("courses:cohort", pk)
        form.take_newer()
    return render(request, "courses/cohort_edit.html", {"form": form, "cohort": cohort, "name": name})


@role_required(Role.ORGANISER, Role.TRAINER)
def cohort(request: HttpRequest, pk: int) -> HttpResponse:
    cohort = cohort_for(request, pk)
    inside = cohort.enrolments.with_shared_email().select_related("person", "organisation")
    enrolments = list(inside.order_by("person__name_key", "pk"))
    is_organiser = staff(request).has_role(Role.ORGANISER, Role.ADMINISTRATOR)
    asked = request.GET.get("status", "")
    return render(
        request,
        "courses/cohort.html",
        {
            "cohort": cohort,
            "tab": "overview",
            "strip": strip_of(cohort, cohort.version.modules.all(), timezone.localdate()),
            "enrolments": [row for row in enrolments if not asked or row.status == asked],
            "asked": asked,
            "tally": _tally(enrolments),
            "waiting": _waiting(enrolments),
            "moves": _moves(cohort) if is_organiser else [],
            "readings": readings_of(cohort),
            "events": cohort.events.select_related("by"),
            "changes": changes(cohort, CohortForm.Meta.fields) if is_organiser else [],
            "created": created(cohort),
            "is_organiser": is_organiser,
            "takes_people": cohort.status in {Cohort.Status.ENROLLING, Cohort.Status.RUNNING},
        },
    )


@role_required(Role.ORGANISER)
def cohort_move(request: HttpRequest, pk: int, to: str) -> HttpResponse:
    """What the move means, and the button that makes it."""
    cohort = cohort_for(request, pk)
    if to not in Cohort.Status.values or (target := Cohort.Status(to)) not in running.next_moves(cohort):
        raise Http404
    needs_reason = (cohort.status, target) in running.NEED_A_REASON
    form = ReasonForm(sent(request), needed=needs_reason)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data.get("why", "")
        moved = carried_out(form, running.move, cohort, target, by=staff(request), why=why)
        if moved:
            messages.success(request, _("The cohort is now: %(status)s.") % {"status": target.label})
            return redirect("courses:cohort", pk)
    context = {
        "cohort": cohort, "to": target, "form": form, "obstacle": running.obstacle_to(cohort, target),
        "readings": readings_of(cohort) if target == Cohort.Status.ENROLLING else [],
    }  # fmt: skip
    return render(request, "courses/cohort_move.html", context)


@require_POST
@role_required(Role.ORGANISER)
def ask_names(request: HttpRequest, pk: int) -> HttpResponse:
    asked = ask_for_confirmation(cohort_for(request, pk), by=staff(request))
    if asked:
        said = ngettext("%(n)s person is asked by e-mail.", "%(n)s people are asked by e-mail.", asked)
        messages.success(request, said % {"n": asked})
    else:
        messages.info(request, _("Nobody is left to ask today: whoever can be reached has confirmed or been asked."))
    return redirect("courses:cohort", pk)


def _tally(enrolments: list[Enrolment]) -> list[tuple[str, str, int]]:
    """Statuses that occur, in their order, with their numbers."""
    numbers = Tally(row.status for row in enrolments)
    return [(value, str(label), numbers[value]) for value, label in Enrolment.Status.choices if numbers[value]]


def _waiting(enrolments: list[Enrolment]) -> dict[str, list[Enrolment]]:
    """Whom the organiser should look at: applied ones, names that are disputed or unconfirmed, unreachable people."""
    printed = [row for row in enrolments if row.status in Enrolment.PRINTED]
    unconfirmed = [row for row in printed if not row.name_is_confirmed and not row.name_objection]
    return {
        "applied": [row for row in enrolments if row.status == Enrolment.Status.APPLIED],
        "objecting": [row for row in printed if row.name_objection],
        "unconfirmed": unconfirmed,
        "askable": [row for row in unconfirmed if not row.is_unreachable],
        "unreachable": [row for row in printed if row.is_unreachable],
    }


def _moves(cohort: Cohort) -> list[dict[str, Any]]:
    return [{"to": to, "obstacle": running.obstacle_to(cohort, to)} for to in running.next_moves(cohort)]
