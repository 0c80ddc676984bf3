"""The switch between somebody's own courses, where there is more than one."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import RequestContext

from courses.models import Enrolment
from courses.own_courses import courses_of
from people.access import staff

register = template.Library()


@register.inclusion_tag("courses/_course_switch.html", takes_context=True)
def course_switch(context: RequestContext, shown: Enrolment, *statuses: str) -> dict[str, Any]:
    """Nothing for who has one course; `statuses` are those with which the page can be seen at all."""
    request = context["request"]
    courses = courses_of(staff(request), statuses) if statuses else courses_of(staff(request))
    return {"courses": courses, "shown": shown, "path": request.path, "csrf_token": context.get("csrf_token")}
