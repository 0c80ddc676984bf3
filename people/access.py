"""Who may open a page: a stranger signs in, the wrong role gets 403, somebody else's object is a 404."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from people.models import User
from people.roles import Role

View = Callable[..., HttpResponseBase]


def staff(request: HttpRequest) -> User:
    """The signed-in user of a view behind `role_required` or `sign_in_required`."""
    return cast(User, request.user)


def require_role(request: HttpRequest, *roles: Role) -> User:
    """The user, if one of the roles is theirs; the administrator may open every page of the staff, too."""
    user = staff(request)
    if not user.is_authenticated or not user.has_role(*roles, Role.ADMINISTRATOR):
        raise PermissionDenied
    return user


def sign_in_required(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        return view(request, *args, **kwargs)

    return guarded


def role_required(*roles: Role) -> Callable[[View], View]:
    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            require_role(request, *roles)
            return view(request, *args, **kwargs)

        return guarded

    return guard


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request") or request.accepts("text/html") is False:
        return HttpResponse(status=401)
    return redirect_to_login(request.get_full_path())
