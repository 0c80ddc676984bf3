"""The page on which organiser and administrator see how the work in the background stands."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from config import broker, status
from people import outbox
from people.access import role_required, staff
from people.models import OutboxMessage
from people.roles import Role


@role_required(Role.ORGANISER)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    wrong = status.wrong()
    chosen = request.GET.get("error")
    rows = OutboxMessage.objects.filter(state__in=status.WRONG).select_related("person", "organisation")
    rows = rows if chosen is None else rows.filter(error=chosen[:300])
    page = Paginator(rows.order_by("state", "-created_at", "-pk"), status.PAGE).get_page(request.GET.get("page"))
    context = {
        "now": now,
        "parts": status.parts(now),
        "broker": broker.look(),
        "queues": status.queues(now),
        "wrong": wrong,
        "chosen": chosen,
        "page": page,
        "total": sum(each.count for each in wrong),
    }
    return render(request, "config/status.html", context)


@role_required(Role.ORGANISER)
@require_POST
def retry(request: HttpRequest) -> HttpResponse:
    """All that went wrong, or all of one reason."""
    error = request.POST.get("error")
    again, left = outbox.retry_all(status.failures(error and error[:300]), by=staff(request))
    if again:
        said = ngettext("%(n)s message is sent again.", "%(n)s messages are sent again.", again)
        messages.success(request, said % {"n": again})
    if left:
        said = ngettext(
            "%(n)s message has no address of its own on record, or is being sent already.",
            "%(n)s messages have no address of their own on record, or are being sent already.",
            left,
        )
        messages.warning(request, said % {"n": left})
    if not again and not left:
        messages.info(request, _("Nothing is left to send again."))
    return redirect("status")
