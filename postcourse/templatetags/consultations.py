"""How a consultation is shown: its state as a pill, its topic and time in words."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from people.templatetags.look import status
from postcourse.models import Consultation
from postcourse.wording import about as about_words
from postcourse.wording import short_time

register = template.Library()
Status = Consultation.Status
PILLS = {
    Status.PLANNED: ("mute", "clock"),
    Status.INVITED: ("gold", "mail"),
    Status.CONFIRMED: ("ok", "check"),
    Status.HELD: ("info", "message"),
    Status.MISSED: ("bad", "x"),
    Status.CANCELLED: ("mute", "x"),
}


@register.simple_tag
def consultation_status(consultation: Consultation) -> SafeString:
    kind, icon = PILLS[Status(consultation.status)]
    return status(kind, icon, consultation.get_status_display())


@register.filter
def about(consultation: Consultation) -> str:
    words = about_words(consultation)
    return words[:1].upper() + words[1:]


@register.filter
def other_year(moment: datetime) -> str:
    """The year, where it is not this one."""
    year = timezone.localtime(moment).year
    return "" if year == timezone.localdate().year else str(year)


@register.filter
def times(consultation: Consultation) -> str:
    """16:00–16:30"""
    return short_time(consultation).partition(", ")[2]
