"""Plans: the graduate's own page, and the support of a cohort for its organiser and its trainer."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from people.access import role_required, sign_in_required, staff
from people.acting import carried_out
from people.roles import Role
from postcourse import picturing, step_times, template_wording, timeline
from postcourse.access import arranges, cohort_for, plan_for_reader
from postcourse.assigning import assign as assign_rule
from postcourse.booking import open_until
from postcourse.completing import completed_without_statement
from postcourse.forms import AssignForm
from postcourse.models import Consultation, Plan
from postcourse.models.support import without_trainer
from postcourse.overview import overview_of
from postcourse.template_wording import Promise
from postcourse.templates_of import content_of, newest, template_of
from postcourse.timeline_consultations import consultations_of

TOLD = Consultation.objects.select_related("trainer").order_by("starts_at", "pk")
STEPS = Prefetch("consultations", queryset=TOLD)


@sign_in_required
@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The timeline of one graduate: the same for them and for whoever supports them."""
    found, user = plan_for_reader(request, pk), staff(request)
    rows, entries = consultations_of(found), timeline.entries_of(found, reader=user)
    now = timezone.now()
    starts, ends = timeline.span(found, entries)
    own, over = user.owns(found.attempt.enrolment.person_id), step_times.is_over(found)
    supports = arranges(user, found) and not over
    context = {
        "plan": found,
        "own": own,
        "organiser": user.has_role(Role.ORGANISER, Role.ADMINISTRATOR),
        "arranges": supports,
        "books": (supports or own) and not over and timezone.localdate(now) <= open_until(found),
        "entries": entries,
        "next": picturing.next_of(rows),
        "tally": picturing.tally(rows),
        "moments": timeline.drawn(entries, now),
        "promises": _promises(found),
        "starts": starts,
        "ends": ends,
        "today": timezone.localdate(now),
        "now": now,
    }
    return render(request, "postcourse/plan.html", context)


def _promises(found: Plan) -> list[Promise]:
    """With their dates; preparation for a retake promises nothing beyond its talks."""
    if found.kind == Plan.Kind.RETAKE:
        return []
    return template_wording.promises(template_of(found), found.counted_from)


@role_required(Role.ORGANISER, Role.TRAINER)
@require_safe
def cohort_support(request: HttpRequest, pk: int) -> HttpResponse:
    return _support(request, pk, AssignForm(), 200)


def _support(request: HttpRequest, pk: int, form: AssignForm, status: int) -> HttpResponse:
    cohort = cohort_for(request, pk)
    plans = Plan.objects.filter(attempt__enrolment__cohort=cohort).with_people().prefetch_related(STEPS)
    plans = plans.annotate(lacks_trainer=without_trainer())
    template = newest(cohort.version.programme_id)
    organiser = staff(request).has_role(Role.ORGANISER, Role.ADMINISTRATOR)
    context = {
        "template": template,
        "promises": template_wording.promises(content_of(template)),
        "cohort": cohort,
        "tab": "support",
        "overview": overview_of(plans.order_by("attempt__enrolment__person__name_key", "pk")),
        "organiser": organiser,
        "completed": completed_without_statement(cohort.pk) if organiser else [],
        "form": form,
    }
    return render(request, "postcourse/cohort_support.html", context, status=status)


@role_required(Role.ORGANISER)
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """One trainer for those of the cohort who have none, or for everybody where the organiser says so."""
    cohort, form = cohort_for(request, pk), AssignForm(request.POST)
    plans = Plan.objects.filter(attempt__enrolment__cohort=cohort).order_by("pk")
    if request.POST.get("who") != "everybody":
        plans = plans.filter(without_trainer())
    if form.is_valid():
        trainer, place = form.cleaned_data["trainer"], form.cleaned_data["place"]
        moved = carried_out(form, assign_rule, plans, trainer=trainer, place=place, by=staff(request))
        if moved is not None:
            said = ngettext("%(n)s consultation assigned.", "%(n)s consultations assigned.", moved)
            messages.success(request, said % {"n": moved})
            return redirect("postcourse:cohort_support", pk)
    return _support(request, pk, form, 400)
