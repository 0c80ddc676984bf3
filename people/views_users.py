"""Who of the staff may sign in: the administrator's page."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.access import role_required, staff
from people.acting import carried_out, sent, told
from people.forms import UserForm
from people.models import User
from people.roles import Role
from people.staffing import amend_user, appoint, deactivate, reactivate

SHOWN = {
    "staff": Q(is_active=True, role_grants__isnull=False),
    "participants": Q(is_active=True, role_grants=None, person__isnull=False),
    "others": Q(is_active=True, role_grants=None, person=None),
    "ended": Q(is_active=False),
}
PAGE = 50


@role_required(Role.ADMINISTRATOR)
def users(request: HttpRequest) -> HttpResponse:
    shown = request.GET.get("show", "staff")
    shown = shown if shown in SHOWN else "staff"
    counts = {name: User.objects.filter(which).distinct().count() for name, which in SHOWN.items()}
    listed = User.objects.filter(SHOWN[shown]).distinct().prefetch_related("role_grants").order_by("name", "email")
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    return render(request, "people/users.html", {"page": page, "shown": shown, "counts": counts})


@role_required(Role.ADMINISTRATOR)
def user_new(request: HttpRequest) -> HttpResponse:
    form = UserForm(sent(request), initial={"language": settings.LANGUAGE_CODE})
    if request.method == "POST" and form.is_valid():
        made = carried_out(form, appoint, **form.cleaned_data, by=staff(request))
        if made:
            messages.success(request, _("%(user)s may sign in now.") % {"user": made})
            return redirect("people:user", made.pk)
    return render(request, "people/user_new.html", {"form": form, "address": sign_in_url()})


@role_required(Role.ADMINISTRATOR)
def user(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(User.objects.select_related("person"), pk=pk)
    form = UserForm(sent(request), user=shown)
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("name", "language", "roles")}
        if carried_out(form, amend_user, shown, **data, by=staff(request)):
            messages.success(request, _("Saved."))
            return redirect("people:user", pk)
    events = [(event, _said(event.old), _said(event.new)) for event in shown.events.select_related("by")]
    context = {"form": form, "shown": shown, "events": events, "address": sign_in_url()}
    return render(request, "people/user.html", context)


@require_POST
@role_required(Role.ADMINISTRATOR)
def user_sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    """End or restore somebody's sign-in."""
    shown = get_object_or_404(User, pk=pk)
    rule = deactivate if shown.is_active else reactivate
    if told(request, rule, shown, by=staff(request)):
        messages.success(request, _("Saved."))
    return redirect("people:user", pk)


def sign_in_url() -> str:
    return f"{settings.SITE_URL}{reverse('account_login')}"


def _said(text: str) -> str:
    """Roles in an event, in the language of the page."""
    labels = {str(value): str(label) for value, label in Role.choices}
    return ", ".join(labels.get(part, part) for part in text.split(", "))
