"""Half points on a page: `{% load points %}`."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.formats import number_format

from assessment.grading import to_points

register = template.Library()


@register.filter
def at(marks: Mapping[int, int], key: int) -> int | None:
    """The halves given for a criterion, or None."""
    return marks.get(key)


@register.filter
def in_points(halves: int | None) -> str:
    """23 → 11,5 in the language of the page; a dash where nothing is given."""
    return "–" if halves is None else str(number_format(to_points(halves)))


@register.filter
def plain_points(halves: int | None) -> str:
    """23 → 11.5, as a number field wants it; empty where nothing is given."""
    return "" if halves is None else f"{to_points(halves)}"


@register.filter
def share(halves: int | None, maximum: int) -> str:
    """How full a track is, as an SVG width."""
    return f"{(halves or 0) / maximum * 100:g}%"
