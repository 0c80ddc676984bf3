"""Certificates that expire: the graduate's own, and for the organiser what expires by quarter and region."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.access import role_required, sign_in_required, staff
from people.acting import told
from people.languages import Language
from people.models import Person
from people.roles import Role
from postcourse import expiring, school_consent
from postcourse.own_renewal import renewals_of
from postcourse.renewal_days import AT_ONCE, Quarter
from postcourse.renewal_exporting import export_expiring
from postcourse.renewal_picture import address, picture_of

PAGE = 50


@sign_in_required
@require_safe
def renewal(request: HttpRequest) -> HttpResponse:
    person = _own(request)
    context = {
        "person": person,
        "renewals": renewals_of(person, timezone.localdate()),
        "consent": school_consent.standing_consent(person),
        "wording": school_consent.wording(_language()),
    }
    return render(request, "postcourse/renewal.html", context)


@sign_in_required
@require_POST
def tell_school(request: HttpRequest) -> HttpResponse:
    """The tick alone says which: without it the consent is taken back."""
    person = _own(request)
    if request.POST.get("agree"):
        school_consent.agree(person, language=_language())
        messages.success(request, _("Saved: your school will be told."))
    elif told(request, school_consent.take_back, person) is not None:
        messages.success(request, _("Taken back: your school is told nothing any more."))
    return redirect("postcourse:renewal")


def _own(request: HttpRequest) -> Person:
    """Of who is no participant nothing can expire."""
    person = staff(request).person
    if person is None:
        raise PermissionDenied
    return person


def _language() -> str:
    said = (get_language() or "")[:2]
    return said if said in Language.values else Language.KK


@role_required(Role.ORGANISER)
@require_safe
def expires(request: HttpRequest) -> HttpResponse:
    quarters, chosen, region = _asked(request)
    tallies = expiring.tallies(quarters[0], quarters[-1])
    first, last = (chosen or quarters[0]).first, (chosen or quarters[-1]).last
    page = Paginator(expiring.listed(first, last, region), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "begin": quarters[0],
        "chosen": chosen,
        "region": region,
        "earlier": address(quarters[0].later(-AT_ONCE), None, region),
        "later": address(quarters[0].later(AT_ONCE), None, region),
        "kept": address(quarters[0], chosen, region)[1:],
        **picture_of(quarters, tallies, chosen=chosen, region=region, today=timezone.localdate()),
    }
    return render(request, "postcourse/expiring.html", context)


@role_required(Role.ORGANISER)
@require_POST
def expires_export(request: HttpRequest) -> HttpResponseBase:
    """The certificates that are shown now."""
    quarters, chosen, region = _asked(request)
    first, last = (chosen or quarters[0]).first, (chosen or quarters[-1]).last
    said = [f"from={first:%Y-%m-%d}", f"to={last:%Y-%m-%d}", f"region={region or '–'}" if region is not None else ""]
    rows = expiring.listed(first, last, region)
    try:
        return export_expiring(rows, timezone.localdate(), by=staff(request), filters="; ".join(filter(None, said)))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(f"{request.path.removesuffix('export/')}{address(quarters[0], chosen, region)}")


def _asked(request: HttpRequest) -> tuple[list[Quarter], Quarter | None, str | None]:
    """Four quarters, from the present one if nothing else is said; one of them; a region, "" where none is known."""
    get = request.GET
    begin = Quarter.read(get.get("from", "")) or Quarter.of(timezone.localdate())
    quarters = [begin.later(n) for n in range(AT_ONCE)]
    chosen = Quarter.read(get.get("quarter", ""))
    region = get.get("region")
    if region is not None:
        region = region.replace("\x00", "")[:100]  # PostgreSQL is not asked for it
    return quarters, chosen if chosen in quarters else None, region
