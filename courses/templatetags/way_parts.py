"""Parts of the pages on which an enrolment moves: the public link, blank lines on paper, the enrolment in the way."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BaseForm
from django.template import Context
from django.utils import timezone

from courses.applying import is_open, link_of
from courses.claiming import waiting_in
from courses.forms_ways import LinkForm
from courses.models import Cohort, HourKind
from courses.order_snapshots import office_is_empty

register = template.Library()


@register.inclusion_tag("courses/_apply_panel.html", takes_context=True)
def apply_panel(context: Context, cohort: Cohort) -> dict[str, Any]:
    """The link by which people apply to the cohort, and what came in by it and waits for a decision."""
    return {
        "cohort": cohort,
        "link": link_of(cohort),
        "is_open": is_open(cohort, timezone.localdate()),
        "form": LinkForm(initial={"until": cohort.apply_until}),
        "waiting": waiting_in(cohort),
        "takes_people": context.get("takes_people"),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("courses/_blank_office.html")
def blank_office_note() -> dict[str, Any]:
    """Says that an order of today would have blank lines, where nobody is on record to fill them."""
    return {"is_empty": office_is_empty(timezone.localdate())}


@register.simple_tag
def other_enrolment(form: BaseForm) -> int | None:
    """The enrolment in another cohort for which a rule refused the form, if that was why."""
    for errors in form.errors.as_data().values():
        for error in errors:
            if found := (error.params or {}).get("enrolment"):
                return int(found)
    return None


@register.filter
def hour_kind(value: str) -> str:
    return str(HourKind(value).label)
