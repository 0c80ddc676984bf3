"""How free times, discussions and what was agreed are shown: a state is a pill, a weekday a word."""

from __future__ import annotations

from django import template
from django.utils.dates import WEEKDAYS
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from people.templatetags.look import status
from postcourse.models import AgreedAction, Discussion

register = template.Library()
Status = Discussion.Status
PILLS = {Status.OPEN: ("info", "users"), Status.HELD: ("ok", "check"), Status.CANCELLED: ("mute", "x")}


@register.simple_tag
def discussion_status(discussion: Discussion) -> SafeString:
    kind, icon = PILLS[Status(discussion.status)]
    return status(kind, icon, discussion.get_status_display())


@register.simple_tag
def action_status(action: AgreedAction) -> SafeString:
    if action.done_at:
        return status("ok", "check", _("action done"))
    if action.is_late:
        return status("bad", "alert", _("overdue action"))
    return status("info", "clock", _("to be done"))


@register.filter
def weekday_name(number: int) -> str:
    """The day of the week; Monday is 1."""
    return str(WEEKDAYS[number - 1])
