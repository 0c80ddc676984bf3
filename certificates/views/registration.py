"""The checker's own registration: what is kept, changed, ended; and the administrator's way to end one."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from certificates import registration
from certificates.checkers import checker_of
from certificates.forms_checking import OwnRegistrationForm
from certificates.models import Checker
from people.access import role_required, sign_in_required, staff
from people.acting import sent, told
from people.roles import Role


@sign_in_required
@never_cache
def my_registration(request: HttpRequest) -> HttpResponse:
    checker = _own(request)
    form = OwnRegistrationForm(
        sent(request), initial={"organisation": checker.organisation, "purpose": checker.purpose}
    )
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("organisation", "purpose")}
        if told(request, registration.change, checker, by=staff(request), **said):
            messages.success(request, _("Your registration was changed."))
        return redirect("certificates:my_registration")
    context = {"checker": checker, "form": form, "months": settings.CHECKER_MONTHS}
    return render(request, "certificates/my_registration.html", context)


@sign_in_required
@require_POST
def my_registration_end(request: HttpRequest) -> HttpResponse:
    user = staff(request)
    if not told(request, registration.end, _own(request), by=user):
        return redirect("certificates:my_registration")
    user.refresh_from_db()
    if user.is_erased:
        logout(request)
    messages.success(request, _("Your registration was ended."))
    return redirect("home")


@role_required(Role.ADMINISTRATOR)
@require_POST
def checker_end(request: HttpRequest, pk: int) -> HttpResponse:
    if told(request, registration.end, get_object_or_404(Checker, pk=pk), by=staff(request)):
        messages.success(request, _("The registration was ended."))
    return redirect("certificates:checker", pk)


def _own(request: HttpRequest) -> Checker:
    checker = checker_of(staff(request))
    if checker is None:
        raise Http404
    return checker
