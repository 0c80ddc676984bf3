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

from config import broker, queues, status
from people import outbox
from people.access import role_required, staff
from people.models import OutboxMessage
from people.roles import Role


@role_required(Role.ORGANISER)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    wrong = status.wrong()
    chosen = _reason(request.GET.get("error"))
    rows = OutboxMessage.objects.filter(state__in=status.WRONG).select_related("person", "organisation")
    rows = rows if chosen is None else rows.filter(error=chosen)
    page = Paginator(rows.order_by("state", "-created_at", "-pk"), status.PAGE).get_page(request.GET.get("page"))
    context = {
        "now": now,
        "parts": status.parts(now),
        "broker": broker.look(),
        "queues": queues.queues(now),
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
    failures = status.failures(_reason(request.POST.get("error")))
    again, left = outbox.retry_all(failures, by=staff(request))
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


def _reason(said: str | None) -> str | None:
    """As it stands in the column: no longer, and without what PostgreSQL takes in no text."""
    return None if said is None else said[:300].replace("\x00", "")
