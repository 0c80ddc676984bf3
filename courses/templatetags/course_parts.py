"""The status of an enrolment as a pill: icon, word and tint, the same on every page."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from courses.models import Enrolment
from people.templatetags.look import status

register = template.Library()

ENROLMENT = {
    Enrolment.Status.APPLIED: ("info", "clock"),
    Enrolment.Status.ADMITTED: ("ok", "check"),
    Enrolment.Status.ON_HOLD: ("warn", "pause"),
    Enrolment.Status.PASSED: ("ok", "award"),
    Enrolment.Status.NOT_PASSED: ("bad", "x"),
    Enrolment.Status.DECLINED: ("mute", "x"),
    Enrolment.Status.WITHDRAWN: ("mute", "sign-out"),
    Enrolment.Status.TRANSFERRED: ("mute", "share"),
    Enrolment.Status.EXPELLED: ("bad", "x"),
}


@register.simple_tag
def enrolment_status(enrolment: Enrolment) -> SafeString:
    return status(*ENROLMENT[Enrolment.Status(enrolment.status)], str(enrolment.get_status_display()))
