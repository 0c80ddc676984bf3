"""The public page on which people apply, and what the organiser does with its link and with what came in by it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses import applying, claiming
from courses.access import cohort_for
from courses.forms_ways import ApplicationForm, LinkForm, SettleForm
from courses.models import Application, Cohort
from people.access import role_required, staff
from people.acting import carried_out, sent, told
from people.consent import consent_text
from people.languages import Language
from people.roles import Role
from people.throttling import WINDOW, counted, network_of

# A district's school heads may all apply from one room within the ten minutes of a window, and make a slip or two.
APPLICATIONS_PER_NETWORK = 60


@never_cache
def apply(request: HttpRequest, token: str) -> HttpResponse:
    """The form, for anybody who has the link; what is on record never shows on it."""
    cohort = _of_token(token)
    if request.method == "POST" and _too_often(request):
        return _too_many(request)
    if not applying.is_open(cohort, timezone.localdate()):
        return render(request, "courses/apply_closed.html", {"cohort": cohort})
    form = ApplicationForm(sent(request))
    if request.method == "POST" and form.is_valid():
        kept = carried_out(
            form, applying.apply, cohort, iin=form.cleaned_data["iin"], said=form.said, language=_language()
        )
        if kept:
            address = reverse("courses:apply_sent", args=[token])
            return redirect(f"{address}?{urlencode({'lang': _language()})}")
    context = {"cohort": cohort, "form": form, "consent_text": consent_text(_language())}
    return render(request, "courses/apply.html", context)


@require_safe
@never_cache
def apply_sent(request: HttpRequest, token: str) -> HttpResponse:
    """The same for everybody, known or unknown, on a list already or not."""
    return render(request, "courses/apply_sent.html", {"cohort": _of_token(token)})


@require_POST
@role_required(Role.ORGANISER)
def apply_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn the link on, change its last day, or turn it off."""
    cohort = cohort_for(request, pk)
    if "off" in request.POST:
        applying.close_link(cohort, by=staff(request))
        messages.success(request, _("The link is off: its address leads nowhere now."))
        return redirect("courses:cohort", pk)
    form = LinkForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the last day as a date, or leave it empty."))
    elif told(
        request,
        applying.open_link,
        cohort,
        until=form.cleaned_data["until"],
        by=staff(request),
        today=timezone.localdate(),
    ):
        messages.success(request, _("The link is on: send its address to those who should apply."))
    return redirect(reverse("courses:cohort", args=[pk]) + "#link")


@require_POST
@role_required(Role.ORGANISER)
def take_addresses(request: HttpRequest, pk: int) -> HttpResponse:
    """The ticked addresses of those who are new on record become theirs."""
    cohort = cohort_for(request, pk)
    chosen = {int(key) for key in request.POST.getlist("pick") if key.isdecimal()}
    if n := told(request, claiming.take_addresses, cohort, chosen, by=staff(request)):
        said = ngettext("%(n)s address is taken over.", "%(n)s addresses are taken over.", n)
        messages.success(request, said % {"n": n})
    return redirect("courses:cohort", pk)


@role_required(Role.ORGANISER)
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """What a visitor wrote beside what is on record, and what of it is taken over."""
    row = get_object_or_404(
        Application.objects.select_related(
            "cohort__version__programme", "person__organisation", "person__merged_into__organisation", "settled_by"
        ),
        pk=pk,
        cohort__in=Cohort.objects.visible_to(staff(request)),
    )
    found = applying.to_decide(row)
    form = SettleForm(sent(request), found=found)
    if request.method == "POST" and form.is_valid():
        take = frozenset(form.cleaned_data["take"])
        if "aside" in request.POST:
            done = carried_out(form, applying.set_aside, row, by=staff(request))
        else:
            done = carried_out(form, applying.settle, row, take=take, by=staff(request))
        if done:
            messages.success(request, _("The application of %(person)s is settled.") % {"person": row.person})
            return redirect("courses:cohort", row.cohort_id)
    context = {
        "application": row, "cohort": row.cohort, "differences": found, "form": form,
        "obstacle": applying.obstacle_to_list(row), "joins": applying.joins(row),
    }  # fmt: skip
    return render(request, "courses/application.html", context)


def _of_token(token: str) -> Cohort:
    return get_object_or_404(Cohort.objects.select_related("version"), apply_token=token)


def _language() -> str:
    return get_language() or Language.KK


def _too_often(request: HttpRequest) -> bool:
    """Every form that is sent counts, filled in rightly or not; those whose network cannot be told count together."""
    network = network_of(request) or "nowhere"
    return counted("apply", by=network, without_cache=True) > APPLICATIONS_PER_NETWORK


def _too_many(request: HttpRequest) -> HttpResponse:
    response = render(request, "courses/apply_too_many.html", {"minutes": WINDOW // 60}, status=429)
    response.headers["Retry-After"] = str(WINDOW)
    return response
