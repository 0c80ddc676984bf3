"""Whether somebody wants the weekly digest: by the link in it, without signing in, or on their own page."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from people.access import sign_in_required
from postcourse import digest_refusing
from postcourse.access_network import graduate


# The signature in the address is the right to do it: a mail program that presses the button has read no form.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, token: str) -> HttpResponse:
    """A mail program that looks at links ahead refuses nothing: the button does. No name is shown to whoever has it.

    Its own button is answered without a redirect, which such programs need not follow (RFC 8058).
    """
    person = digest_refusing.person_of(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        digest_refusing.refuse(person)
        if "List-Unsubscribe" not in request.POST:
            return redirect(request.get_full_path())
    context = {"token": token, "refused": digest_refusing.refuses(person)}
    return render(request, "postcourse/digest_refuse.html", context)


@require_POST
@sign_in_required
def choose(request: HttpRequest) -> HttpResponse:
    person = graduate(request).person
    if person is None:
        raise Http404
    if request.POST.get("wants") == "yes":
        digest_refusing.accept(person)
        messages.success(request, _("You get the weekly digest again."))
    else:
        digest_refusing.refuse(person)
        messages.success(request, _("You get no digest any more."))
    return redirect("postcourse:network_mine")
