"""How a webinar is shown: its state and somebody's place as pills, its time in figures."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from people.templatetags.look import status
from postcourse.models import Webinar, WebinarGuest
from postcourse.webinar_reading import Own
from postcourse.webinar_wording import short_time

register = template.Library()
PILLS = {
    Webinar.Status.DRAFT: ("mute", "pen"),
    Webinar.Status.ANNOUNCED: ("info", "mail"),
    Webinar.Status.HELD: ("ok", "check"),
    Webinar.Status.CANCELLED: ("mute", "x"),
}
PLACES = {
    WebinarGuest.Status.INVITED: ("mute", "mail"),
    WebinarGuest.Status.REGISTERED: ("ok", "check"),
    WebinarGuest.Status.WITHDRAWN: ("mute", "undo"),
    WebinarGuest.Status.CAME: ("ok", "video"),
    WebinarGuest.Status.ABSENT: ("bad", "x"),
}


@register.simple_tag
def webinar_status(webinar: Webinar) -> SafeString:
    """Over and not recorded is a state of its own for the reader."""
    if webinar.is_open and webinar.ends_at <= timezone.now():
        return status("warn", "clock", _("Is over"))
    return status(*PILLS[Webinar.Status(webinar.status)], webinar.get_status_display())


@register.simple_tag
def guest_status(guest: WebinarGuest) -> SafeString:
    return status(*PLACES[WebinarGuest.Status(guest.status)], guest.get_status_display())


@register.simple_tag
def own_status(own: Own) -> SafeString:
    """What concerns the reader most: called off, their place, that it is full, or that they may still come."""
    if own.webinar.status == Webinar.Status.CANCELLED:
        return webinar_status(own.webinar)
    if own.guest is not None and own.has_place:
        return guest_status(own.guest)
    if own.is_coming and own.is_full:
        return status("warn", "users", _("All places are taken"))
    return status("gold", "mail", _("Registration is open")) if own.is_coming else webinar_status(own.webinar)


@register.filter
def times_of(webinar: Any) -> str:
    """16:00–17:30"""
    return short_time(webinar).partition(", ")[2]
