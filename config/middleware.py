"""Which language a page speaks, Kazakh first, then what the reader chose; and the short way to what is public."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation

from people.languages import Language
from people.models import User

SPOKEN = frozenset(Language.values)


class LanguageMiddleware:
    """`?lang=` for this page, else the choice of whoever is signed in, else that of this browser, else the default.

    What somebody else chose on a shared PC does not follow a reader into their account.
    The browser's own list is not asked: office PCs in Kazakhstan carry English or Russian systems that nobody chose.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(_choice(request)):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


def _choice(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    if asked in SPOKEN:
        return asked
    # Only a reader with a session is asked for in the database: public pages stay at one query.
    if settings.SESSION_COOKIE_NAME in request.COOKIES and isinstance(request.user, User):
        return str(request.user.language)
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return cookie if cookie in SPOKEN else str(settings.LANGUAGE_CODE)


class PublicMiddleware:
    """Answers what anybody may see (`settings.PUBLIC_URLCONF`) above sessions, accounts, messages and form tokens.

    Whoever has a session takes the long way to the same view: pages speak the language of their account.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.answer = LanguageMiddleware(_answered)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info[:3] not in ("/v/", "/V/") or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return self.get_response(request)
        try:
            request.resolver_match = resolve(request.path_info, settings.PUBLIC_URLCONF)
        except Resolver404:
            return self.get_response(request)
        return self.answer(request)


def _answered(request: HttpRequest) -> HttpResponse:
    view = request.resolver_match
    assert view is not None  # noqa: S101 - found above
    answer: HttpResponse = view.func(request, *view.args, **view.kwargs)
    return answer
