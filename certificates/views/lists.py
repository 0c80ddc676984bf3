"""Lists of codes for whoever signed in with a confirmed e-mail: registering, checking, and the administrator's list."""

from __future__ import annotations

from datetime import datetime

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from certificates import checkers, confirming_address, list_checking
from certificates.checkers import Registration, checker_of, consent_text
from certificates.forms_checking import BlockForm, ConfirmationForm, ListForm, RegistrationForm
from certificates.models import Checker
from certificates.verdict_page import reader_language
from people.access import role_required, sign_in_required, staff
from people.acting import carried_out, sent, told
from people.models import User
from people.roles import Role
from people.throttling import WINDOW, counted, network_of
from people.workbooks import export

REGISTRATIONS_PER_NETWORK = 20
LISTS_PER_CHECKER = 30  # in a window, refused ones and all: each takes a process to read
HISTORY = 20
PAGE = 50


@sign_in_required
@never_cache
def check_list(request: HttpRequest) -> HttpResponseBase:
    """A spreadsheet in, the same codes with what they are worth out; neither is kept."""
    checker = checker_of(staff(request))
    if checker is None:
        return redirect("certificates:checker_register")
    may = request.method == "POST" and not checker.is_blocked
    if may and counted("check-list", by=str(checker.pk), without_cache=True) > LISTS_PER_CHECKER:
        return _too_many(request)
    form = ListForm(request.POST, request.FILES) if may else ListForm()
    if may and form.is_valid() and (answer := _checked(form, checker, by=staff(request))):
        return answer
    context = {
        "form": form,
        "checker": checker,
        "left": list_checking.left_today(checker, timezone.now()),
        "checks": checker.checks.all()[:HISTORY],
        "most_a_day": list_checking.CODES_A_DAY,
    }
    return render(request, "certificates/check_list.html", context, status=403 if checker.is_blocked else 200)


def _checked(form: ListForm, checker: Checker, *, by: User) -> HttpResponseBase | None:
    """The workbook, or nothing where it was refused and the form says why."""
    now = timezone.localtime()
    if carried_out(form, _room, checker, now) is None:
        return None
    listed = carried_out(form, list_checking.read, form.upload, size=form.upload.size)
    answers = carried_out(form, list_checking.check, listed, by=checker, now=now) if listed else None
    if not listed or answers is None:
        return None
    rows = list_checking.lines(listed, answers, now)
    return export("checked-codes", _("Checked certificates"), list_checking.columns(), rows, by=by)


def _room(checker: Checker, now: datetime) -> bool:
    """Whether a list is worth reading at all."""
    list_checking.require_room(checker, 0, now)
    return True


@never_cache
def checker_register(request: HttpRequest) -> HttpResponseBase:
    """Who asks and what for; nothing is written down before the address is confirmed."""
    user = request.user if isinstance(request.user, User) else None
    if user is not None and checker_of(user):
        return redirect("certificates:check_list")
    typed = confirming_address.filled_in(request)
    own = (user.email, user.name) if user else None
    form = RegistrationForm(sent(request), own=own, initial=_typed_before(typed, own))
    if request.method == "POST" and _too_often(request):
        return _too_many(request)
    if request.method == "POST" and form.is_valid():
        kept = {name: form.cleaned_data[name] for name in ("name", "organisation", "purpose")}
        said = Registration(email=form.cleaned_data["email"].lower(), language=reader_language(), **kept)
        if not carried_out(form, _asked, request, said, user=user):
            return _register_page(request, form)
        asked = f"?lang={said.language}" if "lang" in request.GET else ""
        return redirect(reverse("certificates:checker_confirm") + asked)
    return _register_page(request, form)


def _register_page(request: HttpRequest, form: RegistrationForm) -> HttpResponse:
    context = {
        "form": form,
        "consent_text": consent_text(reader_language()),
        "waits": confirming_address.waiting(request),
        "months": settings.CHECKER_MONTHS,
    }
    return render(request, "certificates/checker_register.html", context)


def _asked(request: HttpRequest, said: Registration, *, user: User | None) -> bool:
    confirming_address.ask(request, said, user=user)
    return True


def _typed_before(said: Registration | None, own: tuple[str, str] | None) -> dict[str, str]:
    """Whoever begins again need not type it again; agreeing is done anew, and who signs in is who they are."""
    if said is None:
        return {}
    names = ("organisation", "purpose") if own else ("email", "name", "organisation", "purpose")
    return {name: getattr(said, name) for name in names}


@never_cache
def checker_confirm(request: HttpRequest) -> HttpResponseBase:
    """The code from the e-mail; with it the sign-in comes into being, and whoever typed it is signed in."""
    said = confirming_address.waiting(request)
    if said is None:
        if confirming_address.has_asked(request):
            messages.warning(request, _("The code no longer works: ask for a new one."))
        return redirect("certificates:checker_register")
    form = ConfirmationForm(sent(request))
    if request.method == "POST" and form.is_valid():
        if not confirming_address.is_right(request, form.cleaned_data["code"]):
            form.add_error("code", _("This is not the code that was sent. Look at the newest e-mail."))
        elif (answer := _confirmed(request, form, said)) is not None:
            return answer
    return render(request, "certificates/checker_confirm.html", {"form": form, "email": said.email})


def _confirmed(request: HttpRequest, form: ConfirmationForm, said: Registration) -> HttpResponseBase | None:
    user = request.user if isinstance(request.user, User) and request.user.email == said.email else None
    checker = carried_out(form, checkers.confirm, said, user=user)
    confirming_address.forget(request)
    if checker is None:
        return None
    if user is not None:
        return redirect("certificates:check_list")
    record_authentication(request, checker.user, method="code", email=said.email)
    login = Login(user=checker.user, redirect_url=reverse("certificates:check_list"), email=said.email)
    answer: HttpResponseBase = perform_login(request, login)
    return answer


def _too_often(request: HttpRequest) -> bool:
    network = network_of(request) or "nowhere"
    return counted("checker-register", by=network, without_cache=True) > REGISTRATIONS_PER_NETWORK


def _too_many(request: HttpRequest) -> HttpResponse:
    response = render(request, "certificates/too_many_files.html", {"minutes": WINDOW // 60}, status=429)
    response.headers["Retry-After"] = str(WINDOW)
    response.headers["X-Robots-Tag"] = "noindex"  # that it is not kept is said by each view
    return response


# ---- the administrator -----------------------------------------------------------------------------------------------
@role_required(Role.ADMINISTRATOR)
def checker_list(request: HttpRequest) -> HttpResponse:
    """Everybody who may check lists, the newest first, with how much they did."""
    counted_rows = Checker.objects.select_related("user").annotate(
        lists=Count("checks"), codes=Sum("checks__rows"), unknown=Sum("checks__unknown"), last=Max("checks__at")
    )
    page = Paginator(counted_rows.order_by("-confirmed_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    return render(request, "certificates/checkers.html", {"page": page})


@role_required(Role.ADMINISTRATOR)
def checker(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: what they agreed to, what they did by day, and whether they may go on."""
    shown = _checker(pk)
    form = BlockForm(sent(request))
    if request.method == "POST" and form.is_valid():
        if told(request, checkers.block, shown, by=staff(request), why=form.cleaned_data["why"]):
            messages.success(request, _("%(checker)s may not check lists any more.") % {"checker": shown})
        return redirect("certificates:checker", pk)
    context = {
        "shown": shown,
        "form": form,
        "checks": shown.checks.all()[:HISTORY],
        "events": shown.events.select_related("by"),
    }
    return render(request, "certificates/checker.html", context)


@role_required(Role.ADMINISTRATOR)
@require_POST
def checker_restore(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _checker(pk)
    if told(request, checkers.restore, shown, by=staff(request)):
        messages.success(request, _("%(checker)s may check lists again.") % {"checker": shown})
    return redirect("certificates:checker", pk)


def _checker(pk: int) -> Checker:
    return get_object_or_404(Checker.objects.select_related("user"), pk=pk)
