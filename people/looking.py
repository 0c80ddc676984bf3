"""The words of a search are names, IINs and e-mails, which no URL may carry: it has their number in the session."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

KEY = "looked_for"
KEPT = 20  # so that several tabs each page through their own
LONGEST = 200


def looked_for(request: HttpRequest) -> str:
    """The words of the search whose number the address has; nothing once the session has forgotten them."""
    return str(request.session.get(KEY, {}).get(request.GET.get("search", ""), ""))


def look_for(request: HttpRequest, *filters: str) -> HttpResponse:
    """Keep the posted words, and send on to the same page with their number and the filters that were chosen."""
    words = request.POST.get("q", "").strip()[:LONGEST]
    asked = {name: value for name in filters if (value := request.POST.get(name, ""))}
    if words:
        kept = request.session.get(KEY, {})
        number = str(max(map(int, kept), default=0) + 1)
        request.session[KEY] = dict([*kept.items(), (number, words)][-KEPT:])
        asked["search"] = number
    return redirect(f"{request.path}?{urlencode(asked)}" if asked else request.path)


def without(kept: dict[str, str], unwanted: Callable[[str], bool]) -> dict[str, str]:
    """The kept words but for those; their numbers stay, so that other tabs go on."""
    return {number: words for number, words in kept.items() if not unwanted(words)}


def kept_of(request: HttpRequest, *without: str) -> QueryDict:
    """What the address asks for, as the links of the page keep it."""
    kept = request.GET.copy()
    for name in ("page", *without):
        kept.pop(name, None)
    return kept
