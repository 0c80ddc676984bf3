"""How a page answers a rule that refuses: with its sentence; and a script, where no rule was asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from assessment.views.taps import is_json

Answer = Callable[[HttpRequest, int], HttpResponse]


def say_refusal(request: HttpRequest, refusal: ValidationError) -> None:
    for sentence in refusal.messages:
        messages.error(request, sentence)


def sentence_of(refusal: ValidationError) -> str:
    return " ".join(refusal.messages)


def answers_in_json(view: Answer) -> Answer:
    """A view whose script drops a tap only on a `code` of ours: a 404 of some proxy on the way is not our word."""

    @wraps(view)
    def answer(request: HttpRequest, pk: int) -> HttpResponse:
        if not is_json(request):
            return view(request, pk)
        try:
            return view(request, pk)
        except Http404:
            return _refusal(404, "gone", _("This participant is no longer in your list."))
        except PermissionDenied:
            return _refusal(403, "not_allowed", _("Your sign-in may not score any more: ask the administrator."))
        except BadRequest:
            return _refusal(400, "unreadable", _("The mark could not be read: enter it once more."))

    return answer


def _refusal(status: int, code: str, message: str) -> JsonResponse:
    return JsonResponse({"code": code, "message": message}, status=status)
