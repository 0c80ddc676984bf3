"""Messages that went out, that wait, and that somebody has to print and post."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people import dossier
from people import outbox as rules
from people.access import role_required, staff
from people.acting import told
from people.exporting import export_outbox
from people.forms import PostedForm
from people.models import OutboxMessage
from people.roles import Role

State = OutboxMessage.State
SHOWN: dict[str, tuple[State, ...]] = {
    "to_post": (State.TO_POST,),
    "given_up": (State.GIVEN_UP,),
    "waiting": (State.QUEUED, State.SENDING, State.FAILED),
    "sent": (State.SENT, State.GATHERED),
    "posted": (State.POSTED,),
}
PAGE = 50


@role_required(Role.ORGANISER)
def outbox(request: HttpRequest) -> HttpResponse:
    shown, counts = _shown(request)
    page = Paginator(_rows(shown), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "shown": shown, "counts": counts, "form": PostedForm()}
    return render(request, "people/outbox.html", context)


@require_POST
@role_required(Role.ORGANISER)
def outbox_export(request: HttpRequest) -> HttpResponseBase:
    """The messages of the state that is shown."""
    shown, _counts = _shown(request)
    return export_outbox(_rows(shown), by=staff(request), filters=f"show={shown}")


def _shown(request: HttpRequest) -> tuple[str, dict[str, int]]:
    by_state = dict(OutboxMessage.objects.order_by().values_list("state").annotate(n=Count("pk")))
    counts = {name: sum(by_state.get(state, 0) for state in states) for name, states in SHOWN.items()}
    shown = request.GET.get("show", "")
    return shown if shown in SHOWN else next((name for name, n in counts.items() if n), "to_post"), counts


def _rows(shown: str) -> QuerySet[OutboxMessage]:
    rows = OutboxMessage.objects.filter(state__in=SHOWN[shown]).select_related("person", "organisation", "posted_by")
    return rows.order_by("-created_at", "-pk")


@role_required(Role.ORGANISER)
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """The message as it is read, or printed for the post."""
    row = _message(pk)
    context = {
        "message": row,
        "form": PostedForm(),
        "sections": dossier.enclosures(row, staff(request)),
        "waits": row.state in (State.QUEUED, State.FAILED) and row.due_at > timezone.now(),
    }
    return render(request, "people/message.html", context)


@require_POST
@role_required(Role.ORGANISER)
def posted(request: HttpRequest, pk: int) -> HttpResponse:
    form = PostedForm(request.POST)
    row = _message(pk)
    if not form.is_valid():
        messages.error(request, _("Give the day on which the letter was posted."))
    elif told(request, rules.mark_posted, row, by=staff(request), on=form.cleaned_data["on"]):
        messages.success(request, _("Recorded as posted."))
    return redirect("people:outbox")


@require_POST
@role_required(Role.ORGANISER)
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    if told(request, rules.retry, _message(pk), by=staff(request)):
        messages.success(request, _("The message will be sent again within a minute."))
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The page that the button was on, if it is one of ours; else the outbox."""
    back = request.POST.get("next", "")
    same = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return back if same else reverse("people:outbox")


def _message(pk: int) -> OutboxMessage:
    rows = OutboxMessage.objects.select_related("person__organisation", "organisation", "posted_by", "digest")
    return get_object_or_404(rows, pk=pk)
