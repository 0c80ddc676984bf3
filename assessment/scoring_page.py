"""What the script of the scoring page is told: the round in whole numbers, and every word it may have to say."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import get_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.rounds import Round, as_data, milliseconds, scale_data

# Of each plural, the number whose form a browser calls by this name (Intl.PluralRules): Kazakh and English have two.
FORMS: Mapping[str, int] = {"one": 1, "few": 2, "many": 5, "other": 5}
IN_TEXT = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def page_data(way: Round, now: datetime) -> dict[str, Any]:
    return {
        "now": milliseconds(now),
        "user": way.member.user_id,
        "day": way.day.pk,
        "urls": {
            "mark": reverse("assessment:mark", args=[0]),
            "submit": reverse("assessment:submit", args=[0]),
            "absence": reverse("assessment:absence", args=[0]),
            "round": reverse("assessment:round", args=[way.day.pk]),
            "day": reverse("assessment:day", args=[way.day.pk]),
        },
        "rubrics": {scale.key: scale_data(scale) for scale in way.scales.values()},
        "entries": [as_data(entry) for entry in way.entries],
    }


def as_text(data: Mapping[str, Any]) -> SafeString:
    """JSON that may stand in a <template>: it holds no character that HTML would read as its own."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(IN_TEXT))  # noqa: S308 - escaped just here


def words() -> dict[str, Any]:
    """The sentences of the script, in the language of the page; {names} are filled in there."""
    return {
        "title": _("Scoring"),
        "decimal": get_format("DECIMAL_SEPARATOR"),
        "soFar": _("So far: {band}"),
        "soFarOpen": _("So far"),
        "missing": _forms(lambda n: ngettext("{n} criterion not scored", "{n} criteria not scored", n)),
        "points": _forms(lambda n: ngettext("{n} point", "{n} points", n)),
        "waiting": _forms(
            lambda n: ngettext(
                "The marks of {n} participant will be sent by themselves when the connection is back. Go on.",
                "The marks of {n} participants will be sent by themselves when the connection is back. Go on.",
                n,
            )
        ),
        "confirm": _forms(
            lambda n: ngettext(
                "{points} point, {band}. After this your marks no longer change.",
                "{points} points, {band}. After this your marks no longer change.",
                n,
            )
        ),
        "confirmSoFar": _(
            "{points} points so far, without all of the coursework. After this your marks no longer change."
        ),
        "confirmRounded": _("{points} points, rounded to {total}, {band}. After this your marks no longer change."),
        "submit": _("Submit: {points} points"),
        "older": _("{name}: a later mark from another device stands, {points} points."),
        "refused": _("{name}, criterion {number}: {points} points were not saved."),
        "refusedSheet": _("{name}: the sheet was not submitted."),
        "gone": _("This participant is no longer in your list."),
    }


def _forms(of: Callable[[int], str]) -> dict[str, str]:
    return {name: of(n) for name, n in FORMS.items()}
