"""The parts of the look as tags and filters; the pictures are in `pictures`, loaded with these by `{% load look %}`."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format, get_format, number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from people.icons import EYE, HORN, ICONS
from people.languages import in_language
from people.regions import region_in_language
from people.templatetags.pictures import add_pictures

register = template.Library()
add_pictures(register)

NBSP = "\xa0"
LANGUAGES = (("kk", "Қаз", "Қазақша"), ("ru", "Рус", "Русский"), ("en", "Eng", "English"))
KINDS = frozenset({"ok", "info", "gold", "warn", "bad", "mute"})


# ---- signs ----------------------------------------------------------------------------------------------------------
@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon; hidden from screen readers unless it has a label of its own. Sizes: "", "sm", "lg"."""
    try:
        path = ICONS[name]
    except KeyError:
        raise template.TemplateSyntaxError(f"There is no icon “{name}”.") from None
    said = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="ico{}" viewBox="0 0 24 24" {}><path d="{}"/></svg>', f" ico-{size}" if size else "", said, path
    )


@register.simple_tag
def mark(css: str = "brand-m") -> SafeString:
    """The mark of the product: one pair of horns, in ink with eyes of gold (class `brand-m`), or all gold (`m`)."""
    eye = format_html('<circle class="eye" cx="{}" cy="{}" r="{}"/>', *EYE)
    horn = format_html('<path d="{}"/>{}', HORN, eye)
    return format_html(
        '<svg class="{}" viewBox="0 0 64 48" aria-hidden="true">{}<g transform="matrix(-1 0 0 1 64 0)">{}</g></svg>',
        css, horn, horn,
    )  # fmt: skip


@register.simple_tag
def horns() -> SafeString:
    """The gold horns of an empty state."""
    return mark("m")


@register.simple_tag
def status(kind: str, icon_name: str, word: str) -> SafeString:
    """A pill: icon, word and tint, always the three. Kinds: ok, info, gold, warn, bad, mute."""
    if kind not in KINDS:
        raise template.TemplateSyntaxError(f"There is no kind of status “{kind}”.")
    return format_html('<span class="st st-{}">{}{}</span>', kind, icon(icon_name), word)


@register.inclusion_tag("look/empty.html")
def empty_state(title: str, text: str = "", url: str = "", action: str = "", icon: str = "plus") -> dict[str, str]:
    return {"title": title, "text": text, "url": url, "action": action, "icon": icon}


# ---- words and numbers ----------------------------------------------------------------------------------------------
@register.filter
def tr(source: Any, name: str = "") -> str:
    """`{{ module|tr:"title" }}` or `{{ names|tr }}` in the language of the page; Kazakh where one is empty."""
    return in_language(source, name)


@register.filter
def points(value: Any, places: int | None = None) -> str:
    """Points for people: 11,5; `points:2` always shows two decimals. Nothing becomes a dash."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return "–"
    exact = number.quantize(Decimal(1).scaleb(-(2 if places is None else int(places))), ROUND_HALF_UP)
    text = f"{exact:f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", str(get_format("DECIMAL_SEPARATOR"))).replace("-", "−")


@register.filter
def nbsp_number(value: Any) -> str:
    """12 345 with no-break spaces."""
    return "–" if value in (None, "") else number_format(value, force_grouping=True)


@register.filter
def month_word(moment: datetime | date) -> str:
    """The month as the leaf of a calendar has it: қараша, ноябрь, November."""
    local = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    word = date_format(local, "F")
    return word if get_language() == "en" else word.lower()


@register.filter
def nbsp(text: Any) -> str:
    """No line break after № and §, or before %."""
    kept = re.sub(r"([№§])\s*(?=\w)", rf"\1{NBSP}", conditional_escape(text))
    return mark_safe(re.sub(r"(?<=\d)\s+%", f"{NBSP}%", kept))  # noqa: S308 - escaped above


@register.filter
def person_initials(who: Any) -> str:
    """АС: given name, surname. Takes a person, a user with or without one, a name as written, or an e-mail."""
    person = getattr(who, "person", None) or who
    if given := getattr(person, "given_name", ""):
        return f"{given[:1]}{person.surname[:1]}".upper()
    words = str(getattr(who, "name", "") or getattr(who, "email", "") or who or "").split()
    return "".join(word[:1] for word in words[:2]).upper()


# ---- parts of the shell ---------------------------------------------------------------------------------------------
@register.inclusion_tag("look/language_links.html", takes_context=True)
def language_links(context: Context) -> dict[str, Any]:
    """Links that change `?lang=` and nothing else: for pages that set no cookie."""
    query = context["request"].GET.copy()
    links = []
    for code, short, name in LANGUAGES:
        query["lang"] = code
        links.append((code, short, name, f"?{query.urlencode()}"))
    return {"links": links, "now": (get_language() or "kk")[:2]}


@register.inclusion_tag("look/language_form.html", takes_context=True)
def language_form(context: Context) -> dict[str, Any]:
    """Buttons that keep the choice (Django's `set_language`)."""
    return {
        "languages": LANGUAGES,
        "now": (get_language() or "kk")[:2],
        "next": _address_without_language(context.get("request")),
        "csrf_token": context.get("csrf_token"),
    }


def _address_without_language(request: HttpRequest | None) -> str:
    """Where to come back to: `?lang=` would overrule the choice just made."""
    if request is None or request.method != "GET":
        return ""
    query = request.GET.copy()
    query.pop("lang", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


@register.simple_tag
def static_or_nothing(path: str) -> str:
    """The address of a static file, or nothing: for the page that must appear when everything else fails."""
    try:
        return static(path)
    except ValueError:
        return ""


@register.inclusion_tag("look/progress.html")
def progress(
    done: int, total: int, failed: int = 0, label: str = "", words: str | None = None, element_id: str = ""
) -> dict[str, Any]:
    """A bar of 8 px and its words: "37 of 120 ready, 1 failed"; `words=""` leaves the bar alone."""
    share = min(round(done / total * 100, 1), 100) if total else 0
    if words is None:
        words = gettext("%(done)s of %(total)s ready") % {"done": nbsp_number(done), "total": nbsp_number(total)}
    return {
        "done": done, "total": total, "failed": failed, "label": label, "words": words, "id": element_id,
        "width": f"{share:g}%", "fail_x": f"{share:g}%",
        "fail_width": f"{min(round(failed / total * 100, 1), 100 - share) if total else 0:g}%",
    }  # fmt: skip


@register.filter
def region(kept: str) -> str:
    return region_in_language(kept)
