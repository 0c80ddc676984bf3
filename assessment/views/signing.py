"""The protocol as its commission signs it: exactly what is signed, who has, and who cannot."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessment import signing
from assessment.access import organises, printed_protocol, seat_on
from assessment.forms_resolving import CannotForm
from people.access import sign_in_required, staff
from people.acting import told
from people.numbers import whole_number
from people.reauthenticating import can_confirm, forget_confirmation


@sign_in_required
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def protocol_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Rows, points and totals on one page, signed after the password or passkey was asked for again."""
    protocol, user = printed_protocol(request, pk), staff(request)
    if request.method == "POST" and can_confirm(user):
        if told(request, signing.sign, protocol, by=user, seen=request.POST.get("seen", "")):
            forget_confirmation(request)
            messages.success(request, _("You have signed the protocol."))
        return redirect("assessment:protocol_sign", pk)
    own = signing.signer_of(protocol, user)
    waits = protocol.signed_at is None
    context = {
        "protocol": protocol,
        "own": own,
        "sees_day": organises(user) or seat_on(protocol.day, user) is not None,
        "signers": [(each, waits and each.is_missing and signing.may_excuse(protocol, each, user))
                    for each in protocol.signers],
        "may_sign": waits and own is not None and own.signature is None,
        "can_confirm": can_confirm(user),
        "seen": signing.digest_of(protocol),
    }  # fmt: skip
    return render(request, "assessment/protocol_sign.html", context)


@require_POST
@sign_in_required
def protocol_cannot(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody of the commission cannot sign, and why."""
    protocol, form = printed_protocol(request, pk), CannotForm(request.POST)
    user = whole_number(request.POST.get("user", "")) or 0
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    if row := told(request, signing.record_cannot, protocol, user=user, reason=reason, by=staff(request)):
        messages.success(request, _("It is recorded why %(member)s cannot sign.") % {"member": row.name})
    return redirect("assessment:protocol_sign", pk)
